"""Games as functions of the shares: a function beside its polynomial, and games that are none."""

from __future__ import annotations

import numpy as np
import pytest
from population_examples import optional_public_good

import cogov_games as cg
from cogov_games.solvers.population_games import (
    group_game,
    matrix_game,
    payoff_function,
    population_game,
)
from cogov_games.solvers.replicator import trajectories
from cogov_games.solvers.rest_points import rest_points


def test_a_function_agrees_with_its_polynomial() -> None:
    polynomial_, times = optional_public_good(), np.linspace(0, 20, 30)
    function = payoff_function(polynomial_.payoffs, 3)
    starts = np.random.default_rng(0).dirichlet(np.ones(3), 5)
    expected = trajectories(polynomial_, starts, times)
    assert trajectories(function, starts, times) == pytest.approx(expected, abs=1e-9)
    points = rest_points(polynomial_).shares
    assert rest_points(function).shares == pytest.approx(points, abs=1e-9)
    ours, theirs = function.eigenvalues(points)[0], polynomial_.eigenvalues(points)[0]
    assert ours == pytest.approx(theirs, abs=1e-8)


# Errors

WRONG = {
    "not square": (lambda: matrix_game([[1, 2, 3], [4, 5, 6]]), r"\(2, 3\)"),
    "no number": (lambda: matrix_game([["a", 1], [1, 1]]), "matrix"),
    "infinite": (lambda: matrix_game([[np.inf, 1], [1, 1]]), "finite"),
    "a row left out": (lambda: group_game(np.ones((2, 2)), [[2, 0], [1, 1]]), "all 3 ways"),
    "a row twice": (lambda: group_game(np.ones((2, 2)), [[1, 0], [1, 0]]), "each once"),
    "half a member": (lambda: group_game(np.ones((2, 2)), [[0.5, 0.5], [0, 1]]), "whole"),
    "one table": (lambda: population_game([np.ones((2, 2))]), "two or more"),
    "unlike tables": (lambda: population_game([np.ones((2, 2)), np.ones((2, 3))]), r"\(2, 3\)"),
    "a function of another shape": (lambda: payoff_function(lambda x: x[..., :2], 3), "shape"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_wrong_input(name: str) -> None:
    call, said = WRONG[name]
    with pytest.raises(cg.InputError, match=said):
        call()
