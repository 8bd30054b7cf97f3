"""The game that is played where a mechanism only states a condition."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..errors import InputError
from ..model.declaration import Declaration
from ..model.outcome import outcome


def played_variant(
    mechanism: Declaration, options: Mapping[str, Any]
) -> tuple[Declaration, dict[str, Any]]:
    """Return the mechanism whose rounds are played, and the options for it.

    What the mechanism finds in equilibrium and its rounds take as given, a premium for instance,
    has its value in the selected equilibrium of the regime that is played first, unless the options
    set it.
    """
    found = dict(options)
    if mechanism.played is None:
        return mechanism, found
    game = mechanism.variants[mechanism.played]
    regime = found.get("regime") or next(iter(game.regimes))
    states = mechanism.form_of(mechanism.check_regime(regime)).states
    missing = [
        p for p in game.parameters.values()
        if p.symbol in states and not {p.name, p.symbol} & found.keys()
    ]  # fmt: skip
    if missing:
        values = {name: value for name, value in found.items() if _sets(mechanism, name)}
        result = outcome(mechanism, regime, mechanism.check_values(values))
        solved = result.found.states
        found |= {p.name: float(result.select(solved[p.symbol])) for p in missing}
    return game, found


def _sets(mechanism: Declaration, label: str) -> bool:
    try:
        return mechanism.find(label).role != "primitive"
    except InputError:
        return False
