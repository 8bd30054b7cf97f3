"""The diagram of agreements: what a member gets, and one who leaves, by the number of members."""

from __future__ import annotations

from typing import cast

import numpy as np

from ..expressions import Array
from ..forms.agreement import MEMBER, OUTSIDER, Agreement
from ..forms.base import Form
from ..model.outcome import Outcome
from ..words import say
from .diagram import HEIGHT, Diagram, curve_layer, mark_layers
from .theme import Row, Spec, axis, panels


def size_spec(form: Form, regimes: list[str]) -> Spec:
    """Return the panels of payoffs by the number of members."""
    x = axis("x", say("number of members"), {"nice": True}, axis={"tickMinStep": 1})
    y = axis("y", say("payoff"), {"nice": True})
    return panels(regimes, [curve_layer(regimes, x, y, _who()), *mark_layers(regimes)], HEIGHT)


def _who() -> list[str]:
    """Return whose payoffs are drawn."""
    return [str(MEMBER.title), say("one who leaves")]


def size_rows(outcome: Outcome) -> list[Row]:
    """Return what a member gets by the number of members, and what it gets after leaving."""
    form = cast(Agreement, outcome.form)
    member, outsider = form.tables(outcome.situation)
    return [
        {"kind": "curve", "x": size, "y": payoff, "order": size, "who": name}
        for name, payoffs in zip(_who(), (member[1:], outsider[:-1]), strict=True)
        for size, payoff in enumerate(payoffs.tolist(), start=1)
        if np.isfinite(payoff)
    ]


def size_place(outcome: Outcome) -> tuple[Array, Array]:
    """Return the number of members of each agreement and what one of them gets."""
    found, form = outcome.found, cast(Agreement, outcome.form)
    count = found.states[form.members]
    return count, np.where(count > 0, found.payoffs[MEMBER.key], found.payoffs[OUTSIDER.key])


SIZES = Diagram(size_spec, size_rows, size_place)
