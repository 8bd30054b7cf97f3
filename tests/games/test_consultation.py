"""Consultation: printed numbers, and juries whose every vote is counted one by one."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import comb, log

import numpy as np
import pytest
from sympy import symbols

import cogov_games as cg
from cogov_games.expressions import at_least, compiled

FREE = {"F": 0, "kap": 0, "tau": 0}
M = cg.catalogue["consultation"]
UNANIMITY = M.variants["unanimity"]


def jury(n, p, p_expert, worth):
    """Count all votes: the chance to be right, and what the first citizen's own vote adds to it.

    The gain is that of voting as one sees it rather than against it; the last number is the chance
    that the first citizen's vote decides (half where it makes or breaks a tie).
    """
    right, gain, decides = 0, 0, 0
    for votes in product((1, -1), repeat=n + 1):
        chance = p_expert if votes[-1] == 1 else 1 - p_expert
        for vote in votes[:-1]:
            chance *= p if vote == 1 else 1 - p
        others = sum(votes[1:-1]) + worth * votes[-1]
        won = {own: (np.sign(others + own) + 1) / 2 for own in (1, -1)}
        right += chance * won[votes[0]]
        gain += chance * (won[votes[0]] - won[-votes[0]])
        decides += chance * (won[1] - won[-1])
    return right, gain, decides


def accuracy(regime, **row):
    return M.solve(regime, **{**FREE, **row}).welfare


def test_the_printed_majority() -> None:
    assert round(accuracy("multi_center", n=11, p=0.6), 6) == 0.753498


@pytest.mark.parametrize("n", [1, 2, 5, 9, 10, 31, 50])
def test_a_majority_is_a_binomial_sum_with_a_coin_for_ties(n) -> None:
    p = Fraction(62, 100)
    chances = [comb(n, k) * p**k * (1 - p) ** (n - k) for k in range(n + 1)]
    exact = sum(c for k, c in enumerate(chances) if 2 * k > n)
    exact += sum(c for k, c in enumerate(chances) if 2 * k == n) / 2
    assert accuracy("multi_center", n=n, p=0.62) == pytest.approx(float(exact), abs=1e-13)


def test_tails_beyond_the_ends() -> None:
    k = np.array([-3.0, 0, 1, 4, 5, 9])
    tail = compiled((at_least(*symbols("k n p")),))({"k": k, "n": 4, "p": 0.5})[0]
    assert tail.tolist() == pytest.approx([1, 1, 15 / 16, 1 / 16, 0, 0], abs=1e-15)


@pytest.mark.parametrize(
    ("n", "p", "p_expert"), [(4, 0.6, 0.7), (5, 0.55, 0.9), (6, 0.7, 0.6), (7, 0.52, 0.53)]
)
def test_every_vote_counted(n, p, p_expert) -> None:
    worth = log(p_expert / (1 - p_expert)) / log(p / (1 - p))
    right, _, _ = jury(n, p, p_expert, worth)
    together = M.solve("cooperative", n=n, p=p, pG=p_expert, **FREE)
    assert together.welfare == pytest.approx(right)
    assert together.first_best == pytest.approx(right)
    assert accuracy("multi_center", n=n, p=p) == pytest.approx(jury(n, p, p_expert, 0)[0])


def test_ties_are_a_coin_flip() -> None:
    """An expert worth a whole number of votes can tie with the citizens."""
    for n, worth in ((5, 1), (6, 2), (4, 4)):
        p_expert = 1 / (1 + (0.4 / 0.6) ** worth)
        assert accuracy("cooperative", n=n, p=0.6, pG=p_expert) == pytest.approx(
            jury(n, 0.6, p_expert, worth)[0], abs=1e-12
        )


def test_voting_as_one_sees_it_pays_whenever_the_vote_may_decide() -> None:
    for n, p, p_expert, worth in ((5, 0.6, 0.8, 2.5), (4, 0.7, 0.7, 1), (6, 0.55, 0.6, 0)):
        _, gain, decides = jury(n, p, p_expert, worth)
        assert gain / decides == pytest.approx(2 * p - 1)
    s = M.solve("cooperative", n=9, p=0.62, pG=0.75)
    assert [e.profile["vote_as_seen"] for e in s.equilibria] == [1]
    assert s.complete


def test_an_expert_who_knows_enough_decides_alone() -> None:
    """As soon as the log-odds exceed those of all others together; then nobody's vote matters."""
    n, p = 5, 0.6
    edge = 1 / (1 + (0.4 / 0.6) ** n)
    assert jury(n, p, edge + 1e-4, n + 1e-3)[2] == 0
    for p_expert, count in ((edge - 1e-3, 1), (edge, 1), (edge + 1e-3, 2)):
        s = M.solve("cooperative", n=n, p=p, pG=p_expert, **FREE)
        assert len(s.equilibria) == count
        assert s.selected.profile["vote_as_seen"] == 1
    assert s.continua == ((0, 1),)
    assert s.welfare == pytest.approx(p_expert)
    (condition,) = M.conditions("cooperative")
    assert condition.holds(n=n, p=p, pG=edge - 1e-6)
    assert not condition.holds(n=n, p=p, pG=edge + 1e-6)


def test_no_other_weight_decides_better() -> None:
    """Weights by log-odds beat every other, the expert and the majority among them."""
    worth = np.linspace(0, 60, 241)
    for n, p, p_expert in ((9, 0.62, 0.75), (20, 0.55, 0.9), (3, 0.8, 0.6), (41, 0.6, 0.85)):
        row = {"n": n, "p": p, "pG": p_expert, **FREE}
        others = M.outcome("cooperative", {**row, "expert_votes": worth}).selected_welfare
        best = accuracy("cooperative", **row)
        assert best >= others.max() - 1e-12
        assert best >= max(p_expert, accuracy("multi_center", **row)) - 1e-12


def test_the_printed_verdicts_under_unanimity() -> None:
    s = UNANIMITY.solve("multi_center", n=12, p=0.8, q=0.5)
    (e,) = s.equilibria
    assert s.complete
    found = [round(e.profile[key], 6) for key in ("against_own_signal", "wronged", "spared")]
    assert found == [0.810146, 0.138505, 0.371568]
    assert e.stability == "stable"


@pytest.mark.parametrize(("n", "p", "q"), [(2, 0.7, 0.45), (5, 0.6, 0.45), (12, 0.8, 0.5)])
def test_whoever_doubts_is_indifferent(n, p, q) -> None:
    """By Bayes: the household is guilty with chance q, if one doubts and all others find against it."""
    s = UNANIMITY.solve("multi_center", n=n, p=p, q=q).selected.profile["against_own_signal"]
    assert 0 < s < 1
    guilty = (1 - p) * (p + (1 - p) * s) ** (n - 1)
    innocent = p * (1 - p + p * s) ** (n - 1)
    assert guilty / (guilty + innocent) == pytest.approx(q)


def test_corners_under_unanimity() -> None:
    """With two members and q above one half all vote as they saw; with q below 1 - p nobody does."""
    sincere = UNANIMITY.solve("multi_center", n=2, p=0.7, q=0.7)
    assert [e.profile["against_own_signal"] for e in sincere.equilibria] == [0]
    always = UNANIMITY.solve("multi_center", n=12, p=0.7, q=0.2)
    assert [e.profile["against_own_signal"] for e in always.equilibria] == [1]
    assert (
        UNANIMITY.solve("multi_center", n=5, p=0.6, q=0.4).selected.label == always.selected.label
    )
    edge = UNANIMITY.solve("multi_center", n=2, p=0.7, q=0.5)
    assert edge.selected.profile["against_own_signal"] == pytest.approx(0, abs=1e-9)


def test_equilibrium_makes_the_most_of_unanimity() -> None:
    """What is best for all is an equilibrium among people with the same aim (McLennan)."""
    rng = np.random.default_rng(4)
    for _ in range(30):
        n, (p, q) = int(rng.integers(2, 40)), rng.uniform([0.51, 0.05], [0.95, 0.95])
        s = UNANIMITY.solve("multi_center", n=n, p=p, q=q)
        assert s.welfare == pytest.approx(s.first_best, abs=1e-9)


def test_unanimity_convicts_more_innocents_than_a_majority() -> None:
    profile = UNANIMITY.solve("multi_center", n=12, p=0.8).selected.profile
    majority = 1 - accuracy("multi_center", n=12, p=0.8)
    assert min(profile["wronged"], profile["spared"]) > 10 * majority


def test_contracts_of_the_package() -> None:
    assert min(cg.check(M).values()) > 0.01
