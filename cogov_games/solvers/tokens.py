"""Pure equilibria of symmetric games with whole tokens, in which only the others' total counts.

References
----------
.. [1] Ostrom, E., Gardner, R. and Walker, J. (1994). Rules, Games, and Common-Pool Resources.
   University of Michigan Press.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import factorial, prod

import numpy as np
from numpy.typing import ArrayLike

from ..errors import InputError
from ..quantities import numbers, whole
from .arrays import Flags

TOLERANCE = 1e-12
"""Payoffs that differ by less, as a share of the payoff range, are equal (exact numbers: none)."""
MAX_LISTED = 100_000
"""Largest number of multisets that are listed."""

__all__ = ["TokenEquilibria", "best_replies", "token_equilibria"]


@dataclass(frozen=True, eq=False, repr=False)
class TokenEquilibria:
    """The pure equilibria of a symmetric game with whole tokens.

    Attributes
    ----------
    multisets : tuple of tuple of int
        What the persons choose, in increasing order, whoever chooses what.
    profiles : tuple of int
        How many profiles each multiset stands for, the persons being told apart.
    """

    multisets: tuple[tuple[int, ...], ...]
    profiles: tuple[int, ...]

    @property
    def totals(self) -> tuple[int, ...]:
        """The sum of each multiset."""
        return tuple(map(sum, self.multisets))

    def __len__(self) -> int:
        return len(self.multisets)

    def __repr__(self) -> str:
        return f"TokenEquilibria({len(self)} multisets, {sum(self.profiles)} profiles)"


def token_equilibria(payoff: ArrayLike, people: int) -> TokenEquilibria:
    """Find all pure equilibria of a symmetric game with whole tokens.

    Parameters
    ----------
    payoff : array (e + 1, (n - 1) e + 1)
        Entry (x, R) is what one gets who chooses x = 0, ..., e when the others choose R in total.
        Whole numbers and fractions (``dtype=object``) are compared exactly.
    people : int
        The number n of persons.

    Returns
    -------
    TokenEquilibria
        The multisets of choices, and how many profiles each stands for.

    Raises
    ------
    InputError
        If the table does not fit the number of people, holds something else than numbers, or more
        than 100,000 multisets are equilibria.

    Notes
    -----
    In equilibrium with total X everybody chooses one of the best replies to X less his own choice.
    So for each X the choices that may occur are read off the table, and the multisets of n of them
    that add up to X are all the equilibria. Floats within 1e-12 of the payoff range are ties.

    References
    ----------
    Ostrom, Gardner and Walker (1994); see the module.

    Examples
    --------
    A common pool (Ostrom, Gardner and Walker 1994): eight users, 23 X - X^2 / 4, wage 5.

    >>> x, others = np.ogrid[0:26, 0:176]
    >>> found = token_equilibria(5 * (25 - x) + 23 * x - x * (x + others) / 4, people=8)
    >>> found, set(found.totals)
    (TokenEquilibria(5 multisets, 1107 profiles), {64})
    """
    people = whole("people", people, 1, MAX_LISTED)
    best = best_replies(payoff)
    tokens, n = best.shape[0] - 1, int(people)
    if best.shape[1] != (n - 1) * tokens + 1:
        raise InputError(
            f"payoff has shape {best.shape}; with {n} people and 0 to {tokens} tokens it needs "
            f"shape ({tokens + 1}, {(n - 1) * tokens + 1})."
        )
    found: list[tuple[int, ...]] = []
    for total in range(n * tokens + 1):
        choices = np.arange(max(0, total - (best.shape[1] - 1)), min(tokens, total) + 1)
        fitting = choices[best[choices, total - choices]]
        for multiset in _multisets(tuple(map(int, fitting)), n, total):
            found.append(multiset)
            if len(found) > MAX_LISTED:
                raise InputError(f"payoff has more than {MAX_LISTED} multisets in equilibrium.")
    return TokenEquilibria(tuple(found), tuple(map(_orders, found)))


def best_replies(payoff: ArrayLike) -> Flags:
    """Tell which choices are best replies.

    Parameters
    ----------
    payoff : array (..., e + 1, R)
        As for `token_equilibria`; leading axes are games.

    Returns
    -------
    bool array (..., e + 1, R)
        Whether choice x is best when the others choose R in total.

    Raises
    ------
    InputError
        If this is no table of finite numbers.

    Notes
    -----
    Floats within 1e-12 of the payoff range of the game are ties; whole numbers and fractions are
    compared exactly.

    Examples
    --------
    >>> best_replies([[0, 2], [1, 1]])
    array([[False,  True],
           [ True, False]])
    """
    numbers("payoff", payoff)
    table = np.asarray(payoff)
    if table.ndim < 2 or not table.size:
        raise InputError(f"payoff has shape {table.shape}; it needs choices and others' totals.")
    top = table.max(axis=-2, keepdims=True)
    if table.dtype.kind != "f":
        return np.asarray(table == top, dtype=bool)
    scale = np.ptp(table, axis=(-2, -1))[..., None, None]
    return np.asarray(table >= top - TOLERANCE * scale)


def _multisets(choices: tuple[int, ...], people: int, total: int) -> Iterator[tuple[int, ...]]:
    """Yield the multisets of `people` increasing choices that add up to the total."""
    if not choices:
        return
    least, most = choices[0], choices[-1]
    if not people * least <= total <= people * most:
        return
    if len(choices) == 1:
        yield (least,) * people
        return
    for count in range(people, -1, -1):
        rest = total - count * least
        if count == people:
            if rest == 0:
                yield (least,) * people
            continue
        for others in _multisets(choices[1:], people - count, rest):
            yield (least,) * count + others


def _orders(multiset: tuple[int, ...]) -> int:
    counts = [multiset.count(choice) for choice in set(multiset)]
    return factorial(len(multiset)) // prod(map(factorial, counts))
