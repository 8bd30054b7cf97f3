"""Everything that a mechanism file needs, in one import."""

from __future__ import annotations

import csv
from importlib.resources import files

from sympy import (
    Abs,
    Max,
    Min,
    Piecewise,
    Rational,
    binomial,
    ceiling,
    erf,
    exp,
    floor,
    log,
    sqrt,
    symbols,
)  # fmt: skip

from .forms.base import Actor, Strategy
from .forms.continuous import Continuous, Player
from .forms.group import Group
from .forms.restricted import Restricted
from .forms.signal import Signal
from .forms.strategic import Strategic
from .mechanism import Account, Mechanism
from .outcomes import Selection
from .parameters import Parameter
from .regimes import Regime
from .words import Words

__all__ = [
    "Abs", "Account", "Actor", "Continuous", "Group", "Max", "Mechanism", "Min", "Parameter",
    "Piecewise", "Player", "Rational", "Regime", "Restricted", "Selection", "Signal", "Strategic", "Strategy", "Words",
    "binomial", "ceiling", "erf", "exp", "floor", "log", "presets", "sqrt", "symbols",
]  # fmt: skip


def presets(table: str) -> dict[str, dict[str, float]]:
    """Return the parameter sets of a table in ``cogov_games/data``.

    Parameters
    ----------
    table : str
        A CSV file; its first column names the sets, the others are headed by parameters' symbols.

    Returns
    -------
    dict of name to dict of symbol to float
    """
    text = files("cogov_games").joinpath("data", table).read_text(encoding="utf-8")
    named, *rows = list(csv.reader(text.splitlines()))
    return {name: dict(zip(named[1:], map(float, numbers), strict=True)) for name, *numbers in rows}
