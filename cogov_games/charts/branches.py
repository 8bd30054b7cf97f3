"""Equilibria against one parameter: stable and other branches, with a rule at the present value."""

from __future__ import annotations

import numpy as np

from ..forms.equilibria import STABILITY
from ..model.outcome import Outcome
from ..words import say
from .lines import bends
from .theme import Row, Spec, axis, chosen_words, only, panels, regime_colour

DASHES = {
    "stable": [1, 0], "neutral": [7, 4], "non-hyperbolic": [12, 3], "semi-stable": [8, 3, 2, 3],
    "unstable": [2, 3],
}  # fmt: skip


def branches_spec(regimes: list[str], quantity: str, share: bool) -> Spec:
    """Return the panels of a quantity, a share or not, against the parameter that is chosen."""
    colour = regime_colour(regimes)
    x = axis("x", "", axis={"tickCount": 5, "labelOverlap": True})
    y = axis("y", quantity, {"domain": {"unionWith": [0, 1]}} if share else {"nice": True})
    line = {
        "transform": only("branch"),
        "mark": {"type": "line", "strokeWidth": 2.5},
        "encoding": {
            "x": x, "y": y, "color": colour,
            "detail": {"field": "branch", "type": "nominal"},
            "strokeDash": {
                "field": "stability", "type": "nominal",
                "scale": {"domain": list(DASHES), "range": list(DASHES.values())},
                "legend": {
                    "title": None, "orient": "bottom", "symbolType": "stroke",
                    "labelExpr": chosen_words({stability: say(stability) for stability in DASHES}),
                },
            },
        },
    }  # fmt: skip
    selected = {
        "transform": only("selected"),
        "mark": {"type": "line", "strokeWidth": 9, "opacity": 0.18},
        "encoding": {
            "x": x,
            "y": y,
            "color": colour,
            "detail": {"field": "branch", "type": "nominal"},
        },
    }
    rule = {
        "transform": only("now"),
        "mark": {"type": "rule", "strokeWidth": 1.5, "strokeDash": [3, 3]},
        "encoding": {"x": {"field": "x", "type": "quantitative"}},
    }
    return panels(regimes, [selected, line, rule], 130)


def branches_rows(regime: str, grid: np.ndarray, outcome: Outcome, now: float) -> list[Row]:
    """Return one panel's rows for a batch along `grid`."""
    quantity = outcome.welfare if outcome.cooperation is None else outcome.cooperation
    found = outcome.found
    rows: list[Row] = [{"regime": regime, "kind": "now", "x": now}]
    all_of = quantity, found.pattern, found.present, found.stability
    rows += _lines(regime, "branch", grid, *all_of)
    if outcome.index is not None:
        chosen = outcome.index[..., None]
        one, kind, here, code = (np.take_along_axis(a, chosen, axis=-1) for a in all_of)
        rows += _lines(regime, "selected", grid, one, kind, here, code * 0)
    return rows


def _lines(
    regime: str,
    kind: str,
    grid: np.ndarray,
    quantity: np.ndarray,
    pattern: np.ndarray,
    present: np.ndarray,
    stability: np.ndarray,
) -> list[Row]:
    """Return line rows; a branch is one kind of equilibrium over neighbouring grid points."""
    rows: list[Row] = []
    if present.sum(axis=-1).max() == 1:
        pattern = np.zeros_like(pattern)
    for code in np.unique(pattern[present]):
        here = present & (pattern == code)
        some = here.any(axis=-1)
        place = here.argmax(axis=-1)[:, None]
        value, code_here = (
            np.take_along_axis(array, place, axis=-1)[:, 0] for array in (quantity, stability)
        )
        state = np.where(some, code_here, -1)
        cuts = np.flatnonzero(np.diff(state)) + 1
        for run, (first, end) in enumerate(zip([0, *cuts], [*cuts, len(grid)], strict=True)):
            if state[first] < 0:
                continue
            last = end + 1 if end < len(grid) and some[end] else end  # so that lines meet
            inside = first + np.flatnonzero(bends(grid[first:last], value[first:last]))
            rows += [
                {
                    "regime": regime, "kind": kind, "x": grid[i], "y": value[i],
                    "branch": f"{code}.{run}",
                    "stability": STABILITY[code_here[first]],
                }
                for i in inside
            ]  # fmt: skip
    return rows
