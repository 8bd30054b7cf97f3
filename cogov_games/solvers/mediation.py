"""What a mediator can reach whom everybody finds it best to obey: the linear program.

A mediator draws a case from a distribution that all know, and tells each person only the own part.
The distribution is chosen for what it is worth in expectation, among those in which nobody gains by
disobeying, and verified.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import numpy as np
from numpy.typing import ArrayLike

from ..errors import InputError
from ..quantities import numbers
from ..words import unknown
from .arrays import Array

if TYPE_CHECKING:
    from scipy.sparse import csr_array

__all__ = ["Sense", "optimise"]

Sense = Literal["max", "min"]

VERIFIED = 1e-8
"""A distribution that somebody gains more by disobeying, as a share of his payoff range, is none."""
FEASIBILITY = 1e-10
"""What the linear program may violate a constraint by, in the same unit."""


def optimise(worth: Array, constraints: Array | csr_array, sense: Sense) -> Array:
    """Return the probabilities that make the expected worth largest or smallest.

    Parameters
    ----------
    worth : array (C,)
        What each case is worth.
    constraints : array or sparse array (R, C)
        What somebody gains in each case by disobeying, which is at most zero in expectation; as a
        share of the payoff range.
    sense : {"max", "min"}

    Returns
    -------
    array (C,)
        The chance of each case.

    Raises
    ------
    InputError
        If the sense is another.
    ArithmeticError
        If the linear program (HiGHS) is not solved.

    Examples
    --------
    Nobody follows the first advice; the second is worth more than the third.

    >>> optimise(np.array([5.0, 2.0, 1.0]), np.array([[1.0, 0.0, 0.0]]), "max")
    array([0., 1., 0.])
    """
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


def verify(regret: Array, scale: Array) -> None:
    """Raise if somebody gains by disobeying, as a share of the payoff range."""
    if (regret > VERIFIED * scale).any():
        raise ArithmeticError(
            f"the linear program's answer is no equilibrium: disobeying gains {regret.max():g}."
        )


def like(objective: ArrayLike, shape: tuple[int, ...]) -> Array:
    """Return an objective as floats, or raise if it has not a number for each case."""
    worth = numbers("objective", objective)
    if worth.shape != shape:
        raise InputError(f"objective has shape {worth.shape}; it needs shape {shape}.")
    return worth
