"""Which kind of equilibrium a state of rest is: as a pattern, and in words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...solvers import phase_line
from ...solvers.stability import Stability
from ...words import Words
from .game import ClosedGame

LOW, HIGH, START, INNER = range(4)
NAMES_OF_STABILITY = {
    Stability.UNSTABLE: Words("tipping point: {}", "临界点：{}"),
    Stability.STABLE: Words("{}", "{}"),
    Stability.SEMI_STABLE: Words("semi-stable: {}", "半稳定：{}"),
    Stability.NEUTRAL: Words("edge: {}", "边界：{}"),
}
STAYS = Words("it stays: {}", "停在原处：{}")


def patterns_of(lines: phase_line.PhaseLines) -> NDArray[np.int64]:
    """Return which kind of equilibrium each is; only a start that stays has no push beside it."""
    low, high = lines.low[:, None], lines.high[:, None]
    stays = (lines.before == 0) & (lines.after == 0)
    rank = np.cumsum((lines.x > low) & (lines.x < high) & ~stays, axis=-1) - 1
    inner = np.where(stays, START, INNER + len(Stability) * rank + lines.stability)
    pattern = np.where(lines.x == low, LOW, np.where(lines.x == high, HIGH, inner))
    return np.where(low == high, HIGH, pattern)


def stability_of(pattern: int) -> Stability:
    """Return the stability of an equilibrium between the ends."""
    return Stability((pattern - INNER) % len(Stability))


def label(game: ClosedGame, pattern: int) -> Words:
    """Say at which end the state is, or how it stands between them."""
    if pattern in (LOW, HIGH):
        return game.at_low if pattern == LOW else game.at_high
    words = STAYS if pattern == START else NAMES_OF_STABILITY[stability_of(pattern)]
    return Words(words.en.format(game.between.en), words.zh.format(game.between.zh))
