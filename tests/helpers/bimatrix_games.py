"""Bimatrix games to test with, and comparison with exact equilibria."""

from __future__ import annotations

from itertools import chain

import numpy as np
from exact_bimatrix import exact_equilibria
from hypothesis import strategies as st

PRECISION = 1e-8


def stacked(x, y):
    return np.hstack((np.asarray(x, dtype=float), np.asarray(y, dtype=float)))


def assert_same_equilibria(found, expected, precision=PRECISION):
    """Check that two arrays (K, m + n) hold the same rows, one to one, in any order."""
    assert len(found) == len(expected), f"\nfound\n{found}\nexpected\n{expected}"
    close = (np.abs(found[:, None] - expected).max(axis=2) < precision).sum(axis=1)
    assert (close == 1).all(), f"\nfound\n{found}\nexpected\n{expected}"


def assert_exact(tenths_a, tenths_b, found):
    """Check the equilibria of a game whose payoffs are whole numbers of tenths."""
    exact = exact_equilibria(tenths_a.tolist(), tenths_b.tolist())
    expected = np.array([[float(p) for p in chain(x, y)] for x, y in exact])
    assert_same_equilibria(stacked(found.x, found.y), expected)


def games_in_tenths(rng, number, shape):
    """Return payoffs in steps of 0.1, as whole numbers; half of the games have few values."""
    few = rng.integers(0, 3, (2, number // 2, *shape))
    many = rng.integers(-10, 11, (2, number - number // 2, *shape))
    return np.concatenate((few, many), axis=1)


def regret(a, b, x, y):
    row, column = np.asarray(a) @ y, x @ np.asarray(b)
    return max(row.max() - x @ row, column.max() - column @ y)


@st.composite
def small_games(draw, largest=4):
    m, n = draw(st.integers(1, largest)), draw(st.integers(1, largest))
    high = draw(st.sampled_from([1, 2, 5, 20]))
    payoffs = st.lists(st.integers(-high, high), min_size=m * n, max_size=m * n)
    return tuple(np.array(draw(payoffs), dtype=float).reshape(m, n) / 10 for _ in "AB")
