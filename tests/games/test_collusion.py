"""Collusive supervision: printed numbers, against a principal who writes the contract herself."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

import cogov_games as cg


def solve(z, kappa, **row):
    return cg.catalogue["collusion"].solve("government_led", zG=z, kG=kappa, FG=0, **row)


def contract(nu, D, z, kappa):
    """Return the best work and payoff of a principal who pays all rents and rewards herself.

    With proof in hand the supervisor takes the larger of the reward and what arrives of a bribe up
    to the rent; the principal may also reward nothing and let the two collude.
    """

    def payoff(q, reward):
        rent = D * q
        reports = reward >= kappa * rent - 1e-12
        costs = (1 - z) * rent + z * (reward if reports else rent)
        return nu * (10 - 2) ** 2 / 2 + (1 - nu) * ((8 - D) * q - q**2 / 2) - nu * costs

    def best(rule):
        found = minimize_scalar(lambda q: -payoff(q, rule * D * q), bounds=(0, 8 - D),
                                method="bounded", options={"xatol": 1e-10})  # fmt: skip
        return max((-found.fun, found.x), (payoff(0, 0), 0.0))

    return max(best(rule) for rule in (0, kappa / 2, kappa, (1 + kappa) / 2))


@pytest.mark.parametrize(
    ("z", "kappa", "work", "welfare"),
    [(0, 0, 4, 20), (0.5, 0, 5, 22.25), (0.5, 0.4, 4.6, 21.29), (0.5, 1, 4, 20)],
)
def test_the_printed_contracts(z, kappa, work, welfare) -> None:
    s = solve(z, kappa, nu=0.5, D=2)
    assert s.complete
    assert [e.profile["work"] for e in s.equilibria] == pytest.approx([work])
    assert s.welfare == pytest.approx(welfare)
    assert s.first_best == pytest.approx(0.5 * 32 + 0.5 * 18)


def test_no_other_contract_pays_the_principal_more() -> None:
    rng = np.random.default_rng(1)
    for _ in range(60):
        nu, D, z, kappa = rng.uniform([0.05, 0.2, 0, 0], [0.9, 6, 1, 1])
        welfare, work = contract(nu, D, z, kappa)
        s = solve(z, kappa, nu=nu, D=D)
        assert s.welfare == pytest.approx(welfare, abs=1e-8)
        assert s.selected.profile["work"] == pytest.approx(work, abs=1e-4)
        assert s.by_actor["county"] == pytest.approx(s.welfare)


def test_who_claims_high_costs_may_get_no_work() -> None:
    """A - theta_H = nu D R / (1 - nu) is the corner: 8 - D = 3 D at nu = 3/4 and D = 2."""
    corner = solve(0, 0, nu=0.75, D=2)
    assert [e.profile["work"] for e in corner.equilibria] == [0]
    assert corner.selected.stability == "stable"
    assert corner.by_actor["contractor"] == 0
    beyond = solve(0, 0, nu=0.9, D=2)
    assert beyond.selected.profile["work"] == 0
    assert beyond.welfare == pytest.approx(0.9 * 32)
    before = solve(0, 0, nu=0.75 - 1e-4, D=2).selected.profile["work"]
    assert 0 < before < 1e-2


def test_perfect_supervision_leaves_no_rent() -> None:
    s = solve(1, 0, D=3)
    assert [e.profile["work"] for e in s.equilibria] == [5]
    assert s.welfare == pytest.approx(s.first_best)
    assert (s.by_actor["contractor"], s.by_actor["supervisor"]) == (0, 0)


def test_only_the_rent_that_is_saved_counts() -> None:
    """Any two supervisors with the same zeta (1 - kappa) are worth the same."""
    worth = [solve(z, 1 - 0.2 / z).welfare for z in (0.2, 0.4, 0.8, 1.0)]
    assert worth == pytest.approx([worth[0]] * 4)


def test_contracts_of_the_package() -> None:
    shares = cg.check(cg.catalogue["collusion"])
    assert min(shares.values()) > 0.02
