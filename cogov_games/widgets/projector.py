"""Projector mode: large type, code hidden, one step at a time."""

from __future__ import annotations

import anywidget
import traitlets

from ..words import Words, say
from .composite import Composite
from .front import front
from .place import Placed


class Projector(Placed, Composite, anywidget.AnyWidget):
    """A button that projects the notebook it stands in.

    Notes
    -----
    Each second-level heading begins a step. PageDown and PageUp, the keys of a presenter, go on and
    back; Escape leaves. It works in JupyterLab and Notebook 7 and needs no kernel once it is shown.
    """

    appears = Words("the button", "按钮")

    _esm = front("projector.js")
    _css = front("projector.css")
    words = traitlets.Dict().tag(sync=True)

    def __init__(self) -> None:
        super().__init__(
            words={
                "start": say("▶ project this lesson"),
                "back": say("step back"),
                "next": say("next step"),
                "smaller": say("smaller type"),
                "larger": say("larger type"),
                "leave": say("leave the projector mode"),
                "nowhere": say("the projector mode needs JupyterLab"),
            }
        )

    def __repr__(self) -> str:
        return "<projector>"


def projector() -> Projector:
    """Return a button that projects the notebook it stands in; see `Projector`."""
    return Projector()
