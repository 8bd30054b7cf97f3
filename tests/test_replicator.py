"""Replicator dynamics: against closed forms, invariants, tighter integration, exact arithmetic."""

from __future__ import annotations

import json
from fractions import Fraction
from itertools import combinations, product

import numpy as np
import pytest
import sympy as sp
from numpy.polynomial import polynomial
from scipy.integrate import solve_ivp
from scipy.optimize import fsolve, nnls

import cogov_games as cg
from cogov_games.charts.phase import portrait_spec
from cogov_games.declare import Group, Signal, Strategic
from cogov_games.solvers.compositions import compositions
from cogov_games.solvers.eigenvalues import replicator_stability
from cogov_games.solvers.population_games import (
    group_game, matrix_game, payoff_function, population_game,
)  # fmt: skip
from cogov_games.solvers.replicator import Replicator, trajectories
from cogov_games.solvers.rest_points import RestPoints, rest_points
from cogov_games.solvers.stability import TYPES, Stability
from cogov_games.words import speaking
from tiny_games import TWO, actor, tiny

PENNIES = np.array([[1.0, -1.0], [-1.0, 1.0]])


def circle(loss: float = 1.0) -> np.ndarray:
    """Rock, paper, scissors; with a loss above 1 the cycle runs out to the boundary."""
    return np.array([[0, -loss, 1], [1, 0, -loss], [-loss, 1, 0]])


def optional_public_good(n: int = 6, r: float = 3.0, loner: float = 1.0) -> Replicator:
    """Cooperators, defectors and loners (Hauert, De Monte, Hofbauer, Sigmund 2002)."""
    counts = compositions(n - 1, 3)
    size = counts[:, 0] + counts[:, 1] + 1
    share = r * counts[:, 0] / size
    table = np.stack([share + r / size - 1, share, np.full(len(size), loner)], axis=-1)
    table[size == 1] = loner
    return group_game(table, counts)


def hauert(shares: np.ndarray, n: int = 6, r: float = 3.0, loner: float = 1.0) -> np.ndarray:
    """The same payoffs by the paper's formulas, for shares of loners below 1."""
    x, z = shares[..., 0], shares[..., 2]
    groups = 1 - (1 - z**n) / (n * (1 - z))
    defect = loner * z ** (n - 1) + r * x / (1 - z) * groups
    gap = 1 + (r - 1) * z ** (n - 1) - r / n * (1 - z**n) / (1 - z)
    return np.stack([defect - gap, defect, np.full_like(defect, loner)], axis=-1)


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


# Trajectories


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


# Eigenvalues


def symbolic_eigenvalues(sizes, payoffs, point) -> list[complex]:
    """By SymPy's Jacobian in the shares of all strategies but the last of each population."""
    names = [sp.symbols(f"x{i}_:{size - 1}") for i, size in enumerate(sizes)]
    shares = [[*own, 1 - sum(own)] for own in names]
    values = payoffs(shares)
    field, free = [], []
    for own, x, f in zip(names, shares, values, strict=True):
        mean = sum(a * b for a, b in zip(x, f, strict=True))
        field += [a * (b - mean) for a, b in zip(x[:-1], f[:-1], strict=True)]
        free += own
    starts = np.cumsum([0, *sizes])
    at = [point[s + j] for s, size in zip(starts, sizes, strict=False) for j in range(size - 1)]
    jacobian = sp.Matrix(field).jacobian(free).subs(dict(zip(free, map(sp.Float, at), strict=True)))
    return sorted(np.linalg.eigvals(np.array(jacobian, dtype=float)), key=by_value)


def by_value(value: complex) -> tuple[float, float]:
    return round(value.real, 6), round(value.imag, 6)


def finite_eigenvalues(game: Replicator, point: np.ndarray) -> list[complex]:
    """By differences of the velocity in all shares; the directions off the simplices left out."""
    h, total = 1e-7, len(point)
    columns = [
        (game.velocity(point + h * e) - game.velocity(point - h * e)) / (2 * h)
        for e in np.eye(total)
    ]
    jacobian = np.stack(columns, axis=-1)
    basis = []
    for start, stop in game.spans:
        for j in range(start, stop - 1):
            basis.append(np.eye(total)[j] - np.eye(total)[stop - 1])
    along = np.array(basis).T
    return sorted(np.linalg.eigvals(np.linalg.pinv(along) @ jacobian @ along), key=by_value)


def check_eigenvalues(game: Replicator, payoffs, found: RestPoints) -> None:
    for point, values in zip(found.shares, found.eigenvalues, strict=True):
        ours = sorted(values, key=by_value)
        scale = game.scale or 1
        assert ours == pytest.approx(
            symbolic_eigenvalues(game.sizes, payoffs, point), abs=2e-6 * scale
        )
        assert ours == pytest.approx(finite_eigenvalues(game, point), abs=2e-6 * scale)


@pytest.mark.parametrize("seed", range(6))
def test_eigenvalues_in_one_population(seed: int) -> None:
    a = np.random.default_rng(seed).integers(-4, 5, (3, 3)).astype(float)
    game = matrix_game(a)
    check_eigenvalues(
        game, lambda x: [[sum(a[i, j] * x[0][j] for j in range(3)) for i in range(3)]],
        rest_points(game),
    )  # fmt: skip


@pytest.mark.parametrize("sizes", [(2, 2), (2, 3), (3, 3), (2, 2, 2), (2, 3, 2)])
@pytest.mark.parametrize("seed", range(2))
def test_eigenvalues_in_several_populations(sizes: tuple[int, ...], seed: int) -> None:
    tables = np.random.default_rng(seed).integers(-4, 5, (len(sizes), *sizes)).astype(float)
    game = population_game(list(tables))

    def payoffs(shares):
        result = [[0] * size for size in sizes]
        for i, cell in product(range(len(sizes)), product(*map(range, sizes))):
            weight = sp.prod([shares[k][c] for k, c in enumerate(cell) if k != i])
            result[i][cell[i]] += tables[(i, *cell)] * weight
        return result

    check_eigenvalues(game, payoffs, rest_points(game))


def test_eigenvalues_in_groups() -> None:
    counts = compositions(3, 3)
    table = np.random.default_rng(5).integers(-4, 5, counts.shape).astype(float)
    game = group_game(table, counts)

    def payoffs(shares):
        weights = [
            sp.multinomial_coefficients(3, 3)[tuple(map(int, c))]
            * sp.prod([s ** int(e) for s, e in zip(shares[0], c, strict=True)])
            for c in counts
        ]
        return [[sum(w * t for w, t in zip(weights, column, strict=True)) for column in table.T]]

    found = rest_points(game)
    assert len(found.shares) > 3
    check_eigenvalues(game, payoffs, found)


@pytest.mark.parametrize("sizes", [(2, 2), (3, 2), (2, 2, 2), (3, 2, 4)])
def test_at_a_vertex_each_eigenvalue_is_one_gain(sizes: tuple[int, ...]) -> None:
    """To the last digit, in the order of the strategies, and with no sign lost."""
    tables = np.random.default_rng(8).normal(size=(len(sizes), *sizes))
    game = population_game(list(tables))
    found = rest_points(game)
    for cell, values in zip(product(*map(range, sizes)), found.eigenvalues, strict=False):
        gains = [
            tables[(i, *cell[:i], d, *cell[i + 1 :])] - tables[(i, *cell)]
            for i, size in enumerate(sizes)
            for d in range(size)
            if d != cell[i]
        ]
        assert values.imag.tolist() == [0] * len(gains)
        assert values.real == pytest.approx(gains, abs=1e-15)


# Rest points


def at_rest(game: Replicator, points: np.ndarray, tolerance: float = 1e-9) -> np.ndarray:
    speed = np.where(points > 0, np.abs(game.gains(points)), 0).max(axis=-1)
    return speed <= tolerance * (game.scale or 1)


def listed(found: RestPoints, point: np.ndarray) -> bool:
    """Whether a point is one of those found, or a mixture within one of the continua."""
    if (np.abs(found.shares - point).max(axis=1) < 1e-7).any():
        return True
    for corners in found.continua:
        system = np.vstack([found.shares[list(corners)].T, np.ones(len(corners))])
        if nnls(system, np.append(point, 1.0))[1] < 1e-7:
            return True
    return False


def grid_at_rest(tables: list[np.ndarray], sizes: tuple[int, ...], parts: int) -> list[np.ndarray]:
    """Return the points with shares in whole parts that are at rest, in integers."""
    grids = [compositions(parts, size) for size in sizes]
    found = []
    for point in product(*grids):
        for i, own in enumerate(point):
            f = tables[i]
            for k in reversed(range(len(point))):
                if k != i:
                    f = np.tensordot(f, point[k], axes=(k, 0))
            if np.ptp(f[own > 0]):
                break
        else:
            found.append(np.concatenate(point) / parts)
    return found


def exact_solution(rows: list[list[Fraction]]) -> list[Fraction] | None:
    """Solve rows [a | b] in fractions; None unless there is exactly one solution."""
    rows, unknowns, done = [list(row) for row in rows], len(rows[0]) - 1, 0
    for column in range(unknowns):
        pivot = next((r for r in range(done, len(rows)) if rows[r][column]), None)
        if pivot is None:
            return None
        rows[done], rows[pivot] = rows[pivot], rows[done]
        rows[done] = [v / rows[done][column] for v in rows[done]]
        for r in range(len(rows)):
            if r != done and rows[r][column]:
                factor = rows[r][column]
                rows[r] = [a - factor * b for a, b in zip(rows[r], rows[done], strict=True)]
        done += 1
    if any(row[-1] for row in rows[done:]):
        return None
    return [rows[i][-1] for i in range(unknowns)]


def exact_mixtures(matrix: np.ndarray) -> list[list[Fraction]]:
    """Return the mixture, all of it positive, that makes the rows tie, if it is the only one."""
    size = matrix.shape[1]
    rows = [[*(Fraction(int(v)) for v in row), Fraction(-1), Fraction(0)] for row in matrix]
    solved = exact_solution([*rows, [Fraction(1)] * size + [Fraction(0), Fraction(1)]])
    return [solved[:-1]] if solved and min(solved[:-1]) > 0 else []


def faces(size: int):
    return [f for s in range(1, size + 1) for f in combinations(range(size), s)]


@pytest.mark.parametrize("size", [2, 3, 4])
def test_all_rest_points_of_pairs(size: int) -> None:
    """Isolated ones by fractions, continua by every point of a grid and by their mixtures."""
    rng = np.random.default_rng(size)
    continua = inner = 0
    for trial in range({2: 60, 3: 120, 4: 40}[size]):
        a = rng.integers(-2, 3, (size, size))
        if trial % 4 == 0:
            a[1] = a[0]
        game = matrix_game(a)
        found = rest_points(game)
        assert found.complete
        assert at_rest(game, found.shares).all()
        assert len(np.unique(found.shares.round(9), axis=0)) == len(found.shares)
        for face in faces(size):
            for mix in exact_mixtures(a[np.ix_(face, face)]):
                point = np.zeros(size)
                point[list(face)] = [float(v) for v in mix]
                assert np.abs(found.shares - point).max(axis=1).min() < 1e-12
                inner += len(face) > 1
        for point in pair_grid(a, 12):
            assert listed(found, point), (a, point)
        for corners in found.continua:
            mixes = rng.dirichlet(np.ones(len(corners)), 5) @ found.shares[list(corners)]
            assert at_rest(game, mixes).all()
            continua += 1
        for one, other in product(found.continua, repeat=2):
            assert one == other or not set(one) <= set(other)
    assert min(continua, inner) > 10


def pair_grid(matrix: np.ndarray, parts: int) -> list[np.ndarray]:
    points = compositions(parts, len(matrix))
    payoffs = points @ matrix.T
    return [
        x / parts for x, f in zip(points, payoffs, strict=True) if np.ptp(f[x > 0]) == 0
    ]  # fmt: skip


@pytest.mark.parametrize("sizes", [(2, 2), (2, 3), (3, 3)])
def test_all_rest_points_of_two_populations(sizes: tuple[int, int]) -> None:
    rng = np.random.default_rng(sum(sizes))
    continua = inner = 0
    for trial in range({4: 120, 5: 40, 6: 15}[sum(sizes)]):
        a, b = rng.integers(-2, 3, (2, *sizes))
        if trial % 3 == 0:
            a[:, 1] = a[:, 0]
        game = population_game([a, b])
        found = rest_points(game)
        assert found.complete
        assert at_rest(game, found.shares).all()
        for rows, columns in product(faces(sizes[0]), faces(sizes[1])):
            for y in exact_mixtures(a[np.ix_(rows, columns)]):
                for x in exact_mixtures(b[np.ix_(rows, columns)].T):
                    point = np.zeros(sum(sizes))
                    point[list(rows)] = [float(v) for v in x]
                    point[[sizes[0] + c for c in columns]] = [float(v) for v in y]
                    assert np.abs(found.shares - point).max(axis=1).min() < 1e-12
                    inner += len(rows) + len(columns) > 2
        for point in grid_at_rest([a, b], sizes, 6):
            assert listed(found, point), (a, b, point)
        for corners in found.continua:
            mixes = rng.dirichlet(np.ones(len(corners)), 5) @ found.shares[list(corners)]
            assert at_rest(game, mixes).all()
            continua += 1
        for pair in cg.nash_equilibria(a.astype(float), b.astype(float)):
            point = np.concatenate(pair)
            assert listed(found, point)
            same = np.abs(found.shares - point).max(axis=1) < 1e-9
            assert found.is_equilibrium[same].all()
    assert min(continua, inner) > 5


def test_all_rest_points_of_three_populations() -> None:
    """Faces by a grid in integers, the interior by root finding from many starts."""
    rng = np.random.default_rng(3)
    inside = curves = 0
    for trial in range(60):
        tables = list(rng.integers(-2, 3, (3, 2, 2, 2)))
        if trial % 5 == 0:
            tables[trial % 3][:] = 1  # an indifferent population
        game = population_game(tables)
        found = rest_points(game)
        assert at_rest(game, found.shares).all()
        for point in grid_at_rest(tables, (2, 2, 2), 6):
            if found.complete or (point == 0).any():
                assert listed(found, point), (tables, point)
        curves += not found.complete

        def gains(acting, game=game):
            shares = np.stack([1 - acting, acting], axis=-1).reshape(6)
            f = game.payoffs(shares)
            return f[1::2] - f[::2]

        for start in rng.uniform(0.05, 0.95, (12, 3)):
            root, about, flag, _ = fsolve(gains, start, full_output=True, xtol=1e-13)
            good = flag == 1 and np.abs(about["fvec"]).max() < 1e-11
            if found.complete and good and root.min() > 1e-4 and root.max() < 1 - 1e-4:
                point = np.stack([1 - root, root], axis=-1).reshape(6)
                near = np.abs(found.shares - point).max(axis=1).min() < 1e-5
                assert near or listed(found, point)
                inside += 1
    assert inside > 20
    assert curves > 3


def bilinear_game(gain_x, gain_y, gain_z) -> Replicator:
    """Three populations whose second strategies gain what functions of the others' shares say."""
    tables = np.zeros((3, 2, 2, 2))
    for x, y, z in product(range(2), repeat=3):
        tables[0, 1, y, z] = gain_x(y, z)
        tables[1, x, 1, z] = gain_y(x, z)
        tables[2, x, y, 1] = gain_z(x, y)
    return population_game(list(tables))


@pytest.mark.parametrize(("first", "last"), [(0.25, 0.75), (0.5, 0.5), (0.1, 0.11)])
def test_two_interior_points_and_a_double_one(first: float, last: float) -> None:
    """x = y = z at the roots of (t - first)(t - last)."""
    game = bilinear_game(
        lambda y, z: z - y,
        lambda x, z: x * z - (first + last) / 2 * (x + z) + first * last,
        lambda x, y: x - y,
    )
    found = rest_points(game)
    inner = found.shares[(found.shares > 0).all(axis=1)][:, 1::2]
    expected = sorted({first, last})
    assert sorted(inner[:, 0]) == pytest.approx(expected, abs=1e-9)
    assert np.ptp(inner, axis=1).max() < 1e-9
    assert found.complete
    double = found.types[(found.shares > 0).all(axis=1)] == TYPES.index("non-hyperbolic")
    assert double.all() == (first == last)


def test_interior_points_where_a_share_is_free() -> None:
    """The first gain vanishes at y = 1/2 whatever z is; the others then fix x and z."""
    game = bilinear_game(lambda y, z: (y - 0.5) * (z + 1), lambda x, z: z - 0.3, lambda x, y: x - y)
    found = rest_points(game)
    inner = found.shares[(found.shares > 0).all(axis=1)]
    assert inner[:, 1::2] == pytest.approx(np.array([[0.5, 0.5, 0.3]]))
    assert found.complete
    curve = bilinear_game(
        lambda y, z: (y - 0.5) * (z + 1), lambda x, z: z - x, lambda x, y: (y - 0.5) * (1 - x)
    )
    assert not rest_points(curve).complete


def as_groups(matrix: np.ndarray, n: int) -> Replicator:
    """The same mean payoffs from groups of n: each other member pays out on its own."""
    counts = compositions(n - 1, len(matrix))
    return group_game(counts @ matrix.T / (n - 1), counts)


@pytest.mark.parametrize("size", [3, 4])
def test_search_finds_what_algebra_finds(size: int) -> None:
    rng = np.random.default_rng(size)
    inner = 0
    for _ in range(25):
        matrix = rng.normal(size=(size, size))
        pairs, groups = rest_points(matrix_game(matrix)), rest_points(as_groups(matrix, 4))
        assert not groups.complete
        assert len(pairs.shares) == len(groups.shares)
        for point in pairs.shares:
            assert np.abs(groups.shares - point).max(axis=1).min() < 1e-9
        inner += (pairs.shares.min(axis=1) > 0).sum()
    assert inner > 2


@pytest.mark.parametrize("degree", [1, 2, 5])
def test_edges_of_groups_by_polynomial_roots(degree: int) -> None:
    rng = np.random.default_rng(degree)
    seen = 0
    for _ in range(40):
        roots = np.sort(rng.uniform(-0.5, 1.5, degree))
        # Bernstein coefficients of the gain by its values at degree + 1 points
        x = np.linspace(0, 1, degree + 1)
        basis = np.array([
            [sp.binomial(degree, j) * t**j * (1 - t) ** (degree - j) for j in range(degree + 1)]
            for t in x
        ], dtype=float)  # fmt: skip
        gain = np.linalg.solve(basis, polynomial.polyval(x, polynomial.polyfromroots(roots)))
        acting = np.arange(degree + 1)
        game = group_game(
            np.stack([0 * gain, gain], axis=-1), np.stack([degree - acting, acting], axis=-1)
        )
        found = rest_points(game)
        expected = roots[(roots > 0) & (roots < 1)]
        assert np.sort(found.shares[2:, 1]) == pytest.approx(expected, abs=1e-6)
        seen += len(expected)
        assert found.complete
    assert seen > 10


def test_optional_public_good_has_a_centre_where_r_is_above_two() -> None:
    """Hauert et al. 2002: an interior point exists for 2 < r < N, and orbits around it close."""
    found = rest_points(optional_public_good(r=3.0))
    (inner,) = found.shares[(found.shares > 0).all(axis=1)]
    assert hauert(inner) == pytest.approx(np.ones(3), abs=1e-9)
    values = found.eigenvalues[(found.shares > 0).all(axis=1)][0]
    assert np.abs(values.real).max() < 1e-12
    assert values.imag[0] == pytest.approx(-values.imag[1])
    assert found.stability[-1] == Stability.NEUTRAL
    assert TYPES[found.types[-1]] == "non-hyperbolic"
    without = rest_points(optional_public_good(r=1.8))
    assert len(without.shares) == 3


# Types and ties


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


def test_everything_at_rest() -> None:
    for game in (
        matrix_game(np.ones((3, 3))),
        population_game([np.zeros((2, 2)), np.ones((2, 2))]),
        group_game(np.zeros((10, 3)), compositions(3, 3)),
    ):
        found = rest_points(game)
        vertices = int(np.prod(game.sizes))
        assert found.continua == (tuple(range(vertices)),)
        assert len(found.shares) == vertices
        assert set(found.stability) == {Stability.NON_HYPERBOLIC}
        assert found.is_equilibrium.all()


def test_two_of_three_strategies_that_are_alike_in_groups() -> None:
    """Along their edge everything is at rest; the third strategy is apart."""
    counts = compositions(3, 3)
    table = np.stack([counts[:, 2], counts[:, 2], 2.0 * counts[:, 2] - 1], axis=-1)
    found = rest_points(group_game(table, counts))
    assert found.continua[0] == (0, 1)
    assert found.types[0] == TYPES.index("non-hyperbolic")


# Tripartite game of Wang, Jia, He, Wang and Huang (2023), Journal of Cleaner Production 418, 138074

COLUMNS = [
    "P_A", "P_e", "C_A", "e", "R_c", "a", "b", "c", "C_H", "C_B", "d", "C_B0", "eps", "R_p", "zeta",
    "eta", "th", "la", "C_G", "C_E", "g", "G_0", "k", "G_1",
]  # fmt: skip
WANG = {
    "000": [40, 20, 35, 0.1, 10, 0, 0, 0.1, -30, 30, 0.8, 18, 0, 25, 0.1, 0.1, 0.1, 0.1, 25, 30, 0.5, 10, 0.8, 5],
    "001": [40, 20, 35, 0.2, 10, 0, 0.05, 0.1, -30, 30, 0.8, 18, 0, 25, 0.1, 0.1, 0.1, 0.1, 25, 30, 0.5, 20, 0.8, 5],
    "101": [40, 20, 35, 0.4, 15, 0.06, 0.2, 0.1, -30, 30, 0.8, 18, 0, 25, 0.1, 0.1, 0.1, 0.1, 25, 30, 0.5, 20, 0.8, 10],
    "111": [40, 20, 35, 0.5, 20, 0.1, 0.2, 0.1, -30, 30, 0.7, 18, 0.1, 25, 0.1, 0.1, 0.1, 0.1, 25, 30, 0.5, 25, 0.8, 15],
    "110": [40, 10, 35, 0.7, 25, 0, 0.2, 0.3, -30, 30, 0.5, 18, 0, 25, 0.2, 0.1, 0.1, 0.1, 25, 30, 0.5, 15, 0.8, 5],
}  # fmt: skip
"""Published parameter sets by the vertex that is stable; a, b, c are alpha, beta, gamma."""


@pytest.mark.parametrize("stable", WANG)
def test_tripartite_vertices_have_the_published_eigenvalues(stable: str) -> None:
    p = dict(zip(COLUMNS, WANG[stable], strict=True))
    total = p["P_A"] + (1 - p["e"]) * (1 - p["g"]) * p["P_e"]
    k0 = p["e"] * (p["R_c"] - (1 - p["c"]) * p["C_A"] - (1 - p["g"]) * p["P_e"])
    eta, s = p["eta"] * p["P_A"], (p["a"] + p["b"]) * total
    y0, load = p["C_B0"] - p["d"] * p["C_B"] + p["zeta"] * p["R_p"], p["la"] * p["C_H"]
    u = p["eps"] * p["d"] * p["C_B"]
    z0, back, fee = p["G_0"] + p["G_1"] - p["C_G"], p["b"] * total, p["a"] * total
    more = p["th"] * (p["G_0"] + p["G_1"]) - u
    game = bilinear_game(
        lambda y, z: k0 + eta * y + s * z,
        lambda x, z: y0 + load * (1 - x) + u * z,
        lambda x, y: z0 + back - s * x + more * y,
    )
    table = {
        "000": (k0, y0 + load, z0 + back), "100": (-k0, y0, z0 - fee),
        "010": (k0 + eta, -y0 - load, z0 + back + more), "001": (k0 + s, y0 + load + u, -z0 - back),
        "110": (-k0 - eta, -y0, z0 - fee + more), "101": (-k0 - s, y0 + u, -z0 + fee),
        "011": (k0 + s + eta, -y0 - load - u, -z0 - back - more),
        "111": (-k0 - s - eta, -y0 - u, -z0 + fee - more),
    }  # fmt: skip
    found = rest_points(game)
    for point, values, kind in zip(found.shares[:8], found.eigenvalues, found.types, strict=False):
        vertex = "".join(str(int(v)) for v in point[1::2])
        assert values == pytest.approx(table[vertex], abs=1e-12)
        zero = np.isclose(table[vertex], 0, atol=1e-10).any()
        assert (TYPES[kind] == "stable") == (vertex == stable)
        assert (TYPES[kind] == "non-hyperbolic") == zero
    inside = (found.shares > 0).all(axis=1)
    assert (found.stability[inside] != Stability.STABLE).all()  # Selten (1980)


# Mechanisms


def majority():
    """Three actors who gain by doing what the others do; at a = 1 they do not care."""
    a = sp.Symbol("a")
    players = (actor("A", 2), actor("B", 2), actor("C", 2))
    cells = list(product(range(2), repeat=3))
    payoffs = {
        tuple(f"s{i}" for i in cell): tuple((a - 1) * (cell.count(i) - 1) for i in cell)
        for cell in cells
    }
    return tiny(Strategic(players, payoffs), TWO, a * sp.Symbol("A_s1"))


PLAYED = [
    key
    for key, m in cg.catalogue.items()
    if all(
        isinstance(m.form_of(regime), Group | Strategic)
        and not isinstance(m.form_of(regime), Signal)  # obeying a signal is no share of strategies
        for regime in m.regimes
    )
]


@pytest.mark.parametrize("key", PLAYED)
def test_dynamics_agree_with_solutions(key: str) -> None:
    """Equilibria are rest points with the same stability; the rest are those of `solve`."""
    m = cg.catalogue[key]
    for regime in m.regimes:
        dynamics = m.dynamics(regime)
        solution = m.solve(regime)
        by_profile = {str(p.profile): p for p in dynamics.rest_points}
        for equilibrium in solution.equilibria:
            point = min(
                dynamics.rest_points,
                key=lambda p: np.abs(flat(p.profile) - flat(equilibrium.profile)).max(),
            )
            assert flat(point.profile) == pytest.approx(flat(equilibrium.profile), abs=1e-9)
            assert point.stability == equilibrium.stability
            assert point.is_equilibrium
        for point in solution.rest_points:
            assert point == by_profile[str(point.profile)]
            assert not point.is_equilibrium
            assert max(value.real for value in point.eigenvalues) > 0


def flat(profile) -> np.ndarray:
    values = [v.values() if isinstance(v, dict) else [v] for v in profile.values()]
    return np.array([x for part in values for x in part])


def test_inspection_by_its_formulas() -> None:
    """At each vertex the eigenvalues are what official and inspector gain by changing."""
    d = cg.catalogue["inspection"].dynamics(
        "government_led", g=2, h=10, dG=0.6, S=12, kG=2, rho=0.2
    )
    g, h, p, f, c, r = 2, 10, 0.6, 12, 2, 0.2
    corrupt = [g, g - p * (g + f)]  # the official's gain from violating, unwatched and watched
    look = [-c, p * h + p * r * f - c]  # the inspector's from inspecting
    expected = [
        (corrupt[0], look[0]), (corrupt[1], -look[0]), (-corrupt[0], look[1]),
        (-corrupt[1], -look[1]),
    ]  # fmt: skip
    for point, values in zip(d.rest_points, expected, strict=False):
        assert point.eigenvalues == pytest.approx(values)
        assert point.classification == "saddle"
    assert d.rest_points[4].classification == "non-hyperbolic"
    assert d.rest_points[4].stability == "neutral"
    v, q = c / (p * h + p * r * f), g / (p * (g + f))
    assert flat(d.rest_points[4].profile) == pytest.approx([1 - v, v, 1 - q, q])


def test_labels_of_three_actors_follow_eigenvalues() -> None:
    s = majority().solve("government_led", a=2)
    pure = [e for e in s.equilibria if set(flat(e.profile)) == {0.0, 1.0}]
    assert len(pure) == 2
    assert {e.stability for e in pure} == {"stable"}
    assert {e.stability for e in s.equilibria if e not in pure} == {"unstable"}
    for point in s.rest_points:
        assert sorted(value.real for value in point.eigenvalues) == pytest.approx([0, 0, 2])
        assert (point.classification, point.stability) == ("non-hyperbolic", "unstable")
    idle = majority().solve("government_led", a=1)
    assert len(idle.equilibria) == 8
    assert {e.stability for e in idle.equilibria} == {"non-hyperbolic"}


def test_trajectories_of_a_mechanism() -> None:
    d = cg.catalogue["public_good"].dynamics("cooperative")
    found = d.trajectories([[0.86], [0.88]], np.linspace(0, 400, 50))
    assert found.shares["resident"].shape == (2, 50, 2)
    ends = [d.rest_points[r].profile["contribute"] for r in found.ends]
    assert ends == [0, 1]
    both = d.trajectories([[0.14, 0.86]], [0, 1]).shares["resident"]
    assert both[0] == pytest.approx(d.trajectories([0.86], [0, 1]).shares["resident"])
    circling = cg.catalogue["inspection"].dynamics("government_led")
    assert circling.trajectories([0.3, 0.3], [0, 50]).ends == -1


def test_a_mechanism_shows_its_dynamics() -> None:
    d = cg.catalogue["inspection"].dynamics("laissez_faire")
    assert repr(d).splitlines()[0] == (
        "replicator dynamics of inspection under laissez_faire: 4 rest points"
    )
    assert "saddle" in d._repr_html_()
    with speaking("zh"):
        assert "鞍点" in d._repr_html_()


# Portraits


class Drawn:
    """What a portrait needs of a mechanism's dynamics, for any game."""

    def __new__(cls, game: Replicator):
        d = cg.catalogue["inspection"].dynamics("government_led")
        form = type(
            "Form", (), {
                "populations": tuple(actor(f"P{i}", size) for i, size in enumerate(game.sizes)),
                "profile": staticmethod(lambda states: states),
                "from_shares": staticmethod(lambda shares: dict(enumerate(map(float, shares)))),
            },
        )  # fmt: skip
        drawn = object.__new__(type("D", (type(d),), {"form": form}))
        drawn.__dict__.update(mechanism=d.mechanism, regime=d.regime, game=game)
        return drawn


GAMES = {
    "time": matrix_game([[2, 0], [0, 1]]),
    "triangle": optional_public_good(),
    "square": population_game([PENNIES, PENNIES]),
    "cube": population_game([np.arange(8.0).reshape(2, 2, 2) % 3 for _ in range(3)]),
    "nothing moves": matrix_game(np.zeros((3, 3))),
}


def rows_of(spec, kind: str) -> list[dict]:
    return [row for row in json.loads(spec["data"]["values"]) if row["kind"] == kind]


@pytest.mark.parametrize("name", GAMES)
def test_portraits(name: str) -> None:
    import altair as alt

    drawn = Drawn(GAMES[name])
    spec = portrait_spec(drawn)
    json.dumps(spec, allow_nan=False)
    alt.Chart.from_dict(spec).to_dict()
    points = rows_of(spec, "point")
    assert len(points) == len(drawn.rest_points)
    assert [p["stability"] for p in points] == [p.stability for p in drawn.rest_points]
    assert len(rows_of(spec, "edge")) == {"triangle": 3, "square": 4, "cube": 12}.get(name, 3) * (
        name != "time"
    )
    if name == "nothing moves":
        assert len(rows_of(spec, "still")) == 3
        assert rows_of(spec, "path") == []
        return
    assert len({row["path"] for row in rows_of(spec, "path")}) >= 10
    if name == "cube":
        assert {row["text"] for row in rows_of(spec, "name")} == {
            "".join(map(str, v)) for v in product(range(2), repeat=3)
        }
    with speaking("zh"):
        assert "静止点" in portrait_spec(drawn)["description"]


def test_trajectories_have_the_colour_of_where_they_end() -> None:
    spec = portrait_spec(Drawn(GAMES["square"]))
    stable = [p for p in rows_of(spec, "point") if p["stability"] == "stable"]
    assert len(stable) == 2
    paths = [row for row in rows_of(spec, "path") if row["end"] != "-1"]
    last = {row["path"]: row for row in paths}
    drawn = Drawn(GAMES["square"]).points.shares
    for row in last.values():
        assert [row["x"], row["y"]] == pytest.approx(drawn[int(row["end"])][1::2], abs=0.02)
    assert len({row["end"] for row in paths}) == 2
    nulls = rows_of(spec, "null")
    assert sorted((n["x"], n["x2"], n["y"], n["y2"]) for n in nulls) == [
        (0.0, 1.0, 0.5, 0.5), (0.5, 0.5, 0.0, 1.0),
    ]  # fmt: skip


def test_arrows_point_where_shares_move() -> None:
    spec = portrait_spec(Drawn(population_game([[[0, 0], [1, 1]], [[0, 0], [0, 0]]])))
    angles = {row["angle"] for kind in ("flow", "head") for row in rows_of(spec, kind)}
    assert angles == {90.0}  # to the right


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
    "short starts": (lambda: follow([0.5, 0.5]), "3 shares"),
    "shares above one": (lambda: follow([0.5, 0.6, 0.1]), "add up to 1"),
    "a negative share": (lambda: follow([1.5, -0.5, 0]), "from 0 to 1"),
    "falling times": (lambda: follow([1, 0, 0], [1, 0]), "increasing"),
    "no times": (lambda: follow([1, 0, 0], []), "increasing"),
    "a function of another shape": (lambda: payoff_function(lambda x: x[..., :2], 3), "shape"),
    "continuous actions": (
        lambda: cg.catalogue["common_pool"].dynamics("cooperative"), "no replicator dynamics",
    ),
    "an unknown regime": (lambda: cg.catalogue["inspection"].dynamics("cooperativ"), "cooperative"),
    "an unknown name": (lambda: cg.catalogue["inspection"].dynamics("cooperative", gian=1), "gain"),
    "no portrait": (lambda: portrait_spec(Drawn(matrix_game(np.eye(4)))), "4 strategies"),
}  # fmt: skip


def follow(start, times=(0, 1)):
    return trajectories(matrix_game(circle()), np.array(start, dtype=float), times)


@pytest.mark.parametrize("name", WRONG)
def test_wrong_input(name: str) -> None:
    call, said = WRONG[name]
    with pytest.raises(cg.InputError, match=said):
        call()


def test_continuous_form_says_so_in_chinese() -> None:
    with speaking("zh"), pytest.raises(cg.InputError, match="复制动态"):
        cg.catalogue["common_pool"].dynamics("cooperative")
