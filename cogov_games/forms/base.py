"""What every form of game can say of itself: its actors, equilibria, words and thresholds."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import numpy as np
import sympy as sp

from ..errors import InputError
from ..expressions import Array, evaluate
from ..solvers.planner import maximise
from ..solvers.replicator import Replicator
from ..words import Words, say
from .actors import Actor, Measure, Strategy
from .equilibria import AsymmetricEquilibrium, EquilibriumSet, Solved
from .margins import AnyMargin, Margin, NumericMargin
from .phrases import titled
from .situation import Formulas, Situation


class Form(ABC):
    """A form of game: who moves, what they get, and how its equilibria are found."""

    kind: ClassVar[str]
    counts_others: ClassVar[bool] = False
    """Whether what a regime binds may depend on what the others do."""
    continuum: ClassVar[str] = "a tie: every mixture of “{labels}” is an equilibrium too"
    """What is said of the `first` to the `last` equilibrium of a continuum, and all `labels`."""

    @property
    def counted(self) -> tuple[str, ...]:
        """The symbols of the other members' numbers, where these matter."""
        return ()

    def probes(self, transfers: Formulas) -> int:
        """Return at how many pairs of points unknown thresholds are looked for; a power of two."""
        return 512

    @property
    def paid(self) -> tuple[str, ...]:
        """To whom an institution's transfers may go."""
        return tuple(actor.key for actor in self.actors)

    @property
    @abstractmethod
    def actors(self) -> tuple[Actor, ...]:
        """Those who decide."""

    @property
    @abstractmethod
    def states(self) -> tuple[str, ...]:
        """The symbols that describe an equilibrium and that welfare may use."""

    @property
    def shown(self) -> tuple[str, ...]:
        """The states that a reader is told."""
        return self.states

    @property
    def noted(self) -> tuple[Actor, ...]:
        """As whom players note what they do, one strategy or number each."""
        return self.actors

    @property
    def measures(self) -> tuple[Measure, ...]:
        """What a class that plays this game can count; none where that cannot be compared."""
        return ()

    @property
    @abstractmethod
    def expressions(self) -> tuple[sp.Expr, ...]:
        """Every expression of the declaration."""

    @abstractmethod
    def equilibria(self, situation: Situation) -> EquilibriumSet:
        """Return all equilibria of each game in the batch."""

    def derived(self, situation: Situation, states: Mapping[str, Array]) -> dict[str, Array]:
        """Return the states and what follows from them; arrays of shape (..., K)."""
        return {name: states[name] for name in self.states}

    @abstractmethod
    def first_best(self, situation: Situation, objective: sp.Expr) -> Array:
        """Return the largest value of the objective over all actions, per game of the batch."""

    @abstractmethod
    def profile(self, states: Mapping[str, float]) -> Mapping[str, Any]:
        """Return one equilibrium as who does what."""

    @abstractmethod
    def label(self, pattern: int) -> Words:
        """Say in words which kind of equilibrium a pattern is."""

    @abstractmethod
    def describe(self, pattern: int, states: Mapping[str, float]) -> str:
        """Say in the current language what happens in one equilibrium, with its numbers."""

    @abstractmethod
    def margins(self, binds: Formulas, transfers: Formulas) -> tuple[AnyMargin, ...]:
        """Return the margins at whose zeros the set of equilibria changes."""

    def presence(
        self, pattern: int, least: int, binds: Formulas, transfers: Formulas
    ) -> NumericMargin:
        """Return whether there are at least so many equilibria of a kind, as a margin of 1 or -1.

        It makes up for what the form's `margins` leave out.
        """

        def compute(situation: Situation, solved: Solved) -> Array:
            return np.where(solved().tally(pattern) >= least, 1.0, -1.0)

        label, some = self.label(pattern), Words("there is an equilibrium", "存在均衡")
        none = Words("there is no equilibrium", "不存在均衡")
        if least > 1:
            some = Words(f"there are at least {least} equilibria", f"至少有{least}个均衡")
            none = Words(f"there are fewer than {least} equilibria", f"均衡少于{least}个")
        return NumericMargin(
            f"kind.{pattern}" + (f".{least}" if least > 1 else ""),
            compute,
            titled(some, label),
            titled(none, label),
            self.turning(pattern, binds, transfers),
            routine=True,
        )

    def turning(self, pattern: int, binds: Formulas, transfers: Formulas) -> tuple[sp.Eq, ...]:
        """Return the equations that hold where a kind of equilibrium appears; none if unknown."""
        return ()

    def tipping(self, binds: Formulas, transfers: Formulas) -> tuple[Margin, ...]:
        """Return the expressions at whose zeros the status quo leads to another equilibrium."""
        return ()

    def explains(self, key: str, pattern: int) -> bool:
        """Return whether a margin is among the reasons for a kind of equilibrium."""
        return True

    @abstractmethod
    def closed_form(
        self, pattern: int, binds: Formulas, transfers: Formulas
    ) -> dict[str, sp.Expr] | None:
        """Return the states of a kind of equilibrium as formulas, or None where there are none."""

    def group_payoffs(self, situation: Situation) -> tuple[list[Strategy], int, Array]:
        """Return, for one game in groups from one population, the k strategies, the size of a
        group, and payoffs (k, S) by composition of the others.
        """
        raise InputError(f"the {self.kind} form has no single population.")

    def rest_points(self, situation: Situation, found: EquilibriumSet) -> list[dict[str, float]]:
        """Return, for one game, the states that are at rest under adjustment but no equilibria."""
        return []

    def asymmetric(self, situation: Situation) -> tuple[AsymmetricEquilibrium, ...]:
        """Return, for one game, the pure equilibria in which those who are alike do not act alike."""
        return ()

    @property
    def populations(self) -> tuple[Actor, ...]:
        """Those whose shares `replicator` moves; none where there is no such dynamics."""
        return ()

    def replicator(self, situation: Situation) -> Replicator:
        """Return, for one game, the replicator dynamics of populations of its actors.

        Raises
        ------
        InputError
            If the form has none.
        """
        raise InputError(
            say(
                "the {kind} form has no replicator dynamics: they move shares of strategies, and "
                "this form has none.",
                kind=say(self.kind),
            )
        )

    def to_shares(self, states: Mapping[str, float]) -> Array:
        """Return the shares (K,) of all actors' strategies, in order, for `replicator`."""
        return np.array([states[name] for name in self.states])

    def from_shares(self, shares: Array) -> dict[str, float]:
        """Return the states that shares (K,) stand for."""
        return dict(zip(self.states, map(float, shares), strict=True))

    def environment(self, situation: Situation, states: Mapping[str, Array]) -> dict[str, Array]:
        """Return the environment in which welfare is read at equilibria of shape (..., K)."""
        return situation.environment(axes=1, **self.derived(situation, states))

    def value_at(
        self, situation: Situation, states: Mapping[str, Array], expression: sp.Expr
    ) -> Array:
        """Return an expression's value at states of shape (..., K); it broadcasts to that shape."""
        return evaluate([expression], self.environment(situation, states))[0]

    def largest_between(
        self,
        situation: Situation,
        names: Sequence[str],
        ends: tuple[Array, Array],
        objective: sp.Expr,
    ) -> Array:
        """Return the objective's largest value, per game, while k states move between their ends.

        Parameters
        ----------
        names : sequence of str
            The states' symbols.
        ends : pair of arrays (..., k)
        """

        def value(points: Array) -> Array:
            states = {name: points[..., i] for i, name in enumerate(names)}
            return self.value_at(situation, states, objective)

        return maximise(value, *ends)
