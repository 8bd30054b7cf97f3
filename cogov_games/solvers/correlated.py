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
from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import ArrayLike

from ..errors import InputError, unknown
from .arrays import Array, numbers

if TYPE_CHECKING:
    from scipy.sparse import csr_array

Sense = Literal["max", "min"]

VERIFIED = 1e-8
"""A distribution that somebody gains more by disobeying, as a share of his payoff range, is none."""
FEASIBILITY = 1e-10
"""What the linear program may violate a constraint by, in the same unit."""
MAX_ENTRIES = 2_500_000
"""Largest number of entries in the incentive constraints: two strategies of 17 players."""

__all__ = [
    "CorrelatedEquilibrium",
    "SymmetricCorrelatedEquilibrium",
    "correlated_equilibrium",
    "disobedience",
    "symmetric_correlated_equilibrium",
]


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
    worth = np.sum(tables, axis=0) if objective is None else _like(objective, tables[0].shape)
    entries = sum(size - 1 for size in tables[0].shape) * tables[0].size
    if entries > MAX_ENTRIES:
        raise InputError(
            f"payoffs of shape {tables[0].shape} make {entries} entries in the incentive "
            f"constraints; at most {MAX_ENTRIES} are allowed. If all players are alike and have "
            "two strategies, symmetric_correlated_equilibrium takes many of them."
        )
    constraints = _incentives(tables)
    p = _optimise(worth.ravel(), constraints, sense).reshape(worth.shape)
    regret = disobedience(tables, p)
    _verify(regret, np.array([np.ptp(table) for table in tables]))
    expected = np.array([(p * table).sum() for table in tables])
    return CorrelatedEquilibrium(p, float((p * worth).sum()), expected, float(regret.max()))


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
    lazy, busy = numbers(abstain, "abstain"), numbers(act, "act")
    if lazy.ndim != 1 or lazy.shape != busy.shape or not lazy.size:
        raise InputError(
            f"abstain and act have shapes {lazy.shape} and {busy.shape}: both must be (n,), n >= 1."
        )
    n = len(lazy)
    k = np.arange(n + 1)
    total = k * np.append(0.0, busy) + (n - k) * np.append(lazy, 0.0)
    worth = total if objective is None else _like(objective, (n + 1,))
    gain = busy - lazy
    # by disobeying, per person: those told to act, those told not to
    rows = np.stack([-k * np.append(0.0, gain), (n - k) * np.append(gain, 0.0)]) / n
    scale = float(np.ptp(np.concatenate([lazy, busy])))
    weights = _optimise(worth, rows / scale if scale else rows, sense)
    regret = float(np.maximum(rows @ weights, 0).sum())
    _verify(np.array([regret]), np.array([scale]))
    return SymmetricCorrelatedEquilibrium(
        weights, float(weights @ worth), float(weights @ total) / n, regret
    )


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


def _optimise(worth: Array, constraints: Array | csr_array, sense: Sense) -> Array:
    """Return the probabilities (cells,) that make the expected worth largest or smallest."""
    if sense not in ("max", "min"):
        raise unknown("sense", sense, ("max", "min"))
    from scipy.optimize import linprog

    cost = (worth - worth.mean()) / (np.ptp(worth) or 1.0)
    solved = linprog(
        -cost if sense == "max" else cost,
        A_ub=constraints if constraints.shape[0] else None,
        b_ub=np.zeros(constraints.shape[0]) if constraints.shape[0] else None,
        A_eq=np.ones((1, worth.size)),
        b_eq=[1.0],
        method="highs",
        options={
            "primal_feasibility_tolerance": FEASIBILITY,
            "dual_feasibility_tolerance": FEASIBILITY,
        },
    )
    if not solved.success:
        raise ArithmeticError(f"the linear program was not solved: {solved.message}")
    p = np.where(solved.x > FEASIBILITY, solved.x, 0.0)
    return np.asarray(p / p.sum())


def _verify(regret: Array, scale: Array) -> None:
    if (regret > VERIFIED * scale).any():
        raise ArithmeticError(
            f"the linear program's answer is no equilibrium: disobeying gains {regret.max():g}."
        )


def _tables(payoffs: Sequence[ArrayLike]) -> list[Array]:
    tables = [numbers(table, f"payoffs[{i}]") for i, table in enumerate(payoffs)]
    if not tables:
        raise InputError("payoffs must hold a table for each player, got none.")
    for i, table in enumerate(tables):
        if table.ndim != len(tables) or table.shape != tables[0].shape or not table.size:
            raise InputError(
                f"payoffs[{i}] has shape {table.shape}: each of the {len(tables)} tables needs "
                f"the same shape with {len(tables)} axes, one per player."
            )
    return tables


def _like(objective: ArrayLike, shape: tuple[int, ...]) -> Array:
    worth = numbers(objective, "objective")
    if worth.shape != shape:
        raise InputError(f"objective has shape {worth.shape}; it needs shape {shape}.")
    return worth
