"""Diagrams of games in strategic form: best replies of two with two strategies, else chances."""

from __future__ import annotations

from typing import cast

from ..expressions import Array
from ..forms.base import Form
from ..forms.strategic import Strategic
from ..model.outcome import Outcome
from ..words import say
from .diagram import HEIGHT, Diagram, curve_layer, mark_layers, nowhere
from .theme import Row, Spec, axis, only, panels, regime_colour


def reply_spec(form: Form, regimes: list[str]) -> Spec:
    """Return the panels of both players' best replies, which meet at the equilibria."""
    first, second = cast(Strategic, form).players
    unit = {"domain": [0, 1]}
    x, y = (
        axis(name, say("{actor}: chance to {act}", actor=a.title, act=a.strategies[1].title), unit)
        for name, a in (("x", first), ("y", second))
    )
    who = [say("best replies of {actor}", actor=actor.title) for actor in (first, second)]
    return panels(regimes, [curve_layer(regimes, x, y, who), *mark_layers(regimes)], HEIGHT)


def reply_rows(outcome: Outcome) -> list[Row]:
    """Return both players' best replies."""
    form = cast(Strategic, outcome.form)
    first, second = form.tables(outcome.situation)
    gains = (first[1] - first[0], second[:, 1] - second[:, 0])
    rows: list[Row] = []
    for i, (actor, gain) in enumerate(zip(form.players, gains, strict=True)):
        for order, (other, own) in enumerate(_steps(gain)):
            place = (own, other) if i == 0 else (other, own)
            who = say("best replies of {actor}", actor=actor.title)
            rows.append({"kind": "curve", "x": place[0], "y": place[1], "order": order, "who": who})
    return rows


def _steps(gain: Array) -> list[tuple[float, float]]:
    """Return the best-reply correspondence to the other's probability, as corner points."""
    low, high = (float(g > 0) if g != 0 else 0.5 for g in gain)
    if gain[0] * gain[1] < 0:
        turn = float(gain[0] / (gain[0] - gain[1]))
        return [(0.0, low), (turn, low), (turn, high), (1.0, high)]
    if gain[0] == 0 and gain[1] == 0:
        return [(0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0), (0.0, 0.0)]
    if gain[0] == 0:
        return [(0.0, 1 - high), (0.0, high), (1.0, high)]
    if gain[1] == 0:
        return [(0.0, low), (1.0, low), (1.0, 1 - low)]
    return [(0.0, low), (1.0, high)]


def reply_place(outcome: Outcome) -> tuple[Array, Array]:
    """Return both players' chances of their second strategies in each equilibrium."""
    (_, first), (_, second) = cast(Strategic, outcome.form).shares
    return outcome.found.states[first], outcome.found.states[second]


REPLIES = Diagram(reply_spec, reply_rows, reply_place)


def chance_spec(form: Form, regimes: list[str]) -> Spec:
    """Return the panels with a bar per strategy: how likely it is used."""
    x = {
        "field": "who",
        "type": "nominal",
        "title": None,
        "sort": None,
        "axis": {"labelAngle": -30},
    }
    y = axis("y", say("probability"), {"domain": [0, 1]})
    bars = {
        "transform": only("curve"),
        "mark": {"type": "bar"},
        "encoding": {"x": x, "y": {**y, "stack": None}, "color": regime_colour(regimes)},
    }
    return panels(regimes, [bars], HEIGHT)


def chance_rows(outcome: Outcome) -> list[Row]:
    """Return a bar for each strategy in the selected equilibrium."""
    form = cast(Strategic, outcome.form)
    return [
        {
            "kind": "curve",
            "who": f"{actor.title}: {strategy.title}",
            "y": float(outcome.select(outcome.found.states[name])),
        }
        for actor, names in zip(form.players, form.shares, strict=True)
        for strategy, name in zip(actor.strategies, names, strict=True)
    ]


CHANCES = Diagram(chance_spec, chance_rows, nowhere)
