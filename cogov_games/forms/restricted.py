"""The strategic form where an institution closes some strategies."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import product

import numpy as np
import sympy as sp

from ..errors import InputError
from ..expressions import Array
from ..register import declarable
from ..solvers.expected_payoffs import expected_payoffs
from ..solvers.replicator import Replicator
from ..words import unknown
from .actors import Actor
from .equilibria import EquilibriumSet
from .margins import Margin
from .situation import Formulas, Situation
from .strategic import Strategic
from .strategic.patterns import patterns_of


@declarable
@dataclass(frozen=True)
class Restricted(Strategic):
    """A game in strategic form some of whose strategies nobody can use.

    Parameters
    ----------
    closed : tuple of str
        The symbols of the closed strategies' probabilities, which are zero in all equilibria.

    Notes
    -----
    What is solved is the game among those who are left a choice. Stability, too, is judged within
    it: nobody drifts to a closed strategy. The planner's best is sought over all strategies.
    """

    closed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        for name in self.closed:
            if name not in self.states:
                raise unknown("strategy", name, self.states)
        if any(not choices for choices in self._open):
            raise InputError(f"closed = {self.closed} leaves somebody nothing to do.")
        if all(len(choices) == 1 for choices in self._open):
            raise InputError(f"closed = {self.closed} leaves nobody a choice.")

    @property
    def _open(self) -> list[list[int]]:
        """The positions of the open strategies, by actor."""
        return [[i for i, s in enumerate(names) if s not in self.closed] for names in self.shares]

    @cached_property
    def fixed(self) -> dict[str, int]:
        """What is certain: the probabilities of closed strategies and of those without alternative."""
        return {
            name: int(i in choices)
            for choices, names in zip(self._open, self.shares, strict=True)
            for i, name in enumerate(names)
            if i not in choices or len(choices) == 1
        }

    @cached_property
    def reduced(self) -> Strategic:
        """The game among those who are left a choice."""
        left = [i for i, choices in enumerate(self._open) if len(choices) > 1]
        players = tuple(
            replace(
                actor,
                strategies=tuple(
                    replace(actor.strategies[k], share=self.shares[i][k]) for k in self._open[i]
                ),
            )
            for i, actor in enumerate(self.players)
            if i in left
        )
        keys = [
            [actor.strategies[k].key for k in choices]
            for actor, choices in zip(self.players, self._open, strict=True)
        ]
        payoffs = {
            tuple(cell[i] for i in left): tuple(self.payoffs[cell][i] for i in left)
            for cell in product(*keys)
        }
        return Strategic(players, payoffs, self.status_quo)

    def _left(self, transfers: Formulas) -> dict[str, sp.Expr]:
        """Return the transfers to those who are left a choice."""
        known = {sp.Symbol(name): value for name, value in self.fixed.items()}
        actors = {actor.key for actor in self.reduced.players}
        return {key: e.subs(known) for key, e in transfers.items() if key in actors}

    def _seen(self, situation: Situation) -> Situation:
        return replace(situation, transfers=self._left(situation.transfers), _cache={})

    def equilibria(self, situation: Situation) -> EquilibriumSet:
        found = self.reduced.equilibria(self._seen(situation))
        if len(self.reduced.players) == 1:  # whose best strategies, and all their mixtures, are all
            tied = not situation.shape and found.regret.size > 1
            found = replace(
                found,
                complete=np.ones(situation.shape, dtype=bool),
                continua=(tuple(range(found.regret.size)),) if tied else (),
            )
        states = {
            name: np.where(found.present, self.fixed[name], np.nan)
            if name in self.fixed
            else found.states[name]
            for name in self.states
        }
        mixes = [np.stack([states[name] for name in names], axis=-1) for names in self.shares]
        payoffs = {
            actor.key: expected_payoffs(table, mixes)
            for actor, table in zip(self.players, self.tables(situation), strict=True)
        }
        return replace(found, states=states, payoffs=payoffs, pattern=patterns_of(mixes))

    def rest_points(self, situation: Situation, found: EquilibriumSet) -> list[dict[str, float]]:
        corners = super().rest_points(situation, found)
        return [c for c in corners if all(c[name] == value for name, value in self.fixed.items())]

    @property
    def populations(self) -> tuple[Actor, ...]:
        return self.reduced.players

    def replicator(self, situation: Situation) -> Replicator:
        return self.reduced.replicator(self._seen(situation))

    def to_shares(self, states: Mapping[str, float]) -> Array:
        return self.reduced.to_shares(states)

    def from_shares(self, shares: Array) -> dict[str, float]:
        moved = self.fixed | self.reduced.from_shares(shares)
        return {name: float(moved[name]) for name in self.states}

    def closed_form(
        self, pattern: int, binds: Formulas, transfers: Formulas
    ) -> dict[str, sp.Expr] | None:
        played = {name: bool(pattern >> i & 1) for i, name in enumerate(self.states)}
        small = sum(played[name] << i for i, name in enumerate(self.reduced.states))
        states = self.reduced.closed_form(small, binds, self._left(transfers))
        if states is None:
            return None
        known = {name: sp.Integer(value) for name, value in self.fixed.items()}
        return {name: known[name] if name in known else states[name] for name in self.states}

    def explains(self, key: str, pattern: int) -> bool:
        return len(self.reduced.players) < 3 or super().explains(key, pattern)

    def margins(self, binds: Formulas, transfers: Formulas) -> tuple[Margin, ...]:
        return self.reduced.margins(binds, self._left(transfers))
