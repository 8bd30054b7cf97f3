"""Who acts in a continuous game: players of one kind, their interval and their payoff."""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp

from ...expressions import sympify_fields
from ...register import declarable
from ...words import Words
from ..actors import Actor


@declarable
@dataclass(frozen=True)
class Player:
    """`count` alike players, each of whom chooses an action between `low` and `high`.

    The payoff may use the own action, the other kinds' actions and the form's total. The count
    need not be whole: a share of a group is a kind of its own. Where one `decider` chooses several
    actions, each of them is declared, with the same payoff. Where an institution narrows the
    interval, `feasible` gives the ends of what could be done without it: the first best is looked
    for there.
    """

    key: str
    title: Words
    action: str
    low: sp.Expr
    high: sp.Expr
    payoff: sp.Expr
    count: sp.Expr = sp.S.One
    decider: Actor | None = None
    feasible: tuple[sp.Expr, sp.Expr] | None = None

    def __post_init__(self) -> None:
        sympify_fields(self, "low", "high", "payoff", "count", "feasible")

    @property
    def limits(self) -> tuple[sp.Expr, sp.Expr]:
        """The ends of what is feasible."""
        return self.feasible or (self.low, self.high)

    @property
    def actor(self) -> Actor:
        """Who decides on this action."""
        return self.decider or Actor(self.key, self.title)
