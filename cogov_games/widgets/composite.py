"""A widget that is closed as a whole, so that neither kernel nor page keeps a part of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import Any

import ipywidgets as widgets
import traitlets

from .loader import release


class Composite:
    """A widget whose `close` closes its parts too and ends all that still would call it."""

    def close(self) -> None:
        """Close the widget and its parts."""
        tree = [*dict.fromkeys(_tree(self))]
        release([part.model_id for part in tree])
        for part in tree:
            for end in part.__dict__.pop("_ends", ()):
                end()
            widgets.Widget.close(part)

    def at_close(self, end: Callable[[], None]) -> None:
        """Call ``end()`` when the widget is closed."""
        self.__dict__.setdefault("_ends", []).append(end)

    def follow(self, source: traitlets.HasTraits, trait: str, act: Callable[[], None]) -> None:
        """Call ``act()`` whenever another object's trait changes, until the widget is closed."""

        def changed(_: object) -> None:
            act()

        source.observe(changed, trait)
        self.at_close(partial(source.unobserve, changed, trait))


def _tree(widget: Any) -> Iterator[widgets.Widget]:
    """Return a widget, unless it is closed, and what it refers to: layout, style, children."""
    if widget.comm is None:
        return
    yield widget
    for name in widget.keys:
        value = getattr(widget, name)
        for item in value if isinstance(value, list | tuple) else (value,):
            if isinstance(item, widgets.Widget):
                yield from _tree(item)
