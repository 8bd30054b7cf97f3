"""A play without its picture: options, what the learner did, and all that follows from it."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping
from typing import Any

import numpy as np

from ..errors import FAULTS, InputError
from ..expressions import Array
from ..model.declaration import Declaration
from ..model.regimes import GOVERNANCE, REFERENCE
from ..quantities import number, whole
from ..words import unknown
from .options import company, length, precision_for
from .players import KINDS
from .records import Move, PlayData
from .sitting import LEARNER, Ballot, Company, Round, Rules, ballot, sitting
from .table import AWAY, LARGEST, Role, Table


class Session:
    """Some rounds of a game against computer players; see `Play` for the options.

    Everything follows from the options, the learner's actions and the learner's vote: what was
    played is replayed after each of them.

    Attributes
    ----------
    history : tuple of Round
        The rounds so far.
    ballot : Ballot or None
        The vote, once it was held.
    """

    def __init__(
        self,
        mechanism: Declaration,
        *,
        role: str | None,
        rounds: int | None,
        people: int | None,
        vote: int,
        seed: int,
        regime: str | None,
        optimism: float,
        precision: float | None,
        counts: Mapping[str, int | None],
        values: Mapping[str, float],
    ) -> None:
        values = dict(values)
        if people is not None and "people" in mechanism.parameters:
            values["people"], people = people, None
        self.mechanism = mechanism
        self.values = mechanism.check_values(values)
        self.people = None if people is None else whole("people", people, 1, LARGEST)
        self.seed = whole("seed", seed, 0, 2**32 - 1)
        self.rules = self._first(regime, role)
        goes_on = None if vote else self.table.goes_on
        self.open_end = rounds is None and goes_on is not None
        self.rounds = length(rounds, goes_on, self.seed)
        self.last_rounds = whole("vote", vote, 0, self.rounds - 1)
        self.role = self._role(role)
        place = self.table.roles.index(self.role)
        self.company = Company.draw(
            company(self.rules, counts, self.table.spans[place].start),
            self.rounds,
            self.seed,
            number("optimism", optimism, 0, 1),
            precision_for(self.table) if precision is None else number("precision", precision, 0),
        )
        self.candidates = self._candidates() if self.last_rounds else {}
        self.choices: list[Array] = []
        self.own_vote: str | None = None
        self._replay()

    @property
    def table(self) -> Table:
        """The table at which the first rounds are played."""
        return self.rules.table

    @property
    def counts(self) -> dict[str, int]:
        """How many computer players there are of each type, over all roles."""
        return {kind: self.company.kinds.count(kind) for kind in KINDS}

    @property
    def before_vote(self) -> int:
        """How many rounds are played before the vote; all of them where there is none."""
        return self.rounds - self.last_rounds

    @property
    def present(self) -> Rules:
        """The rules of the round that is played next or, at the end, of the last one."""
        return self.rules if self.ballot is None else self.candidates[self.ballot.winner]

    @property
    def here(self) -> Role:
        """The learner's role under the present rules."""
        table = self.present.table
        return table.roles[table.role_at(self.company.seat)]

    @property
    def stages(self) -> tuple[Rules, ...]:
        """The rules that were played: one, or two where a vote changed them."""
        return tuple(dict.fromkeys((self.rules, self.present)))

    @property
    def over(self) -> bool:
        """Whether all rounds have been played."""
        return len(self.choices) == self.rounds

    @property
    def away(self) -> bool:
        """Whether the learner had to leave and can only watch the next round."""
        turn = len(self.choices)
        last = self.history[-1] if self.history else None
        return not self.over and bool(self.company.away(turn, last)[self.company.seat])

    @property
    def vote_due(self) -> bool:
        """Whether there has to be a vote before the next round."""
        return (
            bool(self.last_rounds)
            and len(self.choices) == self.before_vote
            and self.own_vote is None
        )

    @property
    def total(self) -> float:
        """The learner's payoff in all rounds so far."""
        return sum(played.payoff for played in self.history)

    def choose(self, action: tuple[Any, ...]) -> None:
        """Play one round; see `Play.choose`."""
        if self.over:
            raise InputError(f"all {self.rounds} rounds have been played; restart() begins anew.")
        if self.vote_due:
            raise InputError("vote before you play on: vote(regime).")
        if self.away and action:
            raise InputError("you had to leave; choose() without an action watches a round.")
        self.choices.append(np.array([AWAY]) if self.away else self.parsed(action, self.here))
        self._replay()

    def vote(self, regime: str) -> None:
        """Vote for the regime of the last rounds; see `Play.vote`."""
        if not self.vote_due:
            raise InputError("there is no vote now.")
        if not isinstance(regime, str) or regime not in self.candidates:
            raise unknown("candidate", regime, self.candidates)
        self.own_vote = regime
        self._replay()

    def restart(self) -> None:
        """Begin anew, with the same players and the same luck."""
        self.choices, self.own_vote = [], None
        self._replay()

    def parsed(self, action: tuple[Any, ...], role: Role) -> Array:
        """Return an action as an array (d,), or raise the error that says what is allowed."""
        if role.strategies:
            keys = [role.strategies[i].key for i in role.open]
            given = action[0] if len(action) == 1 else action
            if isinstance(given, bool | np.bool_) and len(role.strategies) == 2:
                given = role.strategies[int(given)].key
            if not isinstance(given, str) or given not in keys:
                raise unknown("action", given, keys)
            return np.array([[s.key for s in role.strategies].index(given)], dtype=float)
        if len(action) != len(role.dials):
            names = ", ".join(dial.key for dial in role.dials)
            raise InputError(f"action = {action!r} is not allowed: give {names}.")
        pairs = zip(role.dials, action, strict=True)
        return np.array([number(dial.key, value, dial.low, dial.high) for dial, value in pairs])

    def always(self, action: Array) -> float:
        """Return the learner's total had the action (d,) been the same in all rounds.

        The computer players keep their types and their luck, and react to the learner as they do;
        the regimes are those that were played.
        """
        later = None if self.ballot is None else (self.before_vote, self.present)
        rounds = sitting(self.company, self.rules, [action] * self.rounds, later)
        return sum(played.payoff for played in rounds)

    def together(self) -> float | None:
        """Return what each would have got, had all chosen the most cooperative action in all rounds.

        None where there are several roles, or no action is more cooperative than another.
        """
        if any(len(p.rules.table.roles) > 1 or p.rules.ends[0] is None for p in self.history):
            return None
        paid = 0.0
        for played in self.history:
            ends, table = played.rules.ends[0], played.rules.table
            assert ends is not None
            alike = table.payoffs(np.tile(ends[1], (table.seats, 1)))
            paid += float(alike[played.seat]) - played.cost
        return paid

    def data(self, session: str, group: str, prediction: float | None) -> PlayData:
        """Return what everybody did; see `Play.data`."""
        moves = []
        for played in self.history:
            table = played.rules.table
            for seat, action in enumerate(played.actions):
                role, kind = table.roles[table.role_at(seat)], self.company.kinds[seat]
                if role.left is not None and action[0] == AWAY:
                    continue
                done: list[tuple[str, str | float]] = (
                    [(role.key, role.strategies[int(action[0])].key)]
                    if role.strategies
                    else [(d.key, float(v)) for d, v in zip(role.dials, action, strict=True)]
                )
                moves += [
                    Move(
                        session, group, played.number,
                        LEARNER if kind == LEARNER else f"{kind} {seat + 1}", key, what,
                        prediction if kind == LEARNER else None,
                        None if place else float(played.payoffs[seat]),
                    )
                    for place, (key, what) in enumerate(done)
                ]  # fmt: skip
        return PlayData(tuple(moves))

    def kept(self) -> dict[str, Any]:
        """Return what the learner did, as JSON data that `take_up` reads."""
        return {"choices": [own.tolist() for own in self.choices], "vote": self.own_vote}

    def take_up(self, kept: Any) -> None:
        """Take up what was kept of the same play; leave out what cannot be."""
        with contextlib.suppress(*FAULTS):
            for own in kept["choices"]:
                if self.vote_due:
                    self.vote(kept["vote"])
                strategies = self.here.strategies
                done = (strategies[int(own[0])].key,) if strategies else tuple(own)
                self.choose(() if self.away else done)
            if self.vote_due and kept["vote"] is not None:
                self.vote(kept["vote"])

    def _replay(self) -> None:
        """Work out what follows from what the learner did."""
        first = self.choices[: self.before_vote]
        self.ballot: Ballot | None = None
        self.history: tuple[Round, ...] = sitting(self.company, self.rules, first)
        if self.own_vote is not None:
            self.ballot = ballot(
                self.company, self.candidates, self.regime, self.history[-1], self.own_vote
            )
            self.history = sitting(
                self.company, self.rules, self.choices, (self.before_vote, self.present)
            )

    @property
    def regime(self) -> str:
        """The regime that is played first."""
        return self.rules.regime

    def _first(self, regime: str | None, role: str | None) -> Rules:
        """Return the rules of the regime that is played first.

        Where none is given it is laissez-faire, or else the first one that can be played, in which
        the learner's role has a choice.
        """
        if regime is not None:
            key = self.mechanism.check_regime(regime)
            return Rules(self.mechanism, key, self.values, self.people)
        problems, playable = [], []
        for key in sorted(self.mechanism.regimes, key=lambda key: key != REFERENCE):
            try:
                playable.append(Rules(self.mechanism, key, self.values, self.people))
            except InputError as problem:
                problems.append(problem)
        if not playable:
            raise problems[0]
        return next((r for r in playable if r.table.leaves_choice(role)), playable[0])

    def _role(self, key: str | None) -> Role:
        roles = {role.key: role for role in self.table.roles}
        if key is None:
            return self.table.roles[0]
        if not isinstance(key, str) or key not in roles:
            raise unknown("role", key, roles)
        return roles[key]

    def _candidates(self) -> dict[str, Rules]:
        """Return the regimes that can be voted for: those that the same people can play."""
        found = {}
        directed = {"free_riders", "altruists"} & set(self.company.kinds)
        for key in self.mechanism.regimes:
            if key == self.regime:
                found[key] = self.rules
            elif key in GOVERNANCE:
                with contextlib.suppress(InputError):
                    rules = Rules(self.mechanism, key, self.values, self.people)
                    if _fit(self.table, rules.table) and not (directed and None in rules.ends):
                        found[key] = rules
        if len(found) < 2:
            raise InputError(
                f"vote = {self.last_rounds} is not allowed: in {self.mechanism.key} the same people "
                f"can play no other regime than {self.regime}."
            )
        return found


def _fit(first: Table, second: Table) -> bool:
    """Say whether the people at one table can play at another, everybody doing the same things."""
    if first.seats != second.seats:
        return False
    pairs = (
        (first.roles[first.role_at(seat)], second.roles[second.role_at(seat)])
        for seat in range(first.seats)
    )
    return all(a.same_choices(b) for a, b in pairs)
