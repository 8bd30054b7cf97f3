"""Filling in the blanks of a template, as an author would, with words that say nothing."""

import re

from cogov_games.study.contracts import BLANK

ONE = re.compile(rf'{BLANK}([:：])[^"\n]*')
"""A blank: it ends with its line or its quotation mark, and its colon tells the language."""


def filled(text: str, but: int | None = None) -> str:
    """Return the text with every blank filled in, or all but one."""
    blanks = iter(range(len(ONE.findall(text))))

    def words(blank: re.Match[str]) -> str:
        if next(blanks) == but:
            return blank.group()
        return "Some words." if blank.group(1) == ":" else "一些文字。"

    return ONE.sub(words, text)
