"""What one chart of a class's rounds shows, as rows and in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import median
from typing import Any

import numpy as np

from ..forms.actors import Measure
from ..model.outcome import Outcome
from ..playing.records import Move
from ..words import joined, labelled, listed, number, say
from .classroom import label_sides, right_end
from .theme import Row

HALF_A_POINT = 0.005
"""The distance below which two shares are one for a reader."""


@dataclass(frozen=True)
class Span:
    """The rounds from `first` to `last`, played under one regime, and the game solved for it."""

    first: int
    last: int
    regime: str
    outcome: Outcome

    def values(self, state: str) -> list[float]:
        """Return a state's value in each verified equilibrium."""
        return [float(self.outcome.found.states[state][k]) for k in self.verified]

    @property
    def verified(self) -> list[int]:
        """The positions of the equilibria from which nobody gains by deviating alone."""
        return [int(k) for k in np.flatnonzero(self.outcome.found.verified)]

    def bands(self, state: str) -> list[tuple[float, float]]:
        """Return a state's range in each continuum of equilibria."""
        found = self.outcome.found
        values = [found.states[state][list(ends)] for ends in found.continua]
        values += [part.states[state] for part in found.curved]
        return [(float(v.min()), float(v.max())) for v in values if np.ptp(v) > 0]


Foreseen = tuple[int, float]
"""The round in which something was predicted, and what."""


class Panel:
    """One measure by round: rows to draw, the range they need, and what they show in words."""

    def __init__(
        self,
        measure: Measure,
        means: Sequence[Mapping[str, Any]],
        predictions: Counter[Foreseen] | None,
        spans: Sequence[Span],
    ) -> None:
        self.measure, self.spans = measure, spans
        self.share = measure.strategy is not None
        self.groups = means
        self.all = _pooled(means)
        self.predictions = predictions or Counter()
        equilibria, bands = self._levels()
        self.low, self.high = self._range([*equilibria, *bands])
        self.rows = [
            *bands,
            *({"kind": "change", "x": span.first - 0.5} for span in spans[1:]),
            *label_sides(equilibria, self.low, self.high),
            *(
                {"kind": "prediction", "x": turn - 0.3, "y": value, "players": players}
                for (turn, value), players in sorted(self.predictions.items())
            ),
            *(
                {"kind": "group", "x": m["round"], "y": m["mean"],
                 "group": f"{m['session']} / {m['group']}"}
                for m in means
            ),
            *({"kind": "all", "x": turn, "y": mean} for turn, mean in self.all.items()),
        ]  # fmt: skip
        self.said = [self._last(), *self._foreseen()]
        by_round = (f"{turn}: {self.written(mean)}" for turn, mean in self.all.items())
        course = labelled(say("all, by round"), listed(by_round))
        self.alt = joined([*self.said, course])

    def written(self, value: float) -> str:
        """Return a value as it is read."""
        return f"{value:.0%}" if self.share else number(value)

    def level(self, value: float) -> str:
        """Return an equilibrium's value as it is read: a share that is not whole with one decimal."""
        return f"{round(100 * value, 1) + 0.0:g}%" if self.share else number(value)

    def _levels(self) -> tuple[list[Row], list[Row]]:
        """Return the equilibria's levels, one row for those that look alike, and the continua."""
        levels, bands = [], []
        for span in self.spans:
            end = right_end(span.last) if span is self.spans[-1] else span.last + 0.5
            place = {"x": span.first - 0.5, "x2": end, "regime": span.regime}
            stable: dict[str, tuple[float, bool]] = {}
            codes = span.outcome.found.stability[span.verified]
            for value, code in zip(span.values(self.measure.state), codes, strict=True):
                text = self.level(value)
                stable[text] = value, bool(code == 1) or stable.get(text, (0, False))[1]
            levels += [
                {"kind": "equilibrium", **place, "y": value, "stable": is_stable,
                 "text": say("equilibrium: {label}", label=text)}
                for text, (value, is_stable) in stable.items()
            ]  # fmt: skip
            bands += [
                {"kind": "band", **place, "y": low, "y2": high}
                for low, high in span.bands(self.measure.state)
            ]
        return levels, bands

    def _range(self, levels: list[Row]) -> tuple[float, float]:
        if self.share:
            return 0.0, 1.0
        values = [row[name] for row in levels for name in ("y", "y2") if name in row]
        values += [m["mean"] for m in self.groups] + [value for _, value in self.predictions]
        low, high = min(values, default=0.0), max(values, default=1.0)
        low = min(low, 0.0) if low < 0.5 * high else low
        return (low, high) if high > low else (low - 0.5, high + 0.5)

    def _last(self) -> str:
        """Compare the last round with the equilibrium nearest to it."""
        if not self.all:
            return labelled(self.measure.title, say("nobody has moved."))
        turn, mean = list(self.all.items())[-1]
        ends = [m["mean"] for m in self.groups if m["round"] == turn]
        sentence = (
            "Round {round}, {what}: {mean} on average, groups from {low} to {high}."
            if len(ends) > 1
            else "Round {round}, {what}: {mean} on average."
        )
        said = say(
            sentence, round=turn, what=self.measure.title, mean=self.written(mean),
            low=self.written(min(ends)), high=self.written(max(ends)),
        )  # fmt: skip
        return joined([said, self._gap(turn, mean)])

    def _gap(self, turn: int, mean: float) -> str:
        span = next(span for span in self.spans if span.first <= turn <= span.last)
        state = self.measure.state
        if any(low <= mean <= high for low, high in span.bands(state)):
            return say("That is within a continuum of equilibria.")
        if not (values := span.values(state)):
            return ""
        nearest = min(values, key=lambda value: abs(value - mean))
        gap = mean - nearest
        there = abs(gap) < HALF_A_POINT if self.share else number(mean) == number(nearest)
        if there:
            return say("That is where an equilibrium lies.")
        size = number(abs(gap))
        if self.share:
            points = max(round(100 * abs(gap)), 1)
            size = (
                say("1 percentage point")
                if points == 1
                else say("{points} percentage points", points=points)
            )
        sentence = (
            "That is {gap} above the nearest equilibrium, {value}."
            if gap > 0
            else "That is {gap} below the nearest equilibrium, {value}."
        )
        return say(sentence, gap=size, value=self.level(nearest))

    def _foreseen(self) -> list[str]:
        if not self.predictions:
            return []
        values = list(self.predictions.elements())
        amounts = [value for _, value in values]
        low, high = self.written(min(amounts)), self.written(max(amounts))
        if low == high:
            return [say("Predictions ({count}): {value}.", count=len(amounts), value=low)]
        return [
            say(
                "Predictions ({count}): from {low} to {high}, half of them up to {median}.",
                count=len(amounts), low=low, high=high, median=self.written(median(amounts)),
            )
        ]  # fmt: skip


def _pooled(means: Sequence[Mapping[str, Any]]) -> dict[int, float]:
    """Return the mean over all players by round."""
    sums: dict[int, tuple[float, float]] = {}
    for row in means:
        total, players = sums.get(int(row["round"]), (0.0, 0.0))
        sums[int(row["round"])] = total + row["mean"] * row["players"], players + row["players"]
    return {turn: total / players for turn, (total, players) in sorted(sums.items())}


def foreseen(moves: Iterable[Move], measure: Measure) -> Counter[Foreseen]:
    """Return how many predicted what, and when; what a player repeats counts once."""
    before: dict[tuple[str, str, str], float] = {}
    counts: Counter[Foreseen] = Counter()
    for move in sorted(moves, key=lambda move: move.round):
        value, who = move.prediction, (move.session, move.group, move.player)
        sensible = value is not None and (measure.strategy is None or 0 <= value <= 1)
        if value is not None and sensible and before.get(who) != value:
            counts[move.round, value] += 1
            before[who] = value
    return counts
