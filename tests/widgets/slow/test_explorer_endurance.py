"""Two thousand random moves over most forms of game: no error, no growth."""

from __future__ import annotations

import pytest

from benchmarks.bench_endurance import walk

pytestmark = pytest.mark.slow

MOVES, GROWTH = 2_000, 1.03
KEYS = (
    "collusion", "compact", "cost_sharing", "delegation", "inspection", "team", "whistle",
)  # fmt: skip
"""One mechanism of each form, but for the populations and the three-player games: opening one of
those takes as long as some hundred moves."""


def test_random_moves_without_a_page_neither_fail_nor_grow() -> None:
    found = walk(MOVES, seed=1, keys=KEYS, rounds=4, told=True)
    assert not found.errors, found.errors
    _, half, _, end = found.points
    assert end.moves == MOVES
    for name in ("objects", "widgets"):
        assert end.counts[name] <= GROWTH * half.counts[name], (name, half, end)
