"""Evolution of trustworthiness: printed numbers, traps, and a population that earns and copies."""

from __future__ import annotations

import numpy as np
import pytest

import cogov_games as cg

ROW = {"s": 0.4, "r": 0.8, "k": 0}


def solve(C, f=0.0, **row):
    """Solve under village rules; a sanction of f is detected for certain."""
    m = cg.catalogue["norm_evolution"]
    return m.solve("multi_center", **{**ROW, "CP": C, "piP": 0.5, "SP": 2 * f, **row})


def trustworthy(s):
    return [round(e.profile["trustworthy"], 9) for e in s.equilibria]


def evolve(s, r, C, f, p, steps=60_000, speed=2e-3):
    """Let trusters answer best and types earn; return the final share and whether anybody trusts.

    The trusters' options are compared as they stand, without any threshold that was derived.
    """
    exploits = 1 - f > r
    for _ in range(steps):
        bad = 0 if exploits else r
        options = {"no": s, "blind": p * r + (1 - p) * bad, "check": p * r + (1 - p) * s - C}
        if not exploits:
            options["check"] = r - C
        answer = max(options, key=lambda o: (options[o], o == "no"))
        good = s if answer == "no" else r
        other = {"no": s, "check": s if exploits else r, "blind": 1 - f if exploits else r}[answer]
        p += speed * p * (1 - p) * (good - other)
    return p, answer != "no"


def test_checking_keeps_some_trustworthy() -> None:
    s = solve(0.1, p0=0.9)
    assert trustworthy(s) == [0, 0.25, 0.75]
    assert [e.stability for e in s.equilibria] == ["neutral", "neutral", "stable"]
    assert s.continua == ((0, 1),)
    assert s.complete
    assert s.selected.profile["trustworthy"] == 0.75
    assert s.selected.profile["i"] == pytest.approx(1 / 3)
    assert s.welfare == pytest.approx(1.4)
    assert [round(e.welfare, 9) for e in s.equilibria] == [0.8, 0.8, 1.4]


def test_a_small_fine_changes_only_how_often_people_check() -> None:
    without, fined = solve(0.1, p0=0.9), solve(0.1, 0.1, p0=0.9)
    assert fined.selected.profile["trustworthy"] == without.selected.profile["trustworthy"]
    assert fined.welfare == pytest.approx(without.welfare)
    assert fined.selected.profile["i"] == pytest.approx(1 / 5)


def test_where_nobody_trusts_the_share_stays() -> None:
    for start in (0.05, 0.1, 0.2, 0.249):
        s = solve(0.1, p0=start)
        assert s.selected.profile["trustworthy"] == start
        assert s.selected.stability == "neutral"
        assert s.selected.regret == 0
        assert s.welfare == pytest.approx(0.8)
        assert len(s.continua[0]) == 3
    edge = solve(0.1, p0=0.25)
    assert edge.selected.profile["trustworthy"] == pytest.approx(0.25)
    assert edge.welfare == pytest.approx(0.8)
    assert solve(0.1, p0=0.2501).selected.profile["trustworthy"] == pytest.approx(0.75)


def test_costly_checking_ends_trust() -> None:
    s = solve(0.25, p0=0.9)
    assert s.selected.profile["trustworthy"] == pytest.approx(0.5)
    assert s.welfare == pytest.approx(0.8)
    assert trustworthy(s) == [0, 0.5]
    at_tie = solve(0.2, p0=0.9)  # C = s (r - s) / r
    assert at_tie.selected.profile["trustworthy"] == pytest.approx(0.5)
    assert at_tie.welfare == pytest.approx(0.8)


@pytest.mark.parametrize("f", [0.2, 0.3])
def test_a_deterrent_makes_every_share_neutral(f) -> None:
    """At f = 1 - r, which rounds to either side, everybody rewards trust."""
    for start in (0.05, 0.5, 0.9):
        s = solve(0.1, f, p0=start)
        assert trustworthy(s) == [0, start, 1]
        assert s.selected.profile["trustworthy"] == start
        assert s.welfare == pytest.approx(1.6)
    for s_, r in ((0.3, 0.7), (0.2, 0.9), (0.1, 0.6)):
        tie = solve(0.1, 1 - r, p0=0.5, s=s_, r=r)
        assert tie.welfare == pytest.approx(2 * r)
        assert solve(0.1, 1 - r - 1e-6, p0=0.5, s=s_, r=r).welfare < 2 * r - 0.05


def test_a_population_that_earns_and_copies_ends_there() -> None:
    rng = np.random.default_rng(6)
    for _ in range(25):
        s, r = rng.uniform(0.1, 0.5), rng.uniform(0.55, 0.95)
        C, f, p = rng.uniform(0.02, 0.3), rng.choice([0, 0.05, 0.3]), rng.uniform(0.1, 0.9)
        found = solve(C, f, p0=p, s=s, r=r)
        share, trusts = evolve(s, r, C, f, p)
        assert found.selected.profile["trustworthy"] == pytest.approx(share, abs=5e-3)
        expected = (
            2 * r if 1 - f <= r else r * (2 - C / s) if trusts and s * (r - s) / r > C else 2 * s
        )
        assert found.welfare == pytest.approx(expected)


def test_nobody_gains_where_trusters_mix() -> None:
    """At p* blind trust and checking pay the same, and both types earn the same."""
    for C, f in ((0.1, 0), (0.1, 0.15), (0.05, 0.05)):
        e = solve(C, f, p0=0.9).selected
        p, i, s, r = e.profile["trustworthy"], e.profile["i"], 0.4, 0.8
        assert p * r == pytest.approx(p * r + (1 - p) * s - C)
        assert i * s + (1 - i) * (1 - f) == pytest.approx(r)
        assert e.payoffs["truster"] == pytest.approx(p * r)
        assert e.payoffs["trustee"] == pytest.approx(r)


def test_payoffs_add_up_to_welfare() -> None:
    for start in (0.1, 0.6):
        c = cg.catalogue["norm_evolution"].compare(p0=start)
        for key, payoffs in c.by_actor.items():
            assert sum(payoffs.values()) == pytest.approx(c.welfare[key])


# Families ----------------------------------------------------------------------------------------

FAMILIES = {"g": 3, "c": 1.5, "F": 0}


@pytest.mark.parametrize(
    ("row", "share"),
    [
        ({"fG": 0, "kG": 0.5, "eG": 0}, 0.5),
        ({"fG": 0.6, "kG": 0.5, "eG": 0}, 0.4),
        ({"fG": 0.6, "kG": 0.25, "eG": 0}, 0.6),
        ({"fG": 0, "kG": 0.5, "eG": 0.25}, 0.631881),
    ],
)
def test_families(row, share) -> None:
    m = cg.catalogue["norm_evolution"].variants["families"]
    s = m.solve("government_led", **FAMILIES, **row)
    assert s.complete
    stable = [e.profile["civic"] for e in s.equilibria if e.stability == "stable"]
    assert [round(x, 6) for x in stable] == [share]


def test_a_sanction_raises_civic_culture_only_above_its_crowding_out() -> None:
    m = cg.catalogue["norm_evolution"].variants["families"]

    def civic(f, kappa):
        s = m.solve("government_led", **FAMILIES, fG=f, kG=kappa, eG=0)
        (found,) = (e.profile["civic"] for e in s.equilibria if e.stability == "stable")
        return found

    for kappa in (0.1, 0.2, 0.3):
        assert civic(kappa * 1.5 + 0.01, kappa) > civic(0, kappa)
        assert civic(kappa * 1.5 - 0.01, kappa) < civic(0, kappa)


def test_a_strong_campaign_wins_over_everybody() -> None:
    m = cg.catalogue["norm_evolution"].variants["families"]
    for e, all_civic in ((0.999, False), (1.0, True)):
        s = m.solve("government_led", g=3, c=1, F=0, fG=0, eG=e)
        (x,) = (e.profile["civic"] for e in s.equilibria if e.stability == "stable")
        assert (x == 1) is all_civic
