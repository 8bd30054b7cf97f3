"""Games that populations play: cycles, the optional public good, bilinear gains."""

from __future__ import annotations

from itertools import product

import numpy as np

from cogov_games.solvers.compositions import compositions
from cogov_games.solvers.population_games import group_game, population_game
from cogov_games.solvers.replicator import Replicator

PENNIES = np.array([[1.0, -1.0], [-1.0, 1.0]])


def circle(loss: float = 1.0) -> np.ndarray:
    """Rock, paper, scissors; with a loss above 1 the cycle runs out to the boundary."""
    return np.array([[0, -loss, 1], [1, 0, -loss], [-loss, 1, 0]])


def optional_public_good(n: int = 6, r: float = 3.0, loner: float = 1.0) -> Replicator:
    """Cooperators, defectors and loners (Hauert, De Monte, Hofbauer, Sigmund 2002)."""
    counts = compositions(n - 1, 3)
    size = counts[:, 0] + counts[:, 1] + 1
    share = r * counts[:, 0] / size
    table = np.stack([share + r / size - 1, share, np.full(len(size), loner)], axis=-1)
    table[size == 1] = loner
    return group_game(table, counts)


def hauert(shares: np.ndarray, n: int = 6, r: float = 3.0, loner: float = 1.0) -> np.ndarray:
    """The same payoffs by the paper's formulas, for shares of loners below 1."""
    x, z = shares[..., 0], shares[..., 2]
    groups = 1 - (1 - z**n) / (n * (1 - z))
    defect = loner * z ** (n - 1) + r * x / (1 - z) * groups
    gap = 1 + (r - 1) * z ** (n - 1) - r / n * (1 - z**n) / (1 - z)
    return np.stack([defect - gap, defect, np.full_like(defect, loner)], axis=-1)


def bilinear_game(gain_x, gain_y, gain_z) -> Replicator:
    """Three populations whose second strategies gain what functions of the others' shares say."""
    tables = np.zeros((3, 2, 2, 2))
    for x, y, z in product(range(2), repeat=3):
        tables[0, 1, y, z] = gain_x(y, z)
        tables[1, x, 1, z] = gain_y(x, z)
        tables[2, x, y, 1] = gain_z(x, y)
    return population_game(list(tables))
