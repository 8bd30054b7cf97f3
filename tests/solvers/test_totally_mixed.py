"""Points at which three populations mix: one, two, a double one, and where a share is free."""

from __future__ import annotations

import numpy as np
import pytest
from population_examples import bilinear_game

from cogov_games.solvers.rest_points import rest_points
from cogov_games.solvers.stability import TYPES


@pytest.mark.parametrize(("first", "last"), [(0.25, 0.75), (0.5, 0.5), (0.1, 0.11)])
def test_two_interior_points_and_a_double_one(first: float, last: float) -> None:
    """x = y = z at the roots of (t - first)(t - last)."""
    game = bilinear_game(
        lambda y, z: z - y,
        lambda x, z: x * z - (first + last) / 2 * (x + z) + first * last,
        lambda x, y: x - y,
    )
    found = rest_points(game)
    inner = found.shares[(found.shares > 0).all(axis=1)][:, 1::2]
    expected = sorted({first, last})
    assert sorted(inner[:, 0]) == pytest.approx(expected, abs=1e-9)
    assert np.ptp(inner, axis=1).max() < 1e-9
    assert found.complete
    double = found.types[(found.shares > 0).all(axis=1)] == TYPES.index("non-hyperbolic")
    assert double.all() == (first == last)


def test_interior_points_where_a_share_is_free() -> None:
    """The first gain vanishes at y = 1/2 whatever z is; the others then fix x and z."""
    game = bilinear_game(lambda y, z: (y - 0.5) * (z + 1), lambda x, z: z - 0.3, lambda x, y: x - y)
    found = rest_points(game)
    inner = found.shares[(found.shares > 0).all(axis=1)]
    assert inner[:, 1::2] == pytest.approx(np.array([[0.5, 0.5, 0.3]]))
    assert found.complete
    curve = bilinear_game(
        lambda y, z: (y - 0.5) * (z + 1), lambda x, z: z - x, lambda x, y: (y - 0.5) * (1 - x)
    )
    assert not rest_points(curve).complete
