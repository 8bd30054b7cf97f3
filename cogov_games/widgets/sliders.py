"""One row per parameter: symbol, meaning, slider, number, reset; a bad number is explained."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import ipywidgets as widgets

from ..errors import InputError
from ..parameters import Parameter
from ..words import current_language, say, speaking
from .formulas import math, names_of


class ParameterRow(widgets.VBox):
    """A slider with its words; calls ``changed(name, value)`` on each allowed move."""

    def __init__(self, parameter: Parameter, changed: Callable[[str, float], None]) -> None:
        self.parameter = parameter
        self._changed = changed
        self._quiet = False
        self.label = widgets.HTML(layout=widgets.Layout(margin="0", height="20px"))
        self.slider = widgets.FloatSlider(
            value=parameter.default, min=parameter.low, max=parameter.high, step=parameter.step,
            readout=False, layout=widgets.Layout(flex="1 1 auto", width="auto", margin="0 4px 0 2px"),
        )  # fmt: skip
        self.slider.add_class(f"cogov-slider-{parameter.name}")
        self.number = widgets.FloatText(
            value=parameter.default, step=parameter.step, continuous_update=False,
            layout=widgets.Layout(width="72px", margin="0"),
        )  # fmt: skip
        self.reset = widgets.Button(
            icon="undo", layout=widgets.Layout(width="28px", margin="0", padding="0")
        )
        self.error = widgets.HTML(layout=widgets.Layout(margin="0", display="none"))
        line = widgets.HBox(
            [self.slider, self.number, self.reset],
            layout=widgets.Layout(width="100%", align_items="center", overflow="hidden"),
        )
        super().__init__(
            [self.label, line, self.error], layout=widgets.Layout(width="100%", margin="0 0 2px 0")
        )
        self.add_class("cogov-row")
        self.slider.observe(self._moved, "value")
        self.number.observe(self._typed, "value")
        self.reset.on_click(lambda _: self._take(parameter.default))
        self.speak()

    def speak(self) -> None:
        """Write the row's words in the current language."""
        self._language = current_language()
        parameter = self.parameter
        symbol = math_symbol(parameter)
        unit = f" [{parameter.unit}]" if parameter.unit else ""
        self.label.value = (
            f'<span class="cogov-label" title="{parameter.meaning}{unit} · {parameter.name} · '
            f'{parameter.low:g}–{parameter.high:g}">{symbol} {parameter.meaning}{unit}</span>'
        )
        self.slider.tooltip = f"{parameter.meaning} ({parameter.symbol})"
        self.reset.tooltip = say("back to {value}", value=f"{parameter.default:g}")

    def show(self, value: float) -> None:
        """Show a value without reporting it."""
        self._quiet = True
        try:
            self.slider.value = value
            self.number.value = value
            self._explain("")
        finally:
            self._quiet = False

    def _take(self, value: float) -> None:
        self.show(value)
        self._changed(self.parameter.name, value)

    def _moved(self, change: Mapping[str, float]) -> None:
        if not self._quiet:
            value = round(change["new"], 10)
            self._quiet = True
            self.number.value = value
            self._explain("")
            self._quiet = False
            self._changed(self.parameter.name, value)

    def _typed(self, change: Mapping[str, float]) -> None:
        if self._quiet:
            return
        try:
            with speaking(self._language):
                value = self.parameter.check(change["new"])
        except InputError as error:
            self._explain(str(error))
            return
        self._take(value)

    def _explain(self, message: str) -> None:
        if self.error.value != message:
            self.error.value = (
                f'<span class="cogov-error" role="alert">{message}</span>' if message else ""
            )
            self.error.layout.display = "" if message else "none"


def math_symbol(parameter: Parameter) -> str:
    """Return the parameter's symbol as MathML."""
    import sympy as sp

    return math(sp.Symbol(parameter.symbol), names_of({parameter.name: parameter}))
