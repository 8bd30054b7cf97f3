"""States of rest and their basins, against following the push itself."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pushes import NEUTRAL, SEMI, STABLE, TENTHS, UNSTABLE, product, solve, steps

from cogov_games.solvers.phase_line import basins, phase_lines, settled
from cogov_games.solvers.roots import find


def followed(function, start: float, steps: int = 20_000) -> float:
    """Return where the state rests if it takes small steps in the direction of the push."""
    x, h = start, 1 / steps
    for _ in range(2 * steps):
        push = float(function(np.array(x)))
        x = min(1.0, max(0.0, x + h * (push > 0) - h * (push < 0)))
    return x


@pytest.mark.parametrize("how", [{"degree": 1}, {"monotone": True}])
def test_a_push_that_fades_out_before_it_jumps_is_at_rest_there(how) -> None:
    lines, _ = solve(lambda x: np.where(x < 0.5, 0.5 - x, 1.0), [0, 0.5, 1], **how)
    assert list(lines.x[0]) == [0.5, 1]
    assert list(lines.stability[0]) == [SEMI, STABLE]
    assert int(settled(lines, np.array([0.3]))[1][0]) == 0
    mirrored, _ = solve(lambda x: np.where(x < 0.5, 1.0, x - 0.5), [0, 0.5, 1], **how)
    assert list(mirrored.stability[0]) == [SEMI, STABLE]


@pytest.mark.parametrize(
    ("levels", "x", "codes"),
    [
        ([1, -1], [0.5], [STABLE]),
        ([-1, 1], [0, 0.5, 1], [STABLE, UNSTABLE, STABLE]),
        ([0, 1], [0, 0.5, 1], [NEUTRAL, NEUTRAL, STABLE]),
        ([1, 0], [0.5, 1], [NEUTRAL, NEUTRAL]),
        ([-1, 0], [0, 0.5, 1], [STABLE, NEUTRAL, NEUTRAL]),
        ([0, 0], [0, 1], [NEUTRAL, NEUTRAL]),
        ([1, 2], [1], [STABLE]),
        ([-1, -2], [0], [STABLE]),
        ([1, -1, 1, -1], [0.25, 0.5, 0.75], [STABLE, UNSTABLE, STABLE]),
        ([1, 0, -1], [1 / 3, 2 / 3], [NEUTRAL, NEUTRAL]),
    ],
)
@pytest.mark.parametrize("how", [{"degree": 0}, {"degree": 3}, {"monotone": True}, {}])
def test_jumps_and_intervals_without_a_push(levels, x, codes, how) -> None:
    function, nodes = steps(levels)
    lines, _ = solve(function, nodes, **how)
    found = [(a, c) for a, c in zip(lines.x[0], lines.stability[0], strict=True) if c >= 0]
    assert [a for a, _ in found] == pytest.approx(x)
    assert [c for _, c in found] == codes


@pytest.mark.parametrize("levels", [[1, -1], [-1, 1], [0, 1], [1, 0], [-1, 0, 1], [0, 0], [1, 0, -1],
                                    [0, -1, 0, 1, 0], [1, -1, 1, -1], [-1, 1, -1]])  # fmt: skip
def test_a_start_leads_where_following_the_push_leads(levels) -> None:
    function, nodes = steps(levels)
    lines, _ = solve(function, nodes, degree=0)
    for start in np.linspace(0.013, 0.981, 9):
        rested, index = settled(lines, np.array([start]))
        assert rested.x[0, index[0]] == pytest.approx(followed(function, start, 2000), abs=2e-3)
    assert np.nansum(basins(lines)[0]) == pytest.approx(1)


@given(st.lists(TENTHS, min_size=1, max_size=5), st.floats(0.0123, 0.9871))
def test_basins_measure_the_starts_that_lead_to_each(roots, start) -> None:
    lines, _ = solve(product([float(r) for r in roots]), [0, 1], degree=len(roots))
    grid = np.linspace(0, 1, 4001)
    many = phase_lines_repeated(lines, grid.size)
    rested, index = settled(many, grid)
    assert rested.x.shape == many.x.shape  # nothing floats
    shares = np.bincount(index, minlength=lines.x.shape[1]) / grid.size
    assert basins(lines)[0] == pytest.approx(shares, abs=2e-3)


def phase_lines_repeated(lines, times: int):
    return type(lines)(
        *(np.repeat(a, times, axis=0) for a in (lines.x, lines.before, lines.after, lines.stability)),
        np.repeat(lines.low, times), np.repeat(lines.high, times),
    )  # fmt: skip


def test_a_start_at_rest() -> None:
    """It stays at a stable point and where nothing pushes, and leaves an unstable one upwards."""
    line, _ = solve(product([0.2, 0.6], -1), [0, 1], degree=2)  # 0 stable, .2 unstable, .6 stable
    assert [int(settled(line, np.array([s]))[1][0]) for s in (0, 0.2, 0.6, 1, -3, 7)] == [
        0,
        2,
        2,
        2,
        0,
        2,
    ]
    touching, _ = solve(product([0.5, 0.5]), [0, 1], degree=2)  # passes upwards at .5
    assert [int(settled(touching, np.array([s]))[1][0]) for s in (0.4, 0.5, 0.6)] == [0, 1, 1]
    falling, _ = solve(product([0.5, 0.5], -1), [0, 1], degree=2)
    assert [int(settled(falling, np.array([s]))[1][0]) for s in (0.4, 0.5, 0.6)] == [0, 1, 1]
    function, nodes = steps([0, 1])
    edge, _ = solve(function, nodes, degree=0)
    assert int(settled(edge, np.array([0.5]))[1][0]) == 1  # the upper end of the continuum


def test_a_line_without_length() -> None:
    lines, complete = solve(lambda x: 0 * x, [0.4, 0.4], degree=0)
    assert (list(lines.x[0]), list(lines.stability[0]), complete) == ([0.4], [STABLE], True)
    assert basins(lines)[0] == pytest.approx([1])
    assert int(settled(lines, np.array([0.9]))[1][0]) == 0


def test_a_batch_is_solved_like_its_members() -> None:
    rng = np.random.default_rng(5)
    c = rng.integers(-4, 5, size=(80, 5)) / 4
    c[::7] = 0
    nodes = np.repeat([[0.0, 0.3, 1.0]], 80, axis=0)

    def function(row, x):
        return sum(c[row, k] * x**k for k in range(5))

    points, _ = find(function, nodes, np.full(80, 1e-12), degree=4)
    batch, index = settled(phase_lines(points, nodes[:, 0], nodes[:, -1]), np.full(80, 0.45))
    for i in range(80):
        lone, _ = solve(lambda x, i=i: function(np.array(i), x), nodes[i], degree=4)
        lone, at = settled(lone, np.array([0.45]))
        count = int(lone.count[0])
        assert batch.x[i, :count] == pytest.approx(lone.x[0, :count])
        assert np.isnan(batch.x[i, count:]).all()
        assert index[i] == at[0]
