"""Roots in (0, 1) of many polynomials in Bernstein form at once.

A polynomial of degree m is kept as its m + 1 Bernstein coefficients c: p(x) = sum_j C(m, j) x^j
(1 - x)^(m - j) c[j]. Its roots are isolated by sign variations, which bound their number
(Descartes' rule), and by halving the interval where the bound leaves a doubt.

References
----------
.. [1] Lane, J. M. and Riesenfeld, R. F. (1981). Bounds on a polynomial. BIT, 21, 112-117.
.. [2] Farouki, R. T. (2012). The Bernstein polynomial basis: a centennial retrospective.
   Computer Aided Geometric Design, 29(6), 379-419.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from math import comb
from typing import Any

import numpy as np

from .arrays import Array, Flags, Integers, Signs

__all__ = ["Roots", "roots"]


LARGEST_DEGREE = 1000  # C(m, m/2) stays below the largest double
DEEPEST = 40  # halvings of [0, 1] before a piece is given up as unresolved
EPS = float(np.finfo(float).eps)


@dataclass(frozen=True)
class Roots:
    """Roots of many polynomials, one entry per root, in no particular order."""

    row: Integers  # the polynomial that the root belongs to
    x: Array
    before: Signs  # the polynomial's sign just below the root
    after: Signs  # and just above
    unresolved: Integers  # polynomials whose roots could not all be isolated


@lru_cache(maxsize=16)
def _binomials(m: int) -> Array:
    return np.array([float(comb(m, j)) for j in range(m + 1)])


@lru_cache(maxsize=16)
def _halving(m: int) -> tuple[Array, Array]:
    """Return the matrices that map coefficients on [0, 1] to those on its two halves."""
    left = np.zeros((m + 1, m + 1))
    left[0, 0] = 1.0
    for j in range(1, m + 1):
        left[:, j] = 0.5 * left[:, j - 1]
        left[1:, j] += 0.5 * left[:-1, j - 1]
    return left, np.ascontiguousarray(left[::-1, ::-1])


def _powers(t: Array, m: int) -> Array:
    """Return t**j for j = 0..m along a new first axis."""
    table = np.empty((m + 1, *t.shape))
    table[0] = 1.0
    table[1:] = t
    np.multiply.accumulate(table, axis=0, out=table)
    return table


def basis(m: int, x: Array) -> Array:
    """Return the m + 1 Bernstein polynomials of degree m at x, along a new first axis."""
    near = np.minimum(x, 1.0 - x)
    table = _powers(near / (1.0 - near), m)
    table *= _binomials(m).reshape(-1, *(1,) * x.ndim)
    table *= (1.0 - near) ** m
    return np.where(x > 0.5, table[::-1], table)


def evaluate(c: Array, x: Array) -> Array:
    """Return the polynomials with coefficients c (..., m + 1) at x; leading axes broadcast."""
    values: Array = np.einsum("...n,n...->...", c, basis(c.shape[-1] - 1, x))
    return values


def sign_variations(c: Array) -> Integers:
    """Count the changes of sign along the last axis of c (rows, m + 1), zeros left out."""
    signs = np.sign(c).astype(np.int8)
    gaps = np.flatnonzero(~signs.all(axis=1))
    if gaps.size:  # each zero takes the sign before it
        part = signs[gaps]
        last = np.maximum.accumulate(np.where(part, np.arange(part.shape[1]), 0), axis=1)
        signs[gaps] = np.take_along_axis(part, last, axis=1)
    counts: Integers = (signs[:, 1:] * signs[:, :-1] < 0).sum(axis=1, dtype=np.intp)
    return counts


def end_signs(c: Array) -> tuple[Signs, Signs]:
    """Return the signs of the polynomials just above 0 and just below 1 (0 only if c is zero)."""
    some = c != 0.0
    rows = np.arange(c.shape[0])
    first = c[rows, some.argmax(axis=1)]
    last = c[rows, c.shape[1] - 1 - some[:, ::-1].argmax(axis=1)]
    return np.sign(first).astype(np.int8), np.sign(last).astype(np.int8)


def roots(c: Array, tolerance: Array) -> Roots:
    """Find every root in the open interval (0, 1) of every polynomial.

    Parameters
    ----------
    c : (rows, m + 1)
        Bernstein coefficients; zeros are exact, any other is known to ``tolerance``.
    tolerance : (rows,)
        The polynomial counts as zero at x where a change of its non-zero coefficients by
        ``tolerance`` could make it so. An interval of such x is one root: a crossing if the signs
        on its two sides differ, otherwise a tangency, placed at the extremum.

    Returns
    -------
    Roots
        Crossings to about 1e-14, or as well as the coefficients determine them. Rows of zeros
        have none listed.

    Notes
    -----
    A row whose coefficients change sign once has one root; the interval of any other is halved
    until each piece has at most one extremum, up to 40 times (`unresolved` beyond). Roots are then
    found by Newton steps within a bracket.

    References
    ----------
    Lane and Riesenfeld (1981), Farouki (2012); see the module.

    Examples
    --------
    1 - 4x and 1 - 2x; and 1/4 - x + x^2, which touches zero.

    >>> found = roots(np.array([[1.0, -3.0], [1.0, -1.0]]), np.zeros(2))
    >>> found.row.tolist(), found.x.tolist()
    ([0, 1], [0.25, 0.5])
    >>> found = roots(np.array([[0.25, -0.25, 0.25]]), np.array([1e-12]))
    >>> found.x.tolist(), found.before.tolist(), found.after.tolist()
    ([0.5], [1], [1])
    """
    variations = sign_variations(c)
    one = np.flatnonzero(variations == 1)
    many = np.flatnonzero(variations > 1)
    x_one, sign_one = _only_roots(c[one])
    none = np.zeros(0)
    if not many.size:
        return Roots(one, x_one, sign_one, -sign_one, many)
    found = _separate(c[many], tolerance[many])
    guess = 0.5 * (found.low + found.high)
    row = many[found.row]
    x_many = _solve(c[row], found.low, found.high, found.sign, guess) if row.size else none
    return Roots(
        np.concatenate([one, row, many[found.touch_row]]),
        np.concatenate([x_one, x_many, found.touch]),
        np.concatenate([sign_one, found.sign, found.touch_sign]),
        np.concatenate([-sign_one, -found.sign, found.touch_sign]),
        many[found.unresolved],
    )


def _only_roots(c: Array) -> tuple[Array, Signs]:
    """Return the root of polynomials with one sign variation, and the sign before it."""
    rows, n = c.shape
    m = n - 1
    x = np.empty(rows)
    first, last = end_signs(c)
    if not rows:
        return x, first
    chord = c[:, :1] + (c[:, -1:] - c[:, :1]) * (np.arange(n) / m)
    linear = np.abs(c - chord).max(axis=1) <= 4.0 * EPS * np.abs(c).max(axis=1)
    x[linear] = c[linear, 0] / (c[linear, 0] - c[linear, -1])
    bent = np.flatnonzero(~linear)
    if bent.size:
        b = c[bent]
        index = np.arange(bent.size)
        i = m - (b * first[bent, None] > 0)[:, ::-1].argmax(axis=1)
        j = (b * last[bent, None] > 0).argmax(axis=1)
        before, after = b[index, i], b[index, j]
        polygon = (i + (j - i) * before / (before - after)) / m
        x[bent] = _solve(b, np.zeros(bent.size), np.ones(bent.size), first[bent], polygon)
    return x, first


def _solve(c: Array, low: Array, high: Array, sign: Signs, guess: Array) -> Array:
    """Return one root per row between low and high by Newton steps within a shrinking bracket.

    ``sign`` is the polynomial's sign just above ``low``; just below ``high`` it has the other.
    """
    n = c.shape[1]
    m = n - 1
    half = (c @ (_binomials(m) * 0.5**m)) * sign
    spans = (low < 0.5) & (high > 0.5)
    low = np.where(spans & (half > 0), 0.5, low)
    high = np.where(spans & (half <= 0), 0.5, high)

    # Mirrored so that x <= 1/2, p(x) / (1 - x)^m is a polynomial in t = x / (1 - x) <= 1.
    flip = low >= 0.5
    low, high = np.where(flip, 1.0 - high, low), np.where(flip, 1.0 - low, high)
    x = np.where(flip, 1.0 - guess, guess)
    x = np.where((x > low) & (x < high), x, 0.5 * (low + high))
    toward = np.where(flip, -sign, sign).astype(float)
    terms = np.where(flip[:, None], c[:, ::-1], c).T * (_binomials(m)[:, None] * toward)
    weights = np.stack([np.ones(n), np.arange(n, dtype=float)])

    out = np.empty(x.size)
    active = np.arange(x.size)
    step = np.full(x.size, np.inf)
    for _ in range(200):
        products = terms * _powers(x / (1.0 - x), m)
        value, slope = weights @ products
        noise = 2.0 * EPS * np.abs(products, out=products).sum(axis=0)
        low = np.where(value >= 0, x, low)
        high = np.where(value <= 0, x, high)
        with np.errstate(divide="ignore", invalid="ignore"):
            newton = -x * (1.0 - x) * value / (slope - m * x * value)
        ahead = x + newton
        good = (ahead > 0.0) & (ahead >= low) & (ahead <= high) & (np.abs(newton) <= 0.5 * step)
        ahead = np.where(good, ahead, 0.5 * (low + high))
        settled = good & (np.abs(newton) <= 1e-10 * x)
        done = settled | (np.abs(value) <= noise) | (high - low <= 2.0 * EPS * high)
        x = np.where(done & ~settled, x, ahead)
        if done.all():
            out[active] = x
            break
        if done.any():
            out[active[done]] = x[done]
            rest = ~done
            active, terms, step = active[rest], terms[:, rest], np.abs(newton[rest])
            x, low, high = x[rest], low[rest], high[rest]
            step = np.where(good[rest], step, np.inf)
        else:
            step = np.where(good, np.abs(newton), np.inf)
    else:
        out[active] = x
    return np.where(flip, 1.0 - out, out)


@dataclass(frozen=True)
class _Separated:
    """Brackets that hold one crossing each, and the points of tangency."""

    row: Integers
    low: Array
    high: Array
    sign: Signs  # sign at low
    touch_row: Integers
    touch: Array
    touch_sign: Signs
    unresolved: Integers


def _separate(c: Array, tolerance: Array) -> _Separated:
    """Separate the roots of polynomials with several sign variations.

    Between neighbours of a list of nodes (0, 1, the points at which [0, 1] was halved, the extrema)
    the polynomial has at most one root: it is monotone there or Descartes' rule says so. The signs
    at the nodes, zero within the tolerance, tell the rest.
    """
    row, x, value, zero, unresolved = _nodes(c, tolerance)
    first, last = end_signs(c)
    everyone = np.arange(c.shape[0])
    row = np.concatenate([everyone, row, everyone])
    x = np.concatenate([np.zeros(everyone.size), x, np.ones(everyone.size)])
    value = np.concatenate([first.astype(float), value, last.astype(float)])
    zero = np.concatenate([np.zeros(everyone.size, bool), zero, np.zeros(everyone.size, bool)])
    order = np.lexsort((x, row))
    row, x, value, zero = row[order], x[order], value[order], zero[order]

    clear = np.flatnonzero(~zero)
    a, b = clear[:-1], clear[1:]
    sign = np.sign(value).astype(np.int8)
    together = row[a] == row[b]
    crossing = together & (sign[a] != sign[b])

    touched = together & (sign[a] == sign[b]) & (b - a > 1)
    run = np.repeat(np.arange(a.size), b - a)[: max(x.size - 1, 0)]  # pair that each node lies in
    within = np.flatnonzero(zero)
    within = within[touched[run[within]]]
    depth = value[within] * sign[a[run[within]]]
    within = within[np.lexsort((depth, run[within]))]
    lowest = np.unique(run[within], return_index=True)[1]
    touch = within[lowest]
    return _Separated(
        row[a[crossing]],
        x[a[crossing]],
        x[b[crossing]],
        sign[a[crossing]],
        row[touch],
        x[touch],
        sign[a[run[touch]]],
        unresolved,
    )


def _nodes(c: Array, tolerance: Array) -> tuple[Integers, Array, Array, Flags, Integers]:
    """Return the halving points and extrema: row, x, value, whether it counts as zero; the rows
    that stayed unresolved."""
    n = c.shape[1]
    left_half, right_half = _halving(n - 1)
    row = np.arange(c.shape[0])
    # Beside each polynomial goes the share of its weight that is not exactly zero, so that the
    # tolerance shrinks where only exact zeros are felt.
    pieces = np.stack([c, (c != 0.0).astype(float)], axis=1)
    start = np.zeros(row.size)
    unresolved = row[:0]
    nodes: list[tuple[Any, ...]] = []
    single: list[tuple[Any, ...]] = []  # pieces with one extremum: row, start, width, piece
    for level in range(DEEPEST + 1):
        value, weight = pieces[:, 0], pieces[:, 1]
        flat = np.ptp(value, axis=1) <= 0.125 * tolerance[row] * weight.min(axis=1)
        # A clear end shows the sign next to it. No change of sign needs one clear end, a single
        # change both; otherwise the extrema must tell.
        clear = np.abs(value[:, [0, -1]]) > tolerance[row, None] * weight[:, [0, -1]]
        doubtful = ~flat & (sign_variations(value) >= clear.sum(axis=1))
        turns = np.zeros(row.size, np.intp)
        turns[doubtful] = sign_variations(np.diff(value[doubtful], axis=1))
        once, often = np.flatnonzero(turns == 1), np.flatnonzero(turns > 1)
        width = 0.5**level
        single.append((row[once], start[once], np.full(once.size, width), pieces[once]))
        row, start, pieces = row[often], start[often], pieces[often]
        if level == DEEPEST or not often.size:
            unresolved = np.unique(row)
            break
        flattened = pieces.reshape(-1, n)  # one product is faster than many
        left = (flattened @ left_half).reshape(pieces.shape)
        right = (flattened @ right_half).reshape(pieces.shape)
        left[:, :, -1] = right[:, :, 0]  # judged alike from both sides
        middle = start + 0.5 * width
        nodes.append((row, middle, right[:, 0, 0], right[:, 1, 0]))
        row = np.concatenate([row, row])
        start = np.concatenate([start, middle])
        pieces = np.concatenate([left, right])

    home, begin, widths, pieces = (np.concatenate(column) for column in zip(*single, strict=True))
    local, _ = _only_roots(np.diff(pieces[:, 0], axis=1))
    extremum = np.einsum("pkn,np->kp", pieces, basis(n - 1, local))
    nodes.append((home, begin + local * widths, extremum[0], extremum[1]))
    rows, x, values, weights = (np.concatenate(column) for column in zip(*nodes, strict=True))
    zero = np.abs(values) <= tolerance[rows] * weights
    return rows, x, values, zero, unresolved
