"""Answers that a saved notebook carries: an output of their own, with a plain sentence beside them.

The output has a display id that is renewed with each answer, so that a notebook that is saved
afterwards carries the last one. Where there is no notebook nothing is shown.
"""

from __future__ import annotations

import sys
from typing import Any

from ..errors import FAULTS
from ..model.answers import MIME, Answer
from ..words import escaped, say


def carry(answer: Answer, name: str | None = None) -> None:
    """Show an answer where its widget left a place, or where the cell's output is."""
    _show(_bundle(answer), name or answer.question, update=name is not None)


def place(name: str, data: Any) -> None:
    """Leave a place for a widget's answer: empty, or with the one that was kept."""
    try:
        bundle = _bundle(Answer.from_data(data))
    except FAULTS:
        bundle = {"text/plain": "", "text/html": ""}
    _show(bundle, name, update=False)


def _bundle(answer: Answer) -> dict[str, Any]:
    told = say("Written down in this notebook; save it before you hand it in.")
    return {
        MIME: answer.to_data(),
        "text/plain": told,
        "text/html": f'<div class="cogov-answer" style="font-size:13px">{escaped(told)}</div>',
    }


def _show(bundle: dict[str, Any], name: str, *, update: bool) -> None:
    if "IPython" not in sys.modules:
        return
    from IPython.core.getipython import get_ipython
    from IPython.display import display

    shell: Any = get_ipython()
    if shell is None or not hasattr(shell, "kernel"):
        return
    show: Any = display
    show(bundle, raw=True, display_id=f"cogov-{name}", update=update)
