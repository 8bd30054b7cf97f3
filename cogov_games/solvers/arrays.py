"""Arrays: the types that all solvers share, and how what a caller gives becomes one.

A solver reads each of its arguments once, by the function that says what may stand in it; what goes
on from there is an array of one of these types.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import InputError
from ..quantities import numbers

__all__ = ["Array", "Codes", "Flags", "Integers", "Signs"]

Array = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Signs = NDArray[np.int8]
"""-1, 0 or 1."""
Codes = NDArray[np.int8]
"""Members of an enumeration."""


def shares(values: ArrayLike, name: str) -> Array:
    """Return numbers from 0 to 1, or raise for what is none."""
    x = numbers(name, values)
    outside = (x < 0) | (x > 1)
    if outside.any():
        raise InputError(f"{name} must lie in [0, 1], got {float(x[outside].flat[0])!r}.")
    return x


def fitting(games: tuple[int, ...], shape: tuple[int, ...], name: str) -> None:
    """Raise unless an argument's shape can be broadcast with that of the games."""
    try:
        np.broadcast_shapes(games, shape)
    except ValueError:
        raise InputError(f"{name} must fit the games: shape {games}, got shape {shape}.") from None
