"""The continuous form: actions are intervals; alike players are counted, not listed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, ClassVar, NamedTuple

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from ..expressions import Array
from ..solvers.continuous import BoxSolutions, affine_equilibria, compact, search_equilibria
from ..solvers.group import Stability
from ..solvers.planner import maximise
from ..words import Words, labelled, listed, number
from .base import (
    TOLERANCE,
    Actor,
    EquilibriumSet,
    Form,
    Margin,
    NumericMargin,
    Situation,
    Solved,
    evaluate,
    named,
)

KINKS = (sp.Abs, sp.Heaviside, sp.Max, sp.Min, sp.Piecewise, sp.ceiling, sp.floor, sp.sign)
ACTION = Words("action", "行动")
LOW, INNER, HIGH, ABSENT = range(4)
PLACES = (
    Words("none", "为零"), Words("between the limits", "介于上下限之间"),
    Words("at the limit", "达到上限"), None,
)  # fmt: skip


@dataclass(frozen=True)
class Player:
    """`count` alike players, each of whom chooses an action between `low` and `high`.

    The payoff may use the own action, the other kinds' actions and the form's total. The count
    need not be whole: a share of a group is a kind of its own.
    """

    key: str
    title: Words
    action: str
    low: sp.Expr
    high: sp.Expr
    payoff: sp.Expr
    count: sp.Expr = sp.S.One

    def __post_init__(self) -> None:
        for name in ("low", "high", "payoff", "count"):
            object.__setattr__(self, name, sp.sympify(getattr(self, name)))


class _Slopes(NamedTuple):
    """Derivatives of payoffs in the own action, and their affine form where they have one."""

    marginal: tuple[sp.Expr, ...]
    curvature: tuple[sp.Expr, ...]
    matrix: tuple[sp.Expr, ...] | None
    level: tuple[sp.Expr, ...] | None
    kinked: bool


@dataclass(frozen=True)
class Continuous(Form):
    """A game whose actions are real intervals.

    Parameters
    ----------
    players : tuple of Player
    total : str
        The symbol of the sum of all actions.
    verb : Words
        What acting means, for sentences.

    Notes
    -----
    An institution's `transfers` are keyed by player. Where every marginal payoff is linear in all
    actions, all equilibria are found (see `affine_equilibria`), and the list is complete if
    payoffs are concave in the own action. Otherwise they are searched for, from first-order
    conditions or, where payoffs have kinks in the actions, from best replies, and nothing is
    claimed about completeness. Every equilibrium is verified against a search over all deviations.
    """

    kind: ClassVar[str] = "continuous"

    players: tuple[Player, ...]
    total: str = "X"
    verb: Words = ACTION

    @property
    def actors(self) -> tuple[Actor, ...]:
        return tuple(Actor(player.key, player.title) for player in self.players)

    @property
    def actions(self) -> tuple[str, ...]:
        """The symbols of the actions."""
        return tuple(player.action for player in self.players)

    @property
    def states(self) -> tuple[str, ...]:
        return (*self.actions, self.total)

    @property
    def expressions(self) -> tuple[sp.Expr, ...]:
        return tuple(e for p in self.players for e in (p.low, p.high, p.payoff, p.count))

    def payoffs(self, transfers: Mapping[str, sp.Expr]) -> tuple[sp.Expr, ...]:
        """Return payoffs with the institution's transfers."""
        return tuple(p.payoff + transfers.get(p.key, sp.S.Zero) for p in self.players)

    def slopes(self, transfers: Mapping[str, sp.Expr]) -> _Slopes:
        """Return the derivatives of payoffs in the own action."""
        counts = tuple(player.count for player in self.players)
        return _slopes(self.payoffs(transfers), self.actions, counts, self.total)

    def _columns(self, name: str, situation: Situation) -> Array:
        """Return a player attribute's values, shape (..., k)."""
        expressions = [getattr(player, name) for player in self.players]
        return _stack(evaluate(expressions, situation.environment()), situation.shape)

    def counts(self, situation: Situation) -> Array:
        """Return how many players of each kind there are, shape (..., k)."""
        return self._columns("count", situation)

    def bounds(self, situation: Situation) -> tuple[Array, Array]:
        """Return the smallest and largest action of each kind, shape (..., k)."""
        return self._columns("low", situation), self._columns("high", situation)

    def deviation_payoffs(self, situation: Situation, x: Array, i: int, own: Array) -> Array:
        """Return what one player of kind i gets from the actions `own`, all others at x.

        Parameters
        ----------
        x : array (..., K, k)
        own : array (..., K, D)

        Returns
        -------
        array (..., K, D)
        """
        total = (x * self.counts(situation)[..., None, :]).sum(axis=-1)[..., None]
        states = {name: x[..., j, None] for j, name in enumerate(self.actions)}
        states[self.actions[i]] = own
        states[self.total] = total - x[..., i, None] + own
        environment = situation.environment(axes=2, **states)
        payoff = evaluate([self.payoffs(situation.transfers)[i]], environment)[0]
        return np.broadcast_to(payoff, own.shape)

    def best_replies(self, situation: Situation, x: Array, i: int, points: int = 65) -> Array:
        """Return the best actions of one player of kind i when all others are at x, by search."""
        low, high = (bound[..., None, i, None] for bound in self.bounds(situation))
        centre, half = np.broadcast_to((low + high) / 2, (*x.shape[:-1], 1)), (high - low) / 2
        for _ in range(24):
            own = np.clip(centre + half * np.linspace(-1, 1, points), low, high)
            payoffs = self.deviation_payoffs(situation, x, i, own)
            best = np.argmax(np.nan_to_num(payoffs, nan=-np.inf), axis=-1)[..., None]
            centre = np.take_along_axis(own, best, axis=-1)
            half = half * 2.5 / (points - 1)
            points = 9
        return np.asarray(centre[..., 0])

    def replies(self, situation: Situation, x: Array, i: int) -> Array:
        """Return the best replies of one player of kind i, exactly where slopes are linear.

        Parameters
        ----------
        x : array (..., K, k)

        Returns
        -------
        array (..., K)
        """
        slopes = self.slopes(situation.transfers)
        if slopes.matrix is None:
            return self.best_replies(situation, x, i)
        states = {name: x[..., j] for j, name in enumerate(self.actions)}
        environment = self.environment(situation, states)
        force, bend = evaluate([slopes.marginal[i], slopes.curvature[i]], environment)
        if not np.all(bend < 0):
            return self.best_replies(situation, x, i)
        low, high = (bound[..., None, i] for bound in self.bounds(situation))
        return np.asarray(np.clip(x[..., i] - force / bend, low, high))

    def regrets(self, situation: Situation, x: Array) -> Array:
        """Return each kind's largest gain from deviating, shape (..., K, k), by global search."""
        gains = []
        for i in range(len(self.players)):
            best = self.best_replies(situation, x, i)[..., None]
            here = x[..., i, None]
            pair = self.deviation_payoffs(situation, x, i, np.concatenate([best, here], axis=-1))
            gains.append(np.maximum(pair[..., 0] - pair[..., 1], 0.0))
        return np.stack(gains, axis=-1)

    def equilibria(self, situation: Situation) -> EquilibriumSet:
        slopes = self.slopes(situation.transfers)
        low, high = self.bounds(situation)
        counts = self.counts(situation)
        if slopes.matrix is not None and slopes.level is not None:
            x, complete, regret = self._affine(situation, slopes, low, high)
        else:
            x, complete, regret = self._searched(situation, slopes, low, high)
        payoffs = np.stack(
            [
                self.deviation_payoffs(situation, x, i, x[..., i, None])[..., 0]
                for i in range(len(self.players))
            ],
            axis=-1,
        )
        payoffs = np.where(counts[..., None, :] > 0, payoffs, np.nan)
        states = {name: x[..., i] for i, name in enumerate(self.actions)}
        states[self.total] = (x * counts[..., None, :]).sum(axis=-1)
        corner = np.where(
            x <= low[..., None, :], LOW, np.where(x >= high[..., None, :], HIGH, INNER)
        )
        corner = np.where(counts[..., None, :] > 0, corner, ABSENT)
        powers = len(PLACES) ** np.arange(len(self.players))
        return EquilibriumSet(
            states=states,
            payoffs={p.key: payoffs[..., i] for i, p in enumerate(self.players)},
            regret=regret,
            scale=self._reach(situation, x),
            stability=self._stability(situation, slopes, x, corner, counts),
            pattern=(corner * powers).sum(axis=-1),
            complete=complete,
        )

    def _solve(
        self, matrix: Array, level: Array, low: Array, high: Array, counts: Array
    ) -> BoxSolutions:
        """Solve for the kinds that some game of the batch has; the others stay at their low end."""
        here = np.flatnonzero((counts > 0).reshape(-1, counts.shape[-1]).any(axis=0))
        matrix, level = matrix[..., here[:, None], here], level[..., here]
        found = affine_equilibria(matrix, level, low[..., here], high[..., here])
        x = np.repeat(low[..., None, :], found.x.shape[-2], axis=-2)
        x[..., here] = found.x
        return BoxSolutions(x, found.complete)

    def _affine(
        self, situation: Situation, slopes: _Slopes, low: Array, high: Array
    ) -> tuple[Array, NDArray[np.bool_], Array]:
        assert slopes.matrix is not None
        assert slopes.level is not None
        k, shape = len(self.players), situation.shape
        environment = situation.environment()
        matrix = _stack(evaluate(slopes.matrix, environment), shape).reshape(*shape, k, k)
        level = _stack(evaluate(slopes.level, environment), shape)
        curvature = _stack(evaluate(slopes.curvature, environment), shape)
        found = self._solve(matrix, level, low, high, self.counts(situation))
        concave = np.asarray((curvature <= 0).all(axis=-1))
        force = (matrix[..., None, :, :] @ found.x[..., None])[..., 0] + level[..., None, :]
        bend = curvature[..., None, :]
        with np.errstate(divide="ignore", invalid="ignore"):
            goal = np.where(bend < 0, found.x - force / bend, np.where(force > 0, np.inf, -np.inf))
        goal = np.where((bend >= 0) & (force == 0), found.x, goal)
        step = np.clip(goal, low[..., None, :], high[..., None, :]) - found.x
        regret = np.maximum(force * step + bend * step**2 / 2, 0.0)
        here = np.asarray(self.counts(situation)[..., None, :] > 0)
        regret = np.where(here, regret, 0.0).max(axis=-1)
        regret = np.where(np.isfinite(found.x).all(axis=-1), regret, np.nan)
        if not concave.all():
            checked = np.where(here, self.regrets(situation, found.x), 0.0).max(axis=-1)
            reach = self._reach(situation, found.x)[..., None]
            bad = ~concave[..., None] & (checked > TOLERANCE * reach)
            regret = np.where(bad, np.nan, np.maximum(regret, checked))
        return found.x, found.complete & concave, regret

    def _searched(
        self, situation: Situation, slopes: _Slopes, low: Array, high: Array
    ) -> tuple[Array, NDArray[np.bool_], Array]:
        kinds = range(len(self.players))

        def by_slopes(x: Array) -> tuple[Array, Array]:
            states = {name: x[..., i] for i, name in enumerate(self.actions)}
            environment = self.environment(situation, states)
            force = _stack(evaluate(slopes.marginal, environment), x.shape[:-1])
            flat = _stack(evaluate(self._jacobian(slopes), environment), x.shape[:-1])
            return force, flat.reshape(*x.shape, len(kinds))

        def by_replies(x: Array) -> tuple[Array, Array]:
            def pull(x: Array) -> Array:
                return np.stack([self.best_replies(situation, x, i) for i in kinds], axis=-1) - x

            here, box = pull(x), (high - low)[..., None, :]
            nudge = np.where(2 * (x - low[..., None, :]) < box, 1e-5, -1e-5) * box
            columns = [
                (pull(x + nudge * (np.arange(len(kinds)) == j)) - here) / nudge[..., j, None]
                for j in kinds
            ]
            return here, np.stack(columns, axis=-1)

        if slopes.kinked:
            x = search_equilibria(by_replies, low, high, steps=25)
        else:
            x = search_equilibria(by_slopes, low, high)
        gains = np.where(self.counts(situation)[..., None, :] > 0, self.regrets(situation, x), 0.0)
        regret = np.where(np.isfinite(x).all(axis=-1), gains.max(axis=-1), np.nan)
        valid = regret <= TOLERANCE * self._reach(situation, x)[..., None]
        regret = compact(regret[..., None], valid)[..., 0]
        return compact(x, valid), np.zeros(situation.shape, dtype=bool), regret

    def _reach(self, situation: Situation, x: Array) -> Array:
        """Return the size of payoffs that deviations from the points x can reach, shape (...)."""
        low, high = self.bounds(situation)
        sizes = []
        for i in range(len(self.players)):
            ends = low[..., None, i], high[..., None, i]
            own = np.broadcast_to(np.linspace(*ends, 9, axis=-1), (*x.shape[:-1], 9))
            payoffs = self.deviation_payoffs(situation, x, i, own)
            sizes.append(np.where(np.isfinite(payoffs), np.abs(payoffs), 0.0).max(axis=(-1, -2)))
        return np.asarray(np.max(sizes, axis=0))

    def _jacobian(self, slopes: _Slopes) -> tuple[sp.Expr, ...]:
        return _jacobian(
            slopes.marginal, self.actions, self.total, tuple(p.count for p in self.players)
        )

    def _stability(
        self,
        situation: Situation,
        slopes: _Slopes,
        x: Array,
        corner: NDArray[np.int64],
        counts: Array,
    ) -> NDArray[np.int8]:
        """Classify by gradient adjustment of the interior actions of the kinds that are present."""
        k = len(self.players)
        states = {name: x[..., i] for i, name in enumerate(self.actions)}
        states[self.total] = (x * counts[..., None, :]).sum(axis=-1)
        environment = situation.environment(axes=1, **states)
        flat = _stack(evaluate(self._jacobian(slopes), environment), x.shape[:-1])
        jacobian = flat.reshape(*x.shape, k)
        moves = corner == INNER
        jacobian = np.where(moves[..., :, None] & moves[..., None, :], jacobian, 0.0)
        frozen = np.where(moves, 0.0, -1.0)[..., :, None] * np.eye(k)
        present = np.asarray(np.isfinite(x).all(axis=-1))
        size = np.abs(jacobian).max(axis=(-1, -2), keepdims=True)
        jacobian = jacobian / np.where(size > 0, size, 1.0)
        system = np.where(present[..., None, None], jacobian + frozen, -np.eye(k))
        top = np.linalg.eigvals(np.nan_to_num(system)).real.max(axis=-1)
        code = np.where(
            top < -TOLERANCE,
            Stability.STABLE,
            np.where(top > TOLERANCE, Stability.UNSTABLE, Stability.NEUTRAL),
        )
        return np.where(present, code, -1).astype(np.int8)

    def derived(self, situation: Situation, states: Mapping[str, Array]) -> dict[str, Array]:
        counts = self.counts(situation)
        kinds = enumerate(self.actions)
        total = sum(states[name] * counts[..., i, None] for i, name in kinds)
        return {**{name: states[name] for name in self.actions}, self.total: np.asarray(total)}

    def first_best(self, situation: Situation, objective: sp.Expr) -> Array:
        low, high = self.bounds(situation)

        def welfare(points: Array) -> Array:
            states = {name: points[..., i] for i, name in enumerate(self.actions)}
            return evaluate([objective], self.environment(situation, states))[0]

        return maximise(welfare, low, high)

    def closed_form(
        self, pattern: int, binds: Mapping[str, sp.Expr], transfers: Mapping[str, sp.Expr]
    ) -> dict[str, sp.Expr] | None:
        slopes = self.slopes(transfers)
        if slopes.matrix is None:
            return None
        bound = named(binds)
        places = dict(zip((sp.Symbol(a) for a in self.actions), self._places(pattern), strict=True))
        kinds = list(zip(places, self.players, slopes.marginal, strict=True))
        pinned = {
            own: player.low if places[own] == LOW else player.high
            for own, player, _ in kinds
            if places[own] in (LOW, HIGH)
        }
        here = [kind for kind in kinds if places[kind[0]] != ABSENT]
        total = sum((player.count * own for own, player, _ in here), sp.S.Zero)
        inner = [own for own in places if places[own] == INNER]
        forces = [
            m.subs(sp.Symbol(self.total), total).subs(pinned).subs(bound)
            for own, _, m in kinds
            if own in inner
        ]
        solved = sp.solve(forces, inner, dict=True) if inner else [{}]
        if not solved:
            return None
        actions = {x: _fraction(e.subs(bound)) for x, e in (solved[0] | pinned).items()}
        states = {str(x): e for x, e in actions.items()}
        return states | {self.total: _fraction(total.subs(bound).subs(actions))}

    def profile(self, states: Mapping[str, float]) -> Mapping[str, Any]:
        return {player.key: states[player.action] for player in self.players}

    def label(self, pattern: int) -> Words:
        kinds = [
            (p.title, PLACES[place])
            for p, place in zip(self.players, self._places(pattern), strict=True)
        ]
        here = [(title, place) for title, place in kinds if place is not None]
        return Words(
            ", ".join(f"{title.en}: {place.en}" for title, place in here),
            "，".join(f"{title.zh}：{place.zh}" for title, place in here),
        )

    def _places(self, pattern: int) -> list[int]:
        base = len(PLACES)
        return [pattern // base**i % base for i in range(len(self.players))]

    def describe(self, pattern: int, states: Mapping[str, float]) -> str:
        return listed(
            labelled(player.title, number(states[player.action]))
            for player, place in zip(self.players, self._places(pattern), strict=True)
            if place != ABSENT
        )

    def margins(
        self, binds: Mapping[str, sp.Expr], transfers: Mapping[str, sp.Expr]
    ) -> tuple[Margin | NumericMargin, ...]:
        slopes = self.slopes(transfers)
        if slopes.matrix is None:
            return self._corners()
        bound = named(binds)
        here = [
            (player, sp.Symbol(player.action), marginal)
            for player, marginal in zip(self.players, slopes.marginal, strict=True)
            if player.count.subs(bound) != 0
        ]
        total = sum((player.count * own for player, own, _ in here), sp.S.Zero)
        if len(here) > 2:  # where the others stand has no closed form then
            return self._corners()
        absent = {sp.Symbol(a): 0 for a in self.actions} | {own: own for _, own, _ in here}
        forces = {own: m.subs(sp.Symbol(self.total), total).subs(absent) for _, own, m in here}
        margins = []
        for player, own, _ in here:
            places: list[Mapping[sp.Symbol, sp.Expr]] = [{}]
            for other, x, _ in here:
                for reply in sp.solve(forces[x], x) if x != own else ():
                    clipped = sp.Min(other.high, sp.Max(other.low, reply))
                    places = [{x: e} for e in (other.low, other.high, reply, clipped)]
            for end, name in ((player.low, "low"), (player.high, "high")):
                *simpler, force = (forces[own].subs(p).subs(own, end) for p in places)
                words, routine = _corner(player, self.verb, name), name == "low"
                margins.append(
                    Margin(f"{player.key}.{name}", force, *words, {}, routine, tuple(simpler))
                )
        return tuple(margins)

    def probes(self, transfers: Mapping[str, sp.Expr]) -> int:
        return 512 if self.slopes(transfers).matrix is not None else 256

    def _corners(self) -> tuple[NumericMargin, ...]:
        """Return whether some equilibrium has a kind of player off the low end, or at the high."""

        def margin(i: int, end: str) -> NumericMargin:
            def compute(situation: Situation, solved: Solved) -> Array:
                found = solved()
                place = found.pattern // len(PLACES) ** i % len(PLACES)
                is_there = (place == HIGH) | ((place == INNER) & (end == "low"))
                return np.where((is_there & found.present).any(axis=-1), 1.0, -1.0)

            player = self.players[i]
            words = _corner(player, self.verb, end)
            return NumericMargin(f"{player.key}.{end}", compute, *words, routine=end == "low")

        return tuple(margin(i, end) for i in range(len(self.players)) for end in ("low", "high"))


def _corner(player: Player, verb: Words, end: str) -> tuple[Words, Words]:
    """Say that a player leaves the low end or is at the high end, and that the player does not."""
    who, what = player.title, verb
    if end == "low":
        holds = Words(f"{what.en} pays for {who.en}", f"{who.zh}{what.zh}合算")
        fails = Words(f"{what.en} does not pay for {who.en}", f"{who.zh}{what.zh}不合算")
    else:
        holds = Words(
            f"{who.en}: {what.en} stops only at the limit", f"{who.zh}的{what.zh}达到上限"
        )
        fails = Words(f"{who.en}: {what.en} stops below the limit", f"{who.zh}的{what.zh}低于上限")
    return holds, fails


def _fraction(expression: sp.Expr) -> sp.Expr:
    """Return the expression as one factored fraction whose sums start with a positive term."""
    above, below = sp.fraction(sp.factor(expression))
    sign, parts = sp.S.One, []
    for part in (*sp.Mul.make_args(above), 1 / below):
        base = part if part.is_Add else 1 / part if (1 / part).is_Add else None
        if base is not None and base.as_ordered_terms()[0].could_extract_minus_sign():
            sign, part = -sign, (-base if part.is_Add else 1 / -base)
        parts.append(part)
    return sign * sp.Mul(*parts)


def _stack(values: list[Array], shape: tuple[int, ...]) -> Array:
    return np.stack([np.broadcast_to(value, shape) for value in values], axis=-1)


@lru_cache(maxsize=256)
def _slopes(
    payoffs: tuple[sp.Expr, ...], actions: tuple[str, ...], counts: tuple[sp.Expr, ...], total: str
) -> _Slopes:
    symbols, whole = [sp.Symbol(a) for a in actions], sp.Symbol(total)
    marginal, curvature = [], []
    for payoff, own in zip(payoffs, symbols, strict=True):
        first = _derivative(payoff, own) + _derivative(payoff, whole)
        marginal.append(first)
        curvature.append(sp.simplify(_derivative(first, own) + _derivative(first, whole)))
    written = sum((c * x for c, x in zip(counts, symbols, strict=True)), sp.S.Zero)
    kinked = any(
        kink.free_symbols & {*symbols, whole} for payoff in payoffs for kink in payoff.atoms(*KINKS)
    )
    try:
        rows = [sp.Poly(sp.expand(m.subs(whole, written)), *symbols) for m in marginal]
    except sp.PolynomialError:
        rows = []
    if kinked or not rows or any(row.total_degree() > 1 for row in rows):
        return _Slopes(tuple(marginal), tuple(curvature), None, None, kinked)
    matrix = tuple(row.coeff_monomial(x) for row in rows for x in symbols)
    level = tuple(row.coeff_monomial(1) for row in rows)
    return _Slopes(tuple(marginal), tuple(curvature), matrix, level, kinked)


def _derivative(expression: sp.Expr, symbol: sp.Symbol) -> sp.Expr:
    """Return the derivative of a real expression, wherever it has one."""
    real = {s: sp.Dummy(str(s), real=True) for s in expression.free_symbols | {symbol}}
    slope = sp.diff(expression.xreplace(real), real[symbol])
    slope = slope.replace(sp.DiracDelta, lambda *_: sp.S.Zero)
    return slope.xreplace({dummy: s for s, dummy in real.items()})


@lru_cache(maxsize=256)
def _jacobian(
    marginal: tuple[sp.Expr, ...], actions: tuple[str, ...], total: str, counts: tuple[sp.Expr, ...]
) -> tuple[sp.Expr, ...]:
    symbols, whole = [sp.Symbol(a) for a in actions], sp.Symbol(total)
    return tuple(
        _derivative(m, x) + count * _derivative(m, whole)
        for m in marginal
        for x, count in zip(symbols, counts, strict=True)
    )
