"""Where things change: conditions of equilibrium, boundaries between regimes, break-even costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike
from scipy.stats import qmc

from .expressions import Array
from .forms.base import Margin, evaluate, named
from .parameters import Parameter
from .results import Boundary, Condition

if TYPE_CHECKING:
    from .mechanism import Mechanism

POINTS = 201


def conditions(mechanism: Mechanism, regime: str) -> tuple[Condition, ...]:
    """Return the regime's thresholds, without those that always or never hold."""
    institution = mechanism.regimes[regime]
    found = []
    for margin in mechanism.form_of(regime).margins(institution.binds, institution.transfers):
        relation = readable(mechanism, margin, institution.binds)
        if relation in (sp.true, sp.false):
            continue

        def value(values: Mapping[str, float], margin: Margin = margin) -> Array:
            return margin.value(mechanism.situation(regime, values))

        found.append(
            Condition(
                key=margin.key,
                kind="closed",
                relation=relation,
                meaning=margin.holds,
                otherwise=margin.fails,
                counts=_counts(mechanism, regime, relation, value),
                margin=margin,
                _value=value,
            )
        )
    return tuple(found)


def readable(mechanism: Mechanism, margin: Margin, binds: Mapping[str, sp.Expr]) -> sp.Basic:
    """Return `margin >= 0` with positive terms on both sides, or true or false where the slider
    ranges leave no doubt.
    """
    settled = _settled(mechanism, margin.bound(binds))
    if settled is not None:
        return sp.true if settled else sp.false
    known = {
        sp.Symbol(p.symbol): assumed(p) for p in (*mechanism.parameters.values(),
                                                  *mechanism.primitives.values())
    }  # fmt: skip
    kinks = {e: sp.Dummy(positive=True) for e in margin.expression.atoms(sp.Min, sp.Max)}
    numerator, denominator = sp.fraction(sp.together(margin.expression.xreplace(kinks)))
    sign = _settled(mechanism, denominator.subs(named(binds)).subs(named(margin.at)))
    if sign is None:
        numerator = numerator / denominator
    elif not sign:
        numerator = -numerator
    factors = sp.Mul.make_args(sp.factor(numerator.subs(known)))
    kept_factors = [factor for factor in factors if not factor.is_positive]
    terms = sp.Add.make_args(sp.expand(sp.Mul(*kept_factors)))
    plus = [t for t in terms if not t.could_extract_minus_sign()]
    minus = [-t for t in terms if t.could_extract_minus_sign()]
    sides = (_tidy(sp.Add(*side), list(kinks.values())) for side in (plus, minus))
    plain = {assumption: symbol for symbol, assumption in known.items()}
    kept = {dummy: e for e, dummy in kinks.items()}
    at = named(margin.at)
    bound = {symbol: e.subs(at) for symbol, e in named(binds).items()}
    left, right = (side.xreplace(plain).xreplace(kept).subs(at).subs(bound) for side in sides)
    return sp.Ge(left, right)


def _tidy(side: sp.Expr, kinks: list[sp.Dummy]) -> sp.Expr:
    return sp.collect(side, kinks, sp.factor) if kinks else sp.factor(side)


def _settled(mechanism: Mechanism, expression: sp.Expr) -> bool | None:
    """Return whether an expression of the parameters is never negative (True) or always negative
    (False) within the slider ranges, judged at their corners and at 2,048 points between.
    """
    if expression.is_number:
        return bool(expression >= 0)
    symbols = sorted(str(symbol) for symbol in expression.free_symbols)
    ranges = {p.symbol: (p.low, p.high) for p in mechanism.parameters.values()}
    low, high = (np.array([ranges[s][end] for s in symbols]) for end in (0, 1))
    corners = np.array(list(product((0.0, 1.0), repeat=min(len(symbols), 10))))
    corners = np.pad(corners, ((0, 0), (0, max(0, len(symbols) - 10))), constant_values=0.5)
    unit = np.vstack([corners, qmc.Sobol(len(symbols), rng=1).random(2048)])
    values = evaluate([expression], dict(zip(symbols, (low + unit * (high - low)).T, strict=True)))[0]
    sign = values[np.isfinite(values)] >= 0
    return bool(sign.all()) if sign.all() or not sign.any() else None


def assumed(parameter: Parameter) -> sp.Symbol:
    """Return the parameter's symbol with what its range implies."""
    return sp.Symbol(
        parameter.symbol,
        real=True,
        integer=parameter.integer or None,
        positive=parameter.low > 0 or None,
        nonnegative=parameter.low >= 0 or None,
        negative=parameter.high < 0 or None,
    )


def _counts(
    mechanism: Mechanism,
    regime: str,
    relation: sp.Basic,
    value: Callable[[Mapping[str, ArrayLike]], Array],
) -> tuple[int, int] | None:
    """Count equilibria just before and just after the first crossing along any slider."""
    used = {str(symbol) for symbol in relation.free_symbols}
    for parameter in mechanism.parameters.values():
        if parameter.symbol not in used or parameter.integer or parameter.choices:
            continue
        grid = np.linspace(parameter.low, parameter.high, POINTS)
        margins = value({parameter.name: grid})
        for place in crossings(lambda x, name=parameter.name: value({name: x}), grid, margins):
            width = 1e-6 * (parameter.high - parameter.low)
            sides = np.clip([place - width, place + width], parameter.low, parameter.high)
            holds = value({parameter.name: sides}) >= 0
            if holds[0] != holds[1]:
                found = mechanism.outcome(regime, {parameter.name: sides}).found
                count = found.present.sum(axis=-1)
                return int(count[~holds][0]), int(count[holds][0])
    return None


def crossings(function: Callable[[Array], Array], grid: Array, values: Array) -> list[float]:
    """Return where the function changes sign between neighbouring grid points, by bisection.

    Parameters
    ----------
    function : callable
        Maps an array to an array of the same shape.
    grid, values : array (P,)
        Points and the function's values there; a value of exactly zero counts as positive.
    """
    sign = values >= 0
    change = np.flatnonzero((sign[1:] != sign[:-1]) & np.isfinite(values[1:] + values[:-1]))
    if not len(change):
        return []
    low, high, before = grid[change], grid[change + 1], sign[change]
    for _ in range(44):
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
        grid = _axis(parameter)
        gaps = np.broadcast_to(lead({name: grid}), grid.shape)
        if parameter.integer or parameter.choices:
            change = np.flatnonzero(np.sign(gaps[1:]) != np.sign(gaps[:-1]))
            places = [float(grid[i + 1]) for i in change]
        elif np.all(gaps == 0):
            places = []
        else:
            places = crossings(lambda x, name=name: lead({name: x}), grid, gaps)
        if places:
            found[name] = tuple(places)
    relation = _equal_welfare(mechanism, first, second, fixed)
    full = mechanism.default_values | {k: float(v) for k, v in fixed.items()}
    return Boundary(
        first, second, full, found, relation, "numeric" if relation is None else "closed"
    )


def _axis(parameter: Parameter) -> Array:
    if parameter.choices is not None:
        return np.array(sorted(parameter.choices), dtype=float)
    if parameter.integer:
        return np.arange(parameter.low, parameter.high + 1)
    return np.linspace(parameter.low, parameter.high, POINTS)


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
    binds = {**institution.binds, **given}
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
        now = float(situation.values[parameter.symbol])
        place = now + (welfare[paying[0]] - max(others)) / slope
        return place if place >= 0 else None
    return None
