"""The table of a group, whose members act or not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..expressions import Array
from ..forms.group import Group
from ..forms.situation import Situation
from .table import Role, Table


class GroupTable(Table):
    """One group; what one gets depends on how many others act."""

    def __init__(self, form: Group, situation: Situation) -> None:
        self.form = form
        self.payoffs_by_others = form.tables(situation)
        member, n = form.member, len(self.payoffs_by_others[0])
        self.roles = (Role(member.key, member.title, n, member.key, member.strategies, (0, 1)),)
        self.deciders = n

    def against(self, r: int, own: Array, actions: Array) -> Array:
        others = (actions.sum() - actions).astype(int)
        paid = np.stack(self.payoffs_by_others)[own[..., 0].astype(int), others]
        return np.asarray(paid)

    def states(self, profiles: Sequence[Array]) -> dict[str, Array]:
        return {self.form.share: profiles[0][:, 0]}
