"""Who decides, what they can do, and what of it a class can count."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ..register import declarable
from ..words import Words


@declarable
@dataclass(frozen=True)
class Strategy:
    """Something that an actor can do; `share` is the symbol of its probability in formulas."""

    key: str
    title: Words
    share: str | None = None


@declarable
@dataclass(frozen=True)
class Actor:
    """Someone who decides."""

    key: str
    title: Words
    strategies: tuple[Strategy, ...] = ()


@dataclass(frozen=True)
class Measure:
    """What can be counted in a class and compared with an equilibrium.

    The share of those in a role who use a strategy or, without a strategy, their mean number;
    `state` is its symbol among the form's states.
    """

    role: str
    strategy: str | None
    state: str
    title: Words


def shares_of(
    actor: Actor, symbols: Sequence[str], who: Words | None = None
) -> tuple[Measure, ...]:
    """Return the share of each strategy; of two the last one's, which tells both."""
    pairs = list(zip(actor.strategies, symbols, strict=True))
    of = Words(f"{who.en}: ", f"{who.zh}：") if who else Words("", "")
    return tuple(
        Measure(
            actor.key, strategy.key, symbol,
            Words(f"{of.en}share who {strategy.title.en}", f"{of.zh}选择“{strategy.title.zh}”的比例"),
        )
        for strategy, symbol in (pairs[1:] if len(pairs) == 2 else pairs)
    )  # fmt: skip
