"""The continuous form: actions are intervals; alike players are counted, not listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any, ClassVar

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from ...errors import InputError
from ...expressions import Array, evaluate, named
from ...register import declarable
from ...solvers.continuous import (
    BoxSolutions,
    affine_equilibria,
    compact,
    repeated,
    search_equilibria,
)
from ...solvers.group import Stability
from ...solvers.planner import maximise
from ...solvers.scan import Maximisers, crossings, halve, maximisers, snapped
from ...words import Words, labelled, listed, number
from ..actors import Actor, Measure
from ..base import Form
from ..equilibria import TOLERANCE, EquilibriumSet, Solved
from ..margins import Margin, NumericMargin
from ..situation import Situation
from .intervals import Interval, bounds, unique_zero
from .slopes import Slopes, slopes_of

ACTION = Words("action", "行动")
LOW, INNER, HIGH, ABSENT, PRESCRIBED = range(5)
PLACES = (
    Words("none", "为零"), Words("between the limits", "介于上下限之间"),
    Words("at the limit", "达到上限"), None, Words("as prescribed", "按规定"),
)  # fmt: skip
LOWEST = Words("at the lower limit", "达到下限")
PIECES = {1: 16, 2: 8, 3: 4}
"""Into how many pieces a side of the box is cut to prove something about all of it."""


@declarable
@dataclass(frozen=True)
class Player:
    """`count` alike players, each of whom chooses an action between `low` and `high`.

    The payoff may use the own action, the other kinds' actions and the form's total. The count
    need not be whole: a share of a group is a kind of its own. Where one `decider` chooses several
    actions, each of them is declared, with the same payoff. Where an institution narrows the
    interval, `feasible` gives the ends of what could be done without it: the first best is looked
    for there.
    """

    key: str
    title: Words
    action: str
    low: sp.Expr
    high: sp.Expr
    payoff: sp.Expr
    count: sp.Expr = sp.S.One
    decider: Actor | None = None
    feasible: tuple[sp.Expr, sp.Expr] | None = None

    def __post_init__(self) -> None:
        for name in ("low", "high", "payoff", "count"):
            object.__setattr__(self, name, sp.sympify(getattr(self, name)))
        if self.feasible is not None:
            low, high = self.feasible
            object.__setattr__(self, "feasible", (sp.sympify(low), sp.sympify(high)))

    @property
    def limits(self) -> tuple[sp.Expr, sp.Expr]:
        """The ends of what is feasible."""
        return self.feasible or (self.low, self.high)

    @property
    def actor(self) -> Actor:
        """Who decides on this action."""
        return self.decider or Actor(self.key, self.title)


@declarable
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
    solution : mapping of action to expression, optional
        A closed form of an equilibrium. It is verified like any other, and where it holds nothing
        else is searched for; it makes large maps of games with kinks fast.

    Notes
    -----
    An institution's `transfers` are keyed by player. All of a kind act alike; equilibria in which
    they do not are found by declaring two kinds.

    - Where every marginal payoff is linear in all actions, all equilibria are found; see
      `affine_equilibria`.
    - Where nobody's marginal payoff depends on the others, each kind's payoff is maximised over
      its whole interval; the list is complete where each payoff is shown to be concave or convex.
    - Otherwise equilibria are searched for: from first-order conditions or, where payoffs have
      kinks in the actions, from best replies. The list is complete where the slopes are shown to
      allow one equilibrium at most.

    Every equilibrium is verified against a search over all deviations. What is said about all of a
    box is shown by interval arithmetic.
    """

    kind: ClassVar[str] = "continuous"

    players: tuple[Player, ...]
    total: str = "X"
    verb: Words = ACTION
    solution: Mapping[str, sp.Expr] = field(default_factory=dict)

    def __post_init__(self) -> None:
        declared = {name: sp.sympify(e) for name, e in self.solution.items()}
        object.__setattr__(self, "solution", declared)
        if declared and set(declared) != set(self.actions):
            raise InputError(f"the solution gives {sorted(declared)}, not {sorted(self.actions)}.")
        for actor, own in self._hands.items():
            parts = {(self.players[i].payoff, self.players[i].count) for i in own}
            if len(own) > 1 and parts != {(self.players[own[0]].payoff, sp.S.One)}:
                raise InputError(
                    f"{actor.key} decides on several actions: declare one payoff for all, and count 1."
                )

    @property
    def actors(self) -> tuple[Actor, ...]:
        return tuple(dict.fromkeys(player.actor for player in self.players))

    @property
    def _hands(self) -> dict[Actor, list[int]]:
        """The positions of each decider's actions."""
        actors = [player.actor for player in self.players]
        return {actor: [i for i, a in enumerate(actors) if a == actor] for actor in actors}

    @property
    def actions(self) -> tuple[str, ...]:
        """The symbols of the actions."""
        return tuple(player.action for player in self.players)

    @property
    def states(self) -> tuple[str, ...]:
        return (*self.actions, self.total)

    @property
    def shown(self) -> tuple[str, ...]:
        """The actions, and their total where it adds up a group."""
        grouped = any(not player.count.is_number for player in self.players)
        return self.states if grouped else self.actions

    @property
    def noted(self) -> tuple[Actor, ...]:
        return tuple(
            Actor(p.key, p.title) if len(self._hands[p.actor]) > 1 else p.actor
            for p in self.players
        )

    @property
    def measures(self) -> tuple[Measure, ...]:
        return tuple(
            Measure(
                role.key, None, player.action,
                Words(f"{player.title.en}: {self.verb.en}", f"{player.title.zh}：{self.verb.zh}"),
            )
            for role, player in zip(self.noted, self.players, strict=True)
        )  # fmt: skip

    @property
    def expressions(self) -> tuple[sp.Expr, ...]:
        declared = (e for p in self.players for e in (p.low, p.high, p.payoff, p.count, *p.limits))
        return (*declared, *self.solution.values())

    def payoffs(self, transfers: Mapping[str, sp.Expr]) -> tuple[sp.Expr, ...]:
        """Return payoffs with the institution's transfers."""
        return tuple(p.payoff + transfers.get(p.actor.key, sp.S.Zero) for p in self.players)

    def payoff_at(self, situation: Situation, i: int, states: Mapping[str, Array]) -> Array:
        """Return, for one game, what one player of kind i gets at these actions and totals (A, B)."""
        environment = situation.environment(axes=2, **states)
        payoff = evaluate([self.payoffs(situation.transfers)[i]], environment)[0]
        shape = np.broadcast_shapes(*(array.shape for array in states.values()))
        return np.broadcast_to(payoff, shape)

    def slopes(self, transfers: Mapping[str, sp.Expr]) -> Slopes:
        """Return the derivatives of payoffs in the own action."""
        counts = tuple(player.count for player in self.players)
        return slopes_of(self.payoffs(transfers), self.actions, counts, self.total)

    def counts(self, situation: Situation) -> Array:
        """Return how many players of each kind there are, shape (..., k)."""
        return _columns([player.count for player in self.players], situation)

    def bounds(self, situation: Situation) -> tuple[Array, Array]:
        """Return the smallest and largest action of each kind, shape (..., k)."""
        low = [player.low for player in self.players]
        return _columns(low, situation), _columns([p.high for p in self.players], situation)

    def feasible(self, situation: Situation) -> tuple[Array, Array]:
        """Return the ends of what each kind could do without the institution, shape (..., k)."""
        low, high = zip(*(player.limits for player in self.players), strict=True)
        return _columns(low, situation), _columns(high, situation)

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
        return self._joint_payoffs(situation, x, [i], own[..., None])

    def _joint_payoffs(self, situation: Situation, x: Array, hand: list[int], own: Array) -> Array:
        """Return what a decider gets from joint actions `own` (..., K, D, len(hand))."""
        environment = self._after(situation, x, hand, own)
        payoff = evaluate([self.payoffs(situation.transfers)[hand[0]]], environment)[0]
        return np.broadcast_to(payoff, own.shape[:-1])

    def _after(
        self, situation: Situation, x: Array, hand: list[int], own: Array
    ) -> dict[str, Array]:
        """Return all symbols' values after one of those at x deviates to `own`."""
        total = (x * self.counts(situation)[..., None, :]).sum(axis=-1)[..., None]
        states = {name: x[..., j, None] for j, name in enumerate(self.actions)}
        states |= {self.actions[i]: own[..., m] for m, i in enumerate(hand)}
        moved = own - x[..., None, hand]
        states[self.total] = total + moved.sum(axis=-1)
        return situation.environment(axes=2, **states)

    def best_replies(self, situation: Situation, x: Array, i: int, points: int = 65) -> Array:
        """Return the best actions of one player of kind i when all others are at x, by search.

        The grid zooms in on its best point; bisection on the sign of the slope then places smooth
        peaks and kinks. Only jumps need the zoom to go all the way.
        """
        slopes = self.slopes(situation.transfers)
        low, high = (bound[..., None, i, None] for bound in self.bounds(situation))
        centre, half = np.broadcast_to((low + high) / 2, (*x.shape[:-1], 1)), (high - low) / 2
        for _ in range(24 if slopes.jumps else 8):
            own = np.clip(centre + half * np.linspace(-1, 1, points), low, high)
            payoffs = self.deviation_payoffs(situation, x, i, own)
            best = np.argmax(np.nan_to_num(payoffs, nan=-np.inf), axis=-1)[..., None]
            centre = np.take_along_axis(own, best, axis=-1)
            half = half * 2.5 / (points - 1)
            points = 9

        def rising(own: Array) -> NDArray[np.bool_]:
            environment = self._after(situation, x, [i], own[..., None])
            return np.asarray(evaluate([slopes.marginal[i]], environment)[0] > 0)

        # Payoffs tell points apart only down to the square root of their rounding
        half = np.maximum(half, 1e-7 * np.maximum(np.abs(low), np.abs(high)))
        peak = halve(np.maximum(centre - half, low), np.minimum(centre + half, high), rising)
        pair = np.concatenate([centre, snapped(peak, low, high)], axis=-1)
        values = np.nan_to_num(self.deviation_payoffs(situation, x, i, pair), nan=-np.inf)
        rounding = 4 * np.finfo(float).eps * np.abs(values[..., 0])
        better = values[..., 1] >= values[..., 0] - rounding
        return np.where(better, pair[..., 1], pair[..., 0])

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
        if slopes.matrix is None or not slopes.quadratic:
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
        gains = np.zeros(x.shape)
        for hand in self._hands.values():
            if len(hand) == 1:
                best = self.best_replies(situation, x, hand[0])[..., None]
                top = self.deviation_payoffs(situation, x, hand[0], best)[..., 0]
            else:
                top = self._best_joint(situation, x, hand)
            now = self._joint_payoffs(situation, x, hand, x[..., None, hand])[..., 0]
            gains[..., hand] = np.maximum(top - now, 0.0)[..., None]
        return gains

    def _best_joint(self, situation: Situation, x: Array, hand: list[int]) -> Array:
        """Return the most that a decider can get by changing several actions at once."""
        low, high = (
            np.broadcast_to(bound[..., None, hand], (*x.shape[:-1], len(hand)))
            for bound in self.bounds(situation)
        )
        return maximise(
            lambda own: np.nan_to_num(self._joint_payoffs(situation, x, hand, own), nan=-np.inf),
            low,
            high,
        )

    def equilibria(self, situation: Situation) -> EquilibriumSet:
        slopes = self.slopes(situation.transfers)
        low, high = self.bounds(situation)
        counts = self.counts(situation)
        continua: tuple[tuple[int, ...], ...] = ()
        if slopes.matrix is not None and not (slopes.separable and self._straight(situation)):
            x, complete, regret = self._affine(situation, slopes, low, high)
        elif slopes.separable:
            x, complete, regret, continua = self._separable(situation, slopes, low, high)
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
        corner = np.where((low == high)[..., None, :], PRESCRIBED, corner)
        corner = np.where(counts[..., None, :] > 0, corner, ABSENT)
        powers = len(PLACES) ** np.arange(len(self.players))
        return EquilibriumSet(
            states=states,
            payoffs={p.actor.key: payoffs[..., i] for i, p in enumerate(self.players)},
            regret=regret,
            scale=self._reach(situation, x),
            stability=self._stability(situation, slopes, x, corner, counts),
            pattern=(corner * powers).sum(axis=-1),
            complete=complete,
            continua=continua,
        )

    def _straight(self, situation: Situation) -> bool:
        """Say whether some payoff of the batch is not strictly concave, hence may have ties."""
        slopes = self.slopes(situation.transfers)
        curvature = evaluate(slopes.curvature, situation.environment())
        return not all(np.all(bend < 0) for bend in curvature)

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
        self, situation: Situation, slopes: Slopes, low: Array, high: Array
    ) -> tuple[Array, NDArray[np.bool_], Array]:
        assert slopes.matrix is not None
        assert slopes.level is not None
        k, shape = len(self.players), situation.shape
        environment = situation.environment()
        matrix = _stack(evaluate(slopes.matrix, environment), shape).reshape(*shape, k, k)
        level = _stack(evaluate(slopes.level, environment), shape)
        found = self._solve(matrix, level, low, high, self.counts(situation))
        if not slopes.quadratic:
            x, regret = self._verified(situation, found.x)
            return x, found.complete, regret
        curvature = _stack(evaluate(slopes.curvature, environment), shape)
        if not self._concave(matrix, curvature):
            x, regret = self._verified(situation, found.x)
            return x, found.complete, regret
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
        return found.x, found.complete, regret

    def _concave(self, matrix: Array, curvature: Array) -> bool:
        """Say whether quadratic payoffs are concave in everything that one decider chooses."""
        hands = [hand for hand in self._hands.values() if len(hand) > 1]
        blocks = [matrix[..., hand, :][..., hand] for hand in hands]
        return bool(
            (curvature <= 0).all() and all((np.linalg.eigvalsh(b) <= 0).all() for b in blocks)
        )

    def _verified(self, situation: Situation, x: Array) -> tuple[Array, Array]:
        """Return the candidates that survive the search for deviations, and their regret."""
        here = np.asarray(self.counts(situation)[..., None, :] > 0)
        gains = np.where(here, self.regrets(situation, x), 0.0)
        regret = np.where(np.isfinite(x).all(axis=-1), gains.max(axis=-1), np.nan)
        valid = np.asarray(regret <= TOLERANCE * self._reach(situation, x)[..., None])
        return compact(x, valid), compact(regret[..., None], valid)[..., 0]

    def _separable(
        self, situation: Situation, slopes: Slopes, low: Array, high: Array
    ) -> tuple[Array, NDArray[np.bool_], Array, tuple[tuple[int, ...], ...]]:
        """Combine everybody's best actions, which here depend on nobody else."""
        here = self.counts(situation) > 0
        best = [
            self._best(situation, slopes, low, np.where(here, high, low), i)
            for i in range(len(self.players))
        ]
        choices = list(product(*(range(b.x.shape[-1]) for b in best)))
        x = np.stack(
            [np.stack([b.x[..., c[i]] for i, b in enumerate(best)], axis=-1) for c in choices],
            axis=-2,
        )
        valid = np.asarray(np.isfinite(x).all(axis=-1))
        middle = np.broadcast_to(((low + high) / 2)[..., None, :], x.shape)
        gains = [
            b.top[..., None] - self.deviation_payoffs(situation, middle, i, x[..., i, None])[..., 0]
            for i, b in enumerate(best)
        ]
        regret = np.where(here[..., None, :], np.stack(gains, axis=-1), 0.0).max(axis=-1)
        regret = np.where(valid, np.maximum(regret, 0.0), np.nan)
        x, regret = compact(x, valid), compact(regret[..., None], valid)[..., 0]
        complete = np.zeros(situation.shape, dtype=bool)
        if not slopes.kinked:
            complete = self._bent_one_way(situation, slopes, low, high) & valid.any(axis=-1)
        continua = (
            ()
            if situation.shape
            else _continua(best, [c for c in choices if valid[choices.index(c)]])
        )
        return x, complete, regret, continua

    def _best(
        self, situation: Situation, slopes: Slopes, low: Array, high: Array, i: int
    ) -> Maximisers:
        """Return all actions that are best for kind i, whatever the others do."""
        others = ((low + high) / 2)[..., None, :]

        def payoff(own: Array) -> Array:
            return self.deviation_payoffs(situation, others, i, own[..., None, :])[..., 0, :]

        def slope(own: Array) -> Array:
            environment = situation.environment(axes=1, **{self.actions[i]: own})
            return np.broadcast_to(evaluate([slopes.marginal[i]], environment)[0], own.shape)

        ends = low[..., i], high[..., i]
        return maximisers(payoff, slope, *ends, kinked=slopes.kinked, tie=TOLERANCE)

    def _bent_one_way(
        self, situation: Situation, slopes: Slopes, low: Array, high: Array
    ) -> NDArray[np.bool_]:
        """Say where each payoff is shown to be concave, or convex, in the own action."""
        environment = {n: (v, v) for n, v in situation.environment(axes=1).items()}
        shown = np.ones(situation.shape, dtype=bool)
        step = np.arange(PIECES[1])
        for i, curvature in enumerate(slopes.curvature):
            start, width = low[..., i, None], (high - low)[..., i, None] / PIECES[1]
            own = start + width * step, start + width * (step + 1)
            least, most = bounds(curvature, environment | {self.actions[i]: own})
            shown &= np.all(most <= 0, axis=-1) | np.all(least >= 0, axis=-1)
        return shown

    def _pieces(self, situation: Situation, low: Array, high: Array) -> dict[str, Interval]:
        """Return all symbols' intervals on the pieces of the box, which are the last axis."""
        k = len(self.players)
        side = PIECES.get(k, 2)
        step = np.array(list(product(range(side), repeat=k))).T
        width = (high - low) / side
        box: dict[str, Interval] = {
            name: (value, value) for name, value in situation.environment(axes=1).items()
        }
        for i, name in enumerate(self.actions):
            start = low[..., i, None] + width[..., i, None] * step[i]
            box[name] = (start, start + width[..., i, None])
        return box

    def _searched(
        self, situation: Situation, slopes: Slopes, low: Array, high: Array
    ) -> tuple[Array, NDArray[np.bool_], Array]:
        if not self.solution:
            return self._search(situation, slopes, low, high)
        declared = [self.solution[name] for name in self.actions]
        x = _stack(evaluate(declared, situation.environment()), situation.shape)[..., None, :]
        x, regret = self._verified(situation, np.clip(x, low[..., None, :], high[..., None, :]))
        complete = self._unique(situation, slopes, low, high)
        missed = np.asarray(~np.isfinite(regret).any(axis=-1))
        if missed.any():
            part = situation.where(missed)
            others, sure, gains = self._search(part, slopes, low[missed], high[missed])
            width = max(x.shape[-2], others.shape[-2])
            x, regret = _widened(x, width), _widened(regret[..., None], width)[..., 0]
            x[missed] = _widened(others, width)
            regret[missed] = _widened(gains[..., None], width)[..., 0]
            complete[missed] = sure
        return x, complete, regret

    def _search(
        self, situation: Situation, slopes: Slopes, low: Array, high: Array
    ) -> tuple[Array, NDArray[np.bool_], Array]:
        kinds = range(len(self.players))

        def by_slopes(x: Array) -> tuple[Array, Array]:
            states = {name: x[..., i] for i, name in enumerate(self.actions)}
            environment = self.environment(situation, states)
            force = _stack(evaluate(slopes.marginal, environment), x.shape[:-1])
            flat = _stack(evaluate(slopes.jacobian, environment), x.shape[:-1])
            return force, flat.reshape(*x.shape, len(kinds))

        def by_replies(x: Array) -> tuple[Array, Array]:
            def pull(x: Array) -> Array:
                return np.stack([self.best_replies(situation, x, i) for i in kinds], axis=-1) - x

            here, box = pull(x), (high - low)[..., None, :]
            nudge = np.where(2 * (x - low[..., None, :]) < box, 1e-5, -1e-5) * box
            nudge = np.where(nudge == 0, 1.0, nudge)
            columns = [
                (pull(x + nudge * (np.arange(len(kinds)) == j)) - here) / nudge[..., j, None]
                for j in kinds
            ]
            return here, np.stack(columns, axis=-1)

        def alike(own: Array) -> Array:
            x = own[..., None]
            return (
                self.best_replies(situation, x, 0) - own
                if slopes.kinked
                else by_slopes(x)[0][..., 0]
            )

        def follow(first: Array) -> Array:
            """Return the points at which the second kind replies to the first."""
            x = np.stack([first, np.broadcast_to(low[..., None, 1], first.shape)], axis=-1)
            return np.stack([first, self.best_replies(situation, x, 1)], axis=-1)

        def chase(first: Array) -> Array:
            return self.best_replies(situation, follow(first), 0) - first

        ends = low[..., 0], high[..., 0]
        slack = 1e-9 * (high - low)[..., 0] if slopes.kinked else np.zeros(situation.shape)
        if len(kinds) == 1:
            x = crossings(alike, *ends, slack)[..., None]
        elif slopes.kinked and len(kinds) == 2:
            x = follow(crossings(chase, *ends, slack))
        elif slopes.kinked:
            x = search_equilibria(by_replies, low, high, steps=25)
        else:
            x = search_equilibria(by_slopes, low, high)
        valid = np.asarray(np.isfinite(x).all(axis=-1))
        x = compact(x, valid & ~repeated(x, valid, (high - low)[..., None, :]))
        complete = valid.any(axis=-1) & self._unique(situation, slopes, low, high)
        x, regret = self._verified(situation, x)
        return x, complete, regret

    def _unique(
        self, situation: Situation, slopes: Slopes, low: Array, high: Array
    ) -> NDArray[np.bool_]:
        """Say where the slopes are shown to allow one equilibrium at most."""
        if slopes.kinked:
            return np.zeros(situation.shape, dtype=bool)
        box, k = self._pieces(situation, low, high), len(self.players)
        flat = [bounds(entry, box) for entry in slopes.jacobian]
        rows = tuple(tuple(flat[k * i : k * i + k]) for i in range(k))
        return np.array(np.broadcast_to(unique_zero(rows), situation.shape))

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

    def _stability(
        self,
        situation: Situation,
        slopes: Slopes,
        x: Array,
        corner: NDArray[np.int64],
        counts: Array,
    ) -> NDArray[np.int8]:
        """Classify by gradient adjustment of the interior actions of the kinds that are present."""
        k = len(self.players)
        states = {name: x[..., i] for i, name in enumerate(self.actions)}
        states[self.total] = (x * counts[..., None, :]).sum(axis=-1)
        environment = situation.environment(axes=1, **states)
        flat = _stack(evaluate(slopes.jacobian, environment), x.shape[:-1])
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
        low, high = self.feasible(situation)

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
            own: player.high if places[own] == HIGH else player.low
            for own, player, _ in kinds
            if places[own] in (LOW, HIGH, PRESCRIBED)
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
            (p.title, LOWEST if place == LOW and p.low != 0 else PLACES[place])
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


def _columns(expressions: Sequence[sp.Expr], situation: Situation) -> Array:
    """Return an expression's value for each kind, shape (..., k)."""
    return _stack(evaluate(expressions, situation.environment()), situation.shape)


def _stack(values: list[Array], shape: tuple[int, ...]) -> Array:
    return np.stack([np.broadcast_to(value, shape) for value in values], axis=-1)


def _widened(x: Array, width: int) -> Array:
    """Return x (..., K, k) with K padded to a width by NaN."""
    missing = [(0, 0)] * (x.ndim - 2) + [(0, width - x.shape[-2]), (0, 0)]
    return np.pad(x, missing, constant_values=np.nan)


def _continua(
    best: list[Maximisers], choices: list[tuple[int, ...]]
) -> tuple[tuple[int, ...], ...]:
    """Return which of the combinations of best actions have everything between them as well."""
    runs: list[list[list[int]]] = []
    for b in best:
        own: list[list[int]] = []
        for m in np.flatnonzero(np.isfinite(b.x)):
            if m and b.joined[m - 1]:
                own[-1].append(int(m))
            else:
                own.append([int(m)])
        runs.append(own)
    corners = ([choices.index(c) for c in product(*group)] for group in product(*runs))
    return tuple(tuple(c) for c in corners if len(c) > 1)
