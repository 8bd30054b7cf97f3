"""Who should run a public service: Hart, Shleifer and Vishny's case for and against contracts."""

import numpy as np
import pytest
from scipy.optimize import brentq

import cogov_games as cg

M = cg.catalogue["purchase"]
ROW = {"K": 1, "B": 1, "th": 0.3, "lam": 0.6, "om": 0.5, "tau": 0}


def test_a_worked_example() -> None:
    c = M.compare(**ROW)
    assert list(c.welfare.values()) == pytest.approx([0.7599, 1.15, 1.2175], abs=1e-12)
    assert list(c.first_best.values()) == pytest.approx([1.49] * 3)
    assert all(s.complete for s in c.solutions.values())


def test_contract_and_public_management_break_even_where_the_formulas_say() -> None:
    def gap(th: float) -> float:
        row = {**ROW, "th": th}
        return M.solve("multi_center", **row).welfare - M.solve("government_led", **row).welfare

    place = brentq(gap, 0, 1, xtol=1e-13)
    assert round(place, 6) == 0.573647
    assert 1 - 2 * place + 0.75 == pytest.approx((0.6 - 0.09) * ((1 - place) ** 2 + 1))
    assert gap(place - 1e-3) > 0 > gap(place + 1e-3)


def test_efforts_and_welfare_over_the_ranges() -> None:
    rng = np.random.default_rng(3)
    row = {p.symbol: p.low + rng.random(500) * (p.high - p.low) for p in M.parameters.values()}
    K, B, th, lam, om, tau = (row[s] for s in ("K", "B", "th", "lam", "om", "tau"))
    efforts = {
        "government_led": (lam * (1 - th) * K / 2, lam * B / 2),
        "multi_center": (K, B / 2),
        "cooperative": (K * (1 - om * th), B / 2),
    }
    welfare = {
        "government_led": (lam - lam**2 / 4) * ((1 - th) ** 2 * K**2 + B**2),
        "multi_center": K**2 * (1 - 2 * th) + 3 * B**2 / 4,
        "cooperative": K**2 * (2 * (1 - th) * (1 - om * th) - (1 - om * th) ** 2)
        + 3 * B**2 / 4
        - tau,
    }
    for regime, (a, b) in efforts.items():
        o = M.outcome(regime, row)
        assert o.found.states["a"][:, 0] == pytest.approx(a, abs=1e-12)
        assert o.found.states["b"][:, 0] == pytest.approx(b, abs=1e-12)
        assert o.selected_welfare == pytest.approx(welfare[regime], abs=1e-12)


def test_the_public_manager_gets_half_of_what_cannot_be_done_without_him() -> None:
    """The government can carry out 1 - lambda of both ideas alone; the rest is bargained over."""
    row = {**ROW, "K": 1.2, "B": 0.7, "lam": 0.8}
    grid = np.linspace(0, 1.4, 1401)
    a, b = np.meshgrid(grid, grid, indexing="ij")
    lost_without_him = 0.8 * ((1 - 0.3) * 2 * 1.2 * a + 2 * 0.7 * b)
    income = lost_without_him / 2 - a**2 - b**2
    i, j = np.unravel_index(income.argmax(), income.shape)
    s = M.solve("government_led", **row)
    assert s.selected.profile == pytest.approx({"saving": grid[i], "innovation": grid[j]}, abs=1e-3)
    assert s.selected.payoffs["provider"] == pytest.approx(income.max(), abs=1e-5)


def test_contracts_cut_too_deep_and_public_management_too_little() -> None:
    s = M.compare(**ROW).solutions
    saved = {key: solution.selected.profile["saving"] for key, solution in s.items()}
    assert saved["government_led"] < (1 - 0.3) * 1 < saved["cooperative"] < saved["multi_center"]


def test_who_cares_for_nothing_is_a_contractor_and_who_cares_for_all_saves_efficiently() -> None:
    for om, welfare in ((0, 1.15), (1, 0.7**2 + 0.75)):
        assert M.solve("cooperative", **{**ROW, "om": om}).welfare == pytest.approx(welfare)
    c = M.compare(**{**ROW, "om": 0})
    assert c.best == ("multi_center", "cooperative")


def test_without_harm_and_with_all_of_it() -> None:
    """At harm 0 contractor and non-profit tie; at harm 1 the manager does not save at all."""
    c = M.compare(**{**ROW, "th": 0})
    assert c.best == ("multi_center", "cooperative")
    s = M.solve("government_led", **{**ROW, "th": 1})
    assert s.complete
    assert s.selected.profile["saving"] == 0
    s = M.solve("government_led", **{**ROW, "lam": 0})
    assert s.selected.profile == {"saving": 0, "innovation": 0}
    assert s.welfare == 0


def test_accounts_add_up() -> None:
    for regime in M.regimes:
        s = M.solve(regime)
        assert sum(s.by_actor.values()) == pytest.approx(s.welfare)
