"""Regret in continuous games: what anybody can gain by deviating, and which points survive that."""

from __future__ import annotations

import numpy as np

from ...expressions import Array
from ...solvers.continuous import compact
from ...solvers.planner import maximise
from ..equilibria import TOLERANCE
from .batch import Batch
from .replies import best_replies


def verified(batch: Batch, x: Array) -> tuple[Array, Array]:
    """Return the candidates that survive the search for deviations, and their regret (..., K)."""
    gains = np.where(batch.present, regrets(batch, x), 0.0)
    regret = np.where(np.isfinite(x).all(axis=-1), gains.max(axis=-1), np.nan)
    valid = np.asarray(regret <= TOLERANCE * reach(batch, x)[..., None])
    return compact(x, valid), compact(regret[..., None], valid)[..., 0]


def regrets(batch: Batch, x: Array) -> Array:
    """Return each kind's largest gain from deviating, shape (..., K, k), by global search."""
    gains = np.zeros(x.shape)
    for hand in batch.game.hands.values():
        if len(hand) == 1:
            best = best_replies(batch, x, hand[0])[..., None]
            top = batch.deviation_payoffs(x, hand[0], best)[..., 0]
        else:
            top = _best_joint(batch, x, hand)
        now = batch.joint_payoffs(x, hand, x[..., None, hand])[..., 0]
        gains[..., hand] = np.maximum(top - now, 0.0)[..., None]
    return gains


def reach(batch: Batch, x: Array) -> Array:
    """Return the size of payoffs that deviations from the points x can reach, shape (...)."""
    low, high = batch.bounds
    sizes = []
    for i in batch.kinds:
        ends = low[..., None, i], high[..., None, i]
        own = np.broadcast_to(np.linspace(*ends, 9, axis=-1), (*x.shape[:-1], 9))
        payoffs = batch.deviation_payoffs(x, i, own)
        sizes.append(np.where(np.isfinite(payoffs), np.abs(payoffs), 0.0).max(axis=(-1, -2)))
    return np.asarray(np.max(sizes, axis=0))


def _best_joint(batch: Batch, x: Array, hand: list[int]) -> Array:
    """Return the most that a decider can get by changing several actions at once."""
    low, high = (
        np.broadcast_to(bound[..., None, hand], (*x.shape[:-1], len(hand)))
        for bound in batch.bounds
    )

    def payoff(own: Array) -> Array:
        return np.nan_to_num(batch.joint_payoffs(x, hand, own), nan=-np.inf)

    return maximise(payoff, low, high)
