"""Diagrams of games with continuous actions: one player's payoff, or everybody's best replies."""

from __future__ import annotations

from typing import cast

import numpy as np

from ..expressions import Array, evaluate
from ..forms.base import Form
from ..forms.continuous import Continuous
from ..forms.situation import Situation
from ..model.outcome import Outcome
from ..words import say
from .diagram import HEIGHT, Diagram, curve_layer, mark_layers
from .lines import curve_rows
from .theme import Row, Spec, axis, only, panels


def payoff_spec(form: Form, regimes: list[str]) -> Spec:
    """Return the panels of what the one player gets from each action."""
    (player,) = cast(Continuous, form).players
    x = axis("x", str(cast(Continuous, form).verb))
    y = axis("y", say("payoff of {actor}", actor=player.title))
    return panels(regimes, [curve_layer(regimes, x, y), *mark_layers(regimes)], HEIGHT)


def payoff_rows(outcome: Outcome) -> list[Row]:
    """Return the payoff of each action."""
    form, situation = cast(Continuous, outcome.form), outcome.situation
    low, high = form.bounds(situation)
    own = np.linspace(low[0], high[0], 201)
    payoff = form.deviation_payoffs(situation, low[None], 0, own[None])[0]
    known = np.isfinite(payoff)
    return curve_rows(own[known], payoff[known])


def payoff_place(outcome: Outcome) -> tuple[Array, Array]:
    """Return the action of each equilibrium, and what it pays."""
    (player,) = cast(Continuous, outcome.form).players
    return outcome.found.states[player.action], outcome.found.payoffs[player.actor.key]


PAYOFF = Diagram(payoff_spec, payoff_rows, payoff_place)


def reaction_spec(form: Form, regimes: list[str]) -> Spec:
    """Return the panels of best replies to what the others do on average."""
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
        curve_layer(regimes, x, y, [str(player.title) for player in players]),
        *mark_layers(regimes),
    ]
    return panels(regimes, layers, HEIGHT)


def reaction_rows(outcome: Outcome) -> list[Row]:
    """Return each kind's best replies, where all others do alike, and the diagonal."""
    form, situation = cast(Continuous, outcome.form), outcome.situation
    low, high = form.feasible(situation)
    counts = form.counts(situation)
    grid = np.linspace(float(low.min()), float(high.max()), 201)
    others = np.repeat(grid[:, None], len(form.players), axis=1)
    rows: list[Row] = [{"kind": "diagonal", "x": z, "y": z} for z in (grid[0], grid[-1])]
    for i, player in enumerate(form.players):
        if counts[i] > 0:
            rows += curve_rows(grid, replies(form, situation, others, i), who=str(player.title))
    return rows


def replies(form: Continuous, situation: Situation, x: Array, i: int) -> Array:
    """Return the best replies of one player of kind i, exactly where slopes are linear.

    Parameters
    ----------
    x : array (..., K, k)

    Returns
    -------
    array (..., K)
    """
    slopes = form.slopes(situation.transfers)
    if slopes.matrix is None or not slopes.quadratic:
        return form.best_replies(situation, x, i)
    states = {name: x[..., j] for j, name in enumerate(form.actions)}
    environment = form.environment(situation, states)
    force, bend = evaluate([slopes.marginal[i], slopes.curvature[i]], environment)
    if not np.all(bend < 0):
        return form.best_replies(situation, x, i)
    low, high = (bound[..., None, i] for bound in form.bounds(situation))
    return np.asarray(np.clip(x[..., i] - force / bend, low, high))


def reaction_place(outcome: Outcome) -> tuple[Array, Array]:
    """Return each player's action beside the others' average, in each equilibrium."""
    form = cast(Continuous, outcome.form)
    counts = form.counts(outcome.situation)
    own = np.stack([outcome.found.states[name] for name in form.actions], axis=-1)
    own = np.where(counts > 0, own, np.nan)
    rest = max(float(counts.sum()) - 1, 1.0)
    others = (outcome.found.states[form.total][..., None] - own) / rest
    return others, own


REACTIONS = Diagram(reaction_spec, reaction_rows, reaction_place)
