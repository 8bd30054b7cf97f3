"""The situation in which a game is solved: parameter values under one institution, in batches."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from ..expressions import Array, compiled, evaluate, named

Formulas = Mapping[str, sp.Expr]
"""Expressions by the symbol that they stand for, or by whom they are paid."""


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
    binds: Formulas = field(default_factory=dict)
    transfers: Formulas = field(default_factory=dict)
    given: Mapping[str, Array] = field(default_factory=dict)
    derived: Formulas = field(default_factory=dict)
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

    def value_of(self, expression: sp.Expr) -> Array:
        """Return the value of an expression that depends on no state, in the batch's shape."""
        return np.broadcast_to(evaluate([expression], self.fixed)[0], self.shape)

    def whole(self, expression: sp.Expr) -> NDArray[np.int64]:
        """Return the value of an expression that depends on no state, as a whole number."""
        return np.round(self.value_of(expression)).astype(np.int64)

    def where(self, mask: NDArray[np.bool_]) -> Situation:
        """Return the part of the batch that the mask selects, flattened."""
        return replace(
            self,
            values={name: array[mask] for name, array in self.values.items()},
            given={name: array[mask] for name, array in self.given.items()},
            _cache={},
        )


def columns(
    expressions: Sequence[sp.Expr], environment: Mapping[str, Array], shape: tuple[int, ...]
) -> Array:
    """Return the values of expressions side by side, shape (*shape, E)."""
    values = evaluate(expressions, environment)
    return np.stack([np.broadcast_to(value, shape) for value in values], axis=-1)


@lru_cache(maxsize=1024)
def _symbols(expression: sp.Expr) -> frozenset[str]:
    return frozenset(str(symbol) for symbol in expression.free_symbols)


def _expand(array: Array, axes: int) -> Array:
    return array.reshape(array.shape + (1,) * axes)
