"""The closed form: a one-dimensional state, and a declared condition that says which way it goes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, ClassVar

import numpy as np
import sympy as sp
from numpy.typing import NDArray
from sympy.core.relational import Relational

from ...errors import InputError
from ...expressions import Array, compiled, evaluate, named
from ...register import declarable
from ...solvers import phase_line, roots
from ...solvers.group import Stability
from ...solvers.planner import maximise
from ...words import Words, number
from ..actors import Actor, Measure, shares_of
from ..base import Form
from ..equilibria import EquilibriumSet
from ..margins import Margin
from ..situation import Situation
from ..stage import Stage

LOW, HIGH, START, INNER = range(4)
TIE = 1e-12
"""Pushes below this share of the terms that make them up are none."""
BESIDE = 1e-10
"""How far beside an equilibrium the push is read to verify it, as a share of the interval."""
SAMPLES = 33
STEP = 1e-6
"""How wide a jump is drawn, as a share of the interval."""
KINKS = (sp.Min, sp.Max, sp.Abs)
NAMES_OF_STABILITY = {
    Stability.UNSTABLE: Words("tipping point: {}", "临界点：{}"),
    Stability.STABLE: Words("{}", "{}"),
    Stability.SEMI_STABLE: Words("semi-stable: {}", "半稳定：{}"),
    Stability.NEUTRAL: Words("edge: {}", "边界：{}"),
}
STAYS = Words("it stays: {}", "停在原处：{}")


@declarable
@dataclass(frozen=True)
class Party:
    """Someone whose decisions the condition sums up, and what they get in equilibrium."""

    key: str
    title: Words
    payoff: sp.Expr

    def __post_init__(self) -> None:
        object.__setattr__(self, "payoff", sp.sympify(self.payoff))


@declarable
@dataclass(frozen=True)
class ClosedForm(Form):
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
    follows: Mapping[str, sp.Expr] = field(default_factory=dict)
    parties: tuple[Party, ...] = ()
    status_quo: str = ""
    information: str = ""
    turns: tuple[sp.Expr, ...] | None = None
    inner: sp.Expr | None = None
    conditions: tuple[Margin, ...] = ()
    optimum: sp.Expr | None = None
    stage: Stage | None = None

    def __post_init__(self) -> None:
        for name in ("push", "low", "high", "inner", "optimum"):
            if getattr(self, name) is not None:
                object.__setattr__(self, name, sp.sympify(getattr(self, name)))
        object.__setattr__(self, "follows", {k: sp.sympify(e) for k, e in self.follows.items()})
        if self.turns is not None:
            object.__setattr__(self, "turns", tuple(map(sp.sympify, self.turns)))
        if moving := [e for e in (self.low, self.high) if e.has(self._symbol)]:
            raise InputError(f"an end of the state's interval cannot be {moving[0]}.")

    @property
    def _symbol(self) -> sp.Symbol:
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

    def equilibria(self, situation: Situation) -> EquilibriumSet:
        line = _Line(self, situation)
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
            pattern=_patterns(lines).reshape(shape),
            complete=complete.reshape(situation.shape),
            continua=() if situation.shape else _continua(lines),
            basin=basin.reshape(shape),
            reached=None if reached is None else reached.reshape(situation.shape),
        )

    def push_curve(self, situation: Situation, points: int = 81) -> tuple[Array, Array]:
        """Return states (P,) and, for one game, the push at each; a jump is a vertical step."""
        line = _Line(self, situation)
        nodes, step = line.nodes[0], STEP * float(line.high[0] - line.low[0])
        grid = np.linspace(line.low[0], line.high[0], points)
        sides = np.concatenate([nodes - step, nodes + step])
        x = np.unique(np.clip(np.concatenate([grid, sides]), line.low[0], line.high[0]))
        return x, line.push(np.zeros(1, np.intp), x)

    def derived(self, situation: Situation, states: Mapping[str, Array]) -> dict[str, Array]:
        found = {self.state: states[self.state]}
        environment = situation.environment(axes=1, **found)
        for name, expression in self.follows.items():
            value = evaluate([expression], environment)[0]
            environment[name] = found[name] = value
        return found

    def first_best(self, situation: Situation, objective: sp.Expr) -> Array:
        if self.optimum is not None:
            value = evaluate([self.optimum], situation.fixed)[0]
            return np.broadcast_to(value, situation.shape)

        def welfare(points: Array) -> Array:
            states = {self.state: points[..., 0]}
            return evaluate([objective], self.environment(situation, states))[0]

        ends = evaluate([self.low, self.high], situation.fixed)
        low, high = (np.broadcast_to(end, situation.shape)[..., None] for end in ends)
        return maximise(welfare, low, high)

    def profile(self, states: Mapping[str, float]) -> Mapping[str, Any]:
        follows = {name: states[name] for name in self.follows if name in states}
        return {self.key: states[self.state], **follows}

    def label(self, pattern: int) -> Words:
        if pattern in (LOW, HIGH):
            return self.at_low if pattern == LOW else self.at_high
        words = STAYS if pattern == START else NAMES_OF_STABILITY[_stability(pattern)]
        return Words(words.en.format(self.between.en), words.zh.format(self.between.zh))

    def describe(self, pattern: int, states: Mapping[str, float]) -> str:
        label = str(self.label(pattern))
        return label if pattern in (LOW, HIGH) else f"{label} ({number(states[self.state])})"

    def margins(
        self, binds: Mapping[str, sp.Expr], transfers: Mapping[str, sp.Expr]
    ) -> tuple[Margin, ...]:
        if self.push.has(sp.Piecewise) or not self.push.is_polynomial(self._symbol):
            return self.conditions
        ends = [("low", -self.push, self.low, self.at_low), ("high", self.push, self.high, self.at_high)]  # fmt: skip
        found = [
            Margin(
                key, expression,
                Words(f"“{label.en}” is an equilibrium", f"“{label.zh}”是均衡"),
                Words(f"“{label.en}” is no equilibrium", f"“{label.zh}”不是均衡"),
                {self.state: end},
                routine=False,
            )
            for key, expression, end, label in ends
        ]  # fmt: skip
        return (*found, *self.conditions)

    def tipping(
        self, binds: Mapping[str, sp.Expr], transfers: Mapping[str, sp.Expr]
    ) -> tuple[Margin, ...]:
        if not self.status_quo or self.push.has(sp.Piecewise):
            return ()
        start: sp.Expr = sp.Symbol(self.status_quo)
        start = start if self.low == 0 else sp.Max(start, self.low)
        start = start if self.high == 1 else sp.Min(start, self.high)
        title = self.title
        holds = Words(f"from the start, the {title.en} rises", f"由起点出发，{title.zh}上升")
        fails = Words(f"from the start, the {title.en} falls", f"由起点出发，{title.zh}下降")
        return (Margin("start", self.push, holds, fails, {self.state: start}),)

    def closed_form(
        self, pattern: int, binds: Mapping[str, sp.Expr], transfers: Mapping[str, sp.Expr]
    ) -> dict[str, sp.Expr] | None:
        place = self._formula(pattern, self.push.subs(named(binds)))
        if place is None:
            return None
        found = {self.state: place}
        for name, expression in self.follows.items():
            found[name] = expression.subs(named(found))
        return found

    def _formula(self, pattern: int, push: sp.Expr) -> sp.Expr | None:
        """Return a kind of equilibrium's state; at a root of a parabola the slope is ±√Δ."""
        if pattern in (LOW, HIGH):
            return self.low if pattern == LOW else self.high
        if pattern == START:
            return sp.Symbol(self.status_quo)
        code, x = _stability(pattern), self._symbol
        if code == Stability.NEUTRAL:
            return None
        if self.inner is not None:
            return self.inner if code == Stability.STABLE else None
        if not push.is_polynomial(x):
            return None
        match sp.Poly(push, x).all_coeffs():
            case [a, b]:
                return sp.simplify(-b / a)
            case [a, b, c]:
                root = sp.sqrt(sp.expand(b**2 - 4 * a * c))
                signs = {Stability.STABLE: -1, Stability.UNSTABLE: 1, Stability.SEMI_STABLE: 0}
                return (-b + signs[code] * root) / (2 * a)
        return None


class _Line:
    """The push in each game of a batch, with the batch flattened to rows."""

    def __init__(self, form: ClosedForm, situation: Situation) -> None:
        self.form = form
        self._push = _written(form.push, form.state, situation)
        shape = _shape(self._push, form.state)
        self.degree = shape.degree if form.turns is None else None
        names = {str(s) for s in self._push.free_symbols} - {form.state}
        self._fixed = {name: situation.fixed[name].reshape(-1) for name in names}
        expressions = (form.low, form.high, *shape.breaks, *(form.turns or ()))
        written = [_written(e, form.state, situation) for e in expressions]
        values = evaluate(written, situation.fixed)
        low, high, *places = (np.broadcast_to(v, situation.shape).reshape(-1) for v in values)
        self.low, self.high = low, high
        nodes = [np.clip(np.nan_to_num(place, nan=-np.inf), low, high) for place in places]
        self.nodes = np.sort(np.stack([low, *nodes, high], axis=1), axis=1)
        everywhere = low[:, None] + (high - low)[:, None] * np.linspace(0, 1, SAMPLES)
        rows = np.arange(low.size)[:, None]
        sizes = self._values(_size(self._push), rows, everywhere)
        self.scale: Array = np.nan_to_num(sizes, posinf=0.0).max(axis=1)

    def push(self, row: NDArray[np.intp], x: Array) -> Array:
        """Return the push in the game of each row at the state x; the two broadcast."""
        return self._values(self._push, row, x)

    def _values(self, expression: sp.Expr, row: NDArray[np.intp], x: Array) -> Array:
        here = {name: array[row] for name, array in self._fixed.items()}
        value = compiled((expression,))({**here, self.form.state: x})[0]
        return np.broadcast_to(value, np.broadcast_shapes(row.shape, x.shape))

    def solve(self) -> tuple[phase_line.PhaseLines, NDArray[np.bool_]]:
        """Return all states of rest, and whether they are certain to be all."""
        points, complete = roots.find(
            self.push, self.nodes, TIE * self.scale,
            degree=self.degree, monotone=self.form.turns is not None,
        )  # fmt: skip
        return phase_line.phase_lines(points, self.low, self.high), complete

    def regret(self, lines: phase_line.PhaseLines) -> Array:
        """Return by how much the push misses zero, judged from the push itself."""
        row = np.arange(len(self.low))[:, None]
        low, high = self.low[:, None], self.high[:, None]
        step = BESIDE * (high - low)
        x = lines.x
        pushes = [self.push(row, np.clip(x + s, low, high)) for s in (-step, 0 * step, step)]
        smallest, largest = np.min(pushes, axis=0), np.max(pushes, axis=0)
        outwards_low, outwards_high = x <= low, x >= high
        inwards = np.where(outwards_low, 0.0, np.maximum(-largest, 0.0))
        return np.where(
            np.isfinite(x),
            inwards + np.where(outwards_high, 0.0, np.maximum(smallest, 0.0)),
            np.nan,
        )


@dataclass(frozen=True)
class _Shape:
    """The places where a push may jump or bend, and its largest degree between them."""

    breaks: tuple[sp.Expr, ...]
    degree: int | None


@lru_cache(maxsize=256)
def _shape(push: sp.Expr, state: str) -> _Shape:
    x = sp.Symbol(state)
    gaps = {c.lhs - c.rhs for c in push.atoms(Relational) if c.has(x)}
    for kink in push.atoms(*KINKS):
        sides = [side for side in kink.args if side.has(x)] if kink.has(x) else []
        rest = [sp.S.Zero] if isinstance(kink, sp.Abs) else [*kink.args]
        gaps |= {side - other for side in sides for other in rest if side != other}
    breaks, straight = [], True
    for gap in sorted(gaps, key=sp.default_sort_key):
        if gap.is_polynomial(x) and sp.degree(gap, x) == 1:
            slope, level = sp.Poly(gap, x).all_coeffs()
            breaks.append(-level / slope)
        else:
            straight = False
    degree = _degree(push, x) if straight else None
    return _Shape(tuple(breaks), None if degree is None or degree > roots.HIGHEST else degree)


def _degree(expression: sp.Expr, x: sp.Symbol) -> int | None:
    """Return the largest degree in x between jumps and bends, None if not polynomial there."""
    if not expression.has(x):
        return 0
    if expression == x:
        return 1
    parts: list[int | None]
    if isinstance(expression, sp.Piecewise):
        parts = [_degree(piece, x) for piece, _ in expression.args]
    elif isinstance(expression, (sp.Add, sp.Mul, *KINKS)):
        parts = [_degree(part, x) for part in expression.args]
    elif isinstance(expression, sp.Pow) and expression.exp.is_Integer and expression.exp > 0:
        parts = [_degree(expression.base, x)] * int(expression.exp)
    else:
        return None
    known = [part for part in parts if part is not None]
    if len(known) < len(parts):
        return None
    return sum(known) if isinstance(expression, (sp.Mul, sp.Pow)) else max(known)


@lru_cache(maxsize=256)
def _size(push: sp.Expr) -> sp.Expr:
    """Return the size of the terms that make up the push."""
    if isinstance(push, sp.Piecewise):
        return sp.Piecewise(*((_size(piece), condition) for piece, condition in push.args))
    return sp.Add(*(sp.Abs(term) for term in sp.Add.make_args(push)))


def _written(expression: sp.Expr, state: str, situation: Situation) -> sp.Expr:
    """Return the expression with primitives that depend on the state written out."""
    bound = {**situation.binds, **situation.derived}
    known = {*situation.fixed, state}
    while moving := {str(s) for s in expression.free_symbols} - known:
        expression = expression.subs(named({name: bound[name] for name in moving}))
    return expression


def _patterns(lines: phase_line.PhaseLines) -> NDArray[np.int64]:
    """Return which kind of equilibrium each is; only a start that stays has no push beside it."""
    low, high = lines.low[:, None], lines.high[:, None]
    stays = (lines.before == 0) & (lines.after == 0)
    rank = np.cumsum((lines.x > low) & (lines.x < high) & ~stays, axis=-1) - 1
    inner = np.where(stays, START, INNER + len(Stability) * rank + lines.stability)
    pattern = np.where(lines.x == low, LOW, np.where(lines.x == high, HIGH, inner))
    return np.where(low == high, HIGH, pattern)


def _stability(pattern: int) -> Stability:
    return Stability((pattern - INNER) % len(Stability))


def _continua(lines: phase_line.PhaseLines) -> tuple[tuple[int, ...], ...]:
    """Return, for one game, the runs of states of rest with no push between them."""
    runs: list[list[int]] = []
    for k in range(int(lines.count[0])):
        if lines.before[0, k] == 0 and runs:
            runs[-1].append(k)
        else:
            runs.append([k])
    return tuple(tuple(run) for run in runs if len(run) > 1)
