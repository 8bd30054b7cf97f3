"""Coalition games to test with: published ones, and drawn ones."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import chain, combinations

from hypothesis import strategies as st

from cogov_games.model.datasets import coalition_table

Game = dict[frozenset, float]


def groups(players) -> list[frozenset]:
    subsets = (combinations(players, k) for k in range(1, len(players) + 1))
    return [frozenset(s) for s in chain.from_iterable(subsets)]


def game(players, value: Callable[[frozenset], float]) -> Game:
    return {s: value(s) for s in groups(players)}


TVA = dict(
    zip(
        map(frozenset, ["1", "2", "3", "12", "13", "23", "123"]),
        (163520, 140826, 250096, 301607, 378821, 367370, 412584),
        strict=True,
    )
)
SWEDEN = {
    frozenset(key): Fraction(int(c.p), int(c.q))
    for key, c in coalition_table("young_okada_hashimoto").items()
}
MAJORITY = game("ABC", lambda s: int(len(s) >= 2))


def integers(n: int) -> st.SearchStrategy[Game]:
    size = 2**n - 1
    values = st.lists(st.integers(-20, 20), min_size=size, max_size=size)
    return values.map(lambda v: dict(zip(groups(range(n)), v, strict=True)))
