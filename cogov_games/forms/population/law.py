"""A finite population that imitates, with rare mutations: how often it uses which strategy."""

from __future__ import annotations

import numpy as np

from ...solvers.fixation import coexists, log_fixation
from ...solvers.sampling import pairwise_leads
from ...solvers.small_mutations import small_mutation_law
from ..equilibria import EquilibriumSet
from ..situation import Situation, columns
from .game import PopulationGame
from .patterns import prevailing

STABLE = 1


def stationary_law(game: PopulationGame, situation: Situation) -> EquilibriumSet:
    """Return the stationary law of each game, whose people are a number."""
    assert game.population is not None
    people = situation.whole(game.population)
    strength = np.full(situation.shape, np.inf)
    if game.intensity is not None:
        strength = situation.value_of(game.intensity)
    free = game.open_to(situation)
    both = free[..., None] & free[..., None, :]
    log = np.full(both.shape, -np.inf)
    mixed = np.zeros(both.shape, dtype=bool)
    scale = np.zeros(situation.shape)
    for size, some, part in game.by_size(situation):
        table = game.table(part)
        scale[some] = np.ptp(table, axis=(-2, -1))
        height = np.abs(table).max(axis=(-2, -1))
        logs, lasting = log[some], mixed[some]
        for z in np.unique(people[some]):
            at = people[some] == z
            used = np.flatnonzero(free[some][at].any(axis=0)).tolist()
            square = np.ix_(at, used, used)
            lead = pairwise_leads(table[at], size, int(z), used)
            logs[square] = log_fixation(
                lead, strength[some][at, None, None], height[at, None, None]
            )
            lasting[square] = coexists(lead, height[at, None, None])
        log[some], mixed[some] = logs, lasting
    log = np.where(both, log, -np.inf)
    start = np.where(free, columns(game.start, situation.fixed, situation.shape), 0.0)
    law = small_mutation_law(log, start)
    flow = law[..., None] * np.exp(log)
    visited = law > 0
    return EquilibriumSet(
        states={name: law[..., None, i] for i, name in enumerate(game.shares)},
        payoffs={game.member.key: (law * game.homogeneous(situation)).sum(axis=-1)[..., None]},
        regret=(np.abs(flow.sum(axis=-2) - flow.sum(axis=-1)).max(axis=-1) * scale)[..., None],
        scale=scale,
        stability=np.full((*situation.shape, 1), STABLE, dtype=np.int8),
        pattern=prevailing(law)[..., None],
        complete=np.asarray(~(mixed & both & visited[..., None]).any(axis=(-2, -1))),
    )
