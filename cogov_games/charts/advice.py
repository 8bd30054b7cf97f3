"""The diagram of advice: the decision by circumstances, beside what each side wants."""

from __future__ import annotations

from typing import cast

import numpy as np

from ..expressions import Array
from ..forms.advice import Advice
from ..forms.base import Form
from ..forms.situation import Situation
from ..model.outcome import Outcome
from ..solvers.cheap_talk import partitions
from ..words import say
from .diagram import HEIGHT, Diagram, curve_layer, nowhere
from .theme import Row, Spec, axis, panels


def decision_spec(form: Form, regimes: list[str]) -> Spec:
    """Return the panels of three lines by circumstances."""
    x = axis("x", say("circumstances"), {"domain": [0, 1]})
    y = axis("y", say("decision"), {"zero": True, "nice": True})
    return panels(regimes, [curve_layer(regimes, x, y, _lines(cast(Advice, form)))], HEIGHT)


def _lines(advice: Advice) -> list[str]:
    """Return the names of the three lines."""
    wants = [say("wanted by {actor}", actor=a.title) for a in (advice.sender, advice.receiver)]
    return [say("what is decided"), *wants]


def decision_rows(outcome: Outcome) -> list[Row]:
    """Return the selected equilibrium's decision and both wishes, each as a line."""
    form, situation = cast(Advice, outcome.form), outcome.situation
    decided, sender, receiver = _lines(form)
    first = float(outcome.select(outcome.found.states[form.information]))
    bias = float(form.values(situation)[0])
    lines = {
        decided: zip(*decision(form, situation, first), strict=True),
        sender: ((0.0, bias), (1.0, 1 + bias)),
        receiver: ((0.0, 0.0), (1.0, 1.0)),
    }
    return [
        {"kind": "curve", "who": who, "x": float(x), "y": float(y), "order": order}
        for who, points in lines.items()
        for order, (x, y) in enumerate(points)
    ]


def decision(form: Advice, situation: Situation, first: float) -> tuple[Array, Array]:
    """Return, for one game, the decision (P,) by circumstances (P,), as corner points.

    `first` is the equilibrium's number of classes or cap. Of one who looks for itself it is the
    average decision, where what it sees is linear in what is the case.
    """
    bias, own = (float(value) for value in form.values(situation))
    if form.notion != "talk":
        bend = min(max(first - bias, 0.0), 1.0)
        x = np.array([0.0, bend, 1.0])
        return x, np.minimum(x + bias, first)
    count = round(first)
    if count == 1:
        x = np.array([0.0, 1.0])
        return x, 0.5 + (1 - 12 * own) * (x - 0.5)
    found = partitions(bias)
    cuts, messages = found.cuts[count - 1, : count + 1], found.messages[count - 1, :count]
    return np.stack([cuts[:-1], cuts[1:]], axis=1).ravel(), np.repeat(messages, 2)


DECISION = Diagram(decision_spec, decision_rows, nowhere)
