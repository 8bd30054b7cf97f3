"""The catalogue as a table by theme, article or form, and a search through it in both languages."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, get_args

from ..errors import InputError
from ..words import UNTYPESET, Html, Words, escaped, labelled, say, unknown

if TYPE_CHECKING:
    from ..mechanism import Mechanism

By = Literal["theme", "article", "form"]

ARTICLES = {
    "S0": Words("Cooperative governance between society and government (Chen Sha)",
                "社会与政府的合作治理（Chen Sha）"),
    "S1": Words("Overall collaborative governance of the urban and rural grassroots (Cui Jing, 2021)",
                "城乡基层的整体协同治理（Cui Jing，2021）"),
    "S2": Words("Social governance innovation based on multi-center theory (Liu Yuzhu)",
                "基于多中心理论的社会治理创新（Liu Yuzhu）"),
    "S3": Words("Cooperation of regional local governments (Shen Lijuan and Chen Yue, 2015)",
                "区域地方政府的合作行为（Shen Lijuan、Chen Yue，2015）"),
    "S4": Words("Grassroots governance from a collaborative perspective: Town A (Yang Wurui)",
                "协同视角下的基层治理：以 A 镇为例（Yang Wurui）"),
}  # fmt: skip
"""The source articles; the titles are shortened, in our words."""


@dataclass(frozen=True)
class Overview:
    """Mechanisms in groups, as a table that a terminal and a notebook can show.

    Attributes
    ----------
    by : {"theme", "article", "form"}
        What the mechanisms are grouped by.
    search : str
        The words that every listed mechanism contains, in either language; empty for all.
    groups : mapping of str to tuple of Mechanism
        The mechanisms by the name of their group, in the current language when it was made.
    """

    by: By
    search: str
    groups: Mapping[str, tuple[Mechanism, ...]]

    @property
    def keys(self) -> tuple[str, ...]:
        """The keys of the mechanisms that are listed, group by group."""
        return tuple(m.key for group in self.groups.values() for m in group)

    def __repr__(self) -> str:
        if not self.groups:
            return self._nothing()
        rows = [_cells(m) for group in self.groups.values() for m in group]
        widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
        lines = []
        for name, group in self.groups.items():
            lines.append(name)
            lines += ["  " + "  ".join(map(_pad, _cells(m), widths)).rstrip() for m in group]
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        if not self.groups:
            return f'<p class="{UNTYPESET}">{escaped(self._nothing())}</p>'
        head = [say(word) for word in ("title", "key", "form", "theme", "article")]
        body = []
        for name, group in self.groups.items():
            body.append(f'<tr><th colspan="{len(head)}">{escaped(name)}</th></tr>')
            for m in group:
                told = Html(f"<b>{escaped(m.title)}</b><div>{escaped(m.idea)}</div>")
                cells = [told, Html(f"<code>{escaped(m.key)}</code>"),
                         say(m.form.kind), say(m.theme), m.article]  # fmt: skip
                row = "".join(f'<td style="text-align:left">{escaped(cell)}</td>' for cell in cells)
                body.append(f"<tr>{row}</tr>")
        top = "".join(f"<th>{escaped(word)}</th>" for word in head)
        return (
            f'<table class="{UNTYPESET}"><thead><tr>{top}</tr></thead>'
            f"<tbody>{''.join(body)}</tbody></table>"
        )

    def _nothing(self) -> str:
        return say("No mechanism contains “{words}”.", words=self.search)


def overview(mechanisms: Iterable[Mechanism], by: Any = "theme", search: Any = "") -> Overview:
    """Group mechanisms, those that contain the searched words.

    Parameters
    ----------
    mechanisms : iterable of Mechanism
    by : {"theme", "article", "form"}
    search : str
        Words in English or Chinese, parted by spaces; a mechanism must contain all of them in its
        key, names, story, idea, references or parameters. Case does not matter.

    Raises
    ------
    InputError
        If `by` is not one of the three, or `search` is no text.
    """
    if by not in get_args(By):
        raise unknown("grouping", by, get_args(By))
    if not isinstance(search, str):
        raise InputError(f"search = {search!r} is no text.")
    wanted = search.casefold().split()
    group_of: Callable[[Mechanism], str] = {
        "theme": lambda m: say(m.theme),
        "article": lambda m: labelled(m.article, ARTICLES.get(m.article, "")),
        "form": lambda m: say(m.form.kind),
    }[by]
    groups: dict[str, list[Mechanism]] = {}
    for m in mechanisms:
        text = _text(m) if wanted else ""
        if all(word in text for word in wanted):
            groups.setdefault(group_of(m), []).append(m)
    return Overview(by, search, {name: tuple(groups[name]) for name in sorted(groups)})


def _text(m: Mechanism) -> str:
    """Return everything by which a mechanism can be found, in both languages."""
    actors = [a.title for key in m.regimes for a in m.form_of(key).actors]
    named = (m.title, m.story, m.idea, m.leaves_out, *actors,
             *(p.meaning for p in m.declared_parameters), *(r.note for r in m.declared_regimes))  # fmt: skip
    words = [text for w in named for text in (w.en, w.zh)]
    return " ".join([m.key, m.theme, m.form.kind, *words, *m.references]).casefold()


def _cells(m: Mechanism) -> tuple[str, str, str, str]:
    return m.key, str(m.title), say(m.form.kind), m.article


def _width(text: str) -> int:
    """Return how many columns of a terminal a text takes."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)


def _pad(text: str, width: int) -> str:
    return text + " " * (width - _width(text))
