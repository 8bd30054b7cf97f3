"""Where best replies lead, against following them in small steps."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from payoff_differences import SEMI, STABLE, UNSTABLE, collective_risk, differences

from cogov_games.errors import InputError
from cogov_games.solvers.best_reply import basins, critical_mass, reached
from cogov_games.solvers.group import symmetric_equilibria
from cogov_games.solvers.payoff_difference import evaluate


@given(differences)
@settings(max_examples=100, deadline=None)
def test_basins_fill_the_interval_and_only_attractors_have_one(difference):
    e = symmetric_equilibria(difference)
    length = basins(e)
    assert length.sum() == pytest.approx(1.0, abs=1e-12)
    assert (length >= 0).all()
    assert (length[e.stability == UNSTABLE] == 0).all()
    assert (length[e.stability == STABLE] > 0).all()
    if not e.continuum:
        starts = (np.arange(2000) + 0.5) / 2000
        share = np.bincount(reached(e, difference, starts), minlength=int(e.count)) / 2000
        assert np.abs(share - length).max() <= 2 / 2000


def simulate(difference, start, step=1e-3):
    """Follow the best reply in small steps until it stops or turns."""
    x, previous = start, 0.0
    while True:
        push = 1.0 if evaluate(difference, x) >= 0 else -1.0  # an indifferent player acts
        ahead = min(max(x + push * step, 0.0), 1.0)
        if ahead == x or push == -previous:
            return x
        x, previous = ahead, push


@pytest.mark.parametrize("seed", range(4))
def test_reached_agrees_with_small_steps(seed):
    rng = np.random.default_rng(seed)
    for _ in range(8):
        difference = rng.integers(-4, 5, rng.integers(2, 9)).astype(float)
        e = symmetric_equilibria(difference)
        if e.continuum or SEMI in e.stability or np.diff(e.x, append=2.0).min() < 0.01:
            continue
        for start in rng.uniform(0, 1, 4):
            if np.abs(e.x - start).min() < 0.005:
                continue
            end = e.x[reached(e, difference, start)]
            assert abs(simulate(difference, float(start)) - end) <= 0.003


@pytest.mark.parametrize(
    ("difference", "start", "expected"),
    [
        ([-0.5, 0.5], 0.5, 1.0),  # on the critical mass an indifferent player acts
        ([-0.5, 0.5], 0.5 - 1e-9, 0.0),
        ([0.5, -0.5], 0.5, 0.5),  # stable: stays
        ([0.5, -0.5], 0.0, 0.5),
        ([0.0, 1.0], 0.0, 1.0),  # a tie at the unstable end
        ([0.0, -1.0], 0.0, 0.0),
        ([-1.0, 0.0], 1.0, 1.0),  # acts already, indifferent
        ([-1.0, 0.0], 0.999, 0.0),
        ([0.25, -0.25, 0.25], 0.2, 0.5),  # up to the tangency,
        ([0.25, -0.25, 0.25], 0.5, 1.0),  # from it onwards
        ([-0.25, 0.25, -0.25], 0.5, 0.5),  # falls back to it
        ([-0.25, 0.25, -0.25], 0.8, 0.5),
        ([-0.25, 0.25, -0.25], 0.2, 0.0),
    ],
)
def test_reached_at_ties(difference, start, expected):
    e = symmetric_equilibria(difference)
    assert e.x[reached(e, difference, start)] == pytest.approx(expected, abs=1e-9)


def test_critical_mass():
    games = np.array(
        [collective_risk(1.0), collective_risk(0.25), -collective_risk(1.0), np.full(6, 1.0)]
    )
    mass = critical_mass(symmetric_equilibria(games))
    assert mass == pytest.approx([0.121433, 0.0, 0.735618, 0.0], abs=6e-7)


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: reached(symmetric_equilibria([1, -1]), [1, -1], -0.1), "start"),
        (lambda: reached(symmetric_equilibria([1, -1]), [1, -1], np.nan), "start"),
        (lambda: reached(symmetric_equilibria([1, -1]), [[1, -1]], 0.5), "difference"),
        (lambda: reached(symmetric_equilibria([[1, -1]] * 2), [[1, -1]] * 2, [0.1] * 3), "start"),
    ],
)
def test_bad_input_names_the_argument(call, name):
    with pytest.raises(InputError, match=rf"^{name} "):
        call()
