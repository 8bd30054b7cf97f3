"""The equilibria of two actors as formulas: each mixes so that the other is indifferent."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import sympy as sp

from ..situation import Formulas
from .game import StrategicGame
from .patterns import supports


class Indifference(NamedTuple):
    """One of two actors, whom the other's mixture leaves indifferent between some strategies.

    Attributes
    ----------
    used : list of int
        The own strategies between which the actor is indifferent.
    values : list of expression
        What each own strategy pays against the mixture.
    mixture : list of symbol
        The chances of the strategies that the other one uses.
    """

    used: list[int]
    values: list[sp.Expr]
    mixture: list[sp.Symbol]


def closed_form(
    game: StrategicGame, pattern: int, transfers: Formulas
) -> dict[str, sp.Expr] | None:
    """Return all strategies' chances in a kind of equilibrium of two actors, if they are unique."""
    both = indifference(game, pattern, transfers)
    states = dict.fromkeys(game.states, sp.S.Zero)
    for used, values, mixture in both:
        equations = [values[used[0]] - values[a] for a in used[1:]] + [sum(mixture) - 1]
        solved = sp.solve(equations, mixture, dict=True)
        if not solved:
            return None
        states |= {str(m): sp.factor(solved[0][m]) for m in mixture}
    return states if both else None


def indifference(game: StrategicGame, pattern: int, transfers: Formulas) -> list[Indifference]:
    """Return what makes either actor indifferent; nothing unless two use equally many strategies."""
    used = supports(pattern, game.players)
    if len(used) != 2 or len(used[0]) != len(used[1]):
        return []
    found = []
    for i, (mine, theirs) in enumerate((used, used[::-1])):
        mixture = {b: sp.Symbol(game.shares[1 - i][b]) for b in theirs}
        found.append(
            Indifference(mine, _against(game, i, mixture, transfers), list(mixture.values()))
        )
    return found


def _against(
    game: StrategicGame, i: int, mixture: Mapping[int, sp.Symbol], transfers: Formulas
) -> list[sp.Expr]:
    """Return, for one of two actors, the payoff of each strategy against a mix of the others'."""
    cells, (_, width) = game.cell_payoffs(transfers), game.sizes

    def payoff(a: int, b: int) -> sp.Expr:
        first, second = (a, b) if i == 0 else (b, a)
        return cells[first * width + second][i]

    return [
        sum((payoff(a, b) * share for b, share in mixture.items()), sp.S.Zero)
        for a in range(game.sizes[i])
    ]
