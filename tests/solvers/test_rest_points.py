"""Rest points against fractions, grids in integers and root finding."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, product

import numpy as np
import pytest
import sympy as sp
from numpy.polynomial import polynomial
from population_examples import hauert, optional_public_good
from scipy.optimize import fsolve, nnls

import cogov_games as cg
from cogov_games.solvers.compositions import compositions
from cogov_games.solvers.population_games import group_game, matrix_game, population_game
from cogov_games.solvers.replicator import Replicator
from cogov_games.solvers.rest_points import RestPoints, rest_points
from cogov_games.solvers.stability import TYPES, Stability


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
