"""Characteristic functions: what every coalition is worth, checked and laid out by bit masks."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cache, cached_property
from numbers import Rational

import numpy as np

from ..errors import InputError
from ..quantities import number
from .arrays import Array

__all__ = ["Allocation", "Characteristic", "characteristic"]

Player = Hashable
Game = Mapping[frozenset[Player], float]

MOST_PLAYERS = 12
"""Largest number of players: a coalition for each of 4,095 groups."""


@dataclass(frozen=True, repr=False)
class Allocation(Mapping[Player, float]):
    """What each player gets (or pays, in a cost game).

    Attributes
    ----------
    exact : mapping of player to Fraction, or None
        The same without rounding, where every value of the game is a whole number or a fraction.
    """

    _shares: Mapping[Player, float]
    exact: Mapping[Player, Fraction] | None = field(default=None, compare=False)

    def __getitem__(self, player: Player) -> float:
        return self._shares[player]

    def __iter__(self) -> Iterator[Player]:
        return iter(self._shares)

    def __len__(self) -> int:
        return len(self._shares)

    def __repr__(self) -> str:
        shares = ", ".join(f"{player}: {share:.6g}" for player, share in self.items())
        return f"{type(self).__name__}({shares})"


@dataclass(frozen=True)
class Characteristic:
    """A checked game: coalition S has the bit mask with the bits of its players.

    Attributes
    ----------
    players : tuple
        Player i has bit i.
    values : tuple of float or Fraction
        By bit mask, as given; the empty coalition's is 0.
    sign : int
        1 for values, -1 for costs.
    """

    players: tuple[Player, ...]
    values: tuple[float | Fraction, ...]
    sign: int

    @cached_property
    def worth(self) -> Array:
        """Values by bit mask; a cost counts as a negative value."""
        return self.sign * np.array([float(value) for value in self.values])

    @property
    def is_exact(self) -> bool:
        """Whether every value is a whole number or a fraction."""
        return all(isinstance(value, Fraction) for value in self.values)

    def coalition(self, mask: int) -> frozenset[Player]:
        """Return the players of a bit mask."""
        return frozenset(p for i, p in enumerate(self.players) if mask >> i & 1)

    def shares(self, x: Array) -> dict[Player, float]:
        """Return shares of worth by player, as what each gets or, in a cost game, pays."""
        return {p: self.sign * float(s) + 0.0 for p, s in zip(self.players, x, strict=True)}

    def vector(self, allocation: Mapping[Player, float]) -> Array:
        """Return an allocation by player as shares of worth (n,), or raise for a wrong one."""
        if not isinstance(allocation, Mapping) or set(allocation) != set(self.players):
            raise InputError(
                f"allocation = {allocation!r} must map each of the players "
                f"{', '.join(map(str, self.players))} to a number."
            )
        for player, share in allocation.items():
            number(f"allocation[{player!r}]", share)
        return self.sign * np.array([float(allocation[p]) for p in self.players])


def characteristic(v: Game, *, cost: bool = False) -> Characteristic:
    """Check a characteristic function.

    Parameters
    ----------
    v : mapping of frozenset of players to number
        Every coalition but the empty one, whose value is 0, must be there; a tuple of players
        may stand for the set.
    cost : bool
        Whether the numbers are costs.

    Returns
    -------
    Characteristic
        The players, and what each coalition is worth by bit mask.

    Raises
    ------
    InputError
        For a coalition that is missing or given twice, a value that is no finite number, an
        empty coalition that is worth something, or more than `MOST_PLAYERS` players.

    Examples
    --------
    >>> v = {frozenset("A"): 1, frozenset("B"): 2, frozenset("AB"): 4}
    >>> characteristic(v).worth
    array([0., 1., 2., 4.])
    """
    if not isinstance(v, Mapping) or not v:
        raise InputError(f"v = {v!r} is no mapping of coalitions (frozensets) to values.")
    if not isinstance(cost, bool):
        raise InputError(f"cost = {cost!r} must be True or False.")
    given: dict[frozenset[Player], float] = {}
    for key, value in v.items():
        if not isinstance(key, frozenset | tuple):
            raise InputError(f"v has the key {key!r}: a coalition is a frozenset of players.")
        group: frozenset[Player] = frozenset(key)
        if group in given:
            raise InputError(f"v gives the coalition {_named(group)} twice.")
        number(f"v[{_named(group)}]", value)
        given[group] = value
    if given.pop(frozenset(), 0) != 0:
        raise InputError(f"v of the empty coalition = {v[frozenset()]!r} must be 0.")
    players = tuple(dict.fromkeys(p for group in sorted(given, key=len) for p in _ordered(group)))
    if not 1 <= len(players) <= MOST_PLAYERS:
        raise InputError(f"v has {len(players)} players: from 1 to {MOST_PLAYERS} are allowed.")
    values: list[float | Fraction] = [Fraction(0)]
    for mask in range(1, 1 << len(players)):
        group = frozenset(p for i, p in enumerate(players) if mask >> i & 1)
        if group not in given:
            raise InputError(f"v has no value for the coalition {_named(group)}.")
        values.append(_exact(given[group]))
    return Characteristic(players, tuple(values), -1 if cost else 1)


def _exact(value: float) -> float | Fraction:
    if isinstance(value, Rational):
        return Fraction(int(value.numerator), int(value.denominator))
    return float(value)


def _ordered(group: frozenset[Player]) -> list[Player]:
    return sorted(group, key=str)


def _named(group: frozenset[Player]) -> str:
    return "{" + ", ".join(map(str, _ordered(group))) + "}"


@cache
def members(n: int) -> Array:
    """Return which player is in which coalition, shape (2**n, n)."""
    return np.asarray(np.arange(1 << n)[:, None] >> np.arange(n) & 1, dtype=float)
