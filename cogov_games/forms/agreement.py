"""The agreement form: parties who may sign and leave one agreement; only the number of members counts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar, Literal, get_args

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from ..errors import InputError
from ..expressions import Array, evaluate, named, sympify_fields
from ..register import declarable
from ..solvers.stability import Stability
from ..words import Words, unknown
from .actors import Actor
from .base import Form
from .equilibria import TOLERANCE, EquilibriumSet
from .margins import Margin
from .situation import Formulas, Situation

Notion = Literal["mandate", "open", "trigger"]
NONE, ALL, SOME = 0, 1, 2
MEMBER = Actor("member", Words("a member", "成员"))
OUTSIDER = Actor("outsider", Words("an outsider", "非成员"))


@declarable
@dataclass(frozen=True)
class Agreement(Form):
    """A coalition game between parties who are alike but for being members or not.

    Parameters
    ----------
    parties : expression
        The number N of parties.
    member, outsider : expression
        What a member and an outsider get when there are `members` members.
    notion : str
        What keeps an agreement together. ``"mandate"``: all are members, nobody may leave.
        ``"open"``: each party may join or leave, up to `most` members. ``"trigger"``: all sign and
        meet again; after a breach that is seen, all go back to no agreement for good.
    members, total : str
        The symbols of the number of members and of what all parties get together.
    most : expression
        The largest open agreement; below one there is none.
    breach : expression
        What a member gets while it alone breaches.
    patience, seen : expression
        The discount factor, and the chance that a breach is seen.

    Notes
    -----
    *Open.* An agreement is stable if no member gains by leaving and no outsider by joining; all
    sizes are checked. Whoever is indifferent is said to be so (neutral). An agreement of one is
    where nobody has a partner.

    *Trigger.* Breaching for one period gains d - c, and from then on loses c - n a period if it
    was seen; so keeping the agreement is best if (1 - δ)(d - c) ≤ δφ(c - n). No agreement is an
    equilibrium too. Only the agreement of all is considered.
    """

    kind: ClassVar[str] = "coalition"

    parties: sp.Expr
    member: sp.Expr
    outsider: sp.Expr
    notion: Notion = "open"
    members: str = "m"
    total: str = "total"
    most: sp.Expr | None = None
    breach: sp.Expr | None = None
    patience: sp.Expr = sp.S.Zero
    seen: sp.Expr = sp.S.One

    def __post_init__(self) -> None:
        if self.notion not in get_args(Notion):
            raise unknown("notion", self.notion, get_args(Notion))
        if (self.breach is not None) is not (self.notion == "trigger"):
            raise InputError("breach is what the notion trigger needs, and no other.")
        sympify_fields(self, "parties", "member", "outsider", "most", "breach", "patience", "seen")

    @property
    def actors(self) -> tuple[Actor, ...]:
        return MEMBER, OUTSIDER

    @property
    def states(self) -> tuple[str, ...]:
        return self.members, self.total

    @property
    def shown(self) -> tuple[str, ...]:
        return ()

    @property
    def expressions(self) -> tuple[sp.Expr, ...]:
        given = (self.most, self.breach)
        return (self.parties, self.member, self.outsider, self.patience, self.seen,
                *(e for e in given if e is not None))  # fmt: skip

    def sizes(self, situation: Situation) -> NDArray[np.int64]:
        """Return the number of parties in each game of the batch."""
        return situation.whole(self.parties)

    def tables(self, situation: Situation) -> tuple[Array, Array]:
        """Return what members and outsiders get with 0..N members, shape (..., N + 1).

        N is the largest number of parties in the batch; NaN where there is no such party.
        """
        n = self.sizes(situation)[..., None]
        sizes = np.arange(int(n.max()) + 1.0)
        environment = situation.environment(axes=1, **{self.members: sizes})
        values = evaluate([self.member, self.outsider], environment)
        member, outsider = (np.broadcast_to(v, (*n.shape[:-1], len(sizes))) for v in values)
        return (
            np.where((sizes > 0) & (sizes <= n), member, np.nan),
            np.where(sizes < n, outsider, np.nan),
        )

    def _gains(
        self, situation: Situation, member: Array, outsider: Array, close: Array
    ) -> tuple[Array, NDArray[np.bool_]]:
        """Return what the best deviation gains at each number of members, and which are possible.

        Shape (..., N + 1); minus infinity where nobody may deviate.
        """
        n = self.sizes(situation)[..., None]
        sizes = np.arange(member.shape[-1])
        gain = np.full(member.shape, -np.inf)
        if self.notion == "mandate":
            return gain, sizes == n
        if self.notion == "open":
            most = (
                n if self.most is None else np.minimum(situation.value_of(self.most)[..., None], n)
            )
            gain[..., 1:] = outsider[..., :-1] - member[..., 1:]
            joining = np.where(sizes[:-1] < most, member[..., 1:] - outsider[..., :-1], -np.inf)
            gain[..., :-1] = np.fmax(gain[..., :-1], joining)
            started = (sizes > 0) | (gain < -close)  # whoever is indifferent makes a start
            return gain, (sizes <= most) & started
        kept = self._keeping
        value = evaluate([kept], situation.environment(axes=1, **{self.members: n.astype(float)}))
        return np.where(sizes == n, -value[0], gain), (sizes == 0) | (sizes == n)

    @cached_property
    def _keeping(self) -> sp.Expr:
        """What a member gains per period by keeping the agreement of all, rather than breaching."""
        assert self.breach is not None
        alone = self.outsider.subs(sp.Symbol(self.members), 0)
        loss = self.patience * self.seen * (self.member - alone)
        return loss - (1 - self.patience) * (self.breach - self.member)

    def equilibria(self, situation: Situation) -> EquilibriumSet:
        member, outsider = self.tables(situation)
        scale = np.fmax.reduce(np.abs([member, outsider]), axis=(0, -1))
        close = TOLERANCE * scale[..., None]
        gain, possible = self._gains(situation, member, outsider, close)
        fine = possible & (gain <= close)
        width = max(1, int(fine.sum(axis=-1).max()))
        count = np.argsort(~fine, axis=-1, kind="stable")[..., :width]
        here = np.take_along_axis(fine, count, axis=-1)

        def at(table: Array) -> Array:
            return np.where(here, np.take_along_axis(table, count, axis=-1), np.nan)

        tied = np.abs(at(gain)) <= close
        code = np.where(tied, Stability.NEUTRAL, Stability.STABLE)
        n = self.sizes(situation)[..., None]
        pattern = np.where(count == n, ALL, np.where(count == 0, NONE, SOME + count))
        return EquilibriumSet(
            states={
                self.members: np.where(here, count, np.nan),
                self.total: at(self._totals(situation, member, outsider)),
            },
            payoffs={MEMBER.key: at(member), OUTSIDER.key: at(outsider)},
            regret=np.maximum(at(gain), 0.0),
            scale=scale,
            stability=np.where(here, code, -1).astype(np.int8),
            pattern=np.where(here, pattern, NONE),
            complete=np.full(situation.shape, self.notion != "trigger"),
        )

    def _totals(self, situation: Situation, member: Array, outsider: Array) -> Array:
        n, sizes = self.sizes(situation)[..., None], np.arange(member.shape[-1])
        total = sizes * np.nan_to_num(member) + (n - sizes) * np.nan_to_num(outsider)
        return np.where(sizes <= n, total, np.nan)

    def first_best(self, situation: Situation, objective: sp.Expr) -> Array:
        """Return the best over all numbers of members."""
        member, outsider = self.tables(situation)
        totals = self._totals(situation, member, outsider)
        sizes = np.broadcast_to(np.arange(member.shape[-1], dtype=float), totals.shape)
        states = {self.members: sizes, self.total: totals}
        values = self.value_at(situation, states, objective)
        return np.asarray(np.fmax.reduce(np.broadcast_to(values, totals.shape), axis=-1))

    def profile(self, states: Mapping[str, float]) -> Mapping[str, Any]:
        return {"members": states[self.members]}

    def label(self, pattern: int) -> Words:
        if pattern == NONE:
            return Words("no agreement", "没有协议")
        if pattern == ALL:
            return Words("all take part", "全体参加")
        return Words(f"{pattern - SOME} take part", f"{pattern - SOME} 方参加")

    def describe(self, pattern: int, states: Mapping[str, float]) -> str:
        return str(self.label(pattern))

    def closed_form(
        self, pattern: int, binds: Formulas, transfers: Formulas
    ) -> dict[str, sp.Expr] | None:
        m = sp.Symbol(self.members)
        count = {NONE: sp.S.Zero, ALL: self.parties}.get(pattern, sp.Integer(pattern - SOME))
        total = m * self.member + (self.parties - m) * self.outsider
        return {
            self.members: count,
            self.total: sp.factor(total.subs(m, count).subs(named(binds))),
        }

    def margins(self, binds: Formulas, transfers: Formulas) -> tuple[Margin, ...]:
        """Where all are patient enough to keep an agreement of all."""
        if self.notion != "trigger":
            return ()
        at = {self.members: self.parties}
        written = sp.factor(self._keeping.subs(named(at)).subs(named(binds)))
        odd = [f for f in sp.Mul.make_args(written) if not (f.is_Pow and f.exp.is_even)]
        return (
            Margin(
                "keep",
                self._keeping,
                Words("keeping the agreement pays", "守约合算"),
                Words("breaching pays", "违约合算"),
                at,
                simpler=(sp.Mul(*odd),),
            ),
        )
