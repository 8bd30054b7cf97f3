"""Where each kind's action stands in its interval: as a pattern of an equilibrium, and in words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from ...expressions import Array
from ...words import Words
from ..phrases import in_a_row, titled
from .batch import Batch
from .player import Player

LOW, INNER, HIGH, ABSENT, PRESCRIBED = range(5)
PLACES = (
    Words("none", "为零"), Words("between the limits", "介于上下限之间"),
    Words("at the limit", "达到上限"), None, Words("as prescribed", "按规定"),
)  # fmt: skip
LOWEST = Words("at the lower limit", "达到下限")
Pattern = TypeVar("Pattern", int, NDArray[np.int64])


def places_at(batch: Batch, x: Array) -> NDArray[np.int64]:
    """Return where each action stands at points x, shape (..., K, k)."""
    low, high = batch.bounds
    place = np.where(x <= low[..., None, :], LOW, np.where(x >= high[..., None, :], HIGH, INNER))
    place = np.where((low == high)[..., None, :], PRESCRIBED, place)
    return np.where(batch.present, place, ABSENT)


def pattern_of(places: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the number that stands for the places of all kinds."""
    return np.asarray((places * len(PLACES) ** np.arange(places.shape[-1])).sum(axis=-1))


def place_of(pattern: Pattern, i: int) -> Pattern:
    """Return the place of kind i in a pattern."""
    place: Pattern = pattern // len(PLACES) ** i % len(PLACES)
    return place


def label(pattern: int, players: Sequence[Player]) -> Words:
    """Say where each player that is there stands."""
    kinds = [(player, place_of(pattern, i)) for i, player in enumerate(players)]
    titles = [
        (p.title, LOWEST if place == LOW and p.low != 0 else PLACES[place]) for p, place in kinds
    ]
    return in_a_row(titled(title, words) for title, words in titles if words is not None)
