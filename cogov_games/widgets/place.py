"""What a notebook shows in a widget's place before its cell is run, or after it was closed."""

from __future__ import annotations

from typing import Any, ClassVar

from ..words import Words, say
from .kept import Slot


class Placed:
    """A widget whose stored text says what to do; its ``repr`` stays what a console shows."""

    appears: ClassVar[Words]

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        above: Any = super()
        bundle = above._repr_mimebundle_(**options)
        data, about = bundle if isinstance(bundle, tuple) else (bundle, {})
        text = say("▶ run this cell (Shift+Enter): {what} appears here", what=self.appears)
        return {**data, "text/plain": text}, about


class Answered(Placed):
    """A widget with an answer: beside it the notebook carries what was answered, once it was."""

    _slot: Slot

    def _repr_mimebundle_(self, **options: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        self._slot.place()
        return super()._repr_mimebundle_(**options)
