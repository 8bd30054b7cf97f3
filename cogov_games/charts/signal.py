"""The correlated form's diagram: what those who are named and the others gain by obeying."""

from __future__ import annotations

from typing import cast

import numpy as np

from ..expressions import Array
from ..forms.base import Form
from ..forms.signal import Signal
from ..model.outcome import Outcome
from ..words import number, say
from .theme import Row, Spec, axis, colour_scale, only, panels

HEIGHT = 210


def signal_spec(form: Form, regimes: list[str]) -> Spec:
    """Return the panels: obedience is an equilibrium where no bar points down."""
    colour = {"field": "regime", "type": "nominal", "scale": colour_scale(regimes), "legend": None}
    x = {
        "field": "who", "type": "nominal", "title": None, "sort": _roles(),
        "axis": {"labelAngle": 0, "labelFontSize": 13},
    }  # fmt: skip
    y = axis("y", say("gain from obeying the signal"), {"nice": True, "zero": True})
    layers = [
        {
            "transform": only("curve"),
            "mark": {"type": "bar", "width": {"band": 0.5}, "strokeWidth": 2},
            "encoding": {
                "x": x,
                "y": y,
                "stroke": colour,
                "fill": {"condition": {"test": "datum.y >= 0", **colour}, "value": "transparent"},
            },
        },
        {
            "transform": only("curve"),
            "mark": {
                "type": "text", "fontSize": 13,
                "dy": {"expr": "datum.y < 0 ? 12 : -10"},
            },
            "encoding": {"x": x, "y": y, "text": {"field": "text"}},
        },
        {
            "transform": only("zero"),
            "mark": {"type": "rule", "strokeWidth": 1},
            "encoding": {"y": {"field": "y", "type": "quantitative"}},
        },
    ]  # fmt: skip
    return panels(regimes, layers, HEIGHT)


def signal_curves(outcome: Outcome) -> list[Row]:
    """Return a bar for those who are named and one for the others."""
    gains = cast(Signal, outcome.form).obedience(outcome.situation)
    bars: list[Row] = [
        {"kind": "curve", "who": who, "y": float(gain), "text": number(float(gain))}
        for who, gain in zip(_roles(), gains, strict=True)
        if np.isfinite(gain)
    ]
    return [*bars, {"kind": "zero", "y": 0.0}]


def signal_place(outcome: Outcome) -> tuple[Array, Array]:
    """Return no place: the equilibria are told in words, the bars are their test."""
    nowhere = np.zeros((*outcome.found.regret.shape, 0))
    return nowhere, nowhere


def _roles() -> list[str]:
    return [say("those named"), say("the others")]
