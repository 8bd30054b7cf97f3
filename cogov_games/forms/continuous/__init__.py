"""The continuous form: a declaration of games whose actions are intervals, and ways to solve them.

Each way says which games it accepts and what it finds; `form.py` stands on top of all of them.
"""

from .form import Continuous as Continuous
from .game import ACTION as ACTION
from .player import Player as Player
