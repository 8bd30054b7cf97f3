"""Equilibria on boxes: complete enumeration where forces are linear, search elsewhere."""

from itertools import product

import numpy as np
import pytest

from cogov_games.solvers.continuous import affine_equilibria, compact, search_equilibria


def points(x: np.ndarray) -> np.ndarray:
    return x[np.isfinite(x).all(axis=-1)]


def is_solution(x, slope, level, low, high) -> bool:
    """Check the conditions at x one by one."""
    force = slope @ x + level
    size = 1e-7 * (1 + np.abs(force).max())
    return all(
        low[i] <= x[i] <= high[i]
        and (force[i] <= size or x[i] == high[i])
        and (force[i] >= -size or x[i] == low[i])
        for i in range(len(x))
    )


def brute_force(slope, level, low, high) -> list[np.ndarray]:
    """Solve each face of the box by least squares and keep what satisfies all conditions."""
    found: list[np.ndarray] = []
    for face in product("lih", repeat=len(level)):
        x = np.where(np.array(face) == "l", low, high)
        free = [i for i, f in enumerate(face) if f == "i"]
        if free:
            rest = slope[np.ix_(free, [i for i in range(len(level)) if i not in free])]
            pinned = x[[i for i in range(len(level)) if i not in free]]
            x[free] = np.linalg.lstsq(slope[np.ix_(free, free)], -level[free] - rest @ pinned)[0]
        if is_solution(x, slope, level, low, high) and not any(
            np.allclose(x, other, atol=1e-6) for other in found
        ):
            found.append(x)
    return found


@pytest.mark.parametrize("k", [1, 2, 3])
def test_linear_forces_are_solved_completely(k: int) -> None:
    rng = np.random.default_rng(k)
    several = 0
    for _ in range(60):
        slope, level = rng.normal(size=(k, k)), rng.normal(size=k)
        low = rng.normal(size=k)
        high = low + rng.uniform(0.1, 3, k)
        solved = affine_equilibria(slope, level, low, high)
        found, expected = points(solved.x), brute_force(slope, level, low, high)
        assert solved.complete
        assert len(found) == len(expected) > 0
        for x in expected:
            assert np.abs(found - x).max(axis=1).min() < 1e-6
        several += len(found) > 1
    assert several > 5 or k == 1


def test_a_singular_game_is_not_called_complete() -> None:
    """F = 1 - x - y for both: every point of a line is a solution."""
    solved = affine_equilibria(-np.ones((2, 2)), np.ones(2), np.zeros(2), np.ones(2))
    assert not solved.complete
    found = points(solved.x)
    assert {tuple(x) for x in found} == {(0, 1), (1, 0)}


def test_ties_at_the_ends_are_reported_once() -> None:
    """F = -x on [0, 1] vanishes exactly at the lower end."""
    solved = affine_equilibria(-np.eye(1), np.zeros(1), np.zeros(1), np.ones(1))
    assert points(solved.x).tolist() == [[0]]


def test_batches_of_linear_games_agree_with_single_games() -> None:
    rng = np.random.default_rng(9)
    slope, level = rng.normal(size=(4, 5, 2, 2)), rng.normal(size=(4, 5, 2))
    low, high = np.zeros((4, 5, 2)), np.ones((4, 5, 2))
    batch = affine_equilibria(slope, level, low, high)
    for i in np.ndindex(4, 5):
        alone = affine_equilibria(slope[i], level[i], low[i], high[i])
        assert points(batch.x[i]) == pytest.approx(points(alone.x))


@pytest.mark.parametrize("k", [1, 2, 3])
def test_the_search_finds_what_enumeration_finds(k: int) -> None:
    rng = np.random.default_rng(20 + k)
    for _ in range(30):
        slope, level = rng.normal(size=(k, k)), rng.normal(size=k)
        low, high = -np.ones(k), np.ones(k)

        def field(x: np.ndarray, slope=slope, level=level) -> tuple[np.ndarray, np.ndarray]:
            force = (slope @ x[..., None])[..., 0] + level
            return force, np.broadcast_to(slope, (*x.shape, x.shape[-1]))

        expected = points(affine_equilibria(slope, level, low, high).x)
        found = points(search_equilibria(field, low, high))
        for x in expected:
            assert np.abs(found - x).max(axis=1).min() < 1e-6
        for x in found:
            assert is_solution(x, slope, level, low, high)


def test_search_finds_all_zeros_of_a_wave() -> None:
    """F = cos(3 x) on [0, 6]: six zeros, and the lower end is none (F > 0 there)."""

    def field(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        return np.cos(3 * x), -3 * np.sin(3 * x)[..., None]

    found = np.sort(points(search_equilibria(field, np.zeros(1), np.full(1, 6.0)))[:, 0])
    zeros = (np.arange(6) + 0.5) * np.pi / 3
    assert np.cos(18) > 0  # so that the upper end is a solution as well
    assert found == pytest.approx([*zeros, 6.0])


def test_search_survives_forces_that_are_not_finite() -> None:
    def field(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        with np.errstate(divide="ignore"):
            return 1 / x - 2, (-1 / x**2)[..., None]

    assert points(search_equilibria(field, np.zeros(1), np.ones(1))).tolist() == [[0.5]]


def test_compact_keeps_order_and_pads() -> None:
    x = np.arange(8.0).reshape(2, 4, 1)
    valid = np.array([[False, True, False, True], [False, False, True, False]])
    assert np.array_equal(compact(x, valid)[..., 0], [[1, 3], [6, np.nan]], equal_nan=True)
