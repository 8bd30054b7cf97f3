"""Replicator dynamics in strategic form, written out and differentiated."""

from itertools import product

import numpy as np


def velocity(tables: list[np.ndarray], mixes: list[np.ndarray]) -> list[np.ndarray]:
    """Return the replicator dynamics of every population, written out by loops."""
    sizes = tables[0].shape
    result = []
    for i, table in enumerate(tables):
        payoff = np.zeros(sizes[i])
        for cell in product(*map(range, sizes)):
            weight = np.prod([mixes[k][cell[k]] for k in range(len(sizes)) if k != i])
            payoff[cell[i]] += weight * table[cell]
        result.append(mixes[i] * (payoff - mixes[i] @ payoff))
    return result


def jacobian(tables: list[np.ndarray], mixes: list[np.ndarray]) -> np.ndarray:
    """Differentiate along directions that keep each population's shares summing to one."""
    sizes = [len(mix) for mix in mixes]
    columns = []
    for i, size in enumerate(sizes):
        for s in range(1, size):
            step = np.zeros(size)
            step[s], step[0] = 1e-6, -1e-6
            ends = [
                np.concatenate([
                    v[1:] for v in velocity(
                        tables, [m + sign * step if k == i else m for k, m in enumerate(mixes)])
                ])
                for sign in (1, -1)
            ]  # fmt: skip
            columns.append((ends[0] - ends[1]) / 2e-6)
    return np.array(columns).T


def expected_code(tables: list[np.ndarray], mixes: list[np.ndarray]) -> str | None:
    """Return the stability, or None where finite differences cannot tell."""
    top = np.linalg.eigvals(jacobian(tables, mixes)).real.max()
    return None if abs(top) < 1e-4 else "unstable" if top > 0 else "stable"
