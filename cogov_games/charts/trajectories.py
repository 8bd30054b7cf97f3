"""Trajectories and rest points of phase portraits, as layers and as rows."""

from __future__ import annotations

import json

import numpy as np
from numpy.typing import NDArray

from ..expressions import Array
from ..forms.equilibria import STABILITY
from ..solvers.stability import TYPES
from ..words import say
from .flow import Flow
from .theme import Row, Spec, chosen_words, only

SIZE = 400
STEPS = 80
LONGEST = 3.5
"""Sides of the frame after which a trajectory that comes to no end is cut."""


def path_layers(place: Spec, ends: dict[int, tuple[str, str]]) -> list[Spec]:
    """Return trajectories with an arrow each, coloured by where they end."""
    labels = {str(r): label for r, (label, _) in ends.items()}
    colour = {
        "field": "end",
        "type": "nominal",
        "scale": {"domain": list(labels), "range": [colour for _, colour in ends.values()]},
        "legend": {
            "title": None, "orient": "bottom", "symbolType": "stroke", "symbolStrokeWidth": 3,
            "labelLimit": 0, "direction": "vertical", "labelExpr": chosen_words(labels),
        },
    }  # fmt: skip
    return [
        {
            "transform": only("path"),
            "mark": {"type": "line", "strokeWidth": 1.8, "opacity": 0.9},
            "encoding": {
                **place,
                "color": colour,
                "detail": {"field": "path", "type": "nominal"},
                "order": {"field": "order"},
            },
        },
        {
            "transform": only("head"),
            "mark": {
                "type": "point",
                "shape": "triangle",
                "size": 75,
                "filled": True,
                "opacity": 1,
            },
            "encoding": {**place, "angle": angle(), "color": {**colour, "legend": None}},
        },
    ]


def point_layers(place: Spec) -> list[Spec]:
    """Return rest points, filled if stable, and the continua between them."""
    silent = "datum.stability === 'neutral' || datum.stability === 'non-hyperbolic'"
    return [
        {
            "transform": only("still"),
            "mark": {"type": "rule", "strokeWidth": 5, "color": "#222222", "opacity": 0.35},
            "encoding": {**place, "x2": {"field": "x2"}, "y2": {"field": "y2"}},
        },
        {
            "transform": only("point"),
            "mark": {
                "type": "point", "size": 130, "strokeWidth": 2, "stroke": "#222222", "opacity": 1,
                "tooltip": {"content": "data"},
            },
            "encoding": {
                **place,
                "fill": {
                    "condition": [
                        {"test": "datum.stability === 'stable'", "value": "#222222"},
                        {"test": silent, "value": "#b5b5b5"},
                    ],
                    "value": "white",
                },
            },
        },
    ]  # fmt: skip


def angle() -> Spec:
    """Return the channel that turns a mark by its row's `angle`."""
    return {
        "field": "angle",
        "type": "quantitative",
        "scale": {"domain": [0, 360], "range": [0, 360]},
    }


def turn(direction: Array) -> Array:
    """Return directions (..., 2) as degrees clockwise from upwards, 0 to 360."""
    return np.asarray(np.degrees(np.arctan2(direction[..., 0], direction[..., 1])) % 360)


def path_rows(planes: Array, reached: NDArray[np.intp]) -> list[Row]:
    """Return trajectories as points evenly spaced along them, with an arrow on each."""
    rows: list[Row] = []
    for i, (plane, end) in enumerate(zip(planes, reached, strict=True)):
        length = np.append(0.0, np.cumsum(np.linalg.norm(np.diff(plane, axis=0), axis=1)))
        if length[-1] < 1e-6:
            continue
        drawn = length[-1] if end >= 0 else min(length[-1], LONGEST)
        even = np.linspace(0, drawn, STEPS)
        x, y = (np.interp(even, length, plane[:, a]) for a in (0, 1))
        rows += [
            {"kind": "path", "path": i, "order": o, "x": a, "y": b, "end": str(end)}
            for o, (a, b) in enumerate(zip(x, y, strict=True))
        ]
        middle = min(STEPS // 3, int(STEPS * 0.25 / drawn) + 1)
        way = np.array([x[middle + 1] - x[middle - 1], y[middle + 1] - y[middle - 1]])
        rows.append(
            {"kind": "head", "x": x[middle], "y": y[middle], "angle": turn(way), "end": str(end)}
        )
    return rows


def point_rows(flow: Flow, places: Array) -> list[Row]:
    """Return the rest points at their places (R, 2) of the plane."""
    points = flow.points
    return [
        {
            "kind": "point", "x": x, "y": y, "stability": STABILITY[code],
            "label": flow.name(shares), "type": say(TYPES[kind]),
        }
        for (x, y), shares, code, kind in zip(
            places, points.shares, points.stability, points.types, strict=True
        )
    ]  # fmt: skip


def data(rows: list[Row]) -> Spec:
    """Return rows as data in one text: Altair would check thousands of values one by one."""
    plain = [
        {k: v if isinstance(v, str | int) else round(float(v), 4) for k, v in row.items()}
        for row in rows
    ]
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return {"values": text, "format": {"type": "json"}}
