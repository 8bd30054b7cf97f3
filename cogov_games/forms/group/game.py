"""What a group game is: n people, two strategies, and what each pays by how many others act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

import numpy as np
import sympy as sp
from numpy.typing import NDArray
from scipy.special import comb

from ...errors import InputError
from ...expressions import Array, evaluate, sympify_fields
from ...solvers import bernstein
from ..actors import Actor, Measure, Strategy, shares_of
from ..base import Form
from ..situation import Formulas, Situation


@dataclass(frozen=True)
class GroupGame(Form):
    """The declaration of a group game, without its solution; see `Group`."""

    kind: ClassVar[str] = "group"
    counts_others: ClassVar[bool] = True

    member: Actor
    size: sp.Expr
    payoffs: tuple[sp.Expr, sp.Expr]
    others: str = "j"
    status_quo: str = ""
    average: str = ""

    def __post_init__(self) -> None:
        if len(self.member.strategies) != 2 or self.member.strategies[1].share is None:
            raise InputError("a group's member has two strategies, the second with a share symbol.")
        sympify_fields(self, "size", "payoffs")

    @property
    def share(self) -> str:
        """The symbol of the share that acts."""
        return str(self.member.strategies[1].share)

    @property
    def act(self) -> Strategy:
        """The strategy whose users are counted."""
        return self.member.strategies[1]

    @property
    def paid(self) -> tuple[str, ...]:
        return tuple(strategy.key for strategy in self.member.strategies)

    @property
    def counted(self) -> tuple[str, ...]:
        return (self.others,)

    @property
    def actors(self) -> tuple[Actor, ...]:
        return (self.member,)

    @property
    def states(self) -> tuple[str, ...]:
        return (self.share, self.average) if self.average else (self.share,)

    @property
    def shown(self) -> tuple[str, ...]:
        return (self.share,)

    @property
    def measures(self) -> tuple[Measure, ...]:
        return shares_of(self.member, ("", self.share))

    @property
    def expressions(self) -> tuple[sp.Expr, ...]:
        return (self.size, *self.payoffs)

    def sizes(self, situation: Situation) -> NDArray[np.int64]:
        """Return the number of people in each game of the batch."""
        return situation.whole(self.size)

    def tables(self, situation: Situation, *, transfers: bool = True) -> tuple[Array, Array]:
        """Return payoffs from abstaining and acting against 0..N-1 others, shape (..., N).

        N is the largest number of people in the batch; the polynomials of smaller groups are
        raised to the same degree, which changes neither their values nor their equilibria.
        """
        sizes = self.sizes(situation)
        largest = int(sizes.max())
        others = np.arange(largest, dtype=float)
        abstain, act = self._against(situation, others, transfers=transfers)
        for n in np.unique(sizes[sizes < largest]):
            raised, some = _elevation(int(n), largest), sizes == n
            abstain, act = abstain.copy(), act.copy()
            abstain[some] = abstain[some][..., :n] @ raised
            act[some] = act[some][..., :n] @ raised
        return abstain, act

    def _against(
        self, situation: Situation, others: Array, *, transfers: bool = True
    ) -> tuple[Array, Array]:
        """Return payoffs from abstaining and acting against these numbers of others, (..., J)."""
        environment = situation.environment(axes=1, **{self.others: others})
        given = situation.transfers if transfers else {}
        extra = [given.get(s.key, sp.S.Zero) for s in self.member.strategies]
        pair = evaluate([p + t for p, t in zip(self.payoffs, extra, strict=True)], environment)
        shape = np.broadcast_shapes((*situation.shape, others.shape[-1]), others.shape)
        abstain, act = (np.broadcast_to(table, shape) for table in pair)
        return abstain, act

    def mean_where(self, situation: Situation, acting: Array) -> Array:
        """Return a member's mean payoff, before transfers, where exactly so many act, (..., J)."""
        n = self.sizes(situation)[..., None].astype(float)
        abstain, _ = self._against(situation, np.minimum(acting, n - 1), transfers=False)
        _, act = self._against(situation, np.maximum(acting - 1, 0), transfers=False)
        return np.asarray((acting * act + (n - acting) * abstain) / n)

    def pure(self, situation: Situation, acting: Array) -> dict[str, Array]:
        """Return the states where exactly so many act, (..., J)."""
        n = self.sizes(situation)[..., None].astype(float)
        states = {self.share: acting / n, self.others: (n - 1) * acting / n}
        if self.average:
            states[self.average] = self.mean_where(situation, acting)
        return states

    def gain(self, transfers: Formulas) -> sp.Expr:
        """Return what acting yields more than abstaining."""
        abstain, act = self.member.strategies
        return sp.expand(
            self.payoffs[1]
            - self.payoffs[0]
            + transfers.get(act.key, 0)
            - transfers.get(abstain.key, 0)
        )

    def derived(self, situation: Situation, states: Mapping[str, Array]) -> dict[str, Array]:
        x = states[self.share]
        known = {self.share: x, self.others: (self.sizes(situation)[..., None] - 1) * x}
        return known | self.averages(situation, x)

    def averages(self, situation: Situation, x: Array) -> dict[str, Array]:
        """Return the mean payoff before transfers, where the form has a symbol for it."""
        if not self.average:
            return {}
        return {self.average: mean_payoff(*self.tables(situation, transfers=False), x)}


def mean_payoff(abstain: Array, act: Array, x: Array) -> Array:
    """Return what a member expects, (..., K), where everybody acts with chance x (..., K)."""
    lazy, busy = (bernstein.evaluate(table[..., None, :], x) for table in (abstain, act))
    return np.asarray((1 - x) * lazy + x * busy)


@cache
def _elevation(n: int, largest: int) -> Array:
    """Return the matrix that writes a Bernstein polynomial of n coefficients with more of them."""
    j, k = np.arange(n)[:, None], np.arange(largest)
    return np.asarray(comb(n - 1, j) * comb(largest - n, k - j) / comb(largest - 1, k))
