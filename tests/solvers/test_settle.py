"""Where populations settle, against an integrator without any rule about boxes."""

import numpy as np
import pytest

import cogov_games as cg
from cogov_games.solvers.eigenvalues import replicator_stability
from cogov_games.solvers.settle import nearest, settled


def test_settling_against_an_integrator() -> None:
    """Runge-Kutta steps in the shares themselves, without any rule about boxes."""
    rng = np.random.default_rng(8)
    tables = [rng.integers(-5, 6, (80, 2, 2, 2)).astype(float) for _ in range(3)]
    start = rng.uniform(0.1, 0.9, 80)
    ends = settled(tables, start)
    d, e, f = (np.diff(t, axis=i + 1).squeeze(i + 1) for i, t in enumerate(tables))

    def speed(x: np.ndarray) -> np.ndarray:
        p = np.stack([1 - x, x], axis=-1)
        gain = [
            np.einsum("gij,gi,gj->g", table, p[:, i], p[:, j])
            for table, i, j in ((d, 1, 2), (e, 0, 2), (f, 0, 1))
        ]
        return x * (1 - x) * np.stack(gain, axis=1)

    x, h = np.repeat(start[:, None], 3, axis=1), 0.02
    for _ in range(3000):
        k1 = speed(x)
        k2 = speed(x + h / 2 * k1)
        k3 = speed(x + h / 2 * k2)
        x = x + h / 6 * (k1 + 2 * k2 + 2 * k3 + speed(x + h * k3))
    pure = np.isin(ends, (0, 1)).all(axis=1)
    assert pure.sum() > 35
    assert x[pure] == pytest.approx(ends[pure], abs=0.02)
    assert (np.abs(x[~pure] - np.round(x[~pure])).max(axis=1) > 1e-6).mean() > 0.5
    for g in range(0, 80, 8):
        assert settled([t[g] for t in tables], start[g]) == pytest.approx(ends[g])


@pytest.mark.parametrize("start", [0.3, 0.5, 0.7, 0.85])
def test_cycles_are_represented_by_their_centre(start: float) -> None:
    """Matching pennies with unequal stakes: the mean over time is the mixed equilibrium."""
    row = np.array([[9.0, -1], [-1, 1]])
    column = -np.array([[2.0, -1], [-1, 7]])
    (x, y) = next(iter(cg.nash_equilibria(row, column)))
    assert settled([row, column], start) == pytest.approx([x[1], y[1]], abs=0.015)


def test_starts_on_both_sides_of_a_saddle() -> None:
    hunt = np.array([[3.0, 3], [0, 4]])  # acting pays where more than three quarters do
    starts = np.array([[0.74, 0.76], [0.1, 0.9]])
    assert settled([hunt, hunt.T], starts)[..., 0].tolist() == [[0, 1], [0, 1]]
    codes = replicator_stability([hunt, hunt.T], [np.array([[1.0, 0]]), np.array([[1.0, 0]])])
    assert codes.tolist() == [1]
    for wrong in (0, 1, 1.5, -0.1):
        with pytest.raises(cg.InputError, match="strictly between 0 and 1"):
            settled([hunt, hunt.T], wrong)
    with pytest.raises(cg.InputError, match="two strategies"):
        settled([np.ones((2, 3)), np.ones((2, 3))], 0.5)


def test_ties_stay_where_they_are() -> None:
    flat = np.zeros((2, 2))
    assert settled([flat, flat], 0.3).tolist() == pytest.approx([0.3, 0.3])
    listed = np.array([[[0.0, 0.0], [1.0, 1.0], [np.nan, np.nan]]])
    assert nearest(np.array([[0.6, 0.7]]), listed).tolist() == [1]
    assert nearest(np.array([[0.4, 0.1]]), listed).tolist() == [0]
