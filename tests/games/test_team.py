"""Moral hazard in teams: Holmström's numbers, and the peak of each member's payoff by hand."""

import numpy as np
import pytest

import cogov_games as cg

M = cg.catalogue["team"]


@pytest.mark.parametrize("n", [2, 5, 20])
def test_equal_shares_leave_one_share_of_effort(n: int) -> None:
    s = M.solve("laissez_faire", n=n)
    assert s.complete
    (only,) = s.equilibria
    assert only.profile["member"] == pytest.approx(1 / n)
    assert s.welfare == pytest.approx(1 - 1 / (2 * n))
    assert s.first_best == pytest.approx(n / 2)
    assert s.welfare / s.first_best == pytest.approx((2 * n - 1) / n**2)


def test_five_members_reach_36_percent() -> None:
    s = M.solve("laissez_faire", n=5)
    assert (round(s.welfare, 9), round(s.first_best, 9)) == (0.9, 2.5)
    assert s.welfare / s.first_best == pytest.approx(0.36)


def test_peer_pressure_never_asks_for_more_than_full_effort() -> None:
    for phi, effort in ((0, 0.25), (0.5, 0.75), (0.75, 1), (0.9, 1)):
        assert M.solve("multi_center", n=4, phi=phi).selected.profile["member"] == effort


def test_a_joint_target_closes_part_of_the_gap() -> None:
    s = M.solve("cooperative", n=4, psi=0.5, tau=0)
    assert s.selected.profile["member"] == pytest.approx(0.25 + 0.5 * 0.75)


def test_no_member_does_better_alone() -> None:
    n, others, grid = 6, 5 / 6, np.linspace(0, 1, 100_001)
    payoff = (grid + others) / n + 0.3 * grid - grid**2 / 2
    s = M.solve("multi_center", n=n, phi=0.3)
    assert s.selected.profile["member"] == pytest.approx(grid[payoff.argmax()], abs=1e-5)
