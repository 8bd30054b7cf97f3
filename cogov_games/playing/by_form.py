"""Which form of game is played at which table."""

from __future__ import annotations

from ..errors import InputError
from ..forms.base import Form
from ..forms.closed import ClosedForm
from ..forms.continuous import Continuous
from ..forms.group import Group
from ..forms.population import Population
from ..forms.signal import Signal
from ..forms.situation import Situation
from ..forms.strategic import Strategic
from ..words import say
from .continuous import ContinuousTable
from .group import GroupTable
from .population import PopulationTable
from .stage import StageTable
from .strategic import StrategicTable
from .table import PEOPLE, Table, refuse_people


def table_of(form: Form, situation: Situation, people: int | None = None) -> Table:
    """Return the table at which a game is played.

    Parameters
    ----------
    form : Form
        Of groups, of one population, in strategic form with at most three actors, continuous, or a
        closed form with the rounds behind it.
    situation : Situation
        A single game.
    people : int, optional
        How many sit in each role, where the game leaves it open.

    Raises
    ------
    InputError
        If this form cannot be played, or the number of people is not open.

    Notes
    -----
    In a game in strategic form each role is a population, and a member's payoff is the mean over
    all members of the other roles: the population game behind the mixed equilibrium. With one
    person in each role it is the game itself. In a continuous game a kind of others acts by the
    mean of its members.
    """
    match form:
        case Signal():
            raise InputError(
                say("a game with a public signal cannot be played; choose a regime without one.")
            )
        case Group():
            refuse_people(people)
            return GroupTable(form, situation)
        case Population():
            refuse_people(people)
            return PopulationTable(form, situation)
        case Strategic() if len(form.players) > 3:
            raise InputError("a game in strategic form can be played by at most three actors.")
        case Strategic():
            return StrategicTable(form, situation, PEOPLE if people is None else people)
        case ClosedForm(stage=stage) if stage is not None:
            return StageTable(form, stage, situation, PEOPLE if people is None else people)
        case Continuous():
            return ContinuousTable(form, situation, people)
        case _:
            raise InputError(
                say(
                    "a game of the {kind} form cannot be played; games of the group, population, "
                    "strategic and continuous forms can.",
                    kind=say(form.kind),
                )
            )
