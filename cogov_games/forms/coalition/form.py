"""The coalition form: players who may share a project, and what each group of them costs or earns."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from ...expressions import Array
from ...register import declarable
from ...solvers.partitions import blocks, partitions
from ...words import Words, number
from ..actors import Actor
from ..equilibria import EquilibriumSet
from ..margins import Margin
from ..phrases import in_a_row
from ..situation import Formulas, Situation
from .allocations import KINDS, Allocations
from .bargaining import bargained
from .consortia import consortia
from .core import agreements
from .game import CoalitionGame
from .membership import by_formula


@declarable
@dataclass(frozen=True)
class Coalition(CoalitionGame):
    """A game in characteristic-function form, with a rule by which groups form and share.

    Parameters
    ----------
    players : tuple of Actor
        From two to eight.
    worth : mapping of tuple of player keys to expression
        What each group costs, or earns, on its own; every group must be there.
    rule : str
        ``"core"``: all together share so that no group would do better on its own.
        ``"formula"``: those who take part share in proportion to `weights`; unless membership is
        `compulsory`, each may stay on its own.
        ``"consortia"``: the players part into groups of at most `block`, as cheaply as possible.
    cost : bool
        Whether `worth` holds costs.
    weights : mapping of player key to expression
    compulsory : expression
        Membership is compulsory where it is at least one.
    block : expression
        The largest group.
    total : str
        The symbol of what all players pay, or get, together.

    Notes
    -----
    Regret is the largest excess of any group that may deviate, never below zero.

    *Core.* Every group may. The nucleolus is listed where the core is not empty, the Shapley value
    where it lies in the core; the core is convex, so every mixture of the two belongs to it. Other
    core allocations are not listed.

    *Formula.* Single players may: an equilibrium is a set of members of whom nobody pays more than
    alone, while nobody who stays out would gain by joining. All 2**n sets are checked.

    *Consortia.* Of all partitions into groups of at most `block`, those that are best for all
    together; a group that gains nothing by being one is left in its parts. Every group of that size may deviate, if that leaves a stable way of sharing (marked
    stable); if not, the members of a consortium may leave together, and whole consortia may merge
    (marked semi-stable: a group across consortia would gain). Shares are the nucleolus for the
    partition and for the groups that may deviate.
    """

    def equilibria(self, situation: Situation) -> EquilibriumSet:
        """Return all equilibria, solving each different game of the batch once."""
        if not situation.shape:
            return self._solve(situation)
        fixed = situation.fixed
        used = sorted({str(symbol) for e in self.expressions for symbol in e.free_symbols})
        columns = np.stack(
            [fixed[name].ravel() for name in used] or [np.zeros(int(np.prod(situation.shape)))]
        )
        games, which = np.unique(columns, axis=1, return_inverse=True)
        names = used or [self.total]
        found = self._solve(Situation(dict(zip(names, games, strict=True))))

        def spread(array: NDArray[Any]) -> NDArray[Any]:
            return np.asarray(array[which.reshape(situation.shape)])

        return replace(
            found,
            states={name: spread(array) for name, array in found.states.items()},
            payoffs={key: spread(array) for key, array in found.payoffs.items()},
            regret=spread(found.regret),
            scale=spread(found.scale),
            stability=spread(found.stability),
            pattern=spread(found.pattern),
            complete=spread(found.complete),
        )

    def _solve(self, situation: Situation) -> EquilibriumSet:
        worth = self.worths(situation)
        found = self._allocations(situation, worth)
        present = found.present
        some = np.flatnonzero(present.any(axis=tuple(range(present.ndim - 1))))
        keep = slice(0, int(some[-1]) + 1 if len(some) else 1)
        x, regret = found.x[..., keep, :], found.regret[..., keep]
        shares = self.sign * x + 0.0
        single = not situation.shape and self.rule == "core" and present.sum() > 1
        return EquilibriumSet(
            states={
                **{name: shares[..., i] for i, name in enumerate(self.shares)},
                self.total: shares.sum(axis=-1),
            },
            payoffs={player.key: x[..., i] for i, player in enumerate(self.players)},
            regret=regret,
            scale=np.abs(worth).max(axis=-1),
            stability=found.stability[..., keep],
            pattern=found.pattern[..., keep],
            complete=np.full(situation.shape, self.rule == "formula"),
            continua=((0, 1),) if single else (),
        )

    def _allocations(self, situation: Situation, worth: Array) -> Allocations:
        """Return what the rule finds, shapes (..., K)."""
        if self.rule == "formula":
            bound = situation.value_of(self.compulsory) >= 1
            return by_formula(worth, self.offers(situation), np.asarray(bound))
        if self.rule == "consortia":
            return bargained(worth, situation.value_of(self.block), consortia)
        return bargained(worth, np.full(situation.shape, float(len(self.players))), agreements)

    def first_best(self, situation: Situation, objective: sp.Expr) -> Array:
        """Return the best over all partitions; shares are equal where the objective uses them."""
        n = len(self.players)
        total = self.sign * self.worths(situation) @ blocks(n).T
        states = dict.fromkeys(self.shares, total / n) | {self.total: total}
        values = self.value_at(situation, states, objective)
        return np.asarray(np.broadcast_to(values, total.shape).max(axis=-1))

    def profile(self, states: Mapping[str, float]) -> Mapping[str, Any]:
        return {
            player.key: states[name] for player, name in zip(self.players, self.shares, strict=True)
        }

    def _parts(self, pattern: int) -> tuple[list[list[Actor]], int]:
        """Return the groups of a pattern, and how they share."""
        place, kind = divmod(pattern, len(KINDS))
        groups: dict[int, list[Actor]] = {}
        for label, player in zip(partitions(len(self.players))[place], self.players, strict=True):
            groups.setdefault(int(label), []).append(player)
        return list(groups.values()), kind

    def label(self, pattern: int) -> Words:
        groups, kind = self._parts(pattern)
        if len(groups) == len(self.players):
            return Words("each alone", "各自单独承担" if self.cost else "各自单独行动")
        if len(groups) == 1:
            return Words(f"all together, {KINDS[kind].en}", f"全体联合，{KINDS[kind].zh}")
        together = (in_a_row((player.title for player in group), " + ", "＋") for group in groups)
        return in_a_row(together, "; ", "；")

    def describe(self, pattern: int, states: Mapping[str, float]) -> str:
        return f"{self.label(pattern)} ({number(states[self.total])})"

    def closed_form(
        self, pattern: int, binds: Formulas, transfers: Formulas
    ) -> dict[str, sp.Expr] | None:
        groups, _ = self._parts(pattern)
        parts = (self.worth[tuple(player.key for player in group)] for group in groups)
        total = sp.expand(sum(parts, sp.S.Zero))
        broken = {q: sp.Float(q) for q in total.atoms(sp.Rational) if not q.is_Integer}
        return {self.total: total.xreplace(broken)}

    def margins(self, binds: Formulas, transfers: Formulas) -> tuple[Margin, ...]:
        """Where membership is free, all stay together only if nobody loses by the formula."""
        if self.rule != "formula":
            return ()
        assert self.weights is not None
        *_, everybody = self.worth.values()
        whole = sum(self.weights.values(), sp.S.Zero)
        gains = [
            self.sign * (everybody * weight / whole - self.worth[(key,)])
            for key, weight in self.weights.items()
        ]
        return (
            Margin(
                "all_stay",
                sp.Max(self.compulsory - 1, sp.Min(*gains)),
                Words("everybody takes part", "全体参与"),
                Words(
                    "some would do better alone, and may leave", "有成员单独行动更合算，且可以退出"
                ),
            ),
        )
