"""Correlated equilibria among n persons of a kind, each acting or not.

Only how many are told to act has to be chosen, so that many persons are no harder than few.

References
----------
.. [1] Aumann, R. J. (1987). Correlated equilibrium as an expression of Bayesian rationality.
   Econometrica, 55(1), 1-18.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ..errors import InputError
from ..quantities import numbers
from . import mediation
from .arrays import Array
from .mediation import Sense

__all__ = ["SymmetricCorrelatedEquilibrium", "symmetric_correlated_equilibrium"]


@dataclass(frozen=True, eq=False, repr=False)
class SymmetricCorrelatedEquilibrium:
    """The best or the worst correlated equilibrium of a game among n persons of a kind.

    Attributes
    ----------
    weights : array (n + 1,)
        The probability that k are told to act; all sets of k persons are equally likely.
    value, regret : float
        As for `CorrelatedEquilibrium`.
    payoff : float
        What each person expects.
    """

    weights: Array
    value: float
    payoff: float
    regret: float

    def __repr__(self) -> str:
        drawn = ", ".join(f"{k} act: {w:.6g}" for k, w in enumerate(self.weights) if w > 0)
        return f"SymmetricCorrelatedEquilibrium(value {self.value:.6g}; {drawn})"


def symmetric_correlated_equilibrium(
    abstain: ArrayLike,
    act: ArrayLike,
    objective: ArrayLike | None = None,
    sense: Sense = "max",
) -> SymmetricCorrelatedEquilibrium:
    """Find the best or worst correlated equilibrium among n persons of a kind, each acting or not.

    Parameters
    ----------
    abstain, act : arrays (n,)
        What one gets by not acting and by acting when 0, ..., n - 1 of the others act.
    objective : array (n + 1,), optional
        What is maximised or minimised in expectation, by the number who act; the sum of payoffs if
        not given.
    sense : {"max", "min"}

    Returns
    -------
    SymmetricCorrelatedEquilibrium

    Raises
    ------
    InputError
        If the tables have not the same length n >= 1, the objective not n + 1, or are not finite.

    Notes
    -----
    Averaging an equilibrium over all orders of the persons leaves an objective that depends on
    numbers alone as it was. So it is enough to choose how many are told to act: n + 1 unknowns and
    two constraints, on those told to act and on those told not to.

    References
    ----------
    Aumann, R. J. (1987). Correlated equilibrium as an expression of Bayesian rationality.

    Examples
    --------
    A volunteer's dilemma of three, benefit 1, cost 1/4: one is named, all others rely on him.

    >>> symmetric_correlated_equilibrium([0, 1, 1], [0.75, 0.75, 0.75])
    SymmetricCorrelatedEquilibrium(value 2.75; 1 act: 1)
    """
    lazy, busy = numbers("abstain", abstain), numbers("act", act)
    if lazy.ndim != 1 or lazy.shape != busy.shape or not lazy.size:
        raise InputError(
            f"abstain and act have shapes {lazy.shape} and {busy.shape}: both must be (n,), n >= 1."
        )
    n = len(lazy)
    k = np.arange(n + 1)
    total = k * np.append(0.0, busy) + (n - k) * np.append(lazy, 0.0)
    worth = total if objective is None else mediation.like(objective, (n + 1,))
    gain = busy - lazy
    # by disobeying, per person: those told to act, those told not to
    rows = np.stack([-k * np.append(0.0, gain), (n - k) * np.append(gain, 0.0)]) / n
    scale = float(np.ptp(np.concatenate([lazy, busy])))
    weights = mediation.optimise(worth, rows / scale if scale else rows, sense)
    regret = float(np.maximum(rows @ weights, 0).sum())
    mediation.verify(np.array([regret]), np.array([scale]))
    return SymmetricCorrelatedEquilibrium(
        weights, float(weights @ worth), float(weights @ total) / n, regret
    )
