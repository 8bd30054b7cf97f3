"""Boundaries: where one regime overtakes another, as comparing at each point says."""

from itertools import pairwise

import numpy as np
import pytest
import sympy as sp

import cogov_games as cg
from cogov_games.model.parameters import axis_values

# Boundaries --------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", cg.catalogue)
@pytest.mark.parametrize(
    "pair", [("government_led", "cooperative"), ("government_led", "multi_center"),
             ("multi_center", "cooperative"), ("laissez_faire", "cooperative")],
)  # fmt: skip
def test_the_lead_changes_where_the_boundary_says(key: str, pair: tuple[str, str]) -> None:
    m = cg.catalogue[key]
    if not {*pair} <= {*m.regimes}:
        pytest.skip("the mechanism has no such regime")
    first, second = pair
    if not set(pair) <= set(m.regimes):
        pytest.skip("it has not both regimes")
    found = m.boundary(first, second)

    def ahead(name: str, *values: float) -> list[bool]:
        one, two = (m.sweep(regime, **{name: values}).welfare for regime in pair)
        noise = 1e-14 * np.maximum(1.0, np.abs(one) + np.abs(two))  # as `boundary` says
        gap = one - two
        return (np.where(np.abs(gap) <= noise, 0.0, gap) >= 0).tolist()

    assert set(found.crossings) <= set(m.parameters)
    for name, places in found.crossings.items():
        p = m.parameters[name]
        jumps = p.integer or p.choices is not None
        step = p.step if jumps else 1e-6 * (p.high - p.low)
        for place in places:
            after = place if jumps else min(place + step, p.high)
            below, above = ahead(name, max(place - step, p.low), after)
            assert below != above, (name, place)
    for name, p in m.parameters.items():  # and nowhere else
        leads = ahead(name, *axis_values(p, 41))
        changes = sum(one != two for one, two in pairwise(leads))
        assert changes <= len(found.crossings.get(name, ()))
        assert changes % 2 == len(found.crossings.get(name, ())) % 2


def test_boundary_relation_is_equal_welfare() -> None:
    m = cg.catalogue["public_good"]
    found = m.boundary("government_led", "cooperative", pG=0.8, S=2)
    k, tau = sp.symbols("k tau")
    assert found.kind == "closed"
    # both reach full contribution: only the added costs differ, F / n cancels
    assert sp.simplify(found.relation.lhs - (k + tau)) == 0
    m = cg.catalogue["inspection"]
    found = m.boundary("government_led", "multi_center")
    checked = 0
    for name, places in found.crossings.items():
        for place in places:
            values = {p.symbol: p.default for p in m.parameters.values()}
            values[m.parameters[name].symbol] = place
            sides = [
                {r: m.solve(r, **{name: place + step}) for r in (found.first, found.second)}
                for step in (-1e-9, 1e-9)
            ]
            gaps = [s[found.first].welfare - s[found.second].welfare for s in sides]
            kinds = [
                str(s[r].selected.label) == str(m.solve(r).selected.label) for s in sides for r in s
            ]
            # no jump, and the kinds of equilibria at the defaults, for which the relation is made
            if max(map(abs, gaps)) < 1e-6 and all(kinds):
                assert float(found.relation.lhs.subs(values)) == pytest.approx(0, abs=1e-6)
                checked += 1
    assert checked >= 3
