"""Crowding out: litter by brute force, gifts and fees in exact numbers."""

from fractions import Fraction as Q
from itertools import combinations_with_replacement

import numpy as np
import pytest

import cogov_games as cg

M = cg.catalogue["hired_cleaners"]
GIFTS, GLOW = (M.variants[name] for name in ("voluntary_contributions", "warm_glow"))
TOWN = {"V": 10, "M": 5, "kG": 0.6, "pG": 0.1}


def litter(regime: str, **row: float) -> float:
    s = M.solve(regime, **{**TOWN, **row})
    assert s.complete
    (only,) = s.equilibria
    return 1 - only.profile["resident"] / row.get("V", 10)


def test_cleaners_and_fines_crowd_out() -> None:
    assert litter("laissez_faire") == pytest.approx(0.5)
    assert litter("government_led", S=0) == pytest.approx(0.8)
    assert litter("government_led", S=10) == pytest.approx(0.7)
    assert litter("government_led", S=30) == pytest.approx(0.5)  # the break-even fine kappa M / p


def test_nobody_litters_beyond_the_largest_benefit() -> None:
    assert litter("government_led", S=40, pG=0.4) == 0
    assert litter("laissez_faire", M=10) == 0


def test_what_the_resident_keeps_by_brute_force() -> None:
    """Litter where its worth exceeds shame and expected fine, over a fine grid of worths."""
    worth = (np.arange(1_000_000) + 0.5) * 10 / 1_000_000
    price = 5 * (1 - 0.6) + 0.1 * 10
    s = M.solve("government_led", **TOWN, S=10)
    assert s.selected.payoffs["resident"] == pytest.approx(
        np.where(worth > price, worth - price, 0).mean(), abs=1e-9
    )


@pytest.mark.parametrize("h", [2, 6, 10, 15])
def test_first_best_without_cleaners(h: float) -> None:
    s = M.solve("multi_center", V=10, h=h)
    best = min(h, 10)
    assert s.first_best == pytest.approx((100 - best**2) / 20 - h * (10 - best) / 10, abs=1e-9)


@pytest.mark.parametrize("moral", [1, 4, 7])
def test_loss_grows_with_the_distance_from_the_harm(moral: float) -> None:
    for h in (2, 6, 10):
        s = M.solve("multi_center", V=10, h=h, M=moral, sP=0, k=0)
        assert s.first_best - s.welfare == pytest.approx((moral - h) ** 2 / 20, abs=1e-9)


def test_income_tax_crowds_gifts_out_one_for_one() -> None:
    row = {"n": 3, "w": 7, "alpha": 0.68}
    free = GIFTS.solve("government_led", **row)
    assert free.complete
    assert round(free.selected.profile["household"], 6) == 2.902439
    exact = 0.68 * 7 / (3 - 0.68 * 2)
    assert free.selected.profile["household"] == pytest.approx(exact)
    taxed = GIFTS.solve("government_led", **row, t=2)
    assert round(taxed.selected.profile["household"], 6) == 0.902439
    # beyond the gift nothing is left to crowd out
    assert GIFTS.solve("government_led", **row, t=exact).selected.profile["household"] == (
        pytest.approx(0, abs=1e-9)
    )
    beyond = GIFTS.solve("government_led", **row, t=4)
    assert beyond.selected.profile["household"] == 0
    assert beyond.complete


def test_whole_coins() -> None:
    """Each household's best whole gift, by enumeration: (3, 3, 3) without and (1, 1, 1) with t = 2."""

    def equilibria(t: int) -> list[tuple[int, ...]]:
        def utility(own: int, total: int) -> float:
            return (7 - t - own) ** 0.32 * (total + 3 * t) ** 0.68

        return [
            gifts
            for gifts in combinations_with_replacement(range(8 - t), 3)
            if all(
                utility(own, sum(gifts))
                >= max(utility(g, sum(gifts) - own + g) for g in range(8 - t)) - 1e-12
                for own in gifts
            )
        ]

    assert equilibria(0) == [(3, 3, 3)]
    assert equilibria(2) == [(1, 1, 1)]


@pytest.mark.parametrize(
    ("taste", "glow", "gift", "slope"),
    [(0.4, 0.1, Q(35, 16), Q(-99, 224)), (0.2, 0.3, Q(160, 41), Q(-281, 656))],
)
def test_warm_glow_makes_crowding_out_partial(taste, glow, gift, slope) -> None:
    row = {"n": 10, "w": 10, "alpha": taste, "gamma": glow}

    def given(t: float) -> float:
        s = GLOW.solve("government_led", **row, t=t)
        assert s.complete
        return s.selected.profile["household"]

    assert given(0) == pytest.approx(float(gift))
    step = 1e-3  # one-sided, of third order
    change = (-11 * given(0) + 18 * given(step) - 9 * given(2 * step) + 2 * given(3 * step)) / (
        6 * step
    )
    assert change == pytest.approx(float(slope), abs=1e-6)
