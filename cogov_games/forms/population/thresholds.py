"""Where the solution of a population changes: a first user of one strategy does better by another."""

from __future__ import annotations

import sympy as sp

from ...expressions import named
from ...words import Words
from ..margins import Margin
from ..situation import Formulas
from .game import PopulationGame


def margins(game: PopulationGame, binds: Formulas, transfers: Formulas) -> tuple[Margin, ...]:
    """Where a first user of one strategy earns no more than the users of another."""
    counted = set(map(sp.Symbol, game.counts))
    if any(e.free_symbols & counted for e in binds.values()):
        return ()
    pay = [p + transfers.get(k, 0) for p, k in zip(game.payoffs, game.paid, strict=True)]
    margins = []
    for i, resident in enumerate(game.member.strategies):
        for j, mutant in enumerate(game.member.strategies):
            allowed = game.available[i] * game.available[j]
            if i == j or allowed.subs(named(binds)) == 0:
                continue
            lead = _first(game, pay[j], i, j, 0) - _resident(game, pay[i], i, j)
            one, among = mutant.title, resident.title
            margins.append(
                Margin(
                    f"{resident.key}.{mutant.key}",
                    -allowed * lead,
                    Words(
                        f"“{one.en}” does not pay where all others choose “{among.en}”",
                        f"其他人都{among.zh}时，{one.zh}不合算",
                    ),
                    Words(
                        f"“{one.en}” pays where all others choose “{among.en}”",
                        f"其他人都{among.zh}时，{one.zh}合算",
                    ),
                    dict.fromkeys(game.counts, sp.S.Zero),
                    routine=True,
                )
            )
    return tuple(margins)


def _first(game: PopulationGame, payoff: sp.Expr, i: int, j: int, met: int) -> sp.Expr:
    """Return the payoff where `met` of the others use j and all the rest use i."""
    counts: dict[sp.Symbol, sp.Expr] = dict.fromkeys(map(sp.Symbol, game.counts), sp.S.Zero)
    counts[sp.Symbol(game.counts[i])] = game.size - 1 - met
    counts[sp.Symbol(game.counts[j])] = sp.Integer(met)
    return payoff.subs(counts)


def _resident(game: PopulationGame, payoff: sp.Expr, i: int, j: int) -> sp.Expr:
    """Return a resident's payoff where a single one uses j."""
    alone = _first(game, payoff, i, j, 0)
    if game.population is None:
        return alone
    chance = (game.size - 1) / (game.population - 1)
    return alone + chance * (_first(game, payoff, i, j, 1) - alone)
