"""Tiers: printed numbers and traps, and a ladder whose officials and superiors are counted one by one."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

import cogov_games as cg

M = cg.catalogue["tiers"]
PRINTED = {"M": 1000, "m": 4, "S": 5, "g": 2, "al": 0.9, "B": 10, "w": 1, "F": 0, "k": 0, "tau": 0}


def government(n, **row):
    return M.solve("government_led", **{**PRINTED, "nG": n, **row})


def climb(n, villages, m, S, g, al, channel=0.0):
    """Return the part of the news that reaches the top, official by official.

    Each hides if that pays it more than passing the news on; a superior checks `m` of its `s`
    subordinates, and what is found out passes on after the hider is fined.
    """
    s = villages ** (1 / n)
    found = 1 - (1 - min(1.0, m / s)) * (1 - channel)
    news = 1.0
    for _ in range(n):
        hides = g - found * S > 1e-9
        news *= al * (found if hides else 1.0)
    return news


def test_the_printed_ladders() -> None:
    found = [government(n).selected.profile["Phi"] for n in range(1, 6)]
    assert found == pytest.approx([0.0036, 0.01296, 0.729, 0.6561, 0.59049], abs=1e-12)
    assert round(government(3).welfare, 3) == 7.179
    assert round(government(2).welfare, 6) == 0.096977


def test_the_tie_survives_rounding() -> None:
    """At three tiers the span is ten, so that p S = (4 / 10) 5 = g: who is indifferent is honest."""
    s = government(3)
    assert s.selected.profile["honest"] == 1
    assert [e.profile["honest"] for e in s.equilibria] == [0, 1]
    assert s.continua == ((0, 1),)
    assert s.complete
    assert s.welfare_range[0] == pytest.approx(10 * 0.36**3 - (1 - 1e-3) / 9)
    assert [e.profile["honest"] for e in government(3, g=2 + 1e-6).equilibria] == [0]
    assert [e.profile["honest"] for e in government(3, g=2 - 1e-6).equilibria] == [1]


def test_flattening_alone_loses_almost_all_the_news() -> None:
    tall, flat = (government(n).selected.profile["Phi"] for n in (3, 2))
    assert round(1 - flat / tall, 2) == 0.98


def test_flattening_gains_with_a_channel_of_the_villagers() -> None:
    least = 1 - (1 - 2 / 5) / (1 - 4 / 1000**0.5)
    assert round(least, 8) == 0.31311518
    row = {**PRINTED, "nC": 2}
    honest = M.solve("cooperative", **row, pP=least)
    assert honest.selected.profile["Phi"] == pytest.approx(0.81)
    assert honest.welfare > government(3).welfare
    assert M.solve("cooperative", **row, pP=0.313116).selected.profile["honest"] == 1
    hidden = M.solve("cooperative", **row, pP=least - 1e-6)
    assert [e.profile["honest"] for e in hidden.equilibria] == [0]
    assert hidden.welfare < government(3).welfare
    condition = {c.key: c for c in M.conditions("cooperative")}["high"]
    assert condition.holds(**row, pP=least + 1e-7)
    assert not condition.holds(**row, pP=least - 1e-7)


def test_news_official_by_official() -> None:
    rng = np.random.default_rng(6)
    for _ in range(200):
        n, villages = int(rng.integers(1, 8)), int(rng.integers(50, 4097))
        m, S, g, al, channel = rng.uniform([1, 0.5, 0.2, 0.75, 0], [10, 8, 3, 1, 0.9])
        row = {"M": villages, "m": m, "S": S, "g": g, "al": al}
        tall = M.solve("government_led", **row, nG=n).selected.profile
        flat = M.solve("cooperative", **row, nC=n, pP=channel).selected.profile
        assert tall["Phi"] == pytest.approx(climb(n, villages, m, S, g, al))
        assert flat["Phi"] == pytest.approx(climb(n, villages, m, S, g, al, channel))


def test_the_fewest_honest_tiers_beat_every_taller_ladder() -> None:
    """Honest from ln M / ln(m S / g) tiers on; each further tier only loses news and costs wages."""
    rng = np.random.default_rng(7)
    for _ in range(40):
        villages = int(rng.integers(100, 4097))
        m, S, g = rng.uniform([2, 2, 0.5], [6, 8, 2])
        least = np.log(villages) / np.log(m * max(1, S / g))
        row = {"M": villages, "m": m, "S": S, "g": g, "al": 0.9}
        for n in range(1, 8):
            honest = government(n, **row).selected.profile["honest"]
            assert honest == (n >= least)
        first = int(np.ceil(least))
        worth = [government(n, **row).welfare for n in range(first, 8)]
        assert worth == sorted(worth, reverse=True)


@pytest.mark.parametrize(("s", "n"), [(10, 3), (5, 4), (60, 2), (50, 1)])
def test_superiors_are_counted(s, n) -> None:
    """A ladder with s to the n villages below has 1 + s + ... superiors."""
    superiors = sum(s**j for j in range(n))
    assert government(n, M=s**n, w=0.7).selected.profile["pay"] == pytest.approx(
        0.7 * superiors / s**n
    )


def test_a_village_looks_after_its_own() -> None:
    s = M.solve("multi_center", om=0.35, B=8, k=0.25)
    assert [e.profile["handled"] for e in s.equilibria] == pytest.approx([0.35])
    assert s.complete
    assert s.welfare == pytest.approx(8 * 0.35 - 0.25)


def test_without_a_channel_and_flattening_nothing_changes() -> None:
    for n in (2, 3, 5):
        c = M.compare(**PRINTED, nG=n, nC=n, pP=0)
        assert c.welfare["cooperative"] == c.welfare["government_led"]


@pytest.mark.parametrize("name", ["attention", "sanction", "channel", "fidelity"])
def test_what_never_harms(name) -> None:
    p = M.parameters[name]
    grid = np.linspace(p.low, p.high, 400)
    rng = np.random.default_rng(8)
    for _ in range(20):
        row = {"M": int(rng.integers(50, 4097)), "nC": int(rng.integers(1, 8)), "nG": 4,
               "g": rng.uniform(0.2, 3)}  # fmt: skip
        for regime in M.regimes:
            assert (np.diff(M.outcome(regime, {**row, name: grid}).selected_welfare) > -1e-9).all()


def test_payoffs_add_up_to_welfare() -> None:
    for row in ({}, PRINTED, {"nG": 1, "S": 0.5}):
        c = M.compare(**row)
        for key, payoffs in c.by_actor.items():
            assert payoffs["villages"] + payoffs["treasury"] == pytest.approx(c.welfare[key])


def test_the_printed_height_of_the_ladder() -> None:
    s = M.variants["height"].solve("government_led", al=0.9, s=5, beta=1.5, ratio=0.4)
    assert [round(e.profile["tiers"], 6) for e in s.equilibria] == [5.668831]
    assert s.complete
    assert s.selected.stability == "stable"


def test_no_other_height_is_better() -> None:
    height = M.variants["height"]
    rng = np.random.default_rng(9)
    for _ in range(50):
        al, s, beta, ratio = rng.uniform([0.75, 2, 1.05, 0.2], [0.95, 12, 1.9, 0.9])
        solved = height.solve("government_led", al=al, s=s, beta=beta, ratio=ratio)
        n = solved.selected.profile["tiers"]

        def value(n, al=al, s=s, beta=beta, ratio=ratio):
            return (al * s) ** (n - 1) - ratio * s**n / (s - beta)

        around = value(np.linspace(max(1, n - 1), min(40, n + 1), 1001))
        assert solved.welfare >= around.max() - 1e-9 * abs(around).max()
        if 1 < n < 40:
            best = minimize_scalar(lambda n: -value(n), bounds=(n - 1, n + 1), method="bounded")
            assert n == pytest.approx(best.x, abs=1e-3)


def test_contracts_of_the_package() -> None:
    assert min(cg.check(M).values()) > 0.05
