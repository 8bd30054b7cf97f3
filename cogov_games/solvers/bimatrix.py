"""All extreme equilibria of bimatrix games, ties included, one game or a grid of games.

Games are solved chunk by chunk: those of two strategies each by `two_by_two`, all others by pairing
the vertices of both best-response polytopes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import comb
from typing import TYPE_CHECKING, overload

import numpy as np
from numpy.typing import ArrayLike

from ..errors import InputError
from ..quantities import numbers
from .arrays import Array, Integers
from .components import Component, components
from .padding import slots
from .polytope import WORK, normalised, pairs_within, vertices
from .two_by_two import Slabs, two_by_two

if TYPE_CHECKING:
    import nashpy

__all__ = ["ExtremeEquilibria", "NashEquilibria", "extreme_equilibria", "nash_equilibria"]

MAX_BASES = 1_000_000
"""Largest number of bases, C(m + n, m), that is enumerated: 11 x 11, or 4 x 68."""
MAX_LABELS = 62
"""Largest m + n: labels are bits of a 64-bit integer."""
VERIFIED = 1e-7
"""A point whose regret is a larger share of the payoff range is not an equilibrium."""
ROUND = 9
"""Decimals to which probabilities are compared when equilibria are put in order."""
CHUNK_2X2 = 1 << 13
"""2x2 games in one chunk."""


@dataclass(frozen=True, eq=False, repr=False)
class ExtremeEquilibria:
    """The extreme equilibria of many games, padded with NaN.

    Attributes
    ----------
    x : float array, shape (..., K, m)
        Strategies of the row player; K is the largest number of equilibria of any game.
    y : float array, shape (..., K, n)
        Strategies of the column player.
    regret : float array, shape (..., K)
        The most that either player could gain by deviating alone, in units of payoff.
    count : int array, shape (...)
        How many equilibria each game has: the first `count` of its K rows.
    """

    x: Array
    y: Array
    regret: Array
    count: Integers

    def __repr__(self) -> str:
        shape = "x".join(map(str, self.count.shape)) or "1"
        return (
            f"ExtremeEquilibria({shape} games of {self.x.shape[-1]}x{self.y.shape[-1]}, "
            f"{int(self.count.sum())} equilibria)"
        )


class NashEquilibria(Sequence[tuple[Array, Array]]):
    """The extreme equilibria of one game: a sequence of pairs (x, y).

    Attributes
    ----------
    x, y : float arrays, shapes (K, m) and (K, n)
        The strategies of the row and of the column player.
    regret : float array, shape (K,)
        The most that either player could gain by deviating alone, in units of payoff.
    components : tuple of Component
        Connected components of the set of *all* equilibria, with their maximal Nash subsets.
    """

    def __init__(self, payoffs: tuple[Array, Array], found: ExtremeEquilibria) -> None:
        self._payoffs = payoffs
        self.x, self.y, self.regret = found.x, found.y, found.regret

    @cached_property
    def components(self) -> tuple[Component, ...]:
        return components(self.x, self.y)

    def to_nashpy(self) -> nashpy.Game:
        """Return the game as a `nashpy.Game`, for a second opinion."""
        import nashpy

        return nashpy.Game(*self._payoffs)

    def __len__(self) -> int:
        return len(self.x)

    @overload
    def __getitem__(self, index: int) -> tuple[Array, Array]: ...
    @overload
    def __getitem__(self, index: slice) -> list[tuple[Array, Array]]: ...
    def __getitem__(self, index: int | slice) -> tuple[Array, Array] | list[tuple[Array, Array]]:
        if isinstance(index, slice):
            return list(zip(self.x[index], self.y[index], strict=True))
        return self.x[index], self.y[index]

    def __repr__(self) -> str:
        head = f"NashEquilibria({_plural(len(self), 'extreme equilibrium', 'extreme equilibria')}"
        parts = _plural(len(self.components), "component", "components")
        lines = [f"  x = {_vector(x)}, y = {_vector(y)}" for x, y in self]
        return "\n".join([f"{head} in {parts})", *lines])

    def _repr_html_(self) -> str:
        component = {k: c for c, part in enumerate(self.components, 1) for k in part.equilibria}
        rows = "".join(
            f"<tr><td>{_vector(x)}</td><td>{_vector(y)}</td>"
            f"<td>{regret:.1e}</td><td>{component[k]}</td></tr>"
            for k, ((x, y), regret) in enumerate(zip(self, self.regret, strict=True))
        )
        head = "<tr><th>x</th><th>y</th><th>regret</th><th>component</th></tr>"
        return f"<table><thead>{head}</thead><tbody>{rows}</tbody></table>"


def nash_equilibria(A: ArrayLike, B: ArrayLike) -> NashEquilibria | ExtremeEquilibria:
    """Return all extreme Nash equilibria of one bimatrix game, or of a grid of games.

    Parameters
    ----------
    A, B : array_like, shape (m, n) or (..., m, n)
        Payoffs of the row and of the column player. Any units: each player's payoffs are
        judged relative to their range within the game.

    Returns
    -------
    NashEquilibria
        For one game: a sequence of pairs (x, y), with `.x`, `.y`, `.regret`, `.components`.
    ExtremeEquilibria
        For a grid of games: arrays `.x` (..., K, m), `.y` (..., K, n) and `.regret` (..., K),
        padded with NaN, and `.count` (...).

    Raises
    ------
    InputError
        If a payoff is not a finite number, the shapes differ, or a game is empty or too large
        to enumerate (more than a million bases; 10 x 10 has 184,756).

    See Also
    --------
    extreme_equilibria : the same without checks, for internal use.

    Notes
    -----
    An equilibrium is extreme if each strategy is a vertex of the set of strategies against
    which the other's best responses stay the same. The extreme equilibria are finitely many,
    and every equilibrium is a mixture of those in one maximal Nash subset [1]_. So the list is
    complete for degenerate games too: a continuum is listed by its end points and described by
    `.components`.

    The vertices of both best-response polytopes are enumerated by solving all bases, and are
    paired where each pure strategy is unused or a best response [2]_; 2x2 games are read from
    a table of the 81 sign patterns of the gains from switching. Probabilities, and payoffs as a
    share of the range, that differ by less than 1e-9 are equal. Every equilibrium is confirmed
    by its regret. The order puts most weight on the first strategies first.

    References
    ----------
    .. [1] Avis, D., Rosenberg, G. D., Savani, R. and von Stengel, B. (2010). Enumeration of
       Nash equilibria for two-player games. *Economic Theory*, 42(1), 9-37.
    .. [2] von Stengel, B. (2002). Computing equilibria for two-person games. In Aumann, R. and
       Hart, S. (eds), *Handbook of Game Theory*, vol. 3, ch. 45. Elsevier.

    Examples
    --------
    The battle of the sexes has three equilibria:

    >>> nash_equilibria([[2, 0], [0, 1]], [[1, 0], [0, 2]])
    NashEquilibria(3 extreme equilibria in 3 components)
      x = (1, 0), y = (1, 0)
      x = (0.6667, 0.3333), y = (0.3333, 0.6667)
      x = (0, 1), y = (0, 1)

    Against the first column both rows are as good: a continuum with two ends.

    >>> game = nash_equilibria([[-3, 3], [-3, 5]], [[2, 7], [4, 2]])
    >>> game
    NashEquilibria(2 extreme equilibria in 1 component)
      x = (0.2857, 0.7143), y = (1, 0)
      x = (0, 1), y = (1, 0)
    >>> game.components
    (Component(equilibria=(0, 1), subsets=[2x1]),)

    A grid of games, here along one payoff:

    >>> A = [[[t, 0], [0, 1]] for t in (-1, 0, 1)]
    >>> nash_equilibria(A, A).count
    array([1, 2, 3])
    """
    a, b = _payoffs("A", A), _payoffs("B", B)
    if a.shape != b.shape:
        raise InputError(f"A and B must have the same shape, not {a.shape} and {b.shape}.")
    m, n = a.shape[-2:]
    if comb(m + n, m) > MAX_BASES or m + n > MAX_LABELS:
        raise InputError(
            f"A and B of shape {a.shape} are too large to enumerate: at most {MAX_LABELS} "
            f"strategies in all and {MAX_BASES:,} bases C(m + n, m), here {comb(m + n, m):,}."
        )
    found = extreme_equilibria(a, b)
    return NashEquilibria((a.copy(), b.copy()), found) if a.ndim == 2 else found


def extreme_equilibria(A: Array, B: Array) -> ExtremeEquilibria:
    """Return all extreme equilibria of games whose payoffs are known to be sound.

    Parameters
    ----------
    A, B : float arrays, shape (..., m, n)
        Payoffs of the row and of the column player: finite and of equal shape, which is not
        checked.

    Returns
    -------
    ExtremeEquilibria
        Arrays padded with NaN; one game, of shape (m, n), gives `.x` of shape (K, m). See
        `nash_equilibria` for the method, tolerances and order.

    Notes
    -----
    Games are solved in chunks: beyond its input and output the call needs some 100 MB. The
    arrays hold the games' axes last in memory: ``x[..., k, i]`` is contiguous.

    Examples
    --------
    >>> A = np.array([[[2.0, 0.0], [0.0, 1.0]], [[0.0, 0.0], [0.0, 0.0]]])
    >>> extreme_equilibria(A, A)
    ExtremeEquilibria(2 games of 2x2, 7 equilibria)
    """
    *lead, m, n = A.shape
    a, b = (np.ascontiguousarray(p, dtype=np.float64).reshape(-1, m, n) for p in (A, B))
    games = len(a)
    if (m, n) == (2, 2):
        solve, step = two_by_two, CHUNK_2X2
    else:
        solve = _solve_general
        step = max(1, min(WORK // (comb(m + n, m) * max(m, n)), 1 << (MAX_LABELS - m - n)))

    x, y, regret = (np.empty((0, size, games)) for size in (m, n, 1))
    count = np.zeros(games, dtype=np.int64)
    for start in range(0, games, step):
        chunk = slice(start, start + step)
        *parts, count[chunk] = solve(a[chunk], b[chunk])
        k = len(parts[0])
        if k > len(x):
            x, y, regret = (_with_slabs(array, k) for array in (x, y, regret))
        for array, part in zip((x, y, regret), parts, strict=True):
            array[:k, :, chunk] = part
    x, y, regret = (
        np.moveaxis(array.reshape(*array.shape[:2], *lead), (0, 1), (-2, -1))
        for array in (x, y, regret)
    )
    return ExtremeEquilibria(x, y, regret[..., 0], count.reshape(lead))


def _solve_general(a: Array, b: Array) -> Slabs:
    """Pair the vertices of both best-response polytopes by complementary labels."""
    games, m, n = a.shape
    (a, range_a), (b, range_b) = normalised(a), normalised(b)
    row = vertices(b)
    column = vertices(np.swapaxes(a, 1, 2))
    # Column's labels are its own n strategies, then row's m: turn them round to row's order.
    column_labels = column.labels >> n | (column.labels & (1 << n) - 1) << m
    matches = [
        np.stack((i, j))[:, row.labels[i] | column_labels[j] == (1 << m + n) - 1]
        for i, j in pairs_within(row.game, column.game, games)
    ]
    i, j = np.concatenate(matches, axis=1)
    game, x, y = row.game[i], row.strategy[i], column.strategy[j]

    by_row = np.einsum("emn,en->em", a[game], y)
    by_column = np.einsum("emn,em->en", b[game], x)
    gain_row = by_row.max(axis=1) - np.einsum("em,em->e", by_row, x)
    gain_column = by_column.max(axis=1) - np.einsum("en,en->e", by_column, y)
    sound = np.maximum(gain_row, gain_column) <= VERIFIED
    regret = np.maximum(gain_row * range_a[game], gain_column * range_b[game]).clip(0)
    game, x, y, regret = game[sound], x[sound], y[sound], regret[sound]

    order = np.lexsort((*-np.hstack((x, y)).round(ROUND).T[::-1], game))
    game, x, y, regret = game[order], x[order], y[order], regret[order]
    count, slot = slots(game, games)
    slabs = []
    for values in (x, y, regret[:, None]):
        slab = np.full((int(count.max()), values.shape[1], games), np.nan)
        slab[slot, :, game] = values
        slabs.append(slab)
    return slabs[0], slabs[1], slabs[2], count


def _payoffs(name: str, value: ArrayLike) -> Array:
    """Return the payoffs as floats, or say what is wrong with them."""
    payoffs = numbers(name, value)
    if payoffs.ndim < 2 or payoffs.size == 0:
        raise InputError(
            f"{name} must have shape (m, n) or (..., m, n) with no axis empty, not {payoffs.shape}."
        )
    return payoffs


def _with_slabs(array: Array, k: int) -> Array:
    """Return the array (K, ...) with `k` slabs, new ones of NaN."""
    result = np.full((k, *array.shape[1:]), np.nan)
    result[: len(array)] = array
    return result


def _vector(strategy: Array) -> str:
    return f"({', '.join(f'{probability:.4g}' for probability in strategy)})"


def _plural(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
