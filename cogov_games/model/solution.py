"""One solved game as the objects that a reader of the package sees."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any

import numpy as np
import sympy as sp

from ..expressions import evaluate
from ..forms.base import Form
from ..forms.equilibria import STABILITY, TOLERANCE, AsymmetricEquilibrium, CurvedContinuum
from ..solvers.rest_points import RestPoints, classified
from ..solvers.stability import TYPES
from ..words import Words, say
from .declaration import Declaration
from .outcome import Outcome, first_best, outcome
from .tables import html_table, precise, profile_text


@dataclass(frozen=True)
class Equilibrium:
    """One equilibrium of one game.

    Attributes
    ----------
    profile : mapping
        Who does what: probabilities or shares by strategy, or actions by player.
    payoffs : mapping of actor to float
    welfare : float
    cooperation : float or None
        The mechanism's own measure, between 0 and 1 where it is a share.
    stability : str or None
        ``"stable"``, ``"unstable"``, ``"semi-stable"``, ``"neutral"`` or ``"non-hyperbolic"``.
    regret : float
        The largest gain from a unilateral deviation, verified to be zero up to the tolerance.
    label : Words
        Which kind of equilibrium this is.
    """

    profile: Mapping[str, Any]
    payoffs: Mapping[str, float]
    welfare: float
    cooperation: float | None
    stability: str | None
    regret: float
    label: Words


@dataclass(frozen=True)
class RestPoint:
    """A state at which replicator dynamics stand still.

    Attributes
    ----------
    profile : mapping
        Who does what: shares by strategy.
    stability : str
        ``"stable"``, ``"unstable"``, ``"neutral"`` (imaginary eigenvalues: the linear part circles)
        or ``"non-hyperbolic"`` (an eigenvalue is zero: the linear part does not decide).
    classification : str
        ``"stable"``, ``"unstable"`` in all directions, ``"saddle"``, or ``"non-hyperbolic"`` where
        the real part of an eigenvalue is zero.
    eigenvalues : tuple of complex
        At a vertex the gains from each deviation, in the order of the strategies.
    is_equilibrium : bool
        Whether nobody would gain by deviating.
    """

    profile: Mapping[str, Any]
    stability: str
    classification: str
    eigenvalues: tuple[complex, ...]
    is_equilibrium: bool


@dataclass(frozen=True)
class Solution:
    """All equilibria of a mechanism under one regime.

    Attributes
    ----------
    equilibria : tuple of Equilibrium
    continua : tuple of tuples of int
        Sets of equilibria (by position) between which all mixtures are equilibria as well.
    curved : tuple of CurvedContinuum
        Curves and surfaces of equilibria, by their ends (positions) and sampled points.
    rest_points : tuple of RestPoint
        Pure states that are at rest but no equilibria; `Mechanism.dynamics` finds all others too.
    asymmetric : tuple of AsymmetricEquilibrium
        In a group, where `equilibria` are symmetric: pure equilibria in which only some act.
    complete : bool
        Whether the list is proven exhaustive.
    selected : Equilibrium or None
        The one that the mechanism's selection rule picks; None for a mean over basins, and where
        no equilibrium was found (welfare is NaN then).
    welfare : float
    welfare_range : pair of float
        Smallest and largest welfare over all equilibria.
    first_best : float
        The largest welfare over all actions, without institutional cost.
    breakdown : mapping of component to float
    by_actor : mapping of actor to float
    primitives : mapping of name to float
        What the institution comes to, at these values.
    tolerance : float
        Regret allowed, as a share of the payoff range.
    """

    mechanism: str
    regime: str
    values: Mapping[str, float]
    primitives: Mapping[str, float]
    equilibria: tuple[Equilibrium, ...]
    continua: tuple[tuple[int, ...], ...]
    curved: tuple[CurvedContinuum, ...]
    rest_points: tuple[RestPoint, ...]
    asymmetric: tuple[AsymmetricEquilibrium, ...]
    complete: bool
    selected: Equilibrium | None
    welfare: float
    welfare_range: tuple[float, float]
    first_best: float
    breakdown: Mapping[str, float]
    by_actor: Mapping[str, float]
    tolerance: float

    def __repr__(self) -> str:
        lines = [
            f"{self.mechanism} under {self.regime}: {len(self.equilibria)} "
            f"{'equilibrium' if len(self.equilibria) == 1 else 'equilibria'}"
            f"{'' if self.complete else ' (list not proven complete)'}"
        ]
        for equilibrium in self.equilibria:
            mark = "*" if equilibrium is self.selected else " "
            lines.append(
                f" {mark} {profile_text(equilibrium.profile)} | welfare "
                f"{precise(equilibrium.welfare)} | {equilibrium.stability}"
            )
        for subset in self.continua:
            lines.append(
                f"   all mixtures of {', '.join(str(k + 1) for k in subset)} are equilibria"
            )
        for part in self.curved:
            ends = ", ".join(str(k + 1) for k in part.ends)
            lines.append(
                f"   a {'curve' if part.dimension == 1 else 'surface'} of equilibria joins {ends}"
            )
        lines.append(f"welfare {precise(self.welfare)}, first best {precise(self.first_best)}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = [
            [
                ("● " if e is self.selected else "") + str(e.label),
                profile_text(e.profile),
                precise(e.welfare),
                say(e.stability) if e.stability else "–",
                f"{e.regret:.1e}",
            ]
            for e in self.equilibria
        ]
        head = [say(k) for k in ("equilibrium", "profile", "welfare", "stability", "regret")]
        return html_table(
            head, rows, say("● = selected; first best {value}", value=precise(self.first_best))
        )


def solve(
    mechanism: Declaration, regime: str, values: Mapping[str, float], *, bare: bool = True
) -> Solution:
    """Find all equilibria of one game; for the values see `Declaration.situation`."""
    checked = mechanism.check_values(values, primitives=True)
    return solution(mechanism, regime, outcome(mechanism, regime, checked, bare=bare))


def solution(mechanism: Declaration, regime: str, result: Outcome) -> Solution:
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


def described(form: Form, points: RestPoints) -> tuple[RestPoint, ...]:
    """Return rest points as the objects that a reader of the package sees."""
    return tuple(
        RestPoint(
            profile=form.profile(form.from_shares(shares)),
            stability=STABILITY[points.stability[r]],
            classification=TYPES[points.types[r]],
            eigenvalues=tuple((points.eigenvalues[r] + 0.0).tolist()),
            is_equilibrium=bool(points.is_equilibrium[r]),
        )
        for r, shares in enumerate(points.shares)
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


def _primitives(mechanism: Declaration, result: Outcome) -> dict[str, float]:
    states = {name: result.select(array)[..., None] for name, array in result.found.states.items()}
    environment = result.form.environment(result.situation, states)
    return {
        name: float(np.ravel(environment[primitive.symbol])[0])
        for name, primitive in mechanism.primitives.items()
        if primitive.symbol in environment
    }


def _welfare_range(
    mechanism: Declaration, result: Outcome, present: list[int]
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
