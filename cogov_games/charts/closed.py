"""The closed form's diagram: what pushes the state, by the state."""

from __future__ import annotations

from typing import cast

from ..expressions import Array
from ..forms.base import Form
from ..forms.closed import ClosedForm
from ..model.outcome import Outcome
from .diagram import Diagram
from .phase_line import phase_line_place, phase_line_rows, phase_line_spec
from .theme import Row, Spec, axis


def push_spec(form: Form, regimes: list[str]) -> Spec:
    """Return the panels of the push; where the state's ends are numbers, the axis is theirs."""
    closed = cast(ClosedForm, form)
    fixed = not (closed.low.free_symbols or closed.high.free_symbols)
    domain = {"domain": [float(closed.low), float(closed.high)]} if fixed else None
    return phase_line_spec(regimes, axis("x", str(closed.title), domain), str(closed.push_title))


def push_rows(outcome: Outcome) -> list[Row]:
    """Return the push at each state, and where it leads."""
    form = cast(ClosedForm, outcome.form)
    x, push = form.push_curve(outcome.situation)
    return phase_line_rows(x, push, outcome.found.states[form.state])


def push_place(outcome: Outcome) -> tuple[Array, Array]:
    """Return the state of each equilibrium."""
    return phase_line_place(outcome.found.states[cast(ClosedForm, outcome.form).state])


PUSH = Diagram(push_spec, push_rows, push_place)
