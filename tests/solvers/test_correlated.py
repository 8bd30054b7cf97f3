"""Correlated equilibria against exact enumeration of all vertices of the incentive polytope."""

from fractions import Fraction
from itertools import combinations, product

import numpy as np
import pytest

import cogov_games as cg
from cogov_games.solvers import mediation
from cogov_games.solvers.correlated import disobedience

CHICKEN = [np.array([[0, 7], [2, 6]]), np.array([[0, 2], [7, 6]])]


def volunteers(n: int, b: float = 1, c: float = 0.25) -> list[np.ndarray]:
    acts = np.indices((2,) * n)
    return [b * (acts.sum(axis=0) > 0) - c * acts[i] for i in range(n)]


def gain(table, i: int, told: int, instead: int, p) -> Fraction:
    """Return what player i gains by playing `instead` whenever he is told `told`."""
    total = Fraction(0)
    for cell in product(*map(range, np.shape(table))):
        if cell[i] == told:
            other = (*cell[:i], instead, *cell[i + 1 :])
            total += p[cell] * (Fraction(int(table[other])) - Fraction(int(table[cell])))
    return total


def solve(matrix, right) -> list[Fraction] | None:
    """Solve a square system by elimination in exact arithmetic; None if it is singular."""
    rows = [[Fraction(x) for x in (*row, y)] for row, y in zip(matrix, right, strict=True)]
    size = len(rows)
    for k in range(size):
        pivot = next((r for r in range(k, size) if rows[r][k] != 0), None)
        if pivot is None:
            return None
        rows[k], rows[pivot] = rows[pivot], rows[k]
        rows[k] = [x / rows[k][k] for x in rows[k]]
        for r in range(size):
            if r != k and rows[r][k] != 0:
                rows[r] = [x - rows[r][k] * y for x, y in zip(rows[r], rows[k], strict=True)]
    return [row[-1] for row in rows]


def extremes(tables, worth) -> tuple[Fraction, Fraction]:
    """Return the least and largest expected worth, by trying every vertex in exact arithmetic."""
    shape = np.shape(tables[0])
    cells = list(product(*map(range, shape)))
    rows = []
    for i, table in enumerate(tables):
        for told, instead in product(range(shape[i]), repeat=2):
            if told != instead:
                unit = [
                    gain(table, i, told, instead, {c: int(c == e) for c in cells}) for e in cells
                ]
                rows.append([-g for g in unit])  # row . p >= 0
    rows += [[int(c == e) for c in cells] for e in cells]  # p >= 0
    found = []
    for tight in combinations(range(len(rows)), len(cells) - 1):
        p = solve([*(rows[k] for k in tight), [1] * len(cells)], [0] * (len(cells) - 1) + [1])
        if p is None:
            continue
        if all(sum(a * x for a, x in zip(row, p, strict=True)) >= 0 for row in rows):
            found.append(sum(x * int(worth[c]) for x, c in zip(p, cells, strict=True)))
    return min(found), max(found)


# Known games


def test_chicken() -> None:
    """Aumann (1974, 1987): (dare, yield), (yield, dare) 1/4 each, both yield 1/2: 5.25 each."""
    best = cg.correlated_equilibrium(CHICKEN)
    assert best.value == pytest.approx(10.5)
    assert best.payoffs == pytest.approx([5.25, 5.25])
    assert best.distribution == pytest.approx(np.array([[0, 0.25], [0.25, 0.5]]))
    nash = cg.nash_equilibria(*CHICKEN)
    most = max(x @ (CHICKEN[0] + CHICKEN[1]) @ y for x, y in nash)
    assert most == pytest.approx(28 / 3)
    assert best.value > most
    least, largest = extremes(CHICKEN, CHICKEN[0] + CHICKEN[1])
    assert best.value == pytest.approx(float(largest))
    assert cg.correlated_equilibrium(CHICKEN, sense="min").value == pytest.approx(float(least))


def test_matching_pennies_have_one() -> None:
    table = np.array([[1, -1], [-1, 1]])
    for corner in np.ndindex(2, 2):
        worth = np.zeros((2, 2))
        worth[corner] = 1
        for sense in ("max", "min"):
            assert cg.correlated_equilibrium([table, -table], worth, sense).value == (
                pytest.approx(0.25)
            )


def test_volunteers_dilemma() -> None:
    """One of three volunteers, b = 1, c = 1/4: 2.75, against 2.25 in the mixed equilibrium."""
    best = cg.correlated_equilibrium(volunteers(3))
    assert best.value == pytest.approx(2.75)
    assert sum(cell.count(1) for cell in best.profiles) == len(best.profiles)
    mixed = cg.catalogue["whistle"].solve("multi_center", n=3, b=1, c=0.25)
    assert mixed.welfare == pytest.approx(2.25)
    assert cg.correlated_equilibrium(volunteers(3), sense="min").value <= 2.25 + 1e-9


# Against brute force


@pytest.mark.parametrize("shape", [(2, 2), (2, 3), (3, 2)])
def test_every_vertex(shape: tuple[int, ...]) -> None:
    rng = np.random.default_rng(sum(shape) + shape[0])
    for _ in range(8 if shape == (2, 2) else 3):
        tables = [rng.integers(-2, 3, shape) for _ in shape]  # ties are frequent
        worth = rng.integers(-3, 4, shape)
        least, largest = extremes(tables, worth)
        for sense, value in (("min", least), ("max", largest)):
            found = cg.correlated_equilibrium(tables, worth, sense)
            assert found.value == pytest.approx(float(value), abs=1e-9)
            assert (found.distribution * worth).sum() == pytest.approx(found.value)
            assert found.distribution.sum() == pytest.approx(1)
            assert (found.distribution >= 0).all()
            p = {c: Fraction(float(x)) for c, x in np.ndenumerate(found.distribution)}
            for i, table in enumerate(tables):
                for told, instead in product(range(shape[i]), repeat=2):
                    assert gain(table, i, told, instead, p) <= 1e-9


@pytest.mark.parametrize("shape", [(2, 2), (3, 3), (3, 4)])
def test_every_nash_equilibrium_is_one(shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(5)
    for _ in range(20):
        tables = [rng.integers(-2, 3, shape).astype(float) for _ in range(2)]
        best = cg.correlated_equilibrium(tables).value
        worst = cg.correlated_equilibrium(tables, sense="min").value
        for x, y in cg.nash_equilibria(*tables):
            p = np.outer(x, y)
            assert disobedience(tables, p).max() <= 1e-9
            value = (p * (tables[0] + tables[1])).sum()
            assert worst - 1e-8 <= value <= best + 1e-8


def test_regret_is_the_best_plan_of_disobedience() -> None:
    """Told to yield in chicken while the other yields for sure, one dares: 7 - 6."""
    both_yield = np.array([[0.0, 0], [0, 1]])
    assert disobedience(CHICKEN, both_yield).tolist() == [1, 1]
    uneven = np.array([[0, 0.5], [0, 0.5]])  # the first player's daring is right, yielding is not
    assert disobedience(CHICKEN, uneven).tolist() == [0.5, 0]


@pytest.mark.parametrize(("factor", "shift"), [(1e-6, 0), (1e6, 0), (1, 1e3), (1e-3, -7)])
def test_units_do_not_matter(factor: float, shift: float) -> None:
    tables = [factor * table + shift for table in CHICKEN]
    found = cg.correlated_equilibrium(tables)
    assert found.distribution == pytest.approx(cg.correlated_equilibrium(CHICKEN).distribution)
    assert found.value == pytest.approx(10.5 * factor + 2 * shift)
    one = cg.symmetric_correlated_equilibrium(
        np.array([0, 1, 1]) * factor + shift, np.full(3, 0.75) * factor + shift
    )
    assert one.weights == pytest.approx([0, 1, 0, 0])


def test_indifference_leaves_everything_open() -> None:
    flat = np.zeros((2, 2, 2))
    worth = np.arange(8.0).reshape(2, 2, 2)
    assert cg.correlated_equilibrium([flat] * 3, worth).profiles == {(1, 1, 1): 1}
    assert cg.correlated_equilibrium([flat] * 3, worth, "min").profiles == {(0, 0, 0): 1}
    assert cg.correlated_equilibrium([[3, 4, 4]], [0, 1, 2]).profiles == {(2,): 1}


# Errors


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: cg.correlated_equilibrium([]), "got none"),
        (lambda: cg.correlated_equilibrium([[1, 2], [1, 2]]), r"payoffs\[0\] has shape \(2,\)"),
        (lambda: cg.correlated_equilibrium([np.ones((2, 2)), np.ones((2, 3))]), r"payoffs\[1\]"),
        (lambda: cg.correlated_equilibrium([["a", "b"]]), r"payoffs\[0\] = .* is not an array"),
        (lambda: cg.correlated_equilibrium([[1, np.nan]]), "nan is not allowed: a finite number"),
        (lambda: cg.correlated_equilibrium([[1, 2]], [1]), r"objective has shape \(1,\)"),
        (lambda: cg.correlated_equilibrium([[1, 2]], sense="mx"), "Did you mean 'max'"),
        (lambda: cg.correlated_equilibrium([np.ones((2,) * 18)] * 18), "symmetric_correlated"),
    ],
)
def test_errors_name_what_is_wrong(call, said: str) -> None:
    with pytest.raises(cg.InputError, match=said):
        call()


def test_nothing_is_returned_unverified(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mediation, "optimise", lambda *_: np.array([0.0, 0, 0, 1]))
    with pytest.raises(ArithmeticError, match="no equilibrium: disobeying gains 1"):
        cg.correlated_equilibrium(CHICKEN)
    with pytest.raises(ArithmeticError, match="no equilibrium"):
        cg.symmetric_correlated_equilibrium([0, 1, 1], [0.75] * 3)
