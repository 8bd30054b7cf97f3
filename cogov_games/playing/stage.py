"""The table of the rounds behind a closed form."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ..expressions import Array
from ..forms.closed import ClosedForm
from ..forms.situation import Situation
from ..forms.stage import Stage
from .table import Role, Table


class StageTable(Table):
    """People who play the rounds of a game that goes on beside each other, and may have to leave.

    Those who compare actions compare what each brings in all if one keeps to it.
    """

    def __init__(self, form: ClosedForm, stage: Stage, situation: Situation, people: int) -> None:
        self.form, actor = form, stage.actor
        self.goes_on = float(stage.continues(situation))
        self.paid, self.leaves = stage.paid(situation), stage.leaves(situation)
        self.worth = stage.worth(situation)
        places = tuple(range(len(actor.strategies)))
        role = Role(
            actor.key, actor.title, people, actor.key, actor.strategies, places, left=stage.left
        )
        self.roles, self.deciders = (role,), people

    def against(self, r: int, own: Array, actions: Array) -> Array:
        paid = np.append(self.paid, 0.0)  # the last one for those who are AWAY
        return np.asarray(paid[own[..., 0].astype(int)])

    def alternatives(self, r: int, actions: Array) -> Array:
        return np.tile(self.worth, (self.seats, 1))

    def away(self, actions: Array, fate: Array) -> NDArray[np.bool_]:
        leaves = np.append(self.leaves, 1.0)
        return np.asarray(fate < leaves[actions[:, 0].astype(int)])

    def states(self, profiles: Sequence[Array]) -> dict[str, Array]:
        return {self.form.state: profiles[0][:, 0]}
