"""What the solver says of 2x2x2 games, held against exact arithmetic."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from exact_trilinear import all_mix, curve_points, equilibria_along, is_nash, special_values

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


def check(tenths: np.ndarray) -> Reported:
    """Compare a game whose payoffs are whole numbers of tenths with exact arithmetic."""
    game, said = exact(tenths), Reported(tenths / 10)
    reported_are_equilibria(tenths / 10, said)
    ends_are_ends(game, said)
    nothing_is_missed(game, said)
    mixing_by_all(game, said)
    return said


def reported_are_equilibria(tables: np.ndarray, said: Reported) -> None:
    span = np.ptp(tables)
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
        assert len(subset) == 2 ** int((high - low > NEAR).sum()) > 1
        for axis in np.flatnonzero(high - low > NEAR):
            for end, step in ((low[axis], -1), (high[axis], 1)):
                middle = [Fraction(x).limit_denominator(10**5) for x in (low + high) / 2]
                middle[axis] = Fraction(end).limit_denominator(10**5) + step * Fraction(1, 10**4)
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


def from_gains(gains: list[np.ndarray]) -> np.ndarray:
    """Return payoffs with these gains; ``gains[i][a, b]``: actors i + 1 and i + 2 play a and b."""
    tables = np.zeros((3, 2, 2, 2), dtype=int)
    for i, matrix in enumerate(gains):
        by_strategy = np.moveaxis(tables[i], [i, (i + 1) % 3, (i + 2) % 3], [0, 1, 2])
        by_strategy[1] = matrix
    return tables
