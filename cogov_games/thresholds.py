"""Where things change: conditions of equilibrium, boundaries between regimes, break-even costs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import product
from typing import TYPE_CHECKING

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike
from scipy.stats import qmc

from .expressions import Array
from .forms.base import Margin, evaluate, named
from .parameters import Parameter, axis_values
from .results import Boundary, Condition

if TYPE_CHECKING:
    from .mechanism import Mechanism

POINTS = 201


def conditions(mechanism: Mechanism, regime: str) -> tuple[Condition, ...]:
    """Return the regime's thresholds, without those that always or never hold."""
    institution = mechanism.regimes[regime]
    binds = mechanism.written_out(regime)
    margins = mechanism.form_of(regime).margins(binds, institution.transfers)
    return _described(mechanism, regime, margins)


def tipping(mechanism: Mechanism, regime: str) -> tuple[Condition, ...]:
    """Return the thresholds at which another equilibrium is reached from the status quo."""
    institution = mechanism.regimes[regime]
    binds = mechanism.written_out(regime)
    margins = mechanism.form_of(regime).tipping(binds, institution.transfers)
    return _described(mechanism, regime, margins)


def _described(
    mechanism: Mechanism, regime: str, margins: Sequence[Margin]
) -> tuple[Condition, ...]:
    binds = mechanism.written_out(regime)
    found = []
    for margin in margins:
        pair = readable(mechanism, margin, binds)
        if pair is None:
            continue
        relation, short = pair

        def value(values: Mapping[str, ArrayLike], margin: Margin = margin) -> Array:
            return margin.value(mechanism.situation(regime, values))

        found.append(
            Condition(
                key=margin.key,
                kind="closed",
                relation=relation,
                short=short,
                meaning=margin.holds,
                otherwise=margin.fails,
                routine=margin.routine,
                _margin=value,
                _count=partial(_counts, mechanism, regime, relation, value),
            )
        )
    return tuple(found)


def readable(
    mechanism: Mechanism, margin: Margin, binds: Mapping[str, sp.Expr]
) -> tuple[sp.Basic, sp.Basic] | None:
    """Return `margin >= 0` with positive terms on both sides, in the parameters and again in the
    primitives; None where it always or never holds within the slider ranges.
    """
    if _settled(mechanism, margin.bound(binds)) is not None:
        return None
    known = {
        sp.Symbol(p.symbol): assumed(p) for p in (*mechanism.parameters.values(),
                                                  *mechanism.primitives.values())
    }  # fmt: skip
    at = named(margin.at)
    bound = {symbol: e.subs(at) for symbol, e in named(binds).items()}
    exact = margin.expression.subs(at)
    for simpler in (e.subs(at) for e in margin.simpler):
        if _settled(mechanism, (exact * simpler).subs(bound)):  # the same sign everywhere
            expression = simpler
            break
    else:
        expression = _decided(mechanism, exact, bound)
    kinks = {e: sp.Dummy(real=True) for e in expression.atoms(sp.Min, sp.Max)}
    numerator, denominator = sp.fraction(sp.together(expression.xreplace(kinks)))
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
    terms_of = [*kinks.values(), *(known[sp.Symbol(name)] for name in mechanism.derived)]
    sides = (_tidy(sp.Add(*side), terms_of) for side in (plus, minus))
    plain = {assumption: symbol for symbol, assumption in known.items()}
    kept = {dummy: e for e, dummy in kinks.items()}
    pair = [side.xreplace(plain).xreplace(kept).subs(at) for side in sides]
    ours = {sp.Symbol(p.symbol) for p in mechanism.parameters.values()}
    moving = {
        s: e if e.is_number else sp.Function(str(s))(*margin.at.values())
        for s, e in named(binds).items()
        if e.is_number or not e.free_symbols <= ours
    }
    return (
        sp.Ge(*(_decided(mechanism, side.subs(bound), {}) for side in pair), evaluate=False),
        sp.Ge(*(side.subs(moving) for side in pair), evaluate=False),
    )


def _decided(
    mechanism: Mechanism, expression: sp.Expr, bound: Mapping[sp.Symbol, sp.Expr]
) -> sp.Expr:
    """Return the expression without those sides of minima and maxima that never matter within the
    slider ranges.
    """

    def matters(side: sp.Expr, rest: Sequence[sp.Expr], sign: int) -> bool:
        gaps = ((sign * (side - other)).subs(bound) for other in rest)
        return not any(_settled(mechanism, gap) for gap in gaps)

    def decide(kink: sp.Expr) -> sp.Expr:
        sides, sign = list(kink.args), 1 if isinstance(kink, sp.Min) else -1
        for side in kink.args:
            rest = [other for other in sides if other != side]
            if rest and not matters(side, rest, sign):
                sides = rest
        return kink.func(*sides)

    return expression.replace(lambda e: isinstance(e, sp.Min | sp.Max), decide)


def _tidy(side: sp.Expr, collected: list[sp.Symbol]) -> sp.Expr:
    return sp.collect(side, collected, sp.factor) if collected else sp.factor(side)


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
    values = evaluate([expression], dict(zip(symbols, (low + unit * (high - low)).T, strict=True)))[
        0
    ]
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
        along = partial(_along, value, parameter.name)
        grid = axis_values(parameter, POINTS)
        for place in crossings(parameter, along, np.broadcast_to(along(grid), grid.shape)):
            width = 1e-6 * (parameter.high - parameter.low)
            sides = np.clip([place - width, place + width], parameter.low, parameter.high)
            holds = value({parameter.name: sides}) >= 0
            if holds[0] != holds[1]:
                found = mechanism.outcome(regime, {parameter.name: sides}).found
                count = found.present.sum(axis=-1)
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
