"""Mean payoffs of games in groups that are drawn at random from one population.

A group game among k strategies is a table: what each strategy earns for every one of the
`compositions` of the other members. Groups are drawn without replacement from a finite population,
and from an infinite one as from a constant distribution.

References
----------
.. [1] Hauert, C., Traulsen, A., Brandt, H., Nowak, M. A. and Sigmund, K. (2007). Via freedom to
   coercion: the emergence of costly punishment. Science 316, 1905-1907.
.. [2] Gokhale, C. S. and Traulsen, A. (2010). Evolutionary games in the multiverse. Proceedings of
   the National Academy of Sciences 107, 5500-5504.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import permutations
from math import comb
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from .arrays import Array
from .compositions import compositions, edge, log_orders

__all__ = ["meetings", "multinomial_payoffs", "pairwise_leads", "population_payoffs"]


@lru_cache(maxsize=1024)
def meetings(population: int, size: int) -> tuple[Array, Array]:
    """Return the chances of meeting mutants, for a resident and for a mutant.

    Parameters
    ----------
    population, size : int
        Individuals in the population and in a group.

    Returns
    -------
    pair of arrays (population - 1, size)
        With 1, 2, ... mutants in the population, the chance that 0, 1, ... of the other
        ``size - 1`` members of a group are mutants. Read-only.

    Raises
    ------
    InputError
        If the groups are too large for their number to be a finite double.

    Notes
    -----
    Hypergeometric chances: groups are drawn without replacement, and nobody meets oneself.

    References
    ----------
    Hauert, Traulsen, Brandt, Nowak and Sigmund (2007); see the module.

    Examples
    --------
    >>> resident, mutant = meetings(4, 2)
    >>> mutant.round(3).tolist()
    [[1.0, 0.0], [0.667, 0.333], [0.333, 0.667]]
    """
    chances = []
    for seen in (0, 1):  # a mutant does not meet itself
        table = _urn(population - 1, size - 1)[1 - seen : population - seen]
        table.flags.writeable = False
        chances.append(table)
    return chances[0], chances[1]


def _urn(balls: int, draws: int) -> Array:
    """Return hypergeometric chances (red balls, red draws), rows for 0 to `balls` red balls."""
    red, drawn = np.arange(balls + 1), np.arange(draws + 1)
    ways = _ways(balls, draws)
    with np.errstate(invalid="ignore"):
        table = ways[red] * ways[balls - red][:, draws - drawn] / float(comb(balls, draws))
    if not np.isfinite(table).all():
        raise InputError(f"groups of {draws + 1} from {balls + 1} are too large to count.")
    return np.asarray(table)


def _ways(balls: int, draws: int) -> Array:
    """Return binomial coefficients, shape (balls + 1, draws + 1)."""
    from scipy.special import binom

    table = binom(np.arange(balls + 1)[:, None], np.arange(draws + 1))
    return np.asarray(np.where(np.arange(draws + 1) > np.arange(balls + 1)[:, None], 0.0, table))


def check_population(population: int, size: int) -> None:
    """Raise unless groups of `size` can be drawn from a population of this size."""
    if not 2 <= size <= population:
        raise InputError(
            f"groups of {size} cannot be drawn from a population of {population}: a group has at "
            f"least 2 members and at most the whole population."
        )


def pairwise_leads(
    table: Array, size: int, population: int, some: Sequence[int] | None = None
) -> Array:
    """Return by how much mutants of one strategy earn more than residents of another.

    Parameters
    ----------
    table : array (..., k, S)
        Payoff of each strategy for each composition of the other ``size - 1`` members, in the
        order of `compositions`.
    size, population : int
        Individuals in a group and in the population.
    some : sequence of int, optional
        The u strategies that matter; all by default.

    Returns
    -------
    array (..., u, u, population - 1)
        Entry i, j, a: what a j earns more than an i where a + 1 individuals use j and all others
        use i; zero for i = j.

    Raises
    ------
    InputError
        If groups of this size cannot be drawn from this population.

    References
    ----------
    Hauert, Traulsen, Brandt, Nowak and Sigmund (2007); see the module.

    Examples
    --------
    A prisoner's dilemma in pairs: one defector, then two, among three.

    >>> pairwise_leads(np.array([[3.0, 0.0], [5.0, 1.0]]), 2, 3)[0, 1].round(9)
    array([3.5, 3. ])
    """
    check_population(population, size)
    k = table.shape[-2]
    chosen = range(k) if some is None else some
    by_resident, by_mutant = meetings(population, size)
    leads = np.zeros((*table.shape[:-2], len(chosen), len(chosen), population - 1))
    for (a, i), (b, j) in permutations(enumerate(chosen), 2):
        place = edge(size - 1, k, i, j)
        leads[..., a, b, :] = (
            table[..., j, place] @ by_mutant.T - table[..., i, place] @ by_resident.T
        )
    return leads


def population_payoffs(table: Array, size: int, population: int) -> Array:
    """Return mean payoffs in every composition of a finite population.

    Parameters
    ----------
    table : array (..., k, S)
        As for `pairwise_leads`.
    size, population : int
        Individuals in a group and in the population.

    Returns
    -------
    array (..., k, P)
        Entry i, s: what an i earns in the s-th of ``compositions(population, k)``; zero where
        nobody uses i.

    Raises
    ------
    InputError
        If groups of this size cannot be drawn, or there are too many compositions.

    References
    ----------
    Hauert, Traulsen, Brandt, Nowak and Sigmund (2007); see the module.

    Examples
    --------
    A prisoner's dilemma in pairs, from three cooperators to none.

    >>> population_payoffs(np.array([[3.0, 0.0], [5.0, 1.0]]), 2, 3).round(9)
    array([[3. , 1.5, 0. , 0. ],
           [0. , 5. , 3. , 1. ]])
    """
    check_population(population, size)
    k = table.shape[-2]
    groups, states = compositions(size - 1, k), compositions(population, k)
    ways = _ways(population, size - 1)
    total = float(comb(population - 1, size - 1))
    if not np.isfinite(ways).all():
        raise InputError(f"groups of {size} from {population} are too large to count.")
    payoffs = np.zeros((*table.shape[:-1], len(states)))
    for i in range(k):
        left = np.maximum(states - (np.arange(k) == i), 0)
        for s, group in enumerate(groups):
            chance = np.prod(ways[left, group], axis=-1) / total
            payoffs[..., i, :] += table[..., i, s, None] * chance
        payoffs[..., i, states[:, i] == 0] = 0.0
    return payoffs


def multinomial_payoffs(table: Array, size: int, x: NDArray[Any]) -> NDArray[Any]:
    """Return mean payoffs in an infinite population.

    Parameters
    ----------
    table : array (..., k, S)
        As for `pairwise_leads`.
    size : int
        Individuals in a group.
    x : array (..., k)
        Shares of the strategies, real or complex; leading axes broadcast against the table's.

    Returns
    -------
    array (..., k)
        In the units of the table.

    References
    ----------
    Gokhale and Traulsen (2010); see the module.

    Examples
    --------
    In pairs, this is the payoff matrix times the shares.

    >>> multinomial_payoffs(np.array([[3.0, 0.0], [5.0, 1.0]]), 2, np.array([0.5, 0.5]))
    array([1.5, 3. ])
    """
    chances = _multinomial(np.asarray(x), size)
    return np.asarray((table * chances[..., None, :]).sum(axis=-1))


def _multinomial(x: NDArray[Any], size: int) -> NDArray[Any]:
    """Return the chance of each composition of the others, shape (..., S)."""
    groups = compositions(size - 1, x.shape[-1])
    powers = x[..., None] ** np.arange(size)
    product = np.ones((*x.shape[:-1], len(groups)))
    for i in range(x.shape[-1]):
        product = product * powers[..., i, groups[:, i]]
    return np.asarray(_orders(size - 1, x.shape[-1]) * product)


@lru_cache(maxsize=256)
def _orders(total: int, kinds: int) -> Array:
    """Return the number of orders of each composition."""
    return np.asarray(np.round(np.exp(log_orders(compositions(total, kinds)))))
