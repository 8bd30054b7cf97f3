"""Derivatives of payoffs in the own action, and what their shape says about the game."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

import sympy as sp

JUMPS = (sp.Heaviside, sp.Piecewise, sp.ceiling, sp.floor, sp.sign)
KINKS = (sp.Abs, sp.Max, sp.Min, *JUMPS)


class Slopes(NamedTuple):
    """Derivatives of each kind's payoff in the own action, and their shape.

    Attributes
    ----------
    marginal, curvature : tuple of expressions
        First and second derivative in the own action, the others' actions held fixed.
    jacobian : tuple of expressions
        Derivative of each marginal payoff in each kind's action where all of a kind act alike,
        row by row.
    matrix, level : tuple of expressions, or None
        The marginal payoffs as matrix @ actions + level, where they are affine while all of a kind
        act alike.
    kinked, jumps : bool
        Whether a payoff has kinks or jumps in the actions, and whether it has jumps.
    quadratic : bool
        Whether no curvature depends on an action.
    separable : bool
        Whether no marginal payoff depends on what others do.
    """

    marginal: tuple[sp.Expr, ...]
    curvature: tuple[sp.Expr, ...]
    jacobian: tuple[sp.Expr, ...]
    matrix: tuple[sp.Expr, ...] | None
    level: tuple[sp.Expr, ...] | None
    kinked: bool
    jumps: bool
    quadratic: bool
    separable: bool


@lru_cache(maxsize=256)
def slopes_of(
    payoffs: tuple[sp.Expr, ...], actions: tuple[str, ...], counts: tuple[sp.Expr, ...], total: str
) -> Slopes:
    """Return the slopes of payoffs in these actions and in the total of all actions."""
    symbols, whole = [sp.Symbol(a) for a in actions], sp.Symbol(total)
    states = {*symbols, whole}
    marginal = tuple(_own(p, x, whole) for p, x in zip(payoffs, symbols, strict=True))
    curvature = tuple(
        _tidy(_own(m, x, whole), states) for m, x in zip(marginal, symbols, strict=True)
    )
    alike = sum((c * x for c, x in zip(counts, symbols, strict=True)), sp.S.Zero)
    jacobian = tuple(
        (derivative(m, x) + count * derivative(m, whole)).subs(whole, alike)
        for m in marginal
        for x, count in zip(symbols, counts, strict=True)
    )
    kinks = {k for p in payoffs for k in p.atoms(*KINKS) if k.free_symbols & states}
    kinked, jumps = bool(kinks), any(isinstance(k, JUMPS) for k in kinks)
    matrix, level = None, None
    if not kinked:
        matrix, level = _affine([m.subs(whole, alike) for m in marginal], symbols) or (None, None)
    return Slopes(
        marginal,
        curvature,
        jacobian,
        matrix,
        level,
        kinked,
        jumps,
        quadratic=not any(c.free_symbols & states for c in curvature),
        separable=all(
            m.free_symbols & states <= {x} for m, x in zip(marginal, symbols, strict=True)
        ),
    )


def _affine(
    marginal: list[sp.Expr], symbols: list[sp.Symbol]
) -> tuple[tuple[sp.Expr, ...], tuple[sp.Expr, ...]] | None:
    try:
        rows = [sp.Poly(sp.expand(m), *symbols) for m in marginal]
    except sp.PolynomialError:
        return None
    if any(row.total_degree() > 1 for row in rows):
        return None
    matrix = tuple(row.coeff_monomial(x) for row in rows for x in symbols)
    return matrix, tuple(row.coeff_monomial(1) for row in rows)


def _tidy(expression: sp.Expr, states: set[sp.Symbol]) -> sp.Expr:
    """Return the expression without states that cancel."""
    expanded = sp.expand(expression)
    return expression if expanded.free_symbols & states else sp.factor(expanded)


def _own(expression: sp.Expr, own: sp.Symbol, whole: sp.Symbol) -> sp.Expr:
    return derivative(expression, own) + derivative(expression, whole)


def derivative(expression: sp.Expr, symbol: sp.Symbol) -> sp.Expr:
    """Return the derivative of a real expression, wherever it has one."""
    real = {s: sp.Dummy(str(s), real=True) for s in expression.free_symbols | {symbol}}
    slope = sp.diff(expression.xreplace(real), real[symbol])
    slope = slope.replace(sp.DiracDelta, lambda *_: sp.S.Zero)
    return slope.xreplace({dummy: s for s, dummy in real.items()})
