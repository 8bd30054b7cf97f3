"""Rules, tables and actions to play with."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pytest

import cogov_games as cg
from cogov_games.playing.sitting import Rules
from cogov_games.playing.table import Table
from cogov_games.playing.players import Seen

CATALOGUE = cg.catalogue


def rules(key: str, regime: str, people: int | None = None, **values: float) -> Rules:
    m = CATALOGUE[key]
    return Rules(m, regime, m.check_values(values), people)


def column(values: Iterable[float]) -> np.ndarray:
    return np.array(list(values), dtype=float)[:, None]


def some_actions(table: Table, rng: np.random.Generator) -> np.ndarray:
    chosen = [role.menu[rng.integers(len(role.menu), size=role.people)] for role in table.roles]
    return np.concatenate(chosen)


def seen_at(
    played: Rules, place: int, seed: int, *, precision: float = 1.0, last: bool = True
) -> Seen:
    rng = np.random.default_rng(seed)
    table = played.table
    actions = some_actions(table, rng)
    luck = rng.random(table.roles[place].people)
    if not last:
        return Seen(table, place, played.ends[place], luck, 0.3, precision)
    return Seen(
        table, place, played.ends[place], luck, 0.3, precision, actions, table.payoffs(actions)
    )


GAMES = (
    ("public_good", "cooperative", 0), ("punishment", "government_led", 0),
    ("inspection", "government_led", 1), ("tripartite", "cooperative", 2),
    ("common_pool", "multi_center", 0), ("tournament", "government_led", 0),
    ("purchase", "multi_center", 0),
)  # fmt: skip

every_game = pytest.mark.parametrize(("key", "regime", "place"), GAMES)
