"""Phase portraits of replicator dynamics: shares over time, a triangle, a square, a cube."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import combinations, cycle, product
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from ..expressions import Array
from ..solvers.compositions import compositions
from ..solvers.rest_points import RestPoints
from ..solvers.stability import TYPES, Stability
from ..study.dynamics import Dynamics, Trajectories
from ..words import labelled, listed, number, say
from .theme import SCHEMA, Row, Spec, axis, chosen_words, only, title

END_COLOURS = (
    "#56B4E9",
    "#CC79A7",
    "#E6A800",
    "#8A5A2B",
    "#6A51A3",
    "#1B9E77",
    "#A6A600",
    "#E15759",
)
ELSEWHERE = "#9a9a9a"
STEPS = 80
SIZE = 400
LONGEST = 3.5
"""Sides of the frame after which a trajectory that comes to no end is cut."""


class Frame(NamedTuple):
    """How shares (..., K) become points of the plane, and what is drawn around them.

    `edges` are pairs of points; `names` are texts at points, with shifts in pixels; `axes` are the
    titles of the axes of a unit square, if the frame is one.
    """

    project: Callable[[Array], Array]
    starts: Array
    edges: list[tuple[Array, Array]]
    names: list[Row]
    low: tuple[float, float]
    high: tuple[float, float]
    axes: tuple[str, str] | None = None
    notes: tuple[str, ...] = ()


def portrait_chart(dynamics: Dynamics) -> Any:
    """Return the phase portrait as an Altair chart with its data."""
    import altair as alt

    return alt.Chart.from_dict(portrait_spec(dynamics))


def portrait_spec(dynamics: Dynamics) -> Spec:
    """Return the phase portrait with its data as a Vega-Lite specification.

    Raises
    ------
    InputError
        Unless there is one population with two or three strategies, or there are two or three
        populations with two strategies each.
    """
    spec = _over_time(dynamics) if dynamics.game.sizes == (2,) else _in_plane(dynamics)
    told = [
        f"{_name(dynamics, shares)} ({say(TYPES[kind])})"
        for shares, kind in zip(dynamics.points.shares, dynamics.points.types, strict=True)
    ]
    subtitle = [*spec.pop("notes", []), say("● stable   ◍ neutral or undecided   ○ unstable")]
    heading = f"{dynamics.mechanism.title} {title(dynamics.regime)}"
    return {
        "$schema": SCHEMA,
        "title": {"text": heading, "subtitle": subtitle, "anchor": "start"},
        "description": labelled(say("rest points"), listed(told, strong=True)),
        **spec,
    }


def _frame(dynamics: Dynamics) -> Frame:
    sizes = dynamics.game.sizes
    if sizes == (3,):
        return _triangle(dynamics)
    if sizes == (2, 2):
        return _square(dynamics)
    if sizes == (2, 2, 2):
        return _cube(dynamics)
    raise InputError(
        say(
            "there is no phase portrait for populations with {sizes} strategies: one population "
            "with two or three, or two or three populations with two each.",
            sizes=listed(sizes),
        )
    )


def _triangle(dynamics: Dynamics) -> Frame:
    corners = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, np.sqrt(0.75)]])
    inner = compositions(7, 3)
    starts = inner[(inner > 0).all(axis=1)] / 7
    (actor,) = dynamics.form.populations
    places = (("right", -4, 18), ("left", 4, 18), ("center", 0, -14))
    names = [
        {"x": x, "y": y, "text": str(s.title), "align": align, "dx": dx, "dy": dy}
        for (x, y), s, (align, dx, dy) in zip(corners, actor.strategies, places, strict=True)
    ]
    edges = list(combinations(corners, 2))
    low, high = (-0.12, -0.1), (1.12, 0.96)
    return Frame(lambda shares: np.asarray(shares @ corners), starts, edges, names, low, high)


def _square(dynamics: Dynamics) -> Frame:
    grid = np.array(list(product((0.08, 0.36, 0.64, 0.92), repeat=2)))
    corners = np.array([[0.0, 0], [1, 0], [1, 1], [0, 1]])
    edges = list(zip(corners, np.roll(corners, -1, axis=0), strict=True))
    first, second = (
        say("{actor}: share who {act}", actor=actor.title, act=actor.strategies[1].title)
        for actor in dynamics.form.populations
    )
    return Frame(
        lambda shares: shares[..., 1::2], _both(grid), edges, [], (0, 0), (1, 1), (first, second)
    )


AXES = np.array([[1.0, -0.16], [0.52, 0.36], [0.0, 0.95]])
"""Where the cube's three axes point in the plane: an oblique view in which no corners coincide."""


def _cube(dynamics: Dynamics) -> Frame:
    corners = np.array(list(product((0.0, 1.0), repeat=3)))
    edges = [(a @ AXES, b @ AXES) for a, b in combinations(corners, 2) if np.abs(a - b).sum() == 1]
    names: list[Row] = []
    for corner in corners:
        x, y = corner @ AXES
        front = corner[1] == 0
        names.append(
            {
                "x": x, "y": y, "text": "".join(str(int(c)) for c in corner),
                "align": "right" if front else "left", "dx": -10 if front else 10,
                "dy": 14 if corner[2] == 0 else -12,
            }
        )  # fmt: skip
    acting = [
        labelled(actor.title, actor.strategies[1].title) for actor in dynamics.form.populations
    ]
    note = say("a digit for each; 1 means: {acting}", acting=listed(acting, strong=True))
    starts = _both(np.array(list(product((0.12, 0.5, 0.88), repeat=3))))
    low, high = (-0.16, -0.3), (1.7, 1.45)
    return Frame(
        lambda shares: shares[..., 1::2] @ AXES, starts, edges, names, low, high, None, (note,)
    )


def _both(acting: Array) -> Array:
    """Return the shares of both strategies (..., 2 N) from those of the second ones (..., N)."""
    return np.stack([1 - acting, acting], axis=-1).reshape(*acting.shape[:-1], -1)


def _in_plane(dynamics: Dynamics) -> Spec:
    frame = _frame(dynamics)
    rows: list[Row] = [
        {"kind": "edge", "x": a[0], "y": a[1], "x2": b[0], "y2": b[1]} for a, b in frame.edges
    ]
    rows += [{"kind": "name", **name} for name in frame.names]
    found, planes = _followed(dynamics, frame)
    ends = _ends(dynamics, found.ends)
    rows += _paths(planes, found.ends)
    rows += _flow(dynamics) if frame.axes else []
    rows += _still(dynamics, frame)
    nulls = _nullclines(dynamics) if frame.axes else []
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
            "encoding": {**place, "angle": _angle()},
        },
        *_path_layers(place, ends),
    ]  # fmt: skip
    if nulls:
        who = list(dict.fromkeys(row["who"] for row in nulls))
        layers.append(
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
        )  # fmt: skip
    layers += _point_layers(place)
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
        "data": _data(rows),
        "layer": layers,
        "config": {"view": {"stroke": None}},
        "notes": frame.notes,
    }


def _path_layers(place: Spec, ends: dict[int, tuple[str, str]]) -> list[Spec]:
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
            "encoding": {**place, "angle": _angle(), "color": {**colour, "legend": None}},
        },
    ]


def _point_layers(place: Spec) -> list[Spec]:
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


def _angle() -> Spec:
    return {
        "field": "angle",
        "type": "quantitative",
        "scale": {"domain": [0, 360], "range": [0, 360]},
    }


def _turn(direction: Array) -> Array:
    """Return directions (..., 2) as degrees clockwise from upwards, 0 to 360."""
    return np.asarray(np.degrees(np.arctan2(direction[..., 0], direction[..., 1])) % 360)


def _ends(dynamics: Dynamics, reached: NDArray[np.intp]) -> dict[int, tuple[str, str]]:
    """Return label and colour of each end that a trajectory has reached, by position."""
    stable = np.flatnonzero(dynamics.points.stability == Stability.STABLE)
    shares = dynamics.points.shares
    ends = {
        int(r): (say("ends at: {label}", label=_name(dynamics, shares[r])), colour)
        for r, colour in zip(stable, cycle(END_COLOURS), strict=False)
    }
    ends[-1] = (say("ends at no stable rest point"), ELSEWHERE)
    return {r: end for r, end in ends.items() if r in reached}


def _name(dynamics: Dynamics, shares: Array) -> str:
    """Say who does what at a rest point; in the cube the vertices by their digits."""
    parts = []
    for actor, (start, stop) in zip(dynamics.form.populations, dynamics.game.spans, strict=True):
        played = [
            str(strategy.title) if share == 1 else f"{strategy.title} {number(share)}"
            for strategy, share in zip(actor.strategies, shares[start:stop], strict=True)
            if share > 0
        ]
        parts.append((actor.title, listed(played)))
    if dynamics.game.sizes == (2, 2, 2) and np.isin(shares, (0, 1)).all():
        return "".join(str(int(share)) for share in shares[1::2])
    if len(parts) == 1:
        return parts[0][1]
    return listed((labelled(who, what) for who, what in parts), strong=True)


def horizon(points: RestPoints, scale: float) -> float:
    """Return a time after which trajectories have come near to where they go.

    That is a dozen times the slowest return to a stable rest point, or else three turns of the
    slowest circle.
    """
    size = scale or 1.0
    stable = points.eigenvalues[points.stability == Stability.STABLE]
    if stable.size:
        needed = 12 / np.abs(stable.real).min()
    else:
        turns = np.abs(points.eigenvalues.imag)
        needed = 6 * np.pi / turns[turns > 0].min() if (turns > 0).any() else 0.0
    return float(np.clip(needed, 30 / size, 1000 / size))


def _followed(dynamics: Dynamics, frame: Frame) -> tuple[Trajectories, Array]:
    """Return trajectories and their points (S, T, 2) of the plane."""
    times = np.linspace(0, horizon(dynamics.points, dynamics.game.scale), 1500)
    found = dynamics.trajectories(frame.starts, times)
    return found, frame.project(np.concatenate(list(found.shares.values()), axis=-1))


def _paths(planes: Array, reached: NDArray[np.intp]) -> list[Row]:
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
            {"kind": "head", "x": x[middle], "y": y[middle], "angle": _turn(way), "end": str(end)}
        )
    return rows


def _flow(dynamics: Dynamics) -> list[Row]:
    """Return, in the square, the directions in which shares move."""
    grid = np.array(list(product(np.linspace(0.05, 0.95, 10), repeat=2)))
    speed = dynamics.game.velocity(_both(grid))[:, 1::2]
    moving = np.linalg.norm(speed, axis=1) > 1e-9 * (dynamics.game.scale or 1.0)
    return [
        {"kind": "flow", "x": x, "y": y, "angle": angle}
        for (x, y), angle in zip(grid[moving], _turn(speed[moving]), strict=True)
    ]


def _nullclines(dynamics: Dynamics) -> list[Row]:
    """Return, in the square, the lines on which one population's shares stand still."""
    corners = _both(np.array([[0.0, 0], [1, 0], [0, 1], [1, 1]]))
    payoffs = dynamics.game.payoffs(corners)
    first, second = payoffs[:, 1] - payoffs[:, 0], payoffs[:, 3] - payoffs[:, 2]
    rows: list[Row] = []
    for actor, low, high, vertical in (
        (dynamics.form.populations[0], first[0], first[2], False),
        (dynamics.form.populations[1], second[0], second[1], True),
    ):
        if low * high >= 0:
            continue
        at = low / (low - high)
        ends = {"x": at, "x2": at, "y": 0.0, "y2": 1.0} if vertical else {
            "x": 0.0, "x2": 1.0, "y": at, "y2": at,
        }  # fmt: skip
        rows.append({"kind": "null", "who": say("{actor} stands still", actor=actor.title), **ends})
    return rows


def _still(dynamics: Dynamics, frame: Frame) -> list[Row]:
    """Return rest points and the lines of continua."""
    points = dynamics.points
    plane = frame.project(points.shares)
    rows: list[Row] = [
        {
            "kind": "still", "x": plane[a, 0], "y": plane[a, 1], "x2": plane[b, 0],
            "y2": plane[b, 1],
        }
        for corners in points.continua
        for a, b in combinations(corners, 2)
    ]  # fmt: skip
    rows += [
        {
            "kind": "point", "x": x, "y": y, "stability": described.stability,
            "label": _name(dynamics, shares), "type": say(described.classification),
        }
        for (x, y), shares, described in zip(plane, points.shares, dynamics.rest_points, strict=True)
    ]  # fmt: skip
    return rows


def _over_time(dynamics: Dynamics) -> Spec:
    """Return one population's share of the second strategy over time, from many starts."""
    points = dynamics.points
    times = np.linspace(0, min(horizon(points, dynamics.game.scale), 1e6), 1500)
    starts = np.linspace(0.05, 0.95, 10)[:, None]
    found = dynamics.trajectories(starts, times)
    ends = _ends(dynamics, found.ends)
    (actor,) = dynamics.form.populations
    rows: list[Row] = []
    for i, (path, end) in enumerate(zip(found.shares[actor.key][..., 1], found.ends, strict=True)):
        length = np.append(0.0, np.cumsum(np.hypot(np.diff(path), np.diff(times) / times[-1])))
        even = np.interp(np.linspace(0, length[-1], STEPS), length, times)
        rows += [
            {
                "kind": "path", "path": i, "order": o, "x": t, "y": np.interp(t, times, path),
                "end": str(end),
            }
            for o, t in enumerate(even)
        ]  # fmt: skip
    rows += [
        {
            "kind": "point", "x": times[-1], "y": shares[1], "stability": described.stability,
            "label": _name(dynamics, shares), "type": say(described.classification),
        }
        for shares, described in zip(points.shares, dynamics.rest_points, strict=True)
    ]  # fmt: skip
    rows += [
        {"kind": "still", "x": 0.0, "y": low, "x2": times[-1], "y2": low}
        for low in ([0.0, 1.0] if points.continua else [])
    ]
    act = actor.strategies[1].title
    place = {
        "x": axis("x", say("time"), {"domain": [0, times[-1]]}, axis={"grid": False}),
        "y": axis("y", say("share who {act}", act=act), {"domain": [0, 1]}, axis={"grid": False}),
    }
    layers = [*_path_layers(place, ends)[:1], *_point_layers(place)]
    return {
        "width": SIZE,
        "height": 260,
        "data": _data(rows),
        "layer": layers,
    }


def _data(rows: list[Row]) -> Spec:
    """Return rows as data in one text: Altair would check thousands of values one by one."""
    plain = [
        {k: v if isinstance(v, str | int) else round(float(v), 4) for k, v in row.items()}
        for row in rows
    ]
    text = json.dumps(plain, ensure_ascii=False, separators=(",", ":"))
    return {"values": text, "format": {"type": "json"}}
