"""JSON from strangers: bounded in length and depth, no key twice, no number that is none."""

from __future__ import annotations

import json
from typing import Any

from ..errors import InputError, shortened
from ..quantities import LARGEST

DEEPEST = 60
"""Brackets within brackets."""

LONGEST_NUMBER = 300
"""Characters of a number, so that a whole one is not above `quantities.LARGEST` either."""


def load(text: str | bytes, largest: int) -> Any:
    """Return the data of a JSON text.

    Parameters
    ----------
    text : str or bytes
        UTF-8, with or without a byte order mark, if it is bytes.
    largest : int
        Bytes, or characters, that it may have.

    Raises
    ------
    InputError
        If it is too long or too deep, no JSON, or has a key twice, a number that is not finite, or
        half of a character.
    """
    if not isinstance(text, str | bytes):
        raise InputError(f"{shortened(text)} is no text of JSON.")
    if len(text) > largest:
        raise InputError(f"the JSON is {len(text)} long; allowed are {largest}.")
    try:
        if isinstance(text, bytes):
            text = text.decode("utf-8-sig")
        text.encode("utf-8")  # a lone surrogate is no character
        data = json.loads(
            text, object_pairs_hook=_object, parse_constant=_no_number, parse_int=_int,
            parse_float=_float,
        )  # fmt: skip
    except InputError:
        raise
    except RecursionError:
        raise InputError(f"the JSON is nested more than {DEEPEST} deep.") from None
    except ValueError as error:
        raise InputError(f"this is no JSON: {str(error)[:120]}.") from None
    _check_strings(data)
    return data


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise InputError("the JSON has a key twice.")
    return found


def _no_number(text: str) -> float:
    raise InputError(f"{text} is no number that is allowed in JSON.")


def _int(text: str) -> int:
    return int(_short(text))


def _float(text: str) -> float:
    value = float(_short(text))
    if abs(value) > LARGEST:
        raise InputError(f"{shortened(text)} is too large a number.")
    return value


def _short(text: str) -> str:
    if len(text) > LONGEST_NUMBER:
        raise InputError(f"a number of {len(text)} characters is not allowed in JSON.")
    return text


def _check_strings(data: Any) -> None:
    """Escapes may hide halves of characters, and a depth that no recursion may follow."""
    level = [data]
    for _ in range(DEEPEST):
        below: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                below += item.keys()
                below += item.values()
            elif isinstance(item, list):
                below += item
            elif isinstance(item, str) and not is_whole(item):
                raise InputError("the JSON holds half of a character (a lone surrogate).")
        if not below:
            return
        level = below
    raise InputError(f"the JSON is nested more than {DEEPEST} deep.")


def is_whole(text: str) -> bool:
    """Say whether a text holds no half of a character (a lone surrogate)."""
    return not any("\ud800" <= c <= "\udfff" for c in text)
