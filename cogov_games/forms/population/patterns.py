"""Which strategies prevail in a solution: as a pattern, and in words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...expressions import Array
from ...words import Words
from ..phrases import in_a_row
from .game import PopulationGame

ALMOST = 1e-9


def supports(x: Array) -> NDArray[np.int64]:
    """Return which strategies are used, as bits, where shares are x (..., k)."""
    bits = (np.nan_to_num(x) > 0) * 2 ** np.arange(x.shape[-1])
    return np.asarray(bits.sum(axis=-1))


def prevailing(law: Array) -> NDArray[np.int64]:
    """Return which strategy prevails: always (0..k-1), mostly (k..2k-1), or none does (2k)."""
    k, most = law.shape[-1], law.argmax(axis=-1)
    top = law.max(axis=-1)
    known = np.where(top > 1 - ALMOST, most, np.where(top > 0.5 + ALMOST, k + most, 2 * k))
    return np.asarray(known, dtype=np.int64)


def label(game: PopulationGame, pattern: int) -> Words:
    """Say which strategies are used in an equilibrium, or which one prevails in the law."""
    strategies = game.member.strategies
    if game.population is None:
        used = [s.title for i, s in enumerate(strategies) if pattern >> i & 1]
        if len(used) > 1:
            row = in_a_row(used, ", ", "、")
            return Words(f"mixture: {row.en}", f"混合：{row.zh}")
        return Words(f"all: {used[0].en}", f"全体：{used[0].zh}")
    if pattern == 2 * len(strategies):
        return Words("no strategy prevails", "没有哪种策略占优")
    title = strategies[pattern % len(strategies)].title
    if pattern < len(strategies):
        return Words(f"all: {title.en}", f"全体：{title.zh}")
    return Words(f"mostly: {title.en}", f"多数时候：{title.zh}")
