"""Numbers that a caller gives: every public call reads them here, so that one error says what is wrong."""

from __future__ import annotations

from numbers import Real

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .errors import InputError, shortened
from .words import say

LARGEST = 1e300
"""In absolute value; sums and products of larger ones leave double precision."""


def number(
    name: str,
    value: object,
    low: float = -LARGEST,
    high: float = LARGEST,
    allowed: str | None = None,
) -> float:
    """Return a number from `low` to `high`; `allowed` says it in other words.

    Raises
    ------
    InputError
        If it is none: a truth value, a text, a date and a complex number are no numbers.

    Examples
    --------
    >>> number("share", np.float32(0.5), 0, 1)
    0.5
    """
    allowed = allowed or _range(low, high)
    return _within(name, value, low, high, allowed)


def whole(name: str, value: object, low: int, high: int) -> int:
    """Return a whole number from `low` to `high`, which may be written as a float.

    Raises
    ------
    InputError
        If it is none.
    """
    allowed = say("a whole number from {low} to {high}", low=low, high=high)
    found = _within(name, value, low, high, allowed)
    if found != round(found):
        raise not_allowed(name, value, allowed)
    return int(found)


def numbers(
    name: str, values: ArrayLike, low: float = -LARGEST, allowed: str | None = None
) -> NDArray[np.float64]:
    """Return an array of numbers from `low` to `LARGEST`, as floats.

    Raises
    ------
    InputError
        If it is none: truth values, texts, dates, complex numbers and masked arrays are not.

    Examples
    --------
    >>> numbers("scale", [1, 2.5])
    array([1. , 2.5])
    """
    try:
        # A list's items one by one: NumPy would make numbers of truth values among them.
        given = np.asarray(values, dtype=None if isinstance(values, np.ndarray) else object)
        if isinstance(values, np.ma.MaskedArray) or given.dtype.kind not in "iufO":
            raise TypeError
        if given.dtype.kind == "O" and not all(map(_is_real, given.flat)):
            raise TypeError
        found = given.astype(float)
    except OverflowError:
        found = np.vectorize(_float, otypes=[float])(given)
    except (TypeError, ValueError):
        sentence = "{name} = {value} is not an array of numbers."
        raise InputError(say(sentence, name=name, value=shortened(values))) from None
    wrong = ~((found >= low) & (found <= LARGEST))
    if wrong.any():
        place = np.unravel_index(wrong.argmax(), wrong.shape)
        index = f"[{', '.join(map(str, place))}]" if place else ""
        allowed = allowed or _range(low, LARGEST)
        raise not_allowed(f"{name}{index}", given[place], allowed)
    return found


def not_allowed(name: str, value: object, allowed: str) -> InputError:
    """Return the error for a value that is out of range."""
    sentence = "{name} = {value} is not allowed: {allowed}."
    plain = isinstance(value, float | np.floating)
    text = repr(float(value)).removesuffix(".0") if plain else shortened(value)  # type: ignore[arg-type]
    return InputError(say(sentence, name=name, value=text, allowed=allowed))


def _within(name: str, value: object, low: float, high: float, allowed: str) -> float:
    plain = value
    if isinstance(value, np.ndarray | np.generic) and value.ndim == 0 and value.dtype.kind in "iuf":
        plain = None if isinstance(value, np.ma.MaskedArray) else value.item()
    if not _is_real(plain):
        raise InputError(
            say("{name} = {value} is not a number.", name=name, value=shortened(value))
        )
    found = _float(plain)
    if not low <= found <= high or abs(found) > LARGEST:
        raise not_allowed(name, plain, allowed)
    return found


def _is_real(value: object) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool | np.bool_ | np.timedelta64)


def _float(value: object) -> float:
    try:
        return float(value)  # type: ignore[arg-type]
    except OverflowError:
        return np.inf


def _range(low: float, high: float) -> str:
    if (low, high) == (-LARGEST, LARGEST):
        return say("a finite number of at most {high} in size", high=f"{high:g}")
    return say("a number from {low} to {high}", low=f"{low:g}", high=f"{high:g}")
