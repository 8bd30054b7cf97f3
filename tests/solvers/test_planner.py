"""The largest value on a box, at peaks and at corners."""

import numpy as np
import pytest

from cogov_games.solvers.planner import maximise


@pytest.mark.parametrize("k", [1, 2, 3])
def test_the_planner_finds_the_peak_of_a_paraboloid(k: int) -> None:
    rng = np.random.default_rng(k)
    for _ in range(10):
        peak = rng.uniform(-1.5, 1.5, k)
        low, high = -np.ones(k), np.ones(k)
        best = maximise(lambda x, peak=peak: 3 - ((x - peak) ** 2).sum(axis=-1), low, high)
        assert best == pytest.approx(3 - ((np.clip(peak, -1, 1) - peak) ** 2).sum(), abs=1e-10)


def test_the_planner_is_exact_at_corners() -> None:
    best = maximise(lambda x: x[..., 0] - 2 * x[..., 1], np.array([0.1, 0.3]), np.array([0.7, 0.9]))
    assert best == 0.7 - 2 * 0.3
