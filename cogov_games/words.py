"""Words that a learner reads, in English and in simplified Chinese."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from .errors import InputError
from .register import declarable

LANGUAGES = ("en", "zh")
_current = "en"


def use_language(language: str) -> None:
    """Speak this language from now on.

    Parameters
    ----------
    language : {"en", "zh"}

    Raises
    ------
    InputError
        If the language is not one of the two.
    """
    global _current
    if language not in LANGUAGES:
        raise unknown("language", language, LANGUAGES)
    _current = language


def current_language() -> str:
    """Return the language that the package speaks now: ``"en"`` or ``"zh"``."""
    return _current


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Speak `language` inside a ``with`` block."""
    before = _current
    use_language(language)
    try:
        yield
    finally:
        use_language(before)


@declarable
@dataclass(frozen=True, slots=True)
class Words:
    """The same words in English and in Chinese; ``str()`` gives the current language's."""

    en: str
    zh: str

    def __str__(self) -> str:
        return self.zh if _current == "zh" else self.en


class Html(str):
    """HTML in which every word was escaped; `escaped` leaves it as it is."""

    __slots__ = ()


UNTYPESET = "mathjax_ignore tex2jax_ignore"
"""The class of elements in which a notebook takes dollars and backslashes for what they are."""


def escaped(text: object) -> Html:
    """Return a text as HTML that shows it literally, in an element or as an attribute's value.

    Examples
    --------
    >>> print(escaped('<b>"1 & 2"</b>'), escaped(Html("<b>1</b>")))
    &lt;b&gt;&quot;1 &amp; 2&quot;&lt;/b&gt; <b>1</b>
    """
    return text if isinstance(text, Html) else Html(html.escape(str(text)))


def labelled(label: object, words: object) -> str:
    """Return "label: words" with the current language's colon."""
    return f"{label}：{words}" if _current == "zh" else f"{label}: {words}"


def listed(items: Iterable[object], *, strong: bool = False) -> str:
    """Return the items in a row, parted by the current language's comma or semicolon."""
    mark = ("；" if strong else "，") if _current == "zh" else ("; " if strong else ", ")
    return mark.join(map(str, items))


def joined(sentences: Iterable[str]) -> str:
    """Return the sentences one after the other; in Chinese nothing parts them."""
    return ("" if _current == "zh" else " ").join(filter(None, sentences))


def number(value: float) -> str:
    """Return a number to three significant digits, without an exponent where one can do without."""
    if value != value:
        return "–"
    if value == 0 or 1e-4 <= abs(value) < 1e5:
        text = f"{value + 0.0:.3g}" if abs(value) < 1000 else f"{value:.0f}"
        return text.replace("-", "−")
    return f"{value:.2e}".replace("-", "−")


@cache
def _interface() -> dict[str, str]:
    text = files("cogov_games").joinpath("locale", "zh.json").read_text(encoding="utf-8")
    table: dict[str, str] = json.loads(text)
    return table


def say(english: str, **fields: object) -> str:
    """Return an interface sentence in the current language, its ``{fields}`` filled in.

    The English sentence is the key of ``locale/zh.json``.

    Raises
    ------
    KeyError
        If the sentence has no Chinese counterpart.
    """
    sentence = english if _current == "en" else _interface()[english]
    return sentence.format(**{name: str(value) for name, value in fields.items()})


def unknown(kind: str, given: object, allowed: Iterable[str]) -> InputError:
    """Return the error for a misspelt name, with the nearest allowed names."""
    names = list(allowed)
    same = [name for name in names if name.lower() == str(given).lower()]
    near = same or get_close_matches(str(given), names, n=1, cutoff=0.5)
    hint = say("Did you mean {name}?", name=repr(near[0])) + " " if near else ""
    sentence = "unknown {kind} {given}. {hint}Allowed: {names}."
    return InputError(
        say(sentence, kind=kind, given=repr(given), hint=hint, names=", ".join(names))
    )
