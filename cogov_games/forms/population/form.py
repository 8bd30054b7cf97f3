"""The population form: one population whose members imitate those who earn more, in groups."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from ...errors import InputError
from ...expressions import Array, evaluate, named
from ...register import declarable
from ...solvers.markov import coexists, log_fixation, small_mutation_law
from ...solvers.replicator import Replicator, group_game
from ...solvers.sampling import compositions, multinomial_payoffs, pairwise_leads
from ...solvers.simplex import symmetric_nash
from ...words import Words, listed
from ..actors import Actor, Measure, Strategy, shares_of
from ..base import Form
from ..equilibria import EquilibriumSet
from ..margins import Margin
from ..situation import Situation

ALMOST = 1e-9
STABLE = 1


@declarable
@dataclass(frozen=True)
class Population(Form):
    """A symmetric game among k strategies, played in random groups of one population.

    Parameters
    ----------
    member : Actor
        The kind of person, with two or more strategies, each with a `share` symbol.
    size : expression
        The number of members of a group.
    payoffs : tuple of expressions
        What a user of each strategy gets in a group.
    counts : tuple of str
        For each strategy, the symbol of the number of *other* members who use it; payoffs, binds
        and transfers may use them.
    population : expression, optional
        How many people there are. With it, the solution is the stationary law of imitation with
        rare mutations; without it the population is infinite, and the solutions are the symmetric
        Nash equilibria.
    intensity : expression, optional
        How strongly payoffs count in imitation (Fermi's rule); without it the better always wins.
    available : tuple of expressions
        For each strategy, 1 where an institution leaves it open and 0 where not; all by default.
    start : tuple of expressions
        Chances, up to a factor, that everybody uses the strategy at first; equal by default. They
        matter only where several strategies can never be left.
    mean : str
        The symbol of the mean payoff, before an institution's transfers; welfare may use it.

    Notes
    -----
    An institution's `transfers` are keyed by strategy. Between two rare mutations everybody uses
    the same strategy, so that the law is one over strategies; `payoffs` and `mean` are averages
    over it. The law's `regret` is the largest imbalance between what enters and leaves a strategy,
    times the payoff range. It is `complete` unless some pair of strategies can coexist, which rare
    mutations then do not part.

    References
    ----------
    Fudenberg, D. and Imhof, L. A. (2006). Imitation processes with small mutations. Journal of
    Economic Theory 131, 251-262.
    """

    kind: ClassVar[str] = "population"
    counts_others: ClassVar[bool] = True

    member: Actor
    size: sp.Expr
    payoffs: tuple[sp.Expr, ...]
    counts: tuple[str, ...]
    population: sp.Expr | None = None
    intensity: sp.Expr | None = None
    available: tuple[sp.Expr, ...] = ()
    start: tuple[sp.Expr, ...] = ()
    mean: str = "payoff"

    def __post_init__(self) -> None:
        k = len(self.member.strategies)
        if k < 2 or any(strategy.share is None for strategy in self.member.strategies):
            raise InputError("a population's member has strategies, each with a share symbol.")
        for name in ("payoffs", "available", "start"):
            given = tuple(map(sp.sympify, getattr(self, name))) or (sp.S.One,) * k
            if len(given) != k:
                raise InputError(f"{name} has {len(given)} expressions; the strategies are {k}.")
            object.__setattr__(self, name, given)
        if len(self.counts) != k:
            raise InputError(f"counts has {len(self.counts)} symbols; the strategies are {k}.")
        for name in ("size", "population", "intensity"):
            if getattr(self, name) is not None:
                object.__setattr__(self, name, sp.sympify(getattr(self, name)))

    @property
    def shares(self) -> tuple[str, ...]:
        """The symbols of the strategies' shares."""
        return tuple(str(strategy.share) for strategy in self.member.strategies)

    @property
    def paid(self) -> tuple[str, ...]:
        return tuple(strategy.key for strategy in self.member.strategies)

    @property
    def counted(self) -> tuple[str, ...]:
        return self.counts

    @property
    def actors(self) -> tuple[Actor, ...]:
        return (self.member,)

    @property
    def states(self) -> tuple[str, ...]:
        return (*self.shares, self.mean)

    @property
    def shown(self) -> tuple[str, ...]:
        return self.shares

    @property
    def measures(self) -> tuple[Measure, ...]:
        return shares_of(self.member, self.shares)

    @property
    def expressions(self) -> tuple[sp.Expr, ...]:
        rest = (self.size, self.population, self.intensity)
        return (*self.payoffs, *self.available, *self.start, *(e for e in rest if e is not None))

    def sizes(self, situation: Situation) -> NDArray[np.int64]:
        """Return the number of members of a group in each game of the batch."""
        return _whole(self.size, situation)

    def open_to(self, situation: Situation) -> NDArray[np.bool_]:
        """Return which strategies the institution leaves open, shape (..., k)."""
        return self._by_strategy(self.available, situation) > 0

    def table(self, situation: Situation, *, transfers: bool = True) -> Array:
        """Return payoffs by composition of the others, shape (..., k, S); one group size only."""
        (size,) = np.unique(self.sizes(situation))
        groups = compositions(int(size) - 1, len(self.counts))
        paid = self.payoffs_among(situation, groups, transfers=transfers)
        return np.swapaxes(paid, -1, -2)

    def payoffs_among(
        self, situation: Situation, others: NDArray[np.int64], *, transfers: bool = True
    ) -> Array:
        """Return each strategy's payoff where so many others use each, shape (..., C, k).

        Parameters
        ----------
        situation : Situation
        others : int array (C, k)
        transfers : bool
            Whether an institution's transfers count.
        """
        groups = others.T.astype(float)
        environment = situation.environment(axes=1, **dict(zip(self.counts, groups, strict=True)))
        values = evaluate(self._paid_out(situation, transfers), environment)
        shape = (*situation.shape, groups.shape[1])
        return np.stack([np.broadcast_to(value, shape) for value in values], axis=-1)

    def group_payoffs(self, situation: Situation) -> tuple[list[Strategy], int, Array]:
        free = self.open_to(situation)
        size = int(self.sizes(situation))
        groups = compositions(size - 1, len(self.counts))
        inside = (groups[:, ~free] == 0).all(axis=1)
        used = [s for s, is_open in zip(self.member.strategies, free, strict=True) if is_open]
        return used, size, self.table(situation)[free][:, inside]

    def mean_payoffs(self, situation: Situation, x: Array, *, transfers: bool = True) -> Array:
        """Return each strategy's payoff in an infinite population with shares x.

        Parameters
        ----------
        situation : Situation
        x : array (..., P, k)
            Shares of the strategies, for each game of the batch.
        transfers : bool
            Whether an institution's transfers count.

        Returns
        -------
        array (..., P, k)
        """
        result = np.empty(np.broadcast_shapes(x.shape, (*situation.shape, 1, 1)))
        x = np.broadcast_to(x, result.shape)
        for some, part in _by(self.sizes(situation), situation):
            size = int(self.sizes(part).flat[0])
            table = self.table(part, transfers=transfers)
            result[some] = multinomial_payoffs(table[..., None, :, :], size, x[some])
        return result

    @property
    def populations(self) -> tuple[Actor, ...]:
        return self.actors

    def replicator(self, situation: Situation) -> Replicator:
        """Return the dynamics of an infinite population, in which every strategy is open."""
        closed = ~self.open_to(situation)
        if closed.any():
            key = next(
                s.key for s, shut in zip(self.member.strategies, closed, strict=True) if shut
            )
            raise InputError(f"replicator dynamics need every strategy open, and {key} is not.")
        return group_game(
            self.table(situation).T, compositions(int(self.sizes(situation)) - 1, len(self.counts))
        )

    def to_shares(self, states: Mapping[str, float]) -> Array:
        return np.array([states[name] for name in self.shares])

    def from_shares(self, shares: Array) -> dict[str, float]:
        return dict(zip(self.shares, map(float, shares), strict=True))

    def equilibria(self, situation: Situation) -> EquilibriumSet:
        return self._nash(situation) if self.population is None else self._law(situation)

    def _law(self, situation: Situation) -> EquilibriumSet:
        assert self.population is not None
        people = _whole(self.population, situation)
        strength = np.broadcast_to(
            np.inf if self.intensity is None else evaluate([self.intensity], situation.fixed)[0],
            situation.shape,
        )
        free = self.open_to(situation)
        both = free[..., None] & free[..., None, :]
        log = np.full(both.shape, -np.inf)
        mixed = np.zeros(both.shape, dtype=bool)
        scale = np.zeros(situation.shape)
        for some, part in _by(self.sizes(situation), situation):
            table, size = self.table(part), int(self.sizes(part).flat[0])
            scale[some] = np.ptp(table, axis=(-2, -1))
            height = np.abs(table).max(axis=(-2, -1))
            logs, lasting = log[some], mixed[some]
            for z in np.unique(people[some]):
                at = people[some] == z
                used = np.flatnonzero(free[some][at].any(axis=0)).tolist()
                square = np.ix_(at, used, used)
                lead = pairwise_leads(table[at], size, int(z), used)
                logs[square] = log_fixation(
                    lead, strength[some][at, None, None], height[at, None, None]
                )
                lasting[square] = coexists(lead, height[at, None, None])
            log[some], mixed[some] = logs, lasting
        log = np.where(both, log, -np.inf)
        start = np.where(free, self._by_strategy(self.start, situation), 0.0)
        law = small_mutation_law(log, start)
        flow = law[..., None] * np.exp(log)
        visited = law > 0
        return EquilibriumSet(
            states={name: law[..., None, i] for i, name in enumerate(self.shares)},
            payoffs={self.member.key: (law * self.homogeneous(situation)).sum(axis=-1)[..., None]},
            regret=(np.abs(flow.sum(axis=-2) - flow.sum(axis=-1)).max(axis=-1) * scale)[..., None],
            scale=scale,
            stability=np.full((*situation.shape, 1), STABLE, dtype=np.int8),
            pattern=self._law_pattern(law)[..., None],
            complete=np.asarray(~(mixed & both & visited[..., None]).any(axis=(-2, -1))),
        )

    def _nash(self, situation: Situation) -> EquilibriumSet:
        free = self.open_to(situation)
        parts = [
            (some, symmetric_nash(self.table(part), int(self.sizes(part).flat[0]), free[some]))
            for some, part in _by(self.sizes(situation), situation)
        ]
        width = max(found.x.shape[-2] for _, found in parts)
        shape = (*situation.shape, width)
        x = np.full((*shape, len(self.shares)), np.nan)
        regret, payoff = np.full(shape, np.nan), np.full(shape, np.nan)
        stability, scale = np.full(shape, -1, dtype=np.int8), np.zeros(situation.shape)
        complete = np.zeros(situation.shape, dtype=bool)
        for some, found in parts:
            k = found.x.shape[-2]
            for whole, piece in (
                (x, found.x), (regret, found.regret), (payoff, found.payoff),
                (stability, found.stability),
            ):  # fmt: skip
                filled = whole[some]
                filled[:, :k] = piece
                whole[some] = filled
            scale[some], complete[some] = found.scale, found.complete
        bits = (np.nan_to_num(x) > 0) * 2 ** np.arange(len(self.shares))
        return EquilibriumSet(
            states={name: x[..., i] for i, name in enumerate(self.shares)},
            payoffs={self.member.key: payoff},
            regret=regret,
            scale=scale,
            stability=stability,
            pattern=bits.sum(axis=-1),
            complete=complete,
        )

    def homogeneous(self, situation: Situation, *, transfers: bool = True) -> Array:
        """Return what a strategy earns where everybody uses it, shape (..., k)."""
        others = (self.sizes(situation)[..., None, None] - 1) * np.eye(len(self.counts))
        counts = {name: others[..., i, :] for i, name in enumerate(self.counts)}
        values = evaluate(
            self._paid_out(situation, transfers), situation.environment(axes=1, **counts)
        )
        shape = (*situation.shape, len(self.counts))
        return np.stack(
            [np.broadcast_to(value, shape)[..., i] for i, value in enumerate(values)], axis=-1
        )

    def _paid_out(self, situation: Situation, transfers: bool) -> list[sp.Expr]:
        extra = situation.transfers if transfers else {}
        return [p + extra.get(k, sp.S.Zero) for p, k in zip(self.payoffs, self.paid, strict=True)]

    def _by_strategy(self, expressions: tuple[sp.Expr, ...], situation: Situation) -> Array:
        values = evaluate(expressions, situation.fixed)
        return np.stack([np.broadcast_to(v, situation.shape) for v in values], axis=-1)

    def derived(self, situation: Situation, states: Mapping[str, Array]) -> dict[str, Array]:
        shares = np.stack([states[name] for name in self.shares], axis=-1)
        others = self.sizes(situation)[..., None] - 1
        if self.population is None:
            mean = (shares * self.mean_payoffs(situation, shares, transfers=False)).sum(axis=-1)
        else:
            alone = self.homogeneous(situation, transfers=False)[..., None, :]
            mean = (shares * alone).sum(axis=-1)
        return {
            **{name: states[name] for name in self.shares},
            **{name: others * shares[..., i] for i, name in enumerate(self.counts)},
            self.mean: mean,
        }

    def first_best(self, situation: Situation, objective: sp.Expr) -> Array:
        """Return the best over homogeneous populations."""
        shape = (*situation.shape, len(self.shares))
        pure = {
            name: np.broadcast_to(row, shape)
            for name, row in zip(self.shares, np.eye(len(self.shares)), strict=True)
        }
        values = evaluate([objective], self.environment(situation, pure))[0]
        open_to = self.open_to(situation)
        return np.asarray(np.where(open_to, np.broadcast_to(values, shape), -np.inf).max(axis=-1))

    def profile(self, states: Mapping[str, float]) -> Mapping[str, Any]:
        return {key: states[name] for key, name in zip(self.paid, self.shares, strict=True)}

    def _law_pattern(self, law: Array) -> NDArray[np.int64]:
        """Return which strategy prevails: always (0..k-1), mostly (k..2k-1), or none does (2k)."""
        k, most = law.shape[-1], law.argmax(axis=-1)
        top = law.max(axis=-1)
        known = np.where(top > 1 - ALMOST, most, np.where(top > 0.5 + ALMOST, k + most, 2 * k))
        return np.asarray(known, dtype=np.int64)

    def label(self, pattern: int) -> Words:
        strategies = self.member.strategies
        if self.population is None:
            used = [s.title for i, s in enumerate(strategies) if pattern >> i & 1]
            if len(used) > 1:
                return Words(
                    "mixture: " + ", ".join(t.en for t in used),
                    "混合：" + "、".join(t.zh for t in used),
                )
            return Words(f"all: {used[0].en}", f"全体：{used[0].zh}")
        if pattern == 2 * len(strategies):
            return Words("no strategy prevails", "没有哪种策略占优")
        title = strategies[pattern % len(strategies)].title
        if pattern < len(strategies):
            return Words(f"all: {title.en}", f"全体：{title.zh}")
        return Words(f"mostly: {title.en}", f"多数时候：{title.zh}")

    def describe(self, pattern: int, states: Mapping[str, float]) -> str:
        label = str(self.label(pattern))
        used = sorted(
            ((states[n], s) for n, s in zip(self.shares, self.member.strategies, strict=True)),
            key=lambda pair: -pair[0],
        )
        parts = [f"{s.title} {share:.0%}" for share, s in used if share > ALMOST]
        return label if len(parts) == 1 else f"{label} ({listed(parts)})"

    def closed_form(
        self, pattern: int, binds: Mapping[str, sp.Expr], transfers: Mapping[str, sp.Expr]
    ) -> dict[str, sp.Expr] | None:
        return None

    def margins(
        self, binds: Mapping[str, sp.Expr], transfers: Mapping[str, sp.Expr]
    ) -> tuple[Margin, ...]:
        """Where a first user of one strategy earns no more than the users of another."""
        counted = set(map(sp.Symbol, self.counts))
        if any(e.free_symbols & counted for e in binds.values()):
            return ()
        pay = [p + transfers.get(k, 0) for p, k in zip(self.payoffs, self.paid, strict=True)]
        margins = []
        for i, resident in enumerate(self.member.strategies):
            for j, mutant in enumerate(self.member.strategies):
                allowed = self.available[i] * self.available[j]
                if i == j or allowed.subs(named(binds)) == 0:
                    continue
                lead = self._first(pay[j], i, j, 0) - self._resident(pay[i], i, j)
                one, among = mutant.title, resident.title
                margins.append(
                    Margin(
                        f"{resident.key}.{mutant.key}",
                        -allowed * lead,
                        Words(
                            f"“{one.en}” does not pay where all others choose “{among.en}”",
                            f"其他人都{among.zh}时，{one.zh}不合算",
                        ),
                        Words(
                            f"“{one.en}” pays where all others choose “{among.en}”",
                            f"其他人都{among.zh}时，{one.zh}合算",
                        ),
                        dict.fromkeys(self.counts, sp.S.Zero),
                        routine=True,
                    )
                )
        return tuple(margins)

    def _first(self, payoff: sp.Expr, i: int, j: int, met: int) -> sp.Expr:
        """Return the payoff where `met` of the others use j and all the rest use i."""
        counts: dict[sp.Symbol, sp.Expr] = dict.fromkeys(map(sp.Symbol, self.counts), sp.S.Zero)
        counts[sp.Symbol(self.counts[i])] = self.size - 1 - met
        counts[sp.Symbol(self.counts[j])] = sp.Integer(met)
        return payoff.subs(counts)

    def _resident(self, payoff: sp.Expr, i: int, j: int) -> sp.Expr:
        """Return a resident's payoff where a single one uses j."""
        alone = self._first(payoff, i, j, 0)
        if self.population is None:
            return alone
        chance = (self.size - 1) / (self.population - 1)
        return alone + chance * (self._first(payoff, i, j, 1) - alone)


def _whole(expression: sp.Expr, situation: Situation) -> NDArray[np.int64]:
    value = np.broadcast_to(evaluate([expression], situation.fixed)[0], situation.shape)
    return np.round(value).astype(np.int64)


def _by(
    sizes: NDArray[np.int64], situation: Situation
) -> Iterator[tuple[NDArray[np.bool_], Situation]]:
    """Yield the parts of a batch that share a group size."""
    for size in np.unique(sizes):
        some = np.asarray(sizes == size)
        yield some, situation.where(some)
