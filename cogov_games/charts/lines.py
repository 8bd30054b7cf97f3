"""Polylines with no more points than they need."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ..expressions import Array
from .theme import Row


def bends(x: Array, y: Array) -> NDArray[np.bool_]:
    """Return which points (P,) of a polyline are its ends or bends; the others lie between.

    Examples
    --------
    >>> bends(np.array([0.0, 1.0, 2.0, 3.0]), np.array([0.0, 1.0, 2.0, 2.0]))
    array([ True, False,  True,  True])
    """
    keep = np.ones(len(x), dtype=bool)
    size = max(float(np.ptp(y)), 1e-300) if len(y) else 1.0
    rise = (y[1:-1] - y[:-2]) * (x[2:] - x[1:-1]) - (y[2:] - y[1:-1]) * (x[1:-1] - x[:-2])
    keep[1:-1] = np.abs(rise) > 1e-9 * size * float(np.ptp(x) if len(x) else 1.0)
    return keep


def curve_rows(x: Array, y: Array, **about: str) -> list[Row]:
    """Return the rows of a curve through the points (P,), those that lie between left out."""
    bent = bends(x, y)
    return [
        {"kind": "curve", "x": a, "y": b, "order": i, **about}
        for i, (a, b) in enumerate(zip(x[bent], y[bent], strict=True))
    ]
