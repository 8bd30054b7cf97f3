"""The phase portrait of one population with two strategies: its share over time."""

from __future__ import annotations

import numpy as np

from ..words import say
from .flow import Flow, both
from .theme import Row, Spec, axis
from .trajectories import SIZE, STEPS, data, path_layers, point_layers, point_rows


def over_time(flow: Flow) -> Spec:
    """Return one population's share of the second strategy over time, from many starts."""
    points = flow.points
    times = np.linspace(0, min(flow.horizon, 1e6), 1500)
    paths, reached = flow.follow(both(np.linspace(0.05, 0.95, 10)[:, None]), times)
    (actor,) = flow.populations
    rows: list[Row] = []
    for i, (path, end) in enumerate(zip(paths[..., 1], reached, strict=True)):
        length = np.append(0.0, np.cumsum(np.hypot(np.diff(path), np.diff(times) / times[-1])))
        even = np.interp(np.linspace(0, length[-1], STEPS), length, times)
        rows += [
            {
                "kind": "path", "path": i, "order": o, "x": t, "y": np.interp(t, times, path),
                "end": str(end),
            }
            for o, t in enumerate(even)
        ]  # fmt: skip
    acting = points.shares[:, 1]
    rows += point_rows(flow, np.stack([np.full_like(acting, times[-1]), acting], axis=-1))
    rows += [
        {"kind": "still", "x": 0.0, "y": low, "x2": times[-1], "y2": low}
        for low in ([0.0, 1.0] if points.continua else [])
    ]
    act = actor.strategies[1].title
    place = {
        "x": axis("x", say("time"), {"domain": [0, times[-1]]}, axis={"grid": False}),
        "y": axis("y", say("share who {act}", act=act), {"domain": [0, 1]}, axis={"grid": False}),
    }
    return {
        "width": SIZE,
        "height": 260,
        "data": data(rows),
        "layer": [*path_layers(place, flow.ends(reached))[:1], *point_layers(place)],
    }
