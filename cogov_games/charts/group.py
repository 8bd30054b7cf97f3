"""The group form's diagram: what acting gains, by the share who act."""

from __future__ import annotations

from typing import cast

import numpy as np

from ..expressions import Array
from ..forms.base import Form
from ..forms.group import Group
from ..forms.situation import Situation
from ..model.outcome import Outcome
from ..solvers import bernstein
from ..words import say
from .diagram import Diagram
from .phase_line import phase_line_place, phase_line_rows, phase_line_spec
from .theme import Row, Spec, axis


def gain_spec(form: Form, regimes: list[str]) -> Spec:
    """Return the panels of the gain from acting."""
    act = cast(Group, form).act.title
    x = axis("x", say("share who {act}", act=act), {"domain": [0, 1]})
    return phase_line_spec(regimes, x, say("gain from choosing to {act}", act=act))


def gain_rows(outcome: Outcome) -> list[Row]:
    """Return the gain at each share, and where it leads."""
    form = cast(Group, outcome.form)
    x, gain = gain_curve(form, outcome.situation)
    return phase_line_rows(x, gain, outcome.found.states[form.share])


def gain_curve(form: Group, situation: Situation, points: int = 41) -> tuple[Array, Array]:
    """Return shares (P,) and, for one game, the gain from acting at each of them (P,)."""
    abstain, act = form.tables(situation)
    x = np.linspace(0, 1, points)
    return x, bernstein.evaluate(act - abstain, x)


def gain_place(outcome: Outcome) -> tuple[Array, Array]:
    """Return the share who act in each equilibrium."""
    return phase_line_place(outcome.found.states[cast(Group, outcome.form).share])


GAIN = Diagram(gain_spec, gain_rows, gain_place)
