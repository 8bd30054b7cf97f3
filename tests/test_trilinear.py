"""Games of three actors with two strategies: every equilibrium, none invented, ties included."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
import sympy as sp
from exact_trilinear import (
    all_mix,
    curve_points,
    equilibria_along,
    gain,
    is_nash,
    special_values,
)

from cogov_games.solvers.pure import pure_equilibria
from cogov_games.solvers.trilinear import trilinear_equilibria
from cogov_games.solvers.trilinear_continua import continua

NEAR = 1e-8
GRID = {Fraction(1, 4), Fraction(1, 3), Fraction(4, 5)}


def exact(tables: np.ndarray) -> tuple:
    """Return the whole-number payoffs (3, 2, 2, 2) as nested tuples of fractions."""
    return tuple(
        tuple(tuple(tuple(Fraction(int(v)) for v in row) for row in face) for face in table)
        for table in tables
    )


def solved(tables: np.ndarray):
    """Return a game's equilibria (K, 3) and its continua."""
    found = trilinear_equilibria(list(tables))
    assert int(found.count) == len(found.p) == len(found.regret)
    return found.p, *continua(list(tables), found.p)


def regret(tables: np.ndarray, p: np.ndarray) -> float:
    """Return the largest gain from deviating, by adding up over all cells."""
    worst = 0.0
    for actor in range(3):
        yields = np.zeros(2)
        for cell in product((0, 1), repeat=3):
            others = [p[k] if cell[k] else 1 - p[k] for k in range(3) if k != actor]
            yields[cell[actor]] += np.prod(others) * tables[actor][cell]
        mean = (1 - p[actor]) * yields[0] + p[actor] * yields[1]
        worst = max(worst, yields.max() - mean)
    return worst


class Reported:
    """What the solver says about one game, and whether a point is among it."""

    def __init__(self, tables: np.ndarray) -> None:
        self.p, self.mixtures, self.curved = solved(tables)
        self.boxes = [
            (self.p[list(ends)].min(axis=0), self.p[list(ends)].max(axis=0))
            for ends in self.mixtures
        ]

    def listed(self, point: np.ndarray) -> bool:
        return bool((np.abs(self.p - point).max(axis=1) < NEAR).any())

    def in_continuum(self, point: np.ndarray) -> bool:
        for low, high in self.boxes:
            if (point > low - NEAR).all() and (point < high + NEAR).all():
                return True
        for part in self.curved:
            if part.dimension == 2:
                if np.abs(part.points - point).max(axis=1).min() < 0.06:
                    return True
            elif distance_to_line(part.points, point) < 2e-3:
                return True
        return False

    def holds(self, point) -> bool:
        at = np.array([float(x) for x in point])
        return self.listed(at) or self.in_continuum(at)


def distance_to_line(line: np.ndarray, point: np.ndarray) -> float:
    """Return the distance of a point from a polyline."""
    step = np.diff(line, axis=0)
    length = np.maximum((step**2).sum(axis=1), 1e-300)
    part = np.clip(((point - line[:-1]) * step).sum(axis=1) / length, 0, 1)
    return float(np.abs(line[:-1] + part[:, None] * step - point).max(axis=1).min())


def check(tables: np.ndarray) -> Reported:
    """Compare one game of whole-number payoffs with exact arithmetic."""
    game, said = exact(tables), Reported(tables)
    reported_are_equilibria(tables, said)
    ends_are_ends(game, said)
    nothing_is_missed(game, said)
    mixing_by_all(game, said)
    return said


def reported_are_equilibria(tables: np.ndarray, said: Reported) -> None:
    span = max(np.ptp(tables), 1)
    rng = np.random.default_rng(1)
    for k, p in enumerate(said.p):
        assert regret(tables, p) <= 1e-9 * span
        assert (np.abs(np.delete(said.p, k, axis=0) - p).max(axis=1) > 1e-6).all()
    for low, high in said.boxes:
        for weight in rng.random((5, 3)):
            assert regret(tables, low + weight * (high - low)) <= 1e-8 * span
    for part in said.curved:
        assert len(part.points) >= 20
        for p in part.points[:: max(1, len(part.points) // 20)]:
            assert regret(tables, p) <= 1e-8 * span


def ends_are_ends(game, said: Reported) -> None:
    """Check that continua stop at their ends, and that none but ends and single points is listed."""
    ends = {k for subset in said.mixtures for k in subset}
    ends |= {k for part in said.curved for k in part.ends}
    for k, p in enumerate(said.p):
        assert (k in ends) == said.in_continuum(p), f"{p} in the midst of a continuum"
    for subset, (low, high) in zip(said.mixtures, said.boxes, strict=True):
        assert len(subset) == 2 ** int((high > low).sum()) > 1
        for axis in np.flatnonzero(high > low):
            for end, step in ((low[axis], -1), (high[axis], 1)):
                middle = [Fraction((a + b) / 2).limit_denominator(10**6) for a, b in zip(low, high, strict=True)]
                middle[axis] = Fraction(end).limit_denominator(10**6) + step * Fraction(1, 10**4)
                assert not 0 <= middle[axis] <= 1 or not is_nash(game, middle)
    for part in said.curved:
        corners = said.p[list(part.ends)]
        assert len(corners) == 2 if part.dimension == 1 else len(corners) >= 3
        gaps = np.abs(part.points[:, None] - corners).max(axis=2).min(axis=0)
        assert gaps.max() < NEAR
        if part.dimension == 1:
            assert np.abs(np.diff(part.points, axis=0)).max() < 0.08
            for end in (part.points[0], part.points[-1]):
                assert min(end.min(), 1 - end.max()) < NEAR


def nothing_is_missed(game, said: Reported) -> None:
    values = [sorted(special_values(game, axis) | GRID) for axis in range(3)]
    for axis in range(3):
        sides = [[Fraction(0)] if k == axis else values[k] for k in range(3)]
        for p in product(*sides):
            found = equilibria_along(game, axis, p)
            if found is not None:
                low, high = found
                for q in {low, high, (low + high) / 2}:
                    point = (*p[:axis], q, *p[axis + 1 :])
                    assert said.holds(point), f"{[float(x) for x in point]} is missed"
    for point in curve_points(game, 30):
        assert said.holds(point)


def mixing_by_all(game, said: Reported) -> None:
    inner = said.p[((said.p > 0) & (said.p < 1)).all(axis=1)]
    expected = sorted(tuple(float(x) for x in p) for p in all_mix(game) or ())
    assert len(inner) == len(expected)
    assert np.array(sorted(map(tuple, inner))) == pytest.approx(np.array(expected), abs=NEAR)


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


def from_gains(gains: list[np.ndarray]) -> np.ndarray:
    """Return payoffs with these gains; ``gains[i][a, b]``: actors i + 1 and i + 2 play a and b."""
    tables = np.zeros((3, 2, 2, 2), dtype=int)
    for i, matrix in enumerate(gains):
        by_strategy = np.moveaxis(tables[i], [i, (i + 1) % 3, (i + 2) % 3], [0, 1, 2])
        by_strategy[1] = matrix
    return tables


def products(rng: np.random.Generator) -> np.ndarray:
    """Gains are products of linear functions with few roots: lines and planes of ties abound."""
    linear = [(1, -1), (-1, 2), (0, 1), (1, 0), (0, 0), (1, 1), (-1, 1)]
    gains = []
    for _ in range(3):
        u, v = (np.array(linear[rng.integers(len(linear))]) for _ in range(2))
        gains.append(np.outer(u, v) * rng.choice([-1, 1]) + rng.integers(0, 8) // 7)
    return from_gains(gains)


def dependent(rng: np.random.Generator) -> np.ndarray:
    """The third condition follows from the others: all are indifferent along a curve.

    p1 = f(p2) and p0 = g(p2) are linear-fractional, and so is p0 = g(f^-1(p1)).
    """
    while True:
        f, g = rng.integers(-3, 4, (2, 2, 2))
        swap = np.array([[0, 1], [-1, 0]])
        # f: (1 - p1, p1) ~ f P2, and gain 0 is zero there: P1^T swap f P2 = 0
        adjugate = np.array([[f[1, 1], -f[0, 1]], [-f[1, 0], f[0, 0]]])
        first = swap @ f  # axes p1, p2
        second = (swap @ g).T  # axes p2, p0
        third = (swap @ g @ adjugate)  # axes p0, p1
        if all(np.linalg.det(m) for m in (first, second, third)):
            return from_gains([first, second, third])


FAMILIES = {
    generic: 60, few_values: 100, idle_actor: 60, duplicate: 40, products: 100, dependent: 60,
}  # fmt: skip


@pytest.mark.parametrize("family", FAMILIES)
def test_every_equilibrium_is_reported_and_no_other(family) -> None:
    rng = np.random.default_rng(33)
    for n in range(FAMILIES[family]):
        tables = family(rng)
        try:
            check(tables)
        except AssertionError as error:
            raise AssertionError(f"game {n}: {tables.tolist()}") from error
