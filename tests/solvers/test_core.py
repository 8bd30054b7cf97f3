"""The core against its vertices, and where it is empty."""

from __future__ import annotations

from fractions import Fraction

import numpy as np
import pytest
from coalition_games import MAJORITY, TVA, Game, game, integers
from hypothesis import given, settings
from hypothesis import strategies as st

import cogov_games as cg


def test_majority_game_has_an_empty_core() -> None:
    core = cg.core(MAJORITY)
    assert core.empty
    assert core.vertices == ()
    assert core.epsilon == pytest.approx(1 / 3)
    assert dict(cg.nucleolus(MAJORITY)) == pytest.approx(dict.fromkeys("ABC", 1 / 3))
    assert cg.least_core(MAJORITY).epsilon == pytest.approx(1 / 3)
    assert len(core.violated(dict.fromkeys("ABC", 1 / 3))) == 3


def test_glove_game() -> None:
    """One left glove, two right ones: the core gives the left one everything, Shapley does not."""
    v = game("LRS", lambda s: int("L" in s and len(s) >= 2))
    core = cg.core(v)
    assert [dict(x) for x in core.vertices] == [{"L": 1, "R": 0, "S": 0}]
    assert core.epsilon == pytest.approx(0, abs=1e-12)
    assert not core.empty
    assert cg.shapley(v).exact == {"L": Fraction(2, 3), "R": Fraction(1, 6), "S": Fraction(1, 6)}
    assert core.violated(cg.shapley(v)) == pytest.approx(
        {frozenset("LR"): 1 / 6, frozenset("LS"): 1 / 6}
    )
    assert not core.contains({"L": 2, "R": 0, "S": 0})  # more than there is
    assert cg.nucleolus(v).exact == {"L": 1, "R": 0, "S": 0}


def test_core_of_a_cost_game_is_the_core_of_its_negative() -> None:
    negative = {s: -c for s, c in TVA.items()}
    one, other = cg.core(TVA, cost=True), cg.core(negative)
    assert one.epsilon == other.epsilon
    assert {tuple(x.values()) for x in one.vertices} == {
        tuple(-s for s in x.values()) for x in other.vertices
    }
    x = {"1": 170000, "2": 100000, "3": 142584}
    assert one.violated(x) == pytest.approx({frozenset("1"): 6480})
    assert other.violated({p: -c for p, c in x.items()}) == pytest.approx({frozenset("1"): 6480})


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 4).flatmap(integers))
def test_vertices_are_the_core(v: Game) -> None:
    """The core is empty exactly if it has no vertex, and a vertex is tight in n independent ways."""
    core = cg.core(v)
    assert core.empty == (not core.vertices)
    players = list(max(v, key=len))
    for x in core.vertices:
        assert core.contains(x)
        tight = [s for s in v if abs(sum(x[p] for p in s) - v[s]) < 1e-7]
        assert np.linalg.matrix_rank([[p in s for p in players] for s in tight]) == len(players)
    if core.vertices:
        assert core.contains(cg.nucleolus(v))
        assert dict(cg.nucleolus(v)) == pytest.approx(dict(cg.prenucleolus(v)), abs=1e-6)
        mean = {p: np.mean([x[p] for x in core.vertices]) for p in players}
        assert core.contains(mean)


def test_vertices_of_an_interval_and_of_a_square() -> None:
    v = game("AB", lambda s: 3 * (len(s) == 2))
    assert {tuple(x.values()) for x in cg.core(v).vertices} == {(0, 3), (3, 0)}
    additive = game("ABCD", len)
    assert [set(x.values()) for x in cg.core(additive).vertices] == [{1}]
    with pytest.raises(cg.InputError, match="at most 4"):
        _ = cg.core(game(range(5), len)).vertices
