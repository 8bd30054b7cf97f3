"""What a rule of sharing finds: who parts into which groups, and what each player gets."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ...expressions import Array
from ...words import Words

NUCLEOLUS, SHAPLEY, FORMULA, CONSORTIA = range(4)
KINDS = (
    Words("shared by the nucleolus", "按核仁分摊"),
    Words("shared by the Shapley value", "按夏普利值分摊"),
    Words("shared by the formula", "按公式分摊"),
    Words("shared within each group", "组内分摊"),
)
"""How what a group costs or earns is shared. A pattern is a partition's place and one of these."""


class Allocations(NamedTuple):
    """Stable allocations: x (..., K, n), the others (..., K); NaN and -1 where there is none."""

    x: Array
    regret: Array
    stability: NDArray[np.int8]
    pattern: NDArray[np.int64]

    @property
    def present(self) -> NDArray[np.bool_]:
        """Where there is an allocation, shape (..., K)."""
        return np.isfinite(self.regret)
