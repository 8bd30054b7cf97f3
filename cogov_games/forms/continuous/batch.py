"""A batch of continuous games to solve: what players get at actions and by deviating from them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from ...expressions import Array, evaluate
from ..situation import Situation
from .game import ContinuousGame
from .slopes import Slopes


@dataclass(frozen=True)
class Batch:
    """One declared game in all situations of a batch, with what a solution reads time and again.

    Points have shape (..., K, k): K of them in each game, one action of each of the k kinds.
    """

    game: ContinuousGame
    situation: Situation

    @property
    def shape(self) -> tuple[int, ...]:
        """The batch's shape."""
        return self.situation.shape

    @property
    def kinds(self) -> range:
        """The positions of the kinds of players."""
        return range(len(self.game.players))

    @cached_property
    def payoffs(self) -> tuple[sp.Expr, ...]:
        """What each kind gets, the institution's transfers included."""
        return self.game.payoffs(self.situation.transfers)

    @cached_property
    def slopes(self) -> Slopes:
        """The derivatives of payoffs in the own action."""
        return self.game.slopes(self.situation.transfers)

    @cached_property
    def counts(self) -> Array:
        """How many players of each kind there are, shape (..., k)."""
        return self.game.counts(self.situation)

    @cached_property
    def bounds(self) -> tuple[Array, Array]:
        """The smallest and largest action of each kind, shape (..., k)."""
        return self.game.bounds(self.situation)

    @property
    def present(self) -> NDArray[np.bool_]:
        """Which kinds there are, shape (..., 1, k), to go with points."""
        return np.asarray(self.counts[..., None, :] > 0)

    def where(self, mask: NDArray[np.bool_]) -> Batch:
        """Return the part that the mask selects, flattened."""
        return Batch(self.game, self.situation.where(mask))

    def states(self, x: Array) -> dict[str, Array]:
        """Return the actions and their total at points, by symbol, each (..., K)."""
        states = {name: x[..., i] for i, name in enumerate(self.game.actions)}
        return states | {self.game.total: self._total(x)}

    def alike(self, x: Array) -> dict[str, Array]:
        """Return all symbols' values at points at which all of a kind act alike."""
        states = {name: x[..., i] for i, name in enumerate(self.game.actions)}
        return self.game.environment(self.situation, states)

    def after(self, x: Array, hand: list[int], own: Array) -> dict[str, Array]:
        """Return all symbols' values after one of those at x deviates to `own`."""
        states = {name: x[..., j, None] for j, name in enumerate(self.game.actions)}
        states |= {self.game.actions[i]: own[..., m] for m, i in enumerate(hand)}
        moved = own - x[..., None, hand]
        states[self.game.total] = self._total(x)[..., None] + moved.sum(axis=-1)
        return self.situation.environment(axes=2, **states)

    def joint_payoffs(self, x: Array, hand: list[int], own: Array) -> Array:
        """Return what a decider gets from joint actions `own` (..., K, D, len(hand))."""
        payoff = evaluate([self.payoffs[hand[0]]], self.after(x, hand, own))[0]
        return np.broadcast_to(payoff, own.shape[:-1])

    def deviation_payoffs(self, x: Array, i: int, own: Array) -> Array:
        """Return what one player of kind i gets from the actions `own` (..., K, D), others at x."""
        return self.joint_payoffs(x, [i], own[..., None])

    def payoffs_at(self, x: Array) -> Array:
        """Return what each kind gets at points, shape (..., K, k)."""
        return np.stack(
            [self.deviation_payoffs(x, i, x[..., i, None])[..., 0] for i in self.kinds], axis=-1
        )

    def _total(self, x: Array) -> Array:
        return np.asarray((x * self.counts[..., None, :]).sum(axis=-1))
