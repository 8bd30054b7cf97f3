"""Games whose marginal payoffs are linear in all actions: every equilibrium is found."""

from __future__ import annotations

import numpy as np

from ...expressions import Array, evaluate
from ...solvers.continuous import BoxSolutions, affine_equilibria
from ..situation import columns
from .batch import Batch
from .method import Found
from .regret import verified


def accepts(batch: Batch) -> bool:
    """Say whether slopes are linear; ties are left to the method that lists all best actions."""
    slopes = batch.slopes
    return slopes.matrix is not None and not (slopes.separable and _ties(batch))


def solve(batch: Batch) -> Found:
    """Return the solutions on all faces of the box, which quadratic payoffs verify by a formula."""
    slopes, environment = batch.slopes, batch.situation.environment()
    assert slopes.matrix is not None
    assert slopes.level is not None
    flat = columns(slopes.matrix, environment, batch.shape)
    matrix = flat.reshape(*batch.shape, len(batch.kinds), len(batch.kinds))
    level = columns(slopes.level, environment, batch.shape)
    found = _solutions(batch, matrix, level)
    if slopes.quadratic:
        curvature = columns(slopes.curvature, environment, batch.shape)
        if _concave(batch, matrix, curvature):
            force = (matrix[..., None, :, :] @ found.x[..., None])[..., 0] + level[..., None, :]
            return Found(found.x, found.complete, _regret(batch, found.x, force, curvature))
    x, regret = verified(batch, found.x)
    return Found(x, found.complete, regret)


def _ties(batch: Batch) -> bool:
    """Say whether some payoff of the batch is not strictly concave, hence may have ties."""
    curvature = evaluate(batch.slopes.curvature, batch.situation.environment())
    return not all(np.all(bend < 0) for bend in curvature)


def _solutions(batch: Batch, matrix: Array, level: Array) -> BoxSolutions:
    """Solve for the kinds that some game of the batch has; the others stay at their low end."""
    low, high = batch.bounds
    here = np.flatnonzero((batch.counts > 0).reshape(-1, len(batch.kinds)).any(axis=0))
    matrix, level = matrix[..., here[:, None], here], level[..., here]
    found = affine_equilibria(matrix, level, low[..., here], high[..., here])
    x = np.repeat(low[..., None, :], found.x.shape[-2], axis=-2)
    x[..., here] = found.x
    return BoxSolutions(x, found.complete)


def _concave(batch: Batch, matrix: Array, curvature: Array) -> bool:
    """Say whether quadratic payoffs are concave in everything that one decider chooses."""
    hands = [hand for hand in batch.game.hands.values() if len(hand) > 1]
    blocks = [matrix[..., hand, :][..., hand] for hand in hands]
    return bool((curvature <= 0).all() and all((np.linalg.eigvalsh(b) <= 0).all() for b in blocks))


def _regret(batch: Batch, x: Array, force: Array, curvature: Array) -> Array:
    """Return the largest gain from a deviation, (..., K): the parabola's height above the point."""
    low, high = batch.bounds
    bend = curvature[..., None, :]
    with np.errstate(divide="ignore", invalid="ignore"):
        goal = np.where(bend < 0, x - force / bend, np.where(force > 0, np.inf, -np.inf))
    goal = np.where((bend >= 0) & (force == 0), x, goal)
    step = np.clip(goal, low[..., None, :], high[..., None, :]) - x
    gains = np.maximum(force * step + bend * step**2 / 2, 0.0)
    regret = np.where(batch.present, gains, 0.0).max(axis=-1)
    return np.where(np.isfinite(x).all(axis=-1), regret, np.nan)
