"""The chain of a finite population, against one written out here, in floats and in fractions."""

from fractions import Fraction
from itertools import product
from math import inf

import numpy as np
import pytest
from exact_chain import chain, exact_law
from hypothesis import given, settings
from hypothesis import strategies as st

from cogov_games.errors import InputError
from cogov_games.solvers import markov
from cogov_games.solvers.compositions import compositions, positions
from cogov_games.solvers.fixation import log_fixation
from cogov_games.solvers.markov import birth_death_law, stationary_law, switches
from cogov_games.solvers.sampling import pairwise_leads, population_payoffs

RUNS = settings(max_examples=40, deadline=None)


@RUNS
@given(
    seed=st.integers(0, 10**6),
    beta=st.sampled_from([0, 0.1, 2, inf]),
    mu=st.sampled_from([Fraction(1, 100), Fraction(1, 4), Fraction(9, 10)]),
    process=st.sampled_from(["fermi", "moran"]),
)
def test_two_strategies_in_exact_fractions(seed: int, beta: float, mu, process: str) -> None:
    size, population = 3, 6
    table = np.random.default_rng(seed).integers(-2, 3, (2, size)).astype(float)
    states, matrix = chain(table, size, population, beta, mu, process)
    expected = dict(zip(states, exact_law(matrix), strict=True))
    law = stationary_law(population_payoffs(table, size, population), population, beta, mu, process)
    for state, chance in zip(compositions(population, 2).tolist(), law, strict=True):
        assert chance == pytest.approx(float(expected[tuple(state)]), rel=1e-9)


@pytest.mark.parametrize("process", ["fermi", "moran"])
@pytest.mark.parametrize("beta", [0, 0.5, inf])
def test_three_strategies_in_exact_fractions(beta: float, process: str) -> None:
    size, population, mu = 3, 4, Fraction(1, 50)
    table = np.random.default_rng(5).integers(-2, 3, (3, 6)).astype(float)
    states, matrix = chain(table, size, population, beta, mu, process)
    expected = dict(zip(states, exact_law(matrix), strict=True))
    law = stationary_law(population_payoffs(table, size, population), population, beta, mu, process)
    for state, chance in zip(compositions(population, 3).tolist(), law, strict=True):
        assert chance == pytest.approx(float(expected[tuple(state)]), abs=1e-12)


def dense_law(moves: np.ndarray, population: int) -> np.ndarray:
    """Return the law of the whole chain by dense elimination without subtractions."""
    k = len(moves)
    states = [tuple(s) for s in compositions(population, k).tolist()]
    place = {state: a for a, state in enumerate(states)}
    flow = np.zeros((len(states), len(states)))
    for i, j in product(range(k), repeat=2):
        for a, state in enumerate(states):
            if i != j and state[i]:
                moved = tuple(n - (s == i) + (s == j) for s, n in enumerate(state))
                flow[a, place[moved]] += moves[i, j, a]
    for n in range(len(states) - 1, 0, -1):
        flow[:n, n] /= flow[n, :n].sum()
        flow[:n, :n] += np.outer(flow[:n, n], flow[n, :n])
    law = np.zeros(len(states))
    law[0] = 1
    for n in range(1, len(states)):
        law[n] = law[:n] @ flow[:n, n]
    return law / law.sum()


@pytest.mark.parametrize(("beta", "mu"), [(0.01, 1e-3), (1, 1e-6), (inf, 1e-2), (inf, 1e-6)])
def test_three_strategies_among_fifty(beta: float, mu: float) -> None:
    """Rock, scissors, paper with a group game's twist, at weak and at strong selection."""
    table = np.random.default_rng(2).random((3, len(compositions(3, 3))))
    payoffs = population_payoffs(table, 4, 50)
    law = stationary_law(payoffs, 50, beta, mu)
    np.testing.assert_allclose(law, dense_law(switches(payoffs, 50, beta, mu), 50), atol=1e-9)


def test_a_chain_too_large_for_state_reduction(monkeypatch: pytest.MonkeyPatch) -> None:
    """The sparse way gives the same law, and refuses where it could not."""
    table = np.random.default_rng(2).random((3, len(compositions(3, 3))))
    payoffs = population_payoffs(table, 4, 30)
    expected = stationary_law(payoffs, 30, 1, 1e-2)
    monkeypatch.setattr(markov, "DENSE", 10)
    np.testing.assert_allclose(stationary_law(payoffs, 30, 1, 1e-2), expected, atol=1e-12)
    with pytest.raises(InputError, match="larger mu"):
        stationary_law(payoffs, 30, inf, 1e-6)


def test_birth_death_law_under_strong_selection() -> None:
    """Steps that differ by a hundred orders of magnitude."""
    up, down = np.full(9, 1e-100), np.full(9, 1.0)
    law = birth_death_law(np.stack([up, down]), np.stack([down, up]))
    assert law[0, 0] == pytest.approx(1)
    assert law[1, -1] == pytest.approx(1)
    assert law[0, 1] == pytest.approx(1e-100)


def test_a_batch_of_two_strategy_chains() -> None:
    tables = np.random.default_rng(4).random((5, 2, 3))
    payoffs = population_payoffs(tables, 3, 10)
    laws = stationary_law(payoffs, 10, 2.0, 0.05)
    for one, law in zip(payoffs, laws, strict=True):
        np.testing.assert_allclose(stationary_law(one, 10, 2.0, 0.05), law)


@pytest.mark.parametrize("beta", [0.01, 0.7, 20])
def test_against_egttools(beta: float) -> None:
    """Fixation chances, and the law of the whole chain from their transition matrix."""
    egttools = pytest.importorskip("egttools")
    from egttools.analytical import PairwiseComparison
    from egttools.games import Matrix2PlayerGameHolder

    people, mu = 50, 0.01
    matrix = np.array([[0.0, -1.0, 2.0], [1.5, 0.0, -1.0], [-1.0, 1.0, 0.0]])
    table = matrix[:, [int(np.argmax(row)) for row in compositions(1, 3)]]
    game = Matrix2PlayerGameHolder(3, matrix)  # the solver does not keep it alive
    theirs = PairwiseComparison(people, game)
    lead = pairwise_leads(table, 2, people)
    for i, j in product(range(3), repeat=2):
        if i != j:
            chance = theirs.calculate_fixation_probability(j, i, beta)
            assert np.exp(log_fixation(lead[i, j], beta)) == pytest.approx(chance)
    step = np.array(theirs.calculate_transition_matrix(beta, mu).todense())
    states = np.array([egttools.sample_simplex(i, people, 3) for i in range(len(step))])
    law = stationary_law(population_payoffs(table, 2, people), people, beta, mu)
    there = law[positions(states.astype(np.int64), people)]
    np.testing.assert_allclose(there @ step, there, atol=1e-12)
    rows = np.vstack([step.T - np.eye(len(step)), np.ones(len(step))])
    right = np.zeros(len(rows))
    right[-1] = 1
    np.testing.assert_allclose(there, np.linalg.lstsq(rows, right)[0], atol=1e-9)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: stationary_law(np.zeros((2, 4)), 3, 1, 0), "mu = 0"),
        (lambda: stationary_law(np.zeros((2, 4)), 3, 1, 1), "mu = 1"),
        (lambda: stationary_law(np.zeros((2, 4)), 3, -1, 0.1), "beta = -1"),
        (lambda: stationary_law(np.zeros((2, 4)), 3, float("nan"), 0.1), "beta"),
        (lambda: stationary_law(np.zeros((2, 5)), 3, 1, 0.1), "compositions"),
        (lambda: stationary_law(np.zeros((2, 4)), 3, 1, 0.1, "fermy"), "fermi"),
        (lambda: stationary_law(np.full((2, 4), np.nan), 3, 1, 0.1), "payoffs"),
        (lambda: stationary_law(np.zeros((2, 3, 10)), 3, 1, 0.1), "one game"),
        (lambda: birth_death_law([0.0], [1.0]), "positive"),
    ],
)  # fmt: skip
def test_one_clear_error(call, words: str) -> None:
    with pytest.raises(InputError, match=words):
        call()
