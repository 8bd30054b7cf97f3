"""The equilibria of a closed form as formulas: an end, the status quo, or a root of the push."""

from __future__ import annotations

import sympy as sp

from ...expressions import named
from ...solvers.stability import Stability
from ..situation import Formulas
from .game import ClosedGame
from .patterns import HIGH, LOW, START, stability_of


def closed_form(game: ClosedGame, pattern: int, binds: Formulas) -> dict[str, sp.Expr] | None:
    """Return the state and what follows from it in one kind of equilibrium."""
    place = _place(game, pattern, game.push.subs(named(binds)))
    if place is None:
        return None
    found = {game.state: place}
    for name, expression in game.follows.items():
        found[name] = expression.subs(named(found))
    return found


def _place(game: ClosedGame, pattern: int, push: sp.Expr) -> sp.Expr | None:
    """Return a kind of equilibrium's state; at a root of a parabola the slope is ±√Δ."""
    if pattern in (LOW, HIGH):
        return game.low if pattern == LOW else game.high
    if pattern == START:
        return sp.Symbol(game.status_quo)
    code, x = stability_of(pattern), game.symbol
    if code == Stability.NEUTRAL:
        return None
    if game.inner is not None:
        return game.inner if code == Stability.STABLE else None
    if not push.is_polynomial(x):
        return None
    match sp.Poly(push, x).all_coeffs():
        case [a, b]:
            return sp.simplify(-b / a)
        case [a, b, c]:
            root = sp.sqrt(sp.expand(b**2 - 4 * a * c))
            signs = {Stability.STABLE: -1, Stability.UNSTABLE: 1, Stability.SEMI_STABLE: 0}
            return (-b + signs[code] * root) / (2 * a)
    return None
