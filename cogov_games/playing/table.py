"""Tables at which people sit down to play: their roles, what they can do, and what it pays."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise, product
from math import floor, log10

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from ..expressions import Array
from ..forms.actors import Strategy
from ..words import Words

PEOPLE, LARGEST = 10, 60
"""How many sit in a role where the game leaves it open, by default and at most."""
AWAY = -1.0
"""The action of those who had to leave."""
STEPS = 50
"""Into how many steps an interval of numbers is cut at most, for those who compare them all."""


@dataclass(frozen=True, eq=False)
class Dial:
    """A number that a role sets, from `low` to `high`; `steps` are the ones that are compared."""

    key: str
    title: Words
    low: float
    high: float

    @cached_property
    def step(self) -> float:
        """A round distance, of which there are at most `STEPS` between the ends."""
        if self.high <= self.low:
            return 0.0
        least = (self.high - self.low) / STEPS
        unit = 10.0 ** floor(log10(least))
        return next(unit * m for m in (1, 2, 5, 10, 20) if unit * m >= least * (1 - 1e-9))

    @cached_property
    def steps(self) -> Array:
        """All multiples of the step between the ends, and the ends."""
        if not self.step:
            return np.array([self.low])
        first, last = np.ceil(self.low / self.step), np.floor(self.high / self.step)
        inner = np.round(np.arange(first, last + 1) * self.step, 10)
        inner = inner[(inner > self.low) & (inner < self.high)]
        return np.array([self.low, *inner, self.high])


@dataclass(frozen=True, eq=False)
class Role:
    """Those who are alike: so many people, who choose among strategies or set numbers.

    Attributes
    ----------
    key, title : str, Words
    people : int
    actor : str
        The key under which an equilibrium states what the role gets.
    strategies : tuple of Strategy
        All of them; `open` has the positions of those that the institution leaves open.
    dials : tuple of Dial
        The numbers that are set, for a role without strategies.
    left : Words, optional
        What is said of those who had to leave, where one may have to.
    """

    key: str
    title: Words
    people: int
    actor: str
    strategies: tuple[Strategy, ...] = ()
    open: tuple[int, ...] = ()
    dials: tuple[Dial, ...] = ()
    left: Words | None = None

    @cached_property
    def menu(self) -> Array:
        """The actions that are compared, shape (A, d): positions of strategies, or numbers."""
        if self.strategies:
            return np.array(self.open, dtype=float)[:, None]
        return np.array(list(product(*(dial.steps for dial in self.dials))))

    def same_choices(self, other: Role) -> bool:
        """Say whether what is done in the other role can be done in this one."""
        return [s.key for s in self.strategies] == [s.key for s in other.strategies] and len(
            self.dials
        ) == len(other.dials)


class Table(ABC):
    """People who sit down to play one game under one regime.

    Everybody has a seat; the seats of a role are neighbours, in the order of the roles. What
    everybody does is an array (S, d): the position of a strategy, or d numbers.
    """

    roles: tuple[Role, ...]
    deciders: float
    """How many decide in the game itself; they share an institution's cost."""
    populations: bool = False
    """Whether each role is a population of its own, of a size that the game leaves open."""
    goes_on: float | None = None
    """The chance that another round follows, where the game has one."""

    @cached_property
    def seats(self) -> int:
        """How many people there are."""
        return sum(role.people for role in self.roles)

    @cached_property
    def spans(self) -> tuple[slice, ...]:
        """The seats of each role."""
        ends = np.cumsum([0, *(role.people for role in self.roles)])
        return tuple(slice(int(a), int(b)) for a, b in pairwise(ends))

    def role_at(self, seat: int) -> int:
        """Return the position of the role to which a seat belongs."""
        return next(r for r, span in enumerate(self.spans) if seat < span.stop)

    def leaves_choice(self, key: str | None) -> bool:
        """Say whether a role, by default the first one, is there and can do more than one thing."""
        role = self.roles[0] if key is None else next((r for r in self.roles if r.key == key), None)
        return role is not None and len(role.menu) > 1

    @abstractmethod
    def against(self, r: int, own: Array, actions: Array) -> Array:
        """Return what each member of a role gets from other actions, if all others keep theirs.

        Parameters
        ----------
        r : int
            The position of the role, which has P people.
        own : array (P, A, d)
            For each member, A actions instead of the own one.
        actions : array (S, d)
            What everybody does.

        Returns
        -------
        array (P, A)
        """

    @abstractmethod
    def states(self, profiles: Sequence[Array]) -> dict[str, Array]:
        """Return the form's states (K,) where all of each role do alike, (K, d) by role."""

    def alternatives(self, r: int, actions: Array) -> Array:
        """Return what each member of a role gets from each action of the menu, shape (P, A)."""
        role = self.roles[r]
        own = np.broadcast_to(role.menu, (role.people, *role.menu.shape))
        return self.against(r, own, actions)

    def payoffs(self, actions: Array) -> Array:
        """Return what everybody gets, shape (S,)."""
        paid = [
            self.against(r, actions[span, None, :], actions)[:, 0]
            for r, span in enumerate(self.spans)
        ]
        return np.concatenate(paid)

    def away(self, actions: Array, fate: Array) -> NDArray[np.bool_]:
        """Return who is away after a round: left before, or must leave by its fate in [0, 1), (S,)."""
        return np.zeros(self.seats, dtype=bool)

    def size(self) -> float:
        """Return how much one's own choice can matter: a unit for a precision.

        That is the range of what a member gets from all actions, where all others are at one end
        of what they can do; the smaller one of the two ends.
        """
        widths = []
        for pick in (0, -1):
            actions = np.concatenate(
                [np.broadcast_to(r.menu[pick], (r.people, r.menu.shape[1])) for r in self.roles]
            )
            widths.append(
                max(np.ptp(self.alternatives(r, actions)) for r in range(len(self.roles)))
            )
        return float(min((width for width in widths if width > 0), default=0.0))


def refuse_people(people: int | None) -> None:
    """Raise an error if a number of people is given where the game itself says how many."""
    if people is not None:
        raise InputError(
            f"people = {people} is not allowed: the game itself says how many take part."
        )
