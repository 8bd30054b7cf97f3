"""The phase line: what pushes a state up or down, and where the state then rests."""

from __future__ import annotations

import numpy as np

from ..expressions import Array
from ..words import say
from .diagram import HEIGHT, PLACE, curve_layer, mark_layers, zero_layer
from .lines import curve_rows
from .theme import Row, Spec, axis, only, panels


def phase_line_spec(regimes: list[str], x: Spec, push: str) -> Spec:
    """Return the panels of a push, named in words, against the state x."""
    y = axis("y", push, {"nice": True, "zero": True})
    layers = [
        zero_layer(),
        curve_layer(regimes, x, y),
        {
            "transform": only("flow"),
            "mark": {"type": "point", "filled": True, "size": 110, "opacity": 0.9},
            "encoding": {
                **PLACE,
                "shape": {
                    "field": "way", "type": "nominal", "legend": None,
                    "scale": {
                        "domain": ["up", "down"], "range": ["triangle-right", "triangle-left"],
                    },
                },
                "color": {"value": "#888888"},
            },
        },
        {
            "transform": only("start"),
            "mark": {"type": "rule", "strokeDash": [3, 3], "strokeWidth": 1.5},
            "encoding": {"x": PLACE["x"]},
        },
        {
            "transform": only("start"),
            "mark": {
                "type": "text", "text": say("start"), "fontSize": 12, "baseline": "bottom",
                "align": {"expr": "datum.x < 0.5 ? 'left' : 'right'"},
                "dx": {"expr": "datum.x < 0.5 ? 4 : -4"}, "y": "height", "dy": -4,
            },
            "encoding": {"x": PLACE["x"]},
        },
        *mark_layers(regimes),
        {
            "transform": [
                *only("point"),
                {"filter": "datum.end || datum.selected || datum.stability !== 'neutral'"},
                {"calculate": "datum.end ? datum.label : format(datum.x, '.2f')", "as": "text"},
            ],
            "mark": {
                "type": "text",
                "fontSize": {"expr": "datum.selected ? 13 : 12"},
                "fontWeight": {"expr": "datum.selected ? 'bold' : 'normal'"},
                "dy": {"expr": "datum.end ? -17 : 20"},
                "align": {"expr": "datum.side"},
            },
            "encoding": {**PLACE, "text": {"field": "text"}},
        },
    ]  # fmt: skip
    return panels(regimes, layers, HEIGHT)


def phase_line_rows(x: Array, push: Array, rests: Array) -> list[Row]:
    """Return the rows of a push at the states x, zero, and the ways that it leads."""
    rows = curve_rows(x, push)
    rows.append({"kind": "zero", "y": 0.0})
    ends = np.unique(np.concatenate([x[[0, -1]], rests[np.isfinite(rests)]]))
    middles = (ends[1:] + ends[:-1]) / 2
    ways = np.interp(middles, x, push)
    rows += [
        {"kind": "flow", "x": m, "y": 0.0, "way": "up" if way > 0 else "down"}
        for m, way in zip(middles, ways, strict=True)
        if abs(way) > 1e-9 * float(np.abs(push).max())
    ]
    return rows


def phase_line_place(rests: Array) -> tuple[Array, Array]:
    """Return where equilibria lie: at their states, on the line without a push."""
    return rests, np.zeros_like(rests)
