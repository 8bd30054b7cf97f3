"""Texts that tables and lines share: HTML tables, profiles and numbers as they are read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ..words import UNTYPESET, Html, escaped


def precise(value: float | None) -> str:
    """Return a number to six significant digits, a dash where there is none."""
    return "–" if value is None or np.isnan(value) else f"{value + 0.0:.6g}"


def _row(cells: list[str], tag: str = "td") -> str:
    return "<tr>" + "".join(f"<{tag}>{escaped(cell)}</{tag}>" for cell in cells) + "</tr>"


def html_table(head: list[str], rows: list[list[str]], caption: str = "") -> Html:
    """Return a plain HTML table; cells are texts, unless they are `Html`."""
    title = f"<caption>{escaped(caption)}</caption>" if caption else ""
    body = "".join(_row(row) for row in rows)
    return Html(
        f'<table class="{UNTYPESET}">{title}<thead>{_row(head, "th")}</thead>'
        f"<tbody>{body}</tbody></table>"
    )


def profile_text(profile: Mapping[str, Any]) -> str:
    """Return a profile on one line, rounded for reading."""
    parts = []
    for key, value in profile.items():
        inner = f"({profile_text(value)})" if isinstance(value, Mapping) else f"{value:.4g}"
        parts.append(f"{key}: {inner}" if not inner.startswith("(") else f"{key} {inner}")
    return ", ".join(parts)
