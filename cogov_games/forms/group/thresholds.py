"""Where the equilibria of a group change: the gain from acting is zero, alone or on average."""

from __future__ import annotations

from collections.abc import Callable

import sympy as sp

from ...expressions import Array, named
from ...solvers.payoff_difference import extremes
from ...words import Words
from ..equilibria import Solved
from ..margins import AnyMargin, Margin, NumericMargin
from ..situation import Formulas, Situation
from .game import GroupGame
from .patterns import ALL, NONE, SOME


def margins(game: GroupGame, binds: Formulas, transfers: Formulas) -> tuple[AnyMargin, ...]:
    """Return the gain from acting where none and all others act, and where two equilibria meet."""
    gain, do = game.gain(transfers), game.act.title
    if game.others not in {str(symbol) for symbol in gain.subs(named(binds)).free_symbols}:
        always = Words(
            f"it pays to {do.en}, whatever the others do", f"无论他人如何，{do.zh}都合算"
        )
        never = Words(f"it never pays to {do.en}", f"无论他人如何，{do.zh}都不合算")
        return (Margin("always", gain, always, never, {game.others: sp.S.Zero}),)
    return (
        Margin(
            "alone",
            gain,
            Words(f"it pays to {do.en} even alone", f"即使无人{do.zh}，{do.zh}也合算"),
            Words(f"it does not pay to {do.en} alone", f"无人{do.zh}时，{do.zh}不合算"),
            {game.others: sp.S.Zero},
        ),
        Margin(
            "together",
            gain,
            Words(f"it pays to {do.en} when all others do", f"其他人都{do.zh}时，{do.zh}合算"),
            Words(
                f"it does not pay to {do.en} even when all others do",
                f"即使其他人都{do.zh}，{do.zh}也不合算",
            ),
            {game.others: game.size - 1},
        ),
        *_folds(game, gain, binds, transfers),
    )


def tipping(game: GroupGame, binds: Formulas, transfers: Formulas) -> tuple[Margin, ...]:
    """Where the gain is linear in the others' number, its mean is the gain at their mean."""
    gain = game.gain(transfers)
    j = sp.Symbol(game.others)
    written = sp.expand(gain.subs(named(binds)))
    if not game.status_quo or not written.is_polynomial(j) or sp.degree(written, j) != 1:
        return ()
    do = game.act.title
    holds = Words(f"it pays to {do.en} from the start", f"在起点上，{do.zh}合算")
    fails = Words(f"it does not pay to {do.en} at the start", f"在起点上，{do.zh}不合算")
    start = (game.size - 1) * sp.Symbol(game.status_quo)
    return (Margin("start", gain, holds, fails, {game.others: start}),)


def turning(
    game: GroupGame, pattern: int, binds: Formulas, transfers: Formulas
) -> tuple[sp.Eq, ...]:
    """The mean gain and its derivative vanish at the share that acts."""
    if pattern in (NONE, ALL):
        return ()
    others, x = game.size - 1, sp.Symbol(game.share)
    count = sp.Symbol(game.others)
    gain = game.gain(transfers).subs(named(binds))
    change = gain.subs(count, count + 1) - gain
    mean = sp.Sum(_mass(others, count, x) * gain, (count, 0, others))
    slope = sp.Sum(_mass(others - 1, count, x) * change, (count, 0, others - 1))
    return sp.Eq(mean, 0, evaluate=False), sp.Eq(slope, 0, evaluate=False)


def _folds(
    game: GroupGame, gain: sp.Expr, binds: Formulas, transfers: Formulas
) -> tuple[AnyMargin, ...]:
    """Return where the largest or smallest mean gain is zero: two equilibria meet there."""
    do = game.act.title
    words = {
        "somewhere": (
            Words(f"it pays to {do.en} for some number of participants",
                  f"在某些参与人数下，{do.zh}合算"),
            Words(f"it does not pay to {do.en}, however many others do",
                  f"无论多少人{do.zh}，{do.zh}都不合算"),
        ),
        "everywhere": (
            Words(f"it pays to {do.en}, however many others do",
                  f"无论多少人{do.zh}，{do.zh}都合算"),
            Words(f"it does not pay to {do.en} for some number of participants",
                  f"在某些参与人数下，{do.zh}不合算"),
        ),
    }  # fmt: skip
    count = sp.Symbol(game.others)
    moving = {s: e for s, e in named(binds).items() if e.is_number or e.has(count)}
    bump = bump_of(sp.expand(gain.subs(moving)), count)
    if bump is not None:
        base, height, where = bump
        others = game.size - 1
        rest = others - where
        peak = sp.binomial(others, where) * (where / others) ** where * (rest / others) ** rest
        values = {"somewhere": sp.Max(height, 0), "everywhere": sp.Min(height, 0)}
        return tuple(
            Margin(key, base + value * peak, *words[key], optional=True)
            for key, value in values.items()
        )
    equations = turning(game, SOME, binds, transfers)

    def extreme(which: int) -> Callable[[Situation, Solved], Array]:
        def compute(situation: Situation, solved: Solved) -> Array:
            abstain, act = game.tables(situation)
            return extremes(act - abstain)[which]

        return compute

    return (
        NumericMargin("somewhere", extreme(1), *words["somewhere"], equations),
        NumericMargin("everywhere", extreme(0), *words["everywhere"], equations),
    )


def _mass(size: sp.Expr, count: sp.Expr, x: sp.Expr) -> sp.Expr:
    """Return the binomial probability of a count."""
    return sp.binomial(size, count) * x**count * (1 - x) ** (size - count)


def bump_of(gain: sp.Expr, count: sp.Symbol) -> tuple[sp.Expr, sp.Expr, sp.Expr] | None:
    """Return base, height and place of a gain that is the same for all counts but one.

    Steps are written with cases, or with minima and maxima. Whether a count is below, at or above
    one is settled with a whole number of at least zero for the distance.
    """
    away, j = (sp.Dummy(integer=True, nonnegative=True) for _ in range(2))
    real = {symbol: sp.Dummy(str(symbol), real=True) for symbol in gain.free_symbols} | {count: j}
    back = {dummy: symbol for symbol, dummy in real.items()}
    gain = gain.xreplace(real)
    turns = [step.lhs - step.rhs for step in gain.atoms(sp.core.relational.Relational)]
    turns += [part for kink in gain.atoms(sp.Min, sp.Max) for part in kink.args]
    steps = {
        -turn.coeff(j, 0) / turn.coeff(j, 1)
        for turn in map(sp.expand, turns)
        if turn.is_polynomial(j) and sp.degree(turn, j) == 1
    }
    for place in sorted({step + shift for step in steps for shift in (-1, 0, 1)}, key=str):
        spots = (place - 1 - away, place, place + 1 + away)
        below, at, above = (sp.expand(sp.piecewise_fold(gain.subs(j, spot))) for spot in spots)
        plain = not any(e.has(sp.Piecewise, away) for e in (below, at, above))
        if plain and sp.expand(below - above) == 0 and sp.expand(at - below) != 0:
            return tuple(e.xreplace(back) for e in (below, sp.expand(at - below), place))
    return None
