"""The closed form: a one-dimensional state, and a declared condition that says which way it goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy as sp

from ...expressions import Array, evaluate
from ...register import declarable
from ...solvers import phase_line
from ...words import Words, number
from ..equilibria import EquilibriumSet
from ..margins import Margin
from ..situation import Formulas, Situation, columns
from . import formulas, patterns, thresholds
from .game import ClosedGame
from .line import Line, continua

STEP = 1e-6
"""How wide a jump is drawn, as a share of the interval."""


@declarable
@dataclass(frozen=True)
class ClosedForm(ClosedGame):
    """A game whose equilibria are the roots of a condition that the literature has derived.

    Parameters
    ----------
    key : str
        The state's name in an equilibrium's profile.
    title : Words
        What the state is, for the axis of the diagram.
    state : str
        Its symbol in formulas.
    push : expression
        The state rises where this is positive and falls where it is negative: the gain of whoever
        is about to decide, for instance. It may jump and bend where a `Piecewise`, a minimum, a
        maximum or an absolute value of something linear in the state does.
    push_title : Words
        What the push is, with its unit.
    at_low, between, at_high : Words
        What holds at the two ends and between them.
    low, high : expression
        The smallest and the largest state.
    follows : mapping of symbol to expression
        What follows from the state; later ones may use earlier ones.
    parties : tuple of Party
    status_quo : str
        The parameter that says where the state is at first.
    information : str
        The state by which one equilibrium is said to reveal more than another, if any.
    turns : tuple of expressions, optional
        For a push that is no polynomial: all points at which it may turn from rising to falling or
        back, so that it is monotone between them (an expression without a real value is no turn).
    inner : expression, optional
        The stable equilibrium between the ends as a formula, where the push is not linear or
        quadratic.
    conditions : tuple of Margin
        What else than the two ends decides how many equilibria there are.
    optimum : expression, optional
        The largest welfare before costs that a planner could reach, where none of the states
        reaches it.
    stage : Stage, optional
        The rounds behind the condition, which can be played: the state is the share of those who
        use the second of two strategies, and the push has the sign of what it is worth more.

    Notes
    -----
    Equilibria are the states between the ends at which the push vanishes or jumps across zero, the
    low end where the push there is not positive, and the high end where it is not negative. An
    interval without a push is a continuum, listed by its ends; a status quo inside it stays and is
    listed too. A push within 1e-12 of the terms that make it up counts as none.

    All roots are found where the push is a polynomial of the state between its jumps and bends
    (degree at most 8), or where `turns` are declared; otherwise they are searched for on a grid and
    `complete` is false. Every equilibrium is verified: its regret, in units of the push, is the
    distance of zero from the pushes at it and 1e-10 of the interval beside it (below the low and
    above the high end there is none, so that only a push inwards counts).

    Examples
    --------
    Each would keep a rule if enough others do: the gain is linear in the share x of them.

    >>> from cogov_games.forms.base import Situation
    >>> x, c = sp.symbols("x c")
    >>> form = ClosedForm(
    ...     "keep", Words("share who keep the rule", "守规者的比例"), "x", x - c,
    ...     Words("gain from keeping it", "守规的净收益"), Words("nobody keeps it", "无人守规"),
    ...     Words("some keep it", "部分人守规"), Words("all keep it", "人人守规"), status_quo="x0")
    >>> found = form.equilibria(Situation({"c": np.array([0.4, 1.5]), "x0": np.array([0.5, 0.5])}))
    >>> found.states["x"]
    array([[0. , 0.4, 1. ],
           [0. , nan, nan]])
    >>> found.reached
    array([2, 0])
    """

    def equilibria(self, situation: Situation) -> EquilibriumSet:
        line = Line(self, situation)
        lines, complete = line.solve()
        basin = phase_line.basins(lines)
        start, reached = situation.values.get(self.status_quo), None
        if start is not None:
            flat = np.broadcast_to(start, situation.shape).reshape(-1)
            before = lines.x.shape[-1]
            lines, reached = phase_line.settled(lines, flat)
            basin = phase_line.basins(lines) if lines.x.shape[-1] > before else basin
        regret, present = line.regret(lines), np.isfinite(lines.x)
        shape = (*situation.shape, lines.x.shape[-1])
        x = lines.x.reshape(shape)
        environment = self.environment(situation, {self.state: x})
        present = present.reshape(shape)
        payoffs = {
            party.key: np.where(present, value, np.nan)
            for party, value in zip(
                self.parties, evaluate([p.payoff for p in self.parties], environment), strict=True
            )
        }
        follows = {
            name: np.where(present, np.broadcast_to(environment[name], shape), np.nan)
            for name in self.follows
        }
        return EquilibriumSet(
            states={self.state: x, **follows},
            payoffs=payoffs,
            regret=regret.reshape(shape),
            scale=line.scale.reshape(situation.shape),
            stability=lines.stability.reshape(shape),
            pattern=patterns.patterns_of(lines).reshape(shape),
            complete=complete.reshape(situation.shape),
            continua=() if situation.shape else continua(lines),
            basin=basin.reshape(shape),
            reached=None if reached is None else reached.reshape(situation.shape),
        )

    def push_curve(self, situation: Situation, points: int = 81) -> tuple[Array, Array]:
        """Return states (P,) and, for one game, the push at each; a jump is a vertical step."""
        line = Line(self, situation)
        nodes, step = line.nodes[0], STEP * float(line.high[0] - line.low[0])
        grid = np.linspace(line.low[0], line.high[0], points)
        sides = np.concatenate([nodes - step, nodes + step])
        x = np.unique(np.clip(np.concatenate([grid, sides]), line.low[0], line.high[0]))
        return x, line.push(np.zeros(1, np.intp), x)

    def first_best(self, situation: Situation, objective: sp.Expr) -> Array:
        if self.optimum is not None:
            return situation.value_of(self.optimum)
        ends = columns((self.low, self.high), situation.fixed, situation.shape)
        interval = ends[..., :1], ends[..., 1:]
        return self.largest_between(situation, (self.state,), interval, objective)

    def profile(self, states: Mapping[str, float]) -> Mapping[str, Any]:
        follows = {name: states[name] for name in self.follows if name in states}
        return {self.key: states[self.state], **follows}

    def label(self, pattern: int) -> Words:
        return patterns.label(self, pattern)

    def describe(self, pattern: int, states: Mapping[str, float]) -> str:
        label = str(self.label(pattern))
        at_an_end = pattern in (patterns.LOW, patterns.HIGH)
        return label if at_an_end else f"{label} ({number(states[self.state])})"

    def margins(self, binds: Formulas, transfers: Formulas) -> tuple[Margin, ...]:
        return thresholds.margins(self)

    def tipping(self, binds: Formulas, transfers: Formulas) -> tuple[Margin, ...]:
        return thresholds.tipping(self)

    def closed_form(
        self, pattern: int, binds: Formulas, transfers: Formulas
    ) -> dict[str, sp.Expr] | None:
        return formulas.closed_form(self, pattern, binds)
