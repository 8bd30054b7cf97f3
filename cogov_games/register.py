"""The classes of which a declaration may consist, by the name that JSON gives them.

A class joins where it is defined, so that what reads and writes JSON need not know any of them.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Kind = TypeVar("Kind", bound=type)

DECLARABLE: dict[str, type] = {}
"""Whatever may stand in a declaration."""


def declarable_as(name: str) -> Callable[[Kind], Kind]:
    """Let a dataclass, and what inherits from it, stand in a declaration under this name."""

    def join(kind: Kind) -> Kind:
        DECLARABLE[name] = kind
        return kind

    return join


def declarable(kind: Kind) -> Kind:
    """Let a dataclass stand in a declaration under its own name."""
    return declarable_as(kind.__name__)(kind)


def name_of(kind: type) -> str:
    """Return the name under which a class stands in a declaration."""
    names = {known: name for name, known in DECLARABLE.items()}
    return next((names[base] for base in kind.__mro__ if base in names), kind.__name__)
