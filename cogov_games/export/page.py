"""A lesson as one HTML file that loads nothing."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from functools import cached_property
from hashlib import sha256
from pathlib import Path
from string import Template
from typing import Any, Final
from zlib import compress

from .. import __version__
from ..errors import InputError
from ..widgets import bundle
from ..words import escaped, say, speaking
from .markup import markdown, outside, style_sheets
from .run import WIDGET, Lesson

HERE: Final = Path(__file__).parent
FRONT: Final = HERE.parent / "widgets"
POLICY: Final = (
    "default-src 'none'; connect-src 'none'; base-uri 'none'; form-action 'none'; "
    "img-src data:; font-src data:; script-src $script blob:; "
    "style-src $styles; style-src-attr 'unsafe-inline'"
)
"""What a browser may do: run the one script of the page, by its hash, and the modules that this script
unpacks; nothing is compiled from text, and no attribute is run. Styles go by their hashes, too, but
for attributes, by which Vega and the boards place and colour what they draw."""
TAGS: Final = {"en": "en", "zh": "zh-Hans"}


class Page:
    """A lesson as one HTML file whose widgets answer without a kernel, as far as they can.

    Parameters
    ----------
    lesson : Lesson

    Notes
    -----
    An explorer's sliders move one at a time, a check gives its feedback and hints, a prediction can
    be locked; what is played needs a kernel, and the page says so.
    """

    kind = "page"

    def __init__(self, lesson: Lesson) -> None:
        self.lesson = lesson

    @cached_property
    def html(self) -> str:
        """The whole file.

        Raises
        ------
        InputError
            If a formula cannot be written, or something would be loaded from elsewhere.
        """
        with speaking(self.lesson.language):
            parts = [self.head(), *map(self.cell, self.lesson.cells), self.foot()]
            body, styles = "\n".join(filter(None, parts)), f"\n{self.styles()}\n"
            script = f"\n{(HERE / 'page.js').read_text(encoding='utf-8')}\n"
            text = Template((HERE / "page.html").read_text(encoding="utf-8")).substitute(
                lang=TAGS[self.lesson.language], policy=self.policy(script, styles, body),
                version=__version__, title=escaped(self.title), kind=self.kind, styles=styles,
                body=body, data=self.data(), script=script,
            )  # fmt: skip
        if found := outside(text):
            raise InputError(
                f"{self.lesson.name} loads {found[0]!r}: a page holds all that it shows."
            )
        return text

    @property
    def title(self) -> str:
        """The first heading."""
        texts = (cell.source for cell in self.lesson.cells if cell.cell_type == "markdown")
        return next(
            (m[1] for text in texts if (m := re.search(r"^# +(.+)$", text, re.M))), self.lesson.name
        )

    def styles(self) -> str:
        """The style sheets."""
        files = (FRONT / "live.css", HERE / "page.css")
        return "\n".join(file.read_text(encoding="utf-8") for file in files)

    def policy(self, script: str, styles: str, body: str) -> str:
        """Return what a browser may do on the page; style sheets are its own, its boards' and those
        in the outputs of cells."""
        boards = {still["styles"] for still in self.lesson.widgets.values() if "styles" in still}
        sheets = sorted({_hash(sheet) for sheet in {styles, *boards, *style_sheets(body)}})
        return Template(POLICY).substitute(script=_hash(script), styles=" ".join(sheets))

    def head(self) -> str:
        """Return what comes before the first cell."""
        note = say(
            "This file holds the whole lesson: nothing has to be installed or run. Only playing "
            "needs JupyterLab."
        )
        noscript = say("Without JavaScript, the charts of this page stay empty.")
        return f'<p class="hint">{note}</p><noscript><p class="hint">{noscript}</p></noscript>'

    def cell(self, cell: Any) -> str:
        """Return a cell."""
        step = " ".join(f"step-{tag}" for tag in cell.metadata.get("tags", ()))
        if cell.cell_type == "markdown":
            text = markdown(cell.source, self.lesson.folder, cell.get("attachments"))
            return f'<section class="text {step}">\n{text}</section>'
        if cell.cell_type != "code":
            return ""
        shown = "\n".join(filter(None, map(self.output, cell.outputs)))
        inside = "\n".join(filter(None, (self.code(cell.source), shown)))
        quiet = "" if shown else " quiet"
        return f'<section class="{step}{quiet}">\n{inside}\n</section>' if inside else ""

    def code(self, source: str) -> str:
        """Return the code of a cell, folded."""
        summary = say("code")
        return (
            f'<details class="code"><summary>{summary}</summary>'
            f"<pre><code>{escaped(source)}</code></pre></details>"
        )

    def output(self, output: Any) -> str:
        """Return one output of a cell."""
        if output.output_type == "stream":
            return f'<pre class="printed">{escaped(output.text)}</pre>'
        data = output.get("data", {})
        if WIDGET in data:
            name = data[WIDGET]["model_id"]
            return self.widget(name, self.lesson.widgets.get(name, {"kind": "other"}))
        if "text/html" in data:
            return f'<div class="text">{data["text/html"]}</div>'
        if "text/markdown" in data:
            text = markdown(data["text/markdown"], self.lesson.folder)
            return f'<div class="text">{text}</div>'
        if "text/latex" in data:
            return markdown(data["text/latex"], self.lesson.folder)
        if "image/svg+xml" in data:
            return str(data["image/svg+xml"])
        if "image/png" in data:
            return f'<img alt="" src="data:image/png;base64,{data["image/png"].strip()}">'
        return f'<pre class="printed">{escaped(data.get("text/plain", ""))}</pre>'

    def widget(self, name: str, still: Any) -> str:
        """Return the place of a widget, or a word on why it is not there."""
        place = f'<div class="widget" data-widget="{name}"></div>'
        match still["kind"]:
            case "nothing":
                return ""
            case "play":
                note = say("To play this, open the lesson in JupyterLab. It begins like this:")
                return f'<p class="needs">{note}</p>{place}'
            case "observe":
                note = say("What you predicted and what you play is drawn here in JupyterLab.")
                return f'<p class="needs">{note}</p>'
            case "other":
                return f'<p class="needs">{say("This part needs JupyterLab.")}</p>'
        return place

    def foot(self) -> str:
        """Return what follows the last cell."""
        return ""

    def data(self) -> str:
        """Return what the page's script reads, packed."""
        given = {
            "widgets": self.lesson.widgets, "pool": self.lesson.pool, "engine": bundle.key()
        }  # fmt: skip
        parts = {
            "data": json.dumps(given, ensure_ascii=False, separators=(",", ":")),
            "vega": bundle.read(),
            "loader": (FRONT / "loader.js").read_text(encoding="utf-8"),
            "live": (FRONT / "live.js").read_text(encoding="utf-8"),
        }
        return "\n".join(
            f'<script type="text/plain" id="cogov-{name}">{_pack(text)}</script>'
            for name, text in parts.items()
        )


def _hash(text: str) -> str:
    """Return how a policy names a script or a style sheet."""
    digest = sha256(text.replace("\r\n", "\n").encode("utf-8")).digest()
    return f"'sha256-{b64encode(digest).decode('ascii')}'"


def _pack(text: str) -> str:
    return b64encode(compress(text.encode("utf-8"), 9)).decode("ascii")
