"""The group form: n people of one kind, each of whom acts or not; only their number counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from math import comb as choose
from typing import Any, ClassVar

import numpy as np
import sympy as sp
from numpy.typing import NDArray
from scipy.special import comb

from ...errors import InputError
from ...expressions import Array, evaluate, named
from ...register import declarable
from ...solvers import bernstein
from ...solvers.asymmetric import pure_equilibrium_counts, pure_regret
from ...solvers.group import Stability, basins, extremes, reached, symmetric_equilibria
from ...solvers.planner import maximise
from ...solvers.replicator import Replicator, group_game
from ...words import Words, number
from ..actors import Actor, Measure, Strategy, shares_of
from ..base import Form
from ..equilibria import AsymmetricEquilibrium, EquilibriumSet, Solved
from ..margins import Margin, NumericMargin
from ..situation import Situation

NONE, ALL, SOME = 0, 1, 2


@declarable
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
    status_quo : str
        The parameter that says which share acts at first, where equilibria are reached from there;
        who is indifferent acts.
    average : str
        A symbol for the mean payoff before an institution's transfers, for formulas to which the
        share says too little: whether anybody acts, say, depends on how chance spreads them.

    Notes
    -----
    An institution's `transfers` are keyed by strategy. Equilibria are symmetric: everybody acts
    with the same probability x. The gain from acting is a polynomial in x in Bernstein form.
    """

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
        size = np.broadcast_to(evaluate([self.size], situation.values)[0], situation.shape)
        return np.round(size).astype(np.int64)

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

    def asymmetric(self, situation: Situation) -> tuple[AsymmetricEquilibrium, ...]:
        abstain, act = self.tables(situation)
        n = act.size
        scale = max(float(np.abs(abstain).max()), float(np.abs(act).max()))
        holds, regret = pure_equilibrium_counts(act - abstain, scale), pure_regret(act - abstain)
        lazy, busy = (strategy.key for strategy in self.member.strategies)
        return tuple(
            AsymmetricEquilibrium(
                k,
                choose(n, k),
                {lazy: float(abstain[k]), busy: float(act[k - 1])},
                float(regret[k]),
            )
            for k in range(1, n)
            if holds[k]
        )

    def equilibria(self, situation: Situation) -> EquilibriumSet:
        abstain, act = self.tables(situation)
        scale = np.maximum(np.abs(abstain), np.abs(act)).max(axis=-1)
        solved = symmetric_equilibria(act - abstain, scale)
        x = solved.x
        start = situation.values.get(self.status_quo)
        return EquilibriumSet(
            states={self.share: x} | self._averages(situation, x),
            payoffs={self.member.key: _mean(abstain, act, x)},
            regret=solved.regret,
            scale=scale,
            stability=solved.stability,
            pattern=_patterns(x, solved.stability),
            complete=np.asarray(solved.complete),
            continua=((0, 1),) if not situation.shape and bool(solved.continuum) else (),
            basin=basins(solved),
            reached=None if start is None else reached(solved, act - abstain, start),
        )

    def _averages(self, situation: Situation, x: Array) -> dict[str, Array]:
        """Return the mean payoff before transfers, where the form has a symbol for it."""
        if not self.average:
            return {}
        return {self.average: _mean(*self.tables(situation, transfers=False), x)}

    def group_payoffs(self, situation: Situation) -> tuple[list[Strategy], int, Array]:
        table = np.stack(self.tables(situation))
        return list(self.member.strategies), table.shape[-1], table

    def gain_curve(self, situation: Situation, points: int = 41) -> tuple[Array, Array]:
        """Return shares (P,) and, for one game, the gain from acting at each of them (P,)."""
        abstain, act = self.tables(situation)
        x = np.linspace(0, 1, points)
        return x, bernstein.evaluate(act - abstain, x)

    def rest_points(self, situation: Situation, found: EquilibriumSet) -> list[dict[str, float]]:
        ends = {0.0, 1.0} - set(found.states[self.share].tolist())
        return [{self.share: end} for end in sorted(ends)]

    @property
    def populations(self) -> tuple[Actor, ...]:
        return self.actors

    def replicator(self, situation: Situation) -> Replicator:
        """Return the dynamics of one population in which groups form at random."""
        tables = np.stack(self.tables(situation), axis=-1)
        acting = np.arange(len(tables))
        return group_game(tables, np.stack([acting[::-1], acting], axis=-1))

    def to_shares(self, states: Mapping[str, float]) -> Array:
        return np.array([1 - states[self.share], states[self.share]])

    def from_shares(self, shares: Array) -> dict[str, float]:
        return {self.share: float(shares[1])}

    def derived(self, situation: Situation, states: Mapping[str, Array]) -> dict[str, Array]:
        x = states[self.share]
        known = {self.share: x, self.others: (self.sizes(situation)[..., None] - 1) * x}
        return known | self._averages(situation, x)

    def first_best(self, situation: Situation, objective: sp.Expr) -> Array:
        if self.average and objective.has(sp.Symbol(self.average)):
            return self._best_number(situation, objective)

        def welfare(points: Array) -> Array:
            states = {self.share: points[..., 0]}
            return evaluate([objective], self.environment(situation, states))[0]

        unit = np.ones((*situation.shape, 1))
        return maximise(welfare, 0 * unit, unit)

    def _best_number(self, situation: Situation, objective: sp.Expr) -> Array:
        """Return the best over how many act: chance cannot do better than the best case."""
        n = self.sizes(situation)[..., None].astype(float)
        acting = np.minimum(np.arange(n.max() + 1), n)
        environment = situation.environment(axes=1, **self.pure(situation, acting))
        values = np.broadcast_to(evaluate([objective], environment)[0], acting.shape)
        return np.asarray(values.max(axis=-1))

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

    def describe(self, pattern: int, states: Mapping[str, float]) -> str:
        label, x = str(self.label(pattern)), states[self.share]
        return label if pattern in (NONE, ALL) else f"{label} ({number(x)})"

    def tipping(
        self, binds: Mapping[str, sp.Expr], transfers: Mapping[str, sp.Expr]
    ) -> tuple[Margin, ...]:
        """Where the gain is linear in the others' number, its mean is the gain at their mean."""
        gain = self.gain(transfers)
        j = sp.Symbol(self.others)
        written = sp.expand(gain.subs(named(binds)))
        if not self.status_quo or not written.is_polynomial(j) or sp.degree(written, j) != 1:
            return ()
        do = self.act.title
        holds = Words(f"it pays to {do.en} from the start", f"在起点上，{do.zh}合算")
        fails = Words(f"it does not pay to {do.en} at the start", f"在起点上，{do.zh}不合算")
        start = (self.size - 1) * sp.Symbol(self.status_quo)
        return (Margin("start", gain, holds, fails, {self.others: start}),)

    def closed_form(
        self, pattern: int, binds: Mapping[str, sp.Expr], transfers: Mapping[str, sp.Expr]
    ) -> dict[str, sp.Expr] | None:
        if pattern in (NONE, ALL):
            share: sp.Expr | None = sp.Integer(pattern == ALL)
        else:
            gain = self.gain(transfers).subs(named(binds))
            share = self._indifferent(gain)
        if share is None:
            return None
        states = {self.share: share, self.others: (self.size - 1) * share}
        if self.average:  # where both pay alike, the second strategy's payoff is everybody's
            if transfers and pattern not in (NONE, ALL):
                return None
            mean = self._mean_over_others(self.payoffs[pattern != NONE].subs(named(binds)), share)
            if mean is None:
                return None
            states[self.average] = mean
        return states

    def _mean_over_others(self, payoff: sp.Expr, share: sp.Expr) -> sp.Expr | None:
        """Return the mean where each other acts with this chance, for payoffs linear in their
        number or in whether there is one at all.
        """
        j = sp.Symbol(self.others)
        anyone = sp.Dummy()
        written = sp.expand(payoff.subs(sp.Min(1, j), anyone))
        if not written.is_polynomial(j, anyone) or sp.Poly(written, j, anyone).total_degree() > 1:
            return None
        some = 1 - (1 - share) ** (self.size - 1)
        return written.subs({j: (self.size - 1) * share, anyone: some})

    def _indifferent(self, gain: sp.Expr) -> sp.Expr | None:
        """Return the share at which acting gains nothing on average, where it is a formula."""
        x, j = sp.Symbol(self.share), sp.Symbol(self.others)
        if gain.is_polynomial(j) and sp.degree(gain, j) == 1:
            return sp.factor(sp.solve(gain.subs(j, (self.size - 1) * x), x)[0])
        anyone = sp.Dummy()
        written = sp.expand(gain.subs(sp.Min(1, j), anyone))
        if written.has(j) or not written.is_polynomial(anyone) or sp.degree(written, anyone) != 1:
            return None
        alone = sp.factor(sp.solve(written, anyone)[0])  # the chance that another one acts
        return 1 - sp.factor(1 - alone) ** (1 / (self.size - 1))

    def gain(self, transfers: Mapping[str, sp.Expr]) -> sp.Expr:
        """Return what acting yields more than abstaining."""
        abstain, act = self.member.strategies
        return sp.expand(
            self.payoffs[1]
            - self.payoffs[0]
            + transfers.get(act.key, 0)
            - transfers.get(abstain.key, 0)
        )

    def margins(
        self, binds: Mapping[str, sp.Expr], transfers: Mapping[str, sp.Expr]
    ) -> tuple[Margin | NumericMargin, ...]:
        gain, do = self.gain(transfers), self.act.title
        if self.others not in {str(symbol) for symbol in gain.subs(named(binds)).free_symbols}:
            always = Words(
                f"it pays to {do.en}, whatever the others do", f"无论他人如何，{do.zh}都合算"
            )
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
            *self._folds(gain, binds, transfers),
        )

    def _folds(
        self, gain: sp.Expr, binds: Mapping[str, sp.Expr], transfers: Mapping[str, sp.Expr]
    ) -> tuple[Margin | NumericMargin, ...]:
        """Return where the largest or smallest mean gain is zero: two equilibria meet there."""
        do = self.act.title
        words = {
            "somewhere": (
                Words(f"it pays to {do.en} for some number of participants",
                      f"在某些参与人数下，{do.zh}合算"),
                Words(f"it does not pay to {do.en}, however many others do",
                      f"无论多少人{do.zh}，{do.zh}都不合算"),
            ),
            "everywhere": (
                Words(f"it pays to {do.en}, however many others do",
                      f"无论多少人{do.zh}，{do.zh}都合算"),
                Words(f"it does not pay to {do.en} for some number of participants",
                      f"在某些参与人数下，{do.zh}不合算"),
            ),
        }  # fmt: skip
        count = sp.Symbol(self.others)
        moving = {s: e for s, e in named(binds).items() if e.is_number or e.has(count)}
        bump = _bump(sp.expand(gain.subs(moving)), count)
        if bump is not None:
            base, height, where = bump
            others = self.size - 1
            rest = others - where
            peak = sp.binomial(others, where) * (where / others) ** where * (rest / others) ** rest
            values = {"somewhere": sp.Max(height, 0), "everywhere": sp.Min(height, 0)}
            return tuple(
                Margin(key, base + value * peak, *words[key], optional=True)
                for key, value in values.items()
            )
        equations = self.turning(SOME, binds, transfers)

        def lowest(situation: Situation, solved: Solved) -> Array:
            abstain, act = self.tables(situation)
            return extremes(act - abstain)[0]

        def highest(situation: Situation, solved: Solved) -> Array:
            abstain, act = self.tables(situation)
            return extremes(act - abstain)[1]

        return (
            NumericMargin("somewhere", highest, *words["somewhere"], equations),
            NumericMargin("everywhere", lowest, *words["everywhere"], equations),
        )

    def turning(
        self, pattern: int, binds: Mapping[str, sp.Expr], transfers: Mapping[str, sp.Expr]
    ) -> tuple[sp.Eq, ...]:
        """The mean gain and its derivative vanish at the share that acts."""
        if pattern in (NONE, ALL):
            return ()
        others, x = self.size - 1, sp.Symbol(self.share)
        count = sp.Symbol(self.others)
        gain = self.gain(transfers).subs(named(binds))
        change = gain.subs(count, count + 1) - gain
        mean = sp.Sum(_mass(others, count, x) * gain, (count, 0, others))
        slope = sp.Sum(_mass(others - 1, count, x) * change, (count, 0, others - 1))
        return sp.Eq(mean, 0, evaluate=False), sp.Eq(slope, 0, evaluate=False)


def _mass(size: sp.Expr, count: sp.Expr, x: sp.Expr) -> sp.Expr:
    """Return the binomial probability of a count."""
    return sp.binomial(size, count) * x**count * (1 - x) ** (size - count)


def _bump(gain: sp.Expr, count: sp.Symbol) -> tuple[sp.Expr, sp.Expr, sp.Expr] | None:
    """Return base, height and place of a gain that is the same for all counts but one.

    Steps are written with cases, or with minima and maxima. Whether a count is below, at or above
    one is settled with a whole number of at least zero for the distance.
    """
    away, j = (sp.Dummy(integer=True, nonnegative=True) for _ in range(2))
    real = {symbol: sp.Dummy(str(symbol), real=True) for symbol in gain.free_symbols} | {count: j}
    back = {dummy: symbol for symbol, dummy in real.items()}
    gain = gain.xreplace(real)
    turns = [step.lhs - step.rhs for step in gain.atoms(sp.core.relational.Relational)]
    turns += [part for kink in gain.atoms(sp.Min, sp.Max) for part in kink.args]
    steps = {
        -turn.coeff(j, 0) / turn.coeff(j, 1)
        for turn in map(sp.expand, turns)
        if turn.is_polynomial(j) and sp.degree(turn, j) == 1
    }
    for place in sorted({step + shift for step in steps for shift in (-1, 0, 1)}, key=str):
        spots = (place - 1 - away, place, place + 1 + away)
        below, at, above = (sp.expand(sp.piecewise_fold(gain.subs(j, spot))) for spot in spots)
        plain = not any(e.has(sp.Piecewise, away) for e in (below, at, above))
        if plain and sp.expand(below - above) == 0 and sp.expand(at - below) != 0:
            return tuple(e.xreplace(back) for e in (below, sp.expand(at - below), place))
    return None


def _mean(abstain: Array, act: Array, x: Array) -> Array:
    """Return what a member expects, (..., K), where everybody acts with chance x (..., K)."""
    lazy, busy = (bernstein.evaluate(table[..., None, :], x) for table in (abstain, act))
    return np.asarray((1 - x) * lazy + x * busy)


@cache
def _elevation(n: int, largest: int) -> Array:
    """Return the matrix that writes a Bernstein polynomial of n coefficients with more of them."""
    j, k = np.arange(n)[:, None], np.arange(largest)
    return np.asarray(comb(n - 1, j) * comb(largest - n, k - j) / comb(largest - 1, k))


def _patterns(x: Array, stability: NDArray[np.int8]) -> NDArray[np.int64]:
    interior = (x > 0) & (x < 1)
    rank = np.cumsum(interior, axis=-1) - 1
    mixed = SOME + 2 * rank + (stability != Stability.STABLE)
    return np.where(interior, mixed, np.where(x == 1, ALL, NONE)).astype(np.int64)
