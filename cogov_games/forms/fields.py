"""Fields of a declaration that hold expressions; whoever declares them may give plain numbers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import sympy as sp


def sympify_fields(declaration: object, *names: str) -> None:
    """Turn what a frozen dataclass holds in these fields, tuples and mappings too, into SymPy."""
    for name in names:
        object.__setattr__(declaration, name, _sympified(getattr(declaration, name)))


def _sympified(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _sympified(item) for key, item in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str):
        return tuple(map(_sympified, value))
    return sp.sympify(value)
