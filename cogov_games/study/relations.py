"""Thresholds as formulas: simplified under the parameters' ranges, with positive terms only."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import product

import numpy as np
import sympy as sp
from scipy.stats import qmc

from ..expressions import evaluate, named
from ..forms.margins import Margin
from ..model.declaration import Declaration
from ..model.parameters import Parameter

OPAQUE = (
    sp.Min, sp.Max, sp.Piecewise, sp.Heaviside, sp.binomial, sp.exp, sp.log, sp.erf, sp.erfc,
)  # fmt: skip
"""What stays as it is written while the terms around it are sorted."""


def readable(
    mechanism: Declaration, margin: Margin, binds: Mapping[str, sp.Expr]
) -> tuple[sp.Basic, sp.Basic] | None:
    """Return `margin >= 0` with positive terms on both sides, in the parameters and again in the
    primitives; None where it always or never holds within the slider ranges.
    """
    if settled(mechanism, margin.bound(binds)) is not None:
        return None
    known = {
        sp.Symbol(p.symbol): assumed(p) for p in (*mechanism.parameters.values(),
                                                  *mechanism.primitives.values())
    }  # fmt: skip
    at = named(margin.at)
    bound = {symbol: e.subs(at) for symbol, e in named(binds).items()}
    exact = margin.expression.subs(at)
    for simpler in (e.subs(at) for e in margin.simpler):
        if settled(mechanism, (exact * simpler).subs(bound)):  # the same sign everywhere
            expression = simpler
            break
    else:
        expression = _decided(mechanism, exact, bound)
    kinks = {e: sp.Dummy(real=True) for e in _opaque(expression)}
    numerator, denominator = sp.fraction(sp.together(expression.xreplace(kinks)))
    kept = {dummy: e for e, dummy in kinks.items()}
    sign = settled(mechanism, denominator.xreplace(kept).subs(named(binds)).subs(at))
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


def _opaque(expression: sp.Expr) -> set[sp.Expr]:
    """Return the outermost parts that are no sums, products or whole powers."""
    if isinstance(expression, OPAQUE) or (
        isinstance(expression, sp.Pow) and not expression.exp.is_Integer
    ):
        return {expression}
    return set().union(*(_opaque(part) for part in expression.args))


def _decided(
    mechanism: Declaration, expression: sp.Expr, bound: Mapping[sp.Symbol, sp.Expr]
) -> sp.Expr:
    """Return the expression without those sides of minima and maxima that never matter within the
    slider ranges.
    """

    def matters(side: sp.Expr, rest: Sequence[sp.Expr], sign: int) -> bool:
        gaps = ((sign * (side - other)).subs(bound) for other in rest)
        return not any(settled(mechanism, gap) for gap in gaps)

    def decide(kink: sp.Expr) -> sp.Expr:
        sides, sign = list(kink.args), 1 if isinstance(kink, sp.Min) else -1
        for side in kink.args:
            rest = [other for other in sides if other != side]
            if rest and not matters(side, rest, sign):
                sides = rest
        return kink.func(*sides)

    def choose(step: sp.Piecewise) -> sp.Expr:
        cases = [(value, step_holds(case)) for value, case in step.args]
        return sp.Piecewise(*cases)

    def step_holds(case: sp.Basic) -> sp.Basic:
        known = {r: _known(mechanism, r.subs(bound)) for r in case.atoms(sp.core.relational.Rel)}
        return case.xreplace({r: truth for r, truth in known.items() if truth is not None})

    expression = expression.replace(lambda e: isinstance(e, sp.Piecewise), choose)
    return expression.replace(lambda e: isinstance(e, sp.Min | sp.Max), decide)


def _known(mechanism: Declaration, relation: sp.Basic) -> sp.Basic | None:
    """Return whether a relation holds throughout the slider ranges, None if it depends."""
    if not isinstance(relation, sp.core.relational.Rel):
        return relation  # settled by SymPy
    above = settled(mechanism, relation.lhs - relation.rhs)  # never or always below zero
    below = settled(mechanism, relation.rhs - relation.lhs)
    truths = {
        sp.Ge: above, sp.Le: below, sp.Gt: None if below is None else not below,
        sp.Lt: None if above is None else not above,
        sp.Eq: False if False in (above, below) else None,
        sp.Ne: True if False in (above, below) else None,
    }  # fmt: skip
    truth = truths.get(relation.func)
    return None if truth is None else sp.true if truth else sp.false


def _tidy(side: sp.Expr, collected: list[sp.Symbol]) -> sp.Expr:
    return sp.collect(side, collected, sp.factor) if collected else sp.factor(side)


def settled(mechanism: Declaration, expression: sp.Expr) -> bool | None:
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
