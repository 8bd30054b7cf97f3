"""Tables at which people sit down to play: their roles, what they can do, and what it pays."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, singledispatch
from itertools import pairwise, product
from math import floor, log10
from string import ascii_lowercase

import numpy as np
from numpy.typing import NDArray

from ..errors import InputError
from ..expressions import Array
from ..forms.actors import Strategy
from ..forms.base import Form
from ..forms.closed import ClosedForm
from ..forms.continuous import Continuous
from ..forms.group import Group
from ..forms.population import Population
from ..forms.restricted import Restricted
from ..forms.signal import Signal
from ..forms.situation import Situation
from ..forms.stage import Stage
from ..forms.strategic import Strategic
from ..words import Words, say

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


class GroupTable(Table):
    """One group; what one gets depends on how many others act."""

    def __init__(self, form: Group, situation: Situation) -> None:
        self.form = form
        self.payoffs_by_others = form.tables(situation)
        member, n = form.member, len(self.payoffs_by_others[0])
        self.roles = (Role(member.key, member.title, n, member.key, member.strategies, (0, 1)),)
        self.deciders = n

    def against(self, r: int, own: Array, actions: Array) -> Array:
        others = (actions.sum() - actions).astype(int)
        paid = np.stack(self.payoffs_by_others)[own[..., 0].astype(int), others]
        return np.asarray(paid)

    def states(self, profiles: Sequence[Array]) -> dict[str, Array]:
        return {self.form.share: profiles[0][:, 0]}


class PopulationTable(Table):
    """One group of a population; what one gets depends on how many others use each strategy."""

    def __init__(self, form: Population, situation: Situation) -> None:
        self.form, self.situation = form, situation
        member, n = form.member, int(form.sizes(situation))
        left = tuple(np.flatnonzero(form.open_to(situation)).tolist())
        self.roles = (Role(member.key, member.title, n, member.key, member.strategies, left),)
        self.deciders = n

    def against(self, r: int, own: Array, actions: Array) -> Array:
        used = actions == np.arange(len(self.form.counts))
        paid = self.form.payoffs_among(self.situation, used.sum(axis=0) - used)
        return np.take_along_axis(paid, own[..., 0].astype(int), axis=-1)

    def states(self, profiles: Sequence[Array]) -> dict[str, Array]:
        return {n: 1.0 * (profiles[0][:, 0] == i) for i, n in enumerate(self.form.shares)}


class StrategicTable(Table):
    """A population for each actor; a member gets the mean over the members of the others."""

    populations = True

    def __init__(self, form: Strategic, situation: Situation, people: int) -> None:
        self.form, self.tables = form, form.tables(situation)
        closed = form.closed if isinstance(form, Restricted) else ()
        self.roles = tuple(
            Role(
                actor.key, actor.title, people, actor.key, actor.strategies,
                tuple(i for i, name in enumerate(names) if name not in closed),
            )
            for actor, names in zip(form.players, form.shares, strict=True)
        )  # fmt: skip
        self.deciders = len(self.roles)

    def against(self, r: int, own: Array, actions: Array) -> Array:
        letters = ascii_lowercase[: len(self.roles)]
        others = [i for i in range(len(self.roles)) if i != r]
        mixes = [
            (actions[self.spans[i]] == np.arange(len(self.roles[i].strategies))).mean(axis=0)
            for i in others
        ]
        rule = ",".join([letters, *(letters[i] for i in others)]) + f"->{letters[r]}"
        paid = np.einsum(rule, self.tables[r], *mixes)
        return np.asarray(paid[own[..., 0].astype(int)])

    def states(self, profiles: Sequence[Array]) -> dict[str, Array]:
        return {
            name: 1.0 * (chosen[:, 0] == i)
            for chosen, names in zip(profiles, self.form.shares, strict=True)
            for i, name in enumerate(names)
        }


class ContinuousTable(Table):
    """People who set numbers; the kinds of a game are its roles.

    A count that is not whole is rounded, and each member of the kind weighs more or less. Where
    somebody decides alone, `people` do so beside each other, and nobody's payoff depends on another.
    """

    def __init__(self, form: Continuous, situation: Situation, people: int | None) -> None:
        self.form, self.situation = form, situation
        low, high = form.bounds(situation)
        counts = form.counts(situation)
        self.alone = len(form.actors) == 1 and float(counts.max()) == 1
        if people is not None and not self.alone:
            raise InputError(
                f"people = {people} is not allowed: the game itself says how many take part."
            )
        self.hands: list[list[int]] = []
        roles, weights = [], []
        for actor in form.actors:
            hand = [i for i, player in enumerate(form.players) if player.actor == actor]
            count = float(counts[hand[0]])
            seats = (people or PEOPLE) if self.alone else round(count)
            if not seats:
                continue
            kinds = [form.players[i] for i in hand]
            dials = (
                Dial(
                    kind.key,
                    kind.title if len(hand) > 1 else form.verb,
                    float(low[i]),
                    float(high[i]),
                )
                for i, kind in zip(hand, kinds, strict=True)
            )
            self.hands.append(hand)
            roles.append(Role(actor.key, actor.title, seats, actor.key, dials=tuple(dials)))
            weights.append(count / seats)
        self.roles, self.weights = tuple(roles), weights
        self.deciders = 1.0 if self.alone else float(counts.sum())

    def against(self, r: int, own: Array, actions: Array) -> Array:
        states = {name: np.zeros((1, 1)) for name in self.form.actions}
        total = np.zeros((1, 1))
        for i, (hand, span) in enumerate(zip(self.hands, self.spans, strict=True)):
            for m, kind in enumerate(hand):
                mean = actions[span, m].mean()
                states[self.form.actions[kind]] = np.full((1, 1), mean)
                total = total + self.weights[i] * mean * self.roles[i].people
        hand = self.hands[r]
        states |= {self.form.actions[kind]: own[..., m] for m, kind in enumerate(hand)}
        moved = (own - actions[self.spans[r], None, :]).sum(axis=-1)
        states[self.form.total] = own.sum(axis=-1) if self.alone else total + moved
        return self.form.payoff_at(self.situation, hand[0], states)

    def states(self, profiles: Sequence[Array]) -> dict[str, Array]:
        absent = np.zeros(len(profiles[0]))
        states = dict.fromkeys(self.form.actions, absent)
        for hand, chosen in zip(self.hands, profiles, strict=True):
            states |= {self.form.actions[kind]: chosen[:, m] for m, kind in enumerate(hand)}
        return states


class StageTable(Table):
    """People who play the rounds of a game that goes on beside each other, and may have to leave.

    Those who compare actions compare what each brings in all if one keeps to it.
    """

    def __init__(self, form: ClosedForm, stage: Stage, situation: Situation, people: int) -> None:
        self.form, actor = form, stage.actor
        self.goes_on = float(stage.continues(situation))
        self.paid, self.leaves = stage.paid(situation), stage.leaves(situation)
        self.worth = stage.worth(situation)
        places = tuple(range(len(actor.strategies)))
        role = Role(
            actor.key, actor.title, people, actor.key, actor.strategies, places, left=stage.left
        )
        self.roles, self.deciders = (role,), people

    def against(self, r: int, own: Array, actions: Array) -> Array:
        paid = np.append(self.paid, 0.0)  # the last one for those who are AWAY
        return np.asarray(paid[own[..., 0].astype(int)])

    def alternatives(self, r: int, actions: Array) -> Array:
        return np.tile(self.worth, (self.seats, 1))

    def away(self, actions: Array, fate: Array) -> NDArray[np.bool_]:
        leaves = np.append(self.leaves, 1.0)
        return np.asarray(fate < leaves[actions[:, 0].astype(int)])

    def states(self, profiles: Sequence[Array]) -> dict[str, Array]:
        return {self.form.state: profiles[0][:, 0]}


@singledispatch
def table_of(form: Form, situation: Situation, people: int | None = None) -> Table:
    """Return the table at which a game is played.

    Parameters
    ----------
    form : Form
        Of groups, of one population, in strategic form with at most three actors, continuous, or a
        closed form with the rounds behind it.
    situation : Situation
        A single game.
    people : int, optional
        How many sit in each role, where the game leaves it open.

    Raises
    ------
    InputError
        If this form cannot be played, or the number of people is not open.

    Notes
    -----
    In a game in strategic form each role is a population, and a member's payoff is the mean over
    all members of the other roles: the population game behind the mixed equilibrium. With one
    person in each role it is the game itself. In a continuous game a kind of others acts by the
    mean of its members.
    """
    raise InputError(
        say(
            "a game of the {kind} form cannot be played; games of the group, population, strategic "
            "and continuous forms can.",
            kind=say(form.kind),
        )
    )


@table_of.register
def _(form: Group, situation: Situation, people: int | None = None) -> Table:
    _none_open(people)
    return GroupTable(form, situation)


@table_of.register
def _(form: Signal, situation: Situation, people: int | None = None) -> Table:
    raise InputError(
        say("a game with a public signal cannot be played; choose a regime without one.")
    )


@table_of.register
def _(form: Population, situation: Situation, people: int | None = None) -> Table:
    _none_open(people)
    return PopulationTable(form, situation)


@table_of.register
def _(form: Strategic, situation: Situation, people: int | None = None) -> Table:
    if len(form.players) > 3:
        raise InputError("a game in strategic form can be played by at most three actors.")
    return StrategicTable(form, situation, PEOPLE if people is None else people)


@table_of.register
def _(form: ClosedForm, situation: Situation, people: int | None = None) -> Table:
    if form.stage is None:
        return table_of.dispatch(Form)(form, situation, people)
    return StageTable(form, form.stage, situation, PEOPLE if people is None else people)


@table_of.register
def _(form: Continuous, situation: Situation, people: int | None = None) -> Table:
    return ContinuousTable(form, situation, people)


def _none_open(people: int | None) -> None:
    if people is not None:
        raise InputError(
            f"people = {people} is not allowed: the game itself says how many take part."
        )
