"""What a continuous game is: its players, the actions they choose, and what they get."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import ClassVar

import numpy as np
import sympy as sp

from ...errors import InputError
from ...expressions import Array, evaluate, sympify_fields
from ...words import Words
from ..actors import Actor, Measure
from ..base import Form
from ..phrases import titled
from ..situation import Formulas, Situation, columns
from .player import Player
from .slopes import Slopes, slopes_of

ACTION = Words("action", "行动")


@dataclass(frozen=True)
class ContinuousGame(Form):
    """The declaration of a continuous game, without its solution; see `Continuous`."""

    kind: ClassVar[str] = "continuous"

    players: tuple[Player, ...]
    total: str = "X"
    verb: Words = ACTION
    solution: Formulas = field(default_factory=dict)

    def __post_init__(self) -> None:
        sympify_fields(self, "solution")
        declared = self.solution
        if declared and set(declared) != set(self.actions):
            raise InputError(f"the solution gives {sorted(declared)}, not {sorted(self.actions)}.")
        for actor, own in self.hands.items():
            parts = {(self.players[i].payoff, self.players[i].count) for i in own}
            if len(own) > 1 and parts != {(self.players[own[0]].payoff, sp.S.One)}:
                raise InputError(
                    f"{actor.key} decides on several actions: declare one payoff for all, and count 1."
                )

    @property
    def actors(self) -> tuple[Actor, ...]:
        return tuple(dict.fromkeys(player.actor for player in self.players))

    @property
    def hands(self) -> dict[Actor, list[int]]:
        """The positions of each decider's actions."""
        actors = [player.actor for player in self.players]
        return {actor: [i for i, a in enumerate(actors) if a == actor] for actor in actors}

    @property
    def actions(self) -> tuple[str, ...]:
        """The symbols of the actions."""
        return tuple(player.action for player in self.players)

    @property
    def states(self) -> tuple[str, ...]:
        return (*self.actions, self.total)

    @property
    def shown(self) -> tuple[str, ...]:
        """The actions, and their total where it adds up a group."""
        grouped = any(not player.count.is_number for player in self.players)
        return self.states if grouped else self.actions

    @property
    def noted(self) -> tuple[Actor, ...]:
        return tuple(
            Actor(p.key, p.title) if len(self.hands[p.actor]) > 1 else p.actor for p in self.players
        )

    @property
    def measures(self) -> tuple[Measure, ...]:
        return tuple(
            Measure(role.key, None, player.action, titled(player.title, self.verb))
            for role, player in zip(self.noted, self.players, strict=True)
        )

    @property
    def expressions(self) -> tuple[sp.Expr, ...]:
        declared = (e for p in self.players for e in (p.low, p.high, p.payoff, p.count, *p.limits))
        return (*declared, *self.solution.values())

    def payoffs(self, transfers: Formulas) -> tuple[sp.Expr, ...]:
        """Return payoffs with the institution's transfers."""
        return tuple(p.payoff + transfers.get(p.actor.key, sp.S.Zero) for p in self.players)

    def payoff_at(self, situation: Situation, i: int, states: Mapping[str, Array]) -> Array:
        """Return, for one game, what one player of kind i gets at these actions and totals (A, B)."""
        environment = situation.environment(axes=2, **states)
        payoff = evaluate([self.payoffs(situation.transfers)[i]], environment)[0]
        shape = np.broadcast_shapes(*(array.shape for array in states.values()))
        return np.broadcast_to(payoff, shape)

    def slopes(self, transfers: Formulas) -> Slopes:
        """Return the derivatives of payoffs in the own action."""
        counts = tuple(player.count for player in self.players)
        return slopes_of(self.payoffs(transfers), self.actions, counts, self.total)

    def counts(self, situation: Situation) -> Array:
        """Return how many players of each kind there are, shape (..., k)."""
        return _by_kind([player.count for player in self.players], situation)

    def bounds(self, situation: Situation) -> tuple[Array, Array]:
        """Return the smallest and largest action of each kind, shape (..., k)."""
        low = [player.low for player in self.players]
        return _by_kind(low, situation), _by_kind([p.high for p in self.players], situation)

    def feasible(self, situation: Situation) -> tuple[Array, Array]:
        """Return the ends of what each kind could do without the institution, shape (..., k)."""
        low, high = zip(*(player.limits for player in self.players), strict=True)
        return _by_kind(low, situation), _by_kind(high, situation)

    def derived(self, situation: Situation, states: Mapping[str, Array]) -> dict[str, Array]:
        counts = self.counts(situation)
        kinds = enumerate(self.actions)
        total = sum(states[name] * counts[..., i, None] for i, name in kinds)
        return {**{name: states[name] for name in self.actions}, self.total: np.asarray(total)}


def _by_kind(expressions: Sequence[sp.Expr], situation: Situation) -> Array:
    """Return an expression's value for each kind, shape (..., k)."""
    return columns(expressions, situation.environment(), situation.shape)
