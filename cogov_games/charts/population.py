"""The population form's diagram: how often each strategy is used in the long run."""

from __future__ import annotations

from typing import cast

import numpy as np

from ..forms.base import Form
from ..forms.population import Population
from ..model.outcome import Outcome
from ..words import labelled, say
from .diagram import Diagram, nowhere
from .theme import Row, Spec, axis, only, panels, regime_colour

HEIGHT = 230


def law_spec(form: Form, regimes: list[str]) -> Spec:
    """Return the panels with one bar per strategy: its share in the long run."""
    colour = regime_colour(regimes)
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


LAW = Diagram(law_spec, law_rows, nowhere)
