"""Where the equilibria of a closed form change: the push at the ends, or at the status quo, is zero."""

from __future__ import annotations

import sympy as sp

from ...words import Words
from ..margins import Margin
from .game import ClosedGame


def margins(game: ClosedGame) -> tuple[Margin, ...]:
    """Return the push at either end, where it is a polynomial, and the declared conditions."""
    if game.push.has(sp.Piecewise) or not game.push.is_polynomial(game.symbol):
        return game.conditions
    ends = [("low", -game.push, game.low, game.at_low), ("high", game.push, game.high, game.at_high)]  # fmt: skip
    found = [
        Margin(
            key, expression,
            Words(f"“{label.en}” is an equilibrium", f"“{label.zh}”是均衡"),
            Words(f"“{label.en}” is no equilibrium", f"“{label.zh}”不是均衡"),
            {game.state: end},
            routine=False,
        )
        for key, expression, end, label in ends
    ]  # fmt: skip
    return (*found, *game.conditions)


def tipping(game: ClosedGame) -> tuple[Margin, ...]:
    """Return the push at the status quo, where it does not jump."""
    if not game.status_quo or game.push.has(sp.Piecewise):
        return ()
    start: sp.Expr = sp.Symbol(game.status_quo)
    start = start if game.low == 0 else sp.Max(start, game.low)
    start = start if game.high == 1 else sp.Min(start, game.high)
    title = game.title
    holds = Words(f"from the start, the {title.en} rises", f"由起点出发，{title.zh}上升")
    fails = Words(f"from the start, the {title.en} falls", f"由起点出发，{title.zh}下降")
    return (Margin("start", game.push, holds, fails, {game.state: start}),)
