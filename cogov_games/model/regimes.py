"""Regimes: an institution is what it binds, what it costs and what it changes; never a verdict."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import sympy as sp

from ..expressions import sympify_fields
from ..forms.base import Form
from ..register import declarable
from ..words import Words

GOVERNANCE = ("government_led", "multi_center", "cooperative")
REFERENCE = "laissez_faire"
TITLES = {
    "government_led": Words("government-led", "政府主导型治理"),
    "multi_center": Words("multi-center", "多中心治理"),
    "cooperative": Words("cooperative", "合作共治"),
    "laissez_faire": Words("laissez-faire", "自由放任"),
}


@declarable
@dataclass(frozen=True)
class Regime:
    """A way of governing.

    Parameters
    ----------
    key : str
        ``"government_led"``, ``"multi_center"``, ``"cooperative"`` or ``"laissez_faire"``.
    note : Words
        The institution in one sentence.
    binds : mapping of primitive symbol to expression
        How the regime sets the institutional primitives that the game's formulas use.
    overhead, agreement : expression
        Fixed cost and cost of agreeing, both in the unit of welfare; welfare falls one for one. They
        may depend on the form's state: what is not set up costs nothing.
    transfers : mapping of actor key to expression
        What the institution adds to an actor's payoff; see the form for what it may depend on.
    form : Form, optional
        The game itself, where the institution changes it.
    """

    key: str
    note: Words
    binds: Mapping[str, sp.Expr] = field(default_factory=dict)
    overhead: sp.Expr = sp.S.Zero
    agreement: sp.Expr = sp.S.Zero
    transfers: Mapping[str, sp.Expr] = field(default_factory=dict)
    form: Form | None = None

    def __post_init__(self) -> None:
        sympify_fields(self, "overhead", "agreement", "binds", "transfers")

    @property
    def title(self) -> Words:
        """The regime's name in both languages."""
        return TITLES.get(self.key, Words(self.key, self.key))

    @property
    def is_reference(self) -> bool:
        """Whether this is the world without an institution, against which the others are read."""
        return self.key == REFERENCE
