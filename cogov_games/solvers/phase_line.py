"""Phase lines: where a one-dimensional state rises, falls and rests, in many systems at once.

References
----------
.. [1] Strogatz, S. H. (2015). Nonlinear Dynamics and Chaos, 2nd ed. Westview Press, chapter 2.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from .arrays import Array, Codes, Flags, Integers, Signs
from .padding import slots
from .stability import PADDING, Stability, line_stability

__all__ = ["PhaseLines", "Points", "basins", "phase_lines", "settled"]


SAME = 1e-12  # states closer than this part of the interval are one


@dataclass(frozen=True)
class Points:
    """Points on the lines, in no order: both ends, roots, jumps, and points that mean nothing.

    Attributes
    ----------
    row : (P,)
        The line that each point lies on.
    x : (P,)
    after : (P,)
        Sign of the push between the point and the next one.
    zero : (P,)
        Whether the push vanishes at the point itself.
    """

    row: Integers
    x: Array
    after: Signs
    zero: Flags


@dataclass(frozen=True, eq=False, repr=False)
class PhaseLines:
    """The states of rest of each line, padded to the largest number K of any.

    Attributes
    ----------
    x : (..., K)
        States of rest, increasing; NaN in unused slots. An interval of them is listed by its ends.
    before, after : (..., K)
        Direction (-1, 0, 1) just below and just above each; beyond the ends it leads back inside.
    stability : (..., K)
        `Stability` codes; `PADDING` in unused slots.
    low, high : (...)
        The ends of the line.
    """

    x: Array
    before: Signs
    after: Signs
    stability: Codes
    low: Array
    high: Array

    @property
    def count(self) -> Integers:
        """The number of states of rest listed, shape (...)."""
        listed: Integers = np.isfinite(self.x).sum(axis=-1)
        return listed

    def __repr__(self) -> str:
        if self.x.ndim > 1:
            return f"PhaseLines(lines={self.x.shape[:-1]}, at_most={self.x.shape[-1]})"
        listed = (
            f"{x:.6g} {Stability(code).name.lower()}"
            for x, code in zip(self.x, self.stability, strict=True)
            if code != PADDING
        )
        return f"PhaseLines({', '.join(listed)})"


def phase_lines(points: Points, low: ArrayLike, high: ArrayLike) -> PhaseLines:
    """Return where each line is at rest.

    Parameters
    ----------
    points : Points
        Every line has a point at each of its two ends; one point is enough where they coincide.
    low, high : (...)
        The ends of the lines, which `points.row` counts in C order.

    Returns
    -------
    PhaseLines
        Arrays of shape (..., K), padded to the largest number K of states of rest.

    Notes
    -----
    A point is at rest if the push vanishes there or jumps across zero. It is stable if the state
    rises below and falls above it, unstable if the reverse, semi-stable if it passes on one side,
    and neutral if it borders an interval without a push. An end is at rest if the push points
    outwards there; if the push vanishes at the end itself but points inwards nearby, it is unstable.

    References
    ----------
    Strogatz (2015); see the module.

    Examples
    --------
    The state falls from 1 to 0.6, and from 0.2 to 0; it rises in between.

    >>> points = Points(np.zeros(4, int), np.array([0, 0.2, 0.6, 1]), np.array([-1, 1, -1, 0], "i1"),
    ...                 np.array([False, True, True, False]))
    >>> phase_lines(points, 0, 1)
    PhaseLines(0 stable, 0.2 unstable, 0.6 stable)
    """
    low, high = np.broadcast_arrays(np.asarray(low, dtype=float), np.asarray(high, dtype=float))
    order = np.lexsort((points.x, points.row))
    row, x, after = points.row[order], points.x[order], points.after[order].copy()
    zero = points.zero[order]
    is_first = np.diff(row, prepend=-1) != 0
    is_last = np.diff(row, append=low.size) != 0
    after[is_last] = -1
    before = np.where(is_first, 1, np.roll(after, 1)).astype(np.int8)

    code = line_stability(before, after, is_first | is_last)
    passes, within = before * after > 0, (before == 0) & (after == 0)
    rests = (~passes | zero) & ~within
    row, x = row[rests], x[rests]

    count, slot = slots(row, low.size)
    shape = (low.size, int(count.max(initial=0)))
    wide = (*low.shape, shape[1])
    table = np.full(shape, np.nan)
    table[row, slot] = x

    def spread(codes: Codes, fill: int) -> Codes:
        full = np.full(shape, fill, np.int8)
        full[row, slot] = codes[rests]
        return full.reshape(wide)

    return PhaseLines(
        table.reshape(wide), spread(before, 0), spread(after, 0), spread(code, PADDING), low, high
    )


def settled(lines: PhaseLines, start: ArrayLike) -> tuple[PhaseLines, Integers]:
    """Return where each line comes to rest from a start.

    Parameters
    ----------
    lines : PhaseLines
        Arrays of shape (..., K).
    start : (...)
        Moved to the nearer end where it lies outside.

    Returns
    -------
    lines : PhaseLines
        With the start itself as a further state of rest where nothing pushes it.
    index : (...)
        The state of rest that is reached.

    Notes
    -----
    The state moves up to the first state of rest on its way. One that starts at a state of rest
    stays if that is stable from above or nothing pushes on one of its sides, and rises otherwise. A
    start within 1e-12 of the line from a state of rest is at it.

    Examples
    --------
    >>> points = Points(np.zeros(3, int), np.array([0, 0.25, 1]), np.array([0, 1, 0], "i1"),
    ...                 np.array([True, True, False]))
    >>> lines, index = settled(phase_lines(points, 0, 1), 0.1)
    >>> lines, int(index)
    (PhaseLines(0 neutral, 0.1 neutral, 0.25 neutral, 1 stable), 1)
    """
    at = np.clip(np.asarray(start, dtype=float), lines.low, lines.high)[..., None]
    near = SAME * (lines.high - lines.low)[..., None]
    with np.errstate(invalid="ignore"):
        here = np.abs(lines.x - at) <= near
        below = ((lines.x < at) & ~here).sum(axis=-1)
    last = np.maximum(lines.count - 1, 0)
    rests = here.any(axis=-1)
    way_up = _at(lines.after, np.maximum(below - 1, 0))
    way = np.where(below > 0, way_up, 1)
    between = np.where(way > 0, below, below - (way < 0))
    leaves = (_at(lines.after, np.minimum(below, last)) > 0) & (
        _at(lines.before, np.minimum(below, last)) != 0
    )
    index = np.clip(np.where(rests, below + leaves, between), 0, last)
    floats = ~rests & (way == 0)
    if not floats.any():
        return lines, index
    x = np.concatenate([lines.x, np.where(floats[..., None], at, np.nan)], axis=-1)
    order = np.argsort(x, axis=-1, kind="stable")

    def inserted(array: Codes, code: int) -> Codes:
        column = np.where(floats[..., None], code, PADDING).astype(np.int8)
        wide = np.concatenate([array, column], axis=-1)
        return np.take_along_axis(wide, order, axis=-1)

    extended = PhaseLines(
        np.take_along_axis(x, order, axis=-1),
        inserted(lines.before, 0),
        inserted(lines.after, 0),
        inserted(lines.stability, Stability.NEUTRAL),
        lines.low,
        lines.high,
    )
    return extended, index


def basins(lines: PhaseLines) -> Array:
    """Return the share of each line from which each state of rest is reached.

    Parameters
    ----------
    lines : PhaseLines
        Arrays of shape (..., K).

    Returns
    -------
    array (..., K)
        Shares that add up to 1 on each line; NaN in unused slots.

    Notes
    -----
    Half of an interval without a push goes to each of its ends.

    Examples
    --------
    >>> points = Points(np.zeros(3, int), np.array([0, 0.25, 1]), np.array([0, 1, 0], "i1"),
    ...                 np.array([True, True, False]))
    >>> basins(phase_lines(points, 0, 1))
    array([0.125, 0.125, 0.75 ])
    """
    low, high = lines.low[..., None], lines.high[..., None]
    width = np.where(high > low, high - low, 1.0)
    is_last = np.arange(lines.x.shape[-1]) == lines.count[..., None] - 1
    below = np.diff(lines.x, axis=-1, prepend=low)
    above = np.where(is_last, high - lines.x, np.diff(lines.x, axis=-1, append=np.nan))
    parts = below * (1 + lines.before) / 2 + above * (1 - lines.after) / 2
    alone = (high <= low) & np.isfinite(lines.x)
    return np.where(alone, 1.0, parts / width)


def _at(table: Codes, index: Integers) -> Codes:
    return np.take_along_axis(table, index[..., None], axis=-1)[..., 0]
