"""What actors in strategic form expect when they mix."""

from __future__ import annotations

import numpy as np

from .arrays import Array

__all__ = ["expected_payoffs"]


def expected_payoffs(table: Array, mixes: list[Array], keep: tuple[int, ...] = ()) -> Array:
    """Return an actor's expected payoffs over all actors but those kept.

    Parameters
    ----------
    table : array (..., m1, ..., mN)
        The actor's payoffs; N is at most 8.
    mixes : list of N arrays (..., K, mi)
        Each actor's mixed strategies in K profiles.
    keep : tuple of int
        The actors, in this order, whose strategies stay apart.

    Returns
    -------
    array (..., K, mi of those kept)
        In the units of the payoffs.

    Notes
    -----
    Exact to rounding; NaN where a mix that counts is NaN.

    Examples
    --------
    >>> table, half = np.array([[2.0, 0.0], [0.0, 1.0]]), np.array([[0.5, 0.5]])
    >>> expected_payoffs(table, [half, half]), expected_payoffs(table, [half, half], (0,))
    (array([0.75]), array([[1. , 0.5]]))
    """
    n = len(mixes)
    letters = "abcdefgh"[:n]
    drop = [k for k in range(n) if k not in keep]
    inputs = ",".join([f"...z{letters}", *(f"...z{letters[k]}" for k in drop)])
    spread = np.expand_dims(table, -n - 1)
    spread = np.broadcast_to(spread, (*mixes[0].shape[:-1], *table.shape[-n:]))
    kept = "".join(letters[k] for k in keep)
    return np.asarray(np.einsum(f"{inputs}->...z{kept}", spread, *(mixes[k] for k in drop)))
