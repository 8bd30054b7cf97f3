"""Reputation: the premium that keeps a provider honest, and the exchange that is not set up."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import cogov_games as cg
from cogov_games.study.contracts import ContractError, sample


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


# The rounds behind the premium ----------------------------------------------------------------

PROMISE = cg.catalogue["reputation"].variants["promise"]


@pytest.mark.parametrize("regime", list(PROMISE.regimes))
def test_the_promise_is_kept_from_the_premium_on_that_reputation_finds(regime: str) -> None:
    needed = cg.catalogue["reputation"].solve(regime).selected.profile["premium"]
    below, above = (PROMISE.solve(regime, premium=needed + step) for step in (-1e-6, 1e-6))
    assert [s.selected.profile["honest"] for s in (below, above)] == [0, 1]
    assert [len(s.equilibria) for s in (below, above)] == [1, 1]


def test_at_the_needed_premium_every_share_is_an_equilibrium_and_the_best_is_selected() -> None:
    """Exact in binary: Δ = 1, δ = 1/2, q = χ = 1/2, so that m* = 4."""
    exact = {"premium": 4, "dc": 1, "delta": 0.5, "qG": 0.5, "chiG": 0.5}
    solved = PROMISE.solve("government_led", **exact)
    assert [e.profile["honest"] for e in solved.equilibria] == [0, 1]
    assert len(solved.continua) == 1
    assert solved.selected.profile["honest"] == 1


def test_no_plan_of_any_kind_is_worth_more_than_always_the_better_strategy() -> None:
    """Value iteration lets a provider change its mind every month; `Stage.worth` does not."""
    values = sample(PROMISE, 256)
    for regime in PROMISE.regimes:
        situation = PROMISE.situation(regime, values)
        stage = PROMISE.form.stage
        paid, leaves, goes_on = (f(situation) for f in (stage.paid, stage.leaves, stage.continues))
        best = np.zeros(256)
        for _ in range(4000):
            best = (paid + goes_on[:, None] * (1 - leaves) * best[:, None]).max(axis=-1)
        np.testing.assert_allclose(best, stage.worth(situation).max(axis=-1), rtol=1e-9)


def test_a_stage_that_leads_elsewhere_than_the_push_is_found() -> None:
    swapped = replace(PROMISE.form.stage, leaving=PROMISE.form.stage.leaving[::-1])
    broken = replace(PROMISE, form=replace(PROMISE.form, stage=swapped))
    with pytest.raises(ContractError, match="lead elsewhere than its push"):
        cg.check(broken)
