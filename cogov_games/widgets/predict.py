"""A prediction with a reason, locked before anything is revealed."""

from __future__ import annotations

import contextlib

import ipywidgets as widgets
import traitlets

from ..errors import FAULTS, InputError
from ..model.answers import read
from ..quantities import number
from ..words import UNTYPESET, Words, current_language, escaped, say, speaking
from .composite import Composite
from .kept import Slot
from .place import Answered

LEAST = 3
"""Characters that a reason has at least; three Chinese ones can say something."""


class Prediction(Answered, Composite, widgets.VBox):
    """A number and a reason that cannot be changed once they are locked.

    Parameters
    ----------
    question : Words or str
    low, high, step : float
        The numbers that can be chosen; the slider starts half-way.
    format : str
        How a number is written, as in Python's ``format``: ``".0%"`` for a share.

    Attributes
    ----------
    locked : bool
        A read-only trait that can be observed.

    Raises
    ------
    InputError
        If the range is empty or the format is none.

    Examples
    --------
    >>> prediction = Prediction("How many will come?", 0, 1, 0.05, format=".0%")
    >>> prediction.lock(0.4, "It will rain.")
    >>> prediction.locked, prediction.value, prediction.reason
    (True, 0.4, 'It will rain.')
    """

    appears = Words("the question", "预测题")

    locked = traitlets.Bool(False, read_only=True)

    def __init__(
        self,
        question: Words | str,
        low: float = 0.0,
        high: float = 1.0,
        step: float = 0.05,
        format: str = ".2f",
    ) -> None:
        low, high, step = (
            number(name, value) for name, value in (("low", low), ("high", high), ("step", step))
        )
        if not low < high or not 0 < step <= high - low:
            raise InputError(
                f"low = {low}, high = {high}, step = {step} is not allowed: low < high, and a "
                "positive step that fits between them."
            )
        self.question, self.format = question, format
        try:
            self.written(low)
        except ValueError:
            raise InputError(f"format = {format!r} is not a format of numbers.") from None
        self.language = current_language()
        self._kept: tuple[float, str] | None = None
        self.low, self.high = float(low), float(high)
        middle = low + step * round((high - low) / (2 * step))
        self.slider = widgets.FloatSlider(
            value=middle, min=low, max=high, step=step, readout=False, tooltip=str(question),
            layout=widgets.Layout(width="420px"),
        )  # fmt: skip
        self.slider.add_class("cogov-prediction-slider")
        self.number = widgets.HTML()
        self.words = widgets.Textarea(
            placeholder=say("Because …"),
            layout=widgets.Layout(width="640px", max_width="98%", height="64px"),
        )
        self.words.add_class("cogov-prediction-reason")
        self.button = widgets.Button(
            description=say("lock my prediction"), button_style="primary",
            layout=widgets.Layout(width="auto"),
        )  # fmt: skip
        self.button.add_class("cogov-prediction-lock")
        self.message = widgets.HTML()
        super().__init__(
            [
                widgets.HTML(f'{LOOK}<b class="{UNTYPESET}">{escaped(question)}</b>'),
                widgets.HBox([self.slider, self.number]),
                widgets.HTML(escaped(say("Why? One sentence is enough."))),
                self.words, self.button, self.message,
            ],
            layout=widgets.Layout(align_items="flex-start"),
        )  # fmt: skip
        self.add_class("cogov-prediction")
        self.slider.observe(lambda _: self._write(), "value")
        self.button.on_click(lambda _: self._pressed())
        self._write()
        self._slot = Slot("prediction", question, low, high)
        with contextlib.suppress(*FAULTS):
            if kept := self._slot.read():
                self.lock(read("number", kept["value"]), read("text", kept["reason"]))

    def __repr__(self) -> str:
        return f"<prediction, {'locked' if self.locked else 'open'}>"

    @property
    def value(self) -> float:
        """The number."""
        return self._kept[0] if self._kept else round(float(self.slider.value), 10)

    @property
    def reason(self) -> str:
        """The reason."""
        return self._kept[1] if self._kept else str(self.words.value).strip()

    def written(self, value: float) -> str:
        """Return a number in the format of this prediction."""
        return f"{value:{self.format}}"

    def lock(self, value: float | None = None, reason: str | None = None) -> None:
        """Lock the prediction, with another number and reason if they are given.

        Raises
        ------
        InputError
            If it is locked already, the number is out of range, or the reason is missing.
        """
        if self.locked:
            raise InputError(self._say("the prediction is locked and cannot be changed."))
        if value is not None:
            self.slider.value = number("value", value, self.low, self.high)
        if reason is not None:
            self.words.value = reason
        if len(self.reason) < LEAST:
            raise InputError(
                self._say("Write your reason first: a few words say why you expect this number.")
            )
        self._kept = self.value, self.reason
        for control in (self.slider, self.words, self.button):
            control.disabled = True
        with speaking(self.language):
            said = say("Locked: {value}. Now go on and find out.", value=self.written(self.value))
        self._tell(said, right=True)
        self._slot.write({"value": self.value, "reason": self.reason})
        self._slot.confirm("number", self.value)
        self.set_trait("locked", True)

    def _say(self, english: str) -> str:
        with speaking(self.language):
            return say(english)

    def _pressed(self) -> None:
        try:
            self.lock()
        except InputError as error:
            self._tell(str(error), right=False)

    def _tell(self, words: str, *, right: bool) -> None:
        kind, sign = ("right", "✓") if right else ("wrong", "✗")
        self.message.value = f'<div class="cogov-{kind} {UNTYPESET}" role="status"><b>{sign}</b> {escaped(words)}</div>'

    def _write(self) -> None:
        self.number.value = f'<b class="cogov-number">{self.written(self.slider.value)}</b>'


LOOK = """<style>
.cogov-prediction { font-size: 16px; padding: 4px 2px; }
.cogov-prediction .widget-html-content, .cogov-prediction textarea, .cogov-prediction button {
  font-size: 16px; line-height: 1.45; white-space: normal; height: auto; }
.cogov-prediction .cogov-number { font-size: 20px; padding-left: 8px; }
.cogov-prediction .cogov-right { border-left: 6px solid #009E73; padding: 2px 0 2px 10px; }
.cogov-prediction .cogov-wrong { border-left: 6px solid #D55E00; padding: 2px 0 2px 10px; }
</style>"""
