"""Balanced collections of coalitions, and collections that are not."""

from __future__ import annotations

import numpy as np
import pytest

from cogov_games.solvers.balanced import balancing_weights
from cogov_games.solvers.characteristic import members


def test_balanced_collections_of_three() -> None:
    def weights(*masks: int):
        return balancing_weights(members(3)[list(masks)], np.zeros((0, 3)))

    assert weights(0b011, 0b100) == pytest.approx([1, 1])
    assert weights(0b011, 0b101, 0b110) == pytest.approx([0.5] * 3)
    assert weights(0b011, 0b101) is None
    assert weights(0b001, 0b011, 0b100) is None
