"""One solved game as the objects that a reader of the package sees."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
import sympy as sp

from .dynamics import described
from .expressions import evaluate
from .forms.equilibria import STABILITY, TOLERANCE
from .outcomes import Outcome, first_best
from .results import Equilibrium, RestPoint, Solution
from .solvers.rest_points import classified

if TYPE_CHECKING:
    from .mechanism import Mechanism


def solution(mechanism: Mechanism, regime: str, result: Outcome) -> Solution:
    """Return the `Solution` of a batch that holds a single game."""
    found = result.found
    present = [int(k) for k in np.flatnonzero(found.present)]
    equilibria = tuple(_equilibrium(result, k) for k in present)
    return Solution(
        mechanism=mechanism.key,
        regime=regime,
        values={
            name: float(result.situation.values[parameter.symbol])
            for name, parameter in mechanism.parameters.items()
        },
        primitives=_primitives(mechanism, result),
        equilibria=equilibria,
        continua=tuple(tuple(present.index(k) for k in subset) for subset in found.continua),
        curved=tuple(
            replace(part, ends=tuple(present.index(k) for k in part.ends)) for part in found.curved
        ),
        rest_points=_rest_points(result),
        asymmetric=result.form.asymmetric(result.situation),
        complete=bool(found.complete),
        selected=_selected(result, present, equilibria),
        welfare=float(result.selected_welfare),
        welfare_range=_welfare_range(mechanism, result, present),
        first_best=float(first_best(mechanism, result)),
        breakdown={name: float(result.select(part)) for name, part in result.parts.items()},
        by_actor={k: float(v) for k, v in result.by_actor.items() if np.isfinite(v)},
        tolerance=TOLERANCE,
    )


def _rest_points(result: Outcome) -> tuple[RestPoint, ...]:
    states = result.form.rest_points(result.situation, result.found)
    if not result.form.populations:  # a state that is no share has no eigenvalues to tell
        return tuple(
            RestPoint(result.form.profile(state), "unstable", "unstable", (), False)
            for state in states
        )
    if not states:
        return ()
    shares = np.array([result.form.to_shares(state) for state in states])
    return described(result.form, classified(result.form.replicator(result.situation), shares))


def _selected(
    result: Outcome, present: list[int], equilibria: tuple[Equilibrium, ...]
) -> Equilibrium | None:
    if result.index is None or not present:
        return None
    return equilibria[present.index(int(result.index))]


def _equilibrium(result: Outcome, k: int) -> Equilibrium:
    found = result.found
    return Equilibrium(
        profile=result.form.profile({name: float(a[k]) for name, a in found.states.items()}),
        payoffs={key: float(a[k]) for key, a in found.payoffs.items() if np.isfinite(a[k])},
        welfare=float(result.welfare[k]),
        cooperation=None if result.cooperation is None else float(result.cooperation[k]),
        stability=STABILITY[found.stability[k]],
        regret=float(found.regret[k]),
        label=result.form.label(int(found.pattern[k])),
    )


def _primitives(mechanism: Mechanism, result: Outcome) -> dict[str, float]:
    states = {name: result.select(array)[..., None] for name, array in result.found.states.items()}
    environment = result.form.environment(result.situation, states)
    return {
        name: float(np.ravel(environment[primitive.symbol])[0])
        for name, primitive in mechanism.primitives.items()
        if primitive.symbol in environment
    }


def _welfare_range(
    mechanism: Mechanism, result: Outcome, present: list[int]
) -> tuple[float, float]:
    """Return the extremes over all equilibria, those within continua included."""
    values = [float(result.welfare[k]) for k in present]
    regime_cost = float(sum(result.select(result.parts[n]) for n in ("overhead", "agreement")))
    gross = sum(mechanism.welfare.values(), sp.S.Zero)
    weights = np.linspace(0, 1, 101)
    inner = [dict(part.states) for part in result.found.curved]
    inner += [
        {
            name: array[first] + weights * (array[second] - array[first])
            for name, array in result.found.states.items()
        }
        for subset in result.found.continua
        for first, second in combinations(subset, 2)
    ]
    for states in inner:
        between = evaluate([gross], result.form.environment(result.situation, states))[0]
        values.extend((np.ravel(between) + regime_cost).tolist())
    return min(values, default=np.nan), max(values, default=np.nan)
