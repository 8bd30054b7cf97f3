"""A game that quick tests and slow ones look at."""

from __future__ import annotations

import numpy as np
import pytest


@pytest.fixture(scope="module")
def six_by_six():
    """Nashpy's issue 231: symmetric and zero-sum."""
    a = np.array(
        [
            [0, -1, -1, -1, 1, -1],
            [1, 0, 1, -1, -1, -1],
            [1, -1, 0, -1, -1, 1],
            [1, 1, 1, 0, -1, -1],
            [-1, 1, 1, 1, 0, -1],
            [1, 1, -1, 1, 1, 0],
        ]
    )
    return a, -a
