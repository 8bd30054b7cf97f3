"""Rest points of replicator dynamics, with their eigenvalues.

The dynamics stand still where all strategies in use in a population yield the same. Each choice of
the strategies in use is a face; on it this is a linear system (matrix games, two populations), a
polynomial (edges of group games), a quadratic (three populations with two strategies), or else a
matter of search.

References
----------
.. [1] Hofbauer, J. and Sigmund, K. (1998). Evolutionary Games and Population Dynamics. Cambridge
   University Press.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from .arrays import Array, Codes, Flags
from .equalisers import SAME, TOLERANCE, Face, equalisers, faces, on_face, ties
from .group import symmetric_equilibria
from .newton import newton
from .population_games import PolynomialGame
from .replicator import Replicator
from .stability import TYPES, stability, types
from .totally_mixed import totally_mixed

__all__ = ["RestPoints", "classified", "rest_points"]


@dataclass(frozen=True, eq=False)
class RestPoints:
    """The rest points of one game: R points, K strategies in N populations.

    Attributes
    ----------
    shares : array (R, K)
    eigenvalues : complex array (R, K - N)
        In the order of the strategies, the first in use of each population left out.
    stability : int8 array (R,)
        `Stability` codes.
    types : int8 array (R,)
        Positions in ``TYPES``: stable, unstable, saddle, non-hyperbolic.
    regret : array (R,)
        Largest gain from a deviation; zero up to the tolerance at a symmetric Nash equilibrium (of
        one population) or Nash equilibrium (of several).
    is_equilibrium : bool array (R,)
    continua : tuple of tuples of int
        Sets of points (by position) between which all mixtures are rest points as well.
    complete : bool
        Whether nothing else is at rest.
    """

    shares: Array
    eigenvalues: NDArray[np.complex128]
    stability: Codes
    types: Codes
    regret: Array
    is_equilibrium: Flags
    continua: tuple[tuple[int, ...], ...]
    complete: bool

    def __repr__(self) -> str:
        lines = [
            f"({', '.join(f'{x:.4g}' for x in shares)}) {TYPES[kind]}"
            f"{', equilibrium' if nash else ''}"
            for shares, kind, nash in zip(self.shares, self.types, self.is_equilibrium, strict=True)
        ]
        return "\n".join(lines)


def rest_points(game: Replicator) -> RestPoints:
    """Find the points at which replicator dynamics stand still.

    Parameters
    ----------
    game : Replicator
        K strategies in N populations.

    Returns
    -------
    RestPoints
        Every vertex first. Points that span a continuum are listed by its corners.

    Notes
    -----
    One population that plays in pairs, and two populations: every face by linear algebra; where the
    system has many solutions, the corners of the polytope of solutions. Complete.

    One population in groups: edges from the polynomial's roots in Bernstein form, so that two
    strategies are complete; faces of three strategies and more by Newton steps from many starts,
    verified by their residual: not proven complete. A curve of rest points shows as a sample.

    Several populations: all faces on which at most two populations mix, as two populations; three
    populations with two strategies each: the interior as well, by elimination down to a quadratic.
    Complete then, unless the quadratic vanishes (a curve of rest points may run through the
    interior) or there are more than three populations or strategies.

    A system is singular below 1e-9 of its largest singular value; payoffs tie within 1e-9 of the
    payoff range.

    References
    ----------
    Hofbauer and Sigmund (1998); see the module.

    Examples
    --------
    >>> from cogov_games.solvers.population_games import matrix_game
    >>> rest_points(matrix_game([[2, 0], [0, 1]]))
    (1, 0) stable, equilibrium
    (0, 1) stable, equilibrium
    (0.3333, 0.6667) unstable, equilibrium
    """
    found = _Found(game)
    for vertex in product(*(range(start, stop) for start, stop in game.spans)):
        found.add(np.isin(np.arange(sum(game.sizes)), vertex).astype(float))
    if len(game.sizes) > 1:
        found.complete = _several_populations(game, found)
    elif isinstance(game, PolynomialGame) and (game.exponents.sum(axis=1) == 1).all():
        _pairs(game, found)
    else:
        found.complete = _groups(game, found)
    return classified(game, np.array(found.points), found.continua(), found.complete)


def classified(
    game: Replicator,
    shares: Array,
    continua: tuple[tuple[int, ...], ...] = (),
    complete: bool = False,
) -> RestPoints:
    """Return rest points that are known already, with their eigenvalues, stability and regrets.

    Parameters
    ----------
    game : Replicator
        K strategies in N populations.
    shares : array (R, K)
        The rest points, which is not checked.
    continua : tuple of tuples of int
        Sets of points (by position) between which all mixtures are rest points as well.
    complete : bool
        Whether nothing else is at rest.

    Returns
    -------
    RestPoints
        In the order given.

    Notes
    -----
    A point is an equilibrium if no strategy gains more than 1e-9 of the payoff range. For the
    tolerances of eigenvalues see `stability.stability`.

    Examples
    --------
    >>> from cogov_games.solvers.population_games import matrix_game
    >>> classified(matrix_game([[2, 0], [0, 1]]), np.array([[1.0, 0.0]]))
    (1, 0) stable, equilibrium
    """
    values, exact = game.eigenvalues(shares)
    regret = np.maximum(game.gains(shares).max(axis=-1), 0.0)
    scale = np.full(len(shares), game.scale)
    return RestPoints(
        shares, values, stability(values, exact, scale), types(values, exact, scale), regret,
        regret <= TOLERANCE * game.scale, continua, complete,
    )  # fmt: skip


class _Found:
    """Rest points and continua as they are found."""

    def __init__(self, game: Replicator) -> None:
        self.game = game
        self.points: list[Array] = []
        self.flats: list[tuple[list[int], Callable[[Array], bool]]] = []
        self.complete = True

    def add(self, point: Array, apart: float = SAME) -> int:
        """Return the position of a point, listed now or before."""
        for i, known in enumerate(self.points):
            if np.abs(known - point).max() <= apart:
                return i
        self.points.append(point)
        return len(self.points) - 1

    def add_face(self, face: Face) -> None:
        """List the corners of a face on which everything is at rest."""
        total = sum(self.game.sizes)
        corners = [on_face(face, end, total) for end in np.eye(len(face))]
        self.add_flat(corners, lambda point: bool(np.delete(point, face).sum() <= SAME))

    def add_flat(self, corners: Sequence[Array], contains: Callable[[Array], bool]) -> None:
        """List the corners of a polytope of rest points."""
        at = [self.add(corner) for corner in corners]
        if len(at) > 1:
            self.flats.append((at, contains))

    def continua(self) -> tuple[tuple[int, ...], ...]:
        """Return the polytopes that lie in no other."""
        kept: list[tuple[int, ...]] = []
        for i, (at, _) in enumerate(self.flats):
            within = [
                j
                for j, (others, contains) in enumerate(self.flats)
                if j != i and all(contains(self.points[p]) for p in at)
                # of two that are the same, the first stays
                and (j < i or not all(self.flats[i][1](self.points[p]) for p in others))
            ]  # fmt: skip
            if not within:
                kept.append(tuple(sorted(at)))
        return tuple(kept)


def _pairs(game: PolynomialGame, found: _Found) -> None:
    """Add the rest points of one population that plays in pairs."""
    order = game.exponents.argmax(axis=1)
    matrix = np.zeros((len(game.sizes) * game.sizes[0],) * 2)
    matrix[:, order] = game.table.T
    scale = game.scale or 1.0
    for face in faces(range(len(matrix)), 2):
        inner = equalisers(matrix[np.ix_(face, face)], scale)
        corners = [on_face(face, mix, len(matrix)) for mix in inner]
        found.add_flat(corners, partial(ties, matrix, face, face, scale))


def _several_populations(game: Replicator, found: _Found) -> bool:
    """Add the rest points of several populations; return whether these are all."""
    count = len(game.sizes)
    for pair in combinations(range(count), 2):
        others = [i for i in range(count) if i not in pair]
        for cell in product(*(range(game.sizes[i]) for i in others)):
            _two_populations(game, found, pair, dict(zip(others, cell, strict=True)))
    if count == 2:
        return True
    if game.sizes == (2, 2, 2):
        return _three_mix(game, found)
    return False


def _two_populations(
    game: Replicator, found: _Found, pair: tuple[int, int], pure: dict[int, int]
) -> None:
    """Add the rest points at which two populations may mix and the others do not."""
    base = np.zeros(sum(game.sizes))
    for i, strategy in pure.items():
        base[game.spans[i][0] + strategy] = 1.0
    (a, a_stop), (b, b_stop) = (game.spans[i] for i in pair)
    m, n = a_stop - a, b_stop - b
    profiles = np.tile(base, (m, n, 1))
    profiles[:, :, a:a_stop] = np.eye(m)[:, None, :]
    profiles[:, :, b:b_stop] = np.eye(n)[None, :, :]
    payoffs = game.payoffs(profiles)
    first = payoffs[0, :, a:a_stop].T  # what each row yields against each column
    second = payoffs[:, 0, b:b_stop].T
    scale = game.scale or 1.0
    for rows in faces(range(m)):
        for columns in faces(range(n)):
            if len(rows) == len(columns) == 1:
                continue
            right = equalisers(first[np.ix_(rows, columns)], scale)
            left = equalisers(second[np.ix_(columns, rows)], scale) if right else []
            corners = []
            for x, y in product(left, right):
                point = base.copy()
                point[a:a_stop], point[b:b_stop] = on_face(rows, x, m), on_face(columns, y, n)
                corners.append(point)

            def contains(point: Array, rows: Face = rows, columns: Face = columns) -> bool:
                x, y = point[a:a_stop], point[b:b_stop]
                rest = np.delete(point - base, np.r_[a:a_stop, b:b_stop])
                return bool(
                    np.abs(rest).max(initial=0.0) <= SAME
                    and ties(first, rows, columns, scale, y)
                    and ties(second, columns, rows, scale, x)
                )

            found.add_flat(corners, contains)


def _three_mix(game: Replicator, found: _Found) -> bool:
    """Add the points at which three populations with two strategies mix; return whether all."""
    corners, scale = np.array(list(product((0.0, 1.0), repeat=3))), game.scale or 1.0
    payoffs = game.payoffs(np.stack([1 - corners, corners], axis=-1).reshape(8, 6))
    gain = (payoffs[:, 1::2] - payoffs[:, ::2]).reshape(2, 2, 2, 3)
    points, complete = totally_mixed(gain / scale)
    for x, y, z in points:
        point = np.array([1 - x, x, 1 - y, y, 1 - z, z])
        if np.abs(game.gains(point)).max() <= TOLERANCE * scale:
            found.add(point)
    return complete


def _groups(game: Replicator, found: _Found) -> bool:
    """Add the rest points of one population with nonlinear payoffs; return whether these are all."""
    total = game.sizes[0]
    complete = total == 2
    for face in faces(range(total), 2):
        if len(face) == 2 and isinstance(game, PolynomialGame):
            complete &= _edge(game, face, found)
        else:
            complete = False
            _search(game, face, found)
    return complete


def _edge(game: PolynomialGame, edge: Face, found: _Found) -> bool:
    """Add the rest points between two vertices; return whether these are all."""
    first, second = edge
    others = int(game.exponents[0].sum())
    along = np.zeros(others + 1)
    some = game.exponents[:, [first, second]].sum(axis=1) == others
    along[game.exponents[some, second]] = game.table[some, second] - game.table[some, first]
    solved = symmetric_equilibria(along, game.scale)
    inner = solved.x[(solved.x > 0) & (solved.x < 1)]
    corners = [on_face(edge, np.array([1 - x, x]), game.sizes[0]) for x in inner]
    for corner in corners:
        found.add(corner)
    if solved.continuum:
        found.add_face(edge)
    return bool(solved.complete)


def _search(game: Replicator, face: Face, found: _Found) -> None:
    """Add the rest points inside a face that Newton steps find.

    Where the system is singular, points are no closer than a twentieth: they may lie on a curve.
    """
    mixes = newton(game, face)
    if mixes is None:
        found.add_face(face)
        return
    for mix, singular in mixes:
        found.add(on_face(face, mix, game.sizes[0]), 0.05 if singular else SAME)
