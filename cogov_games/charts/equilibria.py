"""The equilibrium diagrams: each form's natural picture, one panel per regime."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import NamedTuple, cast

import numpy as np

from ..expressions import Array
from ..forms.advice import Advice
from ..forms.agreement import Agreement
from ..forms.base import Form
from ..forms.closed import ClosedForm
from ..forms.coalition import Coalition
from ..forms.continuous import Continuous
from ..forms.equilibria import STABILITY
from ..forms.group import Group
from ..forms.population import Population
from ..forms.signal import Signal
from ..forms.strategic import Strategic
from ..model.outcome import Outcome
from ..words import say
from . import advice, coalition
from .lines import bends
from .population import law_rows, law_spec
from .signal import signal_curves, signal_place, signal_spec
from .theme import Row, Spec, axis, colour_scale, only, panels

HEIGHT = 210


class Diagram(NamedTuple):
    """A specification of panels, and how an outcome becomes its rows."""

    spec: Callable[[Form, list[str]], Spec]
    curves: Callable[[Outcome], list[Row]]
    place: Callable[[Outcome], tuple[Array, Array]]


class Block(NamedTuple):
    """Neighbouring panels that one diagram draws on shared scales; `alike` tells blocks apart."""

    form: Form
    diagram: Diagram
    regimes: list[str]
    alike: int

    def spec(self) -> Spec:
        """Return the specification of the block's panels."""
        return self.diagram.spec(self.form, self.regimes)


def blocks(forms: Mapping[str, Form]) -> list[Block]:
    """Return the panels of regimes with their forms, those that look the same taken together."""
    looks: list[Spec] = []
    found: list[Block] = []
    for regime, form in forms.items():
        diagram = diagram_of(form)
        look = diagram.spec(form, [""])
        if look not in looks:
            looks.append(look)
        alike = looks.index(look)
        if found and found[-1].alike == alike:
            found[-1].regimes.append(regime)
        else:
            found.append(Block(form, diagram, [regime], alike))
    return found


def diagram_of(form: Form) -> Diagram:
    """Return the natural diagram of a form."""
    if isinstance(form, ClosedForm):
        return Diagram(_push_spec, _push_curves, _push_place)
    if isinstance(form, Signal):
        return Diagram(signal_spec, signal_curves, signal_place)
    if isinstance(form, Group):
        return Diagram(_group_spec, _group_curves, _group_place)
    if isinstance(form, Population):
        return Diagram(law_spec, law_rows, _share_place)
    if isinstance(form, Continuous) and [p.count for p in form.players] == [1]:
        return Diagram(_payoff_spec, _payoff_curves, _payoff_place)
    if isinstance(form, Continuous):
        return Diagram(_reaction_spec, _reaction_curves, _reaction_place)
    if isinstance(form, Strategic) and form.sizes == (2, 2):
        return Diagram(_reply_spec, _reply_curves, _reply_place)
    if isinstance(form, Advice):
        return Diagram(_decision_spec, advice.decision_rows, coalition.no_place)
    if isinstance(form, Agreement):
        return Diagram(_size_spec, coalition.size_rows, coalition.size_place)
    if isinstance(form, Coalition) and len(form.players) == 3:
        return Diagram(_triangle_spec, coalition.triangle_rows, coalition.triangle_place)
    if isinstance(form, Coalition):
        return Diagram(_bars_spec, coalition.share_rows, coalition.no_place)
    return Diagram(_share_spec, _share_curves, _share_place)


def equilibrium_rows(
    diagram: Diagram, regime: str, now: Outcome, before: Outcome | None, start: float | None
) -> list[Row]:
    """Return a panel's rows: curves, equilibria, the ghost of the old one and its arrow."""
    rows = [{"regime": regime, **row} for row in diagram.curves(now)]
    x, y = diagram.place(now)
    line = [row["x"] for row in rows if row["kind"] == "curve" and "x" in row]
    for k in np.flatnonzero(now.found.present):
        about = {
            "regime": regime,
            "stability": STABILITY[now.found.stability[k]],
            "label": str(now.form.label(int(now.found.pattern[k]))),
            "selected": bool(now.index is not None and k == now.index),
        }
        for place in _places(x[k], y[k]):
            if np.isfinite(place).all():
                point = {"kind": "point", "x": place[0], "y": place[1], **about}
                rows.append(point | _beside(place[0], line))
    if before is not None and before.index is not None and now.index is not None:
        old = _places(*(axis[int(before.index)] for axis in diagram.place(before)))
        new = _places(x[int(now.index)], y[int(now.index)])
        for one, other in zip(old, new, strict=True):
            if np.abs(one - other).sum() > 1e-6:
                ghost = {"regime": regime, "x": one[0], "y": one[1]}
                rows.append({"kind": "ghost", **ghost})
                rows.append({"kind": "arrow", **ghost, "x2": other[0], "y2": other[1]})
    if start is not None:
        rows.append({"regime": regime, "kind": "start", "x": start, "y": 0.0})
    return rows


def _beside(x: float, line: list[float]) -> Row:
    """Return on which side of a point its label goes, and whether it is an end of the curve."""
    low, high = min(line, default=x), max(line, default=x)
    at = (x - low) / (high - low) if high > low else 0.5
    side = "left" if at < 0.3 else "right" if at > 0.7 else "center"
    return {"side": side, "end": x in (low, high)}


def shared_extent(parts: list[tuple[Block, list[Row]]]) -> None:
    """Give blocks that look the same, but are no neighbours, the same scales."""
    for alike in {block.alike for block, _ in parts}:
        same = [(block, rows) for block, rows in parts if block.alike == alike]
        places = [
            (row["x"], row["y"])
            for _, rows in same
            for row in rows
            if {"x", "y"} <= row.keys() and row["kind"] != "arrow"
        ]
        if len(same) > 1 and places:
            corners = [end(axis) for end in (min, max) for axis in zip(*places, strict=True)]
            for block, rows in same:
                for x, y in (corners[:2], corners[2:]):
                    rows.append({"kind": "extent", "regime": block.regimes[0], "x": x, "y": y})


def _places(x: Array, y: Array) -> Array:
    """Return the points (P, 2) at which one equilibrium is drawn."""
    return np.stack([np.atleast_1d(x), np.atleast_1d(y)], axis=-1)


def _marks(regimes: list[str]) -> list[Spec]:
    """Return the layers of equilibria, ghosts and arrows, in every diagram the same."""
    place = {
        "x": {"field": "x", "type": "quantitative"},
        "y": {"field": "y", "type": "quantitative"},
    }
    colour = {"field": "regime", "type": "nominal", "scale": colour_scale(regimes), "legend": None}
    return [
        {
            "transform": only("extent"),
            "mark": {"type": "point", "opacity": 0},
            "encoding": place,
        },
        {
            "transform": only("arrow"),
            "mark": {"type": "rule", "strokeWidth": 2, "opacity": 0.6, "strokeDash": [5, 3]},
            "encoding": {**place, "x2": {"field": "x2"}, "y2": {"field": "y2"}, "color": colour},
        },
        {
            "transform": only("ghost"),
            "mark": {
                "type": "point", "size": 170, "filled": False, "strokeDash": [2, 2], "strokeWidth": 2,
            },
            "encoding": {**place, "color": colour},
        },
        {
            "transform": only("point"),
            "mark": {"type": "point", "size": 170, "strokeWidth": 2.5, "tooltip": None},
            "encoding": {
                **place,
                "stroke": colour,
                "fill": {
                    "condition": {
                        "test": "indexof(['stable', 'neutral', 'non-hyperbolic'], "
                        "datum.stability) >= 0",
                        **colour,
                    },
                    "value": "transparent",
                },
                "fillOpacity": {
                    "condition": {"test": "datum.stability === 'stable'", "value": 0.75},
                    "value": 0.25,
                },
            },
        },
        {
            "transform": [*only("point"), {"filter": "datum.selected"}],
            "mark": {"type": "point", "size": 420, "filled": False, "strokeWidth": 1.5},
            "encoding": {**place, "color": colour},
        },
    ]  # fmt: skip


def _curve(regimes: list[str], x: Spec, y: Spec, who: list[str] | None = None) -> Spec:
    colour = {"field": "regime", "type": "nominal", "scale": colour_scale(regimes), "legend": None}
    line: Spec = {
        "transform": only("curve"),
        "mark": {"type": "line", "strokeWidth": 2.5},
        "encoding": {"x": x, "y": y, "color": colour, "order": {"field": "order"}},
    }
    if who:
        dashes = [[1, 0], [5, 3], [2, 2], [8, 3, 2, 3]]
        line["encoding"]["detail"] = {"field": "who", "type": "nominal"}
        line["encoding"]["strokeDash"] = {
            "field": "who", "type": "nominal",
            "scale": {"domain": who, "range": [dashes[i % 4] for i in range(len(who))]},
            "legend": {
                "title": None, "orient": "bottom", "symbolStrokeWidth": 2.5, "symbolType": "stroke",
            },
        }  # fmt: skip
    return line


def _group_spec(form: Form, regimes: list[str]) -> Spec:
    group = cast(Group, form)
    act = group.act.title
    x = axis("x", say("share who {act}", act=act), {"domain": [0, 1]})
    return _line_spec(regimes, x, say("gain from choosing to {act}", act=act))


def _line_spec(regimes: list[str], x: Spec, push: str) -> Spec:
    """Return the panels of what pushes a state up or down, and where the state then rests."""
    y = axis("y", push, {"nice": True, "zero": True})
    layers = [
        {
            "transform": only("zero"),
            "mark": {"type": "rule", "strokeWidth": 1},
            "encoding": {"y": {"field": "y", "type": "quantitative"}},
        },
        _curve(regimes, x, y),
        {
            "transform": only("flow"),
            "mark": {"type": "point", "filled": True, "size": 110, "opacity": 0.9},
            "encoding": {
                "x": {"field": "x", "type": "quantitative"},
                "y": {"field": "y", "type": "quantitative"},
                "shape": {
                    "field": "way", "type": "nominal", "legend": None,
                    "scale": {
                        "domain": ["up", "down"], "range": ["triangle-right", "triangle-left"],
                    },
                },
                "color": {"value": "#888888"},
            },
        },
        {
            "transform": only("start"),
            "mark": {"type": "rule", "strokeDash": [3, 3], "strokeWidth": 1.5},
            "encoding": {"x": {"field": "x", "type": "quantitative"}},
        },
        {
            "transform": only("start"),
            "mark": {
                "type": "text", "text": say("start"), "fontSize": 12, "baseline": "bottom",
                "align": {"expr": "datum.x < 0.5 ? 'left' : 'right'"},
                "dx": {"expr": "datum.x < 0.5 ? 4 : -4"}, "y": "height", "dy": -4,
            },
            "encoding": {"x": {"field": "x", "type": "quantitative"}},
        },
        *_marks(regimes),
        {
            "transform": [
                *only("point"),
                {"filter": "datum.end || datum.selected || datum.stability !== 'neutral'"},
                {"calculate": "datum.end ? datum.label : format(datum.x, '.2f')", "as": "text"},
            ],
            "mark": {
                "type": "text",
                "fontSize": {"expr": "datum.selected ? 13 : 12"},
                "fontWeight": {"expr": "datum.selected ? 'bold' : 'normal'"},
                "dy": {"expr": "datum.end ? -17 : 20"},
                "align": {"expr": "datum.side"},
            },
            "encoding": {
                "x": {"field": "x", "type": "quantitative"},
                "y": {"field": "y", "type": "quantitative"},
                "text": {"field": "text"},
            },
        },
    ]  # fmt: skip
    return panels(regimes, layers, HEIGHT)


def _group_curves(outcome: Outcome) -> list[Row]:
    form = cast(Group, outcome.form)
    x, gain = form.gain_curve(outcome.situation)
    return _line_rows(x, gain, outcome.found.states[form.share])


def _line_rows(x: Array, push: Array, rests: Array) -> list[Row]:
    """Return the rows of a push at the states x, zero, and the ways that it leads."""
    bent = bends(x, push)
    rows: list[Row] = [
        {"kind": "curve", "x": a, "y": b, "order": i}
        for i, (a, b) in enumerate(zip(x[bent], push[bent], strict=True))
    ]
    rows.append({"kind": "zero", "y": 0.0})
    ends = np.unique(np.concatenate([x[[0, -1]], rests[np.isfinite(rests)]]))
    middles = (ends[1:] + ends[:-1]) / 2
    ways = np.interp(middles, x, push)
    rows += [
        {"kind": "flow", "x": m, "y": 0.0, "way": "up" if way > 0 else "down"}
        for m, way in zip(middles, ways, strict=True)
        if abs(way) > 1e-9 * float(np.abs(push).max())
    ]
    return rows


def _group_place(outcome: Outcome) -> tuple[Array, Array]:
    x = outcome.found.states[cast(Group, outcome.form).share]
    return x, np.zeros_like(x)


def _push_spec(form: Form, regimes: list[str]) -> Spec:
    closed = cast(ClosedForm, form)
    fixed = not (closed.low.free_symbols or closed.high.free_symbols)
    domain = {"domain": [float(closed.low), float(closed.high)]} if fixed else None
    return _line_spec(regimes, axis("x", str(closed.title), domain), str(closed.push_title))


def _push_curves(outcome: Outcome) -> list[Row]:
    form = cast(ClosedForm, outcome.form)
    x, push = form.push_curve(outcome.situation)
    return _line_rows(x, push, outcome.found.states[form.state])


def _push_place(outcome: Outcome) -> tuple[Array, Array]:
    x = outcome.found.states[cast(ClosedForm, outcome.form).state]
    return x, np.zeros_like(x)


def _reply_spec(form: Form, regimes: list[str]) -> Spec:
    first, second = cast(Strategic, form).players
    unit = {"domain": [0, 1]}
    x, y = (
        axis(name, say("{actor}: chance to {act}", actor=a.title, act=a.strategies[1].title), unit)
        for name, a in (("x", first), ("y", second))
    )
    who = [say("best replies of {actor}", actor=actor.title) for actor in (first, second)]
    return panels(regimes, [_curve(regimes, x, y, who), *_marks(regimes)], HEIGHT)


def _reply_curves(outcome: Outcome) -> list[Row]:
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


def _reply_place(outcome: Outcome) -> tuple[Array, Array]:
    (_, first), (_, second) = cast(Strategic, outcome.form).shares
    return outcome.found.states[first], outcome.found.states[second]


def _payoff_spec(form: Form, regimes: list[str]) -> Spec:
    (player,) = cast(Continuous, form).players
    x = axis("x", str(cast(Continuous, form).verb))
    y = axis("y", say("payoff of {actor}", actor=player.title))
    return panels(regimes, [_curve(regimes, x, y), *_marks(regimes)], HEIGHT)


def _payoff_curves(outcome: Outcome) -> list[Row]:
    form, situation = cast(Continuous, outcome.form), outcome.situation
    low, high = form.bounds(situation)
    own = np.linspace(low[0], high[0], 201)
    payoff = form.deviation_payoffs(situation, low[None], 0, own[None])[0]
    own, payoff = own[np.isfinite(payoff)], payoff[np.isfinite(payoff)]
    bent = bends(own, payoff)
    return [
        {"kind": "curve", "x": a, "y": b, "order": i}
        for i, (a, b) in enumerate(zip(own[bent], payoff[bent], strict=True))
    ]


def _payoff_place(outcome: Outcome) -> tuple[Array, Array]:
    (player,) = cast(Continuous, outcome.form).players
    return outcome.found.states[player.action], outcome.found.payoffs[player.actor.key]


def _reaction_spec(form: Form, regimes: list[str]) -> Spec:
    verb, players = cast(Continuous, form).verb, cast(Continuous, form).players
    two = sum(player.count for player in players) == 2
    x = axis("x", say("the other action") if two else say("average of the others"))
    y = axis("y", say("best reply: {verb}", verb=verb))
    layers = [
        {
            "transform": only("diagonal"),
            "mark": {"type": "line", "strokeWidth": 1, "strokeDash": [2, 3], "color": "#888888"},
            "encoding": {"x": x, "y": y},
        },
        _curve(regimes, x, y, [str(player.title) for player in players]),
        *_marks(regimes),
    ]
    return panels(regimes, layers, HEIGHT)


def _reaction_curves(outcome: Outcome) -> list[Row]:
    form, situation = cast(Continuous, outcome.form), outcome.situation
    low, high = form.feasible(situation)
    counts = form.counts(situation)
    grid = np.linspace(float(low.min()), float(high.max()), 201)
    others = np.repeat(grid[:, None], len(form.players), axis=1)
    rows: list[Row] = [{"kind": "diagonal", "x": z, "y": z} for z in (grid[0], grid[-1])]
    for i, player in enumerate(form.players):
        if counts[i] <= 0:
            continue
        replies = form.replies(situation, others, i)
        bent = bends(grid, replies)
        rows += [
            {"kind": "curve", "x": z, "y": reply, "order": order, "who": str(player.title)}
            for order, (z, reply) in enumerate(zip(grid[bent], replies[bent], strict=True))
        ]
    return rows


def _reaction_place(outcome: Outcome) -> tuple[Array, Array]:
    form = cast(Continuous, outcome.form)
    counts = form.counts(outcome.situation)
    own = np.stack([outcome.found.states[name] for name in form.actions], axis=-1)
    own = np.where(counts > 0, own, np.nan)
    rest = max(float(counts.sum()) - 1, 1.0)
    others = (outcome.found.states[form.total][..., None] - own) / rest
    return others, own


def _share_spec(form: Form, regimes: list[str]) -> Spec:
    colour = {"field": "regime", "type": "nominal", "scale": colour_scale(regimes), "legend": None}
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
        "encoding": {"x": x, "y": {**y, "stack": None}, "color": colour},
    }
    return panels(regimes, [bars], HEIGHT)


def _share_curves(outcome: Outcome) -> list[Row]:
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


def _share_place(outcome: Outcome) -> tuple[Array, Array]:
    empty = np.zeros((*outcome.found.regret.shape, 0))
    return empty, empty


def _decision_spec(form: Form, regimes: list[str]) -> Spec:
    return panels(regimes, [_curve(regimes, *advice.decision_axes(form))], HEIGHT)


def _size_spec(form: Form, regimes: list[str]) -> Spec:
    return panels(regimes, [_curve(regimes, *coalition.size_axes()), *_marks(regimes)], HEIGHT)


def _triangle_spec(form: Form, regimes: list[str]) -> Spec:
    return panels(regimes, [*coalition.triangle_layers(form, regimes), *_marks(regimes)], HEIGHT)


def _bars_spec(form: Form, regimes: list[str]) -> Spec:
    return panels(regimes, coalition.share_layers(form, regimes), HEIGHT)
