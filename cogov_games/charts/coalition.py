"""Diagrams of coalition games: the core of three in a triangle, else shares beside being alone."""

from __future__ import annotations

from typing import cast

import numpy as np

from ..expressions import Array
from ..forms.base import Form
from ..forms.coalition import Coalition
from ..model.outcome import Outcome
from ..solvers.core import core_vertices
from ..solvers.nucleolus import lexicographic
from ..solvers.shapley import shapley_values
from ..words import say
from .diagram import HEIGHT, Diagram, mark_layers, nowhere
from .theme import Row, Spec, axis, chosen_words, only, panels, regime_colour

CORNERS = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, 0.75**0.5]])
"""Where one of three players gets the whole gain."""


def share_spec(form: Form, regimes: list[str]) -> Spec:
    """Return the panels of each player's share, beside what it would have alone."""
    game = cast(Coalition, form)
    x = {
        "field": "who",
        "type": "nominal",
        "title": say("━ alone   ◇ asked by the formula"),
        "sort": [str(player.title) for player in game.players],
        "axis": {"labelAngle": 0, "labelOverlap": False, "titleFontWeight": "normal"},
    }
    words = say("share of the cost") if game.cost else say("share")
    y = {**axis("y", words, {"zero": True, "nice": True}), "stack": None}
    place = {"x": x, "y": y}
    layers: list[Spec] = [
        {
            "transform": only("share"),
            "mark": {"type": "bar", "opacity": 0.8},
            "encoding": {**place, "color": regime_colour(regimes)},
        },
        {
            "transform": only("alone"),
            "mark": {"type": "rule", "strokeWidth": 2.5},
            "encoding": {
                **place,
                "x": {**x, "bandPosition": 0.1},
                "x2": {"field": "who", "bandPosition": 0.9},
            },
        },
        {
            "transform": only("asked"),
            "mark": {"type": "text", "text": "◇", "fontSize": 18, "baseline": "middle"},
            "encoding": place,
        },
    ]
    return panels(regimes, layers, HEIGHT)


def share_rows(outcome: Outcome) -> list[Row]:
    """Return the selected shares, what each would have alone, and what a formula asks for."""
    form = cast(Coalition, outcome.form)
    n = len(form.players)
    alone = form.sign * form.worths(outcome.situation)[1 << np.arange(n)]
    asked = form.sign * form.offers(outcome.situation)[-1] if form.rule == "formula" else alone
    rows: list[Row] = []
    for i, (player, name) in enumerate(zip(form.players, form.shares, strict=True)):
        who = str(player.title)
        share = float(outcome.select(outcome.found.states[name]))
        rows.append({"kind": "share", "who": who, "y": share})
        rows.append({"kind": "alone", "who": who, "y": alone[i]})
        if form.rule == "formula":
            rows.append({"kind": "asked", "who": who, "y": asked[i]})
    return rows


SHARES = Diagram(share_spec, share_rows, nowhere)


def triangle_spec(form: Form, regimes: list[str]) -> Spec:
    """Return the panels of the core in the triangle of all divisions of the gain among three."""
    game = cast(Coalition, form)
    hidden = {"axis": None, "title": None}
    x = {**axis("x", "", {"domain": [-0.15, 1.15]}), **hidden}
    y = {**axis("y", "", {"domain": [-0.12, 1.03]}), **hidden}
    line = {"x": x, "y": y, "order": {"field": "order"}}
    words = {"nucleolus": say("nucleolus"), "shapley": say("Shapley value")}
    names = [
        {
            "transform": [*only("corner"), {"filter": f"datum.order === {i}"}],
            "mark": {
                "type": "text", "text": say("all to {player}", player=player.title),
                "dy": -12 if i == 2 else 14, "fontSize": 12,
            },
            "encoding": {"x": x, "y": y},
        }
        for i, player in enumerate(game.players)
    ]  # fmt: skip
    layers: list[Spec] = [
        {
            "transform": only("core"),
            "mark": {"type": "line", "filled": True, "fillOpacity": 0.25, "strokeWidth": 2.5},
            "encoding": {
                **line,
                "color": regime_colour(regimes),
                "fill": regime_colour(regimes),
            },
        },
        {
            "transform": only("corner"),
            "mark": {"type": "line", "strokeWidth": 1.5, "color": "#888888"},
            "encoding": line,
        },
        *names,
        {
            "transform": only("mark"),
            "mark": {"type": "point", "filled": False, "size": 190, "strokeWidth": 2.5},
            "encoding": {
                "x": x,
                "y": y,
                "shape": {
                    "field": "what",
                    "type": "nominal",
                    "scale": {"domain": list(words), "range": ["cross", "square"]},
                    "legend": {"title": None, "orient": "bottom", "labelExpr": chosen_words(words)},
                },
                "color": {"value": "#888888"},
            },
        },
        *mark_layers(regimes),
    ]
    return panels(regimes, layers, HEIGHT)


def triangle_rows(outcome: Outcome) -> list[Row]:
    """Return the triangle, the core's polygon, the nucleolus and the Shapley value."""
    form = cast(Coalition, outcome.form)
    worth = form.worths(outcome.situation)
    rows: list[Row] = [
        {"kind": "corner", "x": x, "y": y, "order": i}
        for i, (x, y) in enumerate(CORNERS[[0, 1, 2, 0]])
    ]
    corners = _barycentric(worth, core_vertices(worth))
    if len(corners) and np.isfinite(corners).all():
        around = corners - corners.mean(axis=0)
        turn = np.argsort(np.arctan2(around[:, 1], around[:, 0]))
        rows += [
            {"kind": "core", "x": x, "y": y, "order": i}
            for i, (x, y) in enumerate(corners[[*turn, turn[0]]])
        ]
    if worth[-1] > worth[[1, 2, 4]].sum():
        marks = {
            "nucleolus": lexicographic(worth, floors=True)[0],
            "shapley": shapley_values(worth),
        }
        for what, shares in marks.items():
            x, y = _barycentric(worth, shares)
            rows.append({"kind": "mark", "what": what, "x": x, "y": y})
    return rows


def triangle_place(outcome: Outcome) -> tuple[Array, Array]:
    """Return where each equilibrium lies in the triangle."""
    form = cast(Coalition, outcome.form)
    shares = [outcome.found.payoffs[player.key] for player in form.players]
    points = _barycentric(form.worths(outcome.situation), np.stack(shares, axis=-1))
    return points[..., 0], points[..., 1]


def _barycentric(worth: Array, shares: Array) -> Array:
    """Return points (..., 2) for what three players get (..., 3); NaN where there is no gain."""
    alone = worth[[1, 2, 4]]
    gain = worth[-1] - alone.sum()
    if not gain > 1e-12 * np.abs(worth).max():
        return np.full((*shares.shape[:-1], 2), np.nan)
    return np.asarray((shares - alone) / gain @ CORNERS)


TRIANGLE = Diagram(triangle_spec, triangle_rows, triangle_place)
