"""A sitting: the rounds that follow from who sits there, their luck, and what the learner does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..expressions import Array, evaluate
from ..model.declaration import Declaration
from ..model.outcome import Outcome, outcome
from ..model.solution import Solution, solve
from .by_form import table_of
from .players import KINDS, Seen
from .table import AWAY, Table

LEARNER = "you"
Ends = tuple[Array, Array] | None


class Rules:
    """One regime at fixed values, as the game that is played under it."""

    def __init__(
        self, mechanism: Declaration, regime: str, values: Mapping[str, float], people: int | None
    ) -> None:
        self.mechanism, self.regime, self.values = mechanism, regime, values
        self.situation = mechanism.situation(regime, values)
        self.table = table_of(mechanism.form_of(regime), self.situation, people)

    @cached_property
    def solution(self) -> Solution:
        """The equilibria under this regime."""
        return solve(self.mechanism, self.regime, self.values)

    @cached_property
    def _outcome(self) -> Outcome:
        return outcome(self.mechanism, self.regime, self.values)

    @cached_property
    def cost(self) -> float:
        """Everybody's equal share of the institution's own cost, at the selected equilibrium."""
        parts = self._outcome.parts
        spent = self._outcome.select(parts["overhead"] + parts["agreement"])
        heads = 1.0 if self.mechanism.per_head else self.table.deciders
        return -float(spent) / heads + 0.0

    @property
    def is_law(self) -> bool:
        """Whether the solution is a stationary law: how often what is done, not a point of rest."""
        return self.mechanism.selection.rule == "stationary_law"

    @cached_property
    def verified(self) -> bool:
        """Whether no equilibrium leaves anybody a gain, relative to the range of payoffs."""
        found = self._outcome.found
        return bool(found.verified[found.present].all())

    @cached_property
    def ends(self) -> list[Ends]:
        """The least and the most cooperative action of each role; None where none is more so.

        Cooperation is the mechanism's own measure, at its mean over what the other roles can do;
        the action next to 0 is the least cooperative, the one next to 1 the most.
        """
        measure, roles = self.mechanism.cooperation, self.table.roles
        if measure is None:
            return [None] * len(roles)
        shape = tuple(len(role.menu) for role in roles)
        cells = np.array(list(product(*map(range, shape))))
        profiles = [role.menu[cells[:, r]] for r, role in enumerate(roles)]
        form = self.mechanism.form_of(self.regime)
        environment = form.environment(self.situation, self.table.states(profiles))
        value = np.broadcast_to(evaluate([measure], environment)[0], len(cells)).reshape(shape)
        found: list[Ends] = []
        for r, role in enumerate(roles):
            mean = value.mean(axis=tuple(i for i in range(len(roles)) if i != r))
            if len(role.menu) > 1 and np.ptp(mean) < 1e-9:
                found.append(None)
                continue
            least, most = (int(np.abs(mean - end).argmin()) for end in (0, 1))
            found.append((role.menu[least], role.menu[most]))
        return found

    def value_of(self, seat: int) -> float:
        """Return what a seat's role gets in the selected equilibrium, less its share of the cost."""
        role = self.table.roles[self.table.role_at(seat)]
        paid = self._outcome.select(self._outcome.found.payoffs[role.actor])
        return float(paid) - self.cost


@dataclass(frozen=True, eq=False)
class Round:
    """One round that was played.

    Attributes
    ----------
    number : int
        From 1 on.
    rules : Rules
        The regime, and the table at which it was played.
    actions, payoffs : array (S, d), array (S,)
        What everybody did and got.
    seat : int
        The learner's.
    cost : float
        Everybody's share of the institution's cost, by which payoffs are less after a vote.
    """

    number: int
    rules: Rules
    actions: Array
    payoffs: Array
    seat: int
    cost: float = 0.0

    @property
    def payoff(self) -> float:
        """What the learner got."""
        return float(self.payoffs[self.seat])

    @property
    def action(self) -> str | tuple[float, ...]:
        """What the learner did: a strategy's key, or numbers; ``"left"`` after having to leave."""
        table = self.rules.table
        return named(table, table.role_at(self.seat), self.actions[self.seat])

    def share(self, r: int, strategy: int) -> float:
        """Return the share of a role that uses a strategy."""
        return float((self.actions[self.rules.table.spans[r], 0] == strategy).mean())


def named(table: Table, r: int, action: Array) -> str | tuple[float, ...]:
    """Return an action (d,) as a strategy's key, ``"left"``, or as numbers."""
    role = table.roles[r]
    if role.left is not None and action[0] == AWAY:
        return "left"
    if role.strategies:
        return role.strategies[int(action[0])].key
    return tuple(float(value) for value in action)


@dataclass(frozen=True, eq=False)
class Company:
    """Who sits where, and their luck, drawn once: what others do never changes it.

    Attributes
    ----------
    kinds : tuple of str
        The type of player in each seat; the learner's is ``"you"``.
    luck, fate : array (rounds, S)
        What they draw on to choose, and what settles who has to leave before a round.
    optimism, precision : float
    """

    kinds: tuple[str, ...]
    luck: Array
    fate: Array
    optimism: float
    precision: float

    @classmethod
    def draw(
        cls, kinds: Sequence[str], rounds: int, seed: int, optimism: float, precision: float
    ) -> Company:
        """Return players with the luck of this seed."""
        lucky = [i for i, kind in enumerate(kinds) if kind in KINDS and KINDS[kind].needs_luck]
        luck = np.zeros((rounds, len(kinds)))
        luck[:, lucky] = np.random.default_rng(seed).random((rounds, len(lucky)))
        fate = np.random.default_rng([seed, 1]).random(luck.shape)
        return cls(tuple(kinds), luck, fate, optimism, precision)

    @property
    def seat(self) -> int:
        """The learner's seat."""
        return self.kinds.index(LEARNER)

    def away(self, turn: int, before: Round | None) -> NDArray[np.bool_]:
        """Return who takes no part in a round, counted from 0, any more, shape (S,)."""
        if before is None:
            return np.zeros(len(self.kinds), dtype=bool)
        return before.rules.table.away(before.actions, self.fate[turn])

    def move(self, turn: int, rules: Rules, before: Round | None, own: Array) -> Array:
        """Return what everybody does in a round, counted from 0, shape (S, d)."""
        table = rules.table
        actions = np.tile(own, (table.seats, 1)).astype(float)
        for r, span in enumerate(table.spans):
            seen = Seen(
                table, r, rules.ends[r], self.luck[turn, span], self.optimism, self.precision,
                None if before is None else before.actions,
                None if before is None else before.payoffs,
            )  # fmt: skip
            here = self.kinds[span]
            for kind in dict.fromkeys(here):
                if kind != LEARNER:
                    seats = np.flatnonzero([k == kind for k in here])
                    actions[span.start + seats] = KINDS[kind].plays(seen, seats)
        actions[self.away(turn, before)] = AWAY
        return actions


@dataclass(frozen=True)
class Ballot:
    """A vote on the regime.

    Attributes
    ----------
    votes : tuple of str or None
        By seat; None abstains.
    winner : str
        The regime with more votes than any other, or else the one there was.
    clear : bool
        Whether there is such a regime.
    """

    votes: tuple[str | None, ...]
    winner: str
    clear: bool

    @property
    def count(self) -> dict[str, int]:
        """The votes for each regime."""
        return dict(Counter(vote for vote in self.votes if vote is not None))


def ballot(
    company: Company, candidates: Mapping[str, Rules], present: str, last: Round, own: str
) -> Ballot:
    """Return how everybody votes before a round, the learner for `own`.

    Notes
    -----
    Each type looks at one thing; see `Kind.votes`. Who finds two regimes equally good abstains,
    but votes for the present one if it is among them.
    """

    def vote(seat: int, kind: str) -> str | None:
        if kind == LEARNER:
            return own
        worth = _worth(KINDS[kind].votes, candidates, last, seat)
        top = max(worth.values())
        slack = 1e-9 * max(1.0, abs(top))
        best = [key for key, value in worth.items() if value >= top - slack]
        return best[0] if len(best) == 1 else present if present in best else None

    votes = tuple(vote(seat, kind) for seat, kind in enumerate(company.kinds))
    count = Counter(v for v in votes if v is not None).most_common(2)
    clear = len(count) == 1 or count[0][1] > count[1][1]
    return Ballot(votes, count[0][0] if clear else present, clear)


def _worth(how: str, candidates: Mapping[str, Rules], last: Round, seat: int) -> dict[str, float]:
    """Return what each regime is worth to a seat, in one of the ways of looking at it."""
    ways: dict[str, Callable[[Rules], float]] = {
        "ahead": lambda rules: rules.value_of(seat),
        "back": lambda rules: float(rules.table.payoffs(last.actions)[seat]) - rules.cost,
        "all": lambda rules: rules.solution.welfare,
    }
    return {key: ways[how](rules) for key, rules in candidates.items()}


def sitting(
    company: Company, rules: Rules, choices: Sequence[Any], later: tuple[int, Rules] | None = None
) -> tuple[Round, ...]:
    """Return the rounds that follow from the learner's actions.

    Parameters
    ----------
    company : Company
    rules : Rules
        The regime that is played first.
    choices : sequence of array (d,)
        What the learner does, round by round.
    later : pair of int and Rules, optional
        From which round on, counted from 0, a regime that was voted for is played. From there on
        payoffs are less by everybody's share of that institution's own cost.
    """
    rounds: list[Round] = []
    for turn, own in enumerate(choices):
        now, cost = rules, 0.0
        if later is not None and turn >= later[0]:
            now, cost = later[1], later[1].cost
        actions = company.move(turn, now, rounds[-1] if rounds else None, np.asarray(own))
        payoffs = now.table.payoffs(actions) - cost
        rounds.append(Round(turn + 1, now, actions, payoffs, company.seat, cost))
    return tuple(rounds)
