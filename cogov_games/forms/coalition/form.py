"""The coalition form: players who may share a project, and what each group of them costs or earns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, ClassVar, Literal, NamedTuple, get_args

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from ...errors import InputError
from ...expressions import Array, evaluate
from ...register import declarable
from ...solvers.characteristic import members
from ...solvers.group import Stability
from ...solvers.nucleolus import lexicographic
from ...solvers.partitions import blocks, joint, partitions
from ...solvers.shapley import shapley_values
from ...words import Words, number, unknown
from ..actors import Actor
from ..base import Form
from ..equilibria import TOLERANCE, EquilibriumSet
from ..margins import Margin
from ..situation import Situation

Rule = Literal["core", "formula", "consortia"]
Group = tuple[str, ...]

MOST_PLAYERS = 8
NUCLEOLUS, SHAPLEY, FORMULA, CONSORTIA = range(4)
KINDS = (
    Words("shared by the nucleolus", "按核仁分摊"),
    Words("shared by the Shapley value", "按夏普利值分摊"),
    Words("shared by the formula", "按公式分摊"),
    Words("shared within each group", "组内分摊"),
)
"""How what a group costs or earns is shared. A pattern is a partition's place and one of these."""


@declarable
@dataclass(frozen=True)
class Coalition(Form):
    """A game in characteristic-function form, with a rule by which groups form and share.

    Parameters
    ----------
    players : tuple of Actor
        From two to eight.
    worth : mapping of tuple of player keys to expression
        What each group costs, or earns, on its own; every group must be there.
    rule : str
        ``"core"``: all together share so that no group would do better on its own.
        ``"formula"``: those who take part share in proportion to `weights`; unless membership is
        `compulsory`, each may stay on its own.
        ``"consortia"``: the players part into groups of at most `block`, as cheaply as possible.
    cost : bool
        Whether `worth` holds costs.
    weights : mapping of player key to expression
    compulsory : expression
        Membership is compulsory where it is at least one.
    block : expression
        The largest group.
    total : str
        The symbol of what all players pay, or get, together.

    Notes
    -----
    Regret is the largest excess of any group that may deviate, never below zero.

    *Core.* Every group may. The nucleolus is listed where the core is not empty, the Shapley value
    where it lies in the core; the core is convex, so every mixture of the two belongs to it. Other
    core allocations are not listed.

    *Formula.* Single players may: an equilibrium is a set of members of whom nobody pays more than
    alone, while nobody who stays out would gain by joining. All 2**n sets are checked.

    *Consortia.* Of all partitions into groups of at most `block`, those that are best for all
    together; a group that gains nothing by being one is left in its parts. Every group of that size may deviate, if that leaves a stable way of sharing (marked
    stable); if not, the members of a consortium may leave together, and whole consortia may merge
    (marked semi-stable: a group across consortia would gain). Shares are the nucleolus for the
    partition and for the groups that may deviate.
    """

    kind: ClassVar[str] = "coalition"

    players: tuple[Actor, ...]
    worth: Mapping[Group, sp.Expr]
    rule: Rule = "core"
    cost: bool = True
    weights: Mapping[str, sp.Expr] | None = None
    compulsory: sp.Expr = sp.S.Zero
    block: sp.Expr = sp.S.One
    total: str = "total"

    def __post_init__(self) -> None:
        keys = [player.key for player in self.players]
        if not 2 <= len(keys) <= MOST_PLAYERS:
            raise InputError(f"a coalition game has 2 to {MOST_PLAYERS} players, not {len(keys)}.")
        if self.rule not in get_args(Rule):
            raise unknown("rule", self.rule, get_args(Rule))
        given = {tuple(k for k in keys if k in group): e for group, e in self.worth.items()}
        for group in self._groups:
            if group not in given:
                raise InputError(f"worth lacks the coalition {'+'.join(group)}.")
        if len(self.worth) != len(self._groups):
            raise InputError("worth names a coalition twice or one of unknown players.")
        table = {group: sp.sympify(given[group]) for group in self._groups}
        object.__setattr__(self, "worth", table)
        weights = {k: sp.sympify(e) for k, e in (self.weights or {}).items()}
        if self.rule == "formula" and set(weights) != set(keys):
            raise InputError(f"weights must give each of {', '.join(keys)} a number.")
        object.__setattr__(self, "weights", weights)
        for name in ("compulsory", "block"):
            object.__setattr__(self, name, sp.sympify(getattr(self, name)))

    @property
    def _groups(self) -> list[Group]:
        """All groups, in the order of their bit masks."""
        keys = [player.key for player in self.players]
        return [
            tuple(key for i, key in enumerate(keys) if mask >> i & 1)
            for mask in range(1, 1 << len(keys))
        ]

    @property
    def actors(self) -> tuple[Actor, ...]:
        return self.players

    @property
    def shares(self) -> tuple[str, ...]:
        """The symbols of what each player pays or gets."""
        return tuple(f"share_{player.key}" for player in self.players)

    @property
    def states(self) -> tuple[str, ...]:
        return (*self.shares, self.total)

    @property
    def shown(self) -> tuple[str, ...]:
        return (self.total,)

    @property
    def expressions(self) -> tuple[sp.Expr, ...]:
        weights = self.weights or {}
        return (*self.worth.values(), *weights.values(), self.compulsory, self.block)

    @property
    def sign(self) -> int:
        """1 where players get what a group is worth, -1 where they pay it."""
        return -1 if self.cost else 1

    def worths(self, situation: Situation) -> Array:
        """Return what each group is worth to itself by bit mask, shape (..., 2**n); costs are
        negative.
        """
        values = evaluate(tuple(self.worth.values()), situation.fixed)
        shape = situation.shape
        table = np.stack([np.broadcast_to(value, shape) for value in values], axis=-1)
        return self.sign * np.concatenate([np.zeros((*shape, 1)), table], axis=-1)

    def offers(self, situation: Situation) -> Array:
        """Return what each member of each group gets by the formula, shape (..., 2**n, n)."""
        assert self.weights is not None
        values = evaluate(tuple(self.weights.values()), situation.fixed)
        weights = np.stack([np.broadcast_to(v, situation.shape) for v in values], axis=-1)
        held = weights[..., None, :] * members(len(self.players))
        held[..., 0, :] = 1.0
        part = held / held.sum(axis=-1, keepdims=True)
        return np.asarray(part * self.worths(situation)[..., None])

    def equilibria(self, situation: Situation) -> EquilibriumSet:
        """Return all equilibria, solving each different game of the batch once."""
        if not situation.shape:
            return self._solve(situation)
        fixed = situation.fixed
        used = sorted({str(symbol) for e in self.expressions for symbol in e.free_symbols})
        columns = np.stack(
            [fixed[name].ravel() for name in used] or [np.zeros(int(np.prod(situation.shape)))]
        )
        games, which = np.unique(columns, axis=1, return_inverse=True)
        names = used or [self.total]
        found = self._solve(Situation(dict(zip(names, games, strict=True))))

        def spread(array: NDArray[Any]) -> NDArray[Any]:
            return np.asarray(array[which.reshape(situation.shape)])

        return replace(
            found,
            states={name: spread(array) for name, array in found.states.items()},
            payoffs={key: spread(array) for key, array in found.payoffs.items()},
            regret=spread(found.regret),
            scale=spread(found.scale),
            stability=spread(found.stability),
            pattern=spread(found.pattern),
            complete=spread(found.complete),
        )

    def _solve(self, situation: Situation) -> EquilibriumSet:
        worth = self.worths(situation)
        found = (
            self._by_formula(situation, worth)
            if self.rule == "formula"
            else self._by_bargaining(situation, worth)
        )
        some = np.flatnonzero(found.present.any(axis=tuple(range(found.present.ndim - 1))))
        keep = slice(0, int(some[-1]) + 1 if len(some) else 1)
        x, regret = found.x[..., keep, :], found.regret[..., keep]
        shares = self.sign * x + 0.0
        single = not situation.shape and self.rule == "core" and found.present.sum() > 1
        return EquilibriumSet(
            states={
                **{name: shares[..., i] for i, name in enumerate(self.shares)},
                self.total: shares.sum(axis=-1),
            },
            payoffs={player.key: x[..., i] for i, player in enumerate(self.players)},
            regret=regret,
            scale=np.abs(worth).max(axis=-1),
            stability=found.stability[..., keep],
            pattern=found.pattern[..., keep],
            complete=np.full(situation.shape, self.rule == "formula"),
            continua=((0, 1),) if single else (),
        )

    def _by_formula(self, situation: Situation, worth: Array) -> _Found:
        n = len(self.players)
        inside = members(n).astype(bool)
        masks = np.arange(1 << n)
        alone = worth[..., 1 << np.arange(n)][..., None, :]
        offer = self.offers(situation)
        joined = np.take(offer, masks[:, None] | 1 << np.arange(n), axis=-2)
        joined = np.diagonal(joined, axis1=-2, axis2=-1)  # what each gets after joining
        gain = np.where(inside, alone - offer, joined - alone)
        compulsory = evaluate([self.compulsory], situation.fixed)[0]
        bound = np.asarray(np.broadcast_to(compulsory, situation.shape)[..., None] >= 1)
        largest = gain.max(axis=-1)
        allowed = TOLERANCE * np.abs(worth).max(axis=-1)[..., None]
        stable = (largest <= allowed) & (inside.sum(axis=-1) != 1)  # one member is nobody
        stable = np.where(bound, masks == masks[-1], stable)
        some = masks[:, None] > 0
        tied = ~bound & ((np.abs(gain) <= allowed[..., None]) & some).any(axis=-1)
        order = np.argsort(~stable, axis=-1, kind="stable")[..., : int(stable.sum(axis=-1).max())]
        here = np.take_along_axis(stable, order, axis=-1)
        x = np.where(inside, offer, alone)
        x = np.take_along_axis(np.broadcast_to(x, offer.shape), order[..., None], axis=-2)
        regret = np.where(bound, 0.0, np.maximum(largest, 0.0))
        code = np.where(tied, Stability.NEUTRAL, Stability.STABLE)
        return _Found(
            here,
            np.where(here[..., None], x, np.nan),
            np.where(here, np.take_along_axis(regret, order, axis=-1), np.nan),
            np.where(here, np.take_along_axis(code, order, axis=-1), -1).astype(np.int8),
            (joint(n) * len(KINDS) + FORMULA)[order],
        )

    def _by_bargaining(self, situation: Situation, worth: Array) -> _Found:
        """Solve each different game once: the solutions move with a shift or a change of unit.

        Games that differ by less than 1e-11 of their size count as the same.
        """
        n = len(self.players)
        alone = worth[..., 1 << np.arange(n)]
        gains = worth - alone @ members(n).T
        size = np.abs(gains).max(axis=-1, keepdims=True)
        size = np.where(size > 1e-12 * np.abs(worth).max(axis=-1, keepdims=True), size, 0.0)
        normal = np.round(np.divide(gains, size, out=np.zeros_like(gains), where=size > 0), 11)
        limit = evaluate([self.block], situation.fixed)[0] if self.rule == "consortia" else n
        limits = np.clip(np.broadcast_to(limit, situation.shape), 1, n)[..., None]
        rows = np.concatenate([normal + 0.0, limits], axis=-1).reshape(-1, worth.shape[-1] + 1)
        games, which = np.unique(rows, axis=0, return_inverse=True)
        solve = _consortia if self.rule == "consortia" else _agreements
        solved = [solve(tuple(game[:-1].tolist()), int(game[-1])) for game in games]
        count = max(1, *(len(s.regret) for s in solved))
        shape = (*situation.shape, count)

        def gathered(name: str, filler: float) -> NDArray[Any]:
            padded = [getattr(s, name) for s in solved]
            table = np.full((len(solved), count, *padded[0].shape[1:]), filler)
            for row, values in zip(table, padded, strict=True):
                row[: len(values)] = values
            return table[which.reshape(-1)].reshape(*shape, *padded[0].shape[1:])

        x = alone[..., None, :] + size[..., None] * gathered("x", np.nan)
        regret = size * gathered("regret", np.nan)
        pattern = gathered("pattern", 0).astype(np.int64)
        total = np.take_along_axis(worth @ blocks(n).T, pattern // len(KINDS), axis=-1)
        x += (total - x.sum(axis=-1))[..., None] / n  # what rounding took
        code = gathered("stability", -1).astype(np.int8)
        return _Found(np.isfinite(regret), x, regret, code, pattern)

    def derived(self, situation: Situation, states: Mapping[str, Array]) -> dict[str, Array]:
        return {name: states[name] for name in self.states}

    def first_best(self, situation: Situation, objective: sp.Expr) -> Array:
        """Return the best over all partitions; shares are equal where the objective uses them."""
        n = len(self.players)
        total = self.sign * self.worths(situation) @ blocks(n).T
        states = dict.fromkeys(self.shares, total / n) | {self.total: total}
        values = evaluate([objective], self.environment(situation, states))[0]
        return np.asarray(np.broadcast_to(values, total.shape).max(axis=-1))

    def profile(self, states: Mapping[str, float]) -> Mapping[str, Any]:
        return {
            player.key: states[name] for player, name in zip(self.players, self.shares, strict=True)
        }

    def _parts(self, pattern: int) -> tuple[list[list[Actor]], int]:
        """Return the groups of a pattern, and how they share."""
        place, kind = divmod(pattern, len(KINDS))
        groups: dict[int, list[Actor]] = {}
        for label, player in zip(partitions(len(self.players))[place], self.players, strict=True):
            groups.setdefault(int(label), []).append(player)
        return list(groups.values()), kind

    def label(self, pattern: int) -> Words:
        groups, kind = self._parts(pattern)
        if len(groups) == len(self.players):
            return Words("each alone", "各自单独承担" if self.cost else "各自单独行动")
        if len(groups) == 1:
            return Words(f"all together, {KINDS[kind].en}", f"全体联合，{KINDS[kind].zh}")
        return Words(
            "; ".join(" + ".join(player.title.en for player in group) for group in groups),
            "；".join("＋".join(player.title.zh for player in group) for group in groups),
        )

    def describe(self, pattern: int, states: Mapping[str, float]) -> str:
        return f"{self.label(pattern)} ({number(states[self.total])})"

    def closed_form(
        self, pattern: int, binds: Mapping[str, sp.Expr], transfers: Mapping[str, sp.Expr]
    ) -> dict[str, sp.Expr] | None:
        groups, _ = self._parts(pattern)
        parts = (self.worth[tuple(player.key for player in group)] for group in groups)
        total = sp.expand(sum(parts, sp.S.Zero))
        broken = {q: sp.Float(q) for q in total.atoms(sp.Rational) if not q.is_Integer}
        return {self.total: total.xreplace(broken)}

    def margins(
        self, binds: Mapping[str, sp.Expr], transfers: Mapping[str, sp.Expr]
    ) -> tuple[Margin, ...]:
        """Where membership is free, all stay together only if nobody loses by the formula."""
        if self.rule != "formula":
            return ()
        assert self.weights is not None
        *_, everybody = self.worth.values()
        whole = sum(self.weights.values(), sp.S.Zero)
        gains = [
            self.sign * (everybody * weight / whole - self.worth[(key,)])
            for key, weight in self.weights.items()
        ]
        return (
            Margin(
                "all_stay",
                sp.Max(self.compulsory - 1, sp.Min(*gains)),
                Words("everybody takes part", "全体参与"),
                Words(
                    "some would do better alone, and may leave", "有成员单独行动更合算，且可以退出"
                ),
            ),
        )


class _Found(NamedTuple):
    """Solutions of a batch: present (..., K), x (..., K, n), regret, stability, pattern (..., K)."""

    present: NDArray[np.bool_]
    x: Array
    regret: Array
    stability: NDArray[np.int8]
    pattern: NDArray[np.int64]


class _Solved(NamedTuple):
    """Solutions of one game: x (K, n), regret, stability, pattern (K,)."""

    x: Array
    regret: Array
    stability: NDArray[np.int8]
    pattern: NDArray[np.int64]


@lru_cache(maxsize=4096)
def _agreements(gains: tuple[float, ...], limit: int) -> _Solved:
    """Return the nucleolus and the Shapley value of one game, as far as they lie in the core."""
    worth = np.array(gains)
    n = len(gains).bit_length() - 1
    candidates = [shapley_values(worth)]
    if worth[-1] >= -TOLERANCE:
        candidates.insert(0, lexicographic(worth, floors=True)[0])
    x = np.array(candidates)
    excess = (worth - x @ members(n).T)[:, 1:-1].max(axis=-1)
    kinds = [NUCLEOLUS, SHAPLEY][-len(x) :]
    fine = excess <= TOLERANCE
    if fine.all() and np.abs(np.ptp(x, axis=0)).max() <= TOLERANCE:
        fine[1:] = False  # the same allocation twice
    pattern = (len(partitions(n)) - 1) * len(KINDS) + np.array(kinds)
    code = np.where(excess < -TOLERANCE, Stability.STABLE, Stability.NEUTRAL).astype(np.int8)
    return _Solved(x[fine], np.maximum(excess[fine], 0.0), code[fine], pattern[fine])


@lru_cache(maxsize=4096)
def _consortia(gains: tuple[float, ...], limit: int) -> _Solved:
    """Return the best partitions of one game into groups of at most `limit`, as far as stable."""
    worth = np.array(gains)
    n = len(gains).bit_length() - 1
    used = blocks(n)
    sizes = members(n).sum(axis=-1)
    possible = np.flatnonzero((used * sizes).max(axis=-1) <= limit)
    value = used[possible] @ worth
    best = _finest(possible[value >= value.max() - TOLERANCE], n)
    small = np.flatnonzero((sizes > 0) & (sizes <= limit))
    rows = []
    for place in best:
        groups = np.flatnonzero(used[place])
        code = Stability.STABLE
        x, excess = _shared(worth, groups, small)
        if excess > TOLERANCE:
            code = Stability.SEMI_STABLE
            x, excess = _shared(worth, groups, _within(groups, small))
        elif len(best) > 1 or _indifferent(worth, x, np.setdiff1d(small, groups)):
            code = Stability.NEUTRAL
        if excess <= TOLERANCE:
            rows.append((x, max(excess, 0.0), code, int(place) * len(KINDS) + CONSORTIA))
    if not rows:
        empty = np.zeros(0)
        return _Solved(np.zeros((0, n)), empty, empty.astype(np.int8), empty.astype(np.int64))
    x, regret, codes, pattern = (np.array(column) for column in zip(*rows, strict=True))
    return _Solved(x, regret, codes.astype(np.int8), pattern)


def _finest(places: NDArray[np.int64], n: int) -> list[int]:
    """Return the partitions that are not made of another one's groups by joining some."""
    groups = partitions(n)
    together = groups[:, :, None] == groups[:, None, :]
    kept: list[int] = []
    for place in places.tolist():  # the finest come first
        if not any((together[place] >= together[finer]).all() for finer in kept):
            kept.append(place)
    return kept


def _indifferent(worth: Array, x: Array, others: NDArray[np.int64]) -> bool:
    """Return whether one of the other groups would do as well on its own."""
    return bool((worth[others] >= members(len(x))[others] @ x - TOLERANCE).any())


def _shared(
    worth: Array, groups: NDArray[np.int64], deviating: NDArray[np.int64]
) -> tuple[Array, float]:
    """Return the nucleolus for a partition and the groups that may deviate, and their excess."""
    inside = members(len(worth).bit_length() - 1)
    x, _ = lexicographic(worth, floors=False, blocks=tuple(groups.tolist()), complaining=deviating)
    return x, float((worth - inside @ x)[deviating].max())


def _within(groups: NDArray[np.int64], small: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the coalitions inside one group, and those that whole groups form by merging."""
    inside = (small[:, None] & ~groups == 0).any(axis=-1)
    touched = small[:, None] & groups
    merged = ((touched == 0) | (touched == groups)).all(axis=-1)
    return np.asarray(small[inside | merged])
