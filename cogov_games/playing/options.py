"""What a play is told: checked options, and who sits where."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import zip_longest
from math import floor, inf, log10

import numpy as np

from ..errors import InputError
from ..quantities import whole
from ..words import say
from .players import KINDS
from .sitting import LEARNER, Rules
from .table import Table

MOST = 100
"""Rounds at most."""
NEIGHBOURS = ({"free_riders": 0.25, "altruists": 0.1}, "conditional")
LEARNERS = ({"imitation": 1 / 3, "logit": 1 / 3}, "best_response")
"""Parts of the company, and the type that takes what is left, where nothing else is said."""


def length(rounds: object, goes_on: float | None, seed: int) -> int:
    """Return how many rounds there are: as given, as the seed draws them, or ten."""
    if rounds is None and goes_on is not None:
        drawn = np.random.default_rng([seed, 2]).geometric(1 - goes_on)
        return min(int(drawn), MOST)
    return whole("rounds", 10 if rounds is None else rounds, 1, MOST)


def precision_for(table: Table) -> float:
    """Return ten over what one's own choice can matter, to one digit."""
    size = table.size()
    if not 0 < size < inf:
        return 1.0
    unit = 10.0 ** floor(log10(10 / size))
    return round(10 / size / unit) * unit


def company(rules: Rules, given: Mapping[str, int | None], seat: int) -> tuple[str, ...]:
    """Return the type of player in each seat, the learner's included.

    Parameters
    ----------
    rules : Rules
    given : mapping of type to int or None
        How many there are of each type: in each role where roles are populations, and in all
        otherwise. None takes the usual part, or the rest.
    seat : int
        The learner's.
    """
    table = rules.table
    if not table.populations:
        dealt = _dealt(_head_count(given, table.seats - 1, rules))
        return (*dealt[:seat], LEARNER, *dealt[seat:])
    kinds: list[str] = []
    for span in table.spans:
        counts = _head_count(given, span.stop - span.start, rules)
        if span.start == seat:
            counts[max(counts, key=lambda kind: counts[kind])] -= 1
            kinds.append(LEARNER)
        kinds.extend(_dealt(counts))
    return tuple(kinds)


def _head_count(given: Mapping[str, int | None], people: int, rules: Rules) -> dict[str, int]:
    """Return how many of so many computer players there are of each type."""
    counts = {
        kind: whole(kind, number, 0, people) for kind, number in given.items() if number is not None
    }
    directed = all(ends is not None for ends in rules.ends)
    for kind in ("free_riders", "altruists"):
        if counts.get(kind) and not directed:
            raise InputError(
                say(
                    "{kind} = {number} is not allowed: in {mechanism} not every role has an action "
                    "that cooperates more.",
                    kind=kind, number=counts[kind], mechanism=rules.mechanism.key,
                )
            )  # fmt: skip
    group = directed and rules.mechanism.form_of(rules.regime).kind == "group"
    parts, filler = NEIGHBOURS if group else LEARNERS
    usual = [kind for kind in (filler, *parts) if kind not in counts]
    rest = people - sum(counts.values())
    if rest < 0 or (rest and not usual):
        told = ", ".join(f"{kind} = {number}" for kind, number in counts.items())
        raise InputError(f"{told} is not allowed: together {people} computer players are needed.")
    for kind in usual[1:]:
        counts[kind] = round(parts[kind] * rest)
    if usual:
        counts[usual[0]] = people - sum(counts.values())
    return {kind: counts.get(kind, 0) for kind in KINDS}


def _dealt(counts: Mapping[str, int]) -> list[str]:
    """Return so many of each type, mixed like cards that are dealt."""
    hands = ([kind] * number for kind, number in counts.items())
    return [kind for turn in zip_longest(*hands) for kind in turn if kind is not None]
