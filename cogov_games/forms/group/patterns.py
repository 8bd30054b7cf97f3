"""Which kind of equilibrium of a group a share is: as a pattern, and in words."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from ...expressions import Array
from ...solvers.stability import Stability
from ...words import Words

NONE, ALL, SOME = 0, 1, 2


def patterns_of(x: Array, stability: NDArray[np.int8]) -> NDArray[np.int64]:
    """Return which kind of equilibrium each share is: rank and stability of those between."""
    interior = (x > 0) & (x < 1)
    rank = np.cumsum(interior, axis=-1) - 1
    mixed = SOME + 2 * rank + (stability != Stability.STABLE)
    return np.where(interior, mixed, np.where(x == 1, ALL, NONE)).astype(np.int64)


def label(pattern: int, act: Words) -> Words:
    """Say who acts."""
    if pattern == NONE:
        return Words(f"none {act.en}", f"无人{act.zh}")
    if pattern == ALL:
        return Words(f"all {act.en}", f"全体{act.zh}")
    if pattern % 2:
        return Words(f"critical mass: some {act.en}", f"临界规模：部分人{act.zh}")
    return Words(f"some {act.en}", f"部分人{act.zh}")
