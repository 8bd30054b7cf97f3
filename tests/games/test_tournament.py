"""Promotion with spillovers: Lazear and Rosen's numbers on the true chance of winning."""

from math import erf, pi, sqrt

import numpy as np
import pytest

import cogov_games as cg

M = cg.catalogue["tournament"]
G0 = 1 / (2 * sqrt(pi))  # normal shocks with standard deviation 1


@pytest.mark.parametrize(("r", "effort", "best"), [(0, 1.410474, 1), (0.5, 0.705237, 1.5)])
def test_effort_in_the_tournament(r: float, effort: float, best: float) -> None:
    s = M.solve("government_led", V=5, c=1, g0=G0, r=r, F=0)
    (only,) = s.equilibria
    assert s.complete
    assert round(only.profile["mayor"], 6) == effort
    assert s.first_best == pytest.approx((1 + r) * best)
    assert only.payoffs["mayor"] == pytest.approx(5 / 2 - effort**2 / 2, abs=1e-5)


@pytest.mark.parametrize(("r", "prize"), [(0, 3.544908), (0.5, 10.634723)])
def test_the_prize_that_buys_the_first_best(r: float, prize: float) -> None:
    exact = (1 + r) / ((1 - r) * G0)
    assert round(exact, 6) == prize
    s = M.solve("government_led", V=exact, c=1, g0=G0, r=r, F=0)
    assert s.welfare == pytest.approx(s.first_best, abs=1e-9)
    for other in (exact - 0.1, exact + 0.1):
        assert M.solve("government_led", V=other, c=1, g0=G0, r=r, F=0).welfare < s.welfare - 1e-4


def test_the_other_regimes_have_their_own_effort() -> None:
    row = {"c": 1.5, "r": 0.4, "mu": 0.6, "zeta": 0.9}
    assert M.solve("multi_center", **row).selected.profile["mayor"] == pytest.approx(0.6 / 1.5)
    joint = M.solve("cooperative", **row).selected.profile["mayor"]
    assert joint == pytest.approx(1.4 * 0.9 / 1.5)
    assert M.solve("laissez_faire", **row).selected.profile["mayor"] == 0


def test_no_mayor_gains_by_another_effort_anywhere_in_the_ranges() -> None:
    """The chance of winning is not concave: giving up must not pay either."""
    rng = np.random.default_rng(5)
    names = ("r", "c", "g0", "V")
    low, high = np.array([[M.find(n).low, M.find(n).high] for n in names]).T
    corners = np.array([[0, 1, 0.29, 11], [0.9, 3, 0.05, 0]])
    chance = np.vectorize(lambda z: (1 + erf(z)) / 2)
    grid = np.linspace(0, 4, 801)
    for row in [*corners, *(low + rng.random((40, 4)) * (high - low))]:
        r, c, g0, prize = row
        a = M.solve("government_led", **dict(zip(names, row, strict=True))).selected.profile[
            "mayor"
        ]
        assert a == pytest.approx((1 - r) * g0 * prize / c)
        win = chance(sqrt(pi) * g0 * (1 - r) * (grid - a))
        gain = prize * win - c * grid**2 / 2 - (prize / 2 - c * a**2 / 2)
        assert gain.max() <= 1e-9 * (1 + prize)


def test_too_sharp_a_tournament_has_no_equilibrium_in_pure_efforts() -> None:
    """Beyond V g(0)^2 (1 - r)^2 / c = .9829 giving up pays; the ranges stay below."""
    from dataclasses import replace

    wide = replace(
        M, declared_parameters=tuple(
            replace(p, high=40.0) if p.symbol == "V" else p for p in M.declared_parameters
        )
    )  # fmt: skip
    edge = 0.98285 * 1 / 0.29**2
    assert len(wide.solve("government_led", r=0, c=1, g0=0.29, V=edge * 0.999).equilibria) == 1
    beyond = wide.solve("government_led", r=0, c=1, g0=0.29, V=edge * 1.001)
    assert beyond.equilibria == ()
    assert beyond.complete
    most = M.find("V").high * M.find("g0").high ** 2 / M.find("c").low
    assert most < 0.98285
