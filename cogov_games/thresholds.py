"""Where things change: conditions of equilibrium, boundaries between regimes, break-even costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike

from .declared import DeclaredCondition
from .expressions import Array, evaluate, named
from .forms.base import Form
from .forms.equilibria import EquilibriumSet, Solved
from .forms.margins import Margin, NumericMargin
from .forms.situation import Situation
from .outcomes import outcome
from .parameters import Parameter, axis_values
from .probe import AnyMargin, Bools, Probe, differ, needed
from .relations import readable
from .results import Boundary, Condition
from .words import Words

if TYPE_CHECKING:
    from .mechanism import Mechanism

ROUNDING = 1e-12
"""Margins this small count as zero."""
MEMORY = 64
"""How many situations of a regime are kept."""
NEAR = 1e-6
"""How far from a threshold its two sides are compared, as a share of the slider's range."""
POINTS, FEWER = 201, 41
"""Points on a slider between which changes are looked for, with a formula and without."""


class _Desk:
    """The last situations of one regime and their equilibria, for one condition after another."""

    def __init__(self, mechanism: Mechanism, regime: str) -> None:
        self.mechanism, self.regime = mechanism, regime
        self._kept: dict[object, tuple[Situation, list[EquilibriumSet]]] = {}

    def situation(self, values: Mapping[str, ArrayLike]) -> Situation:
        """Return checked values under the regime."""
        situation = self.mechanism.situation(self.regime, values)
        arrays = (*situation.values.values(), *situation.given.values())
        key = tuple((array.shape, array.tobytes()) for array in arrays), tuple(situation.given)
        if key not in self._kept:
            self._kept[key] = situation, []
            if len(self._kept) > MEMORY:
                del self._kept[next(iter(self._kept))]
        return self._kept[key][0]

    def solved(self, situation: Situation) -> Solved:
        """Return what hands out the equilibria of a situation."""

        def solve() -> EquilibriumSet:
            form = self.mechanism.form_of(self.regime)
            known = [found for kept, found in self._kept.values() if kept is situation]
            if known and known[0]:
                return known[0][0]
            solution = form.equilibria(situation)
            if known:
                known[0].append(solution)
            return solution

        return solve

    def crossings(
        self,
        margin: AnyMargin,
        relation: sp.Basic | None,
        values: Mapping[str, float],
        steps: int | None = None,
    ) -> dict[str, tuple[float, ...]]:
        """Return where a margin changes its sign along each slider, the others fixed, and with it
        the kinds of equilibria or the one that is selected.
        """
        fixed = {self.mechanism.find(label).name: number for label, number in values.items()}
        used = None if relation is None else {str(symbol) for symbol in relation.free_symbols}
        closed, found = isinstance(margin, Margin), {}
        for name, parameter in self.mechanism.parameters.items():
            costs_only = parameter.role in ("overhead", "agreement")
            if costs_only if used is None else parameter.symbol not in used:
                continue

            def along(array: Array, name: str = name) -> Array:
                value = self.value(margin, self.situation({**fixed, name: array}))
                return np.where(np.abs(value) <= ROUNDING, 0.0, value)

            start = along(axis_values(parameter, POINTS if closed else FEWER))
            places = crossings(parameter, along, start, steps or (44 if closed else 28))
            if closed and places:  # a zero without consequence
                sides: dict[str, ArrayLike] = {**fixed, name: _sides(parameter, places)}
                changed = differ(self.mechanism.outcome(self.regime, sides))
                places = [place for place, is_real in zip(places, changed, strict=True) if is_real]
            if places:
                found[name] = tuple(places)
        return found

    def counts(self, margin: AnyMargin, relation: sp.Basic | None) -> tuple[int, int] | None:
        """Count equilibria just before and just after the first crossing along any slider."""
        for name, places in self.crossings(margin, relation, {}).items():
            parameter = self.mechanism.parameters[name]
            if parameter.integer or parameter.choices:
                continue
            for sides in _sides(parameter, places):
                situation = self.situation({name: sides})
                holds = self.value(margin, situation) >= 0
                if holds[0] != holds[1]:
                    count = self.solved(situation)().present.sum(axis=-1)
                    return int(count[~holds][0]), int(count[holds][0])
        return None

    def value(self, margin: AnyMargin, situation: Situation, solved: Solved | None = None) -> Array:
        """Return a margin's value, solving only what was not solved yet."""
        return margin.value(situation, solved or self.solved(situation))


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
    if mechanism.selection.rule == "unique":
        return ()
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
        Words(f"the selected equilibrium is: {label.en}", f"所选均衡是：{label.zh}"),
        Words(f"the selected equilibrium is not: {label.en}", f"所选均衡不是：{label.zh}"),
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
        numeric = "numeric" if relation is None else "implicit"
        found.append(
            Condition(
                key=margin.key,
                kind="closed" if isinstance(margin, Margin) else numeric,
                relation=relation,
                short=short,
                meaning=margin.holds,
                otherwise=margin.fails,
                routine=margin.routine,
                _situation=desk.situation,
                _margin=partial(desk.value, margin),
                _cross=partial(desk.crossings, margin, relation),
                _count=partial(desk.counts, margin, relation),
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


def _sides(parameter: Parameter, places: Sequence[float]) -> Array:
    """Return the values just before and just after some places, shape (P, 2)."""
    after = np.array(places)
    if parameter.integer or parameter.choices:
        grid = axis_values(parameter, 2)
        return np.stack([grid[np.searchsorted(grid, after) - 1], after], axis=-1)
    width = NEAR * (parameter.high - parameter.low)
    return np.clip(np.stack([after - width, after + width], -1), parameter.low, parameter.high)


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


def _closed_margins(mechanism: Mechanism, regime: str) -> list[Margin]:
    binds, transfers, form = _institution(mechanism, regime)
    margins = (*form.margins(binds, transfers), *form.tipping(binds, transfers))
    return [margin for margin in margins if isinstance(margin, Margin)]


def _at_ties(
    mechanism: Mechanism,
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
    mechanism: Mechanism, first: str, second: str, values: Mapping[str, float]
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
    net = gross - institution.overhead - institution.agreement
    formula = net.subs(named).subs(primitives)
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
        rate = sp.diff(mechanism.regimes[paying[0]].agreement, symbol)
        given = {mechanism.find(label).name: value for label, value in values.items()}
        now = given.get(parameter.name, parameter.default)
        for tau in (now, parameter.low):  # an institution that is not set up costs nothing
            result = mechanism.outcome(paying[0], {**given, parameter.name: tau}, bare=False)
            states = result.form.environment(result.situation, result.found.states)
            slope = float(result.select(evaluate([rate], states)[0]))
            if slope > 0:
                lead = float(result.selected_welfare) - max(others)
                place = tau + lead / slope
                return place if place >= 0 else None
        return None
    return None
