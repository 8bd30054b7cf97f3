"""One-dimensional pushes to test with, and their phase lines."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
from hypothesis import strategies as st

from cogov_games.solvers.phase_line import phase_lines
from cogov_games.solvers.roots import find
from cogov_games.solvers.stability import Stability

STABLE, UNSTABLE, SEMI, NEUTRAL = (
    Stability.STABLE, Stability.UNSTABLE, Stability.SEMI_STABLE, Stability.NEUTRAL,
)  # fmt: skip
TENTHS = st.integers(-3, 13).map(lambda n: Fraction(n, 10))


def solve(function, nodes, **how):
    """Return the phase line of one function, and whether the list is complete."""
    nodes = np.array([nodes], dtype=float)
    points, complete = find(lambda row, x: function(x), nodes, np.array([1e-12]), **how)
    return phase_lines(points, nodes[:, 0], nodes[:, -1]), bool(complete[0])


def product(roots, sign=1.0):
    """Return a polynomial with these roots as a function."""
    return lambda x: sign * np.prod([x - r for r in roots], axis=0) if roots else sign + 0 * x


def steps(levels):
    """Return a push that is constant on equal parts of [0, 1], and the nodes between them."""
    n = len(levels)
    return lambda x: np.array(levels, float)[np.minimum((x * n).astype(int), n - 1)], np.linspace(
        0, 1, n + 1
    )
