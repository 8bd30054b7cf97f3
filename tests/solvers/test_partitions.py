"""Partitions are as many as Bell says, and their groups meet in nobody."""

from __future__ import annotations

import numpy as np

from cogov_games.solvers.characteristic import members
from cogov_games.solvers.partitions import blocks, partitions


def test_partitions_are_counted_by_bell() -> None:
    assert [len(partitions(n)) for n in range(1, 9)] == [1, 2, 5, 15, 52, 203, 877, 4140]
    assert len(np.unique(partitions(6), axis=0)) == 203
    assert (blocks(6) @ members(6) == 1).all()
