"""Declarations as JSON: every one is data, so that it can be stored, shared and compared."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any, TypeVar

import sympy as sp

from ..errors import InputError, shortened
from ..expressions import parse, to_text
from ..quantities import LARGEST
from ..register import DECLARABLE, name_of

FORMAT = "cogov_games mechanism 1"
LONGEST = 4_000_000
"""Characters of a text; the longest of the catalogue has 60,000."""
DEEPEST = 50
"""Lists and objects one inside the other."""
Declared = TypeVar("Declared")


def to_json(declaration: object) -> str:
    """Return the declaration as JSON text."""
    data = {"format": FORMAT, "mechanism": _encode(declaration)}
    return json.dumps(data, ensure_ascii=False, indent=1)


def from_json(text: str, kind: type[Declared]) -> Declared:
    """Return what `to_json` wrote, as a declaration of this class, its variants too; nothing in the
    text is executed.

    Raises
    ------
    InputError
        If the text is no such declaration.
    """
    kinds = DECLARABLE | {name_of(kind): kind}
    try:
        data = _data(text)
        if data["format"] != FORMAT:
            raise InputError(f"format {shortened(data['format'])} is not {FORMAT!r}.")
        declaration = _decode(data["mechanism"], kinds)
    except InputError:
        raise
    except Exception as error:  # the data decide which class meets which value
        raise InputError(
            f"this is not the JSON of a mechanism: {shortened(error, most=120)}."
        ) from error
    if not isinstance(declaration, kind):
        raise InputError("this is not the JSON of a mechanism.")
    return declaration


def _data(text: str) -> Any:
    if not isinstance(text, str):
        raise TypeError(f"{shortened(text)} is no text")
    if len(text) > LONGEST:
        raise ValueError(f"more than {LONGEST} characters")
    return json.loads(
        text,
        object_pairs_hook=_object,
        parse_int=lambda digits: _bounded(digits, int),
        parse_float=lambda digits: _bounded(digits, float),
        parse_constant=lambda name: _bounded(name, float),
    )


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("a key is given twice")
    return found


Number = TypeVar("Number", int, float)


def _bounded(digits: str, kind: type[Number]) -> Number:
    value = kind(digits)
    if not -LARGEST <= value <= LARGEST:
        raise ValueError(f"the number {shortened(digits)} is too large")
    return value


def _encode(value: Any) -> Any:
    if isinstance(value, sp.Basic):
        return {"expression": to_text(value)}
    if is_dataclass(value):
        body = {f.name: _encode(getattr(value, f.name)) for f in fields(value) if f.init}
        return {"kind": name_of(type(value)), **body}
    if isinstance(value, Mapping):
        return {"map": [[_encode(key), _encode(item)] for key, item in value.items()]}
    if isinstance(value, list | tuple):
        return [_encode(item) for item in value]
    return value


def _decode(value: Any, kinds: Mapping[str, type], depth: int = 0) -> Any:
    if depth > DEEPEST:
        raise ValueError("too deep")

    def inner(item: Any) -> Any:
        return _decode(item, kinds, depth + 1)

    if isinstance(value, str):
        value.encode()  # half a character is none
    if isinstance(value, list):
        return tuple(map(inner, value))
    if not isinstance(value, dict):
        return value
    if value.keys() == {"expression"}:
        return parse(value["expression"])
    if value.keys() == {"map"}:
        return {inner(key): inner(item) for key, item in value["map"]}
    kind = kinds[value["kind"]]
    return kind(**{name: inner(item) for name, item in value.items() if name != "kind"})
