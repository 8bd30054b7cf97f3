"""The table of 2x2 games, against the enumeration of all others."""

from __future__ import annotations

import numpy as np
from bimatrix_games import small_games
from hypothesis import given, settings

from cogov_games.solvers import bimatrix
from cogov_games.solvers.two_by_two import two_by_two


@settings(max_examples=100, deadline=None)
@given(small_games(largest=2))
def test_the_table_of_2x2_games_agrees_with_enumeration(game):
    a, b = (np.resize(payoff, (1, 2, 2)) for payoff in game)
    quick, general = two_by_two(a, b), bimatrix._solve_general(a, b)
    for ours, theirs in zip(quick, general, strict=True):
        assert np.allclose(ours, theirs, atol=1e-12)
