"""Which diagram draws which form of game."""

from __future__ import annotations

from ..forms.advice import Advice
from ..forms.agreement import Agreement
from ..forms.base import Form
from ..forms.closed import ClosedForm
from ..forms.coalition import Coalition
from ..forms.continuous import Continuous
from ..forms.group import Group
from ..forms.population import Population
from ..forms.signal import Signal
from ..forms.strategic import Strategic
from . import advice, agreement, closed, coalition, continuous, group, population, signal, strategic
from .diagram import Diagram


def diagram_of(form: Form) -> Diagram:
    """Return the natural diagram of a form."""
    match form:
        case ClosedForm():
            return closed.PUSH
        case Signal():
            return signal.OBEDIENCE
        case Group():
            return group.GAIN
        case Population():
            return population.LAW
        case Continuous() if [player.count for player in form.players] == [1]:
            return continuous.PAYOFF
        case Continuous():
            return continuous.REACTIONS
        case Strategic() if form.sizes == (2, 2):
            return strategic.REPLIES
        case Advice():
            return advice.DECISION
        case Agreement():
            return agreement.SIZES
        case Coalition() if len(form.players) == 3:
            return coalition.TRIANGLE
        case Coalition():
            return coalition.SHARES
        case _:
            return strategic.CHANCES
