"""The continuous form: a declaration of games whose actions are intervals, and ways to solve them.

Each way says which games it accepts and what it finds; `form.py` stands on top of all of them.
"""

from .form import ACTION as ACTION
from .form import Continuous as Continuous
from .form import Player as Player
