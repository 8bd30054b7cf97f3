"""Law and village rules: printed numbers, traps, and a village of twenty thousand who best-respond."""

from __future__ import annotations

import numpy as np
import pytest

import cogov_games as cg

TRAP = {"etaG": 0, "wG": 0.8, "phiG": 0.27, "F": 0, "zeta": 3}


def village(L, eta, w, phi, zeta, expected, people=20_000):
    """Follow best replies to the expected share; return that share, mean behaviour and welfare.

    Nothing but the story is used here: what each type gains by keeping the law, and what it does.
    """
    theta = (np.arange(people) + 0.5) / people
    share = expected
    for _ in range(5000):
        caught = eta + (1 - eta) * w * share
        breaking = caught * (-(theta - L) - phi)
        keeps = (theta <= L) | (-(theta - L) >= breaking - 1e-12)
        new = keeps.mean()
        if new == share:
            break
        share = new
    caught = eta + (1 - eta) * w * share
    land = np.where(keeps, np.minimum(theta, L), caught * L + (1 - caught) * theta)
    squared = np.where(keeps, np.minimum(theta, L) ** 2, caught * L**2 + (1 - caught) * theta**2)
    return share, land.mean(), (land - theta).mean() - zeta * squared.mean() / 2


def solve(**row):
    return cg.catalogue["law_and_norm"].solve("government_led", **{**TRAP, **row})


def shares(s):
    return [(round(e.profile["keep_the_law"], 6), e.stability) for e in s.equilibria]


def test_two_stable_shares_and_a_tipping_point() -> None:
    s = solve(LG=0.32)
    assert shares(s) == [(0.5, "stable"), (0.8, "unstable"), (1, "stable")]
    assert s.complete
    assert s.continua == ()


def test_one_share_where_government_detects() -> None:
    s = solve(LG=0.3, etaG=0.2, wG=0.5, phiG=0.4)
    assert shares(s) == [(0.629844, "stable")]


def test_a_stricter_cap_loses_more_than_its_own_measure() -> None:
    """dt/dL = (1 - w t) / sqrt(Delta) = 2.5 at the lower root."""
    low, high = (solve(LG=0.32 + h).equilibria[0].profile["keep_the_law"] for h in (-1e-6, 1e-6))
    assert (high - low) / 2e-6 == pytest.approx(2.5, abs=1e-4)


def test_the_critical_cap() -> None:
    critical = 0.358105
    assert len(solve(LG=critical - 1e-5).equilibria) == 3
    assert shares(solve(LG=critical + 1e-5)) == [(1, "stable")]
    exact = (1 + 0.8 * 0.27 - 2 * np.sqrt(0.8 * 0.27)) / 0.8
    at = solve(LG=exact)
    assert [e.stability for e in at.equilibria] == ["semi-stable", "stable"]
    (condition,) = (c for c in cg.catalogue["law_and_norm"].conditions("government_led")
                    if c.key == "critical_cap")  # fmt: skip
    assert condition.holds(**{**TRAP, "LG": critical - 1e-6})
    assert not condition.holds(**{**TRAP, "LG": critical + 1e-6})


def test_without_reports_the_share_is_linear() -> None:
    for eta, L in ((0.2, 0.3), (0.4, 0.5), (0.5, 0.7)):
        (only,) = solve(LG=L, etaG=eta, wG=0, phiG=0.27).equilibria
        share = min(1.0, L + 0.27 * eta / (1 - eta))
        assert only.profile["keep_the_law"] == pytest.approx(share)


def test_all_keep_the_law_exactly_where_the_last_one_would() -> None:
    """phi D(1) = (1 - L) (1 - D(1)): here 0.4 * 0.5 = 0.4 * 0.5."""
    s = solve(LG=0.6, etaG=0, wG=0.5, phiG=0.4, start=1)
    assert s.equilibria[-1].profile["keep_the_law"] == 1
    assert solve(LG=0.6, etaG=0, wG=0.499, phiG=0.4).equilibria[-1].profile["keep_the_law"] < 1
    assert solve(LG=0.6, etaG=0, wG=0.501, phiG=0.4).equilibria[-1].profile["keep_the_law"] == 1


@pytest.mark.parametrize(
    ("L", "start", "share", "welfare", "land"),
    [
        (1 / 3, 1 / 3, 0.536066, -0.434087, 0.392962),  # the first-best cap, imposed at once
        (0.4, 0.4, 1, -0.356, 0.32),  # a laxer one
    ],
)
def test_the_stricter_law_raises_the_behaviour(L, start, share, welfare, land) -> None:
    s = solve(LG=L, start=start)
    assert round(s.selected.profile["keep_the_law"], 6) == share
    assert round(s.welfare, 6) == welfare
    assert round(s.selected.profile["b"], 6) == land
    found = village(L, 0, 0.8, 0.27, 3, start)
    assert found == pytest.approx((share, land, welfare), abs=2e-4)


def test_the_same_law_reached_step_by_step() -> None:
    share = 0.6
    for L in (0.6, 0.45, 1 / 3):
        s = solve(LG=L, start=share)
        share = s.selected.profile["keep_the_law"]
    assert share == 1
    assert s.welfare == pytest.approx(-19 / 54)
    assert s.welfare == pytest.approx(s.first_best)  # the first best: the cap 1/zeta, obeyed


def test_best_replies_of_a_village_lead_where_the_solver_says() -> None:
    rng = np.random.default_rng(2)
    m = cg.catalogue["law_and_norm"]
    tried = 0
    while tried < 40:
        L, eta, w, phi, start = rng.uniform([0.1, 0, 0, 0.05, 0], [0.7, 0.5, 0.8, 0.6, 1])
        s = m.solve("government_led", LG=L, etaG=eta, wG=w, phiG=phi, start=start, F=0)
        places = [e.profile["keep_the_law"] for e in s.equilibria]
        gaps = np.diff(places)
        if (gaps.size and gaps.min() < 0.02) or min(abs(start - p) for p in places) < 0.01:
            continue
        tried += 1
        share, land, welfare = village(L, eta, w, phi, 4, max(start, L))
        assert s.selected.profile["keep_the_law"] == pytest.approx(share, abs=2e-3)
        assert s.selected.profile["b"] == pytest.approx(land, abs=2e-3)
        assert s.welfare == pytest.approx(welfare, abs=4e-3)


def test_without_a_law_everybody_does_as_they_like() -> None:
    s = cg.catalogue["law_and_norm"].solve("laissez_faire", zeta=3)
    (only,) = s.equilibria
    assert (only.profile["keep_the_law"], only.profile["b"]) == (1, 0.5)
    assert s.welfare == pytest.approx(-3 / 6)


def test_welfare_is_at_most_the_first_best_and_reporting_never_lowers_the_share() -> None:
    rng = np.random.default_rng(4)
    m = cg.catalogue["law_and_norm"]
    values = {
        name: rng.uniform(p.low, p.high, 400)
        for name, p in m.parameters.items() if p.role != "status_quo"
    }  # fmt: skip
    zeta = values["harm"]
    best = -0.5 + 1 / (2 * zeta) - 1 / (6 * zeta**2)
    result = m.outcome("government_led", values)
    assert (np.nanmax(result.welfare, axis=-1) <= best + 1e-12).all()
    for name in (
        "cap_government",
        "detection_government",
        "reporting_government",
        "fine_government",
    ):
        p = m.parameters[name]
        more = values | {name: np.minimum(values[name] * 1.05 + 1e-3, p.high)}
        before = result.select(result.found.states["t"])
        again = m.outcome("government_led", more)
        assert (again.select(again.found.states["t"]) >= before - 1e-9).all(), name


def test_payoffs_add_up_to_welfare() -> None:
    c = cg.catalogue["law_and_norm"].compare()
    for key, payoffs in c.by_actor.items():
        assert sum(payoffs.values()) == pytest.approx(c.welfare[key])
