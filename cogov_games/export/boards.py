"""A board's content as numbers of pooled values."""

from __future__ import annotations

from typing import Any, TypeAlias

from ..widgets.live import LiveBoard
from .pool import Pool

Data: TypeAlias = dict[str, Any]
Frame: TypeAlias = dict[tuple[str, ...], int]
"""The content of a board: the number of a pooled value by slot."""


def frame(shown: LiveBoard, pool: Pool) -> Frame:
    """Return a board's content, pooled."""
    found: Frame = {}
    for name, chart in shown.frame["charts"].items():
        for dataset, rows in chart["data"].items():
            found["data", name, dataset] = pool.table(rows)
        for signal, value in chart["signals"].items():
            found["signals", name, signal] = pool.value(value)
        if "alt" in chart:
            found["alt", name] = pool.value(chart["alt"])
    for name, text in shown.frame["html"].items():
        found["html", name] = pool.value(text)
    return found


def board(shown: LiveBoard, content: Frame) -> Data:
    """Return what does not change of a board, with the content that it begins with."""
    parts = {part: getattr(shown, part) for part in ("template", "specs", "styles", "options")}
    return {**parts, "slots": list(content), "frame": list(content.values())}
