"""The population form: one population whose members imitate those who earn more, in groups.

`game.py` says what is declared and paid; `form.py` solves it and stands on top.
"""

from .form import Population as Population
