"""Arrays: the types that all solvers share, and how what a caller gives becomes one.

A solver reads each of its arguments once, by the function that says what may stand in it; what goes
on from there is an array of one of these types.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import InputError

__all__ = ["Array", "Codes", "Flags", "Integers", "Signs", "numbers"]

Array = NDArray[np.float64]
Integers = NDArray[np.int64]
Flags = NDArray[np.bool_]
Signs = NDArray[np.int8]
"""-1, 0 or 1."""
Codes = NDArray[np.int8]
"""Members of an enumeration."""


def numbers(values: ArrayLike, name: str) -> Array:
    """Return finite numbers; a text is none, whatever it says.

    Parameters
    ----------
    values : array
        What a caller gives.
    name : str
        Of the argument, for the error.

    Returns
    -------
    array
        A copy, as floats.

    Raises
    ------
    InputError
        If this is not an array of finite numbers.

    Examples
    --------
    >>> numbers([1, True], "scale")
    array([1., 1.])
    """
    try:
        array = np.asarray(values)
        if array.dtype.kind not in "biufO":
            raise TypeError
        found = array.astype(float)
    except (TypeError, ValueError):
        raise InputError(f"{name} must be an array of numbers, got {values!r}.") from None
    wrong = ~np.isfinite(found)
    if wrong.any():
        raise InputError(f"{name} must be finite, got {float(found[wrong].flat[0])!r}.")
    return found


def shares(values: ArrayLike, name: str) -> Array:
    """Return numbers from 0 to 1, or raise for what is none."""
    x = numbers(values, name)
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


def finite(values: ArrayLike, name: str, refusal: str = "must be finite") -> Array:
    """Return finite numbers, or raise; other than for `numbers`, a text may spell one.

    `refusal` is what the error says of numbers that are not finite.
    """
    try:
        array = np.asarray(values, dtype=float)
    except (TypeError, ValueError):
        raise InputError(f"{name} = {values!r} is not an array of numbers.") from None
    if not np.isfinite(array).all():
        raise InputError(f"{name} {refusal}.")
    return array
