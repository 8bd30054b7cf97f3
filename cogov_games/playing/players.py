"""Types of computer players: what each does, in one small function and one sentence."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from ..expressions import Array
from ..words import Words
from .table import Role, Table

Seats = NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Seen:
    """What the players of one role go by when they decide.

    Attributes
    ----------
    table : Table
        The game that is played now.
    place : int
        The position of the role at the table.
    ends : pair of arrays (d,) or None
        The least and the most cooperative action, where the game has a measure of it.
    luck : array (P,)
        One draw from [0, 1) for each member of the role.
    optimism, precision : float
    last, earned : array (S, d), array (S,), or None
        What everybody did and got in the last round; None before the first.
    """

    table: Table
    place: int
    ends: tuple[Array, Array] | None
    luck: Array
    optimism: float
    precision: float
    last: Array | None = None
    earned: Array | None = None

    @property
    def role(self) -> Role:
        return self.table.roles[self.place]

    @property
    def span(self) -> slice:
        return self.table.spans[self.place]

    @property
    def before(self) -> Array:
        """What the members of the role did in the last round, (P, d)."""
        assert self.last is not None
        return np.asarray(self.last[self.span])

    @cached_property
    def offers(self) -> Array:
        """What each member would get from each action if all others did as last, (P, A)."""
        assert self.last is not None
        return self.table.alternatives(self.place, self.last)

    def drawn(self, chances: Array, seats: Seats) -> Array:
        """Return actions drawn with these chances (p, A); low luck takes the last of the menu."""
        below = np.cumsum(chances[:, ::-1], axis=-1)
        pick = (self.luck[seats, None] >= below[:, :-1]).sum(axis=-1)
        return np.asarray(self.role.menu[len(self.role.menu) - 1 - pick])

    def kept(self, actions: Array) -> Array:
        """Return actions (p, d) with numbers moved inside what is allowed now."""
        if not self.role.dials:
            return actions
        low = np.array([dial.low for dial in self.role.dials])
        high = np.array([dial.high for dial in self.role.dials])
        return np.clip(actions, low, high)

    def at_random(self, seats: Seats) -> Array:
        """Return how somebody begins who has seen nothing yet.

        Of two strategies the second is used with a chance of `optimism`; of several, and of
        numbers, each is as likely.
        """
        size = len(self.role.menu)
        chances = np.full((len(seats), size), 1 / size)
        if self.role.strategies and size == 2:
            chances = np.tile([1 - self.optimism, self.optimism], (len(seats), 1))
        return self.drawn(chances, seats)


def free_riders(seen: Seen, seats: Seats) -> Array:
    assert seen.ends is not None
    return np.tile(seen.ends[0], (len(seats), 1))


def altruists(seen: Seen, seats: Seats) -> Array:
    assert seen.ends is not None
    return np.tile(seen.ends[1], (len(seats), 1))


def conditional(seen: Seen, seats: Seats) -> Array:
    role = seen.role
    if seen.last is None:
        if not role.dials:
            return seen.at_random(seats)
        low, high = role.menu[0], role.menu[-1]
        return np.tile(low + seen.optimism * (high - low), (len(seats), 1))
    if role.dials:
        others = (seen.before.sum(axis=0) - seen.before[seats]) / max(role.people - 1, 1)
        return seen.kept(others if role.people > 1 else seen.before[seats])
    used = (seen.before == role.menu[:, 0]).sum(axis=0)
    if not used.any():
        return seen.at_random(seats)
    return seen.drawn(np.tile(used / used.sum(), (len(seats), 1)), seats)


def best_response(seen: Seen, seats: Seats) -> Array:
    if seen.last is None:
        return seen.at_random(seats)
    offers = seen.offers[seats]
    top = offers.max(axis=-1, keepdims=True)
    best = offers >= top - 1e-9 * max(1.0, float(np.abs(offers).max()))
    held = (seen.before[seats][:, None, :] == seen.role.menu).all(axis=-1)
    keeps = best & held
    choice = np.where(keeps.any(axis=-1), keeps.argmax(axis=-1), best.argmax(axis=-1))
    return np.asarray(seen.role.menu[choice])


def imitation(seen: Seen, seats: Seats) -> Array:
    if seen.last is None:
        return seen.at_random(seats)
    assert seen.earned is not None
    earned = seen.earned[seen.span]
    best = earned >= earned.max() - 1e-9 * max(1.0, float(np.abs(earned).max()))
    copied = np.where(best[seats, None], seen.before[seats], seen.before[best.argmax()])
    if seen.role.dials:
        return seen.kept(copied)
    is_open = (copied == seen.role.menu[:, 0]).any(axis=-1, keepdims=True)
    return np.where(is_open, copied, seen.at_random(seats))


def logit(seen: Seen, seats: Seats) -> Array:
    if seen.last is None:
        return seen.at_random(seats)
    return seen.drawn(logit_chances(seen.offers[seats], seen.precision), seats)


def logit_chances(offers: Array, precision: float) -> Array:
    """Return chances in proportion to exp(precision × payoff), (p, A)."""
    weights = np.exp(precision * (offers - offers.max(axis=-1, keepdims=True)))
    return np.asarray(weights / weights.sum(axis=-1, keepdims=True))


@dataclass(frozen=True)
class Kind:
    """A type of computer player.

    Attributes
    ----------
    plays : callable
        Takes `Seen` and seats within the role (p,), and returns their actions (p, d).
    name, habit : Words
        What a learner is told; `habit_numbers` where actions are numbers and it differs.
    votes : str
        For the regime under which the own role gets most in equilibrium (``"ahead"``), under which
        what all did last would have paid oneself most (``"back"``), or under which welfare is
        highest in equilibrium (``"all"``).
    needs_luck : bool
    """

    plays: Callable[[Seen, Seats], Array]
    name: Words
    habit: Words
    votes: Literal["ahead", "back", "all"]
    habit_numbers: Words | None = None
    needs_luck: bool = True


KINDS = {
    "free_riders": Kind(
        free_riders,
        Words("free riders", "搭便车者"),
        Words("always choose {least}", "总是选{least}"),
        "back",
        needs_luck=False,
    ),
    "conditional": Kind(
        conditional,
        Words("conditional cooperators", "条件合作者"),
        Words(
            "choose each action with a chance equal to its share among all in this role last round",
            "选每种做法的概率，等于上一轮本角色全体中采取该做法的比例",
        ),
        "back",
        Words(
            "choose the mean of the others in this role last round",
            "取上一轮本角色其他人的平均值",
        ),
    ),
    "altruists": Kind(
        altruists,
        Words("altruists", "利他者"),
        Words("always choose {most}", "总是选{most}"),
        "all",
        needs_luck=False,
    ),
    "best_response": Kind(
        best_response,
        Words("best responders", "最优反应者"),
        Words(
            "choose what pays best if the others do the same as last round",
            "假定他人做法与上一轮相同，选收益最高的做法",
        ),
        "ahead",
    ),
    "imitation": Kind(
        imitation,
        Words("imitators", "模仿者"),
        Words(
            "copy whoever in this role earned most last round",
            "照搬上一轮本角色中收益最高者的做法",
        ),
        "back",
    ),
    "logit": Kind(
        logit,
        Words("logit players", "Logit 型参与者"),
        Words(
            "choose the more likely what pays more if the others do the same as last round: chances "
            "in proportion to exp({precision} × payoff)",
            "假定他人做法与上一轮相同，收益越高的做法越可能选：概率与 exp({precision} × 收益) 成正比",
        ),
        "ahead",
    ),
}
