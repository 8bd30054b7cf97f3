"""A class's rounds on one chart: each group, all together, predictions and equilibria."""

from __future__ import annotations

from collections.abc import Sequence

from ..words import say
from .observe import DASHED_UNLESS_STABLE, HEIGHT, OWN, PREDICTION
from .theme import SCHEMA, Row, Spec, axis, only, regime_colour

CLOSE = 0.1
"""Share of the height below which two labels would touch."""


def classroom_spec(
    title: str, rounds: int, low: float, high: float, *, share: bool, regimes: Sequence[str]
) -> Spec:
    """Return the chart of one measure by round, from `low` to `high`; all rows come in ``rows``."""
    room = 0.05 * (high - low)
    x = axis(
        "x",
        say("round"),
        {"domain": [0.4, right_end(rounds)]},
        axis={"values": list(range(1, rounds + 1)), "format": "d", "grid": False},
    )
    y = axis(
        "y",
        title,
        {"domain": [low - room, high + room]},
        axis={"tickCount": 5, **({"format": "%"} if share else {})},
    )
    along = {"x": x, "x2": {"field": "x2"}, "y": y}
    colour = regime_colour(list(regimes))
    layers: list[Spec] = [
        {
            "transform": only("band"),
            "mark": {"type": "rect", "opacity": 0.2},
            "encoding": {**along, "y2": {"field": "y2"}, "color": colour},
        },
        {
            "transform": only("change"),
            "mark": {"type": "rule", "strokeWidth": 1.5, "strokeDash": [2, 3]},
            "encoding": {"x": x},
        },
        {
            "transform": only("equilibrium"),
            "mark": {"type": "rule", "strokeWidth": 6, "opacity": 0.75},
            "encoding": {
                **along,
                "color": colour,
                "strokeDash": DASHED_UNLESS_STABLE,
            },
        },
        {
            "transform": only("prediction"),
            "mark": {"type": "point", "stroke": PREDICTION, "strokeWidth": 2, "opacity": 0.9},
            "encoding": {
                "x": x,
                "y": y,
                "size": {
                    "field": "players", "type": "quantitative", "legend": None,
                    "scale": {"domain": [0, 20], "range": [20, 400]},
                },
            },
        },
        {
            "transform": only("group"),
            "mark": {
                "type": "line", "color": "var(--cogov-text-muted)", "strokeWidth": 1.2,
                "opacity": 0.55, "point": {"size": 14, "color": "var(--cogov-text-muted)"},
            },
            "encoding": {"x": x, "y": y, "detail": {"field": "group"}},
        },
        {
            "transform": only("all"),
            "mark": {
                "type": "line", "color": OWN, "strokeWidth": 4,
                "point": {"size": 90, "color": OWN},
            },
            "encoding": {"x": x, "y": y},
        },
        _label(y, {"stroke": "var(--cogov-surface)", "strokeWidth": 5}),  # lines end before words
        _label(y, {}),
    ]  # fmt: skip
    return {
        "$schema": SCHEMA,
        "width": "container",
        "height": HEIGHT,
        "data": {"name": "rows"},
        "layer": layers,
    }


def right_end(rounds: int) -> float:
    """Return where the axis of rounds ends: there is room for words after the last round."""
    return rounds + 0.5 + 0.16 * rounds


def _label(y: Spec, halo: Spec) -> Spec:
    """Return the words at the end of an equilibrium's line."""
    return {
        "transform": only("equilibrium"),
        "mark": {
            "type": "text", "fontWeight": "bold", "align": "right", "dx": -6,
            "dy": {"expr": "datum.below ? 15 : -13"}, **halo,
        },
        "encoding": {
            "x": {"field": "x2", "type": "quantitative"}, "y": y, "text": {"field": "text"},
        },
    }  # fmt: skip


def label_sides(rows: list[Row], low: float, high: float) -> list[Row]:
    """Return the rows of equilibria with the side of their labels: `below` its line or above.

    A label goes below at the top of the chart, and where the next line is close above.
    """
    span = max(high - low, 1e-300)
    for row in rows:
        beside = [r["y"] - row["y"] for r in rows if r is not row and r["x"] == row["x"]]
        crowded = any(0 < gap < CLOSE * span for gap in beside)
        row["below"] = crowded or row["y"] > high - 0.12 * span
    return rows
