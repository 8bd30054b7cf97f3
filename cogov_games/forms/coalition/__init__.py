"""The coalition form: players who may share a project, and what each group of them costs or earns.

`game.py` says what is declared; each rule of sharing has a file; `form.py` stands on top.
"""

from .form import Coalition as Coalition
