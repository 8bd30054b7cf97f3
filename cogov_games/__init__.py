"""Governance with games: mechanisms, their equilibria, and lessons that let learners move them."""

from __future__ import annotations

import importlib
import sys
from typing import TYPE_CHECKING, Any

from .catalogue.folder import load
from .catalogue.shipped import catalogue
from .errors import InputError
from .words import Words, current_language, use_language

if TYPE_CHECKING:
    from .classroom.exercise import Exercise as Exercise
    from .classroom.hand_in import hand_in as hand_in
    from .classroom.learning import learning_gain as learning_gain
    from .classroom.panel import show_plays as show_plays
    from .classroom.sheets import class_sheet as class_sheet
    from .mechanism import Mechanism as Mechanism
    from .playing.records import Move as Move
    from .playing.records import PlayData as PlayData
    from .playing.records import read_plays as read_plays
    from .solvers.bimatrix import nash_equilibria as nash_equilibria
    from .solvers.core import core as core
    from .solvers.core import least_core as least_core
    from .solvers.correlated import correlated_equilibrium as correlated_equilibrium
    from .solvers.nucleolus import nucleolus as nucleolus
    from .solvers.nucleolus import prenucleolus as prenucleolus
    from .solvers.shapley import banzhaf as banzhaf
    from .solvers.shapley import shapley as shapley
    from .solvers.symmetric_correlated import (
        symmetric_correlated_equilibrium as symmetric_correlated_equilibrium,
    )
    from .solvers.tokens import token_equilibria as token_equilibria
    from .solvers.volunteers import volunteer_equilibria as volunteer_equilibria
    from .study.contracts import check as check
    from .study.vertices import vertex_table as vertex_table
    from .widgets.kept import forget_answers as forget_answers
    from .widgets.kept import keep_answers as keep_answers
    from .widgets.observe import observe as observe
    from .widgets.predict import Prediction as Prediction
    from .widgets.projector import projector as projector
    from .widgets.quiz import Check as Check
    from .widgets.quiz import Choice as Choice

__version__ = "0.1.0"

_LAZY = {
    "Check": "widgets.quiz",
    "Choice": "widgets.quiz",
    "Exercise": "classroom.exercise",
    "Mechanism": "mechanism",
    "Move": "playing.records",
    "PlayData": "playing.records",
    "Prediction": "widgets.predict",
    "banzhaf": "solvers.shapley",
    "check": "study.contracts",
    "class_sheet": "classroom.sheets",
    "core": "solvers.core",
    "correlated_equilibrium": "solvers.correlated",
    "forget_answers": "widgets.kept",
    "hand_in": "classroom.hand_in",
    "keep_answers": "widgets.kept",
    "learning_gain": "classroom.learning",
    "least_core": "solvers.core",
    "nash_equilibria": "solvers.bimatrix",
    "nucleolus": "solvers.nucleolus",
    "observe": "widgets.observe",
    "prenucleolus": "solvers.nucleolus",
    "projector": "widgets.projector",
    "read_plays": "playing.records",
    "shapley": "solvers.shapley",
    "show_plays": "classroom.panel",
    "symmetric_correlated_equilibrium": "solvers.symmetric_correlated",
    "token_equilibria": "solvers.tokens",
    "vertex_table": "study.vertices",
    "volunteer_equilibria": "solvers.volunteers",
}

__all__ = [
    "InputError", "Words", "catalogue", "current_language", "load", "use_language", *_LAZY,
]  # fmt: skip


if "IPython" in sys.modules:
    from .widgets.offline import install

    install()


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_LAZY[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_LAZY])
