"""Replicator dynamics in one population or several, many trajectories at once.

The share x_i of a strategy grows by how much its payoff f_i lies above its population's mean f:
x_i' = x_i (f_i - f). Shares of all populations stand one after the other in one array (..., K).
`Replicator` is what a game has to give: its payoffs and their slopes; `population_games` has the
games. Logarithms of the shares are integrated, all starts as one system.

References
----------
.. [1] Taylor, P. D. and Jonker, L. B. (1978). Evolutionarily stable strategies and game dynamics.
   Mathematical Biosciences, 40, 145-156.
"""

from __future__ import annotations

import warnings
from abc import ABC, abstractmethod
from collections.abc import Callable
from functools import cached_property
from typing import overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import InputError
from ..quantities import numbers
from .arrays import Array, Flags
from .eigenvalues import eigenvalues, same_population, spans

TOLERANCE = 1e-11
"""Local error of log shares, absolute and relative; shares follow to about 1e-9 over 100 times."""
ABSENT = -800.0  # the logarithm of a share of zero: its exponential is exactly 0
SMALLEST = 1e-300  # below it a share is zero

__all__ = ["Replicator", "trajectories"]

Growth = Callable[..., Array]


class Replicator(ABC):
    """Payoffs as functions of the shares, and the replicator dynamics that they drive.

    Attributes
    ----------
    sizes : tuple of int
        Numbers of strategies of the populations; they add up to K.
    scale : float
        The payoff range, to which tolerances are relative.
    """

    sizes: tuple[int, ...]
    scale: float

    @abstractmethod
    def payoffs(self, shares: Array) -> Array:
        """Return what each strategy yields at shares (..., K)."""

    @abstractmethod
    def slopes(self, shares: Array) -> Array:
        """Return the derivatives (..., K, K) of the payoffs (rows) by the shares (columns)."""

    @cached_property
    def spans(self) -> list[tuple[int, int]]:
        """Where each population's strategies start and stop."""
        return spans(self.sizes)

    @cached_property
    def same(self) -> Array:
        """The matrix (K, K) with 1 where two strategies belong to one population, 0 elsewhere."""
        return same_population(self.sizes)

    def gains(self, shares: Array) -> Array:
        """Return how much each strategy yields above its population's mean, shape (..., K)."""
        payoffs = self.payoffs(shares)
        return np.asarray(payoffs - (shares * payoffs) @ self.same)

    def velocity(self, shares: Array) -> Array:
        """Return the shares' rates of change, shape (..., K)."""
        return np.asarray(shares * self.gains(shares))

    @cached_property
    def growth(self) -> Growth:
        """The function from log shares (..., K) to their rates of change; time is ignored."""

        def rates(logs: Array, _: float = 0.0) -> Array:
            weights = np.exp(logs)
            return self.gains(weights / (weights @ self.same))

        return rates

    def eigenvalues(self, shares: Array) -> tuple[NDArray[np.complex128], Flags]:
        """Return the eigenvalues at rest points, and which are exact; see `eigenvalues`."""
        return eigenvalues(self.sizes, shares, self.payoffs(shares), self.slopes(shares))


@overload
def trajectories(
    game: Replicator, starts: list[Array] | tuple[Array, ...], times: ArrayLike
) -> tuple[Array, ...]: ...
@overload
def trajectories(game: Replicator, starts: Array, times: ArrayLike) -> Array: ...


def trajectories(
    game: Replicator, starts: Array | list[Array] | tuple[Array, ...], times: ArrayLike
) -> Array | tuple[Array, ...]:
    """Follow replicator dynamics from many starts at once.

    Parameters
    ----------
    game : Replicator
    starts : array (..., K), or tuple of one array (..., k) per population
        Shares at the first of the times. Shares of zero stay zero.
    times : (T,)
        Increasing times, the first that of the start.

    Returns
    -------
    array (..., T, K), or tuple of arrays (..., T, k)
        Shares at each time: never negative, adding up to 1 in each population.

    Raises
    ------
    InputError
        If starts are not shares, times do not increase, or the integration fails.

    Notes
    -----
    The logarithms of the shares are integrated, all starts as one system, by LSODA (Adams formulas
    of up to order 12; step and order are chosen so that no log share errs by more than
    `TOLERANCE`, absolute and relative, in a step). In logarithms the dynamics are as smooth near
    the boundary as in the middle: a share of 1e-100 that will come back keeps all its digits, so
    that cycles along the boundary keep their time.

    References
    ----------
    Petzold, L. (1983). Automatic selection of methods for solving stiff and nonstiff systems of
    ordinary differential equations. SIAM Journal on Scientific and Statistical Computing 4, 136-148.

    Examples
    --------
    A strategy that is better by 1 spreads along the logistic curve.

    >>> from cogov_games.solvers.population_games import matrix_game
    >>> game = matrix_game([[0, 0], [1, 1]])
    >>> trajectories(game, np.array([0.5, 0.5]), [0, 1, 2])[:, 1].round(4).tolist()
    [0.5, 0.7311, 0.8808]
    """
    apart = isinstance(starts, list | tuple) and np.ndim(starts[0]) > 0
    given = [numbers("starts", part) for part in (starts if apart else (starts,))]
    joined = _shares(np.concatenate(given, axis=-1), game.sizes)
    moments = numbers("times", times)
    if moments.ndim != 1 or not moments.size or (np.diff(moments) <= 0).any():
        raise InputError("times takes a row of increasing numbers.")
    flat = joined.reshape(-1, joined.shape[-1])
    logs = _integrate(game, flat, moments) if flat.size else np.zeros((len(moments), *flat.shape))
    weights = np.exp(logs)
    shares = np.moveaxis(weights / (weights @ game.same), 0, 1)
    whole = shares.reshape(*joined.shape[:-1], *shares.shape[1:])
    if apart:
        return tuple(whole[..., start:stop] for start, stop in game.spans)
    return whole


def _integrate(game: Replicator, starts: Array, times: Array) -> Array:
    """Return log shares (T, S, K) from starts (S, K)."""
    from scipy.integrate import odeint

    present = starts >= SMALLEST
    logs = np.where(present, np.log(np.where(present, starts, 1.0)), ABSENT)
    moving = present.astype(float)

    def together(state: Array, _: float) -> Array:
        return np.ravel(game.growth(state.reshape(starts.shape)) * moving)

    growth = game.growth if len(starts) == 1 and present.all() else together
    band = starts.shape[1] - 1  # starts do not act on each other
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        states, report = odeint(
            growth, logs.reshape(-1), times, rtol=TOLERANCE, atol=TOLERANCE,
            ml=band, mu=band, mxstep=1_000_000, full_output=True,
        )  # fmt: skip
    if report["message"] != "Integration successful." or not np.isfinite(states).all():
        raise InputError(f"the trajectories could not be followed to the end: {report['message']}")
    return np.asarray(states).reshape(len(times), *starts.shape)


def _shares(starts: Array, sizes: tuple[int, ...]) -> Array:
    """Return starts (..., K) that are shares of each population, or raise."""
    if starts.ndim == 0 or starts.shape[-1] != sum(sizes):
        raise InputError(
            f"starts has shape {starts.shape}; its last axis takes {sum(sizes)} shares."
        )
    for start, stop in spans(sizes):
        part = starts[..., start:stop]
        if (part < 0).any() or (np.abs(part.sum(axis=-1) - 1) > 1e-9).any():
            raise InputError("starts takes shares from 0 to 1 that add up to 1 in each population.")
    return starts
