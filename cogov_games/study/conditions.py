"""Conditions: the thresholds at which the equilibria of a regime, or the selected one, change."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, partial, wraps

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike

from ..errors import InputError
from ..expressions import Array, named
from ..forms.base import Form
from ..forms.equilibria import EquilibriumSet, Solved
from ..forms.margins import AnyMargin, Margin, NumericMargin
from ..forms.situation import Situation
from ..model.declaration import Declaration
from ..model.declared import DeclaredCondition
from ..model.outcome import outcome, outcome_of
from ..model.parameters import axis_values
from ..words import Words
from .crossings import FEWER, POINTS, crossings, sides_around
from .probe import Probe, differ, needed
from .relations import readable

ROUNDING = 1e-12
"""Margins this small count as zero."""
MEMORY = 64
"""How many situations of a regime are kept."""


@dataclass(frozen=True)
class Condition:
    """A threshold at which the set of equilibria changes.

    Attributes
    ----------
    kind : str
        ``"closed"``: `relation` is a formula. ``"implicit"``: `relation` is a tuple of equations
        that hold at the threshold, for some value of their unknowns, which are no parameters.
        ``"numeric"``: there is no relation; whether it holds is found by solving the game.
    relation : SymPy relational, tuple of equations, or None
    short : SymPy relational or None
        The same in the institutional primitives, for a closed one.
    meaning, otherwise : Words
        What it says when it holds, and when it fails.
    routine : bool or None
        The case that goes without saying.

    Notes
    -----
    Numbers are exact for closed conditions up to rounding. A change that is found by solving lies
    where the solver sees it, within the tolerance for ties (see `Boundary`).
    """

    key: str
    kind: str
    relation: sp.Basic | None
    short: sp.Basic | None
    meaning: Words
    otherwise: Words
    routine: bool | None
    _situation: Callable[[Mapping[str, ArrayLike]], Situation] = field(repr=False, compare=False)
    _margin: Callable[..., Array] = field(repr=False, compare=False)
    _cross: Callable[..., Mapping[str, tuple[float, ...]]] = field(repr=False, compare=False)
    _count: Callable[[], tuple[int, int] | None] = field(repr=False, compare=False)

    def margin(self, **values: ArrayLike) -> Array:
        """Return the margin, zero at the threshold, at values that broadcast.

        For a numeric condition it is 1 where the condition holds and -1 where it fails.
        """
        return self._margin(self._situation(values))

    def read(self, situation: Situation, found: EquilibriumSet) -> Array:
        """Return the margin where the game was solved already."""
        return self._margin(situation, lambda: found)

    def crossings(self, **values: float) -> Mapping[str, tuple[float, ...]]:
        """Return, by parameter, where the condition starts or stops to hold and the equilibria
        change, the others fixed.

        Parameters
        ----------
        **values : float
            The others' values; unset ones have their defaults.

        Returns
        -------
        mapping of parameter name to tuple of float
            For a whole-number parameter the first number after the change.

        Raises
        ------
        InputError
            For an unknown name or a value that is not allowed.

        Notes
        -----
        A change is found by halving between 201 points of the slider to 1e-13 of their distance,
        where there is no formula between 41 points to 1e-8; two changes between the same two
        points are missed. Places where neither the kinds of equilibria nor the selected one differ, 1e-6
        of the range to either side, are left out: not every best reply is part of an equilibrium.
        """
        return self._cross(values)

    def places(self, values: Mapping[str, float]) -> Mapping[str, tuple[float, ...]]:
        """Return the `crossings` for drawing: to a millionth of each slider, or a thousandth where
        there is no formula.
        """
        return self._cross(values, steps=6 if self.kind == "numeric" else 14)

    def holds(self, **values: float) -> bool:
        """Return whether the condition holds at these values (unset: defaults).

        Raises
        ------
        InputError
            For an unknown name or a value that is not allowed.
        """
        margin = self.margin(**values)
        if margin.ndim:
            given = ", ".join(name for name, value in values.items() if np.ndim(value))
            raise InputError(f"{given} is not a single number; `margin` takes arrays.")
        return float(margin) >= -1e-12

    @cached_property
    def counts(self) -> tuple[int, int] | None:
        """Numbers of equilibria just where it fails and just where it holds, other parameters at
        their defaults; None where no slider crosses it.

        They are counted at the first crossing along any slider, 1e-6 of its range to either side.
        """
        return self._count()

    def _repr_latex_(self) -> str | None:
        return None if self.relation is None else f"$${sp.latex(self.relation)}$$"


class _Desk:
    """The last situations of one regime and their equilibria, for one condition after another."""

    def __init__(self, mechanism: Declaration, regime: str) -> None:
        self.mechanism, self.regime = mechanism, regime
        self._kept: dict[object, tuple[Situation, list[EquilibriumSet]]] = {}

    def situation(self, values: Mapping[str, ArrayLike]) -> Situation:
        """Return checked values under the regime."""
        situation = self.mechanism.situation(self.regime, values)
        arrays = (*situation.values.values(), *situation.given.values())
        key = tuple((array.shape, array.tobytes()) for array in arrays), tuple(situation.given)
        if key not in self._kept:
            self._kept[key] = situation, []
            if len(self._kept) > MEMORY:
                del self._kept[next(iter(self._kept))]
        return self._kept[key][0]

    def solved(self, situation: Situation) -> Solved:
        """Return what hands out the equilibria of a situation."""

        def solve() -> EquilibriumSet:
            form = self.mechanism.form_of(self.regime)
            known = [found for kept, found in self._kept.values() if kept is situation]
            if known and known[0]:
                return known[0][0]
            solution = form.equilibria(situation)
            if known:
                known[0].append(solution)
            return solution

        return solve

    def crossings(
        self,
        margin: AnyMargin,
        relation: sp.Basic | None,
        values: Mapping[str, float],
        steps: int | None = None,
    ) -> dict[str, tuple[float, ...]]:
        """Return where a margin changes its sign along each slider, the others fixed, and with it
        the kinds of equilibria or the one that is selected.
        """
        fixed = {self.mechanism.find(label).name: number for label, number in values.items()}
        used = None if relation is None else {str(symbol) for symbol in relation.free_symbols}
        closed, found = isinstance(margin, Margin), {}
        for name, parameter in self.mechanism.parameters.items():
            costs_only = parameter.role in ("overhead", "agreement")
            if costs_only if used is None else parameter.symbol not in used:
                continue

            def along(array: Array, name: str = name) -> Array:
                value = self.value(margin, self.situation({**fixed, name: array}))
                return np.where(np.abs(value) <= ROUNDING, 0.0, value)

            start = along(axis_values(parameter, POINTS if closed else FEWER))
            places = crossings(parameter, along, start, steps or (44 if closed else 28))
            if closed and places:  # a zero without consequence
                sides: dict[str, ArrayLike] = {**fixed, name: sides_around(parameter, places)}
                changed = differ(outcome(self.mechanism, self.regime, sides))
                places = [place for place, is_real in zip(places, changed, strict=True) if is_real]
            if places:
                found[name] = tuple(places)
        return found

    def counts(self, margin: AnyMargin, relation: sp.Basic | None) -> tuple[int, int] | None:
        """Count equilibria just before and just after the first crossing along any slider."""
        for name, places in self.crossings(margin, relation, {}).items():
            parameter = self.mechanism.parameters[name]
            if parameter.integer or parameter.choices:
                continue
            for sides in sides_around(parameter, places):
                situation = self.situation({name: sides})
                holds = self.value(margin, situation) >= 0
                if holds[0] != holds[1]:
                    count = self.solved(situation)().present.sum(axis=-1)
                    return int(count[~holds][0]), int(count[holds][0])
        return None

    def value(self, margin: AnyMargin, situation: Situation, solved: Solved | None = None) -> Array:
        """Return a margin's value, solving only what was not solved yet."""
        return margin.value(situation, solved or self.solved(situation))


def _once(
    find: Callable[[Declaration, str], tuple[Condition, ...]],
) -> Callable[[Declaration, str], tuple[Condition, ...]]:
    """Keep what was found: it takes some hundred games to find thresholds."""

    @wraps(find)
    def kept(mechanism: Declaration, regime: str) -> tuple[Condition, ...]:
        key = find.__name__, mechanism.check_regime(regime)
        if key not in mechanism.findings:
            mechanism.findings[key] = find(mechanism, regime)
        found: tuple[Condition, ...] = mechanism.findings[key]
        return found

    return kept


@_once
def conditions(mechanism: Declaration, regime: str) -> tuple[Condition, ...]:
    """Return the regime's thresholds, without those that always or never hold.

    Notes
    -----
    Formulas come first, those that the mechanism declares before those that the form derives; a
    derived one that crosses zero without a change in the equilibria, or whose sign is that of a
    declared one, is left out. What then is unexplained between any of some thousand pairs of
    neighbouring points, all over the slider ranges and along each slider at the defaults, is added
    without a formula.
    """
    binds, transfers, form = _institution(mechanism, regime)
    probe = Probe.of(mechanism, regime)
    given = _declared(mechanism, regime)
    known = [probe.split(margin) for margin in given]
    derived = [
        margin
        for margin in form.margins(binds, transfers)
        if not any(np.array_equal(probe.split(margin), split) for split in known)
        and (margin.optional or not probe.idle(margin))
    ]
    kept = needed(
        probe, [*given, *derived], probe.tallies(),
        lambda kind: form.presence(*kind, binds, transfers),
    )  # fmt: skip
    return _described(mechanism, regime, kept)


@_once
def tipping(mechanism: Declaration, regime: str) -> tuple[Condition, ...]:
    """Return the thresholds at which another equilibrium is selected although the set stays.

    Notes
    -----
    What neither a condition nor one of the form's formulas explains is added without a formula.
    """
    binds, transfers, form = _institution(mechanism, regime)
    if mechanism.selection.rule == "unique":
        return ()
    probe = Probe.of(mechanism, regime)
    kept = needed(
        probe, form.tipping(binds, transfers), probe.selected(),
        lambda kind: _selection(mechanism, regime, kind[0]), explained=probe.changed,
    )  # fmt: skip
    return _described(mechanism, regime, kept)


def _institution(
    mechanism: Declaration, regime: str
) -> tuple[dict[str, sp.Expr], Mapping[str, sp.Expr], Form]:
    transfers = mechanism.regimes[regime].transfers
    return mechanism.written_out(regime), transfers, mechanism.form_of(regime)


def _declared(mechanism: Declaration, regime: str) -> list[Margin]:
    return [declared_margin(d) for d in mechanism.declared_conditions if d.regime == regime]


def declared_margin(declared: DeclaredCondition) -> Margin:
    """Return what is at least zero where a declared condition holds."""
    left, right = declared.relation.args
    return Margin(
        declared.key, left - right, declared.meaning, declared.otherwise, relation=declared.relation
    )


def _selection(mechanism: Declaration, regime: str, pattern: int) -> NumericMargin:
    """Return whether the selected equilibrium is of a kind, as a margin of 1 or -1."""

    def compute(situation: Situation, solved: Solved) -> Array:
        result = outcome_of(mechanism, regime, situation)
        return np.where(result.select(result.found.pattern) == pattern, 1.0, -1.0)

    label = mechanism.form_of(regime).label(pattern)
    return NumericMargin(
        f"selected.{pattern}", compute,
        Words(f"the selected equilibrium is: {label.en}", f"所选均衡是：{label.zh}"),
        Words(f"the selected equilibrium is not: {label.en}", f"所选均衡不是：{label.zh}"),
    )  # fmt: skip


def _described(
    mechanism: Declaration, regime: str, margins: Sequence[AnyMargin]
) -> tuple[Condition, ...]:
    binds, desk = mechanism.written_out(regime), _Desk(mechanism, regime)
    found = []
    for margin in margins:
        pair = _formulas(mechanism, margin, binds)
        if pair is None:
            continue
        relation, short = pair
        numeric = "numeric" if relation is None else "implicit"
        found.append(
            Condition(
                key=margin.key,
                kind="closed" if isinstance(margin, Margin) else numeric,
                relation=relation,
                short=short,
                meaning=margin.holds,
                otherwise=margin.fails,
                routine=margin.routine,
                _situation=desk.situation,
                _margin=partial(desk.value, margin),
                _cross=partial(desk.crossings, margin, relation),
                _count=partial(desk.counts, margin, relation),
            )
        )
    return tuple(found)


def _formulas(
    mechanism: Declaration, margin: AnyMargin, binds: Mapping[str, sp.Expr]
) -> tuple[sp.Basic | None, sp.Basic | None] | None:
    """Return relation and short relation; None where the margin never changes its sign."""
    if isinstance(margin, NumericMargin):
        return (sp.Tuple(*margin.equations) if margin.equations else None), None
    if margin.relation is None:
        return readable(mechanism, margin, binds)
    sides = (side.subs(named(binds)) for side in margin.relation.args)
    return sp.Ge(*sides, evaluate=False), margin.relation
