"""Which equilibrium a society is taken to play where there are several."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from ..expressions import Array
from ..forms.base import Form
from ..forms.equilibria import EquilibriumSet
from ..register import declarable
from ..words import Words, unknown

Rule = Literal[
    "unique",
    "best",
    "worst",
    "most_informative",
    "reached_from",
    "basin_weighted",
    "stationary_law",
]


@declarable
@dataclass(frozen=True)
class Selection:
    """Which equilibrium a society is taken to play where there are several.

    `rule` is ``"unique"`` (there is one), ``"best"`` or ``"worst"`` for welfare,
    ``"most_informative"`` (the largest of the state that the form names as its information),
    ``"reached_from"`` the status quo that the form names, ``"basin_weighted"`` (status quo
    unknown: the mean over all starting points), or ``"stationary_law"`` (a finite population that
    never comes to rest: how often it is where, which is the form's one solution). `note` tells the
    learner.
    """

    rule: Rule
    note: Words

    def __post_init__(self) -> None:
        if self.rule not in get_args(Rule):
            raise unknown("selection rule", self.rule, get_args(Rule))


def selected(
    rule: Rule, form: Form, found: EquilibriumSet, welfare: Array
) -> NDArray[np.int64] | None:
    """Return the position of the selected equilibrium, shape (...); None for a mean over basins."""
    if rule == "basin_weighted":
        return None
    if rule == "reached_from":
        assert found.reached is not None
        return found.reached
    told = getattr(form, "information", "")
    rank = {"worst": -welfare, "most_informative": found.states.get(told)}.get(rule, welfare)
    assert rank is not None
    return np.asarray(np.argmax(np.where(np.isnan(rank), -np.inf, rank), axis=-1))
