"""The correlated form's diagram: what those who are named and the others gain by obeying."""

from __future__ import annotations

from typing import cast

import numpy as np

from ..forms.base import Form
from ..forms.signal import Signal
from ..model.outcome import Outcome
from ..words import number, say
from .diagram import HEIGHT, Diagram, nowhere, zero_layer
from .theme import Row, Spec, axis, only, panels, regime_colour


def obedience_spec(form: Form, regimes: list[str]) -> Spec:
    """Return the panels: obedience is an equilibrium where no bar points down."""
    colour = regime_colour(regimes)
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
        zero_layer(),
    ]  # fmt: skip
    return panels(regimes, layers, HEIGHT)


def obedience_rows(outcome: Outcome) -> list[Row]:
    """Return a bar for those who are named and one for the others."""
    gains = cast(Signal, outcome.form).obedience(outcome.situation)
    bars: list[Row] = [
        {"kind": "curve", "who": who, "y": float(gain), "text": number(float(gain))}
        for who, gain in zip(_roles(), gains, strict=True)
        if np.isfinite(gain)
    ]
    return [*bars, {"kind": "zero", "y": 0.0}]


def _roles() -> list[str]:
    return [say("those named"), say("the others")]


OBEDIENCE = Diagram(obedience_spec, obedience_rows, nowhere)
