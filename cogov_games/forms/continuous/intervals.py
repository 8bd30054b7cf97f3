"""Bounds of an expression over boxes, by interval arithmetic."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce

import numpy as np
import sympy as sp
from numpy.typing import NDArray
from scipy.special import erf

from ...expressions import Array

Interval = tuple[Array, Array]


def bounds(expression: sp.Expr, box: Mapping[str, Interval]) -> Interval:
    """Return numbers between which the expression stays while its symbols stay in a box.

    Parameters
    ----------
    expression : sympy expression
    box : mapping of symbol to (low, high)
        Arrays that broadcast against each other, so that many boxes are done at once.

    Returns
    -------
    (low, high) : pair of arrays
        Infinite where the function is unbounded, or is none of those known here.

    Notes
    -----
    The bounds are the narrower, the smaller the box and the rarer each symbol in the expression.
    Rounding is not directed: trust them to about 1e-12 of the size of the terms.

    References
    ----------
    Moore, R. E. (1966). Interval Analysis. Prentice-Hall.
    """
    with np.errstate(all="ignore"):
        return _bounds(expression, box)


def _bounds(expression: sp.Expr, box: Mapping[str, Interval]) -> Interval:
    if expression.is_Symbol:
        return box[str(expression)]
    if expression.is_number:
        value = np.asarray(float(expression))
        return value, value
    parts = [_bounds(argument, box) for argument in expression.args]
    if expression.is_Add:
        return reduce(np.add, [p[0] for p in parts]), reduce(np.add, [p[1] for p in parts])
    if expression.is_Mul:
        return reduce(_product, parts)
    if isinstance(expression, sp.Max | sp.Min):
        pick = np.maximum if isinstance(expression, sp.Max) else np.minimum
        return reduce(pick, [p[0] for p in parts]), reduce(pick, [p[1] for p in parts])
    if expression.is_Pow and expression.exp.is_number:
        return _power(*parts[0], float(expression.exp))
    rising = {sp.exp: np.exp, sp.log: _log, sp.erf: erf}.get(expression.func)
    if rising is not None:
        return rising(parts[0][0]), rising(parts[0][1])
    return np.asarray(-np.inf), np.asarray(np.inf)


def _log(x: Array) -> Array:
    return np.asarray(np.log(np.maximum(x, 0.0)))


def _product(a: Interval, b: Interval) -> Interval:
    ends = [np.where((x == 0) | (y == 0), 0.0, x * y) for x in a for y in b]
    return reduce(np.minimum, ends), reduce(np.maximum, ends)


def _power(low: Array, high: Array, exponent: float) -> Interval:
    """Return the bounds of a power; for a fraction, of the real part of its domain."""
    if exponent != int(exponent):
        low, high = np.maximum(low, 0.0), np.maximum(high, 0.0)
    if exponent < 0:
        below, above = _power(low, high, -exponent)
        splits = (below < 0) & (above > 0)
        first = np.where(splits, -np.inf, np.where(above == 0, -np.inf, 1 / above))
        last = np.where(splits, np.inf, np.where(below == 0, np.inf, 1 / below))
        return np.minimum(first, last), np.maximum(first, last)
    ends = low**exponent, high**exponent
    inside = (low < 0) & (high > 0) & (exponent % 2 == 0)
    return np.where(inside, 0.0, np.minimum(*ends)), np.maximum(*ends)


def unique_zero(jacobian: tuple[tuple[Interval, ...], ...]) -> NDArray[np.bool_]:
    """Say whether a field has at most one zero or corner solution on a box.

    Parameters
    ----------
    jacobian : rows of intervals
        Bounds of the field's derivatives over pieces of the box, the pieces along the last axis.

    Returns
    -------
    bool array
        Whether on every piece each diagonal entry is negative and larger in size than the others
        of its row together: the negative field is then a P-function, whose complementarity problem
        has one solution at most.

    References
    ----------
    More, J. J. and Rheinboldt, W. (1973). On P- and S-functions and related classes of
    n-dimensional nonlinear mappings. Linear Algebra and its Applications 6, 45-68.
    """
    dominant = []
    for i, row in enumerate(jacobian):
        others = (np.maximum(np.abs(e[0]), np.abs(e[1])) for j, e in enumerate(row) if j != i)
        dominant.append(np.all(row[i][1] + sum(others, np.asarray(0.0)) < 0, axis=-1))
    return np.asarray(reduce(np.logical_and, dominant))
