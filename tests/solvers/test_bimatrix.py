"""Bimatrix games: every extreme equilibrium, none invented, ties included."""

from __future__ import annotations

import math
import tracemalloc
from fractions import Fraction

import nashpy
import numpy as np
import pytest
from bimatrix_games import (
    PRECISION,
    assert_exact,
    assert_same_equilibria,
    games_in_tenths,
    regret,
    small_games,
    stacked,
)
from hypothesis import given, settings
from hypothesis import strategies as st

from cogov_games.errors import InputError
from cogov_games.solvers import bimatrix, polytope
from cogov_games.solvers.bimatrix import (
    ExtremeEquilibria,
    NashEquilibria,
    extreme_equilibria,
    nash_equilibria,
)

# --- against exact rational enumeration ---------------------------------------------------------


@pytest.mark.parametrize(
    ("shape", "number"),
    [
        ((2, 2), 200),
        ((3, 3), 50),
        ((2, 4), 40),
        ((4, 2), 40),
        ((3, 4), 6),
        pytest.param((2, 2), 3000, marks=pytest.mark.slow),
        pytest.param((3, 3), 1000, marks=pytest.mark.slow),
        pytest.param((2, 4), 500, marks=pytest.mark.slow),
        pytest.param((4, 4), 40, marks=pytest.mark.slow),
    ],
)
def test_no_extreme_equilibrium_is_missed_or_invented(shape, number):
    a, b = games_in_tenths(np.random.default_rng(20240 + number), number, shape)
    grid = extreme_equilibria(a / 10, b / 10)
    for i in range(number):
        k = grid.count[i]
        assert_exact(a[i], b[i], NashEquilibria((a[i], b[i]), nash_of(grid, i, k)))


def nash_of(grid, i, k):
    return ExtremeEquilibria(grid.x[i, :k], grid.y[i, :k], grid.regret[i, :k], grid.count[i])


# Players minimise in Nashpy's issue 82: the signs are turned here.
NASHPY_ISSUES = {
    35: ([[-1, -1, -1], [0, 0, 0], [-1, -1, -10000]], [[-1, -1, -1], [0, 0, 0], [-1, -1, -10000]]),
    41: (
        [[0, -1, 1, 1], [1, 0, -1, -1], [-1, 1, 0, -1], [-1, 1, 1, 0]],
        [[0, 1, -1, -1], [-1, 0, 1, 1], [1, -1, 0, 1], [1, -1, -1, 0]],
    ),
    60: (
        [[-300, 0, 0, -300], [0, 0, 0, -300], [-300, 0, 0, 0], [0, 0, 0, -100]],
        [[300, 0, 0, 300], [0, 0, 0, 300], [300, 0, 0, 0], [0, 0, 0, 100]],
    ),
    82: (
        [[0, 0, -6, 0, 0], [0, 0, -3, -2, -1], [-4, -3, 0, 0, -1]],
        [[-3, 0, -2, -1, 0], [0, -2, 0, 0, -4], [-4, 0, -2, -4, -4]],
    ),
    83: (
        [[95, -78], [-96, 3], [-71, -14], [59, 76], [90, 3], [75, 69], [-31, 36], [-84, -37]],
        [[2, 6], [4, 1], [9, 0], [4, 1], [1, 2], [2, 1], [8, 10], [2, 4]],
    ),
    222: ([[-3, 3], [-3, 5]], [[2, 7], [4, 2]]),
}


@pytest.mark.parametrize("issue", NASHPY_ISSUES)
def test_games_from_open_reports_of_nashpy(issue):
    a, b = map(np.array, NASHPY_ISSUES[issue])
    assert_exact(a, b, nash_equilibria(a / 10, b / 10))


def test_the_minimisers_of_nashpy_issue_82_have_eight_equilibria():
    assert len(nash_equilibria(*NASHPY_ISSUES[82])) == 8


def test_nashpy_issue_231_has_one_equilibrium(six_by_six):
    found = nash_equilibria(*six_by_six)
    third = [0, 0, 1 / 3, 0, 1 / 3, 1 / 3]
    assert_same_equilibria(stacked(found.x, found.y), stacked([third], [third]))


def duplicated_rows(rng):
    a, b = rng.integers(0, 4, (2, 2, 3))
    return np.vstack((a, a[:1])), np.vstack((b, b[:1]))


def duplicated_payoffs_of_one_player(rng):
    a, b = rng.integers(0, 4, (2, 3, 3))
    a[2] = a[0]
    return a, b


def weakly_dominated_row(rng):
    a, b = rng.integers(0, 4, (2, 3, 3))
    a[2] = a[0] - [1, 0, 0]
    return a, b


def one_player_indifferent(rng):
    return np.zeros((3, 2), dtype=int), rng.integers(0, 4, (3, 2))


@pytest.mark.parametrize(
    "make",
    [
        duplicated_rows,
        duplicated_payoffs_of_one_player,
        weakly_dominated_row,
        one_player_indifferent,
    ],
)
@pytest.mark.parametrize("seed", range(4))
def test_degenerate_games(make, seed):
    a, b = make(np.random.default_rng(seed))
    assert_exact(a, b, nash_equilibria(a / 10, b / 10))


@pytest.mark.parametrize("shape", [(1, 1), (1, 3), (2, 1), (2, 2), (2, 3), (3, 3)])
def test_all_payoffs_zero(shape):
    zero = np.zeros(shape, dtype=int)
    found = nash_equilibria(zero, zero)
    assert_exact(zero, zero, found)
    assert [len(side) for side in found.components[0].subsets[0]] == list(shape)


@pytest.mark.parametrize("shape", [(1, 4), (4, 1), (1, 1)])
@pytest.mark.parametrize("seed", range(3))
def test_a_player_with_one_strategy(shape, seed):
    a, b = np.random.default_rng(seed).integers(0, 3, (2, *shape))
    assert_exact(a, b, nash_equilibria(a / 10, b / 10))


def test_three_by_two_of_von_stengel():
    """Game 9 of von Stengel (2002), Handbook of Game Theory, vol. 3, ch. 45, made degenerate."""
    found = nash_equilibria([[3, 3], [2, 5], [0, 6]], [[3, 3], [2, 6], [3, 1]])
    expected = [
        [1, 0, 0, 1, 0],
        [1, 0, 0, 2 / 3, 1 / 3],
        [0, 1 / 3, 2 / 3, 1 / 3, 2 / 3],
    ]
    assert np.allclose(stacked(found.x, found.y), expected, atol=PRECISION)
    assert [part.equilibria for part in found.components] == [(0, 1), (2,)]


# --- against Nashpy -----------------------------------------------------------------------------


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize(("shape", "number"), [((2, 2), 30), ((3, 4), 10), ((5, 5), 3)])
def test_nashpy_agrees_on_games_without_ties(shape, number):
    rng = np.random.default_rng(5)
    for _ in range(number):
        a, b = rng.random((2, *shape))
        found = nash_equilibria(a, b)
        theirs = list(nashpy.Game(a + 1, b + 1).vertex_enumeration())
        expected = stacked([x for x, _ in theirs], [y for _, y in theirs])
        assert_same_equilibria(stacked(found.x, found.y), expected)


# --- properties ---------------------------------------------------------------------------------


@settings(max_examples=150, deadline=None)
@given(small_games())
def test_every_equilibrium_is_free_of_profitable_deviations(game):
    found = nash_equilibria(*game)
    assert len(found) > 0
    for (x, y), reported in zip(found, found.regret, strict=True):
        assert min(x.min(), y.min()) >= 0
        assert math.isclose(x.sum(), 1, abs_tol=1e-12)
        assert math.isclose(y.sum(), 1, abs_tol=1e-12)
        assert regret(*game, x, y) < 1e-12
        assert abs(regret(*game, x, y) - reported) < 1e-12


@settings(max_examples=60, deadline=None)
@given(small_games(), st.sampled_from([(1e-6, 0), (1e6, 0), (1, 1e3), (1, -1e3)]))
def test_scaling_or_shifting_payoffs_changes_nothing(game, change):
    factor, shift = change
    a, b = game
    found, changed = nash_equilibria(a, b), nash_equilibria(a * factor + shift, b)
    assert np.allclose(stacked(found.x, found.y), stacked(changed.x, changed.y), atol=PRECISION)
    changed = nash_equilibria(a, b * factor + shift)
    assert np.allclose(stacked(found.x, found.y), stacked(changed.x, changed.y), atol=PRECISION)


@pytest.mark.parametrize("shape", [(2, 2), (3, 3), (2, 4)])
@pytest.mark.parametrize("noise", [1e-14, 1e-12, 1e-10])
def test_noise_below_the_tolerance_does_not_break_ties(shape, noise):
    rng = np.random.default_rng(8)
    games = games_in_tenths(rng, 1000, shape) / 10
    games = games[:, (np.ptp(games, axis=(2, 3)) > 0).all(axis=0)]
    spread = noise * np.ptp(games, axis=(2, 3), keepdims=True)
    found = extreme_equilibria(*games)
    again = extreme_equilibria(*(games + spread * rng.standard_normal(games.shape)))
    assert np.array_equal(found.count, again.count)
    for i, k in enumerate(found.count):
        one, other = (stacked(grid.x[i, :k], grid.y[i, :k]) for grid in (found, again))
        assert_same_equilibria(one, other, precision=1e-6)


def test_payoffs_equal_on_paper_are_equal():
    a = [[0.1 + 0.2, 0.3], [0.3, 0.1 * 3]]
    assert len(nash_equilibria(a, a)) == 4
    assert len(nash_equilibria([[*row, 0.3] for row in a], [[*row, 0.3] for row in a])) == 6


def test_differences_that_matter_are_not_ties():
    """A gain of a millionth of the payoff range decides."""
    a = np.array([[1e-6, 1], [0, 1 + 1e-6]])
    b = np.array([[1, 0], [1, 0]])
    assert len(nash_equilibria(a, b)) == 1
    wide = np.hstack((a, a[:, :1]))
    assert len(nash_equilibria(wide, np.hstack((b, -b[:, :1])))) == 1


@pytest.mark.parametrize("rows", [2, 3])
def test_regret_is_in_units_of_payoff(rows):
    """A first row that is worse by less than the tolerance is a best response, with a regret."""
    a = 1e6 * np.array([[1, 1], [1 + 4e-10, 1 + 4e-10], [0, 0]])[:rows]
    a[0, 1] -= 1e6
    a[1, 1] -= 1e6
    found = nash_equilibria(a, np.array([[1, 0]] * rows))
    assert [tuple(x) for x in found.x[:, :2]] == [(1, 0), (0, 1)]
    assert np.allclose(found.regret, [4e-4, 0], rtol=1e-3)


def test_small_stakes_beside_large_ones():
    """A dominated strategy costs a thousand times what is at stake in the rest of the game."""
    a = np.array([[1, 0, 0], [0, 1, 0], [-1000, -1000, -1000]])
    assert_exact(a, a.T, nash_equilibria(a / 10, a.T / 10))


def test_full_support_with_a_singular_corner():
    a = np.array([[0, 0, 2], [1, 1, 0], [2, 0, 0]])
    found = nash_equilibria(a, a.T)
    assert_exact(a, a.T, found)
    assert any(np.allclose(stacked(x, y), 1 / 3) for x, y in found)


def test_nothing_is_returned_that_is_not_an_equilibrium(monkeypatch):
    """Whatever went wrong before: the regret has the last word."""
    enumerate_vertices = polytope.vertices

    def turned(payoff):
        game, strategy, labels = enumerate_vertices(payoff)
        return polytope.Vertices(game, np.roll(strategy, 1, axis=1), labels)

    monkeypatch.setattr(bimatrix, "vertices", turned)
    a, b = np.random.default_rng(2).random((2, 40, 3, 3))
    found = extreme_equilibria(a, b)
    for i, k in np.ndindex(*found.regret.shape):
        if k < found.count[i]:
            assert regret(a[i], b[i], found.x[i, k], found.y[i, k]) < 1e-6


@settings(max_examples=60, deadline=None)
@given(small_games(), st.randoms(use_true_random=False))
def test_renaming_strategies_or_players_renames_equilibria(game, random):
    a, b = game
    m, n = a.shape
    rows, columns = random.sample(range(m), m), random.sample(range(n), n)
    found = nash_equilibria(a, b)
    moved = nash_equilibria(a[rows][:, columns], b[rows][:, columns])
    assert_same_equilibria(
        stacked(moved.x, moved.y), stacked(found.x[:, rows], found.y[:, columns])
    )
    swapped = nash_equilibria(b.T, a.T)
    assert_same_equilibria(stacked(swapped.y, swapped.x), stacked(found.x, found.y))


@pytest.mark.parametrize("size", [6, 7])
def test_identity_games_have_an_equilibrium_on_every_support(size):
    found = nash_equilibria(np.eye(size), np.eye(size))
    assert len(found) == 2**size - 1
    assert all(part.isolated for part in found.components)


def test_ten_by_ten():
    """Ten strategies each; the equilibrium is mixed over all of them."""
    a = np.eye(10) * np.arange(1, 11)[:, None]
    found = nash_equilibria(a, -a)
    weights = 1 / np.arange(1, 11)
    assert_same_equilibria(stacked(found.x, found.y), np.tile(weights / weights.sum(), 2)[None, :])


# --- grids of games -----------------------------------------------------------------------------


@pytest.mark.parametrize("shape", [(2, 2), (3, 2), (3, 3)])
def test_a_grid_is_its_games_one_by_one(shape, monkeypatch):
    monkeypatch.setattr(bimatrix, "CHUNK_2X2", 4)
    monkeypatch.setattr(bimatrix, "WORK", 300)
    monkeypatch.setattr(polytope, "WORK", 50)
    a, b = games_in_tenths(np.random.default_rng(3), 15, shape).reshape(2, 5, 3, *shape) / 10
    grid = nash_equilibria(a, b)
    monkeypatch.undo()
    m, n = shape
    largest = grid.count.max()
    assert grid.x.shape == (5, 3, largest, m)
    assert grid.y.shape == (5, 3, largest, n)
    assert grid.regret.shape == (5, 3, largest)
    for i, j in np.ndindex(5, 3):
        game = nash_equilibria(a[i, j], b[i, j])
        k = grid.count[i, j]
        assert len(game) == k
        assert np.array_equal(game.x, grid.x[i, j, :k])
        assert np.array_equal(game.y, grid.y[i, j, :k])
        assert np.allclose(game.regret, grid.regret[i, j, :k], atol=1e-15)
        assert np.isnan(grid.x[i, j, k:]).all()
        assert np.isnan(grid.y[i, j, k:]).all()
        assert np.isnan(grid.regret[i, j, k:]).all()


def test_the_first_strategies_come_first():
    found = nash_equilibria(np.eye(3), np.eye(3))
    order = [tuple(row) for row in -stacked(found.x, found.y).round(6)]
    assert order == sorted(order)
    assert found.x[0].tolist() == [1, 0, 0]


def test_no_games_at_all():
    none = extreme_equilibria(np.empty((0, 2, 3)), np.empty((0, 2, 3)))
    assert none.count.shape == (0,)
    assert none.x.shape == (0, 0, 2)
    assert extreme_equilibria(np.empty((0, 2, 2)), np.empty((0, 2, 2))).x.shape == (0, 0, 2)


@pytest.mark.parametrize(("shape", "number"), [((2, 2), 400_000), ((3, 3), 60_000)])
def test_memory_beyond_input_and_output_stays_bounded(shape, number):
    a, b = np.random.default_rng(0).integers(0, 9, (2, number, *shape)).astype(float)
    tracemalloc.start()
    found = nash_equilibria(a, b)
    held, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    outputs = sum(array.nbytes for array in (found.x, found.y, found.regret, found.count))
    assert held < 1.05 * outputs + 1e6
    assert peak < 2 * outputs + 150e6


# --- the objects --------------------------------------------------------------------------------


def test_one_game_is_a_sequence_of_pairs():
    found = nash_equilibria([[2, 0], [0, 1]], [[1, 0], [0, 2]])
    assert len(found) == 3
    x, y = found[-1]
    assert (x.tolist(), y.tolist()) == ([0, 1], [0, 1])
    assert [q.tolist() for _, q in found[:1]] == [[1, 0]]
    with pytest.raises(IndexError):
        found[3]
    assert "0x" not in repr(found) + repr(found.components)
    assert found._repr_html_().count("<tr>") == 4


def test_grids_have_a_short_repr():
    zero = np.zeros((3, 2, 2, 2))
    assert repr(nash_equilibria(zero, zero)) == (
        "ExtremeEquilibria(3x2 games of 2x2, 24 equilibria)"
    )


def test_nashpy_is_within_reach():
    a, b = [[2, 0], [0, 1]], [[1, 0], [0, 2]]
    game = nash_equilibria(a, b).to_nashpy()
    assert isinstance(game, nashpy.Game)
    assert np.array_equal(game.payoff_matrices[0], a)
    assert np.array_equal(game.payoff_matrices[1], b)


def test_fractions_are_numbers_and_truth_values_are_none():
    half = Fraction(1, 2)
    assert len(nash_equilibria([[half, 0], [0, half]], [[1, 0], [0, 1]])) == 3
    with pytest.raises(InputError, match=r"B = .* is not an array of numbers"):
        nash_equilibria([[1, 0], [0, 1]], [[True, False], [False, True]])


def test_the_input_is_left_as_it_was():
    a, b = np.random.default_rng(1).random((2, 4, 3, 3))
    before = a.copy(), b.copy()
    nash_equilibria(a, b)
    assert np.array_equal(a, before[0])
    assert np.array_equal(b, before[1])


GOOD = [[1.0, 2.0], [3.0, 4.0]]


@pytest.mark.parametrize(
    ("a", "b", "message"),
    [
        ([["1", "2"], ["3", "4"]], GOOD, "A = .* is not an array of numbers"),
        (GOOD, np.array([["1", 2], [3, 4]], dtype=object), "B = .* is not an array of numbers"),
        (GOOD, [[1, 2], [3]], "B = .* is not an array of numbers"),
        (None, GOOD, "A = .* is not an array of numbers"),
        (GOOD, [[1j, 2], [3, 4]], "B = .* is not an array of numbers"),
        (GOOD, [[1, math.nan], [3, 4]], r"B\[0, 1\] = nan is not allowed"),
        ([[1, 2], [math.inf, 4]], GOOD, r"A\[1, 0\] = inf is not allowed"),
        ([[1, 2], [3, -math.inf]], GOOD, r"A\[1, 1\] = -inf is not allowed"),
        ([[1e308, -1e308], [0, 0]], GOOD, r"A\[0, 0\] = 1e\+308 is not allowed"),
        ([1, 2], GOOD, r"A must have shape \(m, n\)"),
        (3, GOOD, r"A must have shape \(m, n\)"),
        (GOOD, [[], []], "B must have shape .* no axis empty"),
        (np.empty((0, 2, 2)), np.empty((0, 2, 2)), "A must have shape .* no axis empty"),
        (GOOD, [[1, 2, 3], [4, 5, 6]], r"same shape, not \(2, 2\) and \(2, 3\)"),
        (np.zeros((12, 12)), np.zeros((12, 12)), "too large to enumerate"),
        (np.zeros((1, 63)), np.zeros((1, 63)), "too large to enumerate"),
    ],
)
def test_bad_input_raises_one_clear_error(a, b, message):
    with pytest.raises(InputError, match=message):
        nash_equilibria(a, b)
