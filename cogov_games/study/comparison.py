"""Comparisons: the regimes side by side at the same values, and what agreeing may cost."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from ..expressions import Array, evaluate
from ..model.declaration import Declaration
from ..model.outcome import outcome
from ..model.regimes import TITLES
from ..model.solution import Solution, solve
from ..model.tables import html_table, precise
from ..words import Html, say

TIE = 1e-9
"""Regimes whose welfare differs by no more than this share of its size are tied."""


@dataclass(frozen=True)
class Comparison:
    """The regimes side by side at the same values.

    Attributes
    ----------
    welfare : mapping of regime to float
    best : tuple of str
        The regimes with the highest welfare; several in a tie.
    breakdown : mapping of regime to mapping of component to float
        Behaviour, harm, enforcement, overhead and the cost of agreeing; they add up to welfare.
    by_actor : mapping of regime to mapping of actor to float
    first_best : mapping of regime to float
    break_even : float or None
        The cost of agreeing at which the best regime changes; None if there is none above zero.
        Welfare is linear in it, so that it is exact up to the rounding of the welfares compared.
    solutions : mapping of regime to Solution
    """

    mechanism: str
    values: Mapping[str, float]
    welfare: Mapping[str, float]
    best: tuple[str, ...]
    breakdown: Mapping[str, Mapping[str, float]]
    by_actor: Mapping[str, Mapping[str, float]]
    first_best: Mapping[str, float]
    break_even: float | None
    solutions: Mapping[str, Solution]

    def __repr__(self) -> str:
        rows = [
            f"  {key:<15} {precise(value):>10}{'  best' if key in self.best else ''}"
            for key, value in self.welfare.items()
        ]
        return "\n".join([f"{self.mechanism}: welfare by regime", *rows])

    def _repr_html_(self) -> str:
        parts = list(next(iter(self.breakdown.values())))
        rows = []
        for key, value in self.welfare.items():
            title = str(TITLES[key]) if key in TITLES else key
            best = Html(f"<b>{precise(value)}</b>") if key in self.best else precise(value)
            rows.append([title, best, *(precise(self.breakdown[key][part]) for part in parts)])
        head = [say("regime"), say("welfare"), *(say(part) for part in parts)]
        return html_table(head, rows)


def leaders(welfare: Array) -> NDArray[np.bool_]:
    """Return which regimes lead, shape (R, ...), ties within `TIE` of the largest size included."""
    size = np.fmax.reduce(np.abs(welfare), axis=0, initial=1.0)
    top = np.fmax.reduce(welfare, axis=0)
    with np.errstate(invalid="ignore"):
        return np.asarray(welfare >= top - TIE * size)


def compare(mechanism: Declaration, values: Mapping[str, float]) -> Comparison:
    """Solve every regime at the same values; see `Mechanism.compare`."""
    solutions = {key: solve(mechanism, key, values, bare=False) for key in mechanism.regimes}
    welfare = {key: solution.welfare for key, solution in solutions.items()}
    lead = leaders(np.array(list(welfare.values())))
    return Comparison(
        mechanism=mechanism.key,
        values=next(iter(solutions.values())).values,
        welfare=welfare,
        best=tuple(key for key, leads in zip(welfare, lead, strict=True) if leads),
        breakdown={key: solution.breakdown for key, solution in solutions.items()},
        by_actor={key: solution.by_actor for key, solution in solutions.items()},
        first_best={key: solution.first_best for key, solution in solutions.items()},
        break_even=break_even(mechanism, values, welfare),
        solutions=solutions,
    )


def break_even(
    mechanism: Declaration, values: Mapping[str, float], welfare: Mapping[str, float]
) -> float | None:
    """Return the cost of agreeing at which the regime that pays it stops or starts being best."""
    for parameter in mechanism.parameters.values():
        if parameter.role != "agreement":
            continue
        symbol = sp.Symbol(parameter.symbol)
        paying = [k for k, r in mechanism.regimes.items() if r.agreement.has(symbol)]
        others = [value for key, value in welfare.items() if key not in paying]
        if len(paying) != 1 or not others:
            continue
        rate = sp.diff(mechanism.regimes[paying[0]].agreement, symbol)
        given = {mechanism.find(label).name: value for label, value in values.items()}
        now = given.get(parameter.name, parameter.default)
        for tau in (now, parameter.low):  # an institution that is not set up costs nothing
            result = outcome(mechanism, paying[0], {**given, parameter.name: tau}, bare=False)
            states = result.form.environment(result.situation, result.found.states)
            slope = float(result.select(evaluate([rate], states)[0]))
            if slope > 0:
                lead = float(result.selected_welfare) - max(others)
                place = tau + lead / slope
                return place if place >= 0 else None
        return None
    return None
