"""The diagram of advice: the decision by circumstances, beside what each side wants."""

from __future__ import annotations

from typing import cast

from ..forms.advice import Advice
from ..forms.base import Form
from ..model.outcome import Outcome
from ..words import say
from .theme import Row, Spec, axis


def decision_axes(form: Form) -> tuple[Spec, Spec, list[str]]:
    """Return the axes of the diagram, and the names of its three lines."""
    advice = cast(Advice, form)
    x = axis("x", say("circumstances"), {"domain": [0, 1]})
    y = axis("y", say("decision"), {"zero": True, "nice": True})
    wants = [say("wanted by {actor}", actor=a.title) for a in (advice.sender, advice.receiver)]
    return x, y, [say("what is decided"), *wants]


def decision_rows(outcome: Outcome) -> list[Row]:
    """Return the selected equilibrium's decision and both wishes, each as a line."""
    form, situation = cast(Advice, outcome.form), outcome.situation
    *_, (decided, sender, receiver) = decision_axes(form)
    first = float(outcome.select(outcome.found.states[form.information]))
    bias = float(form.values(situation)[0])
    lines = {
        decided: zip(*form.decision(situation, first), strict=True),
        sender: ((0.0, bias), (1.0, 1 + bias)),
        receiver: ((0.0, 0.0), (1.0, 1.0)),
    }
    return [
        {"kind": "curve", "who": who, "x": float(x), "y": float(y), "order": order}
        for who, points in lines.items()
        for order, (x, y) in enumerate(points)
    ]
