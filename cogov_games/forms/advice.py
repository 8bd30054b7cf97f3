"""The advice form: one knows the circumstances and wants a bit more; who decides, and on what?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Literal, get_args

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from ..errors import InputError
from ..expressions import Array, evaluate, sympify_fields
from ..register import declarable
from ..solvers.cheap_talk import partitions
from ..solvers.stability import Stability
from ..words import Words, number, unknown
from .actors import Actor
from .base import Form
from .equilibria import TOLERANCE, EquilibriumSet
from .margins import Margin
from .situation import Formulas, Situation

Notion = Literal["talk", "free", "capped"]
FREE, CAPPED, FIXED, TALK = range(4)
CAPS = np.linspace(0.0, 1.0, 201)
CELLS = range(2, 13)
IGNORANT = sp.Rational(1, 12)
"""The loss of one who knows nothing and decides for the average."""


@declarable
@dataclass(frozen=True)
class Advice(Form):
    """A sender who knows the circumstances t ~ U[0, 1], and a receiver whom the decision y concerns.

    Parameters
    ----------
    sender, receiver : Actor
    bias : expression
        By how much the sender wants the decision higher, above 0: it loses (y - t - b)², the
        receiver (y - t)².
    notion : str
        Who decides. ``"talk"``: the receiver, after a report that binds nobody. ``"free"``: the
        sender. ``"capped"``: the sender, up to a cap that the receiver sets.
    own : expression
        With talk: the receiver's loss if it looks for itself instead of listening.
    loss : str
        The symbol of the receiver's expected loss, for the welfare formula.

    Notes
    -----
    *Talk.* Reports can tell 1..N(b) classes of circumstances apart; each number is an equilibrium in
    which the sender gains nothing by another report (regret computed from the messages). The
    receiver looks for itself unless a report tells more; that takes the place of the equilibrium in
    which a report tells nothing, and of all to which it would not listen.

    *Free.* The sender takes y = t + b and the receiver loses b².

    *Capped.* The sender takes min(t + b, c). The receiver's loss falls in c as long as
    1 - c > min(b, c), so that the best cap is 1 - b, or ½ where b > ½; the regret compares it with
    201 others. No other set of decisions to choose from would be better [1]_.

    References
    ----------
    .. [1] Melumad, N. D. and Shibano, T. (1991). Communication in settings with no transfers. RAND
       Journal of Economics 22, 173-198.

    Examples
    --------
    >>> from cogov_games.forms.base import Situation
    >>> who = [Actor(key, Words(key, key)) for key in ("township", "county")]
    >>> found = Advice(*who, sp.Symbol("b")).equilibria(Situation({"b": np.array([0.1, 0.3])}))
    >>> found.states["cells"]
    array([[ 1.,  2.],
           [ 1., nan]])
    >>> found.states["L"].round(4)
    array([[0.0833, 0.0308],
           [0.0833,    nan]])
    """

    kind: ClassVar[str] = "advice"

    sender: Actor
    receiver: Actor
    bias: sp.Expr
    notion: Notion = "talk"
    own: sp.Expr = IGNORANT
    loss: str = "L"

    def __post_init__(self) -> None:
        if self.notion not in get_args(Notion):
            raise unknown("notion", self.notion, get_args(Notion))
        sympify_fields(self, "bias", "own")
        if self.notion != "talk" and self.own != IGNORANT:
            raise InputError("own is what the notion talk needs, and no other.")

    @property
    def actors(self) -> tuple[Actor, ...]:
        return self.sender, self.receiver

    @property
    def paid(self) -> tuple[str, ...]:
        return ()

    @property
    def information(self) -> str:
        """The state that says how much of what the sender knows is made use of."""
        return "cells" if self.notion == "talk" else "cap"

    @property
    def states(self) -> tuple[str, ...]:
        return self.information, self.loss

    @property
    def shown(self) -> tuple[str, ...]:
        return (self.loss,)

    @property
    def expressions(self) -> tuple[sp.Expr, ...]:
        return self.bias, self.own

    def values(self, situation: Situation) -> tuple[Array, Array]:
        """Return bias and the loss of looking for oneself, in the batch's shape."""
        bias, own = (
            np.broadcast_to(value, situation.shape)
            for value in evaluate([self.bias, self.own], situation.fixed)
        )
        return bias, own

    def equilibria(self, situation: Situation) -> EquilibriumSet:
        bias, own = self.values(situation)
        if self.notion == "talk":
            first, loss, excess, regret, pattern = _talk(bias, own)
        else:
            first, loss, excess, regret, pattern = _mandate(bias, free=self.notion == "free")
        present = np.isfinite(loss)
        return EquilibriumSet(
            states={self.information: np.where(present, first, np.nan), self.loss: loss},
            payoffs={self.sender.key: -excess, self.receiver.key: -loss},
            regret=np.where(present, regret, np.nan),
            scale=(1 + bias) ** 2,
            stability=np.where(present, Stability.STABLE, -1).astype(np.int8),
            pattern=np.where(present, pattern, FREE),
            complete=np.ones(situation.shape, bool),
        )

    def first_best(self, situation: Situation, objective: sp.Expr) -> Array:
        """Return the objective where each decision fits the circumstances."""
        none = np.zeros((*situation.shape, 1))
        states = {self.information: none + 1, self.loss: none}
        value = self.value_at(situation, states, objective)
        return np.broadcast_to(value, none.shape)[..., 0] + 0.0

    def profile(self, states: Mapping[str, float]) -> Mapping[str, Any]:
        return {name: states[name] for name in self.states}

    def label(self, pattern: int) -> Words:
        sender, receiver = self.sender.title, self.receiver.title
        if pattern > TALK + 1:
            count = pattern - TALK
            return Words(f"{count} kinds of report", f"{count} 种汇报")
        return {
            FREE: Words(f"{sender.en} decides", f"{sender.zh}自行决定"),
            CAPPED: Words(f"{sender.en} decides up to a cap", f"{sender.zh}在上限内决定"),
            FIXED: Words("one decision for all cases", "不论情形，一律同样处理"),
            TALK + 1: Words(f"{receiver.en} decides by itself", f"{receiver.zh}自行判断"),
        }[pattern]

    def describe(self, pattern: int, states: Mapping[str, float]) -> str:
        label = str(self.label(pattern))
        return f"{label} ({number(states['cap'])})" if pattern == CAPPED else label

    def margins(self, binds: Formulas, transfers: Formulas) -> tuple[Margin, ...]:
        sender, receiver = self.sender.title, self.receiver.title
        if self.notion == "free":
            return ()
        if self.notion == "capped":
            holds = Words(f"the cap leaves {sender.en} a choice", f"上限之内{sender.zh}仍有选择")
            fails = Words(f"the cap leaves {sender.en} no choice", f"上限之内{sender.zh}别无选择")
            return (Margin("choice", 1 - 2 * self.bias, holds, fails, routine=True),)
        classes = (
            Margin(
                f"cells_{n}",
                1 - 2 * n * (n - 1) * self.bias,
                Words(f"{n} kinds of report can be told apart", f"可以分辨 {n} 种汇报"),
                Words(f"{n} kinds of report cannot be told apart", f"无法分辨 {n} 种汇报"),
                routine=False,
            )
            for n in CELLS
        )
        listens = Margin(
            "listens",
            self.own - self._loss_of(sp.Integer(2)),
            Words(f"two kinds of report tell {receiver.en} more than a look of its own",
                  f"两种汇报所含的信息多于{receiver.zh}自己去看"),
            Words(f"two kinds of report tell {receiver.en} less than a look of its own",
                  f"两种汇报所含的信息少于{receiver.zh}自己去看"),
        )  # fmt: skip
        return *classes, listens

    def _loss_of(self, cells: sp.Expr) -> sp.Expr:
        return 1 / (12 * cells**2) + self.bias**2 * (cells**2 - 1) / 3

    def closed_form(
        self, pattern: int, binds: Formulas, transfers: Formulas
    ) -> dict[str, sp.Expr] | None:
        b, cells = self.bias, sp.Integer(pattern - TALK)
        first, loss = {
            FREE: (1 + b, b**2),
            CAPPED: (1 - b, b**2 - 4 * b**3 / 3),
            FIXED: (sp.Rational(1, 2), IGNORANT),
            TALK + 1: (cells, self.own),
        }.get(pattern, (cells, self._loss_of(cells)))
        return {self.information: first, self.loss: loss}


Solved = tuple[Array, Array, Array, Array, NDArray[np.int64]]
"""First state, the receiver's and the sender's loss, regret and pattern, each (..., K)."""


def _talk(bias: Array, own: Array) -> Solved:
    different, which = np.unique(bias, return_inverse=True)  # a map has each bias many times
    found = partitions(different)
    which = which.reshape(bias.shape)
    cells = np.arange(1, found.loss.shape[-1] + 1)
    told = found.loss[which]
    loss = np.where(told <= own[..., None] + TOLERANCE / 12, told, np.nan)
    loss[..., 0] = np.minimum(told[..., 0], own)
    regret = np.where(cells == 1, 0.0, found.regret[which])
    some = np.isfinite(loss).any(axis=tuple(range(bias.ndim)))
    count = np.broadcast_to(cells, loss.shape)
    excess = loss + bias[..., None] ** 2
    each = (array[..., some] for array in (count.astype(float), loss, excess, regret))
    return *each, TALK + count[..., some]  # type: ignore[return-value]


def _mandate(bias: Array, *, free: bool) -> Solved:
    b = bias[..., None]
    cap = 1 + b if free else np.maximum(1 - b, 0.5)
    loss, excess = _up_to(cap, b)
    regret = np.zeros_like(loss)
    if not free:
        regret = loss - _up_to(CAPS, b)[0].min(axis=-1, keepdims=True)
    pattern = np.where(b < 0.5, CAPPED, FIXED)
    return cap, loss, excess, np.maximum(regret, 0.0), np.where(free, FREE, pattern)


def _up_to(cap: Array, bias: Array) -> tuple[Array, Array]:
    """Return the receiver's and the sender's loss if the sender decides up to a cap."""
    bend = np.clip(cap - bias, 0.0, 1.0)

    def beyond(ideal: Array) -> Array:
        """Return the integral over t from the bend on of (ideal - t)²."""
        near, far = ideal - bend, ideal - 1
        return np.asarray((near * near * near - far * far * far) / 3)

    return bias**2 * bend + beyond(cap), beyond(cap - bias)
