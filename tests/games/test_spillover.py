"""One level for all, each on its own, or payments: Oates's trade-off and where it turns."""

import numpy as np
import pytest
from scipy.optimize import brentq, minimize_scalar

import cogov_games as cg

M = cg.catalogue["spillover"]
FREE = {"F": 0, "tau": 0}
REGIMES = ("government_led", "multi_center", "cooperative")


def lead(kap: float, m1: float, fixed_cost: float = 0) -> float:
    """By how much deciding alone beats one level."""
    row = {"kap": kap, "m1": m1, "F": fixed_cost}
    return M.solve("multi_center", **row).welfare - M.solve("government_led", **row).welfare


def threshold(m1: float, fixed_cost: float = 0) -> float:
    return brentq(lead, 0, 0.5, args=(m1, fixed_cost), xtol=1e-12)


def test_a_worked_example() -> None:
    c = M.compare(m1=1.5, kap=0.2, **FREE)
    found = [round(c.welfare[r], 6) for r in ("multi_center", "government_led", "cooperative")]
    assert found == [-2.004385, -2, -1.908599]
    assert found[2] == round(1.3 * np.log(1.3) + 0.7 * np.log(0.7) - 2, 6)
    assert list(c.first_best.values()) == pytest.approx([c.welfare["cooperative"]] * 3, abs=1e-9)
    for s in c.solutions.values():
        assert s.complete
        assert len(s.equilibria) == 1


@pytest.mark.parametrize(("m1", "place"), [(1.5, 0.197249), (1.2, 0.131432)])
def test_the_spillover_from_which_one_level_is_better(m1: float, place: float) -> None:
    assert round(threshold(m1), 6) == place
    assert lead(place - 1e-3, m1) > 0 > lead(place + 1e-3, m1)
    boundary = M.boundary("government_led", "multi_center", m1=m1, **FREE)
    assert boundary.crossings["spillover"] == pytest.approx([place], abs=1e-6)


def test_a_costly_superior_raises_the_threshold() -> None:
    assert threshold(1.5, 0) < threshold(1.5, 0.05) < threshold(1.5, 0.1)


def test_the_threshold_is_not_monotone_in_how_much_regions_differ() -> None:
    peak = minimize_scalar(lambda m: -threshold(m), bounds=(1.2, 1.95), options={"xatol": 1e-6})
    assert round(peak.x, 4) == pytest.approx(1.6511, abs=1e-4)
    assert round(-peak.fun, 6) == 0.203728
    assert threshold(1.3) < threshold(1.6511) > threshold(1.9)


def test_regions_that_are_alike_and_do_not_spill_over_need_no_one() -> None:
    c = M.compare(m1=1, kap=0, **FREE)
    assert c.best == REGIMES
    assert M.compare(m1=1, kap=0.3, **FREE).best == ("government_led", "cooperative")
    assert M.compare(m1=1.7, kap=0, **FREE).best == ("multi_center", "cooperative")


def test_levels_and_welfare_over_the_ranges() -> None:
    rng = np.random.default_rng(6)
    row = {p.symbol: p.low + rng.random(400) * (p.high - p.low) for p in M.parameters.values()}
    m1, kap, F, tau = (row[s] for s in ("m1", "kap", "F", "tau"))
    m2 = 2 - m1
    value = np.stack([(1 - kap) * m1 + kap * m2, (1 - kap) * m2 + kap * m1])
    levels = {
        "government_led": np.ones((2, 400)),
        "multi_center": (1 - kap) * np.stack([m1, m2]),
        "cooperative": value,
    }
    cost = {"government_led": F, "multi_center": 0, "cooperative": tau}
    found = {}
    for regime, g in levels.items():
        o = M.outcome(regime, row)
        assert o.found.complete.all()
        assert np.stack([o.found.states[a][:, 0] for a in ("g1", "g2")]) == pytest.approx(g)
        found[regime] = o.selected_welfare
        welfare = (value * np.log(g) - g).sum(axis=0) - cost[regime]
        assert found[regime] == pytest.approx(welfare, abs=1e-10)
    gap = (value * np.log((1 - kap) * np.stack([m1, m2]))).sum(axis=0) + 2 * kap + F
    assert found["multi_center"] - found["government_led"] == pytest.approx(gap, abs=1e-10)


def test_the_level_ordered_is_the_best_single_level() -> None:
    grid = np.linspace(0.01, 2, 2001)
    for m1, kap in ((1.5, 0.2), (1.9, 0.45)):
        both = m1 * np.log(grid) + (2 - m1) * np.log(grid) - 2 * grid
        s = M.solve("government_led", m1=m1, kap=kap, F=0)
        assert s.welfare == pytest.approx(both.max(), abs=1e-6)
        assert s.selected.profile["first"] == pytest.approx(grid[both.argmax()], abs=1e-3)
        assert s.selected.label.en == "first region: as prescribed, second region: as prescribed"


def test_no_region_gains_by_another_level() -> None:
    m1, kap = 1.6, 0.35
    grid = np.linspace(0.01, 2, 20001)
    s = M.solve("cooperative", m1=m1, kap=kap)
    g1, g2 = s.selected.profile["first"], s.selected.profile["second"]
    paid = kap * ((2 - m1) * np.log(grid) - m1 * np.log(g2))
    income = m1 * ((1 - kap) * np.log(grid) + kap * np.log(g2)) - grid + paid
    assert grid[income.argmax()] == pytest.approx(g1, abs=1e-3)
    assert s.selected.payoffs["first"] == pytest.approx(income.max(), abs=1e-7)


def test_payments_are_transfers() -> None:
    for regime in REGIMES:
        s = M.solve(regime)
        assert sum(s.by_actor.values()) == pytest.approx(s.welfare)
