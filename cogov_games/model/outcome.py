"""A batch of games solved: equilibria, welfare and its parts, and which equilibrium is selected."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike, NDArray

from ..expressions import Array, evaluate
from ..forms.base import Form
from ..forms.equilibria import EquilibriumSet
from ..forms.situation import Situation
from .declaration import Declaration
from .selection import selected

PARTS = ("behaviour", "harm", "enforcement", "overhead", "agreement")


@dataclass(frozen=True)
class Outcome:
    """A batch of games solved under one regime; K equilibria at most in each.

    Attributes
    ----------
    situation : Situation
    found : EquilibriumSet
    parts : mapping of welfare component to array (..., K)
    welfare : array (..., K)
    cooperation : array (..., K) or None
    index : int array (...) or None
        The selected equilibrium; None where welfare is a mean over basins.
    """

    form: Form
    situation: Situation
    found: EquilibriumSet
    parts: Mapping[str, Array]
    welfare: Array
    cooperation: Array | None
    accounts: Mapping[str, Array]
    index: NDArray[np.int64] | None

    def select(self, values: NDArray[Any]) -> Array:
        """Return the selected equilibrium's entry (or the basin-weighted mean) of (..., K) values."""
        values = np.broadcast_to(values, self.welfare.shape)
        if self.index is not None:
            return np.asarray(np.take_along_axis(values, self.index[..., None], axis=-1)[..., 0])
        assert self.found.basin is not None
        weights = np.nan_to_num(self.found.basin)
        total = weights.sum(axis=-1)
        mean = (np.where(weights > 0, values, 0.0) * weights).sum(axis=-1) / np.where(
            total, total, 1
        )
        return np.asarray(np.where(total > 0, mean, np.nanmean(values, axis=-1)))

    @property
    def by_actor(self) -> dict[str, Array]:
        """Payoffs of those who decide and of the declared accounts, each of shape (...)."""
        payoffs = {actor.key: self.found.payoffs[actor.key] for actor in self.form.actors}
        return {key: self.select(array) for key, array in {**payoffs, **self.accounts}.items()}

    @property
    def selected_welfare(self) -> Array:
        """Welfare under the selection rule, shape (...)."""
        return self.select(self.welfare)


def outcome(
    mechanism: Declaration, regime: str, values: Mapping[str, ArrayLike], *, bare: bool = True
) -> Outcome:
    """Solve a batch of games under a regime; for the values see `Declaration.situation`."""
    return outcome_of(mechanism, regime, mechanism.situation(regime, values, bare=bare))


def outcome_of(mechanism: Declaration, regime_key: str, situation: Situation) -> Outcome:
    """Solve a situation under a regime and read welfare off each equilibrium."""
    regime = mechanism.regimes[regime_key]
    form = mechanism.form_of(regime_key)
    found = form.equilibria(situation)
    names = list(mechanism.welfare)
    extra: list[sp.Expr] = [] if mechanism.cooperation is None else [mechanism.cooperation]
    accounts = mechanism.accounts
    expressions = [
        *mechanism.welfare.values(),
        -regime.overhead,
        -regime.agreement,
        *(a.payoff - (regime.overhead + regime.agreement) * a.bears_costs for a in accounts),
        *extra,
    ]
    states = form.environment(situation, found.states)
    shape = found.regret.shape
    present = found.present
    values = [
        np.where(present, np.broadcast_to(value, shape), np.nan)
        for value in evaluate(expressions, states)
    ]
    parts = dict(zip([*names, "overhead", "agreement"], values[: len(names) + 2], strict=True))
    welfare = np.sum(list(parts.values()), axis=0)
    paid = dict(zip((a.key for a in accounts), values[len(names) + 2 :], strict=False))
    cooperation = values[-1] if extra else None
    index = selected(mechanism.selection.rule, form, found, welfare)
    return Outcome(form, situation, found, parts, welfare, cooperation, paid, index)


def first_best(mechanism: Declaration, result: Outcome) -> Array:
    """Return the largest welfare over all actions, without institutional cost, shape (...)."""
    costless = [e for name, e in mechanism.welfare.items() if name != "enforcement"]
    return result.form.first_best(result.situation, sum(costless, sp.S.Zero))
