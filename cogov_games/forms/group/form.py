"""The group form: n people of one kind, each of whom acts or not; only their number counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from math import comb as choose
from typing import Any

import numpy as np
import sympy as sp

from ...expressions import Array, evaluate
from ...register import declarable
from ...solvers.asymmetric import pure_equilibrium_counts, pure_regret
from ...solvers.best_reply import basins, reached
from ...solvers.group import symmetric_equilibria
from ...solvers.population_games import group_game
from ...solvers.replicator import Replicator
from ...words import Words, number
from ..actors import Actor, Strategy
from ..equilibria import AsymmetricEquilibrium, EquilibriumSet
from ..margins import AnyMargin, Margin
from ..situation import Formulas, Situation
from . import formulas, patterns, thresholds
from .game import GroupGame, mean_payoff


@declarable
@dataclass(frozen=True)
class Group(GroupGame):
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

    def equilibria(self, situation: Situation) -> EquilibriumSet:
        abstain, act = self.tables(situation)
        scale = np.maximum(np.abs(abstain), np.abs(act)).max(axis=-1)
        solved = symmetric_equilibria(act - abstain, scale)
        x = solved.x
        start = situation.values.get(self.status_quo)
        return EquilibriumSet(
            states={self.share: x} | self.averages(situation, x),
            payoffs={self.member.key: mean_payoff(abstain, act, x)},
            regret=solved.regret,
            scale=scale,
            stability=solved.stability,
            pattern=patterns.patterns_of(x, solved.stability),
            complete=np.asarray(solved.complete),
            continua=((0, 1),) if not situation.shape and bool(solved.continuum) else (),
            basin=basins(solved),
            reached=None if start is None else reached(solved, act - abstain, start),
        )

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

    def group_payoffs(self, situation: Situation) -> tuple[list[Strategy], int, Array]:
        table = np.stack(self.tables(situation))
        return list(self.member.strategies), table.shape[-1], table

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

    def first_best(self, situation: Situation, objective: sp.Expr) -> Array:
        if self.average and objective.has(sp.Symbol(self.average)):
            return self._best_number(situation, objective)
        unit = np.ones((*situation.shape, 1))
        return self.largest_between(situation, (self.share,), (0 * unit, unit), objective)

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
        return patterns.label(pattern, self.act.title)

    def describe(self, pattern: int, states: Mapping[str, float]) -> str:
        label, x = str(self.label(pattern)), states[self.share]
        alike = pattern in (patterns.NONE, patterns.ALL)
        return label if alike else f"{label} ({number(x)})"

    def closed_form(
        self, pattern: int, binds: Formulas, transfers: Formulas
    ) -> dict[str, sp.Expr] | None:
        return formulas.closed_form(self, pattern, binds, transfers)

    def margins(self, binds: Formulas, transfers: Formulas) -> tuple[AnyMargin, ...]:
        return thresholds.margins(self, binds, transfers)

    def turning(self, pattern: int, binds: Formulas, transfers: Formulas) -> tuple[sp.Eq, ...]:
        """The mean gain and its derivative vanish at the share that acts."""
        return thresholds.turning(self, pattern, binds, transfers)

    def tipping(self, binds: Formulas, transfers: Formulas) -> tuple[Margin, ...]:
        """Where the gain is linear in the others' number, its mean is the gain at their mean."""
        return thresholds.tipping(self, binds, transfers)
