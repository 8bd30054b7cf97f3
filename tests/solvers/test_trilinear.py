"""Games of three actors with two strategies: every equilibrium, none invented, ties included."""

from __future__ import annotations

from itertools import permutations, product

import numpy as np
import pytest
import sympy as sp
from reported_trilinear import check, from_gains, regret, solved

from cogov_games.solvers.pure import pure_equilibria
from cogov_games.solvers.trilinear import _distinct, trilinear_equilibria

# --- against exact arithmetic -------------------------------------------------------------------


def generic(rng: np.random.Generator) -> np.ndarray:
    return rng.integers(-10, 11, (3, 2, 2, 2))


def few_values(rng: np.random.Generator) -> np.ndarray:
    return rng.integers(0, rng.integers(2, 5), (3, 2, 2, 2))


def idle_actor(rng: np.random.Generator) -> np.ndarray:
    """One or two actors get the same whatever they do; what others do may still matter."""
    tables = rng.integers(-2, 3, (3, 2, 2, 2))
    for i in rng.choice(3, rng.integers(1, 3), replace=False):
        tables[i] = tables[i].max(axis=i, keepdims=True)
    return tables


def duplicate(rng: np.random.Generator) -> np.ndarray:
    """One actor's strategies are the same for everybody."""
    tables = rng.integers(-3, 4, (3, 2, 2, 2))
    i = rng.integers(3)
    return np.repeat(np.take(tables, [0], axis=1 + i), 2, axis=1 + i)


def products(rng: np.random.Generator) -> np.ndarray:
    """Gains are products of linear functions with few roots: lines and planes of ties abound."""
    linear = [(1, -1), (-1, 2), (0, 1), (1, 0), (0, 0), (1, 1), (-1, 1)]
    gains = []
    for _ in range(3):
        u, v = (np.array(linear[rng.integers(len(linear))]) for _ in range(2))
        gains.append(np.outer(u, v) * rng.choice([-1, 1]) + rng.integers(0, 8) // 7)
    return from_gains(gains)


def planes(rng: np.random.Generator) -> np.ndarray:
    """Two actors are indifferent wherever the third plays 1/3; his own gain is arbitrary."""
    k = int(rng.integers(3))
    level = np.array([-1, 2])
    gains = [np.zeros((2, 2), dtype=int) for _ in range(3)]
    gains[(k + 1) % 3] = np.outer(rng.integers(-2, 3, 2), level)
    gains[(k + 2) % 3] = np.outer(level, rng.integers(-2, 3, 2))
    gains[k] = rng.integers(-3, 4, (2, 2))
    return from_gains(gains)


def dependent(rng: np.random.Generator) -> np.ndarray:
    """The third actor's indifference follows from the others': all are indifferent along a curve.

    The first wants (1 - p1, p1) in proportion to f @ (1 - p2, p2), the second (1 - p0, p0) to
    g @ (1 - p2, p2), and so the third (1 - p0, p0) to g @ f^-1 @ (1 - p1, p1).
    """
    across = np.array([[0, 1], [-1, 0]])
    while True:
        f, g = rng.integers(-3, 4, (2, 2, 2))
        adjugate = np.array([[f[1, 1], -f[0, 1]], [-f[1, 0], f[0, 0]]])
        gains = [across @ f, (across @ g).T, across @ g @ adjugate]
        if all(np.linalg.det(matrix) for matrix in gains):
            return from_gains(gains)


FAMILIES = {
    generic: 60, few_values: 90, idle_actor: 40, duplicate: 20, products: 60, planes: 50, dependent: 40,
}  # fmt: skip


@pytest.mark.parametrize("family", FAMILIES)
def test_every_equilibrium_is_reported_and_no_other(family) -> None:
    rng = np.random.default_rng(33)
    for number in range(FAMILIES[family]):
        tenths = family(rng)
        try:
            check(tenths)
        except AssertionError as error:
            raise AssertionError(f"game {number}: {tenths.tolist()}") from error


def test_the_families_hold_what_they_are_for() -> None:
    """Segments, rectangles, the cube; curves and surfaces; equilibria in which all mix."""
    rng = np.random.default_rng(5)
    seen = set()
    for family in FAMILIES:
        for _ in range(50):
            p, mixtures, curved = solved(family(rng))
            seen |= {f"box {len(ends)}" for ends in mixtures}
            seen |= {f"curved {part.dimension}" for part in curved}
            seen.add(f"mixed {((p > 0) & (p < 1)).all(axis=1).sum()}")
    solved_zero = solved(np.zeros((3, 2, 2, 2)))
    assert solved_zero[1:] == (((0, 1, 2, 3, 4, 5, 6, 7),), ())
    assert seen >= {"box 2", "box 4", "curved 1", "curved 2", "mixed 0", "mixed 1"}


def test_all_mixed_equilibria_are_the_real_roots_of_a_groebner_basis() -> None:
    rng = np.random.default_rng(8)
    unknowns = sp.symbols("p0:3")
    seen = set()
    for _ in range(40):
        tenths = rng.integers(-10, 11, (3, 2, 2, 2))
        system = [sp.expand(gain_formula(tenths, i, unknowns)) for i in range(3)]
        basis = sp.groebner(system, *unknowns, order="lex")
        assert basis.is_zero_dimensional or basis.exprs == [1]
        expected = []
        if basis.exprs != [1]:
            for root in sp.solve_poly_system(system, *unknowns):
                values = [complex(sp.N(x, 30)) for x in root]
                if all(abs(v.imag) < 1e-15 and 0 < v.real < 1 for v in values):
                    expected.append([v.real for v in values])
        p = trilinear_equilibria(list(tenths / 10)).p
        inner = p[((p > 0) & (p < 1)).all(axis=1)]
        assert len(inner) == len(expected)
        assert inner.tolist() == [pytest.approx(point) for point in sorted(expected)]
        seen.add(len(inner))
    assert seen == {0, 1, 2}


def gain_formula(tables: np.ndarray, actor: int, p) -> sp.Expr:
    total = sp.S.Zero
    for cell in product((0, 1), repeat=3):
        weight = sp.Integer(2 * cell[actor] - 1) * int(tables[actor][cell])
        for k in range(3):
            if k != actor:
                weight *= p[k] if cell[k] else 1 - p[k]
        total += weight
    return total


# --- known games --------------------------------------------------------------------------------


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_cyclic_matching_pennies_has_one_equilibrium(order: tuple[int, ...]) -> None:
    """Jordan (1993): the first wants to match the second, he the third, who wants to mismatch."""
    same = np.eye(2)
    tables = np.array([
        same[:, :, None] * np.ones(2), same[None, :, :] * np.ones((2, 1, 1)),
        1 - same[:, None, :] * np.ones((1, 2, 1)),
    ])  # fmt: skip
    p, mixtures, curved = solved(np.array([tables[i].transpose(order) for i in order]))
    assert p.tolist() == [[0.5, 0.5, 0.5]]
    assert (mixtures, curved) == ((), ())


@pytest.mark.parametrize("cost", [0.04, 0.25, 0.81])
def test_volunteers_dilemma(cost: float) -> None:
    """Diekmann (1985): all volunteer with 1 - sqrt(c), or two with 1 - c, or one."""
    tables = np.zeros((3, 2, 2, 2))
    for actor, cell in product(range(3), product((0, 1), repeat=3)):
        tables[actor][cell] = (sum(cell) > 0) - cost * cell[actor]
    p, mixtures, curved = solved(tables)
    expected = [[float(i == k) for i in range(3)] for k in range(3)]
    expected += [[(1 - cost) * (i != k) for i in range(3)] for k in range(3)]
    expected.append([1 - cost**0.5] * 3)
    assert p.tolist() == [pytest.approx(point) for point in sorted(expected)]
    assert (mixtures, curved) == ((), ())


def on_the_diagonal(middle: float, ends: float) -> np.ndarray:
    """Return a game in which all mix only if p0 = p1 = p2, and the third is indifferent where
    ends (1 - p)^2 + 2 middle p (1 - p) + ends p^2 = 0."""
    tables = np.zeros((3, 2, 2, 2))
    tables[0][1] = [[0, -1], [1, 0]]  # p1 - p2
    tables[1][:, 1] = [[0, 1], [-1, 0]]  # p2 - p0
    tables[2][..., 1] = [[ends, middle - 1], [middle + 1, ends]]
    return tables


def test_two_equilibria_in_which_all_mix_then_one_then_none() -> None:
    inner = {}
    for middle in (-5 / 3, -1 - 1e-6, -1, -1 + 1e-6):
        p = solved(on_the_diagonal(middle, 1))[0]
        inner[middle] = p[((p > 0) & (p < 1)).all(axis=1)]
    assert inner[-5 / 3] == pytest.approx(np.array([[0.25] * 3, [0.75] * 3]))
    half = 0.5 * np.sqrt(1 - 2 / (2 + 1e-6))
    assert inner[-1 - 1e-6] == pytest.approx(np.array([[0.5 - half] * 3, [0.5 + half] * 3]))
    assert inner[-1] == pytest.approx(np.array([[0.5] * 3]))  # a double root
    assert len(inner[-1 + 1e-6]) == 0


@pytest.mark.parametrize("shift", np.linspace(0, 1000, 12))
def test_rounding_neither_splits_nor_loses_a_double_root(shift: float) -> None:
    tables = 0.1 * on_the_diagonal(-1, 1) + shift
    p = solved(tables)[0]
    inner = p[((p > 0) & (p < 1)).all(axis=1)]
    assert inner == pytest.approx(np.array([[0.5] * 3]), abs=1e-6)


# --- tolerances, units, batches -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("factor", "shift"), [(1e-6, 0), (1e6, 0), (1, 1e3), (1, -1e3), (7e5, 3e8)]
)
def test_units_do_not_matter(factor: float, shift: float) -> None:
    """Each actor's payoffs may be in units of his own."""
    rng = np.random.default_rng(12)
    for family in FAMILIES:
        for _ in range(8):
            tables = family(rng) / 10
            p, mixtures, curved = solved(tables)
            for change in ([1, 1, 1], [1, 0, 0], [0, 1, 1]):
                scale = np.where(change, factor, 1.0)[:, None, None, None]
                moved = tables * scale + np.where(change, shift, 0)[:, None, None, None]
                q, spanned, bent = solved(moved)
                assert q == pytest.approx(p, abs=1e-7)
                assert spanned == mixtures
                assert [part.ends for part in bent] == [part.ends for part in curved]


def test_actors_may_be_renamed() -> None:
    """The equilibria of the game with permuted actors and strategies are the permuted ones."""
    rng = np.random.default_rng(14)
    for family in FAMILIES:
        for _ in range(8):
            tables = family(rng) / 10
            p, mixtures, curved = solved(tables)
            order = rng.permutation(3)
            flips = rng.integers(0, 2, 3)
            renamed = np.array([tables[i].transpose(order) for i in order])
            for axis in np.flatnonzero(flips):
                renamed = np.flip(renamed, axis=1 + axis)
            expected = np.abs(p[:, order] - flips)
            q, spanned, bent = solved(renamed)
            assert sorted(q.round(7).tolist()) == sorted((expected + 0.0).round(7).tolist())
            assert sorted(map(len, spanned)) == sorted(map(len, mixtures))
            assert sorted(len(part.ends) for part in bent) == sorted(
                len(part.ends) for part in curved
            )


@pytest.mark.parametrize(("gained", "count"), [(1e-6, 1), (1e-8, 1), (1e-10, 2), (1e-15, 2)])
def test_near_ties(gained: float, count: int) -> None:
    """A gain of 1e-8 of the payoff range counts, one of 1e-10 does not: then a segment."""
    tables = np.zeros((3, 2, 2, 2))
    tables[0][1] = gained
    tables[0][:, 1] += 1  # his payoff range, whatever he does
    tables[1][:, 0] = tables[2][:, :, 0] = 1
    p, mixtures, _ = solved(tables)
    assert p.tolist() == [[0, 0, 0], [1, 0, 0]][2 - count :]
    assert len(mixtures) == count - 1


def test_generic_games_have_an_odd_number() -> None:
    """Wilson (1971); the regret is checked by adding up over cells, pure ones by all deviations."""
    rng = np.random.default_rng(16)
    tables = rng.normal(size=(3, 3000, 2, 2, 2))
    found = trilinear_equilibria(list(tables))
    assert (found.count % 2 == 1).all()
    assert set(found.count) == {1, 3, 5, 7}
    pure = ((found.p == 0) | (found.p == 1)).all(axis=-1).sum(axis=-1)
    assert (pure == np.isfinite(pure_equilibria(list(tables))[1]).sum(axis=-1)).all()
    for n in range(0, 3000, 10):
        for k in range(found.count[n]):
            assert regret(tables[:, n], found.p[n, k]) < 1e-12
            assert found.regret[n, k] < 1e-12


def test_a_batch_holds_the_single_games() -> None:
    rng = np.random.default_rng(18)
    games = [family(rng) / 10 for family in FAMILIES for _ in range(20)]
    tables = np.array(games).reshape(7, 20, 3, 2, 2, 2)
    found = trilinear_equilibria([tables[:, :, i] for i in range(3)])
    assert found.p.shape == (7, 20, found.count.max(), 3)
    for index in np.ndindex(7, 20):
        alone = trilinear_equilibria(list(tables[index]))
        count = int(alone.count)
        assert count == found.count[index]
        assert (found.p[index][:count] == alone.p).all()
        assert np.isnan(found.p[index][count:]).all()
        assert np.isnan(found.regret[index][count:]).all()
        assert found.regret[index][:count] == pytest.approx(alone.regret, abs=1e-15)
    assert trilinear_equilibria([np.zeros((0, 2, 2, 2))] * 3).p.shape == (0, 0, 3)


def test_twins_need_not_be_neighbours() -> None:
    """Sorted by the first probability, another profile may stand between two that are one."""
    p = np.array([[0.5, 0.2, 0], [0.5 + 2e-8, 0.7, 0], [0.5 + 4e-8, 0.2, 0], [0.5 + 4e-8, 0.2, 0]])
    game, kept = _distinct(np.array([0, 0, 0, 1]), p.T, 2)
    assert game.tolist() == [0, 0, 1]
    assert kept.T.tolist() == p[[0, 1, 3]].tolist()


def test_the_regret_is_in_units_of_payoff() -> None:
    """It is read from the payoffs as given, before ties are counted as zero."""
    tables = np.zeros((3, 2, 2, 2))
    tables[0][1] = 4e-7
    tables[0][:, 1] += 1000
    tables[1][:, 0] = tables[2][:, :, 0] = 1
    found = trilinear_equilibria(list(tables))
    assert found.regret == pytest.approx(np.array([4e-7, 0]), abs=1e-12)
