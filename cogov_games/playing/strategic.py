"""The table of a game in strategic form, at which a population plays for each actor."""

from __future__ import annotations

from collections.abc import Sequence
from string import ascii_lowercase

import numpy as np

from ..expressions import Array
from ..forms.restricted import Restricted
from ..forms.situation import Situation
from ..forms.strategic import Strategic
from .table import Role, Table


class StrategicTable(Table):
    """A population for each actor; a member gets the mean over the members of the others."""

    populations = True

    def __init__(self, form: Strategic, situation: Situation, people: int) -> None:
        self.form, self.tables = form, form.tables(situation)
        closed = form.closed if isinstance(form, Restricted) else ()
        self.roles = tuple(
            Role(
                actor.key, actor.title, people, actor.key, actor.strategies,
                tuple(i for i, name in enumerate(names) if name not in closed),
            )
            for actor, names in zip(form.players, form.shares, strict=True)
        )  # fmt: skip
        self.deciders = len(self.roles)

    def against(self, r: int, own: Array, actions: Array) -> Array:
        letters = ascii_lowercase[: len(self.roles)]
        others = [i for i in range(len(self.roles)) if i != r]
        mixes = [
            (actions[self.spans[i]] == np.arange(len(self.roles[i].strategies))).mean(axis=0)
            for i in others
        ]
        rule = ",".join([letters, *(letters[i] for i in others)]) + f"->{letters[r]}"
        paid = np.einsum(rule, self.tables[r], *mixes)
        return np.asarray(paid[own[..., 0].astype(int)])

    def states(self, profiles: Sequence[Array]) -> dict[str, Array]:
        return {
            name: 1.0 * (chosen[:, 0] == i)
            for chosen, names in zip(profiles, self.form.shares, strict=True)
            for i, name in enumerate(names)
        }
