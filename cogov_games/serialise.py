"""Mechanisms as JSON: every declaration is data, so that it can be stored, shared and compared."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from typing import Any

import sympy as sp

from .errors import InputError
from .expressions import parse, to_text
from .mechanism import Mechanism
from .register import DECLARABLE

FORMAT = "cogov_games mechanism 1"


def to_json(mechanism: Mechanism) -> str:
    """Return the declaration as JSON text."""
    data = {"format": FORMAT, "mechanism": _encode(mechanism)}
    return json.dumps(data, ensure_ascii=False, indent=1)


def from_json(text: str) -> Mechanism:
    """Return the mechanism that `to_json` wrote; nothing in the text is executed.

    Raises
    ------
    InputError
        If the text is no such declaration.
    """
    try:
        data = json.loads(text)
        if data["format"] != FORMAT:
            raise InputError(f"format {data['format']!r} is not {FORMAT!r}.")
        mechanism = _decode(data["mechanism"])
    except InputError:
        raise
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(f"this is not the JSON of a mechanism: {error!r}.") from error
    if not isinstance(mechanism, Mechanism):
        raise InputError("this is not the JSON of a mechanism.")
    return mechanism


def _encode(value: Any) -> Any:
    if isinstance(value, sp.Basic):
        return {"expression": to_text(value)}
    if is_dataclass(value):
        body = {f.name: _encode(getattr(value, f.name)) for f in fields(value) if f.init}
        return {"kind": type(value).__name__, **body}
    if isinstance(value, Mapping):
        return {"map": [[_encode(key), _encode(item)] for key, item in value.items()]}
    if isinstance(value, list | tuple):
        return [_encode(item) for item in value]
    return value


def _decode(value: Any) -> Any:
    if isinstance(value, list):
        return tuple(_decode(item) for item in value)
    if not isinstance(value, dict):
        return value
    if value.keys() == {"expression"}:
        return parse(value["expression"])
    if "map" in value:
        return {_decode(key): _decode(item) for key, item in value["map"]}
    kind = DECLARABLE[value["kind"]]
    return kind(**{name: _decode(item) for name, item in value.items() if name != "kind"})
