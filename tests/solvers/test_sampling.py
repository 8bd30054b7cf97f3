"""Mean payoffs in groups, against counting every group."""

from itertools import product

import numpy as np
import pytest
from exact_chain import payoff_in
from hypothesis import given, settings
from hypothesis import strategies as st

from cogov_games.errors import InputError
from cogov_games.solvers.compositions import compositions, positions
from cogov_games.solvers.sampling import multinomial_payoffs, pairwise_leads, population_payoffs

RUNS = settings(max_examples=40, deadline=None)


@RUNS
@given(
    seed=st.integers(0, 10**6), k=st.integers(2, 3), size=st.integers(2, 4), more=st.integers(0, 3)
)
def test_payoffs_count_every_group(seed: int, k: int, size: int, more: int) -> None:
    population = size + more
    table = np.random.default_rng(seed).integers(-5, 6, (k, len(compositions(size - 1, k)))) / 2
    payoffs = population_payoffs(table, size, population)
    leads = pairwise_leads(table, size, population)
    for s, state in enumerate(compositions(population, k).tolist()):
        for i in range(k):
            expected = payoff_in(table, size, state, i) if state[i] else 0
            assert payoffs[i, s] == pytest.approx(float(expected), abs=1e-12)
    for i, j in product(range(k), repeat=2):
        for a in range(1, population):
            state = tuple((population - a) * (s == i) + a * (s == j) for s in range(k))
            if i != j:
                lead = payoff_in(table, size, state, j) - payoff_in(table, size, state, i)
                assert leads[i, j, a - 1] == pytest.approx(float(lead), abs=1e-12)
            else:
                assert leads[i, j, a - 1] == 0


@RUNS
@given(seed=st.integers(0, 10**6), k=st.integers(2, 4), size=st.integers(2, 4))
def test_infinite_population_by_enumerating_everybody(seed: int, k: int, size: int) -> None:
    rng = np.random.default_rng(seed)
    table, x = rng.random((k, len(compositions(size - 1, k)))), rng.dirichlet(np.ones(k))
    order = [tuple(row) for row in compositions(size - 1, k).tolist()]
    expected = np.zeros(k)
    for met in product(range(k), repeat=size - 1):
        counts = tuple(met.count(i) for i in range(k))
        expected += table[:, order.index(counts)] * np.prod(x[list(met)])
    np.testing.assert_allclose(multinomial_payoffs(table, size, x), expected, rtol=1e-12)


def test_large_populations_approach_the_infinite_one() -> None:
    table = np.random.default_rng(1).random((3, len(compositions(3, 3))))
    finite = population_payoffs(table, 4, 400)
    shares = compositions(400, 3)
    middle = positions(np.array([100, 200, 100]), 400)
    infinite = multinomial_payoffs(table, 4, shares[middle] / 400)
    np.testing.assert_allclose(finite[:, middle], infinite, atol=0.02)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: population_payoffs(np.zeros((2, 4)), 4, 3), "groups of 4"),
        (lambda: pairwise_leads(np.zeros((2, 1)), 1, 3), "groups of 1"),
    ],
)  # fmt: skip
def test_one_clear_error(call, words: str) -> None:
    with pytest.raises(InputError, match=words):
        call()
