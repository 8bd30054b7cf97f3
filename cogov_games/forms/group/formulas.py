"""The equilibria of a group as formulas: the share at which acting gains nothing on average."""

from __future__ import annotations

import sympy as sp

from ...expressions import named
from ..situation import Formulas
from .game import GroupGame
from .patterns import ALL, NONE


def closed_form(
    game: GroupGame, pattern: int, binds: Formulas, transfers: Formulas
) -> dict[str, sp.Expr] | None:
    """Return the share that acts, and what follows from it, in one kind of equilibrium."""
    if pattern in (NONE, ALL):
        share: sp.Expr | None = sp.Integer(pattern == ALL)
    else:
        gain = game.gain(transfers).subs(named(binds))
        share = _indifferent(game, gain)
    if share is None:
        return None
    states = {game.share: share, game.others: (game.size - 1) * share}
    if game.average:  # where both pay alike, the second strategy's payoff is everybody's
        if transfers and pattern not in (NONE, ALL):
            return None
        mean = _mean_over_others(game, game.payoffs[pattern != NONE].subs(named(binds)), share)
        if mean is None:
            return None
        states[game.average] = mean
    return states


def _mean_over_others(game: GroupGame, payoff: sp.Expr, share: sp.Expr) -> sp.Expr | None:
    """Return the mean where each other acts with this chance, for payoffs linear in their
    number or in whether there is one at all.
    """
    j = sp.Symbol(game.others)
    anyone = sp.Dummy()
    written = sp.expand(payoff.subs(sp.Min(1, j), anyone))
    if not written.is_polynomial(j, anyone) or sp.Poly(written, j, anyone).total_degree() > 1:
        return None
    some = 1 - (1 - share) ** (game.size - 1)
    return written.subs({j: (game.size - 1) * share, anyone: some})


def _indifferent(game: GroupGame, gain: sp.Expr) -> sp.Expr | None:
    """Return the share at which acting gains nothing on average, where it is a formula."""
    x, j = sp.Symbol(game.share), sp.Symbol(game.others)
    if gain.is_polynomial(j) and sp.degree(gain, j) == 1:
        return sp.factor(sp.solve(gain.subs(j, (game.size - 1) * x), x)[0])
    anyone = sp.Dummy()
    written = sp.expand(gain.subs(sp.Min(1, j), anyone))
    if written.has(j) or not written.is_polynomial(anyone) or sp.degree(written, anyone) != 1:
        return None
    alone = sp.factor(sp.solve(written, anyone)[0])  # the chance that another one acts
    return 1 - sp.factor(1 - alone) ** (1 / (game.size - 1))
