"""The group form: n people of one kind, each of whom acts or not; only their number counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from ..expressions import Array
from ..solvers import bernstein
from ..solvers.group import Stability, SymmetricEquilibria, basins, reached, symmetric_equilibria
from ..solvers.planner import maximise
from ..words import Words
from .base import Actor, EquilibriumSet, Form, Margin, Situation, Strategy, evaluate, named

NONE, ALL, SOME = 0, 1, 2


@dataclass(frozen=True)
class Group(Form):
    """A symmetric n-person game with two strategies.

    Parameters
    ----------
    member : Actor
        The kind of person, with the two strategies (abstain, act), in this order; the second
        one's `share` is the symbol of the share that acts.
    size : expression
        The number n of people.
    payoffs : pair of expressions
        What one gets who abstains and who acts, when `others` of the other n-1 act.
    others : str
        The symbol of that count; regimes may use it in what they bind.

    Notes
    -----
    An institution's `transfers` are keyed by strategy. Equilibria are symmetric: everybody acts
    with the same probability x. The gain from acting is a polynomial in x in Bernstein form.
    """

    kind: ClassVar[str] = "group"

    member: Actor
    size: sp.Expr
    payoffs: tuple[sp.Expr, sp.Expr]
    others: str = "j"

    def __post_init__(self) -> None:
        if len(self.member.strategies) != 2 or self.member.strategies[1].share is None:
            raise ValueError("a group's member has two strategies, the second with a share symbol.")
        object.__setattr__(self, "size", sp.sympify(self.size))
        object.__setattr__(self, "payoffs", tuple(sp.sympify(payoff) for payoff in self.payoffs))

    @property
    def share(self) -> str:
        """The symbol of the share that acts."""
        return str(self.member.strategies[1].share)

    @property
    def act(self) -> Strategy:
        """The strategy whose users are counted."""
        return self.member.strategies[1]

    @property
    def actors(self) -> tuple[Actor, ...]:
        return (self.member,)

    @property
    def states(self) -> tuple[str, ...]:
        return (self.share,)

    @property
    def expressions(self) -> tuple[sp.Expr, ...]:
        return (self.size, *self.payoffs)

    def sizes(self, situation: Situation) -> NDArray[np.int64]:
        """Return the number of people in each game of the batch."""
        size = np.broadcast_to(evaluate([self.size], situation.values)[0], situation.shape)
        return np.round(size).astype(np.int64)

    def tables(self, situation: Situation, n: int) -> tuple[Array, Array]:
        """Return payoffs from abstaining and acting, shape (..., n), against 0..n-1 others."""
        counts = np.arange(n, dtype=float)
        environment = situation.environment(axes=1, **{self.others: counts})
        extra = [situation.transfers.get(s.key, sp.S.Zero) for s in self.member.strategies]
        pair = evaluate([p + t for p, t in zip(self.payoffs, extra, strict=True)], environment)
        abstain, act = (np.broadcast_to(table, (*situation.shape, n)) for table in pair)
        return abstain, act

    def equilibria(self, situation: Situation) -> EquilibriumSet:
        parts = [
            (mask, *self._of_size(situation.where(mask), n)) for mask, n in self._by_size(situation)
        ]
        width = max(found.x.shape[-1] for _, found, *_ in parts)
        shape = (*situation.shape, width)
        x, regret, payoff, basin = (np.full(shape, np.nan) for _ in range(4))
        stability = np.full(shape, -1, dtype=np.int8)
        scale = np.zeros(situation.shape)
        continuum = np.zeros(situation.shape, dtype=bool)
        for mask, found, scales, payoffs in parts:
            here = slice(0, found.x.shape[-1])
            x[mask, here] = found.x
            regret[mask, here] = found.regret
            stability[mask, here] = found.stability
            payoff[mask, here] = payoffs
            basin[mask, here] = basins(found)
            scale[mask] = scales
            continuum[mask] = found.continuum
        return EquilibriumSet(
            states={self.share: x},
            payoffs={self.member.key: payoff},
            regret=regret,
            scale=scale,
            stability=stability,
            pattern=_patterns(x, stability),
            complete=np.ones(situation.shape, dtype=bool),
            continua=((0, 1),) if not situation.shape and bool(continuum) else (),
            basin=basin,
        )

    def _by_size(self, situation: Situation) -> list[tuple[NDArray[np.bool_], int]]:
        sizes = self.sizes(situation)
        return [(np.asarray(sizes == n), int(n)) for n in np.unique(sizes)]

    def _of_size(self, situation: Situation, n: int) -> tuple[SymmetricEquilibria, Array, Array]:
        abstain, act = self.tables(situation, n)
        scale = np.maximum(np.abs(abstain), np.abs(act)).max(axis=-1)
        found = symmetric_equilibria(act - abstain, scale)
        mean = [bernstein.evaluate(table[..., None, :], found.x) for table in (abstain, act)]
        return found, scale, (1 - found.x) * mean[0] + found.x * mean[1]

    def reached(self, situation: Situation, found: EquilibriumSet, start: Array) -> NDArray[np.int64]:
        """Return where best replies lead from the share `start`; who is indifferent acts."""
        index = np.zeros(situation.shape, dtype=np.int64)
        for mask, n in self._by_size(situation):
            part = situation.where(mask)
            abstain, act = self.tables(part, n)
            scale = np.maximum(np.abs(abstain), np.abs(act)).max(axis=-1)
            solved = symmetric_equilibria(act - abstain, scale)
            index[mask] = reached(solved, act - abstain, start[mask])
        return index

    def rest_points(self, situation: Situation, found: EquilibriumSet) -> list[dict[str, float]]:
        ends = {0.0, 1.0} - set(found.states[self.share].tolist())
        return [{self.share: end} for end in sorted(ends)]

    def derived(self, situation: Situation, states: Mapping[str, Array]) -> dict[str, Array]:
        x = states[self.share]
        return {self.share: x, self.others: (self.sizes(situation)[..., None] - 1) * x}

    def first_best(self, situation: Situation, objective: sp.Expr) -> Array:
        def welfare(points: Array) -> Array:
            states = {self.share: points[..., 0]}
            return evaluate([objective], self.environment(situation, states))[0]

        unit = np.ones((*situation.shape, 1))
        return maximise(welfare, 0 * unit, unit)

    def profile(self, states: Mapping[str, float]) -> Mapping[str, Any]:
        x = states[self.share]
        abstain, act = self.member.strategies
        return {abstain.key: 1 - x, act.key: x}

    def label(self, pattern: int) -> Words:
        act = self.act.title
        if pattern == NONE:
            return Words(f"none {act.en}", f"无人{act.zh}")
        if pattern == ALL:
            return Words(f"all {act.en}", f"全体{act.zh}")
        if pattern % 2:
            return Words(f"critical mass: some {act.en}", f"临界规模：部分人{act.zh}")
        return Words(f"some {act.en}", f"部分人{act.zh}")

    def closed_form(
        self, pattern: int, binds: Mapping[str, sp.Expr], transfers: Mapping[str, sp.Expr]
    ) -> dict[str, sp.Expr] | None:
        x, j = sp.Symbol(self.share), sp.Symbol(self.others)
        if pattern in (NONE, ALL):
            share: sp.Expr = sp.Integer(pattern == ALL)
        else:
            gain = self.margins(binds, transfers)[0].expression.subs(named(binds))
            if not gain.is_polynomial(j) or sp.degree(gain, j) != 1:
                return None
            share = sp.factor(sp.solve(gain.subs(j, (self.size - 1) * x), x)[0])
        return {self.share: share, self.others: (self.size - 1) * share}

    def margins(
        self, binds: Mapping[str, sp.Expr], transfers: Mapping[str, sp.Expr]
    ) -> tuple[Margin, ...]:
        abstain, act = self.member.strategies
        gain = sp.expand(self.payoffs[1] - self.payoffs[0] + transfers.get(act.key, 0) - transfers.get(abstain.key, 0))
        do = act.title
        if self.others not in {str(symbol) for symbol in gain.subs(named(binds)).free_symbols}:
            always = Words(f"it pays to {do.en}, whatever the others do", f"无论他人如何，{do.zh}都合算")
            never = Words(f"it never pays to {do.en}", f"无论他人如何，{do.zh}都不合算")
            return (Margin("always", gain, always, never, {self.others: sp.S.Zero}),)
        return (
            Margin(
                "alone",
                gain,
                Words(f"it pays to {do.en} even alone", f"即使无人{do.zh}，{do.zh}也合算"),
                Words(f"it does not pay to {do.en} alone", f"无人{do.zh}时，{do.zh}不合算"),
                {self.others: sp.S.Zero},
            ),
            Margin(
                "together",
                gain,
                Words(f"it pays to {do.en} when all others do", f"其他人都{do.zh}时，{do.zh}合算"),
                Words(
                    f"it does not pay to {do.en} even when all others do",
                    f"即使其他人都{do.zh}，{do.zh}也不合算",
                ),
                {self.others: self.size - 1},
            ),
        )


def _patterns(x: Array, stability: NDArray[np.int8]) -> NDArray[np.int64]:
    interior = (x > 0) & (x < 1)
    rank = np.cumsum(interior, axis=-1) - 1
    mixed = SOME + 2 * rank + (stability != Stability.STABLE)
    return np.where(interior, mixed, np.where(x == 1, ALL, NONE)).astype(np.int64)
