"""Text cells as HTML whose formulas a browser draws by itself, and the proof that a page is whole."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from latex2mathml.converter import convert
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath

from ..errors import InputError

LOADING = {
    "audio": ("src",), "embed": ("src",), "iframe": ("src",), "image": ("href", "xlink:href"),
    "img": ("src", "srcset"), "input": ("src",), "link": ("href",), "object": ("data",),
    "script": ("src",), "source": ("src", "srcset"), "track": ("src",), "use": ("href",),
    "video": ("src", "poster"),
}  # fmt: skip
"""The attributes by which elements load something."""


def mathml(tex: str, *, block: bool = False) -> str:
    r"""Return a TeX formula as MathML.

    Parameters
    ----------
    tex : str
    block : bool
        Whether it stands on a line of its own.

    Raises
    ------
    InputError
        If it is no formula.

    Examples
    --------
    >>> mathml(r"a < 1")[:33], "&#x0003C;" in mathml(r"a < 1")
    ('<math xmlns="http://www.w3.org/19', True)
    """
    written = re.sub(r"(\\(?:begin|end)){aligned}", r"\1{align*}", tex.strip())
    try:
        found = str(convert(written, display="block" if block else "inline"))
    except Exception as error:  # the library's errors have no common class
        raise InputError(f"the formula {tex!r} cannot be read ({type(error).__name__}).") from None
    if left := re.search(r"<mi>(\\\w+|&)</mi>", found):
        raise InputError(f"the formula {tex!r} has {left[1]!r}, which cannot be written on a page.")
    return found


class _Renderer(IPythonRenderer):
    def inline_math(self, body: str) -> str:
        return mathml(body)

    def block_math(self, body: str) -> str:
        return f'<div class="formula">{mathml(body, block=True)}</div>'

    def latex_environment(self, name: str, body: str) -> str:
        return self.block_math(f"\\begin{{{name}}}{body}\\end{{{name}}}")


def markdown(text: str, folder: Path, attachments: Any = None) -> str:
    """Return a text cell as HTML, its formulas as MathML and its pictures inside it."""
    renderer = _Renderer(
        escape=False, embed_images=True, exclude_anchor_links=True, path=str(folder),
        attachments=attachments or {},
    )  # fmt: skip
    return MarkdownWithMath(renderer=renderer).render(text)


def outside(page: str) -> list[str]:
    """Return every address from which a browser would load a part of the page.

    Examples
    --------
    >>> outside('<a href="https://a.example">a link loads nothing</a><img src="data:,x">')
    []
    >>> outside('<img src="https://a.example/b.png"><p style="background: url(c.png)">')
    ['https://a.example/b.png', 'c.png']
    """
    scan = _Scan()
    scan.feed(page)
    scan.close()
    return [address for address in scan.found if not address.startswith(("data:", "#"))]


def style_sheets(page: str) -> list[str]:
    """Return the texts of the page's style elements.

    Examples
    --------
    >>> style_sheets("<style>p > b { color: red }</style><p style='margin: 0'>")
    ['p > b { color: red }']
    """
    scan = _Scan()
    scan.feed(page)
    scan.close()
    return scan.sheets


class _Scan(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.sheets: list[str] = []
        self._style = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._style = tag == "style"
        if self._style:
            self.sheets.append("")
        for name, value in attrs:
            if name in LOADING.get(tag, ()) and value:
                self.found.append(value)
            elif name == "style" and value:
                self._read_style(value)

    def handle_endtag(self, tag: str) -> None:
        self._style = False

    def handle_data(self, data: str) -> None:
        if self._style:
            self.sheets[-1] += data
            self._read_style(data)

    def _read_style(self, style: str) -> None:
        self.found += re.findall(r"""url\(\s*["']?([^"')]+)""", style)
        self.found += re.findall(r"""@import\s+["']([^"']+)""", style)
