"""Boundaries: where the welfare of one regime overtakes that of another."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike

from ..errors import InputError
from ..expressions import Array, evaluate
from ..forms.margins import Margin
from ..model.declaration import Declaration
from ..model.outcome import outcome
from ..model.parameters import Parameter, axis_values
from .crossings import NEAR, POINTS, crossings
from .probe import Bools


@dataclass(frozen=True)
class Boundary:
    """Where one regime overtakes another.

    Attributes
    ----------
    crossings : mapping of parameter name to tuple of float
        Values of that parameter, all others fixed, at which the lead changes; for a whole-number
        parameter the first number after the change.
    relation : SymPy equation or None
        Equal welfare in closed form: as the mechanism declares it, or for the kinds of equilibria
        that are selected at `values`, checked against the welfare there to 1e-8.
    kind : str
        ``"closed"`` with a relation, ``"numeric"`` without.

    Notes
    -----
    Crossings are found by halving between 201 points, to 1e-13 of the distance of two points; two
    crossings between the same two points are missed. Where the lead jumps because an equilibrium
    appears or vanishes, the solver sees the jump where a payoff difference exceeds its tolerance
    for ties (of the payoff scale: 1e-12 in group games, 1e-9 in the others). If the place lies
    within 1e-6 of the range of a condition in closed form, it is the condition's, exact to
    rounding; otherwise it is off by that tolerance over the slope of the payoff difference.
    """

    first: str
    second: str
    values: Mapping[str, float]
    crossings: Mapping[str, tuple[float, ...]]
    relation: sp.Basic | None
    kind: str

    def _repr_latex_(self) -> str | None:
        return None if self.relation is None else f"$${sp.latex(self.relation)}$$"


def boundary(
    mechanism: Declaration, first: str, second: str, values: Mapping[str, float]
) -> Boundary:
    """Look for equal welfare along each parameter in turn; see `Mechanism.boundary`."""
    first, second = mechanism.check_regime(first), mechanism.check_regime(second)
    if first == second:
        raise InputError(f"boundary needs two different regimes, not {first!r} twice.")
    values = mechanism.check_values(values, primitives=True)
    fixed = {mechanism.find(label).name: value for label, value in values.items()}

    def lead(changed: Mapping[str, ArrayLike]) -> Array:
        merged = {**fixed, **changed}
        one, two = (
            outcome(mechanism, key, merged, bare=False).selected_welfare for key in (first, second)
        )
        gap = np.asarray(one - two)
        noise = 1e-14 * np.maximum(1.0, np.abs(one) + np.abs(two))
        return np.where(np.abs(gap) <= noise, 0.0, gap)

    formulas = {key: _closed_margins(mechanism, key) for key in (first, second)}
    found: dict[str, tuple[float, ...]] = {}
    for name, parameter in mechanism.parameters.items():
        grid = axis_values(parameter, POINTS)
        gaps = np.broadcast_to(lead({name: grid}), grid.shape)
        if np.any(gaps != 0) and (
            places := crossings(parameter, partial(_along, lead, name), gaps)
        ):
            found[name] = tuple(_at_ties(mechanism, formulas, fixed, parameter, places))
    full = mechanism.default_values | {k: float(v) for k, v in fixed.items()}
    relation = _declared_gap(mechanism, first, second, full)
    if relation is None:
        relation = _equal_welfare(mechanism, first, second, fixed)
    return Boundary(
        first, second, full, found, relation, "numeric" if relation is None else "closed"
    )


def _closed_margins(mechanism: Declaration, regime: str) -> list[Margin]:
    institution = mechanism.written_out(regime), mechanism.regimes[regime].transfers
    form = mechanism.form_of(regime)
    margins = (*form.margins(*institution), *form.tipping(*institution))
    return [margin for margin in margins if isinstance(margin, Margin)]


def _at_ties(
    mechanism: Declaration,
    formulas: Mapping[str, Sequence[Margin]],
    fixed: Mapping[str, ArrayLike],
    parameter: Parameter,
    places: Sequence[float],
) -> list[float]:
    """Return the places, those put where a formula is zero that the solver saw a tie at."""
    if parameter.integer or parameter.choices:
        return list(places)
    exact = np.array(places)
    width = NEAR * (parameter.high - parameter.low)
    low, high = (np.clip(exact + s * width, parameter.low, parameter.high) for s in (-1, 1))
    for regime, margins in formulas.items():
        for margin in margins:

            def holds(values: Array, margin: Margin = margin, regime: str = regime) -> Bools:
                changed = {**fixed, parameter.name: values}
                return margin.value(mechanism.situation(regime, changed, bare=False)) >= 0

            before, after = holds(low), holds(high)
            if (before == after).all():
                continue
            left, right = low, high
            for _ in range(32):
                middle = (left + right) / 2
                same = holds(middle) == before
                left, right = np.where(same, middle, left), np.where(same, right, middle)
            exact = np.where(before != after, (left + right) / 2, exact)
    return [float(place) for place in exact]


def _declared_gap(
    mechanism: Declaration, first: str, second: str, values: Mapping[str, float]
) -> sp.Basic | None:
    """Return equal welfare as the mechanism declares it, where it does for these values."""
    if set(values) - set(mechanism.parameters):
        return None  # a primitive was set by hand
    symbols = {mechanism.parameters[name].symbol: np.asarray(v) for name, v in values.items()}
    for declared in mechanism.declared_boundaries:
        if {declared.first, declared.second} == {first, second} and (
            evaluate([declared.where], symbols)[0]
        ):
            left, right = declared.relation.args
            return sp.Eq(left, right) if declared.first == first else sp.Eq(right, left)
    return None


def _along(function: Callable[[Mapping[str, ArrayLike]], Array], name: str, values: Array) -> Array:
    return function({name: values})


def _equal_welfare(
    mechanism: Declaration, first: str, second: str, values: Mapping[str, float]
) -> sp.Basic | None:
    sides = [welfare_formula(mechanism, key, values) for key in (first, second)]
    if sides[0] is None or sides[1] is None:
        return None
    gap = sides[0] - sides[1]
    return sp.Eq(gap, 0) if gap.free_symbols else None


def welfare_formula(
    mechanism: Declaration, regime: str, values: Mapping[str, float]
) -> sp.Expr | None:
    """Return welfare in closed form, for the kind of equilibrium selected at these values."""
    result = outcome(mechanism, regime, values, bare=False)
    if result.index is None:
        return None
    institution, form = mechanism.regimes[regime], mechanism.form_of(regime)
    given = {name: sp.Float(float(array)) for name, array in result.situation.given.items()}
    binds = {**mechanism.written_out(regime), **given}
    pattern = int(result.select(result.found.pattern))
    states = form.closed_form(pattern, binds, institution.transfers)
    if states is None:
        return None
    gross = sum(mechanism.welfare.values(), sp.S.Zero)
    named = {sp.Symbol(name): e for name, e in states.items()}
    primitives = {sp.Symbol(name): e.subs(named) for name, e in binds.items()}
    net = gross - institution.overhead - institution.agreement
    formula = net.subs(named).subs(primitives)
    check = evaluate([formula], result.situation.values)[0]
    agrees = abs(float(check) - float(result.selected_welfare)) <= 1e-8 * (1 + abs(float(check)))
    return formula if agrees else None
