"""What a coalition game is: players, what each group of them is worth, and a rule of sharing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Literal, get_args

import numpy as np
import sympy as sp

from ...errors import InputError
from ...expressions import Array, sympify_fields
from ...solvers.characteristic import members
from ...words import unknown
from ..actors import Actor
from ..base import Form
from ..situation import Formulas, Situation, columns

Rule = Literal["core", "formula", "consortia"]
Group = tuple[str, ...]

MOST_PLAYERS = 8


@dataclass(frozen=True)
class CoalitionGame(Form):
    """The declaration of a coalition game, without its solution; see `Coalition`."""

    kind: ClassVar[str] = "coalition"

    players: tuple[Actor, ...]
    worth: Mapping[Group, sp.Expr]
    rule: Rule = "core"
    cost: bool = True
    weights: Formulas | None = None
    compulsory: sp.Expr = sp.S.Zero
    block: sp.Expr = sp.S.One
    total: str = "total"

    def __post_init__(self) -> None:
        keys = [player.key for player in self.players]
        if not 2 <= len(keys) <= MOST_PLAYERS:
            raise InputError(f"a coalition game has 2 to {MOST_PLAYERS} players, not {len(keys)}.")
        if self.rule not in get_args(Rule):
            raise unknown("rule", self.rule, get_args(Rule))
        given = {tuple(k for k in keys if k in group): e for group, e in self.worth.items()}
        for group in self._groups:
            if group not in given:
                raise InputError(f"worth lacks the coalition {'+'.join(group)}.")
        if len(self.worth) != len(self._groups):
            raise InputError("worth names a coalition twice or one of unknown players.")
        object.__setattr__(self, "worth", {group: given[group] for group in self._groups})
        object.__setattr__(self, "weights", dict(self.weights or {}))
        sympify_fields(self, "worth", "weights", "compulsory", "block")
        if self.rule == "formula" and set(self.weights or {}) != set(keys):
            raise InputError(f"weights must give each of {', '.join(keys)} a number.")

    @property
    def _groups(self) -> list[Group]:
        """All groups, in the order of their bit masks."""
        keys = [player.key for player in self.players]
        return [
            tuple(key for i, key in enumerate(keys) if mask >> i & 1)
            for mask in range(1, 1 << len(keys))
        ]

    @property
    def actors(self) -> tuple[Actor, ...]:
        return self.players

    @property
    def shares(self) -> tuple[str, ...]:
        """The symbols of what each player pays or gets."""
        return tuple(f"share_{player.key}" for player in self.players)

    @property
    def states(self) -> tuple[str, ...]:
        return (*self.shares, self.total)

    @property
    def shown(self) -> tuple[str, ...]:
        return (self.total,)

    @property
    def expressions(self) -> tuple[sp.Expr, ...]:
        weights = self.weights or {}
        return (*self.worth.values(), *weights.values(), self.compulsory, self.block)

    @property
    def sign(self) -> int:
        """1 where players get what a group is worth, -1 where they pay it."""
        return -1 if self.cost else 1

    def worths(self, situation: Situation) -> Array:
        """Return what each group is worth to itself by bit mask, shape (..., 2**n); costs are
        negative.
        """
        table = columns(tuple(self.worth.values()), situation.fixed, situation.shape)
        return self.sign * np.concatenate([np.zeros((*situation.shape, 1)), table], axis=-1)

    def offers(self, situation: Situation) -> Array:
        """Return what each member of each group gets by the formula, shape (..., 2**n, n)."""
        assert self.weights is not None
        weights = columns(tuple(self.weights.values()), situation.fixed, situation.shape)
        held = weights[..., None, :] * members(len(self.players))
        held[..., 0, :] = 1.0
        part = held / held.sum(axis=-1, keepdims=True)
        return np.asarray(part * self.worths(situation)[..., None])
