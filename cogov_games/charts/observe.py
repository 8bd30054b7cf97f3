"""Rounds that were played, with what was predicted and the equilibria, on one chart."""

from __future__ import annotations

from collections.abc import Iterable

from ..results import Solution
from ..words import say
from .theme import COLOURS, SCHEMA, Row, Spec, axis, only

PREDICTION, OWN = "#CC79A7", "#E69F00"
HEIGHT = 230


def rounds_spec(rounds: int, quantity: str, regime: str, *, labelled: bool = False) -> Spec:
    """Return the chart of shares by round; rows of all kinds come in ``rows``.

    `labelled` leaves room for words beside the rounds: a prediction's on the left, those of
    equilibria on the right.
    """
    room = 0.22 * rounds if labelled else 0
    x = axis(
        "x",
        say("round"),
        {"domain": [0.5 - room, rounds + 0.5 + room]},
        axis={"values": list(range(1, rounds + 1)), "grid": False, "labelOverlap": True},
    )
    y = axis("y", quantity, {"domain": [-0.04, 1.04]}, axis={"format": "%", "tickCount": 5})
    level = {"y": y}
    colour = COLOURS.get(regime, "#333333")
    return {
        "$schema": SCHEMA,
        "width": "container",
        "height": HEIGHT,
        "data": {"name": "rows"},
        "layer": [
            {
                "transform": only("equilibrium"),
                "mark": {"type": "rule", "color": colour, "strokeWidth": 6, "opacity": 0.75},
                "encoding": {
                    **level,
                    "strokeDash": {
                        "field": "stable", "type": "nominal", "legend": None,
                        "scale": {"domain": [True, False], "range": [[1, 0], [6, 6]]},
                    },
                },
            },
            {
                "transform": only("prediction"),
                "mark": {
                    "type": "rule", "color": PREDICTION, "strokeWidth": 3, "strokeDash": [9, 5],
                },
                "encoding": level,
            },
            {
                "transform": only("play"),
                "mark": {"type": "line", "color": OWN, "strokeWidth": 2.5},
                "encoding": {"x": x, "y": y},
            },
            {
                "transform": only("play"),
                "mark": {
                    "type": "point", "size": 130, "strokeWidth": 2.5, "stroke": OWN, "opacity": 1,
                },
                "encoding": {
                    "x": x,
                    "y": y,
                    "fill": {
                        "condition": {"test": "datum.acted", "value": OWN},
                        "value": "var(--cogov-surface)",
                    },
                },
            },
            _label("prediction", "left"),
            _label("equilibrium", "right"),
        ],
    }  # fmt: skip


def _label(kind: str, side: str) -> Spec:
    """Return words on a horizontal line, above it unless it is at the top."""
    return {
        "transform": only(kind),
        "mark": {
            "type": "text", "fontWeight": "bold", "align": side, "fontSize": 14,
            "x": 8 if side == "left" else {"expr": "width - 8"},
            "dy": {"expr": "datum.y > 0.88 ? 15 : -13"},
        },
        "encoding": {
            "y": {"field": "y", "type": "quantitative"},
            "text": {"field": "text"},
        },
    }  # fmt: skip


def play_rows(rounds: Iterable[Row]) -> list[Row]:
    """Return the rows of the rounds played so far."""
    return [
        {"kind": "play", "x": row["round"], "y": row["share"], "acted": row["acted"]}
        for row in rounds
    ]


def prediction_row(share: float, words: str) -> Row:
    """Return the row of a prediction."""
    return {"kind": "prediction", "y": share, "text": words}


def equilibrium_rows(solution: Solution, act: str) -> list[Row]:
    """Return the rows of all equilibria of a group game, in which `act` is counted."""
    return [
        {
            "kind": "equilibrium",
            "y": equilibrium.profile[act],
            "stable": equilibrium.stability == "stable",
            "text": say("equilibrium: {label}", label=equilibrium.label),
        }
        for equilibrium in solution.equilibria
    ]
