"""The table of one group of a population, whose members use one of several strategies."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ..expressions import Array
from ..forms.population import Population
from ..forms.situation import Situation
from .table import Role, Table


class PopulationTable(Table):
    """One group of a population; what one gets depends on how many others use each strategy."""

    def __init__(self, form: Population, situation: Situation) -> None:
        self.form, self.situation = form, situation
        member, n = form.member, int(form.sizes(situation))
        left = tuple(np.flatnonzero(form.open_to(situation)).tolist())
        self.roles = (Role(member.key, member.title, n, member.key, member.strategies, left),)
        self.deciders = n

    def against(self, r: int, own: Array, actions: Array) -> Array:
        used = actions == np.arange(len(self.form.counts))
        paid = self.form.payoffs_among(self.situation, used.sum(axis=0) - used)
        return np.take_along_axis(paid, own[..., 0].astype(int), axis=-1)

    def states(self, profiles: Sequence[Array]) -> dict[str, Array]:
        return {n: 1.0 * (profiles[0][:, 0] == i) for i, n in enumerate(self.form.shares)}
