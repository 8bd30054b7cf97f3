"""One round of a game that goes on: what it pays, who has to leave after it, and whether it ends."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import sympy as sp

from ..expressions import Array, sympify_fields
from ..register import declarable
from ..words import Words
from .actors import Actor
from .situation import Situation, columns


@declarable
@dataclass(frozen=True)
class Stage:
    """A round that many play beside each other, again and again, until they leave or all ends.

    Parameters
    ----------
    actor : Actor
        Those who play, and what they can do each round.
    payoffs : tuple of expressions
        What a round pays who uses each strategy, whatever the others do.
    leaving : tuple of expressions
        With what chance one has to leave after a round in which one used it; who left stays away
        and gets nothing.
    goes_on : expression
        The chance that another round follows, for all alike; below 1.
    left : Words
        What is said of those who left.

    Notes
    -----
    Who uses a strategy with payoff u and chance l of leaving in every round expects
    u / (1 − g (1 − l)) in all, with g the chance that another round follows. Since nobody's payoff
    depends on the others, the strategies for which this is largest are the equilibrium ones:
    nobody gains by a single deviation, or by any number of them (one-shot deviation principle).

    Examples
    --------
    >>> from cogov_games.forms.base import Strategy
    >>> keep, cheat = (Strategy(key, Words(key, "–")) for key in ("keep", "cheat"))
    >>> stage = Stage(Actor("provider", Words("provider", "承办者"), (cheat, keep)), (3, 1), (0.5, 0),
    ...               sp.Symbol("g"), Words("left", "已退出"))
    >>> stage.worth(Situation({"g": np.array([0.0, 0.9])}))
    array([[ 3.        ,  1.        ],
           [ 5.45454545, 10.        ]])
    """

    actor: Actor
    payoffs: tuple[sp.Expr, ...]
    leaving: tuple[sp.Expr, ...]
    goes_on: sp.Expr
    left: Words

    def __post_init__(self) -> None:
        sympify_fields(self, "payoffs", "leaving", "goes_on")

    @property
    def expressions(self) -> tuple[sp.Expr, ...]:
        """All formulas."""
        return (*self.payoffs, *self.leaving, self.goes_on)

    def paid(self, situation: Situation) -> Array:
        """Return what one round pays who uses each strategy, shape (..., A)."""
        return columns(self.payoffs, situation.fixed, situation.shape)

    def leaves(self, situation: Situation) -> Array:
        """Return the chance of having to leave after using each strategy, shape (..., A)."""
        return columns(self.leaving, situation.fixed, situation.shape)

    def continues(self, situation: Situation) -> Array:
        """Return the chance that another round follows, shape (...)."""
        return situation.value_of(self.goes_on)

    def worth(self, situation: Situation) -> Array:
        """Return what each strategy brings in all if it is always used, shape (..., A)."""
        stays = self.continues(situation)[..., None] * (1 - self.leaves(situation))
        return np.asarray(self.paid(situation) / (1 - stays))
