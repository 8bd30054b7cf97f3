"""Participation: the global game's thresholds, against people who compute their own beliefs."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import brentq
from scipy.special import expit
from scipy.stats import norm

import cogov_games as cg
from cogov_games.expressions import compiled


def solve(regime="multi_center", **row):
    return cg.catalogue["participation"].solve(regime, **row)


def thresholds(s):
    return [e.profile["threshold"] for e in s.equilibria]


def reply(expected, c, alpha, beta, y):
    """Return the state in which it just succeeds if everybody expects `expected`.

    The one with signal x believes in a normal law of mean (alpha y + beta x) / (alpha + beta) and
    precision alpha + beta, and joins if success is likely enough; the share who join must be 1 - theta.
    """

    def gain(x):
        mean = (alpha * y + beta * x) / (alpha + beta)
        return norm.sf(expected, mean, (alpha + beta) ** -0.5) - c

    cutoff = brentq(gain, -60, 60)
    return brentq(lambda t: norm.sf(cutoff, t, beta**-0.5) - (1 - t), 0, 1, xtol=1e-14)


def test_the_printed_threshold() -> None:
    s = solve(c=0.3, alpha=1, beta=4, y=0.5)
    assert [round(t, 6) for t in thresholds(s)] == [0.236339]
    assert s.complete


def test_without_public_news_the_threshold_is_the_cost() -> None:
    for c in (0.05, 0.3, 0.8):
        assert thresholds(solve(c=c, alpha=0)) == pytest.approx([c])


@pytest.mark.parametrize(
    ("c", "alpha", "beta", "y", "count"),
    [(0.5, 10, 4, 0.5, 3), (0.45, 10, 4, 0.5, 3), (0.4, 12, 4, 0.5, 3), (0.3, 10, 4, 0.9, 1),
     (0.7, 12, 4, 0.2, 1), (0.5, 5, 4, 0.5, 1)],
)  # fmt: skip
def test_every_threshold_is_a_best_reply_to_itself(c, alpha, beta, y, count) -> None:
    s = solve(c=c, alpha=alpha, beta=beta, y=y)
    assert s.complete
    assert len(s.equilibria) == count
    for t in thresholds(s):
        if 1e-9 < t < 1 - 1e-9:
            assert reply(t, c, alpha, beta, y) == pytest.approx(t, abs=1e-7)
    grid = expit(np.linspace(-25.1, 25.3, 40_001))
    gap = norm.cdf(alpha / beta**0.5 * (grid - y) + (1 + alpha / beta) ** 0.5 * norm.ppf(c)) - grid
    assert np.count_nonzero(np.diff(np.sign(gap))) == count


def test_best_replies_lead_from_the_expected_threshold_to_the_selected_one() -> None:
    row = {"c": 0.45, "alpha": 10, "beta": 4, "y": 0.5}
    for start in (0.1, 0.55, 0.64, 0.95):
        t = start
        for _ in range(60):
            t = reply(t, *row.values())
        assert solve(**row, x0=start).selected.profile["threshold"] == pytest.approx(t, abs=1e-6)


def test_one_threshold_for_all_news_where_private_signals_are_precise() -> None:
    """alpha / sqrt(beta) <= sqrt(2 pi): one threshold; above, three for some news."""
    m = cg.catalogue["participation"]
    beta = 4.0
    limit = np.sqrt(2 * np.pi * beta)
    rng = np.random.default_rng(8)
    news, cost = rng.uniform(0, 1, 4000), rng.uniform(0.05, 0.95, 4000)

    def most(alpha):
        found = m.outcome(
            "multi_center", {"beta": beta, "alpha": alpha, "y": news, "c": cost}
        ).found
        assert found.complete.all()
        return int(found.present.sum(axis=-1).max())

    assert most(limit - 1e-9) == 1
    assert most(limit * 1.2) == 3


def test_a_threshold_where_two_meet_is_reported_once() -> None:
    """At c = 1/2, y = 1/2 and the slope sqrt(2 pi) three thresholds have just become one."""
    s = solve(c=0.5, y=0.5, beta=4, alpha=2 * np.sqrt(2 * np.pi))
    assert len(s.equilibria) == 1
    assert s.selected.profile["threshold"] == pytest.approx(0.5, abs=1e-4)
    assert s.selected.stability == "stable"


def test_the_declared_turns_are_where_the_condition_turns() -> None:
    form = cg.catalogue["participation"].form
    rng = np.random.default_rng(1)
    for _ in range(200):
        alpha, beta = rng.uniform(0, 20), rng.uniform(0.5, 20)
        known = {"alpha": alpha, "beta": beta, "y": rng.uniform(), "kappa": rng.uniform(0.02, 0.98)}
        x = np.linspace(0, 1, 801)
        push = compiled((form.push,))({**known, "theta": x})[0]
        turns = np.array([float(t) for t in compiled(form.turns)(known)])
        turns = np.sort(turns[np.isfinite(turns) & (turns > 0) & (turns < 1)])
        moves = np.diff(push)
        piece = np.searchsorted(turns, (x[1:] + x[:-1]) / 2)
        for k in np.unique(piece):
            inner = moves[piece == k][1:-1]  # a turn lies within the first or last of them
            assert (inner >= -1e-13).all() or (inner <= 1e-13).all()


def test_regimes_by_their_formulas() -> None:
    """With exact signals: (1-c)^2; (1-c-lt)(1-c+t) - F; 1 - c - tau."""
    m = cg.catalogue["participation"]
    rng = np.random.default_rng(9)
    for _ in range(40):
        c, lam = rng.uniform(0.05, 0.95), rng.choice([0, rng.uniform(0, 2)])
        w = m.compare(c=c, lam=lam, tau=0.2, F=0.05).welfare
        t = c if lam == 0 else max(0, min(c, (1 - c) * (1 - lam) / (2 * lam)))
        assert w["multi_center"] == pytest.approx((1 - c) ** 2)
        assert w["government_led"] == pytest.approx((1 - c - lam * t) * (1 - c + t) - 0.05)
        assert w["cooperative"] == pytest.approx(1 - c - 0.2)


def test_the_contract_makes_success_certain() -> None:
    s = solve("cooperative", c=0.6, alpha=15, beta=1, y=0.1)
    assert thresholds(s) == [0]
    assert s.selected.stability == "stable"


def test_payoffs_add_up_to_welfare() -> None:
    c = cg.catalogue["participation"].compare(lam=0.3)
    for key, payoffs in c.by_actor.items():
        assert sum(payoffs.values()) == pytest.approx(c.welfare[key])
