"""Payoff differences of group games to test with, drawn and as exact polynomials."""

from __future__ import annotations

from fractions import Fraction
from math import comb

import numpy as np
import sympy as sp
from hypothesis import strategies as st

from cogov_games.solvers.stability import Stability

UNSTABLE, STABLE, SEMI, NEUTRAL, _ = (int(code) for code in Stability)
CODES = {(1, -1): STABLE, (-1, 1): UNSTABLE, (1, 1): SEMI, (-1, -1): SEMI}
X = sp.Symbol("x")


def polynomial(difference):
    """Return D as an exact polynomial in x."""
    m = len(difference) - 1
    terms = (
        sp.Rational(Fraction(d).numerator, Fraction(d).denominator)
        * comb(m, j)
        * X**j
        * (1 - X) ** (m - j)
        for j, d in enumerate(difference)
    )
    return sp.Poly(sp.expand(sum(terms)), X, domain="QQ")


def collective_risk(risk, cost=0.1, n=6, threshold=3):
    difference = np.full(n, -cost)
    difference[threshold - 1] += risk
    return difference


entry = st.one_of(
    st.sampled_from([0.0, 0.0, 0.1, -0.1, 0.3 * 2 - 0.6, 1.0, -1.0]),
    st.integers(-20, 20).map(lambda k: k / 10),
    st.floats(-1, 1, allow_subnormal=False),
)
differences = st.lists(entry, min_size=1, max_size=24).map(np.array)
