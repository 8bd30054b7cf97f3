"""The correlated form: a group in which a public signal names who is to act."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike, NDArray

from ..expressions import Array, evaluate, named, sympify_fields
from ..register import declarable
from ..solvers.payoff_difference import TOLERANCE
from ..solvers.stability import Stability
from ..words import Words
from .equilibria import EquilibriumSet
from .group import Group
from .margins import AnyMargin, Margin
from .situation import Formulas, Situation

OBEYED = -1


@declarable
@dataclass(frozen=True)
class Signal(Group):
    """A symmetric n-person game with two strategies, before which some are named publicly.

    Parameters
    ----------
    naming : expression
        How many are named; who they are is drawn anew each time, and everybody hears it.

    Notes
    -----
    The equilibria are those of the `Group` game, in which the signal is ignored, and *obedience*:
    those who are named act and the others do not. Obedience is a correlated equilibrium (Aumann
    1974) if nobody gains by disobeying what all have heard: the gain from acting is not negative
    beside one less than those named, and not positive beside all of them. A gain within 1e-12 of
    the payoff scale is a tie. Where nobody or everybody is named the signal tells nothing.

    In formulas, ``"{share}_named"`` and ``"{share}_others"`` are the chances to act of those who
    are named and of those who are not.
    """

    kind: ClassVar[str] = "correlated"

    naming: sp.Expr = sp.S.One

    def __post_init__(self) -> None:
        super().__post_init__()
        sympify_fields(self, "naming")

    @property
    def roles(self) -> tuple[str, str]:
        """The symbols of the chances to act, if named and if not."""
        return f"{self.share}_named", f"{self.share}_others"

    @property
    def states(self) -> tuple[str, ...]:
        return (*super().states, *self.roles)

    @property
    def expressions(self) -> tuple[sp.Expr, ...]:
        return (*super().expressions, self.naming)

    def named(self, situation: Situation) -> Array:
        """Return how many are named in each game of the batch."""
        count = evaluate([self.naming], situation.environment())[0]
        return np.asarray(np.broadcast_to(np.round(count), situation.shape))

    def obedience(self, situation: Situation) -> tuple[Array, Array]:
        """Return what those who are named, and those who are not, gain by doing as they are told.

        Both have the batch's shape; they are NaN where nobody or everybody is named.
        """
        k, n = self.named(situation), self.sizes(situation)
        among = np.stack([np.clip(k - 1, 0, n - 1), np.clip(k, 0, n - 1)], axis=-1)
        abstain, act = self._against(situation, among)
        gain = np.where(((k > 0) & (k < n))[..., None], act - abstain, np.nan)
        return gain[..., 0], -gain[..., 1]

    def equilibria(self, situation: Situation) -> EquilibriumSet:
        ignored = super().equilibria(situation)
        acting, staying = self.obedience(situation)
        loss = np.maximum(np.maximum(-acting, -staying), 0)
        holds = loss <= TOLERANCE * ignored.scale  # false where NaN
        strict = np.minimum(acting, staying) > TOLERANCE * ignored.scale
        named = self.named(situation)[..., None]
        state = self.pure(situation, named)
        state |= dict(zip(self.roles, (np.ones(named.shape), np.zeros(named.shape)), strict=True))
        code = np.where(strict, Stability.STABLE, Stability.NEUTRAL)
        share = ignored.states[self.share]

        def with_obedience(old: NDArray[Any], new: ArrayLike, absent: float = np.nan) -> Array:
            last = np.where(holds, new, absent)[..., None]
            return np.concatenate([old, last], axis=-1)

        both = {name: ignored.states.get(name, share) for name in self.states}
        pays = self.mean_where(situation, named)[..., 0]
        (payoff,) = ignored.payoffs.values()
        return EquilibriumSet(
            states={name: with_obedience(old, state[name][..., 0]) for name, old in both.items()},
            payoffs={self.member.key: with_obedience(payoff, pays)},
            regret=with_obedience(ignored.regret, loss),
            scale=ignored.scale,
            stability=with_obedience(ignored.stability, code, -1).astype(np.int8),
            pattern=with_obedience(ignored.pattern, OBEYED, OBEYED).astype(np.int64),
            complete=ignored.complete,
            continua=ignored.continua,
            basin=None if ignored.basin is None else with_obedience(ignored.basin, 0.0),
            reached=ignored.reached,
        )

    def derived(self, situation: Situation, states: Mapping[str, Array]) -> dict[str, Array]:
        others = (self.sizes(situation)[..., None] - 1) * states[self.share]
        return {**states, self.others: others}

    def rest_points(self, situation: Situation, found: EquilibriumSet) -> list[dict[str, float]]:
        ends = super().rest_points(situation, found)
        return [dict.fromkeys((self.share, *self.roles), end[self.share]) for end in ends]

    def profile(self, states: Mapping[str, float]) -> Mapping[str, Any]:
        abstain, act = (strategy.key for strategy in self.member.strategies)
        return {
            who: {abstain: 1 - states[symbol], act: states[symbol]}
            for who, symbol in zip(("named", "others"), self.roles, strict=True)
        }

    def label(self, pattern: int) -> Words:
        abstain, act = (strategy.title for strategy in self.member.strategies)
        if pattern == OBEYED:
            return Words(
                f"the signal is obeyed (those named: {act.en}; the others: {abstain.en})",
                f"信号得到服从（被点名者：{act.zh}；其余：{abstain.zh}）",
            )
        usual = super().label(pattern)
        return Words(f"the signal is ignored: {usual.en}", f"信号被忽视：{usual.zh}")

    def describe(self, pattern: int, states: Mapping[str, float]) -> str:
        return str(self.label(pattern)) if pattern == OBEYED else super().describe(pattern, states)

    def closed_form(
        self, pattern: int, binds: Formulas, transfers: Formulas
    ) -> dict[str, sp.Expr] | None:
        first, second = self.roles
        if pattern != OBEYED:
            states = super().closed_form(pattern, binds, transfers)
            if states is None:
                return None
            return states | dict.fromkeys((first, second), states[self.share])
        n, k, j = self.size, self.naming, sp.Symbol(self.others)
        states = {
            self.share: k / n, self.others: (n - 1) * k / n, first: sp.S.One, second: sp.S.Zero,
        }  # fmt: skip
        if self.average:
            abstain, act = (
                (payoff + transfers.get(strategy.key, sp.S.Zero)).subs(named(binds)).subs(j, others)
                for payoff, strategy, others in zip(
                    self.payoffs, self.member.strategies, (k, k - 1), strict=True
                )
            )
            states[self.average] = (k * act + (n - k) * abstain) / n
        return states

    def from_shares(self, shares: Array) -> dict[str, float]:
        """Return the states in which the signal is ignored."""
        return dict.fromkeys((self.share, *self.roles), float(shares[1]))

    def margins(self, binds: Formulas, transfers: Formulas) -> tuple[AnyMargin, ...]:
        gain, k = self.gain(transfers), self.naming
        do = self.act.title
        told = Margin(
            "named", gain,
            Words(f"who is named does best to {do.en}", f"被点名者{do.zh}合算"),
            Words(f"who is named does not gain by choosing to {do.en}", f"被点名者{do.zh}不合算"),
            {self.others: k - 1},
        )  # fmt: skip
        spared = Margin(
            "not_named", -gain,
            Words(f"who is not named does not gain by choosing to {do.en}", f"未被点名者{do.zh}不合算"),
            Words(f"who is not named gains by choosing to {do.en}", f"未被点名者{do.zh}合算"),
            {self.others: k},
        )  # fmt: skip
        usual = super().margins(binds, transfers)
        known = told.at[self.others]
        rest = (m for m in usual if not isinstance(m, Margin) or m.at.get(self.others) != known)
        return (told, spared, *rest)
