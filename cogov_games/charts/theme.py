"""One colour and one shape per regime, everywhere; Okabe-Ito colours, readable on a projector."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from ..model.outcome import PARTS
from ..model.regimes import TITLES
from ..words import Words, say

SCHEMA = "https://vega.github.io/schema/vega-lite/v6.json"
COLOURS = {
    "government_led": "#0072B2",
    "multi_center": "#D55E00",
    "cooperative": "#009E73",
    "laissez_faire": "#8c8c8c",
}
SHAPES = {
    "government_led": "triangle-up",
    "multi_center": "square",
    "cooperative": "circle",
    "laissez_faire": "diamond",
}
GLYPHS = {"government_led": "▲", "multi_center": "■", "cooperative": "●", "laissez_faire": "◆"}
PART_COLOURS = dict(
    zip(PARTS, ("#56B4E9", "#CC79A7", "#E6C200", "#777777", "#8A5A2B"), strict=True)
)
SHORT = {
    "government_led": Words("government-|led", "政府|主导"),
    "multi_center": Words("multi-|center", "多中心|治理"),
    "cooperative": Words("coope-|rative", "合作|共治"),
    "laissez_faire": Words("laissez-|faire", "自由|放任"),
}
TIE_COLOUR = "#d9d9d9"

Spec = dict[str, Any]
Row = dict[str, Any]


def title(regime: str) -> str:
    """Return the regime's name in the current language."""
    return str(TITLES[regime]) if regime in TITLES else regime


def chosen_words(words: Mapping[str, str], split: str = "") -> str:
    """Return a Vega expression that words a label; a `split` mark parts lines."""
    chosen = f"({json.dumps(dict(words))})[datum.value]"
    return f"split({chosen}, {json.dumps(split)})" if split else chosen


def short_titles(regimes: list[str]) -> str:
    """Return a Vega expression that labels an axis of regimes, on two lines where it is narrow."""
    return chosen_words({key: str(SHORT.get(key, key)) for key in regimes}, "|")


def colour_of(regime: str) -> str:
    """Return a regime's colour; those of a mechanism's own are dark."""
    return COLOURS.get(regime, "#333333")


def colour_scale(regimes: list[str]) -> Spec:
    """Return the colour scale of regimes by key."""
    return {"domain": regimes, "range": [colour_of(key) for key in regimes]}


def regime_colour(regimes: list[str]) -> Spec:
    """Return the colour channel of marks that belong to a regime; panels need no legend."""
    return {"field": "regime", "type": "nominal", "scale": colour_scale(regimes), "legend": None}


def column_header(regimes: list[str]) -> Spec:
    """Return the facet by regime key, headed by shape and name."""
    names = {key: f"{GLYPHS.get(key, '')} {title(key)}" for key in regimes}
    return {
        "field": "regime",
        "type": "nominal",
        "sort": regimes,
        "title": None,
        "header": {"labelExpr": chosen_words(names), "labelFontSize": 15},
    }


def panels(regimes: list[str], layers: list[Spec], height: int) -> Spec:
    """Return one chart of panels, one per regime, on shared scales; rows come in ``rows``."""
    return {
        "$schema": SCHEMA,
        "data": {"name": "rows"},
        "facet": {"column": column_header(regimes)},
        "spec": {"width": 240, "height": height, "layer": layers},
        "spacing": 14,
        "padding": {"left": 5, "top": 12, "right": 5, "bottom": 5},
        "usermeta": {"fit": {"signal": "child_width", "columns": len(regimes), "padding": 90}},
    }


def only(kind: str) -> list[Spec]:
    """Return the transform that keeps the rows of one kind."""
    return [{"filter": f"datum.kind === '{kind}'"}]


def axis(field: str, label: str, scale: Spec | None = None, **more: Any) -> Spec:
    """Return a quantitative position channel."""
    channel: Spec = {"field": field, "type": "quantitative", "title": label or None}
    return {**channel, "scale": {"nice": False, "zero": False, **(scale or {})}, **more}


def stability_legend() -> str:
    """Return the legend of the equilibrium marks, in words."""
    return say("● stable   ◍ neutral or undecided   ○ unstable   ◌ where it was")
