"""Margins: expressions at whose zeros the set of equilibria changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
import sympy as sp

from ..expressions import Array, evaluate, named, sympify_fields
from ..register import declarable
from ..words import Words
from .equilibria import Solved
from .situation import Formulas, Situation


@declarable
@dataclass(frozen=True)
class Margin:
    """An expression at whose zero the set of equilibria changes.

    `at` fixes the form's own state (the count of other participants, say); `holds` and `fails`
    say what it means that the expression is at least zero, or below; `routine` is the case that
    goes without saying. A reader is shown the first of the `simpler` expressions that has the same
    sign throughout the slider ranges. An `optional` margin is listed only where it explains a
    change of the equilibria that the others leave unexplained. A declared `relation` is shown as it
    stands.
    """

    key: str
    expression: sp.Expr
    holds: Words
    fails: Words
    at: Formulas = field(default_factory=dict)
    routine: bool | None = None
    simpler: tuple[sp.Expr, ...] = ()
    optional: bool = False
    relation: sp.Rel | None = None

    def __post_init__(self) -> None:
        sympify_fields(self, "expression", "at", "simpler")

    def value(self, situation: Situation, solved: Solved | None = None) -> Array:
        """Return the expression's value, in the batch's shape."""
        if not self.at:
            return situation.value_of(self.expression)
        shape = situation.shape
        states = evaluate(tuple(self.at.values()), situation.fixed)
        fixed = {k: np.broadcast_to(v, shape) for k, v in zip(self.at, states, strict=True)}
        environment = situation.environment(0, **fixed)
        return np.broadcast_to(evaluate([self.expression], environment)[0], shape)

    def bound(self, binds: Formulas) -> sp.Expr:
        """Return the expression with the institution's primitives written out."""
        at = named(self.at)
        bound = {symbol: e.subs(at) for symbol, e in named(binds).items()}
        return self.expression.subs(at).subs(bound)


@dataclass(frozen=True)
class NumericMargin:
    """A margin without a formula: `compute` takes a situation and hands out its equilibria.

    Where `equations` are given they hold at the threshold, for some value of the unknowns in them.
    """

    key: str
    compute: Callable[[Situation, Solved], Array]
    holds: Words
    fails: Words
    equations: tuple[sp.Eq, ...] = ()
    routine: bool | None = None
    optional: bool = True

    def value(self, situation: Situation, solved: Solved) -> Array:
        """Return the margin, in the batch's shape."""
        return np.broadcast_to(self.compute(situation, solved), situation.shape)


AnyMargin = Margin | NumericMargin
"""A margin with a formula or without one."""
