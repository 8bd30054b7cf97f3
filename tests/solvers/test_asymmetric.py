"""Pure equilibria in which some of many alike persons act, counted profile by profile."""

from itertools import product
from math import comb

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from cogov_games.solvers.asymmetric import pure_equilibrium_counts, pure_regret


def brute_force(difference) -> list[int]:
    """Count, by the number who act, the profiles in which nobody gains by changing alone."""
    n = len(difference)
    counts = [0] * (n + 1)
    for profile in product((0, 1), repeat=n):
        others = [sum(profile) - own for own in profile]
        if all(
            difference[j] * (1 if own else -1) >= 0 for own, j in zip(profile, others, strict=True)
        ):
            counts[sum(profile)] += 1
    return counts


@given(st.lists(st.integers(-2, 2), min_size=1, max_size=7))
def test_pure_equilibria_profile_by_profile(difference: list[int]) -> None:
    n = len(difference)
    holds = pure_equilibrium_counts(difference)
    assert [comb(n, k) * int(h) for k, h in enumerate(holds)] == brute_force(difference)
    assert holds.any()
    regret = pure_regret(difference)
    assert ((regret == 0) == holds).all()
    for k in range(n + 1):
        stop = -difference[k - 1] if k else 0
        start = difference[k] if k < n else 0
        assert regret[k] == max(stop, start, 0)


def test_ties_are_relative_to_the_payoffs() -> None:
    assert pure_equilibrium_counts([1e-9, -1], scale=1).tolist() == [False, True, False]
    assert pure_equilibrium_counts([1e-14, -1], scale=1).tolist() == [True, True, False]
    assert pure_equilibrium_counts([1e-9, -1e-9], scale=1e4).tolist() == [True, True, True]
    batch = np.array([[[1, -1], [-1, 1]], [[0, 0], [1, 1]]])
    assert pure_equilibrium_counts(batch).tolist() == [
        [[False, True, False], [True, False, True]],
        [[True, True, True], [False, False, True]],
    ]
