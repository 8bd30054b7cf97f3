"""Shapley value and Banzhaf value against published tables and the mean over all orders."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import numpy as np
import pytest
from coalition_games import SWEDEN, Game, game, integers
from hypothesis import given, settings
from hypothesis import strategies as st

import cogov_games as cg
from cogov_games.solvers.characteristic import characteristic
from cogov_games.solvers.shapley import shapley_values


def test_swedish_municipalities() -> None:
    """Young, Okada and Hashimoto 1979, tables 7 and 8."""
    shapley = cg.shapley(SWEDEN, cost=True)
    published = {"A": 20.01, "H": 10.71, "K": 6.61, "L": 10.37, "M": 16.94, "T": 19.18}
    assert dict(shapley) == pytest.approx(published, abs=0.006)
    marginal = {
        p: SWEDEN[frozenset("AHKLMT")] - SWEDEN[frozenset("AHKLMT") - {p}] for p in "AHKLMT"
    }
    assert {p: float(c) for p, c in marginal.items()} == pytest.approx(
        {"A": 17.36, "H": 9.85, "K": 0.82, "L": 6.40, "M": 12.90, "T": 14.06}, abs=0.0101
    )
    core = cg.core(SWEDEN, cost=True)
    assert not core.empty
    assert list(core.violated(shapley)) == [frozenset("HKL")]  # stable advice it is not
    by_population = {"A": 10.13, "H": 21.00, "K": 3.19, "L": 8.22, "M": 34.22, "T": 7.07}
    worse_off = {p for p, c in by_population.items() if c > SWEDEN[frozenset(p)]}
    assert worse_off == {"H", "M"}
    assert {frozenset("H"), frozenset("M")} <= set(core.violated(by_population))


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 5).flatmap(integers))
def test_shapley_is_the_mean_over_all_orders(v: Game) -> None:
    players = sorted(max(v, key=len))
    sums = dict.fromkeys(players, Fraction(0))
    orders = list(permutations(players))
    for order in orders:
        for i, p in enumerate(order):
            before = v[frozenset(order[:i])] if i else 0
            sums[p] += v[frozenset(order[: i + 1])] - before
    mean = {p: s / len(orders) for p, s in sums.items()}
    assert cg.shapley(v).exact == mean
    assert sum(mean.values()) == v[frozenset(players)]
    assert {p: -c for p, c in cg.shapley(v, cost=True).items()} == {
        p: -s for p, s in cg.shapley(v).items()
    }
    worth = characteristic(v).worth
    assert shapley_values(np.stack([worth, 2 * worth])) == pytest.approx(
        np.outer([1, 2], [float(s) for s in mean.values()])
    )


@given(integers(4), integers(4))
@settings(max_examples=20, deadline=None)
def test_shapley_is_additive(v: Game, w: Game) -> None:
    both = cg.shapley({s: v[s] + w[s] for s in v}).exact
    one, other = cg.shapley(v).exact, cg.shapley(w).exact
    assert both == {p: one[p] + other[p] for p in both}


@given(integers(3), st.integers(-5, 5))
@settings(max_examples=20, deadline=None)
def test_a_dummy_gets_what_it_brings_and_twins_the_same(v: Game, own: int) -> None:
    def with_dummy(s: frozenset) -> float:
        return (v[s - {"D"}] if s - {"D"} else 0) + own * ("D" in s)

    larger = game([0, 1, 2, "D"], with_dummy)
    for solution in (cg.shapley, cg.prenucleolus, cg.banzhaf):
        assert solution(larger)["D"] == pytest.approx(own, abs=1e-7)
    symmetric = game(range(4), lambda s: v[frozenset(range(min(len(s), 3)))])
    for solution in (cg.shapley, cg.prenucleolus, cg.banzhaf):
        shares = list(solution(symmetric).values())
        assert shares == pytest.approx([shares[0]] * 4, abs=1e-7)


def test_banzhaf_of_a_weighted_vote() -> None:
    """[3; 2, 1, 1]: the large party is decisive in three of four cases, the others in one."""
    weights = {"A": 2, "B": 1, "C": 1}
    v = game(weights, lambda s: int(sum(weights[p] for p in s) >= 3))
    assert cg.banzhaf(v).exact == {"A": Fraction(3, 4), "B": Fraction(1, 4), "C": Fraction(1, 4)}
    assert cg.shapley(v).exact == {"A": Fraction(2, 3), "B": Fraction(1, 6), "C": Fraction(1, 6)}
