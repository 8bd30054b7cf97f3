"""The limit of rare mutations: how often each strategy is everybody's in the long run.

Between two mutations one strategy takes over, so that the states are the strategies themselves, and
a rate says how often each is followed by each other. Where some can never be left the chain is
restarted at a rate that tends to zero, and what is computed are leading terms in that rate.

References
----------
.. [1] Fudenberg, D. and Imhof, L. A. (2006). Imitation processes with small mutations. Journal of
   Economic Theory 131, 251-262.
.. [2] Grassmann, W. K., Taksar, M. I. and Heyman, D. P. (1985). Regenerative analysis and steady
   state distributions for Markov chains. Operations Research 33, 1107-1116.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike

from ..errors import InputError
from ..quantities import numbers
from .arrays import Array, Integers

__all__ = ["small_mutation_law"]

NEVER = 1_000_000
"""The order of a term that is zero."""


def small_mutation_law(log_rates: ArrayLike, start: ArrayLike | None = None) -> Array:
    """Return how often each strategy is everybody's, in the limit of rare mutations.

    Parameters
    ----------
    log_rates : array (..., k, k)
        Entry i, j: logarithm of the rate at which j takes over from i (`log_fixation`); minus
        infinity where it never does. The diagonal is not used.
    start : array (..., k), optional
        Chances of the first state, up to a factor; equal ones by default.

    Returns
    -------
    array (..., k)
        The long-run law. It depends on the start only where several strategies, or groups of them,
        can never be left.

    Raises
    ------
    InputError
        If the shapes do not fit, or nothing can be the first state.

    Notes
    -----
    The chain is restarted at a rate that tends to zero. State reduction without subtractions,
    on logarithms of leading terms, solves it exactly in that limit: rates of any size are allowed.

    References
    ----------
    Fudenberg and Imhof (2006), Grassmann, Taksar and Heyman (1985); see the module.

    Examples
    --------
    Contributors give way to defectors, defectors to loners, loners half as fast to contributors.

    >>> with np.errstate(divide="ignore"):
    ...     rates = np.log([[0, 1, 0], [0, 0, 1], [0.5, 0, 0]])
    >>> small_mutation_law(rates)
    array([0.25, 0.25, 0.5 ])
    """
    rates = np.asarray(log_rates, dtype=float)
    k = rates.shape[-1] if rates.ndim > 1 else 0
    if rates.ndim < 2 or rates.shape[-2] != k or np.isnan(rates).any():
        raise InputError(f"log_rates has shape {rates.shape}; give numbers of shape (..., k, k).")
    first = np.ones(k) if start is None else numbers("start", start)
    first = np.broadcast_to(first, rates.shape[:-1])
    if (first < 0).any() or not (first > 0).any(axis=-1).all():
        raise InputError("start: chances are not negative, and one of them is positive.")
    logs = np.full((*rates.shape[:-2], k + 1, k + 1), -np.inf)
    with np.errstate(divide="ignore"):
        logs[..., 0, 1:] = np.log(first)  # state 0 is the restart
    logs[..., 1:, 1:] = rates
    chain = _Leading.constant(logs)
    chain.order[..., 1:, 0], chain.log[..., 1:, 0] = 1, 0.0
    inflow: list[_Leading] = []
    for n in range(k, 0, -1):
        leave = chain[..., n, :n].sum()
        enter = chain[..., :n, n].over(leave)
        chain.add_to(n, enter)
        inflow.insert(0, enter)
    begin = np.where(np.arange(k + 1) == 0, 0.0, -np.inf)
    weights = _Leading.constant(np.broadcast_to(begin, (*rates.shape[:-2], k + 1)))
    for n, enter in enumerate(inflow, start=1):
        total = weights[..., :n].times(enter).sum()
        weights.order[..., n], weights.log[..., n] = total.order, total.log
    return weights[..., 1:].limit()


@dataclass
class _Leading:
    """Leading terms c * epsilon ** order of quantities that are not negative, c by its logarithm."""

    order: Integers
    log: Array

    @classmethod
    def constant(cls, logs: Array) -> _Leading:
        """Return what does not depend on epsilon; minus infinity stands for zero."""
        some = np.isfinite(logs)
        return cls(np.where(some, 0, NEVER), np.where(some, logs, 0.0))

    def __getitem__(self, places: Any) -> _Leading:
        return _Leading(self.order[places], self.log[places])

    def sum(self) -> _Leading:
        """Return the sum along the last axis."""
        order = self.order.min(axis=-1)
        leads = np.where(self.order == order[..., None], self.log, -np.inf)
        return _Leading(order, np.asarray(np.logaddexp.reduce(leads, axis=-1)))

    def times(self, other: _Leading) -> _Leading:
        """Return the products."""
        return _Leading(self.order + other.order, self.log + other.log)

    def over(self, divisor: _Leading) -> _Leading:
        """Return the quotients by one divisor per row."""
        return _Leading(self.order - divisor.order[..., None], self.log - divisor.log[..., None])

    def add_to(self, n: int, enter: _Leading) -> None:
        """Let each way into state n lead on to where n leads."""
        onward = self[..., n, None, :n]
        through = _Leading(enter.order[..., None], enter.log[..., None]).times(onward)
        here = self[..., :n, :n]
        both = _Leading(
            np.stack([here.order, through.order], axis=-1),
            np.stack([here.log, through.log], axis=-1),
        ).sum()
        self.order[..., :n, :n], self.log[..., :n, :n] = both.order, both.log

    def limit(self) -> Array:
        """Return the shares of the last axis' sum as epsilon tends to zero."""
        total = self.sum()
        leads = self.order == total.order[..., None]
        return np.asarray(np.where(leads, np.exp(self.log - total.log[..., None]), 0.0))
