"""The equilibrium diagrams side by side, one panel per regime, and the rows that they show."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from ..expressions import Array
from ..forms.base import Form
from ..forms.equilibria import STABILITY
from ..model.outcome import Outcome
from .by_form import diagram_of
from .diagram import Diagram
from .theme import Row, Spec


class Block(NamedTuple):
    """Neighbouring panels that one diagram draws on shared scales; `alike` tells blocks apart."""

    form: Form
    diagram: Diagram
    regimes: list[str]
    alike: int

    def spec(self) -> Spec:
        """Return the specification of the block's panels."""
        return self.diagram.spec(self.form, self.regimes)


def blocks(forms: Mapping[str, Form]) -> list[Block]:
    """Return the panels of regimes with their forms, those that look the same taken together."""
    looks: list[Spec] = []
    found: list[Block] = []
    for regime, form in forms.items():
        diagram = diagram_of(form)
        look = diagram.spec(form, [""])
        if look not in looks:
            looks.append(look)
        alike = looks.index(look)
        if found and found[-1].alike == alike:
            found[-1].regimes.append(regime)
        else:
            found.append(Block(form, diagram, [regime], alike))
    return found


def equilibrium_rows(
    diagram: Diagram, regime: str, now: Outcome, before: Outcome | None, start: float | None
) -> list[Row]:
    """Return a panel's rows: curves, equilibria, the ghost of the old one and its arrow."""
    rows = [{"regime": regime, **row} for row in diagram.curves(now)]
    x, y = diagram.place(now)
    line = [row["x"] for row in rows if row["kind"] == "curve" and "x" in row]
    for k in np.flatnonzero(now.found.present):
        about = {
            "regime": regime,
            "stability": STABILITY[now.found.stability[k]],
            "label": str(now.form.label(int(now.found.pattern[k]))),
            "selected": bool(now.index is not None and k == now.index),
        }
        for place in _places(x[k], y[k]):
            if np.isfinite(place).all():
                point = {"kind": "point", "x": place[0], "y": place[1], **about}
                rows.append(point | _beside(place[0], line))
    if before is not None and before.index is not None and now.index is not None:
        old = _places(*(axis[int(before.index)] for axis in diagram.place(before)))
        new = _places(x[int(now.index)], y[int(now.index)])
        for one, other in zip(old, new, strict=True):
            if np.abs(one - other).sum() > 1e-6:
                ghost = {"regime": regime, "x": one[0], "y": one[1]}
                rows.append({"kind": "ghost", **ghost})
                rows.append({"kind": "arrow", **ghost, "x2": other[0], "y2": other[1]})
    if start is not None:
        rows.append({"regime": regime, "kind": "start", "x": start, "y": 0.0})
    return rows


def _beside(x: float, line: list[float]) -> Row:
    """Return on which side of a point its label goes, and whether it is an end of the curve."""
    low, high = min(line, default=x), max(line, default=x)
    at = (x - low) / (high - low) if high > low else 0.5
    side = "left" if at < 0.3 else "right" if at > 0.7 else "center"
    return {"side": side, "end": x in (low, high)}


def shared_extent(parts: list[tuple[Block, list[Row]]]) -> None:
    """Give blocks that look the same, but are no neighbours, the same scales."""
    for alike in {block.alike for block, _ in parts}:
        same = [(block, rows) for block, rows in parts if block.alike == alike]
        places = [
            (row["x"], row["y"])
            for _, rows in same
            for row in rows
            if {"x", "y"} <= row.keys() and row["kind"] != "arrow"
        ]
        if len(same) > 1 and places:
            corners = [end(axis) for end in (min, max) for axis in zip(*places, strict=True)]
            for block, rows in same:
                for x, y in (corners[:2], corners[2:]):
                    rows.append({"kind": "extent", "regime": block.regimes[0], "x": x, "y": y})


def _places(x: Array, y: Array) -> Array:
    """Return the points (P, 2) at which one equilibrium is drawn."""
    return np.stack([np.atleast_1d(x), np.atleast_1d(y)], axis=-1)
