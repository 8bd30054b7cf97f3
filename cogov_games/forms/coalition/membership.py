"""Sharing by a formula among those who take part: nobody gains by leaving or joining alone."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...expressions import Array
from ...solvers.characteristic import members
from ...solvers.partitions import joint
from ...solvers.stability import Stability
from ..equilibria import TOLERANCE
from .allocations import FORMULA, KINDS, Allocations


def by_formula(worth: Array, offer: Array, bound: NDArray[np.bool_]) -> Allocations:
    """Return all sets of members that are stable.

    Parameters
    ----------
    worth : array (..., 2**n)
        What each group is worth to itself, by bit mask.
    offer : array (..., 2**n, n)
        What each member of each group gets.
    bound : bool array (...)
        Whether all are members and nobody may leave.
    """
    n = offer.shape[-1]
    inside = members(n).astype(bool)
    masks = np.arange(1 << n)
    alone = worth[..., 1 << np.arange(n)][..., None, :]
    joined = np.take(offer, masks[:, None] | 1 << np.arange(n), axis=-2)
    joined = np.diagonal(joined, axis1=-2, axis2=-1)  # what each gets after joining
    gain = np.where(inside, alone - offer, joined - alone)
    bound = bound[..., None]
    largest = gain.max(axis=-1)
    allowed = TOLERANCE * np.abs(worth).max(axis=-1)[..., None]
    stable = (largest <= allowed) & (inside.sum(axis=-1) != 1)  # one member is nobody
    stable = np.where(bound, masks == masks[-1], stable)
    some = masks[:, None] > 0
    tied = ~bound & ((np.abs(gain) <= allowed[..., None]) & some).any(axis=-1)
    order = np.argsort(~stable, axis=-1, kind="stable")[..., : int(stable.sum(axis=-1).max())]
    here = np.take_along_axis(stable, order, axis=-1)
    x = np.where(inside, offer, alone)
    x = np.take_along_axis(np.broadcast_to(x, offer.shape), order[..., None], axis=-2)
    regret = np.where(bound, 0.0, np.maximum(largest, 0.0))
    code = np.where(tied, Stability.NEUTRAL, Stability.STABLE)
    return Allocations(
        np.where(here[..., None], x, np.nan),
        np.where(here, np.take_along_axis(regret, order, axis=-1), np.nan),
        np.where(here, np.take_along_axis(code, order, axis=-1), -1).astype(np.int8),
        (joint(n) * len(KINDS) + FORMULA)[order],
    )
