"""An explorer whose sliders move one at a time, solved beforehand."""

from __future__ import annotations

import math
from bisect import bisect
from collections.abc import Sequence
from typing import Final

import numpy as np

from ..model.parameters import Parameter, axis_values
from ..widgets.explorer import Explorer
from ..widgets.marks import mark_styles
from ..words import say, speaking
from .boards import Data, Frame, board, frame
from .pool import Pool

STOPS: Final = 21
"""Places at which each slider of an explorer is solved, besides those where equilibria change."""
FOLDED: Final = 9
"""The same for a slider that an explorer folds away."""


def explorer(shown: Explorer, pool: Pool, stops: int = STOPS) -> Data:
    """Return an explorer's sliders, and what it shows at each of their stops.

    Parameters
    ----------
    shown : Explorer
        Its present setting is where the sliders begin.
    pool : Pool
        Where the values go.
    stops : int
        Places at which each slider is solved.

    Notes
    -----
    Every content is the one that the explorer itself pushes at that setting. Each slider is solved
    at evenly spaced values of its own grid, and on both sides of each place where equilibria change.
    The marks at these places are those of the setting from which a slider moves.

    Where the society starts decides what it reaches. So it may stay away while another slider
    moves, at one value for each side of its marks: these settings are the bases.
    """
    home = dict(shown.values)
    rows = [row for group in shown.groups().values() for row in group]
    quo = next((r.parameter for r in rows if r.parameter.role == "status_quo"), None)
    sliders: dict[str, Data] = {}
    if quo is None:
        bases = [_Base(shown, pool, home)]
    else:
        edges = sorted({place for _, place in shown.places()[quo.name]})
        slider = sliders[quo.name] = _slider(quo, home[quo.name], stops, edges)
        slider["sides"], slider["bases"] = _sides(slider, edges)
        at = (slider["stops"][place] for place in slider["bases"])
        bases = [_Base(shown, pool, home | {quo.name: value}) for value in at]
        slider["frames"] = [
            bases[side].move(**{quo.name: value})
            for side, value in zip(slider["sides"], slider["stops"], strict=True)
        ]
    for row in rows:
        name, count = row.parameter.name, min(stops, FOLDED) if row.parameter.advanced else stops
        if name not in sliders:
            edges = sorted({place for base in bases for place in base.places.get(name, ())})
            slider = sliders[name] = _slider(row.parameter, home[name], count, edges)
            slider["frames"] = [
                [base.move(**{name: value}) for value in slider["stops"]] for base in bases
            ]
        sliders[name] |= {"label": row.label.value, "title": row.slider.tooltip}
    shown.set(**home)
    with speaking(shown.language):
        groups = [
            {
                "title": say(group),
                "folded": group == "more",
                "sliders": [sliders[row.parameter.name] for row in found],
            }
            for group, found in shown.groups().items()
        ]
        note = say(
            "On this page one slider moves at a time; moving another puts it back. In JupyterLab "
            "all of them move together."
        )
        if len(bases) > 1:
            note += say(" Only the start stays, on its side of the marks.")
        words = {"note": note, "reset": say("reset")}
    first = bases[sliders[quo.name]["sides"][sliders[quo.name]["home"]] if quo else 0]
    return {
        "kind": "explorer",
        "mechanism": shown.mechanism.key,
        "groups": groups,
        "words": words,
        **board(shown.board, first.content),
    }


class _Base:
    """A setting from which sliders move."""

    def __init__(self, shown: Explorer, pool: Pool, values: dict[str, float]) -> None:
        self.shown, self.pool, self.values = shown, pool, values
        shown.set(**values)
        marks = shown.places()
        self.places = {name: [place for _, place in found] for name, found in marks.items()}
        self.marks = pool.value(mark_styles(marks))
        self.content = self._show(values)

    def move(self, **values: float) -> list[int]:
        """Return what is shown after a move from here."""
        found = self._show(values)
        return [found[slot] for slot in self.content]

    def _show(self, values: dict[str, float]) -> Frame:
        self.shown.set(**self.values)
        self.shown.set(**values)
        self.shown.draw()
        return {**frame(self.shown.board, self.pool), ("marks",): self.marks}


def _slider(parameter: Parameter, at: float, count: int, edges: Sequence[float]) -> Data:
    """Return a slider's range and the values at which it stops."""
    low, high, step = parameter.low, parameter.high, parameter.step
    if parameter.choices is not None:
        stops = {float(value) for value in axis_values(parameter, count)}
    else:
        last = math.floor((high - low) / step + 1e-9)
        even = np.round(np.linspace(0, last, min(count, last + 1)))
        cells = [math.floor(place * (high - low) / step) for place in edges]
        beside = [cell + side for cell in cells for side in (0, 1)]
        grid = {int(k) for k in (*even, *beside) if 0 <= k <= last}
        stops = {round(low + k * step, 10) for k in grid} | {low, high}
    ordered = sorted(stops | {at})
    return {
        "name": parameter.name,
        "low": low,
        "high": high,
        "stops": ordered,
        "home": ordered.index(at),
    }


def _sides(slider: Data, edges: Sequence[float]) -> tuple[list[int], list[int]]:
    """Return for each stop the number of its side of the edges, and for each side one stop."""
    low, span = slider["low"], slider["high"] - slider["low"]
    places = [bisect(edges, (value - low) / span) for value in slider["stops"]]
    numbers = {place: number for number, place in enumerate(sorted(set(places)))}
    sides = [numbers[place] for place in places]
    bases = []
    for number in numbers.values():
        members = [k for k, side in enumerate(sides) if side == number]
        middle = members[len(members) // 2]
        bases.append(slider["home"] if slider["home"] in members else middle)
    return sides, bases
