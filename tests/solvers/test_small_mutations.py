"""The limit of rare mutations, against printed laws, powers of the chain and rooted trees."""

from math import inf

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cogov_games.errors import InputError
from cogov_games.solvers.compositions import compositions, positions
from cogov_games.solvers.fixation import log_fixation
from cogov_games.solvers.markov import stationary_law
from cogov_games.solvers.sampling import pairwise_leads, population_payoffs
from cogov_games.solvers.small_mutations import small_mutation_law

RUNS = settings(max_examples=40, deadline=None)
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
    for start, expected in (
        ([0, 0, 1], [0, 0, 1]),
        ([1, 0, 0], [0, 1, 0]),
        ([1, 1, 2], [0, 0.5, 0.5]),
    ):
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
    limit = small_mutation_law(
        log_fixation(pairwise_leads(table, size, population), beta), [1, 2, 3]
    )
    payoffs = population_payoffs(table, size, population)
    if beta == inf:  # three strict equilibria: nobody ever leaves
        np.testing.assert_allclose(limit, np.array([1, 2, 3]) / 6)
        return
    law = stationary_law(payoffs, population, beta, 1e-7)
    corners = positions(population * np.eye(3, dtype=np.int64), population)
    np.testing.assert_allclose(law[corners], limit, atol=1e-5)


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: small_mutation_law(np.zeros((2, 3))), "log_rates"),
        (lambda: small_mutation_law(np.zeros((2, 2)), [0, 0]), "start"),
    ],
)  # fmt: skip
def test_one_clear_error(call, words: str) -> None:
    with pytest.raises(InputError, match=words):
        call()
