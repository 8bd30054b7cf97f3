"""2x2x2 games in exact arithmetic: slow, and nothing in common with the solver.

A game is three nested tuples of fractions, ``game[i][a][b][c]`` the payoff of actor i. With two
coordinates of a profile fixed, the equilibria along the third are an interval that linear
inequalities give. The equilibria in which all three mix come from eliminating the second and the
third actor's probabilities by hand; square roots are taken to fifty digits.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import product
from math import isqrt

Point = tuple[Fraction, Fraction, Fraction]
Table = Sequence[Sequence[Sequence[Fraction | int]]]
Game = Sequence[Table]
DIGITS = 10**50


def gain(game: Game, actor: int, p: Sequence[Fraction | int]) -> Fraction:
    """Return what the actor's second strategy yields more than the first."""
    total = Fraction(0)
    for cell in product((0, 1), repeat=3):
        weight = Fraction(2 * cell[actor] - 1)
        for other in range(3):
            if other != actor:
                weight *= p[other] if cell[other] else 1 - p[other]
        if weight:
            total += weight * game[actor][cell[0]][cell[1]][cell[2]]
    return total


def is_nash(game: Game, p: Sequence[Fraction | int]) -> bool:
    """Return whether nobody gains by deviating, exactly."""
    return all(stays(gain(game, i, p), p[i]) for i in range(3))


def stays(gained: Fraction, p: Fraction | int) -> bool:
    return gained == 0 or (p == 1 if gained > 0 else p == 0)


def equilibria_along(game: Game, axis: int, p: Point) -> tuple[Fraction, Fraction] | None:
    """Return the interval of ``p[axis]`` that makes an equilibrium, other coordinates as given."""
    low, high = Fraction(0), Fraction(1)
    own = gain(game, axis, p)
    if own:
        low = high = Fraction(int(own > 0))
    for actor in range(3):
        if actor == axis:
            continue
        start, end = (gain(game, actor, (*p[:axis], Fraction(q), *p[axis + 1 :])) for q in (0, 1))
        signs = [1, -1] if 0 < p[actor] < 1 else [1] if p[actor] == 0 else [-1]
        for sign in signs:  # sign * gain is not positive
            first, last = sign * start, sign * end
            if first > 0 and last > 0:
                return None
            if first > 0:
                low = max(low, first / (first - last))
            if last > 0:
                high = min(high, first / (first - last))
    return (low, high) if low <= high else None


def special_values(game: Game, axis: int) -> set[Fraction]:
    """Return the values of a coordinate at which somebody's gain may change sign on an edge."""
    values = {Fraction(0), Fraction(1)}
    for actor, other in ((i, 3 - axis - i) for i in range(3) if i != axis):
        for c in (0, 1):
            ends = []
            for q in (0, 1):
                p = [Fraction(0)] * 3
                p[axis], p[other] = Fraction(q), Fraction(c)
                ends.append(gain(game, actor, p))
            if ends[0] * ends[1] < 0:
                values.add(ends[0] / (ends[0] - ends[1]))
    return values


def all_mix(game: Game) -> set[Point] | None:
    """Return the isolated equilibria in which all three mix; None if indifference fixes none."""

    def coefficients(actor: int, first: int, second: int) -> tuple[Fraction, ...]:
        """Return e with gain = e0 + e1 p + e2 q + e3 p q, p and q the others' probabilities."""
        value = {}
        for a, b in product((0, 1), repeat=2):
            p = [Fraction(0)] * 3
            p[first], p[second] = Fraction(a), Fraction(b)
            value[a, b] = gain(game, actor, p)
        e0, e1, e2 = value[0, 0], value[1, 0] - value[0, 0], value[0, 1] - value[0, 0]
        return e0, e1, e2, value[1, 1] - e0 - e1 - e2

    e = coefficients(0, 1, 2)
    b = coefficients(1, 0, 2)
    c = coefficients(2, 0, 1)
    # given t = p0: alpha + beta p2 = 0 and gamma + delta p1 = 0, each a list of powers of t
    alpha, beta, gamma, delta = (b[0], b[1]), (b[2], b[3]), (c[0], c[1]), (c[2], c[3])
    powers = [
        e[0] * x - e[1] * y - e[2] * z + e[3] * w
        for x, y, z, w in zip(
            _times(beta, delta), _times(gamma, beta), _times(alpha, delta), _times(alpha, gamma),
            strict=True,
        )
    ]  # fmt: skip
    if not any(powers):
        return None
    found = set()
    for t in _roots(powers):
        al, be, ga, de = (f[0] + f[1] * t for f in (alpha, beta, gamma, delta))
        p2 = -al / be if abs(be) > TINY else None
        p1 = -ga / de if abs(de) > TINY else None
        if p2 is None and abs(al) < TINY and p1 is not None:
            p2 = _ratio(e[0] + e[1] * p1, e[2] + e[3] * p1)
        elif p1 is None and abs(ga) < TINY and p2 is not None:
            p1 = _ratio(e[0] + e[2] * p2, e[1] + e[3] * p2)
        if p1 is None or p2 is None:
            continue
        point = (t, p1, p2)
        if all(TINY < x < 1 - TINY for x in point):
            assert all(abs(gain(game, i, point)) < TINY for i in range(3))
            found.add(point)
    return found


def curve_points(game: Game, steps: int) -> list[Point]:
    """Return equilibria on a curve that crosses all values of some p0, exactly, if there is one."""
    found = []
    for n in range(1, steps):
        t = Fraction(n, steps)
        by_one = [gain(game, 1, (t, Fraction(0), Fraction(q))) for q in (0, 1)]
        by_two = [gain(game, 2, (t, Fraction(q), Fraction(0))) for q in (0, 1)]
        if by_one[0] * by_one[1] < 0 and by_two[0] * by_two[1] < 0:
            p2 = by_one[0] / (by_one[0] - by_one[1])
            p1 = by_two[0] / (by_two[0] - by_two[1])
            if is_nash(game, (t, p1, p2)):
                found.append((t, p1, p2))
    return found


TINY = Fraction(1, 10**20)


def _ratio(constant: Fraction, slope: Fraction) -> Fraction | None:
    return -constant / slope if abs(slope) > TINY else None


def _times(f: tuple[Fraction, Fraction], g: tuple[Fraction, Fraction]) -> tuple[Fraction, ...]:
    return f[0] * g[0], f[0] * g[1] + f[1] * g[0], f[1] * g[1]


def _roots(powers: Sequence[Fraction]) -> set[Fraction]:
    c, b, a = powers
    if a == 0:
        return {-c / b} if b else set()
    discriminant = b * b - 4 * a * c
    if discriminant < 0:
        return set()
    surd = _sqrt(discriminant)
    return {(-b + surd) / (2 * a), (-b - surd) / (2 * a)}


def _sqrt(value: Fraction) -> Fraction:
    """Return the root, exactly if it is rational, else to fifty digits."""
    top, bottom = isqrt(value.numerator), isqrt(value.denominator)
    if top * top == value.numerator and bottom * bottom == value.denominator:
        return Fraction(top, bottom)
    return Fraction(isqrt(value.numerator * DIGITS**2 // value.denominator), DIGITS)
