"""The shape of a push: where it jumps or bends, and its degree as a polynomial between."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache

import sympy as sp
from sympy.core.relational import Relational

from ...solvers import roots

KINKS = (sp.Min, sp.Max, sp.Abs)


@dataclass(frozen=True)
class Shape:
    """The places where a push may jump or bend, and its largest degree between them."""

    breaks: tuple[sp.Expr, ...]
    degree: int | None


@lru_cache(maxsize=256)
def shape_of(push: sp.Expr, state: str) -> Shape:
    """Return the shape of a push as a function of the state."""
    x = sp.Symbol(state)
    gaps = {c.lhs - c.rhs for c in push.atoms(Relational) if c.has(x)}
    for kink in push.atoms(*KINKS):
        sides = [side for side in kink.args if side.has(x)] if kink.has(x) else []
        rest = [sp.S.Zero] if isinstance(kink, sp.Abs) else [*kink.args]
        gaps |= {side - other for side in sides for other in rest if side != other}
    breaks, straight = [], True
    for gap in sorted(gaps, key=sp.default_sort_key):
        if gap.is_polynomial(x) and sp.degree(gap, x) == 1:
            slope, level = sp.Poly(gap, x).all_coeffs()
            breaks.append(-level / slope)
        else:
            straight = False
    degree = _degree(push, x) if straight else None
    return Shape(tuple(breaks), None if degree is None or degree > roots.HIGHEST else degree)


def _degree(expression: sp.Expr, x: sp.Symbol) -> int | None:
    """Return the largest degree in x between jumps and bends, None if not polynomial there."""
    if not expression.has(x):
        return 0
    if expression == x:
        return 1
    parts: list[int | None]
    if isinstance(expression, sp.Piecewise):
        parts = [_degree(piece, x) for piece, _ in expression.args]
    elif isinstance(expression, (sp.Add, sp.Mul, *KINKS)):
        parts = [_degree(part, x) for part in expression.args]
    elif isinstance(expression, sp.Pow) and expression.exp.is_Integer and expression.exp > 0:
        parts = [_degree(expression.base, x)] * int(expression.exp)
    else:
        return None
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    return sum(known) if isinstance(expression, (sp.Mul, sp.Pow)) else max(known)


@lru_cache(maxsize=256)
def size_of(push: sp.Expr) -> sp.Expr:
    """Return the size of the terms that make up the push."""
    if isinstance(push, sp.Piecewise):
        return sp.Piecewise(*((size_of(piece), condition) for piece, condition in push.args))
    return sp.Add(*(sp.Abs(term) for term in sp.Add.make_args(push)))
