"""A finite population in the long run: how often so many act, or how often each strategy is used."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..expressions import Array
from ..words import Words, say
from .theme import SCHEMA, Spec, axis, chosen_words, colour_of


def law_chart(act: Words, acting: NDArray[np.int64], law: Array, Z: int, regime: str) -> Any:
    """Return how often how many of Z people act; `law` (C,) is the share of time of each count."""
    rows = [
        {"x": float(count) - 0.5, "x2": float(count) + 0.5, "y": float(chance)}
        for count, chance in zip(acting, law, strict=True)
    ]
    spec: Spec = {
        "data": {"values": rows},
        "height": 240,
        "mark": {
            "type": "rect", "color": colour_of(regime), "stroke": "white", "strokeWidth": 0.5,
        },
        "encoding": {
            "x": axis(
                "x", say("people who {act}", act=act), {"domain": [-0.5, Z + 0.5]},
                axis={"grid": False, "tickMinStep": 1},
            ),
            "x2": {"field": "x2"},
            "y": axis("y", say("share of time"), {"zero": True}, axis={"format": "%"}),
            "y2": {"datum": 0},
        },
    }  # fmt: skip
    return _chart(spec)


def means_chart(
    titles: Mapping[str, Words],
    shares: Mapping[str, float],
    rare: Mapping[str, float],
    regime: str,
) -> Any:
    """Return each strategy's mean share, beside its share in the limit of rare mutations."""
    words = {"mean": say("mean share"), "rare": say("rare mutations")}
    rows = [
        {"who": str(titles[key]), "what": what, "x": share}
        for what, series in zip(words, (shares, rare), strict=True)
        for key, share in series.items()
    ]
    spec: Spec = {
        "data": {"values": rows},
        "height": 60 * len(titles),
        "mark": {"type": "bar"},
        "encoding": {
            "y": {"field": "who", "type": "nominal", "sort": None, "title": None,
                  "axis": {"labelLimit": 220}},
            "yOffset": {"field": "what", "type": "nominal"},
            "x": axis("x", say("share in the long run"), {"domain": [0, 1]}, axis={"format": "%"}),
            "color": {
                "field": "what", "type": "nominal",
                "scale": {"domain": list(words), "range": [colour_of(regime), "#E69F00"]},
                "legend": {"title": None, "orient": "bottom", "labelExpr": chosen_words(words)},
            },
        },
    }  # fmt: skip
    return _chart(spec)


def _chart(spec: Spec) -> Any:
    import altair as alt

    return alt.Chart.from_dict({"$schema": SCHEMA, "width": 460, **spec})
