"""The page's side of the widgets, as text."""

from __future__ import annotations

from pathlib import Path


def front(name: str) -> str:
    """Return a file of the page's side. Its path instead would make anywidget keep every widget."""
    return Path(__file__).with_name(name).read_text(encoding="utf-8")
