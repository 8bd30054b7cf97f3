"""Ownership of a public project: Besley and Ghatak's rule and its trap."""

import numpy as np
import pytest

import cogov_games as cg

M = cg.catalogue["partnership"]
FREE = {"F": 0, "k": 0, "tau": 0}
ROW = {"tg": 3, "tn": 2, "ag": 1, "an": 2, "lam": 0.5, **FREE}


def test_a_worked_example() -> None:
    c = M.compare(**ROW)
    assert list(c.welfare.values()) == pytest.approx([45.375, 41.96875, 46.875], abs=1e-12)
    assert list(c.first_best.values()) == pytest.approx([62.5] * 3)
    government = c.solutions["government_led"]
    assert government.complete
    (only,) = government.equilibria
    assert only.profile == pytest.approx({"government": 3, "organisation": 4.5})


def test_whoever_values_it_equally_it_does_not_matter_who_owns() -> None:
    c = M.compare(**{**ROW, "tg": 2, "tn": 2})
    assert list(c.welfare.values()) == pytest.approx([30, 30, 30])
    assert len(c.best) == 3


def test_the_party_that_values_it_more_should_own_it_whoever_invests() -> None:
    rng = np.random.default_rng(2)
    tg, tn = rng.uniform(0.5, 3, (2, 400))
    ag, an = rng.uniform(0.3, 2, (2, 400))
    lam = rng.uniform(0, 1, 400)
    row = {"tg": tg, "tn": tn, "ag": ag, "an": an, "lam": lam}
    government, organisation = (
        M.outcome(r, {**row, **FREE}).selected_welfare for r in ("government_led", "multi_center")
    )
    d, both = tg - tn, tg + tn
    expected = (
        (1 - lam)
        * d
        * (ag**2 * (2 * both - (1 + lam) * d) + an**2 * (2 * both + (1 + lam) * d))
        / 8
    )
    assert government - organisation == pytest.approx(expected, abs=1e-10)
    assert np.array_equal(np.sign(government - organisation), np.sign(d))


def test_joint_ownership_beats_both_from_a_threshold_on() -> None:
    """Where (a of who values it less / a of the other)^2 exceeds (2T - |d|) / (lam (2T + lam |d|))."""
    threshold = (2 * 5 - 1) / (0.5 * (2 * 5 + 0.5))
    assert threshold == pytest.approx(12 / 7)
    for factor, joint in ((0.999, False), (1.001, True)):
        row = {**ROW, "ag": 1, "an": np.sqrt(threshold * factor)}
        assert (M.compare(**row).best == ("cooperative",)) == joint


def test_swapping_the_parties_swaps_who_should_own() -> None:
    c = M.compare(tg=2.7, tn=0.9, ag=0.6, an=1.7, lam=0.3, **FREE)
    mirror = M.compare(tg=0.9, tn=2.7, ag=1.7, an=0.6, lam=0.3, **FREE)
    assert mirror.welfare["multi_center"] == pytest.approx(c.welfare["government_led"])
    assert mirror.welfare["government_led"] == pytest.approx(c.welfare["multi_center"])
    assert mirror.welfare["cooperative"] == pytest.approx(c.welfare["cooperative"])


def test_joint_ownership_never_wins_without_a_part_to_keep_and_owners_tie_with_all_of_it() -> None:
    rng = np.random.default_rng(4)
    row = dict(zip(("tg", "tn"), rng.uniform(0.5, 3, (2, 300)), strict=True))
    row |= dict(zip(("ag", "an"), rng.uniform(0.3, 2, (2, 300)), strict=True))
    for lam in (0.0, 1.0):
        g, p, c = (M.outcome(r, {**row, **FREE, "lam": lam}).selected_welfare for r in M.regimes)
        if lam == 0:
            assert (c <= np.maximum(g, p) + 1e-12).all()
        else:
            assert g == pytest.approx(p, abs=1e-12)


def test_under_the_right_owner_welfare_falls_in_what_it_can_keep() -> None:
    welfare = [M.solve("government_led", **{**ROW, "lam": lam}).welfare for lam in (0, 0.5, 1)]
    assert welfare == sorted(welfare, reverse=True)
    assert welfare[0] > welfare[2] + 1


def test_payoffs_are_what_bargaining_gives() -> None:
    """Half of what the agreement adds, on top of what each has without it."""
    row = {"tg": 1.3, "tn": 2.1, "ag": 0.8, "an": 1.4, "lam": 0.6, **FREE}
    s = M.solve("multi_center", **row)
    yg, yn = s.selected.profile["government"], s.selected.profile["organisation"]
    b, alone = 0.8 * yg + 1.4 * yn, 0.6 * 0.8 * yg + 1.4 * yn
    added = (1.3 + 2.1) * (b - alone)
    assert s.selected.payoffs["government"] == pytest.approx(1.3 * alone + added / 2 - yg**2 / 2)
    assert s.selected.payoffs["organisation"] == pytest.approx(2.1 * alone + added / 2 - yn**2 / 2)
    assert sum(s.selected.payoffs.values()) == pytest.approx(s.welfare)
