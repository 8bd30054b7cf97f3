"""Two tasks: the optimal linear contract, checked against a search over all contracts."""

import numpy as np
import pytest

import cogov_games as cg

M = cg.catalogue["appraisal"]
FREE = {"F": 0, "k": 0, "tau": 0}


def weights(s) -> tuple[float, float]:
    return s.primitives["weight_growth"], s.primitives["weight_livelihood"]


def test_one_measured_task() -> None:
    s = M.solve("government_led", p1=1, p2=1, rho=0.5, r=1, s1=0.5, **FREE)
    assert weights(s) == (pytest.approx(4 / 11), 0)
    assert s.welfare == pytest.approx(4 / 33)
    assert s.complete


def test_both_tasks_measured() -> None:
    s = M.solve("cooperative", p1=1, p2=1, rho=0.5, r=1, s1=0.5, s2=0.5, **FREE)
    assert weights(s) == (pytest.approx(4 / 7), pytest.approx(4 / 7))
    assert s.welfare == pytest.approx(8 / 21)


def test_a_measured_task_may_be_discouraged() -> None:
    row = {"p1": 1, "rho": 0.5, "r": 1, "s1": 0.5}
    assert round(weights(M.solve("government_led", p2=2.2, **row))[0], 5) == -0.07273
    assert weights(M.solve("government_led", p2=2, **row))[0] == 0  # p1 / p2 = rho: a tie
    assert weights(M.solve("government_led", p2=1.9, **row))[0] > 0


def test_without_noise_both_measures_reach_the_first_best() -> None:
    s = M.solve("cooperative", p1=1.5, p2=0.7, rho=0.6, s1=0, s2=0, **FREE)
    assert s.welfare == pytest.approx(s.first_best)
    c = np.array([[1, 0.6], [0.6, 1]])
    p = np.array([1.5, 0.7])
    assert s.first_best == pytest.approx(p @ np.linalg.solve(c, p) / 2)


@pytest.mark.parametrize("regime", ["government_led", "multi_center", "cooperative"])
def test_no_other_contract_is_better_and_no_other_effort(regime: str) -> None:
    """Effort by a joint grid search for each contract of a grid, welfare over the contracts."""
    p1, p2, rho, r, s1, s2 = 1.1, 0.9, 0.4, 1.2, 0.3, 0.8
    s = M.solve(regime, p1=p1, p2=p2, rho=rho, r=r, s1=s1, s2=s2, **FREE)
    c = np.linalg.inv([[1, rho], [rho, 1]])

    def welfare(b1, b2):
        e1, e2 = c[0, 0] * b1 + c[0, 1] * b2, c[1, 0] * b1 + c[1, 1] * b2
        risk = r * (b1**2 * s1 + b2**2 * s2) / 2
        return p1 * e1 + p2 * e2 - (e1**2 + e2**2) / 2 - rho * e1 * e2 - risk

    grid = np.linspace(-1, 2, 3001)
    measured = [grid if w else np.zeros(1) for w in weights(s)]
    assert s.welfare == pytest.approx(welfare(*np.meshgrid(*measured)).max(), abs=1e-6)

    b1, b2 = weights(s)
    e1, e2 = np.meshgrid(np.linspace(-8, 8, 1601), np.linspace(-8, 8, 1601))
    payoff = b1 * e1 + b2 * e2 - (e1**2 + e2**2) / 2 - rho * e1 * e2
    best = np.unravel_index(payoff.argmax(), payoff.shape)
    assert s.selected.profile["growth"] == pytest.approx(e1[best], abs=0.011)
    assert s.selected.profile["livelihood"] == pytest.approx(e2[best], abs=0.011)


def test_one_official_is_listed_once() -> None:
    s = M.solve("cooperative")
    assert set(s.selected.profile) == {"growth", "livelihood"}
    assert set(s.selected.payoffs) == {"official"}


def test_efforts_stay_inside_their_limits() -> None:
    rng = np.random.default_rng(3)
    row = {p.name: p.low + rng.random(2000) * (p.high - p.low) for p in M.parameters.values()}
    low, high = M.form.bounds(M.situation("cooperative", row))
    assert (low[:, 0] == -high[:, 0]).all()
    for regime in M.regimes:
        found = M.outcome(regime, row).found
        for name in ("e1", "e2"):
            assert (np.abs(found.states[name][:, 0]) <= 0.51 * high[:, 0]).all()
