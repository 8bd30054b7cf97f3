"""Closed forms that a mechanism may declare; contracts verify them against the solver."""

from __future__ import annotations

from dataclasses import dataclass

import sympy as sp

from ..errors import InputError
from ..register import declarable
from ..words import Words


def _checked(relation: object, where: object, what: str) -> sp.Rel:
    if not isinstance(relation, sp.Ge | sp.Gt | sp.Le | sp.Lt):
        raise InputError(f"the relation of {what} is an inequality, not {relation!r}.")
    if not isinstance(where, sp.logic.boolalg.Boolean) or isinstance(where, sp.Symbol):
        raise InputError(f"`where` of {what} is a relation, not {where!r}.")
    return relation if isinstance(relation, sp.Ge) else sp.Ge(relation.gts, relation.lts)


@declarable
@dataclass(frozen=True)
class DeclaredCondition:
    """A threshold in closed form, at which the set of equilibria of one regime changes.

    Parameters
    ----------
    key, regime : str
    relation : SymPy inequality
        In parameters and primitives; written as "greater than or equal".
    meaning, otherwise : Words
        What it says when it holds, and when it fails.
    where : SymPy relation
        Where it matters; everywhere if unset.

    Raises
    ------
    InputError
        If the relation is no inequality.
    """

    key: str
    regime: str
    relation: sp.Rel
    meaning: Words
    otherwise: Words
    where: sp.Basic = sp.true

    def __post_init__(self) -> None:
        object.__setattr__(self, "relation", _checked(self.relation, self.where, self.key))


@declarable
@dataclass(frozen=True)
class DeclaredBoundary:
    """Welfare under the first regime is at least the second's exactly where the relation holds.

    Parameters
    ----------
    first, second : str
        Regimes.
    relation : SymPy inequality
        In parameters; written as "greater than or equal".
    where : SymPy relation
        Where it says so; everywhere if unset.

    Raises
    ------
    InputError
        If the relation is no inequality.
    """

    first: str
    second: str
    relation: sp.Rel
    where: sp.Basic = sp.true

    def __post_init__(self) -> None:
        what = f"{self.first} and {self.second}"
        object.__setattr__(self, "relation", _checked(self.relation, self.where, what))
