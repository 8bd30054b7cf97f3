"""Replicator dynamics of a mechanism, beside its solutions and its formulas."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
import sympy as sp
from tiny_games import TWO, actor, tiny

import cogov_games as cg
from cogov_games.declare import Group, Signal, Strategic
from cogov_games.words import speaking


def majority():
    """Three actors who gain by doing what the others do; at a = 1 they do not care."""
    a = sp.Symbol("a")
    players = (actor("A", 2), actor("B", 2), actor("C", 2))
    cells = list(product(range(2), repeat=3))
    payoffs = {
        tuple(f"s{i}" for i in cell): tuple((a - 1) * (cell.count(i) - 1) for i in cell)
        for cell in cells
    }
    return tiny(Strategic(players, payoffs), TWO, a * sp.Symbol("A_s1"))


PLAYED = [
    key
    for key, m in cg.catalogue.items()
    if all(
        isinstance(m.form_of(regime), Group | Strategic)
        and not isinstance(m.form_of(regime), Signal)  # obeying a signal is no share of strategies
        for regime in m.regimes
    )
]


@pytest.mark.parametrize("key", PLAYED)
def test_dynamics_agree_with_solutions(key: str) -> None:
    """Equilibria are rest points with the same stability; the rest are those of `solve`."""
    m = cg.catalogue[key]
    for regime in m.regimes:
        dynamics = m.dynamics(regime)
        solution = m.solve(regime)
        by_profile = {str(p.profile): p for p in dynamics.rest_points}
        for equilibrium in solution.equilibria:
            point = min(
                dynamics.rest_points,
                key=lambda p: np.abs(flat(p.profile) - flat(equilibrium.profile)).max(),
            )
            assert flat(point.profile) == pytest.approx(flat(equilibrium.profile), abs=1e-9)
            assert point.stability == equilibrium.stability
            assert point.is_equilibrium
        for point in solution.rest_points:
            assert point == by_profile[str(point.profile)]
            assert not point.is_equilibrium
            assert max(value.real for value in point.eigenvalues) > 0


def flat(profile) -> np.ndarray:
    values = [v.values() if isinstance(v, dict) else [v] for v in profile.values()]
    return np.array([x for part in values for x in part])


def test_inspection_by_its_formulas() -> None:
    """At each vertex the eigenvalues are what official and inspector gain by changing."""
    d = cg.catalogue["inspection"].dynamics(
        "government_led", g=2, h=10, dG=0.6, S=12, kG=2, rho=0.2
    )
    g, h, p, f, c, r = 2, 10, 0.6, 12, 2, 0.2
    corrupt = [g, g - p * (g + f)]  # the official's gain from violating, unwatched and watched
    look = [-c, p * h + p * r * f - c]  # the inspector's from inspecting
    expected = [
        (corrupt[0], look[0]), (corrupt[1], -look[0]), (-corrupt[0], look[1]),
        (-corrupt[1], -look[1]),
    ]  # fmt: skip
    for point, values in zip(d.rest_points, expected, strict=False):
        assert point.eigenvalues == pytest.approx(values)
        assert point.classification == "saddle"
    assert d.rest_points[4].classification == "non-hyperbolic"
    assert d.rest_points[4].stability == "neutral"
    v, q = c / (p * h + p * r * f), g / (p * (g + f))
    assert flat(d.rest_points[4].profile) == pytest.approx([1 - v, v, 1 - q, q])


def test_labels_of_three_actors_follow_eigenvalues() -> None:
    s = majority().solve("government_led", a=2)
    pure = [e for e in s.equilibria if set(flat(e.profile)) == {0.0, 1.0}]
    assert len(pure) == 2
    assert {e.stability for e in pure} == {"stable"}
    assert {e.stability for e in s.equilibria if e not in pure} == {"unstable"}
    for point in s.rest_points:
        assert sorted(value.real for value in point.eigenvalues) == pytest.approx([0, 0, 2])
        assert (point.classification, point.stability) == ("non-hyperbolic", "unstable")
    idle = majority().solve("government_led", a=1)
    assert len(idle.equilibria) == 8
    assert {e.stability for e in idle.equilibria} == {"non-hyperbolic"}


def test_trajectories_of_a_mechanism() -> None:
    d = cg.catalogue["public_good"].dynamics("cooperative")
    found = d.trajectories([[0.86], [0.88]], np.linspace(0, 400, 50))
    assert found.shares["resident"].shape == (2, 50, 2)
    ends = [d.rest_points[r].profile["contribute"] for r in found.ends]
    assert ends == [0, 1]
    both = d.trajectories([[0.14, 0.86]], [0, 1]).shares["resident"]
    assert both[0] == pytest.approx(d.trajectories([0.86], [0, 1]).shares["resident"])
    circling = cg.catalogue["inspection"].dynamics("government_led")
    assert circling.trajectories([0.3, 0.3], [0, 50]).ends == -1


def test_a_mechanism_shows_its_dynamics() -> None:
    d = cg.catalogue["inspection"].dynamics("laissez_faire")
    assert repr(d).splitlines()[0] == (
        "replicator dynamics of inspection under laissez_faire: 4 rest points"
    )
    assert "saddle" in d._repr_html_()
    with speaking("zh"):
        assert "鞍点" in d._repr_html_()


# Errors

WRONG = {
    "continuous actions": (
        lambda: cg.catalogue["common_pool"].dynamics("cooperative"), "no replicator dynamics",
    ),
    "an unknown regime": (lambda: cg.catalogue["inspection"].dynamics("cooperativ"), "cooperative"),
    "an unknown name": (lambda: cg.catalogue["inspection"].dynamics("cooperative", gian=1), "gain"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_wrong_input(name: str) -> None:
    call, said = WRONG[name]
    with pytest.raises(cg.InputError, match=said):
        call()


def test_continuous_form_says_so_in_chinese() -> None:
    with speaking("zh"), pytest.raises(cg.InputError, match="复制动态"):
        cg.catalogue["common_pool"].dynamics("cooperative")
