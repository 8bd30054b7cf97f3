"""Everything that a mechanism file needs, in one import."""

from __future__ import annotations

from importlib.resources import files

from sympy import (
    Abs,
    Expr,
    Max,
    Min,
    Piecewise,
    Rational,
    binomial,
    ceiling,
    erf,
    erfc,
    erfinv,
    exp,
    floor,
    log,
    pi,
    sqrt,
    symbols,
)  # fmt: skip

from .expressions import at_least
from .forms.actors import Actor, Strategy
from .forms.advice import Advice
from .forms.agreement import Agreement
from .forms.closed import ClosedForm, Party
from .forms.coalition import Coalition
from .forms.continuous import Continuous, Player
from .forms.group import Group
from .forms.margins import Margin
from .forms.population import Population
from .forms.restricted import Restricted
from .forms.signal import Signal
from .forms.stage import Stage
from .forms.strategic import Strategic
from .mechanism import Mechanism
from .model.datasets import coalition_table, presets
from .model.declaration import Account
from .model.declared import DeclaredBoundary, DeclaredCondition
from .model.parameters import Parameter
from .model.regimes import Regime
from .model.selection import Selection
from .words import Words

__all__ = [
    "Abs",
    "Account",
    "Actor",
    "Advice",
    "Agreement",
    "ClosedForm",
    "Coalition",
    "Continuous",
    "DeclaredBoundary",
    "DeclaredCondition",
    "Expr",
    "Group",
    "Margin",
    "Max",
    "Mechanism",
    "Min",
    "Parameter",
    "Party",
    "Piecewise",
    "Player",
    "Population",
    "Rational",
    "Regime",
    "Restricted",
    "Selection",
    "Signal",
    "Stage",
    "Strategic",
    "Strategy",
    "Words",
    "at_least",
    "binomial",
    "ceiling",
    "coalition_table",
    "erf",
    "erfc",
    "erfinv",
    "exp",
    "files",
    "floor",
    "log",
    "pi",
    "presets",
    "sqrt",
    "symbols",
]
