"""Volunteers whose costs differ: all equilibria of the asymmetric volunteer's dilemma.

References
----------
.. [1] Diekmann, A. (1993). Cooperation in an asymmetric volunteer's dilemma game: theory and
   experimental evidence. International Journal of Game Theory, 22(1), 75-85.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from ..errors import InputError
from ..quantities import number, numbers
from .arrays import Array, Flags

MAX_PERSONS = 12
"""Every set of persons who may be mixing is tried: 4,096 for twelve."""
TOLERANCE = 1e-12
"""Cost-benefit ratios that differ by less are equal."""

__all__ = ["VolunteerEquilibria", "volunteer_equilibria"]


@dataclass(frozen=True, eq=False, repr=False)
class VolunteerEquilibria:
    """The equilibria of a volunteer's dilemma.

    Attributes
    ----------
    probabilities : array (K, n)
        The chance that each person volunteers; pure equilibria first.
    payoffs : array (K, n)
    failure : array (K,)
        The chance that nobody volunteers.
    regret : array (K,)
        The most that anybody gains by deviating alone: zero but for rounding.
    complete : bool
        Whether these are all. A person who is indifferent even if nobody else volunteers (cost
        equal to the benefit) makes continua, of which only pure ends are listed.
    """

    probabilities: Array
    payoffs: Array
    failure: Array
    regret: Array
    complete: bool

    @property
    def pure(self) -> Array:
        """The equilibria (K', n) in which nobody mixes."""
        return self.probabilities[~self._mixing.any(axis=1)]

    @property
    def interior(self) -> Array:
        """The equilibria (0 or 1, n) in which everybody mixes."""
        return self.probabilities[self._mixing.all(axis=1)]

    @property
    def _mixing(self) -> Flags:
        return (self.probabilities > 0) & (self.probabilities < 1)

    def __len__(self) -> int:
        return len(self.probabilities)

    def __repr__(self) -> str:
        rows = [", ".join(f"{p:.4g}" for p in row) for row in self.probabilities]
        return "\n".join([f"VolunteerEquilibria({len(self)})", *(f"  {row}" for row in rows)])


def volunteer_equilibria(costs: ArrayLike, benefit: float = 1.0) -> VolunteerEquilibria:
    """Find all Nash equilibria of a volunteer's dilemma in which everybody has a cost of his own.

    Parameters
    ----------
    costs : array (n,)
        What volunteering costs each person, above zero; 2 <= n <= 12.
    benefit : float
        What each gets if anybody volunteers, above zero.

    Returns
    -------
    VolunteerEquilibria

    Raises
    ------
    InputError
        If a cost or the benefit is not a positive number, or there are too few or too many persons.

    Notes
    -----
    With r = cost / benefit, nobody volunteers beside one who surely does. So either exactly one
    does (r <= 1), or a set M of two or more mixes and all others stay out: i in M stays out with
    q_i = P / r_i, where P, the chance that nobody volunteers, is the product of r over M to the
    power 1 / (|M| - 1). That is an equilibrium if P < r_i for all i in M and P <= r_k for the
    others. Where everybody would have to mix this may fail: costs (.1, .4, .4) have no interior
    equilibrium. A ratio within 1e-12 of another or of 1 counts as equal.

    References
    ----------
    Diekmann, A. (1993). Cooperation in an asymmetric volunteer's dilemma game.

    Examples
    --------
    >>> volunteer_equilibria([0.2, 0.3, 0.3])
    VolunteerEquilibria(7)
      1, 0, 0
      0, 1, 0
      0, 0, 1
      0.7, 0.8, 0
      0.7, 0, 0.8
      0, 0.7, 0.7
      0.3292, 0.5528, 0.5528
    """
    c, b = numbers("costs", costs), number("benefit", benefit)
    if c.ndim != 1 or not 2 <= c.size <= MAX_PERSONS:
        raise InputError(f"costs has shape {c.shape}; it needs 2 to {MAX_PERSONS} persons.")
    if (c <= 0).any():
        raise InputError(f"costs must be above 0, got {float(c.min())!r}.")
    if b <= 0:
        raise InputError(f"benefit must be above 0, got {b!r}.")
    r, n = c / b, c.size
    alone = np.eye(n)[r <= 1 + TOLERANCE]
    nobody = np.zeros((1 if (r >= 1 - TOLERANCE).all() else 0, n))
    mixed = _mixed(r)
    x = np.concatenate([nobody, alone, mixed])
    stay = 1 - x
    others = np.stack([np.delete(stay, i, axis=1).prod(axis=1) for i in range(n)], axis=1)
    out, act = b * (1 - others), np.broadcast_to(b - c, x.shape)
    payoffs = stay * out + x * act
    return VolunteerEquilibria(
        x, payoffs, stay.prod(axis=1), (np.maximum(out, act) - payoffs).max(axis=1),
        complete=bool((np.abs(r - 1) > TOLERANCE).all()),
    )  # fmt: skip


def _mixed(r: Array) -> Array:
    """Return the equilibria (K, n) in which two or more mix and all others stay out."""
    n = r.size
    inside = (np.arange(2**n)[:, None] >> np.arange(n) & 1).astype(bool)
    inside = inside[inside.sum(axis=1) >= 2]
    inside = inside[np.lexsort((*inside.T, inside.sum(axis=1)))]
    logs = np.where(inside, np.log(r), 0.0).sum(axis=1) / (inside.sum(axis=1) - 1)
    failure = np.exp(logs)[:, None]
    fits = np.where(inside, failure < r * (1 - TOLERANCE), failure <= r * (1 + TOLERANCE))
    kept = fits.all(axis=1)
    return np.asarray(np.where(inside, 1 - failure / r, 0.0)[kept])
