"""Reputation: the premium that keeps a provider honest, and the exchange that is not set up."""

from __future__ import annotations

import numpy as np
import pytest

import cogov_games as cg


def solve(q=1.0, chi=1.0, **row):
    return cg.catalogue["reputation"].solve("government_led", qG=q, chiG=chi, **{"F": 0, **row})


@pytest.mark.parametrize(
    ("q", "chi", "premium"), [(1, 1, 2 / 9), (0.5, 1, 4 / 9), (0.5, 0.5, 8 / 9)]
)
def test_the_printed_premiums(q, chi, premium) -> None:
    s = solve(q, chi, dc=2, delta=0.9)
    assert s.complete
    assert [e.profile["premium"] for e in s.equilibria] == pytest.approx([premium])
    assert s.selected.stability == "stable"


def test_the_value_of_honesty_is_that_of_cheating_once() -> None:
    premium = solve(0.5, 0.5, dc=2, delta=0.9).selected.profile["premium"]
    honest = premium / (1 - 0.9)
    assert round(honest, 4) == 8.8889
    assert honest == pytest.approx(premium + 2 + 0.9 * (1 - 0.25) * honest)


def test_the_trust_game() -> None:
    """Reward 10, temptation 15, punishment 0: honest from patience (15 - 10) / (15 - 0) on."""
    for delta, holds in ((1 / 3 - 1e-6, False), (1 / 3 + 1e-6, True)):
        premium = solve(dc=5, delta=delta, lam=0.05, vH=20).selected.profile["premium"]
        assert (premium <= 10) is holds


def test_an_exchange_that_does_not_pay_is_not_set_up() -> None:
    """max(0, v - c - lambda premium - cost), with nothing to be paid for what is not there."""
    m = cg.catalogue["reputation"]
    rng = np.random.default_rng(3)
    values = {name: rng.uniform(p.low, p.high, 3000) for name, p in m.parameters.items()}
    v = {m.parameters[name].symbol: array for name, array in values.items()}
    q = {"government_led": v["qG"], "multi_center": v["qP"],
         "cooperative": 1 - (1 - v["qG"]) * (1 - v["qP"])}  # fmt: skip
    chi = dict(zip(q, (v["chiG"], v["chiP"], v["chiC"]), strict=True))
    cost = dict(zip(q, (v["F"], v["k"], v["F"] + v["tau"]), strict=True))
    for key in q:
        premium = v["dc"] * (1 - v["delta"]) / (v["delta"] * q[key] * chi[key])
        expected = np.maximum(0, v["vH"] - v["cH"] - v["lam"] * premium - cost[key])
        result = m.outcome(key, values)
        assert result.selected_welfare == pytest.approx(expected, abs=1e-9)
        closed = expected == 0
        assert closed.any()
        assert (result.select(result.cooperation)[closed] == 0).all()
        for part in result.parts.values():
            assert (result.select(part)[closed] == 0).all()


def test_where_no_premium_keeps_anyone_honest() -> None:
    s = solve(0.02, 0.02, dc=6, delta=0.2, lam=1)
    assert s.selected.profile["premium"] == pytest.approx(5)  # all that could be paid
    assert (s.welfare, s.selected.profile["z"]) == (0, 0)


def test_payoffs_add_up_to_welfare() -> None:
    for row in ({}, {"F": 3, "qG": 0.1, "chiG": 0.02}):
        c = cg.catalogue["reputation"].compare(**row)
        for key, payoffs in c.by_actor.items():
            assert sum(payoffs.values()) == pytest.approx(c.welfare[key])
