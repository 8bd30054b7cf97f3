"""Where things change: conditions of equilibrium, boundaries between regimes, break-even costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike

from .declared import DeclaredCondition
from .expressions import Array
from .forms.base import (
    EquilibriumSet,
    Form,
    Margin,
    NumericMargin,
    Situation,
    Solved,
    evaluate,
    named,
)
from .outcomes import outcome
from .parameters import Parameter, axis_values
from .probe import AnyMargin, Probe, needed
from .relations import readable
from .results import Boundary, Condition
from .words import Words

if TYPE_CHECKING:
    from .mechanism import Mechanism

POINTS, FEWER = 201, 41
"""Points on a slider between which changes are looked for, with a formula and without."""


class _Desk:
    """Situations of one regime; the last one and its equilibria are kept for the next condition."""

    def __init__(self, mechanism: Mechanism, regime: str) -> None:
        self.mechanism, self.regime = mechanism, regime
        self._form = mechanism.form_of(regime)
        self._key: object = None
        self._situation: Situation | None = None
        self._found: EquilibriumSet | None = None

    def situation(self, values: Mapping[str, ArrayLike]) -> Situation:
        """Return checked values under the regime."""
        key = [(name, np.shape(v), np.asarray(v).tobytes()) for name, v in values.items()]
        if self._situation is None or key != self._key:
            self._situation = self.mechanism.situation(self.regime, values)
            self._key, self._found = key, None
        return self._situation

    def solved(self, situation: Situation) -> Callable[[], EquilibriumSet]:
        """Return what hands out the equilibria of a situation."""

        def solve() -> EquilibriumSet:
            if situation is not self._situation:
                return self._form.equilibria(situation)
            if self._found is None:
                self._found = self._form.equilibria(situation)
            return self._found

        return solve


def conditions(mechanism: Mechanism, regime: str) -> tuple[Condition, ...]:
    """Return the regime's thresholds, without those that always or never hold.

    Notes
    -----
    Formulas come first, those that the mechanism declares before those that the form derives; a
    derived one that crosses zero without a change in the equilibria, or whose sign is that of a
    declared one, is left out. What then is unexplained between any of some thousand pairs of
    neighbouring points, all over the slider ranges and along each slider at the defaults, is added
    without a formula.
    """
    binds, transfers, form = _institution(mechanism, regime)
    probe = Probe.of(mechanism, regime)
    given = _declared(mechanism, regime)
    known = [probe.split(margin) for margin in given]
    derived = [
        margin
        for margin in form.margins(binds, transfers)
        if not any(np.array_equal(probe.split(margin), split) for split in known)
        and (margin.optional or not probe.idle(margin))
    ]
    kept = needed(
        probe, [*given, *derived], probe.tallies(),
        lambda kind: form.presence(*kind, binds, transfers),
    )  # fmt: skip
    return _described(mechanism, regime, kept)


def tipping(mechanism: Mechanism, regime: str) -> tuple[Condition, ...]:
    """Return the thresholds at which another equilibrium is selected although the set stays.

    Notes
    -----
    What neither a condition nor one of the form's formulas explains is added without a formula.
    """
    binds, transfers, form = _institution(mechanism, regime)
    probe = Probe.of(mechanism, regime)
    kept = needed(
        probe, form.tipping(binds, transfers), probe.selected(),
        lambda kind: _selection(mechanism, regime, kind[0]), explained=probe.changed,
    )  # fmt: skip
    return _described(mechanism, regime, kept)


def _institution(
    mechanism: Mechanism, regime: str
) -> tuple[dict[str, sp.Expr], Mapping[str, sp.Expr], Form]:
    transfers = mechanism.regimes[regime].transfers
    return mechanism.written_out(regime), transfers, mechanism.form_of(regime)


def _declared(mechanism: Mechanism, regime: str) -> list[Margin]:
    return [declared_margin(d) for d in mechanism.declared_conditions if d.regime == regime]


def declared_margin(declared: DeclaredCondition) -> Margin:
    """Return what is at least zero where a declared condition holds."""
    left, right = declared.relation.args
    return Margin(
        declared.key, left - right, declared.meaning, declared.otherwise, relation=declared.relation
    )


def _selection(mechanism: Mechanism, regime: str, pattern: int) -> NumericMargin:
    """Return whether the selected equilibrium is of a kind, as a margin of 1 or -1."""

    def compute(situation: Situation, solved: Solved) -> Array:
        result = outcome(mechanism, regime, situation)
        return np.where(result.select(result.found.pattern) == pattern, 1.0, -1.0)

    label = mechanism.form_of(regime).label(pattern)
    return NumericMargin(
        f"selected.{pattern}", compute,
        Words(f"the society is at: {label.en}", f"社会处于：{label.zh}"),
        Words(f"the society is not at: {label.en}", f"社会不处于：{label.zh}"),
    )  # fmt: skip


def _described(
    mechanism: Mechanism, regime: str, margins: Sequence[AnyMargin]
) -> tuple[Condition, ...]:
    binds, desk = mechanism.written_out(regime), _Desk(mechanism, regime)
    found = []
    for margin in margins:
        pair = _formulas(mechanism, margin, binds)
        if pair is None:
            continue
        relation, short = pair
        closed = isinstance(margin, Margin)

        def value(
            situation: Situation, solved: Solved | None = None, margin: AnyMargin = margin
        ) -> Array:
            return margin.value(situation, solved or desk.solved(situation))

        def cross(
            values: Mapping[str, float],
            value: Callable[[Situation], Array] = value,
            relation: sp.Basic | None = relation,
            points: int = POINTS if closed else FEWER,
        ) -> dict[str, tuple[float, ...]]:
            return _crossings(mechanism, desk, value, relation, points, values)

        found.append(
            Condition(
                key=margin.key,
                kind="closed" if closed else "numeric" if relation is None else "implicit",
                relation=relation,
                short=short,
                meaning=margin.holds,
                otherwise=margin.fails,
                routine=margin.routine,
                _situation=desk.situation,
                _margin=value,
                _cross=cross,
                _count=partial(_counts, mechanism, desk, value, cross),
            )
        )
    return tuple(found)


def _formulas(
    mechanism: Mechanism, margin: AnyMargin, binds: Mapping[str, sp.Expr]
) -> tuple[sp.Basic | None, sp.Basic | None] | None:
    """Return relation and short relation; None where the margin never changes its sign."""
    if isinstance(margin, NumericMargin):
        return (sp.Tuple(*margin.equations) if margin.equations else None), None
    if margin.relation is None:
        return readable(mechanism, margin, binds)
    sides = (side.subs(named(binds)) for side in margin.relation.args)
    return sp.Ge(*sides, evaluate=False), margin.relation


def _crossings(
    mechanism: Mechanism,
    desk: _Desk,
    value: Callable[[Situation], Array],
    relation: sp.Basic | None,
    points: int,
    values: Mapping[str, float],
) -> dict[str, tuple[float, ...]]:
    """Return where a margin changes its sign along each slider, the others fixed."""
    fixed = {mechanism.find(label).name: number for label, number in values.items()}
    used = None if relation is None else {str(symbol) for symbol in relation.free_symbols}
    found = {}
    for name, parameter in mechanism.parameters.items():
        if used is not None and parameter.symbol not in used:
            continue

        def along(array: Array, name: str = name) -> Array:
            margin = value(desk.situation({**fixed, name: array}))
            return np.broadcast_to(margin, array.shape)

        places = crossings(parameter, along, along(axis_values(parameter, points)))
        if places:
            found[name] = tuple(places)
    return found


def _counts(
    mechanism: Mechanism,
    desk: _Desk,
    value: Callable[[Situation], Array],
    cross: Callable[[Mapping[str, float]], Mapping[str, tuple[float, ...]]],
) -> tuple[int, int] | None:
    """Count equilibria just before and just after the first crossing along any slider."""
    for name, places in cross({}).items():
        parameter = mechanism.parameters[name]
        if parameter.integer or parameter.choices:
            continue
        width = 1e-6 * (parameter.high - parameter.low)
        for place in places:
            sides = np.clip([place - width, place + width], parameter.low, parameter.high)
            situation = desk.situation({name: sides})
            holds = value(situation) >= 0
            if holds[0] != holds[1]:
                count = desk.solved(situation)().present.sum(axis=-1)
                return int(count[~holds][0]), int(count[holds][0])
    return None


def crossings(
    parameter: Parameter, function: Callable[[Array], Array], values: Array, steps: int = 44
) -> list[float]:
    """Return where a function of a parameter changes sign.

    Parameters
    ----------
    parameter : Parameter
    function : callable
        Maps values of the parameter to an array of the same shape.
    values : array (P,)
        The function's values on ``axis_values(parameter, P)``; zero counts as positive.
    steps : int
        How often the interval between neighbouring points is halved.

    Returns
    -------
    list of float
        For a whole-number parameter, the first number after each change.
    """
    grid = axis_values(parameter, len(values))
    sign = values >= 0
    change = np.flatnonzero((sign[1:] != sign[:-1]) & np.isfinite(values[1:] + values[:-1]))
    low, high, before = grid[change], grid[change + 1], sign[change]
    if parameter.integer or parameter.choices or not len(change):
        return [float(x) for x in high]
    for _ in range(steps):
        middle = (low + high) / 2
        same = (function(middle) >= 0) == before
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    return [float(x) for x in (low + high) / 2]


def boundary(
    mechanism: Mechanism, first: str, second: str, values: Mapping[str, float]
) -> Boundary:
    """Return where the welfare of one regime overtakes that of another."""
    fixed = {mechanism.find(label).name: value for label, value in values.items()}

    def lead(changed: Mapping[str, ArrayLike]) -> Array:
        merged = {**fixed, **changed}
        one, two = (
            mechanism.outcome(key, merged, bare=False).selected_welfare for key in (first, second)
        )
        gap = np.asarray(one - two)
        noise = 1e-14 * np.maximum(1.0, np.abs(one) + np.abs(two))
        return np.where(np.abs(gap) <= noise, 0.0, gap)

    found: dict[str, tuple[float, ...]] = {}
    for name, parameter in mechanism.parameters.items():
        grid = axis_values(parameter, POINTS)
        gaps = np.broadcast_to(lead({name: grid}), grid.shape)
        if np.any(gaps != 0) and (
            places := crossings(parameter, partial(_along, lead, name), gaps)
        ):
            found[name] = tuple(places)
    relation = _equal_welfare(mechanism, first, second, fixed)
    full = mechanism.default_values | {k: float(v) for k, v in fixed.items()}
    return Boundary(
        first, second, full, found, relation, "numeric" if relation is None else "closed"
    )


def _along(function: Callable[[Mapping[str, ArrayLike]], Array], name: str, values: Array) -> Array:
    return function({name: values})


def _equal_welfare(
    mechanism: Mechanism, first: str, second: str, values: Mapping[str, float]
) -> sp.Basic | None:
    sides = [welfare_formula(mechanism, key, values) for key in (first, second)]
    if sides[0] is None or sides[1] is None:
        return None
    gap = sides[0] - sides[1]
    return sp.Eq(gap, 0) if gap.free_symbols else None


def welfare_formula(
    mechanism: Mechanism, regime: str, values: Mapping[str, float]
) -> sp.Expr | None:
    """Return welfare in closed form, for the kind of equilibrium selected at these values."""
    result = mechanism.outcome(regime, values, bare=False)
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
    formula = gross.subs(named).subs(primitives) - institution.overhead - institution.agreement
    check = evaluate([formula], result.situation.values)[0]
    agrees = abs(float(check) - float(result.selected_welfare)) <= 1e-8 * (1 + abs(float(check)))
    return formula if agrees else None


def break_even(
    mechanism: Mechanism, values: Mapping[str, float], welfare: Mapping[str, float]
) -> float | None:
    """Return the cost of agreeing at which the regime that pays it stops or starts being best."""
    for parameter in mechanism.parameters.values():
        if parameter.role != "agreement":
            continue
        symbol = sp.Symbol(parameter.symbol)
        paying = [k for k, r in mechanism.regimes.items() if r.agreement.has(symbol)]
        others = [value for key, value in welfare.items() if key not in paying]
        if len(paying) != 1 or not others:
            continue
        situation = mechanism.situation(paying[0], values, bare=False)
        rate = sp.diff(mechanism.regimes[paying[0]].agreement, symbol)
        slope = float(evaluate([rate], situation.values)[0])
        if not slope > 0:
            return None
        now = float(situation.values[parameter.symbol])
        place = now + (welfare[paying[0]] - max(others)) / slope
        return place if place >= 0 else None
    return None
