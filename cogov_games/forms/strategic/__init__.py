"""The strategic form: two or more actors (or populations), each with finitely many strategies.

`game.py` says what is declared and paid; `form.py` solves it and stands on top.
"""

from .form import Strategic as Strategic
