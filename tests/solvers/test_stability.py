"""Types of rest points, and ties among their eigenvalues."""

from __future__ import annotations

import numpy as np
import pytest
from population_examples import circle

from cogov_games.solvers.eigenvalues import replicator_stability
from cogov_games.solvers.population_games import group_game, matrix_game, population_game
from cogov_games.solvers.replicator import Replicator
from cogov_games.solvers.rest_points import rest_points
from cogov_games.solvers.stability import TYPES, Stability


def kinds(game: Replicator) -> list[tuple[str, int]]:
    found = rest_points(game)
    return [(TYPES[t], int(s)) for t, s in zip(found.types, found.stability, strict=True)]


def test_types_of_rest_points() -> None:
    coordination = kinds(population_game([np.diag([2.0, 1.0]), np.diag([1.0, 2.0])]))
    stable, unstable = ("stable", Stability.STABLE), ("unstable", Stability.UNSTABLE)
    saddle = ("saddle", Stability.UNSTABLE)
    assert coordination == [stable, unstable, unstable, stable, saddle]
    assert kinds(matrix_game(circle(1.5)))[-1] == unstable
    assert kinds(matrix_game(circle(0.5)))[-1] == stable
    assert kinds(matrix_game(circle(1.0)))[-1] == ("non-hyperbolic", Stability.NEUTRAL)


def test_a_zero_eigenvalue_is_never_a_saddle() -> None:
    """At (0, 0) the first population gains nothing by changing; the second gains, loses or ties."""
    for gain, stability in (
        (1.0, Stability.UNSTABLE),
        (-1.0, Stability.NON_HYPERBOLIC),
        (0.0, Stability.NON_HYPERBOLIC),
    ):
        a, b = np.array([[1.0, 0.0], [1.0, 2.0]]), np.array([[0.0, gain], [0.0, 3.0]])
        for factor, shift in ((1, 0), (1e-6, 0), (1e6, 0), (1, 1e3)):
            game = population_game([factor * a + shift, factor * b + shift])
            assert kinds(game)[0] == ("non-hyperbolic", stability)
        code = replicator_stability([a, b], [np.eye(2)[:1], np.eye(2)[:1]])
        assert code.tolist() == [stability]


@pytest.mark.parametrize("gap", [1e-6, -1e-6, 1e-12, -1e-12])
def test_near_ties_are_judged_by_the_payoff_range(gap: float) -> None:
    for scale in (1e-6, 1.0, 1e6):
        (first, _), *_ = kinds(matrix_game(scale * np.array([[1, 0], [1 + gap, 2]])))
        if abs(gap) < 1e-9:
            assert first == "non-hyperbolic"
        else:
            assert first == ("unstable" if gap > 0 else "stable")


def test_a_tangency_is_one_non_hyperbolic_point() -> None:
    """The gain is (x - 1/2)^2: the share rises on both sides."""
    gain = np.array([0.25, -0.25, 0.25])
    game = group_game(np.stack([0 * gain, gain], axis=-1), [[2, 0], [1, 1], [0, 2]])
    found = rest_points(game)
    assert found.shares[:, 1].tolist() == pytest.approx([0, 1, 0.5])
    assert [TYPES[t] for t in found.types] == ["unstable", "stable", "non-hyperbolic"]
