"""Stability of equilibria under multi-population replicator dynamics."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from .group import Stability

Array = NDArray[np.float64]
TOLERANCE = 1e-9


def replicator_stability(tables: list[Array], mixes: list[Array]) -> NDArray[np.int8]:
    """Classify equilibria by the eigenvalues of the replicator dynamics.

    Parameters
    ----------
    tables : list of arrays (..., m1, ..., mN)
        Payoffs of each of the N actors.
    mixes : list of arrays (..., K, mi)
        The equilibria, NaN-padded.

    Returns
    -------
    int8 array (..., K)
        `Stability.STABLE` if all eigenvalues on the simplices have negative real parts,
        `UNSTABLE` if one is positive, `NEUTRAL` otherwise (non-hyperbolic); -1 for padding.

    Notes
    -----
    Each population's shares follow x_i' = x_i (f_i - f), f_i the payoff of strategy i and f the
    mean. A mixed equilibrium of two populations is never asymptotically stable (Selten 1980).

    References
    ----------
    Selten, R. (1980). A note on evolutionarily stable strategies in asymmetric animal conflicts.
    Journal of Theoretical Biology 84, 93-101.
    """
    n = len(tables)
    sizes = [mix.shape[-1] for mix in mixes]
    present = np.isfinite(mixes[0][..., 0])
    filled = [np.where(present[..., None], mix, 1.0 / mix.shape[-1]) for mix in mixes]
    scale = np.max([np.ptp(t, axis=tuple(range(-n, 0))) for t in tables], axis=0)
    scale = np.where(scale > 0, scale, 1.0)[..., None, None, None]
    blocks = [[_block(tables[i], filled, i, j) for j in range(n)] for i in range(n)]
    basis = [_tangent(size) for size in sizes]
    rows = [
        np.concatenate([basis[i].T @ blocks[i][j] @ basis[j] for j in range(n)], axis=-1)
        for i in range(n)
    ]
    jacobian = np.concatenate(rows, axis=-2) / scale
    top = np.linalg.eigvals(jacobian).real.max(axis=-1)
    code = np.where(
        top < -TOLERANCE,
        Stability.STABLE,
        np.where(top > 1e-7, Stability.UNSTABLE, Stability.NEUTRAL),
    )
    return np.where(present, code, -1).astype(np.int8)


def _block(table: Array, mixes: list[Array], i: int, j: int) -> Array:
    x = mixes[i]
    if i == j:
        payoff = expected_payoffs(table, mixes, (i,))
        mean = (x * payoff).sum(axis=-1, keepdims=True)
        return _diagonal(payoff - mean) - x[..., :, None] * payoff[..., None, :]
    slope = expected_payoffs(table, mixes, (i, j))
    mean = (x[..., :, None] * slope).sum(axis=-2, keepdims=True)
    return np.asarray(x[..., :, None] * (slope - mean))


def expected_payoffs(table: Array, mixes: list[Array], keep: tuple[int, ...] = ()) -> Array:
    """Return expected payoffs over all actors but those kept, shape (..., K, kept sizes)."""
    n = len(mixes)
    letters = "abcdefgh"[:n]
    drop = [k for k in range(n) if k not in keep]
    inputs = ",".join([f"...z{letters}", *(f"...z{letters[k]}" for k in drop)])
    spread = np.expand_dims(table, -n - 1)
    spread = np.broadcast_to(spread, (*mixes[0].shape[:-1], *table.shape[-n:]))
    kept = "".join(letters[k] for k in keep)
    return np.asarray(np.einsum(f"{inputs}->...z{kept}", spread, *(mixes[k] for k in drop)))


def _diagonal(vector: Array) -> Array:
    return vector[..., :, None] * np.eye(vector.shape[-1])


def _tangent(size: int) -> Array:
    """Return an orthonormal basis of the directions that keep shares summing to one."""
    q, _ = np.linalg.qr(np.column_stack([np.ones(size), np.eye(size)[:, : size - 1]]))
    return np.asarray(q[:, 1:])
