"""What a closed form declares: a state, the condition that moves it, and whom it concerns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import ClassVar

import sympy as sp

from ...errors import InputError
from ...expressions import Array, evaluate, sympify_fields
from ...register import declarable
from ...words import Words
from ..actors import Actor, Measure, shares_of
from ..base import Form
from ..margins import Margin
from ..situation import Formulas, Situation
from ..stage import Stage


@declarable
@dataclass(frozen=True)
class Party:
    """Someone whose decisions the condition sums up, and what they get in equilibrium."""

    key: str
    title: Words
    payoff: sp.Expr

    def __post_init__(self) -> None:
        sympify_fields(self, "payoff")


@dataclass(frozen=True)
class ClosedGame(Form):
    """The declaration of a closed form, without its solution; see `ClosedForm`."""

    kind: ClassVar[str] = "closed_form"
    counts_others: ClassVar[bool] = True
    continuum: ClassVar[str] = "every state stays where it is, from “{first}” to “{last}”"

    key: str
    title: Words
    state: str
    push: sp.Expr
    push_title: Words
    at_low: Words
    between: Words
    at_high: Words
    low: sp.Expr = sp.S.Zero
    high: sp.Expr = sp.S.One
    follows: Formulas = field(default_factory=dict)
    parties: tuple[Party, ...] = ()
    status_quo: str = ""
    information: str = ""
    turns: tuple[sp.Expr, ...] | None = None
    inner: sp.Expr | None = None
    conditions: tuple[Margin, ...] = ()
    optimum: sp.Expr | None = None
    stage: Stage | None = None

    def __post_init__(self) -> None:
        sympify_fields(self, "push", "low", "high", "inner", "optimum", "follows", "turns")
        if moving := [e for e in (self.low, self.high) if e.has(self.symbol)]:
            raise InputError(f"an end of the state's interval cannot be {moving[0]}.")

    @property
    def symbol(self) -> sp.Symbol:
        """The state in formulas."""
        return sp.Symbol(self.state)

    @property
    def actors(self) -> tuple[Actor, ...]:
        played = {self.stage.actor.key: self.stage.actor} if self.stage else {}
        return tuple(played.get(p.key) or Actor(p.key, p.title) for p in self.parties)

    @property
    def paid(self) -> tuple[str, ...]:
        return ()

    @property
    def states(self) -> tuple[str, ...]:
        return (self.state, *self.follows)

    @property
    def shown(self) -> tuple[str, ...]:
        return (self.state,)

    @property
    def measures(self) -> tuple[Measure, ...]:
        return shares_of(self.stage.actor, ("", self.state)) if self.stage else ()

    @property
    def expressions(self) -> tuple[sp.Expr, ...]:
        optional = [e for e in (self.inner, self.optimum) if e is not None]
        return (
            self.push, self.low, self.high, *self.follows.values(), *optional, *(self.turns or ()),
            *(party.payoff for party in self.parties),
            *(margin.expression for margin in self.conditions),
            *(self.stage.expressions if self.stage else ()),
        )  # fmt: skip

    def derived(self, situation: Situation, states: Mapping[str, Array]) -> dict[str, Array]:
        found = {self.state: states[self.state]}
        environment = situation.environment(axes=1, **found)
        for name, expression in self.follows.items():
            value = evaluate([expression], environment)[0]
            environment[name] = found[name] = value
        return found
