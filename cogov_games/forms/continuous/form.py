"""The continuous form: actions are intervals; alike players are counted, not listed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy as sp

from ...expressions import Array
from ...register import declarable
from ...words import Words, labelled, listed, number
from ..equilibria import EquilibriumSet
from ..margins import AnyMargin
from ..situation import Formulas, Situation
from . import affine, declared, formulas, patterns, replies, search, separable, thresholds
from .batch import Batch
from .game import ContinuousGame
from .method import Method
from .regret import reach
from .stability import stability

METHODS: tuple[Method, ...] = (affine, separable, declared, search)
"""In the order in which they are asked; the first that accepts a batch of games solves it."""


@declarable
@dataclass(frozen=True)
class Continuous(ContinuousGame):
    """A game whose actions are real intervals.

    Parameters
    ----------
    players : tuple of Player
    total : str
        The symbol of the sum of all actions.
    verb : Words
        What acting means, for sentences.
    solution : mapping of action to expression, optional
        A closed form of an equilibrium. It is verified like any other, and where it holds nothing
        else is searched for; it makes large maps of games with kinks fast.

    Notes
    -----
    An institution's `transfers` are keyed by player. All of a kind act alike; equilibria in which
    they do not are found by declaring two kinds.

    - Where every marginal payoff is linear in all actions, all equilibria are found; see
      `affine_equilibria`.
    - Where nobody's marginal payoff depends on the others, each kind's payoff is maximised over
      its whole interval; the list is complete where each payoff is shown to be concave or convex.
    - Otherwise equilibria are searched for: from first-order conditions or, where payoffs have
      kinks in the actions, from best replies. The list is complete where the slopes are shown to
      allow one equilibrium at most.

    Every equilibrium is verified against a search over all deviations. What is said about all of a
    box is shown by interval arithmetic.
    """

    def deviation_payoffs(self, situation: Situation, x: Array, i: int, own: Array) -> Array:
        """Return what one player of kind i gets from the actions `own`, all others at x.

        Parameters
        ----------
        x : array (..., K, k)
        own : array (..., K, D)

        Returns
        -------
        array (..., K, D)
        """
        return Batch(self, situation).deviation_payoffs(x, i, own)

    def best_replies(self, situation: Situation, x: Array, i: int, points: int = 65) -> Array:
        """Return the best actions of one player of kind i when all others are at x, by search.

        The grid zooms in on its best point; bisection on the sign of the slope then places smooth
        peaks and kinks. Only jumps need the zoom to go all the way.
        """
        return replies.best_replies(Batch(self, situation), x, i, points)

    def equilibria(self, situation: Situation) -> EquilibriumSet:
        batch = Batch(self, situation)
        found = next(method for method in METHODS if method.accepts(batch)).solve(batch)
        x = found.x
        payoffs = np.where(batch.present, batch.payoffs_at(x), np.nan)
        places = patterns.places_at(batch, x)
        return EquilibriumSet(
            states=batch.states(x),
            payoffs={p.actor.key: payoffs[..., i] for i, p in enumerate(self.players)},
            regret=found.regret,
            scale=reach(batch, x),
            stability=stability(batch, x, places),
            pattern=patterns.pattern_of(places),
            complete=found.complete,
            continua=found.continua,
        )

    def first_best(self, situation: Situation, objective: sp.Expr) -> Array:
        return self.largest_between(situation, self.actions, self.feasible(situation), objective)

    def closed_form(
        self, pattern: int, binds: Formulas, transfers: Formulas
    ) -> dict[str, sp.Expr] | None:
        return formulas.closed_form(self, pattern, binds, transfers)

    def profile(self, states: Mapping[str, float]) -> Mapping[str, Any]:
        return {player.key: states[player.action] for player in self.players}

    def label(self, pattern: int) -> Words:
        return patterns.label(pattern, self.players)

    def describe(self, pattern: int, states: Mapping[str, float]) -> str:
        return listed(
            labelled(player.title, number(states[player.action]))
            for i, player in enumerate(self.players)
            if patterns.place_of(pattern, i) != patterns.ABSENT
        )

    def margins(self, binds: Formulas, transfers: Formulas) -> tuple[AnyMargin, ...]:
        return thresholds.margins(self, binds, transfers)

    def probes(self, transfers: Formulas) -> int:
        return 512 if self.slopes(transfers).matrix is not None else 256
