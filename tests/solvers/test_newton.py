"""Newton steps in groups, against algebra in pairs."""

from __future__ import annotations

import numpy as np
import pytest

from cogov_games.solvers.compositions import compositions
from cogov_games.solvers.population_games import group_game, matrix_game
from cogov_games.solvers.replicator import Replicator
from cogov_games.solvers.rest_points import rest_points


def as_groups(matrix: np.ndarray, n: int) -> Replicator:
    """The same mean payoffs from groups of n: each other member pays out on its own."""
    counts = compositions(n - 1, len(matrix))
    return group_game(counts @ matrix.T / (n - 1), counts)


@pytest.mark.parametrize("size", [3, 4])
def test_search_finds_what_algebra_finds(size: int) -> None:
    rng = np.random.default_rng(size)
    inner = 0
    for _ in range(25):
        matrix = rng.normal(size=(size, size))
        pairs, groups = rest_points(matrix_game(matrix)), rest_points(as_groups(matrix, 4))
        assert not groups.complete
        assert len(pairs.shares) == len(groups.shares)
        for point in pairs.shares:
            assert np.abs(groups.shares - point).max(axis=1).min() < 1e-9
        inner += (pairs.shares.min(axis=1) > 0).sum()
    assert inner > 2
