"""The strategic form: two or more actors (or populations), each with finitely many strategies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any, ClassVar

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from ...errors import InputError
from ...expressions import Array, evaluate, named
from ...register import declarable
from ...solvers.bimatrix import extreme_equilibria, maximal_subsets
from ...solvers.pure import pure_equilibria
from ...solvers.replicator import Replicator, matrix_game, population_game
from ...solvers.settle import nearest, settled
from ...solvers.stability import expected_payoffs, replicator_stability
from ...solvers.trilinear import trilinear_equilibria
from ...solvers.trilinear_continua import continua
from ...words import Words, labelled, listed, number
from ..actors import Actor, Measure, Strategy, shares_of
from ..base import Form
from ..equilibria import CurvedContinuum, EquilibriumSet
from ..margins import Margin
from ..situation import Situation

Cell = tuple[str, ...]


@declarable
@dataclass(frozen=True)
class Strategic(Form):
    """A game in strategic form.

    Parameters
    ----------
    players : tuple of Actor
        Each with at least two strategies. A strategy's probability can be used in formulas by
        its `share` symbol, or else by ``"{actor}_{strategy}"``.
    payoffs : mapping of cell to tuple of expressions
        For each combination of strategy keys, what each actor gets.
    status_quo : str, optional
        The parameter that says, for actors with two strategies each, how likely all of them use
        their second strategy at first, where equilibria are reached from there.

    Notes
    -----
    An institution's `transfers` are keyed by actor; in them a share symbol is 1 in the cells where
    the strategy is played and 0 elsewhere. With two actors, or three who have two strategies each,
    the list is complete: isolated equilibria and the end points of continua. Otherwise only pure
    equilibria are found. From a status quo a society reaches the equilibrium that replicator
    dynamics tend to or, where they cycle, the one next to their mean.
    """

    kind: ClassVar[str] = "strategic"

    players: tuple[Actor, ...]
    payoffs: Mapping[Cell, tuple[sp.Expr, ...]]
    status_quo: str | None = None

    def __post_init__(self) -> None:
        table = {c: tuple(sp.sympify(e) for e in cell) for c, cell in self.payoffs.items()}
        object.__setattr__(self, "payoffs", table)
        wrong = set(table) ^ set(self.cells)
        if wrong:
            raise InputError(f"the payoff table lacks or has no place for {sorted(wrong)}.")
        if any(len(cell) != len(self.players) for cell in table.values()):
            raise InputError(f"each cell gives {len(self.players)} payoffs, one per actor.")
        if self.status_quo is not None and set(self.sizes) != {2}:
            raise InputError("a status quo needs actors with two strategies each.")

    @property
    def actors(self) -> tuple[Actor, ...]:
        return self.players

    @property
    def cells(self) -> list[Cell]:
        """All combinations of strategy keys, the last actor's running fastest."""
        return list(product(*([s.key for s in actor.strategies] for actor in self.players)))

    @property
    def sizes(self) -> tuple[int, ...]:
        """Number of strategies of each actor."""
        return tuple(len(actor.strategies) for actor in self.players)

    @property
    def shares(self) -> tuple[tuple[str, ...], ...]:
        """The symbols of the strategies' probabilities, by actor."""
        return tuple(
            tuple(s.share or f"{actor.key}_{s.key}" for s in actor.strategies)
            for actor in self.players
        )

    @property
    def states(self) -> tuple[str, ...]:
        return tuple(symbol for actor in self.shares for symbol in actor)

    @property
    def shown(self) -> tuple[str, ...]:
        named = tuple(s.share for a in self.players for s in a.strategies if s.share is not None)
        return named or self.states

    @property
    def measures(self) -> tuple[Measure, ...]:
        return tuple(
            measure
            for actor, symbols in zip(self.players, self.shares, strict=True)
            for measure in shares_of(actor, symbols, actor.title)
        )

    @property
    def expressions(self) -> tuple[sp.Expr, ...]:
        return tuple(e for cell in self.payoffs.values() for e in cell)

    def cell_payoffs(self, transfers: Mapping[str, sp.Expr]) -> list[tuple[sp.Expr, ...]]:
        """Return each cell's payoffs, the institution's transfers included."""
        key = tuple(transfers.items())
        if key not in self._cells:
            self._cells[key] = self._add(transfers)
        return self._cells[key]

    @cached_property
    def _cells(self) -> dict[tuple[Any, ...], list[tuple[sp.Expr, ...]]]:
        """What `cell_payoffs` has returned."""
        return {}

    def _add(self, transfers: Mapping[str, sp.Expr]) -> list[tuple[sp.Expr, ...]]:
        rows = []
        for cell in self.cells:
            played = {
                sp.Symbol(share): sp.Integer(strategy.key == chosen)
                for chosen, actor, names in zip(cell, self.players, self.shares, strict=True)
                for strategy, share in zip(actor.strategies, names, strict=True)
            }
            extra = [transfers.get(a.key, sp.S.Zero).subs(played) for a in self.players]
            rows.append(tuple(p + t for p, t in zip(self.payoffs[cell], extra, strict=True)))
        return rows

    def tables(self, situation: Situation) -> list[Array]:
        """Return each actor's payoffs, shape (..., m1, m2, ...)."""
        flat = [e for cell in self.cell_payoffs(situation.transfers) for e in cell]
        values = evaluate(flat, situation.environment())
        shape = situation.shape
        stacked = np.stack([np.broadcast_to(value, shape) for value in values], axis=-1)
        table = stacked.reshape(*shape, *self.sizes, len(self.players))
        return [table[..., i] for i in range(len(self.players))]

    def equilibria(self, situation: Situation) -> EquilibriumSet:
        tables = self.tables(situation)
        cells = tuple(range(-len(self.players), 0))
        scale = np.max([np.ptp(table, axis=cells) for table in tables], axis=0)
        mixes, regret, complete = self._solve(tables)
        spanned: tuple[tuple[int, ...], ...] = ()
        curved: tuple[CurvedContinuum, ...] = ()
        if complete and not situation.shape and len(regret) > 1:
            spanned, curved = self._continua(tables, mixes)
        return EquilibriumSet(
            states={
                name: mix[..., i]
                for mix, names in zip(mixes, self.shares, strict=True)
                for i, name in enumerate(names)
            },
            payoffs={
                actor.key: expected_payoffs(table, mixes)
                for actor, table in zip(self.players, tables, strict=True)
            },
            regret=regret,
            scale=scale,
            stability=replicator_stability(tables, mixes),
            pattern=self._patterns(mixes),
            complete=np.asarray(np.isfinite(regret).any(axis=-1) & complete),
            continua=spanned,
            curved=curved,
            reached=self._reached(situation, tables, mixes),
        )

    def _solve(self, tables: list[Array]) -> tuple[list[Array], Array, bool]:
        """Return each actor's strategies (..., K, m), the regrets, and whether all were sought."""
        if len(self.players) == 2:
            pairs = extreme_equilibria(*tables)
            return [pairs.x, pairs.y], pairs.regret, True
        if self.sizes == (2, 2, 2):
            found = trilinear_equilibria(tables)
            return found.mixes, found.regret, True
        return *pure_equilibria(tables), False

    def _continua(
        self, tables: list[Array], mixes: list[Array]
    ) -> tuple[tuple[tuple[int, ...], ...], tuple[CurvedContinuum, ...]]:
        """Return the continua of one game: those that mixtures span, and the curved ones."""
        if len(mixes) == 2:
            return _maximal_subsets(*mixes), ()
        spanned, curved = continua(tables, np.stack([mix[:, 1] for mix in mixes], axis=-1))
        return spanned, tuple(
            CurvedContinuum(
                part.ends,
                part.dimension,
                {
                    name: share
                    for p, names in zip(part.points.T, self.shares, strict=True)
                    for name, share in zip(names, (1 - p, p), strict=True)
                },
            )
            for part in curved
        )

    def _reached(
        self, situation: Situation, tables: list[Array], mixes: list[Array]
    ) -> NDArray[np.int64] | None:
        """Return the equilibrium that replicator dynamics tend to, or cycle around."""
        if self.status_quo is None:
            return None
        listed = np.stack([mix[..., 1] for mix in mixes], axis=-1)
        present = np.isfinite(listed[..., 0])
        reached = np.array(present.argmax(axis=-1))
        several = present.sum(axis=-1) > 1
        if several.any():
            start = situation.values[self.status_quo][several]
            end = settled([table[several] for table in tables], start)
            reached[several] = nearest(end, listed[several])
        return reached

    def _patterns(self, mixes: list[Array]) -> NDArray[np.int64]:
        bits = np.concatenate([mix > 0 for mix in mixes], axis=-1)
        return np.asarray((bits * 2 ** np.arange(bits.shape[-1])).sum(axis=-1))

    def rest_points(self, situation: Situation, found: EquilibriumSet) -> list[dict[str, float]]:
        known = {
            tuple(float(found.states[name][k]) for name in self.states)
            for k in np.flatnonzero(found.present)
        }
        corners = []
        for cell in product(*(range(size) for size in self.sizes)):
            point = tuple(
                float(i == c) for c, size in zip(cell, self.sizes, strict=True) for i in range(size)
            )
            if point not in known:
                corners.append(dict(zip(self.states, point, strict=True)))
        return corners

    @property
    def populations(self) -> tuple[Actor, ...]:
        return self.actors

    def replicator(self, situation: Situation) -> Replicator:
        """Return the dynamics of as many populations as there are actors."""
        tables = self.tables(situation)
        if len(tables) == 1:  # nobody's payoff but the own choice's
            return matrix_game(np.tile(tables[0][:, None], len(tables[0])))
        return population_game(tables)

    def describe(self, pattern: int, states: Mapping[str, float]) -> str:
        parts = []
        for actor, names in zip(self.players, self.shares, strict=True):
            played = [
                str(s.title) if states[n] == 1 else f"{s.title} {number(states[n])}"
                for s, n in zip(actor.strategies, names, strict=True)
                if states[n] > 0
            ]
            parts.append(labelled(actor.title, listed(played)))
        return listed(parts, strong=True)

    def closed_form(
        self, pattern: int, binds: Mapping[str, sp.Expr], transfers: Mapping[str, sp.Expr]
    ) -> dict[str, sp.Expr] | None:
        supports = self._supports(pattern)
        states = dict.fromkeys(self.states, sp.S.Zero)
        if len(self.players) != 2 or len(supports[0]) != len(supports[1]):
            return None
        for i, (mine, theirs) in enumerate((supports, supports[::-1])):
            mix = [sp.Symbol(self.shares[1 - i][b]) for b in theirs]
            values = self._against(i, theirs, transfers)
            equations = [values[mine[0]] - values[a] for a in mine[1:]] + [sum(mix) - 1]
            solved = sp.solve(equations, mix, dict=True)
            if not solved:
                return None
            states |= {str(m): sp.factor(solved[0][m]) for m in mix}
        return states

    def _supports(self, pattern: int) -> list[list[int]]:
        """Return the strategies that each actor plays in a kind of equilibrium."""
        supports = []
        for size in self.sizes:
            supports.append([i for i in range(size) if pattern >> i & 1])
            pattern >>= size
        return supports

    def _against(
        self, i: int, theirs: list[int], transfers: Mapping[str, sp.Expr]
    ) -> list[sp.Expr]:
        """Return, for one of two actors, the payoff of each strategy against a mix of the others'."""
        payoffs = dict(zip(self.cells, self.cell_payoffs(transfers), strict=True))
        keys = [[strategy.key for strategy in actor.strategies] for actor in self.players]

        def payoff(a: int, b: int) -> sp.Expr:
            cell = (keys[0][a], keys[1][b]) if i == 0 else (keys[0][b], keys[1][a])
            return payoffs[cell][i]

        mix = {b: sp.Symbol(self.shares[1 - i][b]) for b in theirs}
        return [
            sum((payoff(a, b) * share for b, share in mix.items()), sp.S.Zero)
            for a in range(self.sizes[i])
        ]

    def turning(
        self, pattern: int, binds: Mapping[str, sp.Expr], transfers: Mapping[str, sp.Expr]
    ) -> tuple[sp.Eq, ...]:
        """Both mix so that the other is indifferent; a share, or what another strategy lacks, is 0."""
        supports = self._supports(pattern)
        if (
            len(self.players) != 2
            or len(supports[0]) != len(supports[1])
            or sum(map(len, supports)) < 3
        ):
            return ()
        bound, indifferent, slack = named(binds), [], []
        for i, (mine, theirs) in enumerate((supports, supports[::-1])):
            values = [value.subs(bound) for value in self._against(i, theirs, transfers)]
            mix = [sp.Symbol(self.shares[1 - i][b]) for b in theirs]
            indifferent += [sp.Eq(values[mine[0]], values[a], evaluate=False) for a in mine[1:]]
            indifferent.append(sp.Eq(sum(mix), 1, evaluate=False))
            slack += mix + [values[mine[0]] - v for a, v in enumerate(values) if a not in mine]
        return (*indifferent, sp.Eq(sp.Min(*slack, evaluate=False), 0, evaluate=False))

    def derived(self, situation: Situation, states: Mapping[str, Array]) -> dict[str, Array]:
        return dict(states)

    def first_best(self, situation: Situation, objective: sp.Expr) -> Array:
        """Return the best over pure profiles: an expectation is largest at one of them."""
        pure = np.array(list(product(*(range(size) for size in self.sizes))))
        states = {
            name: np.broadcast_to((pure[:, a] == i).astype(float), (*situation.shape, len(pure)))
            for a, names in enumerate(self.shares)
            for i, name in enumerate(names)
        }
        values = evaluate([objective], self.environment(situation, states))[0]
        return np.asarray(np.broadcast_to(values, (*situation.shape, len(pure))).max(axis=-1))

    def profile(self, states: Mapping[str, float]) -> Mapping[str, Any]:
        return {
            actor.key: {
                s.key: states[name] for s, name in zip(actor.strategies, names, strict=True)
            }
            for actor, names in zip(self.players, self.shares, strict=True)
        }

    def label(self, pattern: int) -> Words:
        english, chinese = [], []
        for actor in self.players:
            support = [s for i, s in enumerate(actor.strategies) if pattern >> i & 1]
            pattern >>= len(actor.strategies)
            choice = support[0].title if len(support) == 1 else Words("mixed", "混合策略")
            english.append(f"{actor.title.en}: {choice.en}")
            chinese.append(f"{actor.title.zh}：{choice.zh}")
        return Words(", ".join(english), "，".join(chinese))

    def explains(self, key: str, pattern: int) -> bool:
        """With many actors: what one replies to what the others do, not to what they do not."""
        if len(self.players) < 3:
            return True
        parts = key.split(".")
        who = parts[0]
        played = {}
        for actor in self.players:
            played[actor.key] = {s.key for i, s in enumerate(actor.strategies) if pattern >> i & 1}
            pattern >>= len(actor.strategies)
        others = [actor.key for actor in self.players if actor.key != who]
        return all(
            choice in played[other]
            for other, choice in zip(others, parts[-len(others) :], strict=True)
        )

    def margins(
        self, binds: Mapping[str, sp.Expr], transfers: Mapping[str, sp.Expr]
    ) -> tuple[Margin, ...]:
        payoffs = dict(zip(self.cells, self.cell_payoffs(transfers), strict=True))
        margins = []
        for i, actor in enumerate(self.players):
            others = [p for k, p in enumerate(self.players) if k != i]
            for against in product(*(other.strategies for other in others)):
                for a, first in enumerate(actor.strategies):
                    for second in actor.strategies[a + 1 :]:
                        cell = [s.key for s in against]
                        low = payoffs[(*cell[:i], first.key, *cell[i:])][i]
                        high = payoffs[(*cell[:i], second.key, *cell[i:])][i]
                        en = " and ".join(
                            f"{o.title.en}: {s.title.en}"
                            for o, s in zip(others, against, strict=True)
                        )
                        zh = "、".join(
                            f"{o.title.zh}：{s.title.zh}"
                            for o, s in zip(others, against, strict=True)
                        )
                        words = _replies(
                            actor, (first, second), Words(en, zh), len(actor.strategies) == 2
                        )
                        rival = () if len(actor.strategies) == 2 else (first.key,)
                        key = ".".join((actor.key, second.key, *rival, *cell))
                        margins.append(Margin(key, high - low, *words))
        return tuple(margins)


def _replies(
    actor: Actor, pair: tuple[Strategy, Strategy], against: Words, only_two: bool
) -> tuple[Words, Words]:
    """Say that the second, or the first, of two strategies is the better reply."""
    who, words = actor.title, []
    en, zh = f"reply of {who.en} to “{against.en}”", f"面对“{against.zh}”，{who.zh}的"
    if not against.en:
        en, zh = f"choice of {who.en}", f"{who.zh}的"
    for better, worse in ((pair[1].title, pair[0].title), (pair[0].title, pair[1].title)):
        if only_two:
            words.append(
                Words(
                    f"best {en}: {better.en}",
                    f"{zh}最优{'反应' if against.en else '选择'}：{better.zh}",
                )
            )
        else:
            words.append(
                Words(
                    f"{en}: {better.en} before {worse.en}",
                    f"{zh}选择：{better.zh}优于{worse.zh}",
                )
            )
    return words[0], words[1]


def _maximal_subsets(x: Array, y: Array) -> tuple[tuple[int, ...], ...]:
    """Return the maximal Nash subsets that are more than a point, as positions of equilibria."""
    subsets = []
    for rows, columns in maximal_subsets(x, y):
        inside = [
            k
            for k in range(len(x))
            if any(np.array_equal(x[k], row) for row in rows)
            and any(np.array_equal(y[k], column) for column in columns)
        ]
        if len(inside) > 1:
            subsets.append(tuple(inside))
    return tuple(subsets)
