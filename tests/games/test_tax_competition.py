"""Two regions and the shoppers between them: Kanbur and Keen's propositions."""

import numpy as np
import pytest

import cogov_games as cg

M = cg.catalogue["tax_competition"]


def rates(regime: str, **values: float) -> tuple[float, float]:
    return tuple(M.solve(regime, **values).selected.profile.values())


def revenues(regime: str, **values: float) -> tuple[float, float]:
    return tuple(M.solve(regime, **values).selected.payoffs.values())


def revenue(own: np.ndarray, other: np.ndarray, size: float, others: float) -> np.ndarray:
    """Return revenue by counting shoppers: no more leave than live there."""
    leave = size * np.clip(own - other, 0, 1)
    return own * (size - leave + others * np.clip(other - own, 0, 1))


def test_a_worked_example() -> None:
    """Kanbur and Keen's h = 1, H = 2 in units of the large region."""
    assert rates("multi_center", th=0.5) == pytest.approx((2 / 3, 5 / 6))
    small, large = revenues("multi_center", th=0.5)
    assert (2 * small, 2 * large) == pytest.approx((8 / 9, 25 / 18))


def test_rates_and_welfare_over_the_ranges() -> None:
    rng = np.random.default_rng(9)
    row = {p.symbol: p.low + rng.random(300) * (p.high - p.low) for p in M.parameters.values()}
    th, lam, psi, F, mu, tau, Th = (row[s] for s in ("th", "lam", "psiG", "F", "mu", "tau", "Th"))
    t, T = (1 + 2 * th) / 3, (2 + th) / 3
    one = np.minimum(Th * (th * t + T) / (1 + th), 1)
    floor = t + mu * (1 - t)
    cases = {
        "multi_center": (t, T, lam, 0),
        "government_led": (one, one, lam * (1 - psi), F),
        "cooperative": (floor, (1 + floor) / 2, lam, tau),
    }
    for regime, (t, T, weight, cost) in cases.items():
        o = M.outcome(regime, row)
        assert (o.found.present.sum(axis=-1) == 1).all()
        assert o.found.states["t"][:, 0] == pytest.approx(t)
        assert o.found.states["T"][:, 0] == pytest.approx(T)
        both = revenue(t, T, th, 1) + revenue(T, t, 1, th)
        welfare = weight * both - (T - t) ** 2 / 2 - cost
        assert o.selected_welfare == pytest.approx(welfare, abs=1e-10)


@pytest.mark.parametrize("th", [0.1, 0.3, 0.6, 0.95])
@pytest.mark.parametrize("mu", [None, 0, 0.4, 0.99])
def test_no_other_rate_pays_anywhere_not_even_above_the_cap(th: float, mu: float | None) -> None:
    """Jumping above the large region's rate is the small one's temptation."""
    t, T = rates("multi_center", th=th) if mu is None else rates("cooperative", th=th, mu=mu)
    floor = 0 if mu is None else t
    grid = np.linspace(floor, 3, 30001)
    assert revenue(grid, T, th, 1).max() <= revenue(t, T, th, 1) + 1e-9
    assert revenue(grid, t, 1, th).max() <= revenue(T, t, 1, th) + 1e-9


def test_one_rate_between_the_two_always_hurts_the_small_region() -> None:
    """By (1 - theta)^2 / 9 at least, reached at the large region's rate; the large one gains."""
    for th in (0.15, 0.5, 0.8):
        t, T = (1 + 2 * th) / 3, (2 + th) / 3
        average = (th * t + T) / (1 + th)
        alone = revenues("multi_center", th=th)
        for Th in np.linspace(max(t / average, 0.8), T / average, 7):
            small, large = revenues("government_led", th=th, Th=Th)
            assert alone[0] - small >= (1 - th) ** 2 / 9 - 1e-12
        assert alone[0] - small == pytest.approx((1 - th) ** 2 / 9)
        assert large > alone[1]


def test_a_minimum_between_the_two_rates_helps_both() -> None:
    for th in (0.2, 0.5, 0.9):
        alone = revenues("multi_center", th=th)
        for mu in (0.05, 0.25, 0.5):  # one half is the large region's rate
            assert np.all(np.array(revenues("cooperative", th=th, mu=mu)) > alone)
        assert rates("cooperative", th=th, mu=0.5)[0] == pytest.approx((2 + th) / 3)


def test_too_high_a_minimum_hurts_the_small_region() -> None:
    assert revenues("cooperative", th=0.2, mu=1)[0] < revenues("multi_center", th=0.2)[0]


def test_a_minimum_at_either_end() -> None:
    """At the small region's own rate it changes nothing; at the cap it leaves one rate."""
    free = {"tau": 0, "F": 0, "psiG": 0}
    c = M.compare(th=0.4, mu=0, **free)
    assert c.welfare["cooperative"] == pytest.approx(c.welfare["multi_center"], abs=1e-12)
    assert rates("cooperative", th=0.4, mu=1) == (1, 1)


def test_where_revenue_harms_competition_beats_a_minimum_even_if_agreeing_is_free() -> None:
    """Where it is worth nothing, a minimum still saves trips."""
    for lam in (-0.2, -0.1, 0):
        row = {"th": 0.5, "lam": lam, "mu": 0.5, "tau": 0, "F": 0.05, "psiG": 0.0}
        c = M.compare(**row)
        assert (c.welfare["multi_center"] > c.welfare["cooperative"]) == (lam < 0)


def test_the_first_best_is_the_same_under_every_institution() -> None:
    for lam in (-0.2, 0.5):
        best = M.compare(th=0.4, lam=lam).first_best
        assert list(best.values()) == pytest.approx([max(lam, 0) * 1.4] * 3, abs=1e-9)


def test_accounts_add_up() -> None:
    for regime in M.regimes:
        s = M.solve(regime)
        assert sum(s.by_actor.values()) == pytest.approx(s.welfare)
