"""The strategic form: two or more actors (or populations), each with finitely many strategies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import product
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from ...expressions import Array
from ...register import declarable
from ...solvers.bimatrix import extreme_equilibria
from ...solvers.eigenvalues import replicator_stability
from ...solvers.expected_payoffs import expected_payoffs
from ...solvers.population_games import matrix_game, population_game
from ...solvers.pure import pure_equilibria
from ...solvers.replicator import Replicator
from ...solvers.settle import nearest, settled
from ...solvers.trilinear import trilinear_equilibria
from ...words import Words, labelled, listed, number
from ..actors import Actor
from ..equilibria import CurvedContinuum, EquilibriumSet
from ..margins import Margin
from ..situation import Formulas, Situation
from . import formulas, patterns, thresholds
from .continua import continua
from .game import StrategicGame


@declarable
@dataclass(frozen=True)
class Strategic(StrategicGame):
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

    def equilibria(self, situation: Situation) -> EquilibriumSet:
        tables = self.tables(situation)
        cells = tuple(range(-len(self.players), 0))
        scale = np.max([np.ptp(table, axis=cells) for table in tables], axis=0)
        mixes, regret, complete = self._solve(tables)
        spanned: tuple[tuple[int, ...], ...] = ()
        curved: tuple[CurvedContinuum, ...] = ()
        if complete and not situation.shape and len(regret) > 1:
            spanned, curved = continua(self, tables, mixes)
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
            pattern=patterns.patterns_of(mixes),
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

    def first_best(self, situation: Situation, objective: sp.Expr) -> Array:
        """Return the best over pure profiles: an expectation is largest at one of them."""
        pure = np.array(list(product(*(range(size) for size in self.sizes))))
        states = {
            name: np.broadcast_to((pure[:, a] == i).astype(float), (*situation.shape, len(pure)))
            for a, names in enumerate(self.shares)
            for i, name in enumerate(names)
        }
        values = self.value_at(situation, states, objective)
        return np.asarray(np.broadcast_to(values, (*situation.shape, len(pure))).max(axis=-1))

    def profile(self, states: Mapping[str, float]) -> Mapping[str, Any]:
        return {
            actor.key: {
                s.key: states[name] for s, name in zip(actor.strategies, names, strict=True)
            }
            for actor, names in zip(self.players, self.shares, strict=True)
        }

    def label(self, pattern: int) -> Words:
        return patterns.label(pattern, self.players)

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
        self, pattern: int, binds: Formulas, transfers: Formulas
    ) -> dict[str, sp.Expr] | None:
        return formulas.closed_form(self, pattern, transfers)

    def margins(self, binds: Formulas, transfers: Formulas) -> tuple[Margin, ...]:
        return thresholds.margins(self, transfers)

    def explains(self, key: str, pattern: int) -> bool:
        """With many actors: what one replies to what the others do, not to what they do not."""
        return thresholds.explains(self, key, pattern)

    def turning(self, pattern: int, binds: Formulas, transfers: Formulas) -> tuple[sp.Eq, ...]:
        """Both mix so that the other is indifferent; a share, or what another strategy lacks, is 0."""
        return thresholds.turning(self, pattern, binds, transfers)
