"""What a group's solution says of equilibria in which only some act."""

from math import comb

import pytest

import cogov_games as cg


def test_solution_tells_who_volunteers() -> None:
    s = cg.catalogue["whistle"].solve("multi_center", n=12, b=1, c=0.25)
    (one,) = s.asymmetric
    assert (one.acting, one.profiles, one.regret) == (1, 12, 0)
    assert one.payoffs == {"wait": 1, "respond": 0.75}
    assert cg.catalogue["inspection"].solve("government_led").asymmetric == ()


def test_solution_counts_ties() -> None:
    """At a + p S = 1 every profile of the public good is an equilibrium."""
    s = cg.catalogue["public_good"].solve("government_led", n=6, a=0.25, S=1.5, pG=0.5)
    assert [(e.acting, e.profiles) for e in s.asymmetric] == [(k, comb(6, k)) for k in range(1, 6)]
    assert all(e.regret == pytest.approx(0, abs=1e-12) for e in s.asymmetric)
    none = cg.catalogue["public_good"].solve("government_led", n=6, a=0.25, S=1.5, pG=0.49)
    assert none.asymmetric == ()
