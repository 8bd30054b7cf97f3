"""Roots and signs of pushes, against exact arithmetic."""

from __future__ import annotations

from fractions import Fraction
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.polynomial import polynomial
from pushes import SEMI, STABLE, TENTHS, UNSTABLE, product, solve


@given(st.lists(TENTHS, max_size=6), st.sampled_from([1, -1]))
def test_polynomials_with_known_roots(roots: list[Fraction], sign: int) -> None:
    """Signs between the roots are exact; the ends rest by the sign beside them."""

    def exact(x: Fraction) -> Fraction:
        value = Fraction(sign)
        for root in roots:
            value *= x - root
        return value

    inside = sorted({r for r in roots if 0 <= r <= 1})
    marks = sorted({Fraction(0), Fraction(1), *inside})
    middles = [(a + b) / 2 for a, b in pairwise(marks)]
    ways = [1, *(1 if exact(m) > 0 else -1 for m in middles), -1]
    expected = []
    for mark, before, after in zip(marks, ways, ways[1:], strict=False):
        end = mark in (0, 1)
        if before > after:
            expected.append((mark, STABLE))
        elif before < after:
            expected.append((mark, UNSTABLE))
        elif mark in inside:
            expected.append((mark, UNSTABLE if end else SEMI))
    lines, complete = solve(product([float(r) for r in roots], sign), [0, 1], degree=len(roots))
    assert complete
    found = lines.x[0][np.isfinite(lines.x[0])]
    multiplicity = max((roots.count(r) for r in inside), default=1)
    assert list(found) == pytest.approx(
        [float(m) for m, _ in expected], abs=1e-11 ** (1 / multiplicity)
    )
    assert [int(code) for code in lines.stability[0] if code >= 0] == [code for _, code in expected]


@pytest.mark.parametrize("turn", [0.3, 0.5, 0.62])
def test_a_monotone_piece_has_one_root_or_none(turn: float) -> None:
    lines, complete = solve(lambda x: (x - turn) ** 2 - 0.01, [0, turn, 1], monotone=True)
    assert complete
    assert lines.x[0][:2] == pytest.approx([turn - 0.1, turn + 0.1], abs=1e-12)
    assert list(lines.stability[0]) == [STABLE, UNSTABLE, STABLE]
    touching, _ = solve(lambda x: (x - turn) ** 2, [0, turn, 1], monotone=True)
    assert list(touching.x[0]) == [turn, 1]
    assert list(touching.stability[0]) == [SEMI, STABLE]


def test_the_search_finds_close_roots_and_tangencies_and_claims_nothing() -> None:
    for gap in (1e-3, 1e-5):
        lines, complete = solve(lambda x, g=gap: np.exp((x - 0.437) ** 2) - 1 - g**2, [0, 1])
        assert not complete
        assert list(lines.stability[0]) == [STABLE, UNSTABLE, STABLE]
        assert lines.x[0][1] - lines.x[0][0] == pytest.approx(2 * gap, rel=1e-3)
    lines, _ = solve(lambda x: 1 - np.exp((x - 0.437) ** 2), [0, 1])
    assert list(lines.stability[0]) == [STABLE, SEMI]
    assert lines.x[0][1] == pytest.approx(0.437, abs=1e-5)
    nothing, _ = solve(lambda x: np.exp((x - 0.437) ** 2) - 1 + 1e-6, [0, 1])
    assert list(nothing.x[0]) == [1]


def test_the_search_agrees_with_the_isolation_of_polynomial_roots() -> None:
    rng = np.random.default_rng(3)
    for _ in range(60):
        c = rng.normal(size=5)
        function = lambda x, c=c: polynomial.polyval(x, c)  # noqa: E731
        exact, _ = solve(function, [0, 1], degree=4)
        searched, _ = solve(function, [0, 1])
        assert searched.x == pytest.approx(exact.x, abs=1e-9, nan_ok=True)
        assert (searched.stability == exact.stability).all()
