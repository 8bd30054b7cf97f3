"""Correlated equilibria by the number who act, against those by profiles."""

from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cogov_games as cg
from cogov_games.solvers.correlated import disobedience


@pytest.mark.parametrize("n", [12, 16, 20, 200])
def test_many_volunteers_by_symmetry(n: int) -> None:
    abstain, act = np.append(0, np.ones(n - 1)), np.full(n, 0.75)
    best = cg.symmetric_correlated_equilibrium(abstain, act)
    assert best.value == pytest.approx(n - 0.25)
    assert best.payoff == pytest.approx((n - 0.25) / n)
    assert best.weights[1] == pytest.approx(1)
    worst = cg.symmetric_correlated_equilibrium(abstain, act, sense="min")
    assert worst.value == pytest.approx(0.75 * n)
    # w0, w1 with w0 + w1 = 1: those not told to act are just willing, w0 n b = (w0 n + w1 (n - 1)) c
    w0 = 0.25 * (n - 1) / (0.75 * n + 0.25 * (n - 1))
    assert worst.weights[:2] == pytest.approx([w0, 1 - w0])


@given(st.integers(1, 5), st.data())
def test_symmetry_loses_nothing(n: int, data) -> None:
    """The program by numbers and the program by profiles have the same optimum."""
    table = st.lists(st.integers(-3, 3), min_size=n, max_size=n)
    abstain, act = data.draw(table), data.draw(table)
    worth = data.draw(st.lists(st.integers(-3, 3), min_size=n + 1, max_size=n + 1))
    acts = np.indices((2,) * n)
    number = acts.sum(axis=0)
    tables = [
        np.where(
            acts[i] == 1,
            np.append(act, 0)[number - acts[i]],
            np.append(abstain, 0)[number - acts[i]],
        )
        for i in range(n)
    ]
    for sense in ("max", "min"):
        by_number = cg.symmetric_correlated_equilibrium(abstain, act, worth, sense)
        by_profile = cg.correlated_equilibrium(tables, np.array(worth)[number], sense)
        assert by_number.value == pytest.approx(by_profile.value, abs=1e-8)
        spread = (by_number.weights / [comb(n, k) for k in range(n + 1)])[number]
        assert disobedience(tables, spread).max() <= 1e-8
        assert by_number.payoff == pytest.approx(
            np.mean([(spread * t).sum() for t in tables]), abs=1e-9
        )


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: cg.symmetric_correlated_equilibrium([1, 2], [1]), r"\(2,\) and \(1,\)"),
        (lambda: cg.symmetric_correlated_equilibrium([], []), "n >= 1"),
        (lambda: cg.symmetric_correlated_equilibrium([1], [2], [1]), r"needs shape \(2,\)"),
    ],
)
def test_errors_name_what_is_wrong(call, said: str) -> None:
    with pytest.raises(cg.InputError, match=said):
        call()
