"""Correlated equilibria: what a mediator can reach whom everybody finds it best to obey.

A mediator draws a profile from a distribution that all know, and tells each player only the own
part. The distribution is a correlated equilibrium if nobody gains by doing anything else than told.

References
----------
.. [1] Aumann, R. J. (1974). Subjectivity and correlation in randomized strategies. Journal of
   Mathematical Economics, 1(1), 67-96.
.. [2] Aumann, R. J. (1987). Correlated equilibrium as an expression of Bayesian rationality.
   Econometrica, 55(1), 1-18.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import ArrayLike

from ..errors import InputError
from ..quantities import numbers
from . import mediation
from .arrays import Array
from .mediation import Sense

if TYPE_CHECKING:
    from scipy.sparse import csr_array

MAX_ENTRIES = 2_500_000
"""Largest number of entries in the incentive constraints: two strategies of 17 players."""

__all__ = ["CorrelatedEquilibrium", "correlated_equilibrium", "disobedience"]


@dataclass(frozen=True, eq=False, repr=False)
class CorrelatedEquilibrium:
    """The best or the worst correlated equilibrium for an objective.

    Attributes
    ----------
    distribution : array (m1, ..., mN)
        The probability of each profile of recommendations.
    value : float
        The objective's expectation.
    payoffs : array (N,)
        What each player expects.
    regret : float
        The most that a player gains by the best plan of whom to disobey when, in units of payoff.
    """

    distribution: Array
    value: float
    payoffs: Array
    regret: float

    @property
    def profiles(self) -> dict[tuple[int, ...], float]:
        """The profiles that are drawn at all, most likely first."""
        cells = np.argwhere(self.distribution > 0)
        drawn = {tuple(map(int, cell)): float(self.distribution[tuple(cell)]) for cell in cells}
        return dict(sorted(drawn.items(), key=lambda item: -item[1]))

    def __repr__(self) -> str:
        drawn = ", ".join(f"{cell}: {chance:.6g}" for cell, chance in self.profiles.items())
        return f"CorrelatedEquilibrium(value {self.value:.6g}; {drawn})"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{cell}</td><td>{chance:.6g}</td></tr>"
            for cell, chance in self.profiles.items()
        )
        return f"<table><caption>{self.value:.6g}</caption><tbody>{rows}</tbody></table>"


def correlated_equilibrium(
    payoffs: Sequence[ArrayLike], objective: ArrayLike | None = None, sense: Sense = "max"
) -> CorrelatedEquilibrium:
    """Find the correlated equilibrium that is best or worst for an objective.

    Parameters
    ----------
    payoffs : sequence of N arrays (m1, ..., mN)
        Each player's payoffs; entry (a1, ..., aN) belongs to the profile in which player i plays
        strategy ai.
    objective : array (m1, ..., mN), optional
        What is maximised or minimised in expectation; the sum of payoffs if not given.
    sense : {"max", "min"}

    Returns
    -------
    CorrelatedEquilibrium
        One of the distributions that attain the optimum.

    Raises
    ------
    InputError
        If a table has another shape than (m1, ..., mN), is not finite, or the game is too large.

    Notes
    -----
    A linear program (HiGHS) in the probabilities of profiles. Being told a, player i must not gain
    by playing d: the sum over profiles of p(a, others) [u_i(d, others) - u_i(a, others)] is at most
    zero. The result is verified: no plan of disobedience gains a player more than 1e-8 of his
    payoff range.

    Every game has a correlated equilibrium, since each Nash equilibrium is one.

    References
    ----------
    Aumann, R. J. (1974). Subjectivity and correlation in randomized strategies.
    Aumann, R. J. (1987). Correlated equilibrium as an expression of Bayesian rationality.

    Examples
    --------
    Chicken (Aumann 1974): a traffic light beats every Nash equilibrium.

    >>> mine = [[0, 7], [2, 6]]
    >>> theirs = [[0, 2], [7, 6]]
    >>> correlated_equilibrium([mine, theirs])
    CorrelatedEquilibrium(value 10.5; (1, 1): 0.5, (0, 1): 0.25, (1, 0): 0.25)
    """
    tables = _tables(payoffs)
    worth = (
        np.sum(tables, axis=0) if objective is None else mediation.like(objective, tables[0].shape)
    )
    entries = sum(size - 1 for size in tables[0].shape) * tables[0].size
    if entries > MAX_ENTRIES:
        raise InputError(
            f"payoffs of shape {tables[0].shape} make {entries} entries in the incentive "
            f"constraints; at most {MAX_ENTRIES} are allowed. If all players are alike and have "
            "two strategies, symmetric_correlated_equilibrium takes many of them."
        )
    constraints = _incentives(tables)
    p = mediation.optimise(worth.ravel(), constraints, sense).reshape(worth.shape)
    regret = disobedience(tables, p)
    mediation.verify(regret, np.array([np.ptp(table) for table in tables]))
    expected = np.array([(p * table).sum() for table in tables])
    return CorrelatedEquilibrium(p, float((p * worth).sum()), expected, float(regret.max()))


def disobedience(payoffs: Sequence[Array], distribution: Array) -> Array:
    """Return what each player gains by the best plan of what to play instead of what he is told.

    Parameters
    ----------
    payoffs : sequence of N arrays (m1, ..., mN)
        What each player gets.
    distribution : array (m1, ..., mN)
        The chance of each profile to be recommended.

    Returns
    -------
    array (N,)
        In units of payoff; zero for a correlated equilibrium.

    Notes
    -----
    Exact to rounding: the best reply to each recommendation is found separately.

    References
    ----------
    Aumann, R. J. (1987). Correlated equilibrium as an expression of Bayesian rationality.

    Examples
    --------
    Chicken: a traffic light is obeyed, the advice that both yield is not.

    >>> row = np.array([[6.0, 2.0], [7.0, 0.0]])
    >>> disobedience([row, row.T], np.array([[1, 1], [1, 0]]) / 3).round(9)
    array([0., 0.])
    >>> disobedience([row, row.T], np.array([[1.0, 0.0], [0.0, 0.0]]))
    array([1., 1.])
    """
    gains = []
    for i, table in enumerate(payoffs):
        u = np.moveaxis(table, i, 0).reshape(table.shape[i], -1)
        told = np.moveaxis(distribution, i, 0).reshape(table.shape[i], -1)
        instead = told @ u.T  # row: what he is told, column: what he plays
        gains.append((instead.max(axis=1) - instead.diagonal()).sum())
    return np.array(gains)


def _incentives(tables: list[Array]) -> csr_array:
    """Return the gains from disobeying, one row per player, recommendation and deviation."""
    from scipy.sparse import csr_array

    shape = tables[0].shape
    index = np.arange(tables[0].size).reshape(shape)
    data, columns, lengths = [], [], []
    for i, table in enumerate(tables):
        size = shape[i]
        u = np.moveaxis(table, i, 0).reshape(size, -1)
        u = u / (np.ptp(table) or 1.0)
        cells = np.moveaxis(index, i, 0).reshape(size, -1)
        told, instead = np.nonzero(~np.eye(size, dtype=bool))
        data.append((u[instead] - u[told]).ravel())
        columns.append(cells[told].ravel())
        lengths.append(np.full(len(told), cells.shape[1]))
    starts = np.append(0, np.cumsum(np.concatenate(lengths)))
    matrix = csr_array(
        (np.concatenate(data), np.concatenate(columns), starts),
        shape=(len(starts) - 1, index.size),
    )
    matrix.eliminate_zeros()
    return matrix


def _tables(payoffs: Sequence[ArrayLike]) -> list[Array]:
    tables = [numbers(f"payoffs[{i}]", table) for i, table in enumerate(payoffs)]
    if not tables:
        raise InputError("payoffs must hold a table for each player, got none.")
    for i, table in enumerate(tables):
        if table.ndim != len(tables) or table.shape != tables[0].shape or not table.size:
            raise InputError(
                f"payoffs[{i}] has shape {table.shape}: each of the {len(tables)} tables needs "
                f"the same shape with {len(tables)} axes, one per player."
            )
    return tables
