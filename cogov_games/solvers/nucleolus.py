"""Nucleolus and prenucleolus: the complaints of all coalitions made as small as can be, in order."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from ..errors import InputError
from .arrays import Array, Integers
from .balanced import balancing_weights, spans
from .characteristic import Allocation, Characteristic, Game, Player, characteristic, members

__all__ = ["Level", "Nucleolus", "kohlberg", "lexicographic", "nucleolus", "prenucleolus"]

BINDING = 1e-6
"""A dual variable above this says that a coalition is tight in every optimal solution; those of
one linear program add up to one over at most n + 1 coalitions, so the largest is at least 1/13."""
LEVEL = 1e-8
"""Complaints that differ by less, as a share of the game's size, are equal."""


@dataclass(frozen=True)
class Level:
    """The coalitions that complain most, with the weights that balance them.

    Attributes
    ----------
    excess : float
        The smallest complaint of any of them: what the coalition is worth beyond what its members
        get, or what its members pay beyond its cost.
    weights : mapping of frozenset to float
        Positive, for all coalitions whose complaint is at least `excess`. With `floors` they add
        up to one for each player.
    floors : mapping of player to float
        Weights on players who get no more than on their own; empty for the prenucleolus.
    """

    excess: float
    weights: Mapping[frozenset[Player], float]
    floors: Mapping[Player, float]


@dataclass(frozen=True, repr=False)
class Nucleolus(Allocation):
    """A nucleolus with its certificate.

    Attributes
    ----------
    certificate : tuple of Level
        By Kohlberg's theorem an allocation is the (pre)nucleolus if and only if, level by level,
        the coalitions with the largest complaints are balanced; the levels go on until they
        determine the allocation.
    """

    certificate: tuple[Level, ...] = ()


def nucleolus(v: Game, *, cost: bool = False) -> Nucleolus:
    """Return the nucleolus of a coalition game.

    Parameters
    ----------
    v : mapping of frozenset of players to number
        Every coalition but the empty one.
    cost : bool
        Whether the numbers are costs; the result is what each player pays then.

    Returns
    -------
    Nucleolus
        A mapping of players to numbers with `.certificate`; `.exact` holds fractions where the
        input is exact.

    Raises
    ------
    InputError
        For a missing coalition, a value that is no finite number, or a game without imputations:
        together the players get less than each on its own.

    See Also
    --------
    prenucleolus : the same without the floor that nobody does worse than alone.

    Notes
    -----
    Among the allocations that give each player at least what it has alone, the nucleolus makes
    the sorted list of complaints v(S) - x(S) lexicographically smallest [1]_. Each of at most
    n - 1 linear programs makes the largest open complaint as small as possible and settles the
    coalitions whose dual variable is positive, since these are tight in every solution [2]_. The
    result is certified by Kohlberg's balancedness criterion [3]_.

    References
    ----------
    .. [1] Schmeidler, D. (1969). The nucleolus of a characteristic function game. *SIAM Journal on
       Applied Mathematics* 17, 1163-1170.
    .. [2] Maschler, M., Peleg, B. and Shapley, L. S. (1979). Geometric properties of the kernel,
       nucleolus, and related solution concepts. *Mathematics of Operations Research* 4, 303-338.
    .. [3] Kohlberg, E. (1971). On the nucleolus of a characteristic function game. *SIAM Journal
       on Applied Mathematics* 20, 62-66.

    Examples
    --------
    >>> v = {(1,): 0, (2,): 0, (3,): 0, (1, 2): 4, (1, 3): 3, (2, 3): 2, (1, 2, 3): 6}
    >>> found = nucleolus(v)
    >>> found
    Nucleolus(1: 3, 2: 2, 3: 1)
    >>> [round(level.excess, 9) for level in found.certificate]
    [-1.0]
    """
    return _nucleolus(characteristic(v, cost=cost), floors=True)


def prenucleolus(v: Game, *, cost: bool = False) -> Nucleolus:
    """Return the prenucleolus: the nucleolus without the floor that nobody does worse than alone.

    Parameters
    ----------
    v : mapping of frozenset of players to number
    cost : bool

    Returns
    -------
    Nucleolus

    Raises
    ------
    InputError
        For a missing coalition or a value that is no finite number.

    Notes
    -----
    It exists for every game, and is the nucleolus where that lies in the core; see `nucleolus`.

    References
    ----------
    Sobolev, A. I. (1975). The characterization of optimality principles in cooperative games by
    functional equations. *Mathematical Methods in the Social Sciences* 6, 94-151.

    Examples
    --------
    >>> v = {(1,): 0, (2,): 0, (3,): 0, (1, 2): 10, (1, 3): 0, (2, 3): 0, (1, 2, 3): 4}
    >>> prenucleolus(v)
    Nucleolus(1: 3.5, 2: 3.5, 3: -3)
    >>> nucleolus(v)
    Nucleolus(1: 2, 2: 2, 3: 0)
    """
    return _nucleolus(characteristic(v, cost=cost), floors=False)


def _nucleolus(game: Characteristic, *, floors: bool) -> Nucleolus:
    n = len(game.players)
    alone = game.worth[1 << np.arange(n)]
    gain = game.worth[-1] - alone.sum()
    if floors and gain < -1e-12 * np.abs(game.worth).max():
        raise InputError(
            f"the game has no imputation: together the players have {game.values[-1]}, which is "
            f"worse than {game.sign * alone.sum():g}, what they have one by one. "
            "The prenucleolus exists."
        )
    x, system = lexicographic(game.worth, floors=floors)
    exact = None
    if game.is_exact:
        values = [game.sign * Fraction(value) for value in game.values]
        solved = _solve_exactly(system, values, n)
        exact = {p: game.sign * s for p, s in zip(game.players, solved, strict=True)}
        x = np.array([float(s) for s in solved])
    certificate = kohlberg(game.worth, x, floors=floors)
    if certificate is None:
        raise ArithmeticError("the nucleolus could not be certified; scale the values.")
    levels = tuple(
        Level(
            excess,
            {game.coalition(int(m)): float(w) for m, w in zip(masks, weights, strict=True)},
            {game.players[i]: float(w) for i, w in pins.items()},
        )
        for excess, masks, weights, pins in certificate
    )
    return Nucleolus(game.shares(x), exact, levels)


System = list[tuple[Integers, bool]]
"""Coalitions settled together, and whether they are players at their floor: x(S) = v(S) - e with one
e for all that are settled together, or e = 0 at the floor."""


def lexicographic(
    worth: Array,
    *,
    floors: bool,
    blocks: tuple[int, ...] = (),
    complaining: Integers | None = None,
) -> tuple[Array, System]:
    """Return the nucleolus (or, without floors, the prenucleolus) of a game.

    Parameters
    ----------
    worth : array (2**n,)
        What each coalition is worth, by bit mask.
    floors : bool
        Whether nobody may get less than alone.
    blocks : tuple of int
        Bit masks of the groups that share what they are worth; all players together by default.
    complaining : array of int, optional
        Bit masks of the coalitions whose complaints count, each player's own among them; all by
        default.

    Returns
    -------
    shares : array (n,)
        In the units of the worths.
    system : System
        The equations that determine them.

    Raises
    ------
    ArithmeticError
        If a linear program fails, as where the floors leave no allocation.

    Notes
    -----
    One linear program after the other lowers the largest open complaint. A coalition is settled
    where its dual variable is positive. Not verified here: `kohlberg` certifies the result.

    References
    ----------
    Schmeidler (1969), Maschler, Peleg and Shapley (1979); see `nucleolus`.

    Examples
    --------
    Two players who are worth 1 and 2 alone and 4 together share the surplus equally.

    >>> shares, _ = lexicographic(np.array([0.0, 1.0, 2.0, 4.0]), floors=True)
    >>> shares
    array([1.5, 2.5])
    """
    from scipy.optimize import linprog

    n = worth.shape[-1].bit_length() - 1
    inside = members(n)
    alone = worth[1 << np.arange(n)]
    gains = worth - inside @ alone
    size = float(np.abs(gains).max())
    everybody, singles = (1 << n) - 1, 1 << np.arange(n)
    if n == 1 or size <= 1e-12 * max(float(np.abs(worth).max()), 1e-300):
        return alone.copy(), [(singles, True)]
    gains = gains / size
    groups = np.array(blocks or (everybody,))
    system: System = [(groups, True)]
    rows, right = inside[groups], gains[groups]
    waiting = np.arange(1, everybody) if complaining is None else complaining
    waiting = waiting[~spans(rows, inside[waiting])]
    aim = np.append(np.zeros(n), 1.0)
    bounds = [(0.0 if floors else None, None)] * n + [(None, None)]
    while len(waiting):
        found = linprog(
            aim,
            A_ub=-np.column_stack([inside[waiting], np.ones(len(waiting))]),
            b_ub=-gains[waiting],
            A_eq=np.column_stack([rows, np.zeros(len(rows))]),
            b_eq=right,
            bounds=bounds,
            method="highs",
        )
        if found.status != 0:
            raise ArithmeticError(f"the linear program of the nucleolus failed: {found.message}")
        tight = waiting[-found.ineqlin.marginals > BINDING]
        pinned = singles[found.lower.marginals[:n] > BINDING] if floors else singles[:0]
        system += [(tight, False), (pinned, True)]
        for masks, excess in ((tight, float(found.x[n])), (pinned, 0.0)):
            for mask in masks:
                if not spans(rows, inside[[mask]])[0]:
                    rows = np.vstack([rows, inside[mask]])
                    right = np.append(right, gains[mask] - excess)
        waiting = waiting[~spans(rows, inside[waiting])]
    return alone + size * np.linalg.solve(rows, right), system


def kohlberg(
    worth: Array, x: Array, *, floors: bool
) -> list[tuple[float, Integers, Array, dict[int, float]]] | None:
    """Return Kohlberg's certificate that an allocation is the nucleolus, or None.

    Parameters
    ----------
    worth : array (2**n,)
        What each coalition is worth, by bit mask.
    x : array (n,)
        The allocation, in the same units.
    floors : bool
        Whether nobody may get less than alone (nucleolus), or the prenucleolus is meant.

    Returns
    -------
    list of tuples, or None
        For each level down to the one that determines x: the smallest complaint, the coalitions
        that complain at least as much (bit masks), their balancing weights, and the weights on
        players at their floor. None if x is not the nucleolus.

    Notes
    -----
    At each level the coalitions must be balanced, together with the players at their floor.
    Complaints that differ by less than 1e-8 of the largest, in size, are equal.

    References
    ----------
    Kohlberg (1971); see `nucleolus`.

    Examples
    --------
    >>> worth = np.array([0.0, 1.0, 2.0, 4.0])
    >>> for complaint, masks, weights, _ in kohlberg(worth, np.array([1.5, 2.5]), floors=True):
    ...     print(complaint, masks.tolist(), weights.tolist())
    -0.5 [1, 2] [1.0, 1.0]
    >>> kohlberg(worth, np.array([1.0, 3.0]), floors=True) is None
    True
    """
    n = len(x)
    inside = members(n)
    everybody = (1 << n) - 1
    size = max(float(np.abs(worth - inside @ x).max()), 1e-12 * float(np.abs(worth).max()))
    if abs(worth[-1] - x.sum()) > LEVEL * max(size, 1e-300):
        return None
    slack = x - worth[1 << np.arange(n)]
    if floors and (slack < -LEVEL * size).any():
        return None
    pins = np.flatnonzero(slack <= LEVEL * size) if floors else np.arange(0)
    excess = (worth - inside @ x)[1:everybody]
    order = np.argsort(-excess, kind="stable")
    ends = np.flatnonzero(-np.diff(excess[order]) > LEVEL * size)
    levels = []
    for end in [*ends, len(order) - 1]:
        masks = np.sort(order[: end + 1]) + 1
        weights = balancing_weights(inside[masks], inside[1 << pins]) if len(order) else None
        if weights is None:
            return None if len(order) else []
        rest = 1 - inside[masks].T @ weights
        floor = {int(i): float(rest[i]) for i in pins if rest[i] > LEVEL}
        levels.append((float(excess[order[end]]) + 0.0, masks, weights, floor))
        if bool(spans(np.vstack([inside[masks], inside[1 << pins], np.ones(n)]), np.eye(n)).all()):
            return levels
    return None


def _solve_exactly(system: System, values: list[Fraction], n: int) -> list[Fraction]:
    """Return the shares that the system determines, in fractions."""
    levels = sum(not pinned for _, pinned in system)
    rows: list[list[Fraction]] = []
    level = n
    for masks, pinned in system:
        for mask in map(int, masks):
            row = [Fraction(mask >> i & 1) for i in range(n)] + [Fraction(0)] * levels
            if not pinned:
                row[level] = Fraction(1)
            rows.append([*row, values[mask]])
        level += not pinned
    pivots: list[int] = []
    for column in range(n + levels):
        place = next((r for r in range(len(pivots), len(rows)) if rows[r][column]), None)
        if place is None:
            continue
        top = len(pivots)
        rows[top], rows[place] = rows[place], rows[top]
        lead = rows[top][column]
        rows[top] = [entry / lead for entry in rows[top]]
        for r, row in enumerate(rows):
            if r != top and row[column]:
                factor = row[column]
                rows[r] = [a - factor * b for a, b in zip(row, rows[top], strict=True)]
        pivots.append(column)
    return [rows[pivots.index(i)][-1] for i in range(n)]
