"""The group form: n people of one kind, each of whom acts or not; only their number counts.

`game.py` says what is declared and paid; `form.py` solves it and stands on top.
"""

from .form import Group as Group
