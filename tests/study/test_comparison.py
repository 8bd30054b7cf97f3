"""Comparisons, and the cost of agreeing at which the best regime changes."""

from dataclasses import replace

import numpy as np
import pytest
import sympy as sp

import cogov_games as cg
from cogov_games.study.contracts import sample


def test_a_bare_primitive_in_compare_is_every_regime_s_but_laissez_faire_keeps_its_own() -> None:
    m = cg.catalogue["inspection"]
    c = m.compare(detection=0.7, f=9)
    for regime, s in c.solutions.items():
        if regime == "laissez_faire":
            assert s.primitives["detection"] == 0
            assert c.welfare[regime] == m.compare().welfare[regime]
        else:
            assert s.primitives["detection"] == 0.7
            assert s.primitives["fine"] == 9
            assert c.welfare[regime] == m.solve(regime, detection=0.7, fine=9).welfare


@pytest.mark.parametrize("key", cg.catalogue)
def test_break_even_is_where_the_cooperative_regime_starts_or_stops_being_best(key: str) -> None:
    m = cg.catalogue[key]
    (tau,) = [p for p in m.parameters.values() if p.role == "agreement"]
    drawn = sample(m, 512, seed=9)
    welfare = {k: m.outcome(k, {**drawn, tau.name: 0.0}).selected_welfare for k in m.regimes}
    others = np.max([w for k, w in welfare.items() if k != "cooperative"], axis=0)
    lead = welfare["cooperative"] - others
    worth, hopeless = np.flatnonzero(lead > 1e-6 * tau.high), np.flatnonzero(lead < -1e-6)
    assert len(worth) >= 5
    for i in hopeless[:5]:
        assert (
            m.compare(**{name: float(array[i]) for name, array in drawn.items()}).break_even is None
        )
    for i in worth[:5]:
        values = {name: float(array[i]) for name, array in drawn.items()}
        place = m.compare(**values).break_even
        little = 1e-3 * tau.high  # at which whatever is worth it is set up
        costs = m.solve("cooperative", **{**values, tau.name: little}).breakdown["agreement"]
        costs /= -little
        assert place == pytest.approx(lead[i] / costs)
        width = 1e-6 * tau.high
        if place < tau.high - width:
            below = m.compare(**{**values, tau.name: place - width})
            above = m.compare(**{**values, tau.name: place + width})
            assert below.best == ("cooperative",)
            assert "cooperative" not in above.best or len(above.best) > 1  # if nothing is set up


def test_break_even_is_none_where_agreeing_costs_nothing() -> None:
    """The cost of agreeing may be scaled down to zero; then no value of it decides."""
    m = cg.catalogue["inspection"]
    tau, psi = sp.symbols("tau psi")
    cheap = tuple(
        replace(r, agreement=tau * (psi - sp.Rational(1, 20))) if r.agreement != 0 else r
        for r in m.declared_regimes
    )
    free = replace(m, declared_regimes=cheap)
    good = {"g": 2, "h": 10, "kG": 2, "dG": 0.4, "S": 12, "dP": 0.8, "sP": 0.5}
    assert free.compare(**good, psi=0.05).break_even is None
    assert m.compare(**good, psi=0.5).break_even > 0.1
    scaled = free.compare(**good, psi=0.5).break_even
    assert scaled == pytest.approx(m.compare(**good, psi=0.5).break_even / 0.45)
