"""Searches in one variable: peaks, flat tops, jumps and crossings whose places are known."""

import numpy as np
import pytest

from cogov_games.solvers.scan import crossings, maximisers


def peaks(payoff, slope, low=0.0, high=1.0, *, kinked=False):
    found = maximisers(payoff, slope, np.asarray(low), np.asarray(high), kinked=kinked, tie=1e-9)
    there = np.isfinite(found.x)
    return found.x[there].tolist(), found.joined[there].tolist()


def test_one_smooth_peak_per_game() -> None:
    top = np.array([[-1, 0.3, 0.5], [0.999, 1, 7]])
    found = maximisers(
        lambda x: -((x - top[..., None]) ** 2),
        lambda x: -2 * (x - top[..., None]),
        np.zeros((2, 3)),
        np.ones((2, 3)),
        kinked=False,
        tie=1e-9,
    )
    assert found.x[..., 0] == pytest.approx(np.clip(top, 0, 1), abs=1e-15)
    assert found.x.shape == (2, 3, 1)
    assert found.top == pytest.approx(-((np.clip(top, 0, 1) - top) ** 2))


def test_ends_are_exact() -> None:
    assert peaks(lambda x: x, np.ones_like, 0.1, 0.7) == ([0.7], [False])
    assert peaks(lambda x: -x, lambda x: -np.ones_like(x), 0.1, 0.7) == ([0.1], [False])


def test_equal_peaks_are_all_found_and_lower_ones_are_not() -> None:
    assert peaks(np.cos, lambda x: -np.sin(x), -8, 8)[0] == pytest.approx(
        [-2 * np.pi, 0, 2 * np.pi], abs=1e-9
    )
    tilted = peaks(lambda x: np.cos(x) + 1e-6 * x, lambda x: -np.sin(x) + 1e-6, -8, 8)[0]
    assert tilted == pytest.approx([2 * np.pi + 1e-6], abs=1e-9)


def test_flat_tops_are_reported_by_their_ends() -> None:
    def plateau(x):
        return np.minimum(np.minimum(x, 1), 3 - x)

    def slope(x):
        return 1.0 * (x < 1) - 1.0 * (x > 2)

    places, joined = peaks(plateau, slope, 0, 3.1, kinked=True)
    assert places == pytest.approx([1, 2], abs=1e-12)
    assert joined == [True, False]
    assert peaks(np.zeros_like, np.zeros_like, -2, 5) == ([-2, 5], [True, False])


def test_a_jump_is_closed_in_on() -> None:
    def payoff(x):
        return 2.0 * (x >= 0.4321) - x

    places, _ = peaks(payoff, lambda x: -np.ones_like(x), kinked=True)
    assert places == pytest.approx([0.4321], abs=1e-12)
    assert payoff(np.array(places)) == pytest.approx(2 - 0.4321)


def test_a_value_that_is_not_a_number_is_no_peak() -> None:
    def payoff(x):
        with np.errstate(divide="ignore"):
            return np.log(x) - x

    def slope(x):
        with np.errstate(divide="ignore"):
            return 1 / x - 1

    assert peaks(payoff, slope, 0, 3)[0] == pytest.approx([1], abs=1e-12)
    assert peaks(lambda x: np.full_like(x, np.nan), np.ones_like) == ([], [])


def test_crossings_of_a_wave() -> None:
    found = crossings(lambda x: np.cos(3 * x), np.asarray(0.0), np.asarray(6.0), np.asarray(0.0))
    zeros = (np.arange(6) + 0.5) * np.pi / 3
    assert np.sort(found) == pytest.approx([*zeros, 6], abs=1e-14)


def test_ends_count_where_the_pull_points_outwards() -> None:
    low, high, none = np.zeros(4), np.ones(4), np.zeros(4)
    level = np.array([-1, -0.5, 0, 1])[:, None]
    found = crossings(lambda x: x + level, low, high, none)
    expected = [{0, 1}, {0, 0.5, 1}, {0, 1}, {1}]
    assert [set(row[np.isfinite(row)]) for row in found] == expected


def test_an_interval_without_pull_has_two_ends() -> None:
    found = crossings(np.zeros_like, np.asarray(0.0), np.asarray(2.0), np.asarray(0.0))
    assert found[np.isfinite(found)].tolist() == [0, 2]
