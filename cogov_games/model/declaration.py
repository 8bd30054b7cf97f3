"""The declaration: what a mechanism is, as checked data; `Mechanism` adds what one can do with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from types import MappingProxyType
from typing import Any, Self

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike

from ..errors import InputError
from ..expressions import Array, named, sympify_fields
from ..forms.base import Form
from ..forms.situation import Situation
from ..register import declarable, declarable_as
from ..words import UNTYPESET, Html, Words, escaped, say, unknown
from . import serialise
from .declared import DeclaredBoundary, DeclaredCondition
from .keys import check_keys
from .parameters import Names, Parameter
from .regimes import REFERENCE, Regime
from .selection import Selection

THEMES = (
    "collective action", "departments", "incentives", "norms", "participation", "regions",
    "services", "supervision", "the whole system", "trust",
)  # fmt: skip


@declarable
@dataclass(frozen=True)
class Account:
    """Someone whose gain or loss is shown; `bears_costs` is the share of fixed costs borne."""

    key: str
    title: Words
    payoff: sp.Expr
    bears_costs: sp.Expr = sp.S.Zero

    def __post_init__(self) -> None:
        sympify_fields(self, "payoff", "bears_costs")


@declarable_as("Mechanism")
@dataclass(frozen=True)
class Declaration:
    """A game that formalises a mechanism of governance.

    Parameters
    ----------
    key : str
    title, story, idea, leaves_out : Words
        Its name, a local case, the article's idea that it formalises, and what it leaves out.
    theme, article : str
    references : tuple of str
    parameters : sequence of Parameter
        Society and institutional parameters, and the primitives that regimes bind.
    form : Form
    regimes : sequence of Regime
    selection : Selection
    welfare : mapping of component to expression
        ``behaviour``, ``harm``, ``enforcement``: what adds up to welfare before the regime's
        overhead and cost of agreeing; `welfare_note` gives unit and zero point.
    per_head : bool
        Whether welfare is what one person gets on average, and not the sum over all.
    cooperation : expression, optional
    accounts : sequence of Account
        Others than the actors whose gain or loss is shown.
    map_axes : pair of str, optional
        The parameters over which an explorer first draws its regime map.
    own_construction : Words, optional
        What of this is our own and not the references'.
    presets : mapping of name to mapping of label to float
        Published parameter sets; ``solve(regime, **presets[name])`` takes one.
    variants : mapping of name to Mechanism
        Further examples of the same idea, shown beside it; one regime is enough for them.
    played : str, optional
        The variant with the rounds that are played, where this mechanism states a condition. What
        is a parameter there and found in equilibrium here is played as it is here.
    declared_conditions, declared_boundaries : sequences, optional
        Closed forms that this package would not find; contracts verify them.
    declared_break_even : expression, optional
        The cost of agreeing at which the best regime changes, wherever there is one.

    Raises
    ------
    InputError
        If the declaration uses a symbol that nothing defines.
    """

    key: str
    title: Words
    story: Words
    idea: Words
    leaves_out: Words
    theme: str
    article: str
    references: tuple[str, ...]
    form: Form
    selection: Selection
    welfare: Mapping[str, sp.Expr]
    welfare_note: Words
    declared_parameters: Sequence[Parameter] = field(repr=False)
    declared_regimes: Sequence[Regime] = field(repr=False)
    cooperation: sp.Expr | None = None
    cooperation_note: Words | None = None
    per_head: bool = False
    accounts: tuple[Account, ...] = ()
    own_construction: Words | None = None
    map_axes: tuple[str, str] | None = None
    presets: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    variants: Mapping[str, Self] = field(default_factory=dict)
    played: str | None = None
    declared_conditions: tuple[DeclaredCondition, ...] = ()
    declared_boundaries: tuple[DeclaredBoundary, ...] = ()
    declared_break_even: sp.Expr | None = None

    def __post_init__(self) -> None:
        sympify_fields(self, "welfare", "cooperation", "declared_break_even")
        wrong = set(self.welfare) - {"behaviour", "harm", "enforcement"}
        if wrong:
            raise InputError(f"{self.key}: welfare has no component {sorted(wrong)}.")
        self._check_keys()
        self._check_names()
        self._check_symbols()
        self._check_selection()
        self._check_declared()

    def _check_keys(self) -> None:
        """Nothing by which a part is called can be taken for markup or for a formula."""
        check_keys("key", [self.key])
        check_keys("key of an account", (a.key for a in self.accounts))
        check_keys("key of a condition", (c.key for c in self.declared_conditions))
        check_keys("preset", self.presets)
        check_keys("variant", self.variants)
        for key, regime in self.regimes.items():
            form = self.form_of(key)
            check_keys("key of a regime", [key])
            check_keys("symbol that a regime binds", regime.binds)
            check_keys("symbol of the form", (*form.states, *form.counted))
            for actor in form.actors:
                check_keys("key of an actor", [actor.key])
                check_keys("key of a strategy", (s.key for s in actor.strategies))

    def _check_names(self) -> None:
        if self.theme not in THEMES:
            raise unknown("theme", self.theme, THEMES)
        if len(self.regimes) < len(self.declared_regimes):
            raise InputError(f"{self.key}: a regime is declared twice.")
        names = self._names  # which raises where a label stands for two parameters
        for label in self.map_axes or ():
            names.find(label)
        for preset in self.presets.values():
            names.check(preset)
        for name, variant in self.variants.items():
            if not isinstance(variant, Declaration):
                raise InputError(f"{self.key}: variants[{name!r}] = {variant!r} is no Mechanism.")
        if self.played is not None and self.played not in self.variants:
            raise unknown("variant", self.played, self.variants)

    def _check_declared(self) -> None:
        """What is declared in closed form speaks of regimes and symbols that there are."""
        ours = {p.symbol for p in self.parameters.values()}
        texts: list[tuple[str, set[str], Sequence[sp.Basic]]] = []
        for c in self.declared_conditions:
            fixed = {n for n, e in self.written_out(self.check_regime(c.regime)).items()
                     if {str(s) for s in e.free_symbols} <= ours}  # fmt: skip
            texts.append((c.key, ours | fixed, (c.relation, c.where)))
        for b in self.declared_boundaries:
            pair = f"{self.check_regime(b.first)} and {self.check_regime(b.second)}"
            texts.append((pair, ours, (b.relation, b.where)))
        if self.declared_break_even is not None:
            texts.append(("break_even", ours, (self.declared_break_even,)))
        for what, known, expressions in texts:
            used = {str(s) for e in expressions for s in e.free_symbols}
            if missing := sorted(used - known):
                raise InputError(f"{self.key}, {what}: nothing defines the symbols {missing}.")

    def _check_selection(self) -> None:
        """A status quo, basins or information must be there for the rules that need them."""
        rule, forms = self.selection.rule, {id(f): f for f in map(self.form_of, self.regimes)}
        for form in forms.values():
            start = getattr(form, "status_quo", None)
            if rule == "reached_from" and start not in {p.symbol for p in self.parameters.values()}:
                raise InputError(
                    f"{self.key}: the rule reached_from needs a form with a status quo."
                )
            told = getattr(form, "information", None)
            if rule == "most_informative" and told not in form.states:
                raise InputError(
                    f"{self.key}: the rule most_informative needs a form whose information is one "
                    f"of its states, not {told!r}."
                )
            if rule == "basin_weighted" and start is None:
                raise InputError(f"{self.key}: the {form.kind} form has no basins to weigh by.")
            if (rule == "stationary_law") != (getattr(form, "population", None) is not None):
                raise InputError(
                    f"{self.key}: the rule stationary_law goes with a form of finite population."
                )

    def _check_symbols(self) -> None:
        ours = {p.symbol for p in self.parameters.values()}
        for key, regime in self.regimes.items():
            form = self.form_of(key)
            if strangers := set(regime.transfers) - set(form.paid):
                raise unknown("receiver of a transfer", sorted(strangers)[0], form.paid)
            known = (
                ours | set(regime.binds) | set(self.derived) | set(form.states) | set(form.counted)
            )
            used = (
                *form.expressions, *self.welfare.values(), *regime.binds.values(),
                *regime.transfers.values(), regime.overhead, regime.agreement, *self.derived.values(),
                *(e for a in self.accounts for e in (a.payoff, a.bears_costs)),
                self.cooperation or sp.S.Zero,
            )  # fmt: skip
            symbols = {s for e in used for s in e.free_symbols}
            if missing := {str(s) for s in symbols} - known:
                raise InputError(
                    f"{self.key}, {key}: nothing defines the symbols {sorted(missing)}."
                )
            if assumed := sorted(str(s) for s in symbols if s != sp.Symbol(str(s))):
                raise InputError(
                    f"{self.key}: declare {assumed} without assumptions; the ranges say it all."
                )
            moving = {str(s) for e in regime.binds.values() for s in e.free_symbols} - ours
            if moving and not form.counts_others:
                raise InputError(
                    f"{self.key}, {key}: in the {form.kind} form a regime binds nothing to "
                    f"{sorted(moving)}; add a transfer that depends on it."
                )

    @classmethod
    def declare(
        cls, *, parameters: Sequence[Parameter], regimes: Sequence[Regime], **rest: Any
    ) -> Self:
        """Return the mechanism that these parts declare."""
        return cls(declared_parameters=tuple(parameters), declared_regimes=tuple(regimes), **rest)

    @cached_property
    def parameters(self) -> Mapping[str, Parameter]:
        """The parameters by name, without the primitives."""
        given = {p.name: p for p in self.declared_parameters if p.role != "primitive"}
        return MappingProxyType(given)

    @cached_property
    def primitives(self) -> Mapping[str, Parameter]:
        """The institutional primitives by name; each regime sets them in its own way."""
        return MappingProxyType(
            {p.name: p for p in self.declared_parameters if p.role == "primitive"}
        )

    @cached_property
    def derived(self) -> Mapping[str, sp.Expr]:
        """The primitives that follow from the others, by symbol."""
        found = {p.symbol: p.formula for p in self.primitives.values() if p.formula is not None}
        return MappingProxyType(found)

    def written_out(self, regime: str) -> dict[str, sp.Expr]:
        """Return every primitive under a regime in terms of the parameters, by symbol."""
        binds = dict(self.regimes[regime].binds)
        bound = named(binds)
        return binds | {name: formula.subs(bound) for name, formula in self.derived.items()}

    @cached_property
    def regimes(self) -> Mapping[str, Regime]:
        """The regimes by key."""
        return MappingProxyType({regime.key: regime for regime in self.declared_regimes})

    @cached_property
    def _names(self) -> Names:
        return Names(self.declared_parameters)

    def check_values(
        self, values: Mapping[str, object], *, primitives: bool = False
    ) -> dict[str, float]:
        """Return parameter values by name; with `primitives` those may be set as well.

        Raises
        ------
        InputError
            For an unknown name, a primitive, or a value that is not allowed.
        """
        for label in values:
            if not primitives and self.find(label).role == "primitive":
                raise InputError(
                    say("{label} is set by each regime; set a regime's own parameter.", label=label)
                )
        return self._names.check(values)

    def by_name(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return values by parameter name, unchecked; none may be given twice."""
        return self._names.by_name(values)

    def find(self, label: str) -> Parameter:
        """Return the parameter or primitive of this name or symbol."""
        return self._names.find(label)

    def form_of(self, regime: str) -> Form:
        """Return the form of game that is played under a regime."""
        return self.regimes[regime].form or self.form

    @property
    def default_values(self) -> dict[str, float]:
        """The defaults by parameter name."""
        return {name: parameter.default for name, parameter in self.parameters.items()}

    @property
    def first_regime(self) -> str:
        """The regime where none is named: laissez-faire where it is declared, else the first one."""
        return REFERENCE if REFERENCE in self.regimes else next(iter(self.regimes))

    def check_regime(self, regime: object) -> str:
        """Return the regime's key, or raise with the nearest allowed one."""
        if not isinstance(regime, str) or regime not in self.regimes:
            raise unknown("regime", regime, self.regimes)
        return regime

    def situation(
        self, regime: str, values: Mapping[str, ArrayLike], *, bare: bool = True
    ) -> Situation:
        """Return checked values under one regime; arrays broadcast against each other.

        A bare primitive replaces what the regime binds; with ``bare=False`` the reference regime
        (laissez-faire) keeps its own.
        """
        institution = self.regimes[self.check_regime(regime)]
        merged: dict[str, Array] = {
            p.symbol: np.asarray(p.default) for p in self.parameters.values()
        }
        given: dict[str, Array] = {}
        for name, value in self.by_name(values).items():
            parameter = self.find(name)
            is_array = isinstance(value, list | tuple) or (
                isinstance(value, np.ndarray) and value.ndim > 0
            )
            array = parameter.check_array(value) if is_array else np.asarray(parameter.check(value))
            (given if parameter.role == "primitive" else merged)[parameter.symbol] = array
        if institution.is_reference and not bare:
            given = {}
        known = {*institution.binds, *self.derived}
        given = {name: array for name, array in given.items() if name in known}
        shape = np.broadcast_shapes(*(a.shape for a in (*merged.values(), *given.values())))
        return Situation(
            {name: np.broadcast_to(array, shape) for name, array in merged.items()},
            institution.binds,
            institution.transfers,
            {name: np.broadcast_to(array, shape) for name, array in given.items()},
            self.derived,
        )

    @cached_property
    def findings(self) -> dict[tuple[str, ...], Any]:
        """What was found out at some cost and is kept here: a declaration never changes."""
        return {}

    def to_json(self) -> str:
        """Return the whole declaration as JSON; `from_json` reads it."""
        return serialise.to_json(self)

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Return the mechanism that `to_json` wrote.

        Raises
        ------
        InputError
            If the text is no such declaration.
        """
        return serialise.from_json(text, cls)

    def __repr__(self) -> str:
        return f"<mechanism {self.key}: {self.title.en} ({self.form.kind}, {len(self.parameters)} parameters)>"

    def _repr_html_(self) -> str:
        told = [escaped(words) for words in (self.story, self.idea)]
        told += [
            Html(f"<code>{escaped(f'variants[{name!r}]')}</code> {escaped(variant.title)}")
            for name, variant in self.variants.items()
        ]
        lines = "".join(f"<p>{line}</p>" for line in told)
        return f'<div class="{UNTYPESET}"><b>{escaped(self.title)}</b>{lines}</div>'
