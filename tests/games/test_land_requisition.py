"""Takings: exact numbers, the traps, and a simulation of what the owner expects."""

from fractions import Fraction as Q

import numpy as np
import pytest

import cogov_games as cg

M = cg.catalogue["land_requisition"]
FREE = {"psi": 0, "F": 0, "k": 0, "tau": 0}
ROW = {"v": 0.5, "be": 2, **FREE}


def taking(theta: float, kappa: float, rho: float):
    return M.solve("cooperative", th=theta, ka=kappa, rho=rho, **ROW)


@pytest.mark.parametrize(
    ("theta", "kappa", "rho", "x", "welfare"),
    [
        (1.5, 1, 0, 1, 1),
        (1.5, 0.5, 0, Q(13, 22), Q(959, 968)),
        (1.5, 0.5, 1, Q(5, 6), Q(679, 648)),
        (1, 0, 1, Q(1, 2), Q(9, 8)),
        (2, 0, 1, Q(1, 2), Q(17, 16)),
        (3, 0.5, 0, None, Q(3959, 4232)),
        (3, 0.5, 1, None, Q(583, 648)),
    ],
)
def test_investment_and_welfare_under_takings(theta, kappa, rho, x, welfare) -> None:
    s = taking(theta, kappa, rho)
    assert s.complete
    (only,) = s.equilibria
    if x is not None:
        assert only.profile["owner"] == pytest.approx(float(x))
    assert s.welfare == pytest.approx(float(welfare))
    assert s.first_best == pytest.approx(1.125)


def test_government_led_is_a_taking_without_court() -> None:
    for kappa in (0, 0.3, 1):
        s = M.solve("government_led", th=1.5, ka=kappa, rho=0.7, **ROW)
        assert s.welfare == pytest.approx(taking(1.5, kappa, 0).welfare)


def test_full_compensation_overinvests() -> None:
    s = taking(1.5, 1, 0)
    first_best = ROW["v"] / (ROW["be"] - 1)
    assert s.selected.profile["owner"] == pytest.approx(1)
    assert first_best == 0.5


def test_welfare_is_not_monotone_in_compensation() -> None:
    """1 at kappa = 0, 1.0059 at .15, .9875 at .8, 1 at kappa = 1."""
    found = [round(taking(1.5, kappa, 0).welfare, 4) for kappa in (0, 0.15, 0.8, 1)]
    assert found == [1, 1.0059, 0.9875, 1]


def test_a_perfect_court_can_lower_welfare() -> None:
    assert taking(3, 0.5, 1).welfare < taking(3, 0.5, 0).welfare


@pytest.mark.parametrize(("sigma", "x", "welfare"), [(1, 0.5, 1.125), (0.5, 5 / 6, 79 / 72)])
def test_consent(sigma: float, x: float, welfare: float) -> None:
    s = M.solve("multi_center", sg=sigma, eta=0, **ROW)
    assert s.selected.profile["owner"] == pytest.approx(x)
    assert s.welfare == pytest.approx(welfare)


def closed_form(v, be, th, ka, rho) -> float:
    full = ka + rho * (1 - ka)
    a = full / th + full - full**2 / th - ka
    return (ka + a * v / be) / (1 - a / be)


def test_closed_forms_over_the_ranges() -> None:
    rng = np.random.default_rng(7)
    row = {p.symbol: p.low + rng.random(500) * (p.high - p.low) for p in M.parameters.values()}
    v, be, th, ka, rho, psi = (row[s] for s in ("v", "be", "th", "ka", "rho", "psi"))
    o = M.outcome("cooperative", row)
    x = closed_form(v, be, th, ka, rho)
    assert o.found.states["x"][:, 0] == pytest.approx(x)
    full = ka + rho * (1 - ka)
    land = v + x
    t = full * land / th
    loss = land * ((1 - full) * (land - t) + (1 - ka) * (be - land)) / be
    welfare = land * t / be + (be**2 - t**2) / (2 * be) - x**2 / 2 - psi * loss
    assert o.selected_welfare == pytest.approx(welfare - row["F"] - row["tau"])

    o = M.outcome("multi_center", row)
    s = row["sg"] * (1 - row["eta"])
    x = (1 - s * (1 - v / be)) / (1 - s / be)
    land, sold = v + x, (1 - row["eta"]) * (1 - (v + x) / be)
    welfare = land * (1 - sold) + (1 - row["eta"]) * (be**2 - land**2) / (2 * be) - x**2 / 2
    assert o.found.states["x"][:, 0] == pytest.approx(x)
    assert o.selected_welfare == pytest.approx(welfare - row["k"])


def test_the_owner_expects_what_a_simulation_pays() -> None:
    """Draw public benefits; pay the owner as the rule says; compare with the payoff."""
    v, be, th, ka, rho = 0.6, 2.5, 1.8, 0.4, 0.5
    s = M.solve("cooperative", v=v, be=be, th=th, ka=ka, rho=rho)
    x = s.selected.profile["owner"]
    land, full = v + x, ka + rho * (1 - ka)
    b = (np.arange(2_000_000) + 0.5) * be / 2_000_000
    taken = th * b >= full * land
    paid = np.where(b < land, full * land, ka * land)
    income = np.where(taken, paid, land).mean() - x**2 / 2
    assert s.selected.payoffs["owner"] == pytest.approx(income, abs=1e-6)


def test_accounts_add_up() -> None:
    for regime in M.regimes:
        s = M.solve(regime)
        assert sum(s.by_actor.values()) == pytest.approx(s.welfare)
