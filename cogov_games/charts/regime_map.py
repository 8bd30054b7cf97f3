"""The regime map: which regime is best where, over two parameters."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..expressions import Array
from ..words import say
from .theme import SCHEMA, TIE_COLOUR, Row, Spec, axis, chosen_words, colour_scale, title


def map_spec(regimes: list[str], x_label: str, y_label: str) -> Spec:
    """Return the map; its cells come in ``cells``, the present point in ``now``."""
    names = [*regimes, "tie"]
    labels = {**{key: title(key) for key in regimes}, "tie": say("tie")}
    x = axis("x0", x_label, axis={"tickCount": 8, "labelOverlap": True})
    y = axis("y0", y_label, axis={"tickCount": 5})
    colour: Spec = {
        "field": "best", "type": "nominal",
        "scale": {"domain": names, "range": [*colour_scale(regimes)["range"], TIE_COLOUR]},
    }  # fmt: skip
    return {
        "$schema": SCHEMA,
        "width": "container",
        "height": 190,
        "layer": [
            {
                "data": {"name": "cells"},
                "mark": {"type": "rect", "strokeWidth": 1},
                "encoding": {
                    "x": x, "x2": {"field": "x1"}, "y": y, "y2": {"field": "y1"},
                    "fill": {
                        **colour,
                        "legend": {
                            "title": None, "orient": "bottom", "columns": 3,
                            "labelExpr": chosen_words(labels),
                        },
                    },
                    "stroke": {**colour, "legend": None},  # closes the seams between cells
                },
            },
            {
                "data": {"name": "now"},
                "mark": {"type": "point", "shape": "cross", "size": 260, "filled": True,
                         "color": "white", "stroke": "black", "strokeWidth": 1.5, "opacity": 1},
                "encoding": {"x": {"field": "x", "type": "quantitative"},
                             "y": {"field": "y", "type": "quantitative"}},
            },
        ],
    }  # fmt: skip


def map_rows(
    regimes: Sequence[str],
    x_values: Array,
    y_values: Array,
    best: NDArray[np.int64],
    tie: NDArray[np.bool_],
) -> list[Row]:
    """Return the map's cells, neighbours of one colour in a row joined.

    In each cell (Y, X), `best` is the position of the best regime and `tie` says that there are
    several.
    """
    names = [*regimes, "tie"]
    x_edges, y_edges = _edges(x_values), _edges(y_values)
    rows: list[Row] = []
    for j, line in enumerate(np.where(_areas(tie), len(regimes), best)):
        cuts = np.flatnonzero(np.diff(line)) + 1
        for first, last in zip([0, *cuts], [*cuts, len(line)], strict=True):
            rows.append(
                {
                    "x0": x_edges[first], "x1": x_edges[last],
                    "y0": y_edges[j], "y1": y_edges[j + 1], "best": names[line[first]],
                }
            )  # fmt: skip
    return rows


def _areas(tie: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Return the ties that have a neighbour; a single cell on a border is no area."""
    padded = np.pad(tie, 1)
    beside = padded[:-2, 1:-1] | padded[2:, 1:-1] | padded[1:-1, :-2] | padded[1:-1, 2:]
    return np.asarray(tie & beside)


def _edges(values: Array) -> Array:
    middle = (values[1:] + values[:-1]) / 2
    return np.concatenate([values[:1], middle, values[-1:]])


def map_chart(regimes: list[str], x_label: str, y_label: str, rows: list[Row]) -> Any:
    """Return the map as an Altair chart with its data."""
    import altair as alt

    spec = map_spec(regimes, x_label, y_label)
    cells, _ = spec["layer"]
    spec["layer"] = [{**cells, "data": {"values": [_plain(row) for row in rows]}}]
    spec["width"] = 420
    spec["height"] = 320
    return alt.Chart.from_dict(spec)


def _plain(row: Row) -> Row:
    return {key: value if isinstance(value, str) else float(value) for key, value in row.items()}
