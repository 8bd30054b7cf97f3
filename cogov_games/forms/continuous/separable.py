"""Games in which nobody's marginal payoff depends on the others: everybody's best actions combine."""

from __future__ import annotations

from itertools import product

import numpy as np

from ...expressions import Array, evaluate
from ...solvers.continuous import compact
from ...solvers.scan import Maximisers, maximisers
from ..equilibria import TOLERANCE, runs
from .batch import Batch
from .completeness import bent_one_way
from .method import Found


def accepts(batch: Batch) -> bool:
    """Say whether no marginal payoff depends on what others do."""
    return batch.slopes.separable


def solve(batch: Batch) -> Found:
    """Return all combinations of best actions."""
    low, high = batch.bounds
    best = [_best(batch, i) for i in batch.kinds]
    choices = list(product(*(range(b.x.shape[-1]) for b in best)))
    x = np.stack(
        [np.stack([b.x[..., c[i]] for i, b in enumerate(best)], axis=-1) for c in choices],
        axis=-2,
    )
    valid = np.asarray(np.isfinite(x).all(axis=-1))
    middle = np.broadcast_to(((low + high) / 2)[..., None, :], x.shape)
    gains = [
        b.top[..., None] - batch.deviation_payoffs(middle, i, x[..., i, None])[..., 0]
        for i, b in enumerate(best)
    ]
    regret = np.where(batch.present, np.stack(gains, axis=-1), 0.0).max(axis=-1)
    regret = np.where(valid, np.maximum(regret, 0.0), np.nan)
    complete = np.zeros(batch.shape, dtype=bool)
    if not batch.slopes.kinked:
        complete = bent_one_way(batch) & valid.any(axis=-1)
    return Found(
        compact(x, valid),
        complete,
        compact(regret[..., None], valid)[..., 0],
        () if batch.shape else _continua(best, [choices[c] for c in np.flatnonzero(valid)]),
    )


def _best(batch: Batch, i: int) -> Maximisers:
    """Return all actions that are best for kind i, whatever the others do."""
    low, high = batch.bounds
    high = np.where(batch.counts > 0, high, low)
    others = ((low + high) / 2)[..., None, :]

    def payoff(own: Array) -> Array:
        return batch.deviation_payoffs(others, i, own[..., None, :])[..., 0, :]

    def slope(own: Array) -> Array:
        environment = batch.situation.environment(axes=1, **{batch.game.actions[i]: own})
        return np.broadcast_to(evaluate([batch.slopes.marginal[i]], environment)[0], own.shape)

    return maximisers(
        payoff, slope, low[..., i], high[..., i], kinked=batch.slopes.kinked, tie=TOLERANCE
    )


def _continua(
    best: list[Maximisers], choices: list[tuple[int, ...]]
) -> tuple[tuple[int, ...], ...]:
    """Return which of the combinations of best actions have everything between them as well."""
    flat = [runs([False, *b.joined[:-1]][: np.isfinite(b.x).sum()]) for b in best]
    corners = ([choices.index(c) for c in product(*group)] for group in product(*flat))
    return tuple(tuple(c) for c in corners if len(c) > 1)
