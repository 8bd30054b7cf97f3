"""Roots and signs of many piecewise functions of one variable at once.

The function of each row is smooth between its *nodes* and may jump at them. It is a polynomial of
known degree there, or monotone, or neither.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import numpy as np

from . import bernstein
from .arrays import Array, Flags, Integers, Signs
from .padding import slots
from .phase_line import SAME, Points
from .scan import halve

__all__ = ["find"]

Function = Callable[[Integers, Array], Array]
"""Takes rows and places, which broadcast, and returns values."""

HIGHEST = 8  # degree up to which interpolation in Bernstein form loses no more than three digits
GRID = 96  # parts into which a piece is cut that is neither polynomial nor monotone
INSIDE = 1e-13  # how far from a node its side limits are read, as a share of the line
HALVINGS = 60
GOLDEN = (np.sqrt(5.0) - 1) / 2


@dataclass(frozen=True)
class _Pieces:
    """The parts of the lines between neighbouring nodes, in order."""

    row: Integers
    low: Array
    high: Array


@dataclass(frozen=True)
class _Found:
    """What holds in each piece: the sign at its beginning, zeros at its ends; and its roots."""

    first: Signs
    zero_low: Flags
    zero_high: Flags
    piece: Integers
    x: Array
    after: Signs


def find(
    function: Function,
    nodes: Array,
    tolerance: Array,
    *,
    degree: int | None = None,
    monotone: bool = False,
) -> tuple[Points, Flags]:
    """Find every root, and the sign between them.

    Parameters
    ----------
    function : callable
        Takes rows and places, which broadcast, and returns values.
    nodes : (rows, M)
        Increasing; the first and the last are the ends.
    tolerance : (rows,)
        Values up to this size count as zero; so does what is no number.
    degree : int, optional
        The largest degree of any piece, where all are polynomials; at most 8.
    monotone : bool
        Whether the function is monotone between neighbouring nodes.

    Returns
    -------
    points : Points
        Ends, nodes and roots.
    complete : (rows,) of bool
        Whether all roots are certain to be found.

    Notes
    -----
    Polynomials are interpolated in Bernstein form and their roots isolated (see `bernstein.roots`).
    A monotone piece has one root if its ends have opposite signs. Any other piece is cut into 96
    parts; extrema that point to zero are searched for between them, and each part is then taken to
    be monotone, which finds roots further apart than the parts are long and claims nothing more.

    Examples
    --------
    >>> points, complete = find(lambda row, x: np.cos(x), np.array([[0.0, 4.0]]), np.array([1e-12]))
    >>> points.x[points.zero], complete
    (array([1.57079633]), array([False]))
    >>> points, complete = find(
    ...     lambda row, x: (x - 0.5) ** 2, np.array([[0.0, 1.0]]), np.array([1e-12]), degree=2)
    >>> points.x[points.zero], complete
    (array([0.5]), array([ True]))
    """
    if degree is None and not monotone:
        nodes = _refined(function, nodes)
    pieces = _cut(nodes)
    complete = np.full(len(nodes), monotone)
    if degree is None:
        found = _monotone(function, pieces, INSIDE * np.ptp(nodes, axis=1), tolerance)
    else:
        found, unresolved = _polynomial(function, pieces, tolerance, degree)
        complete = np.ones(len(nodes), bool)
        complete[pieces.row[unresolved]] = False
    continues = np.diff(pieces.row, prepend=-1) == 0
    touched = found.zero_low | (continues & np.roll(found.zero_high, 1))
    everyone = np.arange(len(nodes))
    top = np.zeros(len(nodes), bool)
    top[pieces.row[found.zero_high & (np.diff(pieces.row, append=-1) != 0)]] = True
    points = Points(
        np.concatenate([pieces.row, pieces.row[found.piece], everyone]),
        np.concatenate([pieces.low, found.x, nodes[:, -1]]),
        np.concatenate([found.first, found.after, np.zeros(len(nodes), np.int8)]),
        np.concatenate([touched, np.ones(found.x.size, bool), top]),
    )
    return points, complete


def _cut(nodes: Array) -> _Pieces:
    """Return the pieces between nodes that are not the same."""
    gap = np.diff(nodes, axis=1)
    row, place = np.nonzero(gap > SAME * np.ptp(nodes, axis=1)[:, None])
    return _Pieces(row, nodes[row, place], nodes[row, place + 1])


def _polynomial(
    function: Function, pieces: _Pieces, tolerance: Array, degree: int
) -> tuple[_Found, Integers]:
    places, to_bernstein = _interpolation(degree)
    width = (pieces.high - pieces.low)[:, None]
    values = function(pieces.row[:, None], pieces.low[:, None] + width * places)
    c = np.nan_to_num(np.broadcast_to(values, (pieces.row.size, degree + 1)) @ to_bernstein)
    allowed = tolerance[pieces.row]
    c = np.where(np.abs(c) <= allowed[:, None], 0.0, c)
    roots = bernstein.roots(c, allowed)
    found = _Found(
        bernstein.end_signs(c)[0],
        c[:, 0] == 0,
        c[:, -1] == 0,
        roots.row,
        pieces.low[roots.row] + width[roots.row, 0] * roots.x,
        roots.after,
    )
    return found, roots.unresolved


@cache
def _interpolation(degree: int) -> tuple[Array, Array]:
    """Return places inside (0, 1) and the matrix from the values there to coefficients."""
    places = (1 - np.cos(np.pi * (np.arange(degree + 1) + 0.5) / (degree + 1))) / 2
    return places, np.asarray(np.linalg.inv(bernstein.basis(degree, places)))


def _monotone(function: Function, pieces: _Pieces, inside: Array, tolerance: Array) -> _Found:
    step, allowed = inside[pieces.row], tolerance[pieces.row]
    first = _sign(function(pieces.row, pieces.low + step), allowed)
    last = _sign(function(pieces.row, pieces.high - step), allowed)
    crossing = np.flatnonzero(first * last < 0)
    row, low, high = pieces.row[crossing], pieces.low[crossing], pieces.high[crossing]
    x = halve(low, high, lambda middle: function(row, middle) * first[crossing] > 0, HALVINGS)
    sign = np.where(first == 0, last, first)
    return _Found(sign, first == 0, last == 0, crossing, x, last[crossing].astype(np.int8))


def _refined(function: Function, nodes: Array) -> Array:
    """Return the nodes with a grid between them and with the extrema that point to zero."""
    parts = np.linspace(0, 1, GRID + 1)
    low, high = nodes[:, :-1, None], nodes[:, 1:, None]
    inside = INSIDE * np.ptp(nodes, axis=1)[:, None, None]
    grid = low + (high - low) * parts
    read = np.clip(grid, low + inside, np.maximum(high - inside, low + inside))
    lines = np.arange(len(nodes))[:, None, None]
    values = np.broadcast_to(function(lines, read), grid.shape)
    left, middle, right = values[..., :-2], values[..., 1:-1], values[..., 2:]
    size = np.abs(middle)
    dips = (left * middle >= 0) & (right * middle >= 0)
    dips &= (size <= np.abs(left)) & (size <= np.abs(right)) & (size > 0)
    dips &= (size < np.abs(left)) | (size < np.abs(right))
    row, piece, place = np.nonzero(dips)
    a, b = grid[row, piece, place], grid[row, piece, place + 2]
    sign = np.sign(middle[dips])
    for _ in range(HALVINGS):
        inner = b - GOLDEN * (b - a), a + GOLDEN * (b - a)
        lower = sign * function(row, inner[0]) <= sign * function(row, inner[1])
        a, b = np.where(lower, a, inner[0]), np.where(lower, inner[1], b)
    count, slot = slots(row, len(nodes))
    extrema = np.repeat(nodes[:, :1], int(count.max(initial=0)), axis=1)
    extrema[row, slot] = (a + b) / 2
    flat = grid.reshape(len(nodes), grid.shape[1] * grid.shape[2])
    return np.sort(np.concatenate([flat, extrema], axis=1), axis=1)


def _sign(values: Array, tolerance: Array) -> Signs:
    known = np.nan_to_num(values)
    return np.where(np.abs(known) <= tolerance, 0, np.sign(known)).astype(np.int8)
