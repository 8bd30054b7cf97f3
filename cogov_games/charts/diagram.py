"""What all diagrams of equilibria share: their type, the marks of equilibria, and curves."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from ..expressions import Array
from ..forms.base import Form
from ..model.outcome import Outcome
from .theme import Row, Spec, only, regime_colour

HEIGHT = 210
PLACE: Spec = {
    "x": {"field": "x", "type": "quantitative"},
    "y": {"field": "y", "type": "quantitative"},
}


class Diagram(NamedTuple):
    """A specification of panels, and how an outcome becomes its rows."""

    spec: Callable[[Form, list[str]], Spec]
    curves: Callable[[Outcome], list[Row]]
    place: Callable[[Outcome], tuple[Array, Array]]


def nowhere(outcome: Outcome) -> tuple[Array, Array]:
    """Return no points: the curves or bars show the equilibrium."""
    empty = np.zeros((*outcome.found.regret.shape, 0))
    return empty, empty


def mark_layers(regimes: list[str]) -> list[Spec]:
    """Return the layers of equilibria, ghosts and arrows, in every diagram the same."""
    colour = regime_colour(regimes)
    return [
        {
            "transform": only("extent"),
            "mark": {"type": "point", "opacity": 0},
            "encoding": PLACE,
        },
        {
            "transform": only("arrow"),
            "mark": {"type": "rule", "strokeWidth": 2, "opacity": 0.6, "strokeDash": [5, 3]},
            "encoding": {**PLACE, "x2": {"field": "x2"}, "y2": {"field": "y2"}, "color": colour},
        },
        {
            "transform": only("ghost"),
            "mark": {
                "type": "point", "size": 170, "filled": False, "strokeDash": [2, 2], "strokeWidth": 2,
            },
            "encoding": {**PLACE, "color": colour},
        },
        {
            "transform": only("point"),
            "mark": {"type": "point", "size": 170, "strokeWidth": 2.5, "tooltip": None},
            "encoding": {
                **PLACE,
                "stroke": colour,
                "fill": {
                    "condition": {
                        "test": "indexof(['stable', 'neutral', 'non-hyperbolic'], "
                        "datum.stability) >= 0",
                        **colour,
                    },
                    "value": "transparent",
                },
                "fillOpacity": {
                    "condition": {"test": "datum.stability === 'stable'", "value": 0.75},
                    "value": 0.25,
                },
            },
        },
        {
            "transform": [*only("point"), {"filter": "datum.selected"}],
            "mark": {"type": "point", "size": 420, "filled": False, "strokeWidth": 1.5},
            "encoding": {**PLACE, "color": colour},
        },
    ]  # fmt: skip


def curve_layer(regimes: list[str], x: Spec, y: Spec, who: list[str] | None = None) -> Spec:
    """Return the layer of curves; those of several have a dash each, and a legend."""
    line: Spec = {
        "transform": only("curve"),
        "mark": {"type": "line", "strokeWidth": 2.5},
        "encoding": {
            "x": x,
            "y": y,
            "color": regime_colour(regimes),
            "order": {"field": "order"},
        },
    }
    if who:
        dashes = [[1, 0], [5, 3], [2, 2], [8, 3, 2, 3]]
        line["encoding"]["detail"] = {"field": "who", "type": "nominal"}
        line["encoding"]["strokeDash"] = {
            "field": "who", "type": "nominal",
            "scale": {"domain": who, "range": [dashes[i % 4] for i in range(len(who))]},
            "legend": {
                "title": None, "orient": "bottom", "symbolStrokeWidth": 2.5, "symbolType": "stroke",
            },
        }  # fmt: skip
    return line


def zero_layer() -> Spec:
    """Return the layer of a line at zero."""
    return {
        "transform": only("zero"),
        "mark": {"type": "rule", "strokeWidth": 1},
        "encoding": {"y": PLACE["y"]},
    }
