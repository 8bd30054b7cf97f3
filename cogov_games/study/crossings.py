"""Where a function of one parameter changes its sign, between points of a slider."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from ..expressions import Array
from ..model.parameters import Parameter, axis_values

NEAR = 1e-6
"""How far from a threshold its two sides are compared, as a share of the slider's range."""
POINTS, FEWER = 201, 41
"""Points on a slider between which changes are looked for, with a formula and without."""


def sides_around(parameter: Parameter, places: Sequence[float]) -> Array:
    """Return the values just before and just after some places, shape (P, 2)."""
    after = np.array(places)
    if parameter.integer or parameter.choices:
        grid = axis_values(parameter, 2)
        return np.stack([grid[np.searchsorted(grid, after) - 1], after], axis=-1)
    width = NEAR * (parameter.high - parameter.low)
    return np.clip(np.stack([after - width, after + width], -1), parameter.low, parameter.high)


def crossings(
    parameter: Parameter, function: Callable[[Array], Array], values: Array, steps: int = 44
) -> list[float]:
    """Return where a function of a parameter changes sign.

    Parameters
    ----------
    parameter : Parameter
    function : callable
        Maps values of the parameter to an array of the same shape.
    values : array (P,)
        The function's values on ``axis_values(parameter, P)``; zero counts as positive.
    steps : int
        How often the interval between neighbouring points is halved.

    Returns
    -------
    list of float
        For a whole-number parameter, the first number after each change.
    """
    grid = axis_values(parameter, len(values))
    sign = values >= 0
    change = np.flatnonzero((sign[1:] != sign[:-1]) & np.isfinite(values[1:] + values[:-1]))
    low, high, before = grid[change], grid[change + 1], sign[change]
    if parameter.integer or parameter.choices or not len(change):
        return [float(x) for x in high]
    for _ in range(steps):
        middle = (low + high) / 2
        same = (function(middle) >= 0) == before
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return [float(x) for x in (low + high) / 2]
