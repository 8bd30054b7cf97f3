"""An infinite population: the symmetric Nash equilibria of its game in groups."""

from __future__ import annotations

import numpy as np

from ...solvers.symmetric_nash import symmetric_nash
from ..equilibria import EquilibriumSet
from ..situation import Situation
from .game import PopulationGame
from .patterns import supports


def nash(game: PopulationGame, situation: Situation) -> EquilibriumSet:
    """Return the equilibria of each game, those of one group size at a time."""
    free = game.open_to(situation)
    parts = [
        (some, symmetric_nash(game.table(part), size, free[some]))
        for size, some, part in game.by_size(situation)
    ]
    shape = (*situation.shape, max(found.x.shape[-2] for _, found in parts))
    x = np.full((*shape, len(game.shares)), np.nan)
    regret, payoff = np.full(shape, np.nan), np.full(shape, np.nan)
    stability, scale = np.full(shape, -1, dtype=np.int8), np.zeros(situation.shape)
    complete = np.zeros(situation.shape, dtype=bool)
    for some, found in parts:
        k = found.x.shape[-2]
        x[some, :k], regret[some, :k], payoff[some, :k] = found.x, found.regret, found.payoff
        stability[some, :k] = found.stability
        scale[some], complete[some] = found.scale, found.complete
    return EquilibriumSet(
        states={name: x[..., i] for i, name in enumerate(game.shares)},
        payoffs={game.member.key: payoff},
        regret=regret,
        scale=scale,
        stability=stability,
        pattern=supports(x),
        complete=complete,
    )
