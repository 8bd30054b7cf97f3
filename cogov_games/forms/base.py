"""What every form of game shares: the situation it is solved in and the equilibria it returns."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from ..errors import InputError
from ..expressions import Array, compiled
from ..solvers.replicator import Replicator
from ..words import Words, say

TOLERANCE = 1e-9
"""Largest regret of a reported equilibrium, as a share of the payoff range."""

STABILITY = ("unstable", "stable", "semi-stable", "neutral", "non-hyperbolic")


@dataclass(frozen=True)
class Strategy:
    """Something that an actor can do; `share` is the symbol of its probability in formulas."""

    key: str
    title: Words
    share: str | None = None


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


@dataclass(frozen=True)
class Situation:
    """Parameter values under one institution, for a whole batch of games at once.

    Parameters
    ----------
    values : mapping of symbol to array
        The parameters; all arrays have one common shape, the batch's.
    binds : mapping of primitive symbol to expression
    transfers : mapping of str to expression
    given : mapping of primitive symbol to array
        Primitives set by hand; they replace what the institution binds.
    derived : mapping of primitive symbol to expression
        Primitives that follow from the others.
    """

    values: Mapping[str, Array]
    binds: Mapping[str, sp.Expr] = field(default_factory=dict)
    transfers: Mapping[str, sp.Expr] = field(default_factory=dict)
    given: Mapping[str, Array] = field(default_factory=dict)
    derived: Mapping[str, sp.Expr] = field(default_factory=dict)
    _cache: dict[int, dict[str, Array]] = field(default_factory=dict, repr=False, compare=False)

    @property
    def shape(self) -> tuple[int, ...]:
        """The batch's shape."""
        return next(iter(self.values.values())).shape

    def environment(self, axes: int = 0, **states: Array) -> dict[str, Array]:
        """Return all symbols' values, with `axes` further axes on which the `states` live."""
        environment = self._fixed(axes) | states
        for stage in (self.binds, self.derived):
            due = {name: e for name, e in stage.items() if name not in environment}
            while due:  # what follows from others of its stage comes after them
                ready = {n: e for n, e in due.items() if _symbols(e) <= environment.keys()} or due
                environment |= zip(ready, compiled(tuple(ready.values()))(environment), strict=True)
                due = {name: e for name, e in due.items() if name not in ready}
        return environment

    @property
    def fixed(self) -> Mapping[str, Array]:
        """Parameters and those primitives that do not depend on the form's state."""
        return self._fixed(0)

    @property
    def moving(self) -> dict[str, sp.Expr]:
        """What is bound to the form's state, or comes to a plain number."""
        found = {n: e for n, e in self.binds.items() if n not in self.fixed or e.is_number}
        for name, formula in self.derived.items():
            value = formula.subs(named(found))
            if value.is_number and name not in self.given:
                found[name] = value
        return found

    def _fixed(self, axes: int) -> dict[str, Array]:
        """Return what does not depend on the form's state."""
        if axes not in self._cache:
            if axes:
                flat = self._fixed(0)
                self._cache[axes] = {name: _expand(array, axes) for name, array in flat.items()}
            else:
                fixed = {**self.values, **self.given}
                waiting = [self.binds, self.derived]
                while waiting:
                    stage = waiting.pop(0)
                    still = {
                        name: e
                        for name, e in stage.items()
                        if name not in fixed and _symbols(e) <= fixed.keys()
                    }
                    values = compiled(tuple(still.values()))(fixed)
                    shaped = (np.broadcast_to(array, self.shape) for array in values)
                    fixed |= zip(still, shaped, strict=True)
                    if still and stage is self.derived:  # others may follow from these
                        waiting.append(stage)
                self._cache[0] = fixed
        return self._cache[axes]

    def where(self, mask: NDArray[np.bool_]) -> Situation:
        """Return the part of the batch that the mask selects, flattened."""
        return replace(
            self,
            values={name: array[mask] for name, array in self.values.items()},
            given={name: array[mask] for name, array in self.given.items()},
            _cache={},
        )


@lru_cache(maxsize=1024)
def _symbols(expression: sp.Expr) -> frozenset[str]:
    return frozenset(str(symbol) for symbol in expression.free_symbols)


def _expand(array: Array, axes: int) -> Array:
    return array.reshape(array.shape + (1,) * axes)


def named(expressions: Mapping[str, sp.Expr]) -> dict[sp.Symbol, sp.Expr]:
    """Return the mapping with SymPy symbols as keys, for substitution."""
    return {sp.Symbol(name): expression for name, expression in expressions.items()}


def evaluate(expressions: Sequence[sp.Expr], environment: Mapping[str, Array]) -> list[Array]:
    """Return the expressions' values in an environment of arrays."""
    return compiled(tuple(expressions))(environment)


@dataclass(frozen=True, eq=False)
class CurvedContinuum:
    """Equilibria along a curve or on a surface, which mixtures of its ends do not span.

    Attributes
    ----------
    ends : tuple of int
        Positions of the equilibria at which a curve ends, or of a surface's corners.
    dimension : int
        1 for a curve, 2 for a surface.
    states : mapping of symbol to array (N,)
        Verified equilibria sampled from it; those of a curve in their order along it.
    """

    ends: tuple[int, ...]
    dimension: int
    states: Mapping[str, Array]


@dataclass(frozen=True)
class EquilibriumSet:
    """Equilibria of a batch of games; K is the largest number in any of them.

    Attributes
    ----------
    states : mapping of symbol to array (..., K)
        The equilibria, in the symbols that the welfare formula uses; NaN where there is none.
    payoffs : mapping of actor key to array (..., K)
    regret : array (..., K)
        Largest gain from a unilateral deviation.
    scale : array (...)
        The payoff range to which tolerances are relative.
    stability : int array (..., K)
        Index into `STABILITY`; -1 where there is no equilibrium.
    pattern : int array (..., K)
        Which kind of equilibrium this is; `Form.label` says it in words.
    continua : tuple of tuples of int
        For a single game: sets of equilibria between which all mixtures are equilibria too.
    curved : tuple of CurvedContinuum
        For a single game: its other continua.
    complete : bool array (...)
        Whether the list is proven exhaustive.
    basin : array (..., K), optional
        Share of starting points from which the equilibrium is reached.
    reached : int array (...), optional
        Position of the equilibrium that the society reaches from its status quo.
    """

    states: Mapping[str, Array]
    payoffs: Mapping[str, Array]
    regret: Array
    scale: Array
    stability: NDArray[np.int8]
    pattern: NDArray[np.int64]
    complete: NDArray[np.bool_]
    continua: tuple[tuple[int, ...], ...] = ()
    curved: tuple[CurvedContinuum, ...] = ()
    basin: Array | None = None
    reached: NDArray[np.int64] | None = None

    @property
    def present(self) -> NDArray[np.bool_]:
        """Where there is an equilibrium, shape (..., K)."""
        return np.isfinite(self.regret)

    @property
    def verified(self) -> NDArray[np.bool_]:
        """Where nobody gains by deviating alone, up to `TOLERANCE` of the payoff range, (..., K)."""
        return np.asarray(self.regret <= TOLERANCE * np.asarray(self.scale)[..., None])

    def tally(self, pattern: int) -> NDArray[np.int64]:
        """Return how many equilibria of a kind there are, shape (...)."""
        return np.asarray(((self.pattern == pattern) & self.present).sum(axis=-1))


Solved = Callable[[], EquilibriumSet]
"""Hands out the equilibria of a situation when they are asked for."""


@dataclass(frozen=True)
class Margin:
    """An expression at whose zero the set of equilibria changes.

    `at` fixes the form's own state (the count of other participants, say); `holds` and `fails`
    say what it means that the expression is at least zero, or below; `routine` is the case that
    goes without saying. A reader is shown the first of the `simpler` expressions that has the same
    sign throughout the slider ranges. An `optional` margin is listed only where it explains a
    change of the equilibria that the others leave unexplained. A declared `relation` is shown as it
    stands.
    """

    key: str
    expression: sp.Expr
    holds: Words
    fails: Words
    at: Mapping[str, sp.Expr] = field(default_factory=dict)
    routine: bool | None = None
    simpler: tuple[sp.Expr, ...] = ()
    optional: bool = False
    relation: sp.Rel | None = None

    def value(self, situation: Situation, solved: Solved | None = None) -> Array:
        """Return the expression's value, in the batch's shape."""
        states = evaluate(tuple(self.at.values()), situation.fixed) if self.at else []
        shape = situation.shape
        fixed = {k: np.broadcast_to(v, shape) for k, v in zip(self.at, states, strict=True)}
        environment = situation.environment(0, **fixed) if fixed else situation.fixed
        return np.broadcast_to(evaluate([self.expression], environment)[0], shape)

    def bound(self, binds: Mapping[str, sp.Expr]) -> sp.Expr:
        """Return the expression with the institution's primitives written out."""
        at = named(self.at)
        bound = {symbol: e.subs(at) for symbol, e in named(binds).items()}
        return self.expression.subs(at).subs(bound)


@dataclass(frozen=True)
class AsymmetricEquilibrium:
    """Pure equilibria in which only some of those who are alike act.

    Attributes
    ----------
    acting : int
        How many act.
    profiles : int
        How many equilibria these are: who acts is left open.
    payoffs : mapping of strategy to float
        What those get who use it.
    regret : float
        The largest gain from a unilateral deviation, verified to be zero up to the tolerance.
    """

    acting: int
    profiles: int
    payoffs: Mapping[str, float]
    regret: float


@dataclass(frozen=True)
class NumericMargin:
    """A margin without a formula: `compute` takes a situation and hands out its equilibria.

    Where `equations` are given they hold at the threshold, for some value of the unknowns in them.
    """

    key: str
    compute: Callable[[Situation, Solved], Array]
    holds: Words
    fails: Words
    equations: tuple[sp.Eq, ...] = ()
    routine: bool | None = None
    optional: bool = True

    def value(self, situation: Situation, solved: Solved) -> Array:
        """Return the margin, in the batch's shape."""
        return np.broadcast_to(self.compute(situation, solved), situation.shape)


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

    def probes(self, transfers: Mapping[str, sp.Expr]) -> int:
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

    @abstractmethod
    def derived(self, situation: Situation, states: Mapping[str, Array]) -> dict[str, Array]:
        """Return the states and what follows from them; arrays of shape (..., K)."""

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
    def margins(
        self, binds: Mapping[str, sp.Expr], transfers: Mapping[str, sp.Expr]
    ) -> tuple[Margin | NumericMargin, ...]:
        """Return the margins at whose zeros the set of equilibria changes."""

    def presence(
        self,
        pattern: int,
        least: int,
        binds: Mapping[str, sp.Expr],
        transfers: Mapping[str, sp.Expr],
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
            Words(f"{some.en}: {label.en}", f"{some.zh}：{label.zh}"),
            Words(f"{none.en}: {label.en}", f"{none.zh}：{label.zh}"),
            self.turning(pattern, binds, transfers),
            routine=True,
        )

    def turning(
        self, pattern: int, binds: Mapping[str, sp.Expr], transfers: Mapping[str, sp.Expr]
    ) -> tuple[sp.Eq, ...]:
        """Return the equations that hold where a kind of equilibrium appears; none if unknown."""
        return ()

    def tipping(
        self, binds: Mapping[str, sp.Expr], transfers: Mapping[str, sp.Expr]
    ) -> tuple[Margin, ...]:
        """Return the expressions at whose zeros the status quo leads to another equilibrium."""
        return ()

    def explains(self, key: str, pattern: int) -> bool:
        """Return whether a margin is among the reasons for a kind of equilibrium."""
        return True

    @abstractmethod
    def closed_form(
        self, pattern: int, binds: Mapping[str, sp.Expr], transfers: Mapping[str, sp.Expr]
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
