"""What is followed over the rounds: one share per role or strategy, or one mean per number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from ..forms.actors import Strategy
from ..words import labelled, number
from .sitting import Round
from .table import AWAY, Dial, Role, Table


@dataclass(frozen=True, eq=False)
class Series:
    """A share or a mean number, followed over the rounds.

    Attributes
    ----------
    role : Role
    place : int
        The position of the strategy or of the dial.
    alone : bool
        Whether a strategy stands for its role: one does not use it exactly if one uses the other.
    label : str
        In the language in which it was made.
    """

    role: Role
    place: int
    alone: bool
    label: str

    @property
    def key(self) -> str:
        """Its name, unique within a play."""
        return f"{self.role.key}.{self.what.key}"

    @property
    def what(self) -> Strategy | Dial:
        """The strategy or the dial."""
        return (self.role.strategies or self.role.dials)[self.place]

    @property
    def is_share(self) -> bool:
        """Whether its values are shares."""
        return bool(self.role.strategies)

    def written(self, value: float) -> str:
        """Return a share as a percentage, or a number."""
        return f"{100 * value:.3g}%" if self.is_share else number(value)

    def value(self, played: Round) -> float | None:
        """Return the share or mean in a round; None where the role has no seats in it."""
        r = _find(played.rules.table, self.role.key)
        if r is None:
            return None
        if self.is_share:
            return played.share(r, self.place)
        return float(played.actions[played.rules.table.spans[r], self.place].mean())

    def own(self, played: Round) -> tuple[float, bool] | None:
        """Return where the learner's mark stands in a round, and whether it is a filled one."""
        table = played.rules.table
        r = table.role_at(played.seat)
        if table.roles[r].key != self.role.key:
            return None
        action = played.actions[played.seat]
        if self.role.left is not None and action[0] == AWAY:
            return None
        if not self.is_share:
            return float(action[self.place]), True
        acted = int(action[0]) == self.place
        if not acted and not self.alone:
            return None
        return played.share(r, self.place), acted

    def level(self, profile: Mapping[str, Any]) -> float:
        """Return the share or number in an equilibrium's profile."""
        inner = profile.get(self.role.key)
        found = inner if isinstance(inner, Mapping) else profile
        return float(found[self.what.key])


def _find(table: Table, key: str) -> int | None:
    return next((r for r, role in enumerate(table.roles) if role.key == key), None)


def series_of(tables: Sequence[Table]) -> tuple[Series, ...]:
    """Return what is followed at tables that succeed each other; the first one's roles come first."""
    roles: dict[str, Role] = {}
    for table in tables:
        for role in table.roles:
            roles.setdefault(role.key, role)
    found = []
    for role in roles.values():
        if role.strategies and len(role.strategies) == 2:
            shown = [s.share is not None for s in role.strategies]
            places = [1 if shown[1] or not shown[0] else 0]
        else:
            ever = {i for t in tables for r in t.roles if r.key == role.key for i in r.open}
            places = sorted(ever) if role.strategies else list(range(len(role.dials)))
        for place in places:
            what = (role.strategies or role.dials)[place].title
            same = what == role.title
            label = str(what) if len(roles) == 1 or same else labelled(role.title, what)
            found.append(Series(role, place, role.strategies != () and len(places) == 1, label))
    return tuple(found)
