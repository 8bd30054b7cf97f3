"""Stability of equilibria in actions: whether small departures die out under gradient adjustment."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...expressions import Array
from ...solvers.stability import Stability
from ..equilibria import TOLERANCE
from ..situation import columns
from .batch import Batch
from .patterns import INNER


def stability(batch: Batch, x: Array, places: NDArray[np.int64]) -> NDArray[np.int8]:
    """Classify by gradient adjustment of the interior actions of the kinds that are present."""
    k = len(batch.kinds)
    environment = batch.situation.environment(axes=1, **batch.states(x))
    flat = columns(batch.slopes.jacobian, environment, x.shape[:-1])
    jacobian = flat.reshape(*x.shape, k)
    moves = places == INNER
    jacobian = np.where(moves[..., :, None] & moves[..., None, :], jacobian, 0.0)
    frozen = np.where(moves, 0.0, -1.0)[..., :, None] * np.eye(k)
    present = np.asarray(np.isfinite(x).all(axis=-1))
    size = np.abs(jacobian).max(axis=(-1, -2), keepdims=True)
    jacobian = jacobian / np.where(size > 0, size, 1.0)
    system = np.where(present[..., None, None], jacobian + frozen, -np.eye(k))
    top = np.linalg.eigvals(np.nan_to_num(system)).real.max(axis=-1)
    code = np.where(
        top < -TOLERANCE,
        Stability.STABLE,
        np.where(top > TOLERANCE, Stability.UNSTABLE, Stability.NEUTRAL),
    )
    return np.where(present, code, -1).astype(np.int8)
