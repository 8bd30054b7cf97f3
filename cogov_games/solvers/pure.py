"""Pure equilibria of games with any number of actors."""

from __future__ import annotations

import numpy as np

from .arrays import Array
from .padding import valid_first

__all__ = ["pure_equilibria"]

TOLERANCE = 1e-9


def pure_equilibria(tables: list[Array]) -> tuple[list[Array], Array]:
    """Return all pure equilibria of a batch of games in strategic form.

    Parameters
    ----------
    tables : list of arrays (..., m1, ..., mN)
        Payoffs of each of the N actors.

    Returns
    -------
    mixes : list of arrays (..., K, mi)
        For each actor, the equilibrium strategies as 0/1 probabilities, NaN-padded.
    regret : array (..., K)
        Largest gain from a unilateral deviation; at most `TOLERANCE` times the payoff range.

    Notes
    -----
    Every cell of the tables is tried. A gain of at most 1e-9 of the largest payoff range of any
    actor counts as none, so that ties are equilibria.

    References
    ----------
    Nash, J. (1951). Non-cooperative games. Annals of Mathematics 54, 286-295.

    Examples
    --------
    A coordination game.

    >>> game = np.array([[2.0, 0.0], [0.0, 1.0]])
    >>> (row, column), regret = pure_equilibria([game, game])
    >>> row.tolist(), column.tolist(), regret.tolist()
    ([[1.0, 0.0], [0.0, 1.0]], [[1.0, 0.0], [0.0, 1.0]], [0.0, 0.0])
    """
    n = len(tables)
    sizes = tables[0].shape[-n:]
    lead = tables[0].shape[:-n]
    gain = np.zeros((*lead, *sizes))
    for i, table in enumerate(tables):
        gain = np.maximum(gain, table.max(axis=i - n, keepdims=True) - table)
    scale = np.max([np.ptp(table, axis=tuple(range(-n, 0))) for table in tables], axis=0)
    flat = gain.reshape(*lead, -1)
    nash = flat <= TOLERANCE * scale[..., None]
    order, present = valid_first(nash)
    regret = np.where(present, np.take_along_axis(flat, order, axis=-1), np.nan)
    cells = np.unravel_index(order, sizes)
    mixes = [
        np.where(present[..., None], cell[..., None] == np.arange(size), np.nan)
        for cell, size in zip(cells, sizes, strict=True)
    ]
    return mixes, regret
