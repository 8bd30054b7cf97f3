"""Fixation of a single mutant, against first-step analysis in exact fractions."""

from math import inf

import numpy as np
import pytest
from exact_chain import exact_fixation
from hypothesis import given, settings
from hypothesis import strategies as st

from cogov_games.errors import InputError
from cogov_games.solvers.fixation import coexists, imitation, log_fixation
from cogov_games.solvers.markov import switches
from cogov_games.solvers.sampling import pairwise_leads, population_payoffs

RUNS = settings(max_examples=40, deadline=None)


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


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: log_fixation(["a"], 1), "lead"),
    ],
)  # fmt: skip
def test_one_clear_error(call, words: str) -> None:
    with pytest.raises(InputError, match=words):
        call()
