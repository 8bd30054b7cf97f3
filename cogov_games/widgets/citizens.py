"""Computer citizens of stated types, and the rounds that one plays with them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import InputError
from ..expressions import Array

TYPES = ("free_riders", "conditional", "altruists")


def whole(name: str, value: object, low: int, high: int) -> int:
    """Return a whole number from `low` to `high`, or raise the error that says so."""
    number = isinstance(value, int | np.integer) and not isinstance(value, bool)
    if not number or not low <= int(value) <= high:  # type: ignore[call-overload]
        raise InputError(f"{name} = {value!r} is not allowed: a whole number from {low} to {high}.")
    return int(value)  # type: ignore[call-overload,no-any-return]


@dataclass(frozen=True)
class Citizens:
    """Computer citizens whose luck is drawn once.

    Attributes
    ----------
    counts : mapping of type to int
        ``free_riders`` never act; ``conditional`` cooperators act with a probability equal to the
        share of everybody that acted in the last round; ``altruists`` always act.
    optimism : float
        The probability with which conditional cooperators act in the first round.
    luck : array (rounds, conditional)
        One draw from [0, 1) per round and conditional cooperator, who acts if it is below the
        probability. What others do never changes the draws.
    """

    counts: Mapping[str, int]
    optimism: float
    luck: Array

    @classmethod
    def draw(cls, counts: Mapping[str, int], optimism: float, rounds: int, seed: int) -> Citizens:
        """Return citizens with the luck of this seed."""
        luck = np.random.default_rng(seed).random((rounds, counts["conditional"]))
        return cls(dict(counts), optimism, luck)

    def acting(self, turn: int, last_share: float | None) -> dict[str, int]:
        """Return how many of each type act in a round, counted from 0."""
        chance = self.optimism if last_share is None else last_share
        return {
            "free_riders": 0,
            "conditional": int((self.luck[turn] < chance).sum()),
            "altruists": self.counts["altruists"],
        }


@dataclass(frozen=True)
class Round:
    """One round that was played.

    Attributes
    ----------
    number : int
        From 1 on.
    acted : bool
        Whether the learner acted.
    acting : mapping of type to int
        How many computer citizens of each type acted.
    others : int
        How many computer citizens acted.
    share : float
        Share of everybody, the learner included, that acted.
    payoff : float
        The learner's payoff in this round.
    """

    number: int
    acted: bool
    acting: Mapping[str, int]
    others: int
    share: float
    payoff: float

    def to_row(self) -> dict[str, Any]:
        """Return the round as one flat row."""
        return {
            "round": self.number, "acted": self.acted, "others": self.others, "share": self.share,
            "payoff": self.payoff, **self.acting,
        }  # fmt: skip


def sitting(
    citizens: Citizens, tables: tuple[Array, Array], choices: Sequence[bool]
) -> Iterator[Round]:
    """Yield the rounds that follow from the learner's choices.

    Parameters
    ----------
    citizens : Citizens
    tables : pair of arrays (n,)
        Payoffs from abstaining and from acting when 0..n-1 others act.
    choices : sequence of bool
        Whether the learner acts, round by round.
    """
    people = len(tables[0])
    share: float | None = None
    for turn, acted in enumerate(choices):
        acting = citizens.acting(turn, share)
        others = sum(acting.values())
        share = (others + acted) / people
        yield Round(turn + 1, acted, acting, others, share, float(tables[acted][others]))
