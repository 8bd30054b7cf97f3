"""What the explorer says: which equilibrium holds, why, and what changed."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import sympy as sp

from ..charts.theme import COLOURS, GLYPHS, title
from ..expressions import evaluate
from ..forms.equilibria import STABILITY
from ..model.declaration import Declaration
from ..model.outcome import Outcome
from ..study.conditions import conditions
from ..words import escaped, labelled, listed, number, say
from .formulas import math, names_of


def glyph(regime: str) -> str:
    """Return the regime's shape in its colour; screen readers hear its name."""
    shape, name = GLYPHS.get(regime, ""), escaped(title(regime))
    return (
        f'<span style="color:{COLOURS.get(regime, "inherit")}" role="img" title="{name}" '
        f'aria-label="{name}">{shape}</span>'
    )


class Narrator:
    """Says, regime by regime, which equilibrium holds and why."""

    def __init__(self, mechanism: Declaration) -> None:
        self.conditions = {key: conditions(mechanism, key) for key in mechanism.regimes}
        self._primitives = mechanism.primitives
        self._names = names_of({**mechanism.parameters, **mechanism.primitives})
        self._folded = [p.symbol for p in mechanism.parameters.values() if p.advanced]
        self._formulas: dict[tuple[str, int], dict[str, sp.Expr]] = {}

    def state(self, regime: str, result: Outcome) -> str:
        """Return, as HTML, which equilibrium holds under a regime and why."""
        lines = [
            _holds(result),
            *map(escaped, _ties(result)),
            *map(escaped, _others(result)),
            *self._because(regime, result),
            *self._formula(regime, result),
            self._institution(result),
        ]
        return "".join(f"<div>{line}</div>" for line in lines if line)

    def _because(self, regime: str, result: Outcome) -> list[str]:
        lines: list[str] = []
        for condition in self.conditions[regime]:
            if condition.kind == "numeric":
                continue  # it says no more than which equilibria there are
            if result.index is not None and not result.form.explains(
                condition.key, int(result.select(result.found.pattern))
            ):
                continue
            if condition.short is None or condition.relation is None:
                holds = float(condition.read(result.situation, result.found)) >= -1e-12
                if holds is not condition.routine:
                    lines.append(escaped(condition.meaning if holds else condition.otherwise))
                continue
            left, right = (
                float(v) for v in evaluate(condition.relation.args, result.situation.values)
            )
            holds = left - right >= -1e-12
            if holds is condition.routine:
                continue
            words = condition.meaning if holds else condition.otherwise
            idle = {sp.Symbol(s): 0 for s in self._folded if result.situation.values[s] == 0}
            sides = [_at_hand(side, result).subs(idle) for side in condition.short.args]
            first, second = (
                f"{math(side, self._names)} = {number(value)}"
                if side.free_symbols
                else number(value)
                for side, value in zip(sides, (left, right), strict=True)
            )
            lines.append(labelled(escaped(words), f"{first} {'≥' if holds else '&lt;'} {second}"))
        return lines

    def _formula(self, regime: str, result: Outcome) -> list[str]:
        """Return the selected equilibrium in closed form, where it is neither none nor all."""
        if result.index is None:
            return []
        k = int(result.index)
        state, formulas = _state(result, k), self._closed_form(regime, result, k)
        return [
            f"{math(sp.Symbol(symbol), self._names)} = {math(formulas[symbol], self._names)} = "
            f"{number(state[symbol])}"
            for symbol in result.form.shown
            if symbol in formulas and not formulas[symbol].is_number
        ]

    def _closed_form(self, regime: str, result: Outcome, k: int) -> dict[str, sp.Expr]:
        pattern = int(result.found.pattern[k])
        if (regime, pattern) not in self._formulas:
            situation = result.situation
            found = result.form.closed_form(pattern, situation.moving, situation.transfers)
            self._formulas[regime, pattern] = found or {}
        return self._formulas[regime, pattern]

    def _institution(self, result: Outcome) -> str:
        """Return what the institution comes to at these values."""
        states = {n: result.select(array)[..., None] for n, array in result.found.states.items()}
        environment = result.form.environment(result.situation, states)
        parts = [
            f'<span title="{escaped(primitive.meaning)}">{math(sp.Symbol(primitive.symbol), self._names)} = '
            f"{number(float(np.ravel(environment[primitive.symbol])[0]))}</span>"
            for primitive in self._primitives.values()
            if primitive.symbol in environment
        ]
        return '<span class="cogov-muted">' + ", ".join(parts) + "</span>"


def _at_hand(side: sp.Expr, result: Outcome) -> sp.Expr:
    """Return the side of a relation with only those cases that apply."""
    if not side.has(sp.Piecewise):
        return side
    here = {sp.Symbol(name): float(array) for name, array in result.situation.fixed.items()}

    def applies(step: sp.Piecewise) -> sp.Expr:
        return next(value for value, case in step.args if case.subs(here) == sp.true)

    return side.replace(lambda e: isinstance(e, sp.Piecewise), applies)


def _quantity(result: Outcome, k: int) -> str:
    return result.form.describe(int(result.found.pattern[k]), _state(result, k))


def _state(result: Outcome, k: int) -> dict[str, float]:
    return {name: float(array[k]) for name, array in result.found.states.items()}


def _holds(result: Outcome) -> str:
    if result.index is None:
        return "<br>".join(_basins(result))
    return f"→ <b>{escaped(_quantity(result, int(result.index)))}</b>"


def _basins(result: Outcome) -> list[str]:
    """Return from how many starts each equilibrium is reached, where the start is not known."""
    assert result.found.basin is not None
    return [
        "→ "
        + say(
            "<b>{label}</b> from {share} of all starts",
            label=escaped(_quantity(result, k)),
            share=f"{result.found.basin[k]:.0%}",
        )
        for k in map(int, np.flatnonzero(result.found.present))
        if result.found.basin[k] > 0
    ]


def _ties(result: Outcome) -> list[str]:
    """Return the sets of equilibria between which there is nothing but equilibria."""

    def named(ends: tuple[int, ...]) -> list[str]:
        return [_quantity(result, k) for k in ends]

    lines = []
    for some in map(named, result.found.continua):
        words = {"labels": " / ".join(some), "first": some[0], "last": some[-1]}
        lines.append(say(result.form.continuum, **words))
    for part in result.found.curved:
        sentence = (
            "a tie: a curve of equilibria joins “{labels}”"
            if part.dimension == 1
            else "a tie: a surface of equilibria joins “{labels}”"
        )
        lines.append(say(sentence, labels=" / ".join(named(part.ends))))
    return lines


def _others(result: Outcome) -> list[str]:
    """Return the equilibria that are neither selected nor named as part of a continuum."""
    named = {k for subset in result.found.continua for k in subset}
    return [
        say(
            "also: {label} ({stability})",
            label=_quantity(result, k),
            stability=say(STABILITY[result.found.stability[k]]),
        )
        for k in map(int, np.flatnonzero(result.found.present))
        if not _told(result, k) and k not in named
    ]


def _told(result: Outcome, k: int) -> bool:
    """Return whether an equilibrium has been named among those that are reached."""
    if result.index is not None:
        return k == int(result.index)
    return bool(result.found.basin is not None and result.found.basin[k] > 0)


def changes(before: Mapping[str, Outcome], now: Mapping[str, Outcome]) -> list[str]:
    """Return, a line for each regime, what appeared, vanished or tipped between two outcomes."""
    lines = []
    for regime, outcome in now.items():
        old = before[regime]
        was, has = _labels(old), _labels(outcome)
        tip: tuple[str, ...] = ()
        if old.index is not None and outcome.index is not None:
            tip = _selected(old), _selected(outcome)
        news = []
        if len(set(tip)) == 2:
            news.append(say("tips from “{first}” to “{last}”", first=tip[0], last=tip[1]))
        else:
            tip = ()
        for sentence, some, others in (
            ("“{label}” has appeared", has, was), ("“{label}” has vanished", was, has),
        ):  # fmt: skip
            fresh = [label for label in some if label not in others and label not in tip]
            news += [say(sentence, label=label) for label in fresh]
        if news:
            lines.append(labelled(title(regime), listed(news, strong=True)))
    return lines


def _labels(outcome: Outcome) -> list[str]:
    codes = outcome.found.pattern[outcome.found.present]
    return [str(outcome.form.label(int(code))) for code in codes]


def _selected(outcome: Outcome) -> str:
    assert outcome.index is not None
    return str(outcome.form.label(int(outcome.found.pattern[int(outcome.index)])))


def plain_state(result: Outcome) -> str:
    """Return the selected equilibrium without markup, for a text alternative."""
    return "" if result.index is None else _quantity(result, int(result.index))
