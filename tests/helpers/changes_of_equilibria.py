"""Where the sets of equilibria change along a slider, looked for point by point."""

from functools import cache

import numpy as np
from doubles import DOUBLES

import cogov_games as cg
from cogov_games.model.parameters import axis_values
from cogov_games.study.contracts import sample

MECHANISMS = {**{key: cg.catalogue[key] for key in ("common_pool", "inspection", "public_good")},
              **DOUBLES}  # fmt: skip


@cache
def conditions(key: str, regime: str):
    return MECHANISMS[key].conditions(regime)


def off_round(parameter, points: int):
    """Return points of a slider that are no round numbers, where ties are frequent."""
    grid = axis_values(parameter, points)
    if parameter.integer or parameter.choices:
        return grid
    return grid[:-1] + 0.2718 * np.diff(grid)


def bases(m, size: int, seed: int = 21) -> list[dict[str, float]]:
    drawn = sample(m, 8, seed)
    return [{}] + [{name: float(a[i]) for name, a in drawn.items()} for i in range(size)]


def changes(codes) -> set[int]:
    """Return after which points of a slider the sets of equilibria differ."""
    return {i for i in range(len(codes) - 1) if codes[i] != codes[i + 1]}
