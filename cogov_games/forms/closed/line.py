"""The push along the state in each game of a batch: where the state rests, and how far it is off."""

from __future__ import annotations

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from ...expressions import Array, compiled, evaluate, named
from ...solvers import phase_line, roots
from ..equilibria import runs
from ..situation import Situation
from .game import ClosedGame
from .shape import shape_of, size_of

TIE = 1e-12
"""Pushes below this share of the terms that make them up are none."""
BESIDE = 1e-10
"""How far beside an equilibrium the push is read to verify it, as a share of the interval."""
SAMPLES = 33


class Line:
    """The push in each game of a batch, with the batch flattened to rows."""

    def __init__(self, game: ClosedGame, situation: Situation) -> None:
        self.game = game
        self._push = _written(game.push, game.state, situation)
        shape = shape_of(self._push, game.state)
        self.degree = shape.degree if game.turns is None else None
        names = {str(s) for s in self._push.free_symbols} - {game.state}
        self._fixed = {name: situation.fixed[name].reshape(-1) for name in names}
        expressions = (game.low, game.high, *shape.breaks, *(game.turns or ()))
        written = [_written(e, game.state, situation) for e in expressions]
        values = evaluate(written, situation.fixed)
        low, high, *places = (np.broadcast_to(v, situation.shape).reshape(-1) for v in values)
        self.low, self.high = low, high
        nodes = [np.clip(np.nan_to_num(place, nan=-np.inf), low, high) for place in places]
        self.nodes = np.sort(np.stack([low, *nodes, high], axis=1), axis=1)
        everywhere = low[:, None] + (high - low)[:, None] * np.linspace(0, 1, SAMPLES)
        rows = np.arange(low.size)[:, None]
        sizes = self._values(size_of(self._push), rows, everywhere)
        self.scale: Array = np.nan_to_num(sizes, posinf=0.0).max(axis=1)

    def push(self, row: NDArray[np.intp], x: Array) -> Array:
        """Return the push in the game of each row at the state x; the two broadcast."""
        return self._values(self._push, row, x)

    def _values(self, expression: sp.Expr, row: NDArray[np.intp], x: Array) -> Array:
        here = {name: array[row] for name, array in self._fixed.items()}
        value = compiled((expression,))({**here, self.game.state: x})[0]
        return np.broadcast_to(value, np.broadcast_shapes(row.shape, x.shape))

    def solve(self) -> tuple[phase_line.PhaseLines, NDArray[np.bool_]]:
        """Return all states of rest, and whether they are certain to be all."""
        points, complete = roots.find(
            self.push, self.nodes, TIE * self.scale,
            degree=self.degree, monotone=self.game.turns is not None,
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


def _written(expression: sp.Expr, state: str, situation: Situation) -> sp.Expr:
    """Return the expression with primitives that depend on the state written out."""
    bound = {**situation.binds, **situation.derived}
    known = {*situation.fixed, state}
    while moving := {str(s) for s in expression.free_symbols} - known:
        expression = expression.subs(named({name: bound[name] for name in moving}))
    return expression


def continua(lines: phase_line.PhaseLines) -> tuple[tuple[int, ...], ...]:
    """Return, for one game, the runs of states of rest with no push between them."""
    still = lines.before[0, : int(lines.count[0])] == 0
    return tuple(tuple(run) for run in runs(still) if len(run) > 1)
