"""The population form: one population whose members imitate those who earn more, in groups."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy as sp

from ...errors import InputError
from ...expressions import Array
from ...register import declarable
from ...solvers.compositions import compositions
from ...solvers.population_games import group_game
from ...solvers.replicator import Replicator
from ...words import Words, listed
from ..actors import Actor, Strategy
from ..equilibria import EquilibriumSet
from ..margins import Margin
from ..situation import Formulas, Situation
from . import patterns, thresholds
from .game import PopulationGame
from .law import stationary_law
from .nash import nash


@declarable
@dataclass(frozen=True)
class Population(PopulationGame):
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

    def equilibria(self, situation: Situation) -> EquilibriumSet:
        return (nash if self.population is None else stationary_law)(self, situation)

    def group_payoffs(self, situation: Situation) -> tuple[list[Strategy], int, Array]:
        free = self.open_to(situation)
        size = int(self.sizes(situation))
        groups = compositions(size - 1, len(self.counts))
        inside = (groups[:, ~free] == 0).all(axis=1)
        used = [s for s, is_open in zip(self.member.strategies, free, strict=True) if is_open]
        return used, size, self.table(situation)[free][:, inside]

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

    def first_best(self, situation: Situation, objective: sp.Expr) -> Array:
        """Return the best over homogeneous populations."""
        shape = (*situation.shape, len(self.shares))
        pure = {
            name: np.broadcast_to(row, shape)
            for name, row in zip(self.shares, np.eye(len(self.shares)), strict=True)
        }
        values = self.value_at(situation, pure, objective)
        open_to = self.open_to(situation)
        return np.asarray(np.where(open_to, np.broadcast_to(values, shape), -np.inf).max(axis=-1))

    def profile(self, states: Mapping[str, float]) -> Mapping[str, Any]:
        return {key: states[name] for key, name in zip(self.paid, self.shares, strict=True)}

    def label(self, pattern: int) -> Words:
        return patterns.label(self, pattern)

    def describe(self, pattern: int, states: Mapping[str, float]) -> str:
        label = str(self.label(pattern))
        used = sorted(
            ((states[n], s) for n, s in zip(self.shares, self.member.strategies, strict=True)),
            key=lambda pair: -pair[0],
        )
        parts = [f"{s.title} {share:.0%}" for share, s in used if share > patterns.ALMOST]
        return label if len(parts) == 1 else f"{label} ({listed(parts)})"

    def closed_form(
        self, pattern: int, binds: Formulas, transfers: Formulas
    ) -> dict[str, sp.Expr] | None:
        return None

    def margins(self, binds: Formulas, transfers: Formulas) -> tuple[Margin, ...]:
        """Where a first user of one strategy earns no more than the users of another."""
        return thresholds.margins(self, binds, transfers)
