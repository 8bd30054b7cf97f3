"""Finite populations, against chains written out here once more, in floats and in exact fractions."""

from fractions import Fraction
from itertools import product
from math import comb, exp, inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cogov_games.errors import InputError
from cogov_games.solvers import markov
from cogov_games.solvers.compositions import compositions, positions
from cogov_games.solvers.fixation import coexists, imitation, log_fixation
from cogov_games.solvers.markov import birth_death_law, stationary_law, switches
from cogov_games.solvers.sampling import (
    multinomial_payoffs, pairwise_leads, population_payoffs,
)  # fmt: skip
from cogov_games.solvers.small_mutations import small_mutation_law

RUNS = settings(max_examples=40, deadline=None)


def states_of(total: int, kinds: int) -> list[tuple[int, ...]]:
    return [c for c in product(range(total + 1), repeat=kinds) if sum(c) == total]


def payoff_in(table: np.ndarray, size: int, state: tuple[int, ...], i: int) -> Fraction:
    """Return the mean payoff of an i: all groups of the others are counted."""
    k = len(state)
    others = [n - (j == i) for j, n in enumerate(state)]
    order = [tuple(row) for row in compositions(size - 1, k).tolist()]
    total = Fraction(0)
    for group in states_of(size - 1, k):
        ways = 1
        for have, drawn in zip(others, group, strict=True):
            ways *= comb(have, drawn)
        total += ways * Fraction(table[i, order.index(group)])
    return total / comb(sum(state) - 1, size - 1)


def win(lead: Fraction, beta: float) -> Fraction:
    if beta == inf:
        return Fraction(1 + (lead > 0) - (lead < 0), 2)
    return Fraction(1 / (1 + exp(-min(max(beta * float(lead), -700), 700))))


def chain(table, size, population, beta, mu, process="fermi", exact=True):
    """Return the states and the transition matrix of the whole chain, in exact arithmetic."""
    k = len(table)
    states = states_of(population, k)
    mu = Fraction(mu)
    matrix = [[Fraction(0)] * len(states) for _ in states]
    for a, state in enumerate(states):
        pay = [payoff_in(table, size, state, i) if state[i] else None for i in range(k)]
        present = [i for i in range(k) if state[i]]
        top = max(pay[i] for i in present)
        weights = [
            state[i] * (int(pay[i] == top) if beta == inf else Fraction(exp(beta * float(pay[i] - top))))
            if state[i] else 0
            for i in range(k)
        ]  # fmt: skip
        for i, j in product(present, range(k)):
            if i == j:
                continue
            chosen = Fraction(state[i], population)
            if process == "fermi":
                copied = Fraction(0)
                if state[j]:
                    copied = Fraction(state[j], population - 1) * win(pay[j] - pay[i], beta)
                chance = chosen * ((1 - mu) * copied + mu / (k - 1))
            else:
                parent = Fraction(weights[j]) / sum(weights)
                chance = chosen * ((1 - mu) * parent + mu * (1 - parent) / (k - 1))
            moved = tuple(n - (s == i) + (s == j) for s, n in enumerate(state))
            matrix[a][states.index(moved)] += chance
        matrix[a][a] = 1 - sum(matrix[a])
    return states, matrix


def solved(rows: list[list[Fraction]], right: list[Fraction]) -> list[Fraction]:
    """Solve linear equations exactly."""
    n = len(rows)
    m = [[*row, r] for row, r in zip(rows, right, strict=True)]
    for c in range(n):
        pivot = next(r for r in range(c, n) if m[r][c] != 0)
        m[c], m[pivot] = m[pivot], m[c]
        m[c] = [v / m[c][c] for v in m[c]]
        for r in range(n):
            if r != c and m[r][c] != 0:
                m[r] = [v - m[r][c] * w for v, w in zip(m[r], m[c], strict=True)]
    return [row[-1] for row in m]


def exact_law(matrix: list[list[Fraction]]) -> list[Fraction]:
    n = len(matrix)
    rows = [[matrix[a][b] - (a == b) for a in range(n)] for b in range(n - 1)]
    return solved([*rows, [Fraction(1)] * n], [*[Fraction(0)] * (n - 1), Fraction(1)])


def exact_fixation(table, size, population, beta) -> Fraction:
    """Return the chance that one second-strategy user takes over, by first-step analysis."""
    states, matrix = chain(table, size, population, beta, 0)
    order = {state[1]: a for a, state in enumerate(states)}
    inner = range(1, population)
    rows = [
        [(a == b) - matrix[order[a]][order[b]] for b in inner] for a in inner
    ]  # fmt: skip
    return solved(rows, [matrix[order[a]][order[population]] for a in inner])[0]


# Compositions and payoffs ------------------------------------------------------------------------


@pytest.mark.parametrize(("total", "kinds"), [(0, 3), (1, 2), (5, 2), (4, 3), (6, 4), (3, 1)])
def test_compositions(total: int, kinds: int) -> None:
    rows = compositions(total, kinds)
    assert [tuple(row) for row in rows.tolist()] == sorted(states_of(total, kinds), reverse=True)
    assert positions(rows, total).tolist() == list(range(len(rows)))


@RUNS
@given(seed=st.integers(0, 10**6), k=st.integers(2, 3), size=st.integers(2, 4), more=st.integers(0, 3))
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


# Fixation ----------------------------------------------------------------------------------------


@RUNS
@given(
    seed=st.integers(0, 10**6),
    size=st.integers(2, 4),
    more=st.integers(0, 4),
    beta=st.sampled_from([0, 0.1, 1, 8, inf]),
)
def test_fixation_by_first_steps(seed: int, size: int, more: int, beta: float) -> None:
    """Small whole payoffs, so that ties are frequent."""
    population = size + more
    table = np.random.default_rng(seed).integers(-1, 2, (2, size)).astype(float)
    lead = pairwise_leads(table, size, population)[0, 1]
    signs = np.sign(np.where(np.abs(lead) < 1e-12, 0, lead))
    if beta == inf and stuck(signs):
        return
    expected = float(exact_fixation(table, size, population, beta))
    found = np.exp(log_fixation(lead, beta, scale=np.abs(table).max()))
    assert found == pytest.approx(expected, rel=1e-9, abs=1e-300)


def stuck(signs: np.ndarray) -> bool:
    """Whether the population can stay mixed for ever: first-step equations are singular then."""
    return any(signs[a] > 0 and (signs[a:] < 0).any() for a in range(len(signs)))


def test_strong_selection_never_overflows() -> None:
    lead = np.linspace(-3, 4.1, 99)  # nowhere zero
    for beta in (1e2, 1e4, 1e8):
        barrier = max(-np.cumsum(lead))  # the highest hill on the way
        assert log_fixation(lead, beta) == pytest.approx(-beta * barrier, rel=1e-9, abs=0.1)
    assert log_fixation(lead, inf) == -inf


def test_fermi_and_moran_share_their_fixation() -> None:
    """With fitness exp(beta payoff), the ratio of steps down to steps up is the same."""
    table = np.array([[3.0, 1.0, 2.0], [2.0, 2.5, 0.0]])
    payoffs = population_payoffs(table, 3, 9)
    lead = pairwise_leads(table, 3, 9)[0, 1]
    for process in ("fermi", "moran"):
        moves = switches(payoffs, 9, 1.3, 0, process)
        ratios = moves[1, 0, 1:-1] / moves[0, 1, 1:-1]
        chance = 1 / (1 + np.cumprod(ratios).sum())
        assert np.exp(log_fixation(lead, 1.3)) == pytest.approx(chance)


def test_ties_and_leads_under_strong_imitation() -> None:
    cases = {
        (0, 0, 0): 1 / 4, (1, 1, 1): 1, (-1, 1, 1): 0, (1, 1, -1): 0, (0, 1, 1): 1 / 2,
        (0, 0, 1): 1 / 3, (0, -1, 0): 0, (1, 0, 0): 1, (1e-14, 1, 1): 1 / 2,
    }  # fmt: skip
    for lead, chance in cases.items():
        assert np.exp(log_fixation(lead, inf, scale=1)) == pytest.approx(chance)
    assert imitation([-2, 0, 1e-13, 1], inf, 1).tolist() == [0, 0.5, 0.5, 1]
    assert coexists([[1, 0, -1], [-1, 0, 1], [1, 1, 0], [0, 1, -1], [0, -1, 1]]).tolist() == [
        True, False, False, True, False,
    ]  # fmt: skip


# The law over homogeneous states -----------------------------------------------------------------

PRINTED_M = (20, 100, 137)


def rates(pairs: dict[str, float], strategies: str) -> np.ndarray:
    matrix = np.zeros((len(strategies), len(strategies)))
    for (i, j), chance in ((tuple(p), c) for p, c in pairs.items()):
        if i in strategies and j in strategies:
            matrix[strategies.index(i), strategies.index(j)] = chance
    with np.errstate(divide="ignore"):
        return np.log(matrix)


BASE = {"XY": 1, "YZ": 1, "ZX": 0.5, "ZV": 0.5, "ZW": 0.5, "VX": 1}


def peers(m: int) -> dict[str, float]:
    return BASE | {"XW": 1 / m, "WX": 1 / m}


def test_printed_laws_of_pool_and_peer_punishment() -> None:
    """Sigmund, De Silva, Traulsen and Hauert (2010)."""
    law = small_mutation_law
    np.testing.assert_allclose(law(rates(BASE, "XYZ")), np.array([1, 1, 2]) / 4)
    np.testing.assert_allclose(law(rates(BASE, "XYZV")), np.array([2, 2, 2, 1]) / 7)
    for m in PRINTED_M:
        expected = np.array([2, 2, 2, m + 2]) / (m + 8)
        np.testing.assert_allclose(law(rates(peers(m), "XYZW")), expected)
        np.testing.assert_allclose(law(rates(peers(m), "XYW")), [0, 1, 0])
    second_order = BASE | {"VX": 0}
    np.testing.assert_allclose(law(rates(second_order, "XYZV")), [0, 0, 0, 1])
    for start, expected in (([0, 0, 1], [0, 0, 1]), ([1, 0, 0], [0, 1, 0]), ([1, 1, 2], [0, 0.5, 0.5])):
        np.testing.assert_allclose(law(rates(second_order, "XYV"), start), expected)


@RUNS
@given(
    k=st.integers(1, 5),
    cells=st.lists(st.sampled_from([0, 0, 1, 0.5, 0.25, 0.01]), min_size=25, max_size=25),
    start=st.lists(st.integers(0, 2), min_size=5, max_size=5),
)
def test_long_run_law_where_states_may_be_absorbing(k: int, cells: list, start: list) -> None:
    """Powers of the lazy chain, from a start, however many states cannot be left."""
    matrix = np.array(cells).reshape(5, 5)[:k, :k] / 5
    np.fill_diagonal(matrix, 0)
    first = np.array(start[:k], dtype=float)
    if not first.any():
        first[0] = 1
    step = matrix + np.diag(1 - matrix.sum(axis=1))
    for _ in range(60):
        step = step @ step
        step /= step.sum(axis=1, keepdims=True)
    with np.errstate(divide="ignore"):
        found = small_mutation_law(np.log(matrix), first)
    np.testing.assert_allclose(found, first / first.sum() @ step, atol=1e-9)


def test_law_of_rates_that_no_float_can_hold() -> None:
    """By the weights of rooted trees: of a cycle, each state's is the product of the other rates."""
    log = np.full((3, 3), -np.inf)
    log[0, 1], log[1, 2], log[2, 0] = -4000.0, -4001.0, -4000.5
    expected = np.exp(-np.array([1.0, 0.0, 0.5]))
    np.testing.assert_allclose(small_mutation_law(log), expected / expected.sum())


def test_laws_of_a_batch() -> None:
    batch = np.stack([rates(peers(m), "XYZW") for m in PRINTED_M])
    single = [small_mutation_law(one) for one in batch]
    np.testing.assert_array_equal(small_mutation_law(batch), single)


@pytest.mark.parametrize("beta", [0.5, inf])
def test_small_mutations_approach_their_limit(beta: float) -> None:
    """Bistable or dominated pairs only: a mixture of two would last."""
    table = np.random.default_rng(3).random((3, 3)) + 2 * np.eye(3)
    population, size = 8, 2
    table = table[:, [int(np.argmax(row)) for row in compositions(1, 3)]]
    limit = small_mutation_law(log_fixation(pairwise_leads(table, size, population), beta), [1, 2, 3])
    payoffs = population_payoffs(table, size, population)
    if beta == inf:  # three strict equilibria: nobody ever leaves
        np.testing.assert_allclose(limit, np.array([1, 2, 3]) / 6)
        return
    law = stationary_law(payoffs, population, beta, 1e-7)
    corners = positions(population * np.eye(3, dtype=np.int64), population)
    np.testing.assert_allclose(law[corners], limit, atol=1e-5)


# The whole chain ---------------------------------------------------------------------------------


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


# What is refused ---------------------------------------------------------------------------------


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
        (lambda: population_payoffs(np.zeros((2, 4)), 4, 3), "groups of 4"),
        (lambda: pairwise_leads(np.zeros((2, 1)), 1, 3), "groups of 1"),
        (lambda: compositions(200, 6), "at most"),
        (lambda: small_mutation_law(np.zeros((2, 3))), "log_rates"),
        (lambda: small_mutation_law(np.zeros((2, 2)), [0, 0]), "start"),
        (lambda: birth_death_law([0.0], [1.0]), "positive"),
        (lambda: log_fixation(["a"], 1), "lead"),
    ],
)  # fmt: skip
def test_one_clear_error(call, words: str) -> None:
    with pytest.raises(InputError, match=words):
        call()
