"""Governance with games: mechanisms, their equilibria, and lessons that let learners move them."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from .catalogue import Catalogue, load
from .errors import InputError
from .words import Words, current_language, use_language

if TYPE_CHECKING:
    from .contracts import check as check
    from .mechanism import Mechanism as Mechanism
    from .solvers.bimatrix import nash_equilibria as nash_equilibria
    from .solvers.correlated import correlated_equilibrium as correlated_equilibrium
    from .solvers.correlated import (
        symmetric_correlated_equilibrium as symmetric_correlated_equilibrium,
    )
    from .solvers.tokens import token_equilibria as token_equilibria
    from .solvers.volunteers import volunteer_equilibria as volunteer_equilibria
    from .vertices import vertex_table as vertex_table
    from .widgets.observe import observe as observe
    from .widgets.predict import Prediction as Prediction
    from .widgets.quiz import Check as Check
    from .widgets.quiz import Choice as Choice

__version__ = "0.1.0"

catalogue = Catalogue(Path(__file__).parent / "games")
"""All mechanisms by key."""

_LAZY = {
    "Check": "widgets.quiz",
    "Choice": "widgets.quiz",
    "Mechanism": "mechanism",
    "Prediction": "widgets.predict",
    "check": "contracts",
    "correlated_equilibrium": "solvers.correlated",
    "nash_equilibria": "solvers.bimatrix",
    "observe": "widgets.observe",
    "symmetric_correlated_equilibrium": "solvers.correlated",
    "token_equilibria": "solvers.tokens",
    "vertex_table": "vertices",
    "volunteer_equilibria": "solvers.volunteers",
}

__all__ = [
    "Check", "Choice", "InputError", "Mechanism", "Prediction", "Words", "catalogue", "check",
    "correlated_equilibrium", "current_language", "load", "nash_equilibria", "observe",
    "symmetric_correlated_equilibrium", "token_equilibria", "use_language",
    "vertex_table", "volunteer_equilibria",
]  # fmt: skip


if "IPython" in sys.modules:
    from .charts.offline import install

    install()


def __getattr__(name: str) -> Any:
    if name not in _LAZY:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(importlib.import_module(f"{__name__}.{_LAZY[name]}"), name)


def __dir__() -> list[str]:
    return sorted([*globals(), *_LAZY])
