"""Coalition games and allocations that are none, explained by every solution."""

from __future__ import annotations

import pytest
from coalition_games import MAJORITY

import cogov_games as cg


@pytest.mark.parametrize(
    ("v", "said"),
    [
        ({("A",): 1, ("B",): 2}, "{A, B}"),
        ({("A",): 1, ("A", "B"): 2}, "{B}"),
        ({("A",): 1, ("B",): float("nan"), ("A", "B"): 1}, r"v\[{B}\] = nan"),
        ({("A",): 1, ("B",): True, ("A", "B"): 1}, r"v\[{B}\] = True"),
        ({("A",): 1, ("B",): "2", ("A", "B"): 1}, "'2'"),
        ({"A": 1, "B": 2, "AB": 3}, "'A'"),
        ({("A",): 1, frozenset("A"): 1}, "twice"),
        ({frozenset(): 1, ("A",): 1}, "empty coalition"),
        ({}, "no mapping"),
        ([1, 2], "no mapping"),
        ({frozenset(range(13)): 1}, "13 players"),
    ],
)
def test_wrong_games_are_explained(v, said: str) -> None:
    for solution in (cg.shapley, cg.core, cg.nucleolus, cg.prenucleolus, cg.banzhaf, cg.least_core):
        with pytest.raises(cg.InputError, match=said):
            solution(v)


def test_wrong_allocations_are_explained() -> None:
    core = cg.core(MAJORITY)
    for allocation in ({"A": 1}, {"A": 0, "B": 0, "C": float("inf")}, [1, 0, 0]):
        with pytest.raises(cg.InputError, match="allocation"):
            core.contains(allocation)
    with pytest.raises(cg.InputError, match="cost"):
        cg.core(MAJORITY, cost=1)
