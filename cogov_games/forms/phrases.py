"""Words put together in both languages at once."""

from __future__ import annotations

from collections.abc import Iterable

from ..words import Words


def titled(title: Words, words: Words) -> Words:
    """Return "title: words"."""
    return Words(f"{title.en}: {words.en}", f"{title.zh}：{words.zh}")


def in_a_row(parts: Iterable[Words], en: str = ", ", zh: str = "，") -> Words:
    """Return the parts one after the other, with a mark of each language between them."""
    parts = list(parts)
    return Words(en.join(part.en for part in parts), zh.join(part.zh for part in parts))
