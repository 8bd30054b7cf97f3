"""What a game in strategic form is: actors, their strategies, and a table of payoffs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from typing import Any, ClassVar

import sympy as sp

from ...errors import InputError
from ...expressions import Array, sympify_fields
from ..actors import Actor, Measure, shares_of
from ..base import Form
from ..situation import Formulas, Situation, columns

Cell = tuple[str, ...]


@dataclass(frozen=True)
class StrategicGame(Form):
    """The declaration of a game in strategic form, without its solution; see `Strategic`."""

    kind: ClassVar[str] = "strategic"

    players: tuple[Actor, ...]
    payoffs: Mapping[Cell, tuple[sp.Expr, ...]]
    status_quo: str | None = None

    def __post_init__(self) -> None:
        sympify_fields(self, "payoffs")
        wrong = set(self.payoffs) ^ set(self.cells)
        if wrong:
            raise InputError(f"the payoff table lacks or has no place for {sorted(wrong)}.")
        if any(len(cell) != len(self.players) for cell in self.payoffs.values()):
            raise InputError(f"each cell gives {len(self.players)} payoffs, one per actor.")
        if self.status_quo is not None and set(self.sizes) != {2}:
            raise InputError("a status quo needs actors with two strategies each.")

    @property
    def actors(self) -> tuple[Actor, ...]:
        return self.players

    @property
    def cells(self) -> list[Cell]:
        """All combinations of strategy keys, the last actor's running fastest."""
        return list(product(*([s.key for s in actor.strategies] for actor in self.players)))

    @property
    def sizes(self) -> tuple[int, ...]:
        """Number of strategies of each actor."""
        return tuple(len(actor.strategies) for actor in self.players)

    @property
    def shares(self) -> tuple[tuple[str, ...], ...]:
        """The symbols of the strategies' probabilities, by actor."""
        return tuple(
            tuple(s.share or f"{actor.key}_{s.key}" for s in actor.strategies)
            for actor in self.players
        )

    @property
    def states(self) -> tuple[str, ...]:
        return tuple(symbol for actor in self.shares for symbol in actor)

    @property
    def shown(self) -> tuple[str, ...]:
        named = tuple(s.share for a in self.players for s in a.strategies if s.share is not None)
        return named or self.states

    @property
    def measures(self) -> tuple[Measure, ...]:
        return tuple(
            measure
            for actor, symbols in zip(self.players, self.shares, strict=True)
            for measure in shares_of(actor, symbols, actor.title)
        )

    @property
    def expressions(self) -> tuple[sp.Expr, ...]:
        return tuple(e for cell in self.payoffs.values() for e in cell)

    def cell_payoffs(self, transfers: Formulas) -> list[tuple[sp.Expr, ...]]:
        """Return each cell's payoffs, the institution's transfers included."""
        key = tuple(transfers.items())
        if key not in self._cells:
            self._cells[key] = self._add(transfers)
        return self._cells[key]

    @cached_property
    def _cells(self) -> dict[tuple[Any, ...], list[tuple[sp.Expr, ...]]]:
        """What `cell_payoffs` has returned."""
        return {}

    def _add(self, transfers: Formulas) -> list[tuple[sp.Expr, ...]]:
        rows = []
        for cell in self.cells:
            played = {
                sp.Symbol(share): sp.Integer(strategy.key == chosen)
                for chosen, actor, names in zip(cell, self.players, self.shares, strict=True)
                for strategy, share in zip(actor.strategies, names, strict=True)
            }
            extra = [transfers.get(a.key, sp.S.Zero).subs(played) for a in self.players]
            rows.append(tuple(p + t for p, t in zip(self.payoffs[cell], extra, strict=True)))
        return rows

    def tables(self, situation: Situation) -> list[Array]:
        """Return each actor's payoffs, shape (..., m1, m2, ...)."""
        flat = [e for cell in self.cell_payoffs(situation.transfers) for e in cell]
        stacked = columns(flat, situation.environment(), situation.shape)
        table = stacked.reshape(*situation.shape, *self.sizes, len(self.players))
        return [table[..., i] for i in range(len(self.players))]

    def derived(self, situation: Situation, states: Mapping[str, Array]) -> dict[str, Array]:
        return dict(states)
