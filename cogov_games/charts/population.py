"""The long run of a finite population, and how often each strategy is everybody's."""

from __future__ import annotations

from typing import Any, cast

import numpy as np

from ..forms.base import Form
from ..forms.population import Population
from ..model.outcome import Outcome
from ..study.finite import FinitePopulation
from ..words import labelled, say
from .theme import COLOURS, SCHEMA, Row, Spec, axis, chosen_words, colour_scale, only, panels

HEIGHT = 230


def law_spec(form: Form, regimes: list[str]) -> Spec:
    """Return the panels with one bar per strategy: its share in the long run."""
    colour = {"field": "regime", "type": "nominal", "scale": colour_scale(regimes), "legend": None}
    who = {
        "field": "who", "type": "nominal", "title": None,
        "axis": {"labels": False, "ticks": False, "grid": False, "minExtent": 40},
        "sort": [str(s.title) for s in cast(Population, form).member.strategies],
    }  # fmt: skip
    share = axis(
        "x", say("share in the long run"), {"domain": [0, 1]},
        axis={"format": "%", "tickCount": 3}, stack=None,
    )  # fmt: skip
    bars: Spec = {
        "transform": only("bar"),
        "mark": {"type": "bar", "size": 14, "yOffset": 9},
        "encoding": {"x": share, "y": who, "color": colour},
    }
    labels: Spec = {
        "transform": only("bar"),
        "mark": {"type": "text", "fontSize": 13, "align": "left", "x": 6, "yOffset": -9},
        "encoding": {"y": who, "text": {"field": "text", "type": "nominal"}},
    }
    return panels(regimes, [bars, labels], HEIGHT)


def law_rows(outcome: Outcome) -> list[Row]:
    """Return a bar for each strategy that the institution leaves open."""
    form = cast(Population, outcome.form)
    free = np.broadcast_to(form.open_to(outcome.situation), (len(form.shares),))
    return [
        {
            "kind": "bar", "who": str(strategy.title), "x": share,
            "text": labelled(strategy.title, f"{share:.0%}"),
        }
        for strategy, name, is_open in zip(form.member.strategies, form.shares, free, strict=True)
        if is_open
        for share in [float(outcome.select(outcome.found.states[name]))]
    ]  # fmt: skip


def population_chart(found: FinitePopulation) -> Any:
    """Return the chart of a finite population."""
    import altair as alt

    spec = _histogram(found) if len(found.titles) == 2 else _means(found)
    return alt.Chart.from_dict({"$schema": SCHEMA, "width": 460, **spec})


def _histogram(found: FinitePopulation) -> Spec:
    """Return how often how many people use the second strategy."""
    act = list(found.titles.values())[1]
    rows = [
        {"x": float(count) - 0.5, "x2": float(count) + 0.5, "y": float(chance)}
        for (_, count), chance in zip(found.compositions, found.law, strict=True)
    ]
    return {
        "data": {"values": rows},
        "height": 240,
        "mark": {
            "type": "rect", "color": COLOURS.get(found.regime, "#333333"), "stroke": "white",
            "strokeWidth": 0.5,
        },
        "encoding": {
            "x": axis(
                "x", say("people who {act}", act=act), {"domain": [-0.5, found.Z + 0.5]},
                axis={"grid": False, "tickMinStep": 1},
            ),
            "x2": {"field": "x2"},
            "y": axis("y", say("share of time"), {"zero": True}, axis={"format": "%"}),
            "y2": {"datum": 0},
        },
    }  # fmt: skip


def _means(found: FinitePopulation) -> Spec:
    """Return each strategy's mean share, beside its share in the limit of rare mutations."""
    series = {"mean": found.shares, "rare": found.rare_mutations}
    rows = [
        {"who": str(found.titles[key]), "what": what, "x": share}
        for what, shares in series.items()
        for key, share in shares.items()
    ]
    colour = COLOURS.get(found.regime, "#333333")
    return {
        "data": {"values": rows},
        "height": 60 * len(found.titles),
        "mark": {"type": "bar"},
        "encoding": {
            "y": {"field": "who", "type": "nominal", "sort": None, "title": None,
                  "axis": {"labelLimit": 220}},
            "yOffset": {"field": "what", "type": "nominal"},
            "x": axis("x", say("share in the long run"), {"domain": [0, 1]}, axis={"format": "%"}),
            "color": {
                "field": "what", "type": "nominal",
                "scale": {"domain": list(series), "range": [colour, "#E69F00"]},
                "legend": {
                    "title": None, "orient": "bottom",
                    "labelExpr": chosen_words(
                        {"mean": say("mean share"), "rare": say("rare mutations")}
                    ),
                },
            },
        },
    }  # fmt: skip
