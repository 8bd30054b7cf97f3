"""Eigenvalues of replicator dynamics: by algebra, by finite differences, and as published."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
import sympy as sp
from population_examples import bilinear_game
from replicator_jacobian import expected_code

from cogov_games.forms.equilibria import STABILITY
from cogov_games.solvers.bimatrix import extreme_equilibria
from cogov_games.solvers.compositions import compositions
from cogov_games.solvers.eigenvalues import replicator_stability
from cogov_games.solvers.population_games import group_game, matrix_game, population_game
from cogov_games.solvers.replicator import Replicator
from cogov_games.solvers.rest_points import RestPoints, rest_points
from cogov_games.solvers.stability import TYPES, Stability


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


# Equilibria in strategic form


@pytest.mark.parametrize("shape", [(2, 2), (3, 3), (2, 3), (3, 2), (4, 2)])
def test_stability_of_two_populations(shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(11)
    told = {"stable": 0, "unstable": 0}
    for _ in range(25):
        tables = [rng.normal(size=shape) for _ in range(2)]
        found = extreme_equilibria(*tables)
        codes = replicator_stability(tables, [found.x, found.y])
        for k in range(found.count):
            expected = expected_code(tables, [found.x[k], found.y[k]])
            if expected is not None:
                assert STABILITY[codes[k]] == expected
                told[expected] += 1
    assert min(told.values()) > 3


def test_cycles_are_neutral() -> None:
    """Matching pennies and rock, scissors, paper circle around their equilibrium."""
    for size in (2, 3):
        table = np.array([[(0, 1, -1)[(k - i) % 3] for k in range(3)] for i in range(3)], float)
        table = np.array([[1, -1], [-1, 1]], float) if size == 2 else table
        mix = np.full((1, size), 1 / size)
        assert STABILITY[replicator_stability([table, -table], [mix, mix])[0]] == "neutral"


def test_batches_agree_with_single_games() -> None:
    rng = np.random.default_rng(6)
    tables = [rng.normal(size=(5, 7, 3, 2)) for _ in range(2)]
    found = extreme_equilibria(*tables)
    codes = replicator_stability(tables, [found.x, found.y])
    for index in np.ndindex(5, 7):
        one = [table[index] for table in tables]
        alone = extreme_equilibria(*one)
        count = int(alone.count)
        assert count == found.count[index]
        assert found.x[index][:count] == pytest.approx(alone.x[:count])
        single = replicator_stability(one, [alone.x, alone.y])
        assert codes[index][:count].tolist() == single[:count].tolist()
        assert (codes[index][count:] == -1).all()


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
