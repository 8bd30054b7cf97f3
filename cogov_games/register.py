"""The classes of which a declaration may consist, by the name that JSON gives them.

A class joins where it is defined, so that what reads and writes JSON need not know any of them.
"""

from __future__ import annotations

from typing import TypeVar

Declared = TypeVar("Declared", bound=type)

DECLARABLE: dict[str, type] = {}
"""Whatever may stand in a declaration."""


def declarable(kind: Declared) -> Declared:
    """Let a dataclass stand in a declaration."""
    DECLARABLE[kind.__name__] = kind
    return kind
