"""Symmetric equilibria of group games against closed forms, exact algebra and brute force."""

from __future__ import annotations

from itertools import pairwise
from math import comb

import numpy as np
import pytest
import sympy as sp
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from payoff_differences import (
    CODES,
    NEUTRAL,
    SEMI,
    STABLE,
    UNSTABLE,
    X,
    collective_risk,
    differences,
    polynomial,
)

from cogov_games.errors import InputError
from cogov_games.solvers.best_reply import basins, critical_mass, reached
from cogov_games.solvers.group import symmetric_equilibria
from cogov_games.solvers.payoff_difference import evaluate


def solved(difference, scale=None):
    """Return the equilibria of one game as a list of (x, code)."""
    e = symmetric_equilibria(difference, scale)
    assert e.count.shape == ()
    assert bool(e.complete)
    assert e.x.shape == (int(e.count),)
    return list(zip(e.x.tolist(), e.stability.tolist(), strict=True))


def exact(difference):
    """Return the equilibria (x, code, multiplicity) by exact root isolation."""
    p = polynomial(difference)
    if p.is_zero:
        return [(0.0, NEUTRAL, 0), (1.0, NEUTRAL, 0)]
    interior = []
    for factor, multiplicity in p.sqf_list()[1]:
        for end in (X, X - 1):
            quotient, rest = factor.div(sp.Poly(end, X, domain="QQ"))
            if rest.is_zero:
                factor = quotient
        for (a, b), _ in factor.intervals(eps=sp.Rational(1, 10**16), inf=0, sup=1):
            interior.append(((a + b) / 2, multiplicity))
    interior.sort()
    # Signs between the roots, evaluated exactly half-way.
    marks = [sp.Rational(0), *(x for x, _ in interior), sp.Rational(1)]
    signs = [int(sp.sign(p.eval((a + b) / 2))) for a, b in pairwise(marks)]
    found = [(float(x), CODES[signs[i], signs[i + 1]], k) for i, (x, k) in enumerate(interior)]
    if difference[0] <= 0:
        found.insert(0, (0.0, STABLE if signs[0] < 0 else UNSTABLE, 0))
    if difference[-1] >= 0:
        found.append((1.0, STABLE if signs[-1] > 0 else UNSTABLE, 0))
    return found


def assert_exact(difference, floats=None):
    expected = exact(difference)
    got = solved([float(d) for d in difference] if floats is None else floats)
    assert [code for _, code in got] == [code for _, code, _ in expected], (difference, got)
    for (x, _), (y, _, multiplicity) in zip(got, expected, strict=True):
        assert abs(x - y) <= (1e-10, 1e-10, 1e-8)[multiplicity] if multiplicity < 3 else 1e-3


def bernstein_of(p, degree):
    """Return the exact Bernstein coefficients of a polynomial at a degree not below its own."""
    power = [p.coeff_monomial(X**i) for i in range(degree + 1)]
    return [
        sum(sp.Rational(comb(j, i), comb(degree, i)) * power[i] for i in range(j + 1))
        for j in range(degree + 1)
    ]


# Closed forms and published numbers


@pytest.mark.parametrize(
    ("n", "a", "p_g", "p_p", "fine", "psi", "expected"),
    [
        (20, 0.2, 0.3, 0.7, 1.1, 1.0, 0.871985),
        (20, 0.2, 0.3, 0.7, 1.1, 0.5, 0.743970),
        (40, 0.4, 0.4, 0.8, 0.9, 1.0, 0.555556),
        (5, 0.4, 0.2, 0.8, 1.0, 1.0, 0.625),
    ],
)
def test_participants_who_report(n, a, p_g, p_p, fine, psi, expected):
    others = np.arange(n) / (n - 1)
    detection = 1 - (1 - p_g) * (1 - p_p * (1 - psi + psi * others))
    (none, critical, everyone) = solved(a + detection * fine - 1)
    assert (none, everyone) == ((0.0, STABLE), (1.0, STABLE))
    assert critical[1] == UNSTABLE
    assert critical[0] == pytest.approx(expected, abs=6e-7)
    y = (1 - (1 - (1 - a) / fine) / (1 - p_g)) / p_p
    assert critical[0] == pytest.approx((y - 1 + psi) / psi, abs=1e-14)


@pytest.mark.parametrize(
    ("risk", "expected"), [(1.0, (0.121433, 0.735618)), (0.5, (0.196267, 0.631050))]
)
def test_collective_risk(risk, expected):
    (none, low, high) = solved(collective_risk(risk))
    assert (none[1], low[1], high[1]) == (STABLE, UNSTABLE, STABLE)
    assert (low[0], high[0]) == pytest.approx(expected, abs=6e-7)


def test_collective_risk_below_the_critical_risk():
    assert solved(collective_risk(0.25)) == [(0.0, STABLE)]


@pytest.mark.parametrize(("n", "threshold"), [(6, 3), (10, 4), (20, 7), (50, 31)])
def test_collective_risk_at_the_critical_risk_has_one_semi_stable_root(n, threshold):
    mode = (threshold - 1) / (n - 1)
    density = comb(n - 1, threshold - 1) * mode ** (threshold - 1) * (1 - mode) ** (n - threshold)
    critical = 0.1 / density
    if (n, threshold) == (6, 3):
        assert critical == pytest.approx(0.289352, abs=5e-7)
    none, tangent = solved(collective_risk(critical, n=n, threshold=threshold))
    assert none == (0.0, STABLE)
    assert tangent[1] == SEMI
    assert tangent[0] == pytest.approx(mode, abs=1e-9)
    below = solved(collective_risk(critical * (1 - 1e-9), n=n, threshold=threshold))
    above = solved(collective_risk(critical * (1 + 1e-9), n=n, threshold=threshold))
    assert (len(below), len(above)) == (1, 3)


@pytest.mark.parametrize("n", [2, 3, 6, 12, 100])
def test_volunteers_dilemma(n):
    cost = 0.25
    difference = np.full(n, -cost)
    difference[0] += 1.0
    ((x, code),) = solved(difference)
    assert code == STABLE
    assert x == pytest.approx(1 - cost ** (1 / (n - 1)), abs=1e-14)


# Ties, continua and ends


@pytest.mark.parametrize("n", [1, 2, 7])
def test_an_identically_zero_difference_is_a_continuum(n):
    e = symmetric_equilibria(np.zeros(n))
    assert bool(e.continuum)
    assert solved(np.zeros(n)) == [(0.0, NEUTRAL), (1.0, NEUTRAL)]
    assert int(reached(e, np.zeros(n), 0.3)) == 1
    assert basins(e).tolist() == [0.0, 1.0]
    assert float(critical_mass(e)) == 0.0


def test_rounding_noise_is_a_tie_relative_to_the_payoffs():
    noise = 0.3 * 2 - 0.6
    noise = noise or 0.1 + 0.2 - 0.3
    assert noise != 0.0
    assert solved([noise, noise, noise], scale=0.6) == [(0.0, NEUTRAL), (1.0, NEUTRAL)]
    assert solved([noise, -1.0, -1.0]) == solved([0.0, -1.0, -1.0]) == [(0.0, STABLE)]
    assert solved([-1.0, 0.5, -noise])[-1] == (1.0, STABLE)


@pytest.mark.parametrize(
    ("difference", "expected"),
    [
        ([3.0], [(1.0, STABLE)]),
        ([-3.0], [(0.0, STABLE)]),
        ([0.0, 1.0], [(0.0, UNSTABLE), (1.0, STABLE)]),
        ([0.0, -1.0], [(0.0, STABLE)]),
        ([1.0, 0.0], [(1.0, STABLE)]),
        ([-1.0, 0.0], [(0.0, STABLE), (1.0, UNSTABLE)]),
        ([0.0, 0.0, 2.0, 0.0], [(0.0, UNSTABLE), (1.0, STABLE)]),
        ([0.0, 0.0, -2.0, 0.0], [(0.0, STABLE), (1.0, UNSTABLE)]),
        ([0.0, 1.0, -1.0, 0.0], [(0.0, UNSTABLE), (0.5, STABLE), (1.0, UNSTABLE)]),
        ([0.25, -0.25, 0.25], [(0.5, SEMI), (1.0, STABLE)]),
        ([-0.25, 0.25, -0.25], [(0.0, STABLE), (0.5, SEMI)]),
        ([-1.0, 1.0, -1.0, 1.0], [(0.0, STABLE), (0.5, UNSTABLE), (1.0, STABLE)]),  # triple root
    ],
)
def test_small_games(difference, expected):
    got = solved(difference)
    assert [code for _, code in got] == [code for _, code in expected]
    assert [x for x, _ in got] == pytest.approx([x for x, _ in expected], abs=1e-4)
    assert all(x == y for (x, _), (y, _) in zip(got, expected, strict=True) if y in (0.0, 1.0))


def test_where_only_exact_zeros_are_felt_the_tolerance_shrinks():
    flat = np.zeros(101)
    flat[[0, -1]] = 1.0  # positive throughout, though about 1e-30 in the middle
    assert solved(flat) == [(1.0, STABLE)]
    flat[[0, 1, -2, -1]] = -1.0, 1.0, 1.0, -1.0
    (none, low, high) = solved(flat)
    assert (none[1], low[1], high[1]) == (STABLE, UNSTABLE, STABLE)
    assert low[0] == pytest.approx(1 / 101, rel=1e-12)  # (1 - x) = 100 x, the rest below 1e-100
    assert 1 - high[0] == pytest.approx(1 / 101, rel=1e-12)


# Exact algebra


def random_differences(seed, count, sizes, low, high):
    rng = np.random.default_rng(seed)
    for _ in range(count):
        yield [int(d) for d in rng.integers(low, high + 1, rng.integers(*sizes))]


@pytest.mark.parametrize(
    "difference",
    [
        *random_differences(1, 60, (1, 6), -1, 1),
        *random_differences(2, 60, (2, 9), -2, 2),
        *random_differences(3, 30, (6, 16), -50, 50),
    ],
    ids=lambda d: ",".join(map(str, d)),
)
def test_integers_match_exact_root_isolation(difference):
    assert_exact(difference)


@st.composite
def factored(draw):
    """Draw polynomials with known rational roots of known multiplicity."""
    sign = draw(st.sampled_from([-1, 1]))
    p = sp.Poly(sign, X, domain="QQ")
    grid = draw(st.lists(st.integers(0, 10), min_size=1, max_size=4, unique=True))
    for k in grid:
        p *= sp.Poly(X - sp.Rational(k, 10), X, domain="QQ") ** draw(st.integers(1, 2))
    if draw(st.booleans()):
        p *= sp.Poly(X**2 - X + draw(st.sampled_from([1, sp.Rational(26, 100)])), X, domain="QQ")
    degree = p.degree() + draw(st.integers(0, 5))
    return bernstein_of(p, degree)


@given(factored())
@settings(max_examples=60, deadline=None)
def test_rational_roots_with_multiplicities(difference):
    assert_exact(difference)


def test_the_tolerance_of_these_tests_is_not_all_that_decides():
    # Roots close to one another and a near miss are neither merged nor invented.
    a, tiny = sp.Rational(1, 3), sp.Rational(1, 10**4)
    two, three = (X - a) * (X - a - tiny), (X - a) * (X - a - 10 * tiny) * (X - a + 10 * tiny)
    for p in (two, (X - a) ** 2 + tiny**2, three):
        assert_exact(bernstein_of(sp.Poly(p, X, domain="QQ"), 7))


def test_a_tangency_next_to_a_halving_point_lies_at_the_extremum():
    # D(1/2) is within the tolerance too, and [0, 1] is halved for the sake of the other extremum.
    a = sp.Rational(1, 2) + sp.Rational(2, 10**7)
    p = sp.Poly((X - a) ** 2 * ((X - sp.Rational(1, 5)) ** 2 + sp.Rational(1, 500)), X, domain="QQ")
    assert sp.Poly(p, X).eval(sp.Rational(1, 2)) < sp.Rational(1, 10**14)
    for sign in (1, -1):
        assert_exact([sign * d for d in bernstein_of(p, 6)])


def test_nearly_linear_differences_are_not_taken_for_linear():
    difference = np.linspace(-1.0, 2.0, 8)
    difference[3] += 1e-5
    assert_exact([sp.Rational(*d.as_integer_ratio()) for d in difference.tolist()])


@pytest.mark.parametrize("n", [3, 5, 20])
def test_a_root_beside_a_tie_at_the_end_is_not_lost_to_it(n):
    # D has a root at 0 and one close by, on either side of which Newton's method may fall to 0.
    for close in (1e-11, 1e-6, 1e-3, 0.1):
        difference = np.ones(n)
        difference[:2] = 0.0, -close
        (none, critical, everyone) = solved(difference)
        assert (none, critical[1], everyone) == ((0.0, STABLE), UNSTABLE, (1.0, STABLE))
        assert 0.0 < critical[0] < 4 * close


# Properties


@given(differences)
@settings(max_examples=300, deadline=None)
def test_no_profitable_deviation_and_no_sign_change_missed(difference):
    e = symmetric_equilibria(difference)
    size = np.abs(difference).max()
    assert e.count >= 1
    assert (np.diff(e.x) > 0).all()
    gain = evaluate(difference, e.x)
    regret = np.maximum(gain * (1 - e.x), -gain * e.x)
    assert (regret <= 2e-12 * size).all()
    assert np.allclose(regret, e.regret, atol=1e-15 * max(size, 1e-300), rtol=0)
    if e.continuum:
        return
    # Between neighbouring equilibria, D has one sign on a fine grid, and it fits their stability.
    marks = np.concatenate([[0.0], e.x[(e.x > 0) & (e.x < 1)], [1.0]])
    signs = []
    for a, b in pairwise(marks):
        values = evaluate(difference, a + (b - a) * np.linspace(0.001, 0.999, 333))
        assert (values <= 2e-12 * size).all() or (values >= -2e-12 * size).all()
        signs.append(np.sign(values[np.abs(values).argmax()]))
    for i, x in enumerate(marks[1:-1]):
        if np.abs(evaluate(difference, (marks[i : i + 2] + x) / 2)).max() > 1e-9 * size:
            code = int(e.stability[e.x == x][0])
            assert code == CODES[int(signs[i]), int(signs[i + 1])]
    assert (e.x[0] == 0.0) == (difference[0] <= 1e-12 * size)
    assert (e.x[-1] == 1.0) == (difference[-1] >= -1e-12 * size)


@given(differences, st.sampled_from([2.0**-30, 2.0**40, 1e-6, 1e6, 1e-200, 1e200]))
@settings(max_examples=100, deadline=None)
def test_the_unit_of_payoffs_does_not_matter(difference, factor):
    assume(not difference.any() or np.abs(difference).max() * factor > 1e-290)
    plain, scaled = symmetric_equilibria(difference), symmetric_equilibria(difference * factor)
    assert plain.stability.tolist() == scaled.stability.tolist()
    assert np.allclose(plain.x, scaled.x, atol=1e-4, rtol=0)
    if np.log2(factor) % 1 == 0:
        assert plain.x.tolist() == scaled.x.tolist()


@given(differences)
@settings(max_examples=100, deadline=None)
def test_renaming_the_strategies_mirrors_the_equilibria(difference):
    plain, mirrored = symmetric_equilibria(difference), symmetric_equilibria(-difference[::-1])
    assert plain.stability.tolist() == mirrored.stability[::-1].tolist()
    assert np.allclose(plain.x, 1 - mirrored.x[::-1], atol=1e-4, rtol=0)


# Many games at once


def test_many_games_equal_each_game_alone():
    rng = np.random.default_rng(5)
    games = rng.integers(-3, 4, (20, 30, 9)) / 10.0
    games[3, 4] = 0.0
    starts = rng.uniform(0, 1, (20, 30))
    e = symmetric_equilibria(games)
    ends, lengths, mass = reached(e, games, starts), basins(e), critical_mass(e)
    assert e.x.shape[:-1] == ends.shape == mass.shape == (20, 30)
    assert e.x.shape[-1] == e.count.max()
    for index in np.ndindex(20, 30):
        one, k = symmetric_equilibria(games[index]), e.count[index]
        assert np.allclose(e.x[index][:k], one.x, atol=1e-13, rtol=0)
        assert e.stability[index].tolist() == [
            *one.stability.tolist(),
            *[-1] * (len(e.x[index]) - k),
        ]
        assert np.isnan(e.x[index][k:]).all()
        assert np.isnan(e.regret[index][k:]).all()
        assert np.isnan(lengths[index][k:]).all()
        assert np.allclose(lengths[index][:k], basins(one), atol=1e-13, rtol=0)
        assert ends[index] == reached(one, games[index], starts[index])
        assert mass[index] == pytest.approx(float(critical_mass(one)), abs=1e-13)


def test_more_games_than_fit_one_chunk():
    cost = np.linspace(0.05, 0.95, 70_000)
    e = symmetric_equilibria(np.stack([1 - cost, -cost, -cost], axis=-1))
    assert np.allclose(e.x[:, 0], 1 - np.sqrt(cost), atol=1e-14, rtol=0)
    assert (e.count == 1).all()


def test_no_games_at_all():
    e = symmetric_equilibria(np.zeros((0, 4)))
    assert e.x.shape[:1] == e.count.shape == (0,)
    assert basins(e).shape == e.x.shape


@pytest.mark.parametrize("n", [301, 1001])
def test_large_groups(n):
    threshold = np.where(np.arange(n) >= n // 3, 1.0, 0.0) - 0.5
    none, critical, everyone = solved(threshold)
    assert (none[1], critical[1], everyone[1]) == (STABLE, UNSTABLE, STABLE)
    assert critical[0] == pytest.approx((n // 3 - 1 / 3) / (n - 2 / 3 + 0.0), abs=1e-3)
    assert abs(float(evaluate(threshold, critical[0]))) <= 1e-12


def test_repr_tells_one_game_and_many_apart():
    assert "0.5 stable" in repr(symmetric_equilibria([1, -1]))
    assert "games=(2,)" in repr(symmetric_equilibria([[1, -1], [-1, 1]]))


# Bad input


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: symmetric_equilibria([]), "difference"),
        (lambda: symmetric_equilibria(1.0), "difference"),
        (lambda: symmetric_equilibria(np.zeros(1002)), "difference"),
        (lambda: symmetric_equilibria([1.0, np.nan]), "difference"),
        (lambda: symmetric_equilibria([1.0, np.inf]), "difference"),
        (lambda: symmetric_equilibria(["a", "b"]), "difference"),
        (lambda: symmetric_equilibria(["1", "2"]), "difference"),
        (lambda: symmetric_equilibria([[1.0], [1.0, 2.0]]), "difference"),
        (lambda: symmetric_equilibria([1.0, 2.0], scale=np.nan), "scale"),
        (lambda: symmetric_equilibria([1.0, 2.0], scale=-1.0), "scale"),
        (lambda: symmetric_equilibria([1.0, 2.0], scale="big"), "scale"),
        (lambda: symmetric_equilibria([1.0, 2.0], scale=[1.0, 2.0]), "scale"),
    ],
)
def test_bad_input_names_the_argument(call, name):
    with pytest.raises(InputError, match=rf"^{name}\b"):
        call()
