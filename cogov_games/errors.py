"""The one error that a user of the package meets."""

from __future__ import annotations


class InputError(ValueError):
    """A value that a public call cannot accept: names the parameter, the value and what is allowed."""


FAULTS = (
    InputError, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError,
)  # fmt: skip
"""What reading data from outside may raise where they are not what they should be."""


def shortened(text: str, most: int = 60) -> str:
    """Return a text as an error quotes it: its beginning alone, where it is long."""
    return text if len(text) <= most else f"{text[:most]}…"
