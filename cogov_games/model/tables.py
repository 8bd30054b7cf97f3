"""Texts that tables and lines share: cells, HTML tables, profiles and numbers as they are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from numbers import Number
from typing import Any
from unicodedata import category, normalize

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


FORMULA = "=+-@"
"""What a spreadsheet takes for the beginning of a formula, in wide and small forms as well."""

_QUOTE = "'"
_SEPARATOR = re.compile(r"([;,\t\r\n])")
"""Where a spreadsheet may split a cell, if it was told of another separator than ours."""
_NUMBER = re.compile(r" *[+-]?(\d+(\.\d*)?|\.\d+)([eE][+-]?\d+)?( *[%％])? *", re.ASCII)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_NO_CHARACTER = re.compile("[\ud800-\udfff\ufffe\uffff]")
_UNSEEN = frozenset({"Cc", "Cf", "Zs", "Zl", "Zp", "Mn", "Me"})
_BLANKS = frozenset('"\u115f\u1160\u2800\u3164\uffa0')
"""Quotes, and letters without ink, which Unicode does not count among the blanks."""


def harmless(cell: object, marks: str = FORMULA) -> object:
    """Return what can be written into a table so that no spreadsheet takes it for a formula.

    Numbers, texts that are numbers, and None stay what they are. In any other text an apostrophe is
    put before each part that begins with ``=``, ``+``, ``-`` or ``@``, whatever invisible comes
    first, and before a leading tab or line end. A part begins where the cell does, and after each
    character at which a spreadsheet may split it. Control characters are removed and lone
    surrogates replaced, which no table can hold. `original` undoes the apostrophes. Whose tables
    give a meaning to other beginnings as well may give them as `marks`.

    Examples
    --------
    >>> harmless("=SUM(A1)"), harmless("a;@b"), harmless("-0.5"), harmless(-0.5)
    ("'=SUM(A1)", "a;'@b", '-0.5', -0.5)
    """
    if cell is None or isinstance(cell, Number):
        return cell
    text = _NO_CHARACTER.sub("\ufffd", _CONTROL.sub("", str(cell)))
    return _by_part(text, marks, lambda part, begins: _QUOTE + part if begins(part) else part)


def original(text: str, marks: str = FORMULA) -> str:
    """Return the text from which `harmless` made another; one that it left alone stays.

    Examples
    --------
    >>> original("'=SUM(A1)"), original("'tis")
    ('=SUM(A1)', "'tis")
    """
    if _QUOTE not in text:
        return text
    return _by_part(
        text,
        marks,
        lambda part, begins: part[1:] if part[:1] == _QUOTE and begins(part[1:]) else part,
    )


def _by_part(text: str, marks: str, change: Callable[[str, Callable[[str], bool]], str]) -> str:
    """Return a text with each part changed; `change` is told what makes the part dangerous."""
    pieces = _SEPARATOR.split(text)
    for place in range(0, len(pieces), 2):
        leads = place == 0 and pieces[1:2] not in ([], [";"], [","])

        def begins(part: str, leads: bool = leads) -> bool:
            first = _first_seen(part.lstrip(_QUOTE))
            return first in marks and not _NUMBER.fullmatch(part) if first else leads

        pieces[place] = change(pieces[place], begins)
    return "".join(pieces)


def _first_seen(text: str) -> str:
    """Return the first character that can be seen, in its plain form; nothing if there is none."""
    seen = (c for c in text if c not in _BLANKS and category(c) not in _UNSEEN)
    return normalize("NFKC", next(seen, ""))
