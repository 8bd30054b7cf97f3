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

from ..errors import InputError
from ..expressions import Array
from ..solvers.bimatrix import extreme_equilibria, maximal_subsets
from ..solvers.pure import pure_equilibria
from ..solvers.replicator import Replicator, population_game
from ..solvers.settle import nearest, settled
from ..solvers.stability import expected_payoffs, replicator_stability
from ..words import Words, labelled, listed, number
from .base import Actor, EquilibriumSet, Form, Margin, Situation, evaluate

Cell = tuple[str, ...]


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
    the strategy is played and 0 elsewhere. With two actors the list of extreme equilibria is
    complete; with more, only pure equilibria are found. From a status quo a society reaches the
    equilibrium that replicator dynamics tend to or, where they cycle, the one next to their mean.
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
        if len(self.players) == 2:
            found = extreme_equilibria(*tables)
            mixes = [found.x, found.y]
            complete, regret = True, found.regret
        else:
            mixes, regret = pure_equilibria(tables)
            complete = False
        continua: tuple[tuple[int, ...], ...] = ()
        if complete and not situation.shape and found.count > 1:
            continua = _continua(mixes[0][: found.count], mixes[1][: found.count])
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
            complete=np.full(situation.shape, complete),
            continua=continua,
            reached=self._reached(situation, tables, mixes),
        )

    def _reached(
        self, situation: Situation, tables: list[Array], mixes: list[Array]
    ) -> NDArray[np.int64] | None:
        """Return the equilibrium that replicator dynamics tend to, or cycle around."""
        if self.status_quo is None:
            return None
        end = settled(tables, situation.values[self.status_quo])
        return nearest(end, np.stack([mix[..., 1] for mix in mixes], axis=-1))

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
        return population_game(self.tables(situation))

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
        supports, rest = [], pattern
        for size in self.sizes:
            supports.append([i for i in range(size) if rest >> i & 1])
            rest >>= size
        states = dict.fromkeys(self.states, sp.S.Zero)
        if len(self.players) != 2 or len(supports[0]) != len(supports[1]):
            return None
        payoffs = dict(zip(self.cells, self.cell_payoffs(transfers), strict=True))
        for i, (mine, theirs) in enumerate((supports, supports[::-1])):
            other = 1 - i
            mix = [sp.Symbol(self.shares[other][b]) for b in theirs]

            def payoff(a: int, b: int, i: int = i) -> sp.Expr:
                cell = (a, b) if i == 0 else (b, a)
                keys = tuple(p.strategies[c].key for p, c in zip(self.players, cell, strict=True))
                return payoffs[keys][i]

            values = [sum(payoff(a, b) * m for b, m in zip(theirs, mix, strict=True)) for a in mine]
            equations = [values[0] - value for value in values[1:]] + [sum(mix) - 1]
            solved = sp.solve(equations, mix, dict=True)
            if not solved:
                return None
            states |= {str(m): sp.factor(solved[0][m]) for m in mix}
        return states

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
                        reply = Words(
                            f"best reply of {actor.title.en} to “{en}”",
                            f"面对“{zh}”，{actor.title.zh}的最优反应",
                        )
                        if not others:
                            reply = Words(
                                f"best for {actor.title.en}", f"{actor.title.zh}的最优选择"
                            )
                        margins.append(
                            Margin(
                                f"{actor.key}.{second.key}.{'.'.join(cell)}",
                                high - low,
                                _answered(reply, second.title),
                                _answered(reply, first.title),
                            )
                        )
        return tuple(margins)


def _answered(question: Words, answer: Words) -> Words:
    return Words(f"{question.en}: {answer.en}", f"{question.zh}：{answer.zh}")


def _continua(x: Array, y: Array) -> tuple[tuple[int, ...], ...]:
    """Return the maximal Nash subsets that are more than a point, as positions of equilibria."""
    continua = []
    for rows, columns in maximal_subsets(x, y):
        inside = [
            k
            for k in range(len(x))
            if any(np.array_equal(x[k], row) for row in rows)
            and any(np.array_equal(y[k], column) for column in columns)
        ]
        if len(inside) > 1:
            continua.append(tuple(inside))
    return tuple(continua)
