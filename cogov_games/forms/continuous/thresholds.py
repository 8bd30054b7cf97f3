"""Where the equilibria of a continuous game change: somebody leaves an end of the own interval."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import sympy as sp

from ...expressions import Array, named
from ...words import Words
from ..equilibria import Solved
from ..margins import AnyMargin, Margin, NumericMargin
from ..situation import Formulas, Situation
from .game import ContinuousGame
from .patterns import HIGH, INNER, place_of
from .player import Player


def margins(game: ContinuousGame, binds: Formulas, transfers: Formulas) -> tuple[AnyMargin, ...]:
    """Return each player's slope at the ends, where the others' places have a closed form."""
    slopes = game.slopes(transfers)
    if slopes.matrix is None:
        return _corners(game)
    bound = named(binds)
    here = [
        (player, sp.Symbol(player.action), marginal)
        for player, marginal in zip(game.players, slopes.marginal, strict=True)
        if player.count.subs(bound) != 0
    ]
    total = sum((player.count * own for player, own, _ in here), sp.S.Zero)
    if len(here) > 2:  # where the others stand has no closed form then
        return _corners(game)
    absent = {sp.Symbol(a): 0 for a in game.actions} | {own: own for _, own, _ in here}
    forces = {own: m.subs(sp.Symbol(game.total), total).subs(absent) for _, own, m in here}
    margins = []
    for player, own, _ in here:
        places: list[Mapping[sp.Symbol, sp.Expr]] = [{}]
        for other, x, _ in here:
            for reply in sp.solve(forces[x], x) if x != own else ():
                clipped = sp.Min(other.high, sp.Max(other.low, reply))
                places = [{x: e} for e in (other.low, other.high, reply, clipped)]
        for end, name in ((player.low, "low"), (player.high, "high")):
            *simpler, force = (forces[own].subs(p).subs(own, end) for p in places)
            words, routine = _corner(player, game.verb, name), name == "low"
            margins.append(
                Margin(f"{player.key}.{name}", force, *words, {}, routine, tuple(simpler))
            )
    return tuple(margins)


def _corners(game: ContinuousGame) -> tuple[NumericMargin, ...]:
    """Return whether some equilibrium has a kind of player off the low end, or at the high."""

    def margin(i: int, end: str) -> NumericMargin:
        def compute(situation: Situation, solved: Solved) -> Array:
            found = solved()
            place = place_of(found.pattern, i)
            is_there = (place == HIGH) | ((place == INNER) & (end == "low"))
            return np.where((is_there & found.present).any(axis=-1), 1.0, -1.0)

        player = game.players[i]
        words = _corner(player, game.verb, end)
        return NumericMargin(f"{player.key}.{end}", compute, *words, routine=end == "low")

    return tuple(margin(i, end) for i in range(len(game.players)) for end in ("low", "high"))


def _corner(player: Player, verb: Words, end: str) -> tuple[Words, Words]:
    """Say that a player leaves the low end or is at the high end, and that the player does not."""
    who, what = player.title, verb
    if end == "low":
        holds = Words(f"{what.en} pays for {who.en}", f"{who.zh}{what.zh}合算")
        fails = Words(f"{what.en} does not pay for {who.en}", f"{who.zh}{what.zh}不合算")
    else:
        holds = Words(
            f"{who.en}: {what.en} stops only at the limit", f"{who.zh}的{what.zh}达到上限"
        )
        fails = Words(f"{who.en}: {what.en} stops below the limit", f"{who.zh}的{what.zh}低于上限")
    return holds, fails
