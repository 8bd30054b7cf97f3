"""The equilibria of games with linear slopes as formulas."""

from __future__ import annotations

import sympy as sp

from ...expressions import named
from ..situation import Formulas
from .game import ContinuousGame
from .patterns import ABSENT, HIGH, INNER, LOW, PRESCRIBED, place_of


def closed_form(
    game: ContinuousGame, pattern: int, binds: Formulas, transfers: Formulas
) -> dict[str, sp.Expr] | None:
    """Return the actions and their total in one kind of equilibrium, where they have a formula."""
    slopes = game.slopes(transfers)
    if slopes.matrix is None:
        return None
    bound = named(binds)
    places = {sp.Symbol(a): place_of(pattern, i) for i, a in enumerate(game.actions)}
    kinds = list(zip(places, game.players, slopes.marginal, strict=True))
    pinned = {
        own: player.high if places[own] == HIGH else player.low
        for own, player, _ in kinds
        if places[own] in (LOW, HIGH, PRESCRIBED)
    }
    here = [kind for kind in kinds if places[kind[0]] != ABSENT]
    total = sum((player.count * own for own, player, _ in here), sp.S.Zero)
    inner = [own for own in places if places[own] == INNER]
    forces = [
        m.subs(sp.Symbol(game.total), total).subs(pinned).subs(bound)
        for own, _, m in kinds
        if own in inner
    ]
    solved = sp.solve(forces, inner, dict=True) if inner else [{}]
    if not solved:
        return None
    actions = {x: _fraction(e.subs(bound)) for x, e in (solved[0] | pinned).items()}
    states = {str(x): e for x, e in actions.items()}
    return states | {game.total: _fraction(total.subs(bound).subs(actions))}


def _fraction(expression: sp.Expr) -> sp.Expr:
    """Return the expression as one factored fraction whose sums start with a positive term."""
    above, below = sp.fraction(sp.factor(expression))
    sign, parts = sp.S.One, []
    for part in (*sp.Mul.make_args(above), 1 / below):
        base = part if part.is_Add else 1 / part if (1 / part).is_Add else None
        if base is not None and base.as_ordered_terms()[0].could_extract_minus_sign():
            sign, part = -sign, (-base if part.is_Add else 1 / -base)
        parts.append(part)
    return sign * sp.Mul(*parts)
