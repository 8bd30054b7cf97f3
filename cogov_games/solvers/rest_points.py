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

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations, product

import numpy as np
from numpy.typing import NDArray

from .arrays import Array, Codes, Flags
from .compositions import compositions
from .group import symmetric_equilibria
from .population_games import PolynomialGame
from .replicator import Replicator
from .stability import TYPES, stability, types

TOLERANCE = 1e-9
"""Payoff differences at a rest point, as a share of the payoff range."""
SAME = 1e-8
"""Points closer than this in every share are one."""
INSIDE = 1e-11
"""The least share of a strategy that is in use."""

__all__ = ["RestPoints", "classified", "rest_points"]

Face = tuple[int, ...]
"""The strategies in use, by position among all."""


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


def _subsets(items: Sequence[int], least: int = 1) -> Iterator[Face]:
    for size in range(least, len(items) + 1):
        yield from combinations(items, size)


def _equalisers(matrix: Array, scale: float) -> list[Array]:
    """Return the corners of the set of mixtures y of the columns for which matrix @ y ties."""
    rows, columns = matrix.shape
    unit = matrix / scale
    corners = []
    for used in _subsets(range(columns)):
        system = np.zeros((rows + 1, len(used) + 1))
        system[:rows, :-1], system[:rows, -1], system[rows, :-1] = unit[:, used], -1.0, 1.0
        right = np.append(np.zeros(rows), 1.0)
        u, sizes, v = np.linalg.svd(system, full_matrices=False)
        if rows < len(used) or sizes[-1] <= TOLERANCE * sizes[0]:
            continue  # more than one solution: not a corner
        solved = v.T @ ((u.T @ right) / sizes)
        mix = solved[:-1]
        if np.abs(system @ solved - right).max() <= TOLERANCE and mix.min() > INSIDE:
            corners.append(np.zeros(columns))
            corners[-1][list(used)] = mix / mix.sum()
    return corners


def _ties(matrix: Array, rows: Face, columns: Face, scale: float, mix: Array) -> bool:
    """Return whether a mixture uses these columns only and makes these rows tie."""
    inside = np.delete(mix, columns).sum() <= SAME
    return bool(inside and np.ptp(matrix[list(rows)] @ mix) <= 10 * TOLERANCE * scale)


def _pairs(game: PolynomialGame, found: _Found) -> None:
    """Add the rest points of one population that plays in pairs."""
    order = game.exponents.argmax(axis=1)
    matrix = np.zeros((len(game.sizes) * game.sizes[0],) * 2)
    matrix[:, order] = game.table.T
    scale = game.scale or 1.0
    for face in _subsets(range(len(matrix)), 2):
        inner = _equalisers(matrix[np.ix_(face, face)], scale)
        corners = [_on(face, mix, len(matrix)) for mix in inner]
        found.add_flat(corners, partial(_ties, matrix, face, face, scale))


def _on(face: Face, mix: Array, total: int) -> Array:
    point = np.zeros(total)
    point[list(face)] = mix
    return point


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
    for rows in _subsets(range(m)):
        for columns in _subsets(range(n)):
            if len(rows) == len(columns) == 1:
                continue
            right = _equalisers(first[np.ix_(rows, columns)], scale)
            left = _equalisers(second[np.ix_(columns, rows)], scale) if right else []
            corners = []
            for x, y in product(left, right):
                point = base.copy()
                point[a:a_stop], point[b:b_stop] = _on(rows, x, m), _on(columns, y, n)
                corners.append(point)

            def contains(point: Array, rows: Face = rows, columns: Face = columns) -> bool:
                x, y = point[a:a_stop], point[b:b_stop]
                rest = np.delete(point - base, np.r_[a:a_stop, b:b_stop])
                return bool(
                    np.abs(rest).max(initial=0.0) <= SAME
                    and _ties(first, rows, columns, scale, y)
                    and _ties(second, columns, rows, scale, x)
                )

            found.add_flat(corners, contains)


def _three_mix(game: Replicator, found: _Found) -> bool:
    """Add the points at which three populations with two strategies mix; return whether all.

    Each population's gain is bilinear in the others' shares. Two of the gains give x and z as
    fractions of y, and the third becomes a quadratic in y.
    """
    corners = np.array(list(product((0.0, 1.0), repeat=3)))
    payoffs = game.payoffs(np.stack([1 - corners, corners], axis=-1).reshape(8, 6))
    gain = (payoffs[:, 1::2] - payoffs[:, ::2]).reshape(2, 2, 2, 3) / (game.scale or 1.0)
    a = _bilinear(gain[0, :, :, 0])  # in y, z
    b = _bilinear(gain[:, 0, :, 1])  # in x, z
    c = _bilinear(gain[:, :, 0, 2])  # in x, y
    # a and c as fractions: z = -p / q, x = -r / s, each linear in y, lowest power first
    p, q = a[:, 0], a[:, 1]
    r, s = c[0], c[1]
    quadratic = (
        b[0, 0] * np.convolve(s, q) - b[1, 0] * np.convolve(r, q)
        - b[0, 1] * np.convolve(p, s) + b[1, 1] * np.convolve(r, p)
    )  # fmt: skip
    if np.abs(quadratic).max() <= TOLERANCE:
        return False
    complete = True
    for y in _roots(quadratic):
        if not INSIDE < y < 1 - INSIDE:
            continue
        at = np.array([1.0, y])
        if min(abs(q @ at), abs(s @ at)) <= TOLERANCE:
            complete &= _no_curve(a, b, c, y, found)
            continue
        x, z = -(r @ at) / (s @ at), -(p @ at) / (q @ at)
        _add_inner(found, game, x, y, z)
    return complete


def _no_curve(a: Array, b: Array, c: Array, y: float, found: _Found) -> bool:
    """Treat a root y at which a fraction has no denominator; return whether it leaves no doubt."""
    at = np.array([1.0, y])
    (p, q), (r, s) = at @ a, c @ at
    if (abs(q) <= TOLERANCE < abs(p)) or (abs(s) <= TOLERANCE < abs(r)):
        return True  # a gain is not zero for any share: nothing is at rest here
    if abs(q) <= TOLERANCE and abs(s) <= TOLERANCE:
        return False  # both shares are free: the third gain draws a curve
    if abs(q) <= TOLERANCE:  # z is free
        x = -r / s
        level, slope = np.array([1.0, x]) @ b
        if abs(slope) > TOLERANCE:
            _add_inner(found, found.game, x, y, -level / slope)
    else:  # x is free
        z = -p / q
        level, slope = b @ np.array([1.0, z])
        if abs(slope) > TOLERANCE:
            _add_inner(found, found.game, -level / slope, y, z)
    return bool(abs(slope) > TOLERANCE or abs(level) > TOLERANCE)


def _bilinear(corners: Array) -> Array:
    """Return the coefficients [u power, v power] of a bilinear function from its corner values."""
    mixed = corners[1, 1] - corners[1, 0] - corners[0, 1] + corners[0, 0]
    one = corners[0, 0]
    return np.array([[one, corners[0, 1] - one], [corners[1, 0] - one, mixed]])


def _roots(quadratic: Array) -> list[float]:
    """Return the real roots of a quadratic, lowest power first; a double one once."""
    c, b, a = quadratic
    size = np.abs(quadratic).max()
    if abs(a) <= 1e-14 * size:
        return [float(-c / b)] if b else []
    disc = b * b - 4 * a * c
    if abs(disc) <= 1e-13 * size * size:
        return [float(-b / (2 * a))]
    if disc < 0:
        return []
    far = -0.5 * (b + np.copysign(np.sqrt(disc), b))
    return [float(far / a), float(c / far)] if far else [0.0]


def _add_inner(found: _Found, game: Replicator, x: float, y: float, z: float) -> None:
    if min(x, y, z) <= INSIDE or max(x, y, z) >= 1 - INSIDE:
        return
    point = np.array([1 - x, x, 1 - y, y, 1 - z, z])
    if np.abs(game.gains(point)).max() <= TOLERANCE * (game.scale or 1.0):
        found.add(point)


def _groups(game: Replicator, found: _Found) -> bool:
    """Add the rest points of one population with nonlinear payoffs; return whether these are all."""
    total = game.sizes[0]
    complete = total == 2
    for face in _subsets(range(total), 2):
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
    corners = [_on(edge, np.array([1 - x, x]), game.sizes[0]) for x in inner]
    for corner in corners:
        found.add(corner)
    if solved.continuum:
        ends = [_on(edge, end, game.sizes[0]) for end in np.eye(2)]
        found.add_flat(ends, lambda point: bool(np.delete(point, edge).sum() <= SAME))
    return bool(solved.complete)


def _search(game: Replicator, face: Face, found: _Found) -> None:
    """Add the rest points inside a face that Newton steps find.

    Steps stop short of the boundary. Where the system is singular at the end, points are no
    closer than a twentieth: they may lie on a curve.
    """
    total, size, scale = game.sizes[0], len(face), game.scale or 1.0
    rows = list(face)
    grid = compositions(12 if size == 3 else 7, size) + 1.0
    mixes = np.concatenate([grid, grid**3])
    mixes /= mixes.sum(axis=1, keepdims=True)

    def points(mix: Array) -> Array:
        full = np.zeros((len(mix), total))
        full[:, rows] = mix
        return full

    def ties(mix: Array) -> Array:
        payoffs = game.payoffs(points(mix))[:, rows] / scale
        return np.asarray(payoffs[:, :-1] - payoffs[:, -1:])

    if np.abs(ties(mixes)).max() <= 1e-12:
        corners = [_on(face, end, total) for end in np.eye(size)]
        found.add_flat(corners, lambda point: bool(np.delete(point, rows).sum() <= SAME))
        return
    kept: list[tuple[Array, np.bool_]] = []
    for _ in range(60):
        off = ties(mixes)
        slopes = game.slopes(points(mixes))[:, rows][:, :, rows] / scale
        across = slopes[:, :-1] - slopes[:, -1:]
        jacobian = across[:, :, :-1] - across[:, :, -1:]
        good = np.abs(off).max(axis=1) <= 1e-13
        kept.extend(zip(mixes[good], np.linalg.cond(jacobian[good]) > 1e8, strict=True))
        under_way = ~good & (mixes.min(axis=1) > 1e-9)
        if not under_way.any():
            break
        mixes = mixes[under_way]
        inverse = np.linalg.pinv(jacobian[under_way], rcond=1e-12)
        step = -np.einsum("pij,pj->pi", inverse, off[under_way])
        step = np.concatenate([step, -step.sum(axis=1, keepdims=True)], axis=1)
        room = np.where(step < 0, -mixes / np.where(step < 0, step, -1.0), np.inf)
        mixes = mixes + np.minimum(1.0, 0.9 * room.min(axis=1, keepdims=True)) * step
        mixes /= mixes.sum(axis=1, keepdims=True)
    for mix, singular in kept:
        if mix.min() > 1e-7:
            found.add(_on(face, mix, total), 0.05 if singular else SAME)
