"""Symmetric equilibria of games of pairs, beside all extreme equilibria."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cogov_games as cg
from cogov_games.solvers.symmetric_nash import symmetric_nash

RUNS = settings(max_examples=40, deadline=None)


def symmetric_pairs(a: np.ndarray) -> set[tuple]:
    """Return all symmetric extreme equilibria of a symmetric two-person game."""
    pairs = cg.nash_equilibria(a, a.T)
    return {tuple(np.round(x, 6) + 0.0) for x, y in pairs if np.allclose(x, y, atol=1e-9)}


@RUNS
@given(seed=st.integers(0, 10**6))
def test_symmetric_equilibria_of_pairs(seed: int) -> None:
    """Games without ties, so that every symmetric equilibrium is extreme."""
    a = np.random.default_rng(seed).normal(size=(3, 3))
    found = symmetric_nash(a[None], 2)
    x = found.x[0][np.isfinite(found.regret[0])]
    assert {tuple(np.round(row, 6) + 0.0) for row in x} == symmetric_pairs(a)


@pytest.mark.parametrize(
    ("matrix", "code"),
    [
        ([[0, 2, -1], [-1, 0, 2], [2, -1, 0]], 1),  # rock, scissors, paper: gains above losses
        ([[0, 1, -2], [-2, 0, 1], [1, -2, 0]], 0),
        ([[0, 1, -1], [-1, 0, 1], [1, -1, 0]], 3),
    ],
)
def test_stability_of_the_middle(matrix: list, code: int) -> None:
    found = symmetric_nash(np.array([matrix], dtype=float), 2)
    middle = np.flatnonzero(np.isfinite(found.regret[0]) & (found.x[0].min(axis=-1) > 0.3))
    assert found.stability[0][middle].tolist() == [code]
