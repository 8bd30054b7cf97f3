"""A mechanism and a class table whose every word is markup, as a stranger may have written them."""

from __future__ import annotations

import json
from html.parser import HTMLParser
from itertools import count
from typing import Any

from cogov_games import Mechanism

MARKUP = (
    '<img src=x onerror="window.pwned=1">',
    "<script>window.pwned=1</script>",
    '"><svg onload="window.pwned=1">',
    "'><b onmouseover='window.pwned=1'>",
    r"$\href{javascript:window.pwned=1}{x}$",
    r"\begin{align}\href{javascript:window.pwned=1}{x}\end{align}",
    "</style><script>window.pwned=1</script>",
    "</title></textarea><iframe srcdoc='<script>parent.pwned=1</script>'>",
    r"\"+(window.pwned=1)+\"' || constructor.constructor('window.pwned=1')() || '",
    "{{7*7}} ${7*7} &lt;&amp;",
    "[x](javascript:window.pwned=1) ![x](http://stranger.example/x.png)",
)
EVERYTHING = " ".join(MARKUP)


def hostile(mechanism: Mechanism) -> Mechanism:
    """Return the mechanism as read from JSON in which every text is some of the markup, numbered."""
    numbers = count()

    def text() -> str:
        n = next(numbers)
        return f"{MARKUP[n % len(MARKUP)]} {n}"

    def spoiled(part: Any) -> Any:
        if isinstance(part, list):
            return [spoiled(item) for item in part]
        if not isinstance(part, dict):
            return part
        if part.get("kind") == "Words":
            return {**part, "en": text(), "zh": text()}
        return {name: spoiled(item) for name, item in part.items()}

    data = json.loads(mechanism.to_json())
    body = data["mechanism"] = spoiled(data["mechanism"])
    body["article"], body["references"] = EVERYTHING, list(MARKUP)
    for name in ("title", "story", "idea"):
        body[name] = {"kind": "Words", "en": EVERYTHING, "zh": EVERYTHING}
    for part in body["declared_parameters"]:
        part["unit"] = {"kind": "Words", "en": EVERYTHING, "zh": EVERYTHING}
    return type(mechanism).from_json(json.dumps(data))


class Elements(HTMLParser):
    """The elements and attributes that a browser finds in some HTML."""

    HARMFUL = frozenset({"img", "script", "svg", "iframe", "object", "embed", "a", "link", "base"})

    def __init__(self, html: str) -> None:
        super().__init__()
        self.harmful: list[str] = []
        self.texts: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.HARMFUL:
            self.harmful.append(tag)
        self.harmful += [name for name, _ in attrs if name.startswith("on") or name == "srcdoc"]
        self.texts += [value for _, value in attrs if value]

    def handle_data(self, data: str) -> None:
        self.texts.append(data)
