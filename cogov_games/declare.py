"""Everything that a mechanism file needs, in one import."""

from __future__ import annotations

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

from .declared import DeclaredBoundary, DeclaredCondition
from .forms.base import Actor, Strategy
from .forms.continuous import Continuous, Player
from .forms.group import Group
from .forms.strategic import Strategic
from .mechanism import Account, Mechanism
from .outcomes import Selection
from .parameters import Parameter
from .regimes import Regime
from .words import Words

__all__ = [
    "Abs", "Account", "Actor", "Continuous", "DeclaredBoundary", "DeclaredCondition", "Group", "Max",
    "Mechanism", "Min", "Parameter", "Piecewise", "Player", "Rational", "Regime", "Selection",
    "Strategic", "Strategy", "Words", "binomial", "ceiling", "erf", "exp", "floor", "log", "sqrt",
    "symbols",
]  # fmt: skip
