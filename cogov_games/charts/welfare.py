"""Why a regime wins, and who pays: welfare as a waterfall, and payoffs by actor."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import wrap

from ..model.outcome import PARTS
from ..words import number, say
from .theme import (
    PART_COLOURS,
    SCHEMA,
    SHAPES,
    Row,
    Spec,
    axis,
    chosen_words,
    regime_colour,
    short_titles,
)

NAMES = dict(
    zip(PARTS, ("behaviour", "harm", "enforcement", "overhead", "cost of agreeing"), strict=True)
)


def waterfall_spec(regimes: list[str], parts: list[str]) -> Spec:
    """Return the waterfall: each part of welfare on top of the last, and the total as a mark."""
    place = {
        "field": "regime", "type": "nominal", "sort": regimes, "title": None,
        "axis": {"labelExpr": short_titles(regimes), "labelAngle": 0},
    }  # fmt: skip
    offset = {"field": "part", "type": "nominal", "scale": {"domain": [*parts, "total"]}}
    shown = {
        "domain": parts,
        "range": [PART_COLOURS[part] for part in parts],
    }
    legend = {
        "title": None, "orient": "bottom", "columns": 3,
        "labelExpr": chosen_words({part: say(NAMES[part]) for part in parts}),
    }  # fmt: skip
    halo: Spec = {"stroke": "var(--cogov-surface)", "strokeWidth": 4, "strokeJoin": "round"}
    return {
        "$schema": SCHEMA,
        "width": "container",
        "height": 190,
        "layer": [
            {
                "data": {"name": "parts"},
                "mark": {"type": "bar"},
                "encoding": {
                    "x": place,
                    "xOffset": offset,
                    "y": axis("start", say("welfare"), {"zero": True, "nice": True}),
                    "y2": {"field": "end"},
                    "color": {"field": "part", "type": "nominal", "scale": shown, "legend": legend},
                },
            },
            {
                "data": {"name": "best"},
                "mark": {"type": "rule", "strokeDash": [2, 3], "strokeWidth": 1.5},
                "encoding": {"y": {"field": "first_best", "type": "quantitative"}},
            },
            {
                "data": {"name": "best"},
                "mark": {
                    "type": "text", "text": say("first best"), "x": "width", "align": "left",
                    "dx": 4, "fontSize": 12,
                },
                "encoding": {"y": {"field": "first_best", "type": "quantitative"}},
            },
            {
                "data": {"name": "totals"},
                "mark": {"type": "point", "filled": True, "size": 190, "opacity": 1},
                "encoding": {
                    "x": place,
                    "xOffset": offset,
                    "y": {"field": "welfare", "type": "quantitative"},
                    "color": regime_colour(regimes),
                    "shape": {
                        "field": "regime", "type": "nominal", "legend": None,
                        "scale": {"domain": regimes, "range": [SHAPES.get(r, "cross") for r in regimes]},
                    },
                },
            },
            *(
                {
                    "data": {"name": "totals"},
                    "mark": {
                        "type": "text", "dy": -15, "fontWeight": "bold", "align": "center", **behind,
                    },
                    "encoding": {
                        "x": place,
                        "xOffset": offset,
                        "y": {"field": "welfare", "type": "quantitative"},
                        "text": {"field": "text"},
                    },
                }
                for behind in (halo, {})
            ),
        ],
        "resolve": {"scale": {"color": "independent"}},
    }  # fmt: skip


def waterfall_rows(
    breakdown: Mapping[str, Mapping[str, float]], welfare: Mapping[str, float], first_best: float
) -> dict[str, list[Row]]:
    """Return the datasets of `waterfall_spec`."""
    rows: list[Row] = []
    for regime, parts in breakdown.items():
        level = 0.0
        for part, value in parts.items():
            rows.append({"regime": regime, "part": part, "start": level, "end": level + value})
            level += value
    totals = [
        {"regime": regime, "part": "total", "welfare": value, "text": number(value)}
        for regime, value in welfare.items()
    ]
    return {"parts": rows, "totals": totals, "best": [{"first_best": first_best}]}


def actors_spec(regimes: list[str], actors: Mapping[str, str]) -> Spec:
    """Return payoffs by actor, the regimes side by side; `actors` maps keys to names."""
    return {
        "$schema": SCHEMA,
        "width": "container",
        "height": 190,
        "data": {"name": "actors"},
        "mark": {"type": "bar"},
        "encoding": {
            "x": {
                "field": "actor", "type": "nominal", "sort": list(actors), "title": None,
                "axis": {
                    "labelAngle": 0,
                    "labelExpr": chosen_words({k: _wrapped(v) for k, v in actors.items()}, "|"),
                },
            },
            "xOffset": {"field": "regime", "type": "nominal", "sort": regimes},
            "y": axis("payoff", say("payoff"), {"zero": True, "nice": True}),
            "color": regime_colour(regimes),
        },
    }  # fmt: skip


def _wrapped(words: str) -> str:
    """Return the words with a mark where a line of about a dozen letters ends."""
    return "|".join(wrap(words, 13)) if words.isascii() else words


def actors_rows(by_actor: Mapping[str, Mapping[str, float]]) -> dict[str, list[Row]]:
    """Return the dataset of `actors_spec`."""
    return {
        "actors": [
            {"regime": regime, "actor": actor, "payoff": payoff}
            for regime, payoffs in by_actor.items()
            for actor, payoff in payoffs.items()
        ]
    }
