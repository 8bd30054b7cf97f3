"""Imitation and mutation in a finite population: the chain of its compositions, and its long run.

Z individuals use k strategies. In each step one of them may imitate another (*pairwise comparison*,
more likely the more the other earns) or be replaced by the offspring of one (*Moran process*);
or it turns to another strategy by chance (*mutation*). `switches` are the chances of these steps;
their law is found in closed form for two strategies, by state reduction or from sparse equations.

References
----------
.. [1] Traulsen, A., Nowak, M. A. and Pacheco, J. M. (2006). Stochastic dynamics of invasion and
   fixation. Physical Review E 74, 011909.
.. [2] Nowak, M. A., Sasaki, A., Taylor, C. and Fudenberg, D. (2004). Emergence of cooperation and
   evolutionary stability in finite populations. Nature 428, 646-650.
.. [3] Grassmann, W. K., Taksar, M. I. and Heyman, D. P. (1985). Regenerative analysis and steady
   state distributions for Markov chains. Operations Research 33, 1107-1116.
"""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
from numpy.typing import ArrayLike

from ..errors import InputError
from ..quantities import numbers
from ..words import unknown
from .arrays import Array, Integers
from .compositions import compositions, positions
from .fixation import TOLERANCE, imitation, intensity

__all__ = ["Process", "birth_death_law", "stationary_law", "switches"]

Process = Literal["fermi", "moran"]

DENSE = 3_000
"""Compositions of a chain that is solved by state reduction; a larger one is solved as sparse."""

Chain = tuple[Integers, Integers, Array]
"""Sources, targets and chances of all possible steps."""


def switches(
    payoffs: ArrayLike, population: int, beta: float, mu: float, process: Process = "fermi"
) -> Array:
    """Return the chances that in one step somebody turns from one strategy to another.

    Parameters
    ----------
    payoffs : array (..., k, P)
        Mean payoff of each strategy in each of ``compositions(population, k)``.
    population : int
        The number Z of individuals.
    beta : float
        Intensity of selection, per unit of payoff, at least 0; may be infinite.
    mu : float
        Chance of a mutation, from 0 to less than 1.
    process : {"fermi", "moran"}
        Pairwise comparison, or births and deaths.

    Returns
    -------
    array (..., k, k, P)
        Entry i, j, s: chance of a step from an i to a j in composition s; zero for i = j.

    Raises
    ------
    InputError
        If an argument is not allowed.

    Notes
    -----
    Pairwise comparison: a random individual mutates with chance `mu`, or else compares itself with
    a random other one. Moran: an individual chosen with chances proportional to
    exp(beta payoff) has an offspring, which mutates with chance `mu` and replaces a random
    individual. A mutant is equally likely to use any of the other strategies. With infinite `beta`,
    payoffs within 1e-12 of the largest are ties.

    References
    ----------
    Traulsen, Nowak and Pacheco (2006), Nowak, Sasaki, Taylor and Fudenberg (2004); see the module.

    Examples
    --------
    Two individuals without selection: from first to second, with 2, 1 and 0 users of the first.

    >>> switches(np.zeros((2, 3)), 2, beta=0, mu=0.1)[0, 1].round(4)
    array([0.1  , 0.275, 0.   ])
    """
    pi = numbers("payoffs", payoffs)
    k = pi.shape[-2]
    states = compositions(population, k).T
    if pi.shape[-1] != states.shape[1]:
        raise InputError(
            f"payoffs has shape {pi.shape}; the last axis has {states.shape[1]} compositions of "
            f"{population} individuals with {k} strategies."
        )
    beta, mu = float(intensity(beta)), _chance(mu)
    if process not in get_args(Process):
        raise unknown("process", process, get_args(Process))
    scale = np.abs(pi).max(axis=(-1, -2), keepdims=True)
    if process == "fermi":
        lead = pi[..., None, :, :] - pi[..., :, None, :]
        met = states / (population - 1)
        copied = met * imitation(lead, beta, scale[..., None])
        chance = (1 - mu) * copied + mu / (k - 1)
    else:
        parent = _parents(pi, states, beta, scale)
        child = (1 - mu) * parent + mu * (1 - parent) / (k - 1)
        chance = np.broadcast_to(child[..., None, :, :], (*pi.shape[:-2], k, k, pi.shape[-1]))
    result = states[:, None, :] / population * chance
    result[..., np.arange(k), np.arange(k), :] = 0.0
    return np.asarray(result)


def _parents(pi: Array, states: Integers, beta: float, scale: Array) -> Array:
    """Return the chance that a parent uses each strategy, shape (..., k, P)."""
    here = states > 0
    best = np.where(here, pi, -np.inf).max(axis=-2, keepdims=True)
    behind = np.where(here, pi - best, 0.0)
    if np.isinf(beta):
        fitness = (behind >= -TOLERANCE * scale).astype(float)
    else:
        fitness = np.exp(beta * behind)
    weight = states * fitness
    return np.asarray(weight / weight.sum(axis=-2, keepdims=True))


def birth_death_law(up: ArrayLike, down: ArrayLike) -> Array:
    """Return the stationary law of a chain that moves by one.

    Parameters
    ----------
    up, down : array (..., Z)
        Chances of a step up from 0, ..., Z - 1 and of a step down from 1, ..., Z; positive.

    Returns
    -------
    array (..., Z + 1)
        Chances of the states 0, ..., Z.

    Raises
    ------
    InputError
        If a chance is not positive.

    Notes
    -----
    Products of ratios, summed as logarithms: no intensity of selection is too strong.

    References
    ----------
    Karlin, S. and Taylor, H. M. (1975). A First Course in Stochastic Processes, 2nd ed. Academic
    Press, chapter 4.

    Examples
    --------
    >>> birth_death_law([0.2, 0.1], [0.1, 0.2])
    array([0.25, 0.5 , 0.25])
    """
    rise, fall = numbers("up", up), numbers("down", down)
    if (rise <= 0).any() or (fall <= 0).any():
        raise InputError("every step up and down must have a positive chance.")
    steps = np.log(rise) - np.log(fall)
    log = np.concatenate([np.zeros_like(steps[..., :1]), np.cumsum(steps, axis=-1)], axis=-1)
    weight = np.exp(log - log.max(axis=-1, keepdims=True))
    return np.asarray(weight / weight.sum(axis=-1, keepdims=True))


def stationary_law(
    payoffs: ArrayLike, population: int, beta: float, mu: float, process: Process = "fermi"
) -> Array:
    """Return how often a finite population has each composition, in the long run.

    Parameters
    ----------
    payoffs : array (k, P); for two strategies (..., 2, P)
        Mean payoff of each strategy in each of ``compositions(population, k)``.
    population, beta, mu, process
        As for `switches`; `mu` is positive.

    Returns
    -------
    array (P,); for two strategies (..., P)
        Chances, in the order of ``compositions(population, k)``.

    Raises
    ------
    InputError
        If an argument is not allowed, or the chain is both too large and too slow to be solved
        to 1e-9.

    Notes
    -----
    Two strategies: in closed form. More: up to 3,000 compositions by state reduction without
    subtractions, which is exact to rounding however strong selection and rare mutations are; beyond
    that by inverse iteration on the sparse transition matrix.

    References
    ----------
    Grassmann, Taksar and Heyman (1985); see the module.

    Examples
    --------
    Without selection, every composition of two individuals is visited, the mixed one rarely.

    >>> stationary_law(np.zeros((2, 3)), 2, beta=0, mu=0.1).round(3)
    array([0.423, 0.154, 0.423])
    """
    pi = numbers("payoffs", payoffs)
    if _chance(mu) == 0:
        raise InputError("mu = 0: without mutations the population ends in a homogeneous state.")
    moves = switches(pi, population, beta, mu, process)
    if pi.shape[-2] == 2:
        return birth_death_law(moves[..., 0, 1, :-1], moves[..., 1, 0, 1:])
    if pi.ndim != 2:
        raise InputError(f"payoffs has shape {pi.shape}; with over two strategies give one game.")
    return _long_run(moves, population)


def _long_run(moves: Array, population: int) -> Array:
    """Return the law of the chain that makes these `switches`, shape (P,)."""
    k, states = moves.shape[0], compositions(population, moves.shape[0])
    sources, targets = [], []
    for i in range(k):
        for j in range(k):
            source = np.flatnonzero(moves[i, j] > 0)
            step = (np.arange(k) == j).astype(np.int64) - (np.arange(k) == i)
            sources.append(source)
            targets.append(positions(states[source] + step, population))
    rates = [moves[i, j][sources[i * k + j]] for i in range(k) for j in range(k)]
    chain = np.concatenate(sources), np.concatenate(targets), np.concatenate(rates)
    return _reduced(chain, states) if len(states) <= DENSE else _inverted(chain, len(states))


def _reduced(chain: Chain, states: Integers) -> Array:
    """Remove one state after the other, without subtractions, and put them back.

    A step changes the first strategy's count by one at most, so that a state leads only to those
    with the same count and with one more or one less: `reach` is where they begin.
    """
    size = len(states)
    flow = np.zeros((size, size))
    flow[chain[0], chain[1]] = chain[2]
    reach = np.searchsorted(-states[:, 0], -states[:, 0] - 1)
    for n in range(size - 1, 0, -1):
        low = reach[n]
        out = flow[n, low:n]
        enter = flow[low:n, n]
        enter /= out.sum()
        flow[low:n, low:n] += enter[:, None] * out
    law = np.zeros(size)
    law[0] = 1.0
    for n in range(1, size):
        low = reach[n]
        law[n] = law[low:n] @ flow[low:n, n]
        if law[n] > 1e200:
            law /= law[n]
    return np.asarray(law / law.sum())


def _inverted(chain: Chain, size: int) -> Array:
    """Invert the sparse balance equations; refuse where a part of the chain is all but closed."""
    from scipy.sparse import coo_array
    from scipy.sparse.linalg import splu

    source, target, rate = chain
    leaving = np.bincount(source, rate, size)
    every = np.arange(size)
    rows, columns = np.concatenate([target, every]), np.concatenate([source, every])
    entries = np.concatenate([-rate, leaving + 1e-14 * leaving.max()])
    factors = splu(coo_array((entries, (rows, columns)), (size, size)).tocsc())
    law = np.full(size, 1 / size)
    for _ in range(4):
        law = np.maximum(factors.solve(law), 0.0)
        law /= law.sum()
    nudge = np.random.default_rng(1).standard_normal(size)
    nudge -= law * nudge.sum()
    answer = factors.solve(nudge)
    answer -= law * answer.sum()
    slowness = float(np.abs(answer).sum() / np.abs(nudge).sum() * leaving.max())
    if slowness * 1e-15 > 1e-10:
        raise InputError(
            "the population hardly ever leaves some of its states, and is too large to solve it "
            "nevertheless: take a larger mu, a smaller population, or the limit of rare mutations."
        )
    return law


def _chance(mu: float) -> float:
    try:
        value = float(mu)
    except (TypeError, ValueError):
        raise InputError(f"mu = {mu!r} is not a number.") from None
    if not 0 <= value < 1:
        raise InputError(f"mu = {mu!r} is not allowed: from 0 to less than 1.")
    return value
