"""The one error that a user of the package meets."""

from __future__ import annotations


class InputError(ValueError):
    """A value that a public call cannot accept: names the parameter, the value and what is allowed."""


FAULTS = (
    InputError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError,
)  # fmt: skip
"""What reading data from outside may raise where they are not what they should be."""


def abridged(text: str, most: int = 60) -> str:
    """Return a text as an error quotes it: its beginning alone, where it is long."""
    return text if len(text) <= most else f"{text[:most]}…"


def shortened(value: object, most: int = 60) -> str:
    """Return how Python writes a value, its middle left out where that is long.

    Examples
    --------
    >>> shortened("a" * 1000, most=20)
    "'aaaaaaaa…aaaaaaaa'"
    """
    if isinstance(value, str) and len(value) > most:
        value = value[:most] + value[-most:]
    try:
        text = " ".join(map(str.strip, repr(value).splitlines()))
    except Exception:  # what a caller gives may not even be written: 10**5000 is not
        text = f"<{type(value).__name__}>"
    half = most // 2 - 1
    return text if len(text) <= most else f"{text[:half]}…{text[-half:]}"
