"""Phase portraits of replicator dynamics: shares over time, a triangle, a square, a cube."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np

from ..solvers.rest_points import RestPoints
from ..solvers.stability import TYPES
from ..words import labelled, listed, say
from .flow import Flow, both
from .frames import Frame, frame_of
from .over_time import over_time
from .theme import SCHEMA, Row, Spec, axis, only
from .trajectories import (
    SIZE,
    angle,
    data,
    path_layers,
    path_rows,
    point_layers,
    point_rows,
    turn,
)


def phase_portrait(flow: Flow) -> Spec:
    """Return the phase portrait with its data as a Vega-Lite specification.

    Raises
    ------
    InputError
        Unless there is one population with two or three strategies, or there are two or three
        populations with two strategies each.
    """
    spec = over_time(flow) if flow.game.sizes == (2,) else _in_plane(flow)
    points = flow.points
    told = [
        f"{flow.name(shares)} ({say(TYPES[kind])})"
        for shares, kind in zip(points.shares, points.types, strict=True)
    ]
    subtitle = [*spec.pop("notes", []), say("● stable   ◍ neutral or undecided   ○ unstable")]
    return {
        "$schema": SCHEMA,
        "title": {"text": flow.title, "subtitle": subtitle, "anchor": "start"},
        "description": labelled(say("rest points"), listed(told, strong=True)),
        **spec,
    }


def _in_plane(flow: Flow) -> Spec:
    """Return trajectories in a triangle, a square with its field of arrows, or a cube."""
    frame = frame_of(flow.populations, flow.game.sizes)
    rows: list[Row] = [
        {"kind": "edge", "x": a[0], "y": a[1], "x2": b[0], "y2": b[1]} for a, b in frame.edges
    ]
    rows += [{"kind": "name", **name} for name in frame.names]
    paths, reached = flow.follow(frame.starts, np.linspace(0, flow.horizon, 1500))
    rows += path_rows(frame.project(paths), reached)
    rows += _arrows(flow) if frame.axes else []
    rows += _still(flow.points, frame) + point_rows(flow, frame.project(flow.points.shares))
    nulls = _nullclines(flow) if frame.axes else []
    rows += nulls
    (left, bottom), (right, top) = frame.low, frame.high
    unseen = {"axis": None} if frame.axes is None else {"axis": {"grid": False, "tickCount": 5}}
    across, up = frame.axes or ("", "")
    x = axis("x", across, {"domain": [left, right]}, **unseen)
    y = axis("y", up, {"domain": [bottom, top]}, **unseen)
    place = {"x": x, "y": y}
    rule = {**place, "x2": {"field": "x2"}, "y2": {"field": "y2"}}
    layers: list[Spec] = [
        {
            "transform": only("edge"),
            "mark": {"type": "rule", "color": "#777777", "strokeWidth": 1.2},
            "encoding": rule,
        },
        {
            "transform": only("flow"),
            "mark": {
                "type": "point", "shape": "arrow", "size": 130, "filled": True, "color": "#d0d0d0",
                "opacity": 1,
            },
            "encoding": {**place, "angle": angle()},
        },
        *path_layers(place, flow.ends(reached)),
    ]  # fmt: skip
    layers += _nullcline_layers(rule, nulls)
    layers += point_layers(place)
    layers.append(
        {
            "transform": only("name"),
            "mark": {
                "type": "text", "fontSize": 14, "align": {"expr": "datum.align"},
                "dx": {"expr": "datum.dx"}, "dy": {"expr": "datum.dy"},
            },
            "encoding": {**place, "text": {"field": "text"}},
        }
    )  # fmt: skip
    return {
        "width": SIZE,
        "height": SIZE * (top - bottom) / (right - left),
        "data": data(rows),
        "layer": layers,
        "config": {"view": {"stroke": None}},
        "notes": frame.notes,
    }


def _nullcline_layers(rule: Spec, nulls: list[Row]) -> list[Spec]:
    """Return the layer of the lines on which shares stand still, if there are any."""
    if not nulls:
        return []
    who = list(dict.fromkeys(row["who"] for row in nulls))
    return [
        {
            "transform": only("null"),
            "mark": {"type": "rule", "strokeWidth": 2, "color": "#333333"},
            "encoding": {
                **rule,
                "strokeDash": {
                    "field": "who", "type": "nominal",
                    "scale": {"domain": who, "range": [[7, 4], [2, 3]]},
                    "legend": {
                        "title": None, "orient": "bottom", "symbolType": "stroke",
                        "labelLimit": 0, "direction": "vertical",
                    },
                },
            },
        }
    ]  # fmt: skip


def _arrows(flow: Flow) -> list[Row]:
    """Return, in the square, the directions in which shares move."""
    grid = np.array(list(product(np.linspace(0.05, 0.95, 10), repeat=2)))
    speed = flow.game.velocity(both(grid))[:, 1::2]
    moving = np.linalg.norm(speed, axis=1) > 1e-9 * (flow.game.scale or 1.0)
    return [
        {"kind": "flow", "x": x, "y": y, "angle": way}
        for (x, y), way in zip(grid[moving], turn(speed[moving]), strict=True)
    ]


def _nullclines(flow: Flow) -> list[Row]:
    """Return, in the square, the lines on which one population's shares stand still."""
    corners = both(np.array([[0.0, 0], [1, 0], [0, 1], [1, 1]]))
    payoffs = flow.game.payoffs(corners)
    first, second = payoffs[:, 1] - payoffs[:, 0], payoffs[:, 3] - payoffs[:, 2]
    rows: list[Row] = []
    for actor, low, high, vertical in (
        (flow.populations[0], first[0], first[2], False),
        (flow.populations[1], second[0], second[1], True),
    ):
        if low * high >= 0:
            continue
        at = low / (low - high)
        ends = {"x": at, "x2": at, "y": 0.0, "y2": 1.0} if vertical else {
            "x": 0.0, "x2": 1.0, "y": at, "y2": at,
        }  # fmt: skip
        rows.append({"kind": "null", "who": say("{actor} stands still", actor=actor.title), **ends})
    return rows


def _still(points: RestPoints, frame: Frame) -> list[Row]:
    """Return the lines of continua."""
    plane = frame.project(points.shares)
    return [
        {
            "kind": "still", "x": plane[a, 0], "y": plane[a, 1], "x2": plane[b, 0],
            "y2": plane[b, 1],
        }
        for corners in points.continua
        for a, b in combinations(corners, 2)
    ]  # fmt: skip
