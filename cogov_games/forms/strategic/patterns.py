"""Which strategies are used in an equilibrium: as a pattern of bits, and in words."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from ...expressions import Array
from ...words import Words
from ..actors import Actor
from ..phrases import in_a_row, titled


def patterns_of(mixes: Sequence[Array]) -> NDArray[np.int64]:
    """Return the pattern of each equilibrium, given each actor's strategies (..., K, m)."""
    bits = np.concatenate([mix > 0 for mix in mixes], axis=-1)
    return np.asarray((bits * 2 ** np.arange(bits.shape[-1])).sum(axis=-1))


def supports(pattern: int, players: Sequence[Actor]) -> list[list[int]]:
    """Return the positions of the strategies that each actor uses in a kind of equilibrium."""
    found = []
    for actor in players:
        size = len(actor.strategies)
        found.append([i for i in range(size) if pattern >> i & 1])
        pattern >>= size
    return found


def label(pattern: int, players: Sequence[Actor]) -> Words:
    """Say what each actor chooses."""
    return in_a_row(
        titled(
            actor.title,
            actor.strategies[used[0]].title if len(used) == 1 else Words("mixed", "混合策略"),
        )
        for actor, used in zip(players, supports(pattern, players), strict=True)
    )
