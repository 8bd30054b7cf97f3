"""Connected components and maximal Nash subsets of a game's extreme equilibria."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import ArrayLike

from .arrays import Array, Integers

__all__ = ["Component", "NashSubset", "components", "maximal_subsets"]


class NashSubset(NamedTuple):
    """A maximal set of interchangeable equilibria: conv(x) x conv(y).

    Every mixture of the strategies in `x`, against every mixture of those in `y`, is an
    equilibrium.

    Attributes
    ----------
    x : tuple of float arrays, shape (m,) each
        Extreme strategies of the row player.
    y : tuple of float arrays, shape (n,) each
        Extreme strategies of the column player.
    """

    x: tuple[Array, ...]
    y: tuple[Array, ...]


@dataclass(frozen=True, eq=False, repr=False)
class Component:
    """A connected set of equilibria: one point, or a continuum.

    Attributes
    ----------
    equilibria : tuple of int
        Positions of its extreme equilibria in the list of all.
    subsets : tuple of NashSubset
        Its maximal Nash subsets. Their union is the component.
    """

    equilibria: tuple[int, ...]
    subsets: tuple[NashSubset, ...]

    @property
    def isolated(self) -> bool:
        """Whether the component is a single point."""
        return len(self.equilibria) == 1

    def __repr__(self) -> str:
        sizes = ", ".join(f"{len(x)}x{len(y)}" for x, y in self.subsets)
        return f"Component(equilibria={self.equilibria}, subsets=[{sizes}])"


def components(x: ArrayLike, y: ArrayLike) -> tuple[Component, ...]:
    """Return the connected components of the equilibria of one game.

    Parameters
    ----------
    x, y : array_like, shapes (K, m) and (K, n)
        Row k of both is an extreme equilibrium; *all* extreme equilibria of the game, each
        once. A strategy that occurs in several must be the same number for number, as in the
        arrays of `extreme_equilibria`. Rows of NaN (padding) are left out.

    Returns
    -------
    tuple of Component
        In the order of their first equilibrium.

    Notes
    -----
    The distinct x and y are the two sides of a graph whose edges are the extreme equilibria.
    Its connected components are those of the set of equilibria, and its maximal complete
    bipartite subgraphs are the maximal Nash subsets [1]_. The y-sides of these are the
    nonempty intersections of the neighbourhoods of x-vertices; there can be exponentially
    many, but as a rule there are few.

    References
    ----------
    .. [1] Avis, D., Rosenberg, G. D., Savani, R. and von Stengel, B. (2010). Enumeration of
       Nash equilibria for two-player games. *Economic Theory*, 42(1), 9-37.

    Examples
    --------
    Everybody is indifferent: a square, spanned by its four corners.

    >>> components([[1, 0], [1, 0], [0, 1], [0, 1]], [[1, 0], [0, 1], [1, 0], [0, 1]])
    (Component(equilibria=(0, 1, 2, 3), subsets=[2x2]),)
    """
    rows, columns = np.asarray(x, dtype=np.float64), np.asarray(y, dtype=np.float64)
    present = np.flatnonzero(~np.isnan(rows).any(axis=1))
    of_x, x_vertices = _vertex_numbers(rows, present)
    of_y, y_vertices = _vertex_numbers(columns, present)
    neighbours = [0] * len(x_vertices)
    for i, j in zip(of_x, of_y, strict=True):
        neighbours[i] |= 1 << j

    result = []
    for reach in _reaches(neighbours):
        subsets = []
        for closed in _intersections([n for n in neighbours if n & reach]):
            side_x = tuple(
                v for v, n in zip(x_vertices, neighbours, strict=True) if not closed & ~n
            )
            side_y = tuple(v for j, v in enumerate(y_vertices) if closed >> j & 1)
            subsets.append(NashSubset(side_x, side_y))
        members = tuple(int(k) for k, j in zip(present, of_y, strict=True) if reach >> j & 1)
        result.append(Component(members, tuple(subsets)))
    return tuple(result)


def maximal_subsets(x: ArrayLike, y: ArrayLike) -> tuple[NashSubset, ...]:
    """Return the maximal Nash subsets of one game.

    Parameters
    ----------
    x, y : array_like, shapes (K, m) and (K, n)
        All extreme equilibria, as for `components`.

    Returns
    -------
    tuple of NashSubset
        In the order of `components`.

    Notes
    -----
    Strategies are compared number for number, without a tolerance; see `components`.

    References
    ----------
    Avis, Rosenberg, Savani and von Stengel (2010); see `components`.

    Examples
    --------
    Two isolated equilibria, and a square.

    >>> [(len(s.x), len(s.y)) for s in maximal_subsets([[1, 0], [0, 1]], [[1, 0], [0, 1]])]
    [(1, 1), (1, 1)]
    >>> x, y = [[1, 0], [1, 0], [0, 1], [0, 1]], [[1, 0], [0, 1], [1, 0], [0, 1]]
    >>> [(len(s.x), len(s.y)) for s in maximal_subsets(x, y)]
    [(2, 2)]
    """
    return tuple(subset for component in components(x, y) for subset in component.subsets)


def _vertex_numbers(strategies: Array, present: Integers) -> tuple[list[int], list[Array]]:
    """Number the distinct rows in order of appearance; return each row's number and the rows."""
    numbers: dict[tuple[float, ...], int] = {}
    of_row = [numbers.setdefault(tuple(strategies[k].tolist()), len(numbers)) for k in present]
    return of_row, [np.array(vertex) for vertex in numbers]


def _reaches(neighbours: Sequence[int]) -> list[int]:
    """Return the sets of y-vertices, as bit masks, of the connected components."""
    reaches: list[int] = []
    for mask in neighbours:
        apart = []
        for reach in reaches:
            if reach & mask:
                mask |= reach
            else:
                apart.append(reach)
        reaches = [*apart, mask]
    first = {reach: next(i for i, n in enumerate(neighbours) if n & reach) for reach in reaches}
    return sorted(reaches, key=first.__getitem__)


def _intersections(masks: Sequence[int]) -> list[int]:
    """Return all nonempty intersections of one or more masks, large ones first."""
    closed: set[int] = set()
    for mask in masks:
        closed |= {mask} | {mask & other for other in closed if mask & other}
    return sorted(closed, key=lambda mask: (-mask.bit_count(), mask))
