"""Trajectories of replicator dynamics: against closed forms, invariants, tighter integration."""

from __future__ import annotations

import numpy as np
import pytest
from population_examples import PENNIES, circle, hauert, optional_public_good
from scipy.integrate import solve_ivp

import cogov_games as cg
from cogov_games.solvers.population_games import (
    group_game,
    matrix_game,
    payoff_function,
    population_game,
)
from cogov_games.solvers.replicator import Replicator, trajectories


def tighter(payoffs, start: np.ndarray, times: np.ndarray) -> np.ndarray:
    """One population by another method, in log ratios to the last strategy."""

    def rates(_, ratios):
        weights = np.exp(np.append(ratios, 0.0) - ratios.max(initial=0.0))
        f = payoffs(weights / weights.sum())
        return f[:-1] - f[-1]

    logs = np.log(start)
    solved = solve_ivp(
        rates, times[[0, -1]], logs[:-1] - logs[-1], "DOP853", times, rtol=1e-13, atol=1e-13
    )
    ratios = np.append(solved.y.T, np.zeros((len(times), 1)), axis=1)
    weights = np.exp(ratios - ratios.max(axis=1, keepdims=True))
    return weights / weights.sum(axis=1, keepdims=True)


@pytest.mark.parametrize("gain", [1.0, -0.3, 20.0, 1e-4])
def test_two_strategies_follow_the_logistic_curve(gain: float) -> None:
    starts = np.array([[1 - x, x] for x in (1e-12, 0.01, 0.5, 0.99)])
    times = np.linspace(0, 40, 81)
    found = trajectories(matrix_game([[0, 0], [gain, gain]]), starts, times)
    odds = starts[:, 1:] / starts[:, :1] * np.exp(np.clip(gain * times, -700, 300))
    assert found[..., 1] == pytest.approx(odds / (1 + odds), abs=1e-9)


@pytest.mark.parametrize("others", [2, 40, 600])
def test_groups_of_any_size_with_linear_payoffs(others: int) -> None:
    """Binomial weights up to 1e179 cancel: the same as in pairs."""
    acting = np.arange(others + 1)
    table = np.stack([0 * acting, acting / others + 0.1], axis=-1)
    game = group_game(table, np.stack([others - acting, acting], axis=-1))
    start, times = np.array([0.99, 0.01]), np.linspace(0, 40, 41)
    found = trajectories(game, start, times)
    pairs = trajectories(matrix_game([[0, 0], [0.1, 1.1]]), start, times)
    assert found == pytest.approx(pairs, abs=2e-9)
    assert np.ptp(pairs[:, 1]) > 0.9


@pytest.mark.parametrize("level", [0.0, -50.0, 50.0])
def test_matching_pennies_keep_their_invariant(level: float) -> None:
    """x (1-x) y (1-y) is constant, whatever is added to the payoffs."""
    game = population_game([PENNIES + level, -PENNIES - level])
    starts = np.array([[0.5, 0.5, 0.9, 0.1], [0.999, 0.001, 0.5, 0.5], [0.3, 0.7, 0.6, 0.4]])
    found = trajectories(game, starts, np.linspace(0, 100, 1000))
    product_ = found.prod(axis=-1)
    assert np.ptp(np.log(product_), axis=1).max() < 1e-7
    assert (np.ptp(found, axis=1) > 0.3).all()  # they do move


def test_rock_paper_scissors_keep_their_invariant() -> None:
    starts = np.array([[0.98, 0.01, 0.01], [0.2, 0.3, 0.5]])
    found = trajectories(matrix_game(circle() - 3), starts, np.linspace(0, 100, 1000))
    product_ = found.prod(axis=-1)
    assert np.abs(product_ / product_[:, :1] - 1).max() < 1e-7
    assert (np.ptp(found, axis=1) > 0.3).all()


@pytest.mark.parametrize("loss", [1.0, 1.5, 0.6])
def test_cycles_along_the_boundary_keep_their_time(loss: float) -> None:
    matrix = circle(loss)
    start, times = np.array([0.9, 0.09, 0.01]), np.linspace(0, 100, 1000)
    found = trajectories(matrix_game(matrix), start, times)
    exact = tighter(lambda x: matrix @ x, start, times)
    assert np.abs(found - exact).max() < 1e-8
    if loss > 1:
        assert found.min() < 1e-15  # where absolute tolerances in shares are blind


def test_optional_public_good_to_eight_digits() -> None:
    """Six in a group, t in [0, 100], 1,000 times; alone and together with 99 others."""
    game, times = optional_public_good(), np.linspace(0, 100, 1000)
    rng = np.random.default_rng(1)
    starts = np.concatenate(
        [[[0.01, 0.01, 0.98], [0.05, 0.05, 0.9], [0.3, 0.3, 0.4]], rng.dirichlet(np.ones(3), 97)]
    )
    assert game.payoffs(starts) == pytest.approx(hauert(starts), abs=1e-13)
    together = trajectories(game, starts, times)
    assert together.shape == (100, 1000, 3)
    for i in range(12):
        exact = tighter(hauert, starts[i], times)
        assert np.abs(together[i] - exact).max() < 1e-8
        assert np.abs(trajectories(game, starts[i], times) - exact).max() < 1e-8


@pytest.mark.parametrize(
    "game",
    [
        matrix_game(circle(1.2)),
        population_game([PENNIES, -PENNIES]),
        optional_public_good(),
        payoff_function(lambda x: x @ circle(1.2).T, 3),
    ],
    ids=["pairs", "populations", "groups", "function"],
)
def test_shares_stay_shares(game: Replicator) -> None:
    rng = np.random.default_rng(2)
    parts = [rng.dirichlet(np.ones(size), (2, 4)) for size in game.sizes]
    starts = np.concatenate(parts, axis=-1)
    starts[0, 0] = np.concatenate([np.eye(size)[0] for size in game.sizes])
    found = trajectories(game, starts, np.linspace(0, 300, 50))
    assert found.shape == (2, 4, 50, sum(game.sizes))
    assert found.min() >= 0
    for start, stop in game.spans:
        assert np.abs(found[..., start:stop].sum(axis=-1) - 1).max() < 1e-14
    assert (found[0, 0] == starts[0, 0]).all()
    assert found[..., 0, :] == pytest.approx(starts, abs=1e-15)


def test_strategies_that_are_absent_stay_absent() -> None:
    """On an edge the game is the two strategies' own, though the third would do better."""
    matrix = np.array([[0, 2, 0], [1, 0, 0], [90, 90, 90]])
    times = np.linspace(0, 50, 20)
    found = trajectories(matrix_game(matrix), np.array([0.9, 0.1, 0]), times)
    own = trajectories(matrix_game(matrix[:2, :2]), np.array([0.9, 0.1]), times)
    assert (found[:, 2] == 0).all()
    assert found[:, :2] == pytest.approx(own, abs=1e-10)
    assert own[-1] == pytest.approx([2 / 3, 1 / 3], abs=1e-6)


def test_a_tuple_of_populations_gives_a_tuple() -> None:
    game = population_game([np.arange(6.0).reshape(2, 3), np.ones((2, 3))])
    x, y = np.full((5, 2), 0.5), np.full((5, 3), 1 / 3)
    first, second = trajectories(game, (x, y), [0, 1])
    assert (first.shape, second.shape) == ((5, 2, 2), (5, 2, 3))
    assert first[:, 1, 1] == pytest.approx(1 / (1 + np.exp(-3)))
    assert second[:, 1] == pytest.approx(y)


# Errors

WRONG = {
    "short starts": (lambda: follow([0.5, 0.5]), "3 shares"),
    "shares above one": (lambda: follow([0.5, 0.6, 0.1]), "add up to 1"),
    "a negative share": (lambda: follow([1.5, -0.5, 0]), "from 0 to 1"),
    "falling times": (lambda: follow([1, 0, 0], [1, 0]), "increasing"),
    "no times": (lambda: follow([1, 0, 0], []), "increasing"),
}  # fmt: skip


def follow(start, times=(0, 1)):
    return trajectories(matrix_game(circle()), np.array(start, dtype=float), times)


@pytest.mark.parametrize("name", WRONG)
def test_wrong_input(name: str) -> None:
    call, said = WRONG[name]
    with pytest.raises(cg.InputError, match=said):
        call()
