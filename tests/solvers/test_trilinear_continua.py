"""Continua of games of three actors with two strategies: curves, surfaces and regions."""

from __future__ import annotations

import numpy as np
import pytest
from reported_trilinear import check, from_gains, solved


def test_a_curve_on_which_all_mix() -> None:
    """Everybody is indifferent where all mix alike: a diagonal through the cube."""
    tables = np.zeros((3, 2, 2, 2))
    tables[0][1] = [[0, -1], [1, 0]]  # p1 - p2
    tables[1][:, 1] = [[0, 1], [-1, 0]]  # p2 - p0
    tables[2][..., 1] = [[0, -1], [1, 0]]  # p0 - p1
    p, mixtures, curved = solved(tables)
    (curve,) = curved
    assert (mixtures, curve.dimension) == ((), 1)
    assert p[list(curve.ends)].tolist() == [[0, 0, 0], [1, 1, 1]]
    assert len(curve.points) > 50
    assert np.ptp(curve.points, axis=1).max() < 1e-12


def test_a_curve_that_starts_in_the_midst_of_a_segment() -> None:
    """At p2 = 0 the first actor does not care, and nobody does where p1 = 1/2, p0 = (1 - p2) / 2."""
    gains = [
        np.outer([-1, 1], [0, 1]),  # (2 p1 - 1) p2
        np.array([[-1, 1], [0, 2]]),  # 2 p0 + p2 - 1, axes (p2, p0)
        np.zeros((2, 2)),
    ]
    gains[2] = np.outer([-1, 1], [-1, 1])  # (2 p0 - 1) (2 p1 - 1)
    said = check(from_gains([matrix.astype(int) for matrix in gains]))
    assert said.listed(np.array([0.5, 0.5, 0]))
    assert any(
        part.dimension == 1 and [0.5, 0.5, 0] in said.p[list(part.ends)].tolist()
        for part in said.curved
    )


def test_a_bent_surface_and_the_regions_at_its_feet() -> None:
    """The first two never care; the third does, except where p0 p1 = 1/4."""
    tables = np.zeros((3, 2, 2, 2))
    tables[2][..., 1] = [[-1, -1], [-1, 3]]
    p, mixtures, curved = solved(tables)
    assert mixtures == ()
    assert sorted(part.dimension for part in curved) == [2, 2, 2]
    corners = sorted(sorted(map(tuple, p[list(part.ends)])) for part in curved)
    foot = [(0.25, 1), (1, 0.25)]
    assert corners == [
        [(0, 0, 0), (0, 1, 0), (0.25, 1, 0), (1, 0, 0), (1, 0.25, 0)],
        [(0.25, 1, 0), (0.25, 1, 1), (1, 0.25, 0), (1, 0.25, 1)],
        [(*foot[0], 1), (*foot[1], 1), (1, 1, 1)],
    ]
    for part in curved:
        for point in part.points:
            product_ = point[0] * point[1]
            assert point[2] in (0, 1) or product_ == pytest.approx(0.25)
            assert product_ <= 0.25 + 1e-9 or point[2] > 0


def test_a_curved_region_in_two_parts() -> None:
    """Where p2 = 0 holds only near two opposite corners, there are two regions, not one."""
    tables = np.zeros((3, 2, 2, 2))
    tables[2][..., 1] = [[-1, 3], [2, -1]]
    _, _, curved = solved(tables)
    feet = [part for part in curved if (part.points[:, 2] == 0).all()]
    assert len(feet) == 2
    assert all(len(part.ends) == 3 for part in feet)
    assert not set(feet[0].ends) & set(feet[1].ends)
