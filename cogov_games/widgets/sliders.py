"""One row per parameter: symbol, meaning, slider, number, reset; a bad number is explained."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from typing import Any

import ipywidgets as widgets
import sympy as sp
from ipywidgets.widgets.widget_description import DescriptionStyle
from ipywidgets.widgets.widget_string import HTMLStyle

from ..errors import InputError
from ..model.parameters import Parameter
from ..words import UNTYPESET, current_language, escaped, say, speaking
from .formulas import math as formula
from .formulas import names_of


class Look:
    """Layouts and styles that all rows share, so that a page is sent each of them once."""

    def __init__(self) -> None:
        layout = widgets.Layout
        self.label = {"layout": layout(margin="0", height="auto"), "style": HTMLStyle()}
        self.slider = {
            "layout": layout(flex="1 1 auto", width="auto", margin="0 4px 0 2px"),
            "style": widgets.SliderStyle(),
        }
        self.number = {
            "layout": layout(width="72px", margin="0"),
            "style": DescriptionStyle(),
        }
        self.reset = {
            "layout": layout(width="28px", margin="0", padding="0"),
            "style": widgets.ButtonStyle(),
        }
        self.line = layout(width="100%", align_items="center", overflow="hidden")
        self.row = layout(width="100%", margin="0 0 2px 0")


class ParameterRow(widgets.VBox):
    """A slider with its words; calls ``changed(name, value)`` on each allowed move."""

    def __init__(
        self,
        parameter: Parameter,
        home: float,
        changed: Callable[[str, float], None],
        look: Look,
    ) -> None:
        self.parameter = parameter
        self.home = home
        self.error = ""
        self._changed = changed
        self._quiet = False
        self._shown = parameter.default
        start = {"value": parameter.default, "step": parameter.step}
        ends = {"min": parameter.low, "max": parameter.high}
        self.label = widgets.HTML(**look.label)
        self.slider = widgets.FloatSlider(readout=False, **start, **ends, **look.slider)
        self.slider.add_class(f"cogov-slider-{parameter.name}")
        self.number = widgets.FloatText(continuous_update=False, **start, **look.number)
        self.reset = widgets.Button(icon="undo", **look.reset)
        line = widgets.HBox([self.slider, self.number, self.reset], layout=look.line)
        super().__init__([self.label, line], layout=look.row)
        self.add_class("cogov-row")
        self.slider.observe(self._moved, "value")
        self.number.observe(self._typed, "value")
        self.reset.on_click(lambda _: self._take(home))
        self.speak()

    def speak(self) -> None:
        """Write the row's words in the current language."""
        self._language = current_language()
        parameter = self.parameter
        symbol = formula(sp.Symbol(parameter.symbol), names_of({parameter.name: parameter}))
        unit = f" [{parameter.unit}]" if parameter.unit else ""
        hint = f"{parameter.meaning}{unit} · {parameter.name} · {parameter.allowed()}"
        self._words = (
            f'<span class="cogov-label {UNTYPESET}" title="{escaped(hint)}">'
            f"{symbol} {escaped(f'{parameter.meaning}{unit}')}</span>"
        )
        self._explain(self.error)
        self.slider.tooltip = f"{parameter.meaning} ({parameter.symbol})"
        self.reset.tooltip = say("back to {value}", value=f"{self.home:g}")

    def show(self, value: float) -> None:
        """Show a value without reporting it."""
        self._quiet, self._shown = True, value
        try:
            self.slider.value = value
            self.number.value = value
            self._explain("")
        finally:
            self._quiet = False

    def _take(self, value: float) -> None:
        self.show(value)
        self._changed(self.parameter.name, value)

    def _moved(self, change: Mapping[str, Any]) -> None:
        # A page puts the handle on the slider's grid and reports that as a move, which it is not.
        value = round(change["new"], 10)
        if not self._quiet and value != self._on_grid(self._shown):
            self._try(value)

    def _on_grid(self, value: float) -> float:
        """Return where the handle stands for a value."""
        low, high, step = self.parameter.low, self.parameter.high, self.parameter.step
        if value >= high:
            return high
        steps = math.floor((value - low) / step + 0.5 + 1e-9)
        return round(min(low + steps * step, high), 10)

    def _typed(self, change: Mapping[str, Any]) -> None:
        if not self._quiet:
            self._try(change["new"])

    def _try(self, given: float) -> None:
        """Take an allowed value; explain one that is not."""
        try:
            with speaking(self._language):
                value = self.parameter.check(given)
        except InputError as error:
            self._explain(str(error))
        else:
            self._take(value)

    def _explain(self, message: str) -> None:
        self.error = message
        alert = f'<span class="cogov-error {UNTYPESET}" role="alert">{escaped(message)}</span>'
        self.label.value = self._words + (alert if message else "")
