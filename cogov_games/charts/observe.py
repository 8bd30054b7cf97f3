"""Rounds that were played, with what was predicted and the equilibria, on one chart."""

from __future__ import annotations

from collections.abc import Sequence

from ..model.solution import Equilibrium, Solution
from ..playing.series import Series
from ..playing.sitting import Round, Rules
from ..words import say
from .theme import SCHEMA, Row, Spec, axis, colour_of, only, title

PREDICTION, OWN = "#CC79A7", "#E69F00"
OTHERS = ("#56B4E9", "#8A5A2B", "#777777", "#A89A00", "#4E5BA6")
HEIGHT = 230
DASHED_UNLESS_STABLE: Spec = {
    "field": "stable", "type": "nominal", "legend": None,
    "scale": {"domain": [True, False], "range": [[1, 0], [6, 6]]},
}  # fmt: skip
GAP = 0.08
"""Least distance between two labels, as a share of the height."""


def colours(series: Sequence[Series], own: str) -> dict[str, str]:
    """Return a colour per series; the first one of the learner's role has the learner's."""
    first = next((s.key for s in series if s.role.key == own), series[0].key)
    rest = iter(OTHERS)
    return {s.key: OWN if s.key == first else next(rest, "#333333") for s in series}


def room_for(series: Sequence[Series], rounds: int) -> float:
    """Return how many rounds' breadth is left for words beside the rounds, on each side.

    That is for the longest label on a chart 1000 pixels wide, within bounds.
    """
    widest = max(sum(14 if ord(c) > 0x2E80 else 7.5 for c in s.label) for s in series) + 80
    share = 0.15 if len(series) == 1 else min(max(widest / 1000, 0.15), 0.28)
    return rounds * share / (1 - 2 * share)


def rounds_spec(
    rounds: int, quantity: str, *, shares: bool, room: float = 0.0, ends: Sequence[float] = ()
) -> Spec:
    """Return the chart of shares or mean numbers by round; rows of all kinds come in ``rows``.

    There may be room for words beside the rounds, in rounds' breadths: on the left for a
    prediction's, on the right for those of equilibria. The scale of numbers reaches over the
    `ends`, if they are given, and otherwise over what is drawn.
    """
    x = axis(
        "x",
        say("round"),
        {"domain": [0.5 - room, rounds + 0.5 + room]},
        axis={"values": list(range(1, rounds + 1)), "grid": False, "labelOverlap": True},
    )
    if shares:
        y = axis("y", quantity, {"domain": _around(0, 1)}, axis={"format": "%", "tickCount": 5})
    else:
        scale = {"domain": _around(min(ends), max(ends))} if ends else {"padding": 14}
        y = axis("y", quantity, scale, axis={"tickCount": 5})
    colour = {"field": "colour", "type": "nominal", "scale": None}
    line = {"x": x, "y": y, "color": colour, "detail": {"field": "series", "type": "nominal"}}
    return {
        "$schema": SCHEMA,
        "width": "container",
        "height": HEIGHT,
        "data": {"name": "rows"},
        "layer": [
            {
                "transform": only("vote"),
                "mark": {"type": "rule", "color": "var(--cogov-line)", "strokeDash": [3, 3]},
                "encoding": {"x": x},
            },
            {
                "transform": only("vote"),
                "mark": {
                    "type": "text", "align": "left", "baseline": "bottom", "y": -3, "fontSize": 13,
                    "color": "var(--cogov-text-muted)",
                },
                "encoding": {"x": x, "text": {"field": "text"}},
            },
            {
                "transform": only("equilibrium"),
                "mark": {"type": "rule", "strokeWidth": 6, "opacity": 0.75},
                "encoding": {
                    "x": x,
                    "x2": {"field": "x2"},
                    "y": y,
                    "color": colour,
                    "strokeDash": DASHED_UNLESS_STABLE,
                },
            },
            {
                "transform": only("prediction"),
                "mark": {
                    "type": "rule", "color": PREDICTION, "strokeWidth": 3, "strokeDash": [9, 5],
                },
                "encoding": {"y": y},
            },
            {
                "transform": only("play"),
                "mark": {"type": "line", "strokeWidth": 2.5},
                "encoding": line,
            },
            {
                "transform": [{"filter": "datum.kind === 'play' && datum.dot"}],
                "mark": {"type": "circle", "size": 28, "opacity": 1},
                "encoding": {"x": x, "y": y, "color": colour},
            },
            {
                "transform": only("own"),
                "mark": {"type": "point", "size": 130, "strokeWidth": 2.5, "opacity": 1},
                "encoding": {
                    "x": x,
                    "y": y,
                    "stroke": colour,
                    "fill": {
                        "condition": {"test": "datum.acted", **colour},
                        "value": "var(--cogov-surface)",
                    },
                },
            },
            *_labels("left", y),
            *_labels("right", y),
        ],
    }  # fmt: skip


def _around(low: float, high: float) -> list[float]:
    """Return a domain in which marks at both ends are whole."""
    room = 0.04 * ((high - low) or 1.0)
    return [low - room, high + room]


def _labels(side: str, y: Spec) -> list[Spec]:
    """Return the words at one side of the chart, with a square in the colour of their line, and
    behind them what keeps lines off.
    """
    rows = [{"filter": f"datum.kind === 'label' && datum.side === '{side}'"}]
    at = [{"expr": x} for x in (("14", "26") if side == "left" else ("width - 14", "width - 26"))]
    words: Spec = {"type": "text", "fontWeight": "bold", "align": side, "fontSize": 14, "x": at[1]}
    halo: Spec = {"stroke": "var(--cogov-surface)", "strokeWidth": 5, "strokeJoin": "round"}
    square: Spec = {
        "type": "point", "shape": "square", "filled": True, "size": 110, "opacity": 1, "x": at[0],
        "stroke": "var(--cogov-surface)", "strokeWidth": 2,
    }  # fmt: skip
    text = {"y": y, "text": {"field": "text"}}
    colour = {"y": y, "fill": {"field": "colour", "type": "nominal", "scale": None}}
    return [
        {"transform": rows, "mark": mark, "encoding": shown}
        for mark, shown in (({**words, **halo}, text), (words, text), (square, colour))
    ]


def play_rows(series: Sequence[Series], history: Sequence[Round], own: str) -> list[Row]:
    """Return the rows of the rounds played so far; `own` is the learner's first role."""
    tint = colours(series, own)
    rows: list[Row] = []
    for s in series:
        values = [(played, s.value(played)) for played in history]
        dots = not s.is_share or not s.alone or s.role.key != own
        rows += [
            {"kind": "play", "series": s.key, "x": played.number, "y": value, "dot": dots,
             "colour": tint[s.key]}
            for played, value in values if value is not None
        ]  # fmt: skip
    for s in series:
        marks = [(played, s.own(played)) for played in history]
        rows += [
            {"kind": "own", "series": s.key, "x": played.number, "y": mark[0], "acted": mark[1],
             "colour": tint[s.key]}
            for played, mark in marks if mark is not None
        ]  # fmt: skip
    return rows


def prediction_row(value: float, words: str) -> Row:
    """Return the row of a prediction."""
    return {
        "kind": "prediction", "y": value, "text": words, "side": "left", "colour": PREDICTION,
    }  # fmt: skip


def vote_row(first: int, regime: str) -> Row:
    """Return the row of a vote, from whose `first` round on another regime may be played."""
    return {"kind": "vote", "x": first - 0.5, "text": f"→ {title(regime)}"}


def drawn(solution: Solution, series: Sequence[Series]) -> list[Equilibrium]:
    """Return the equilibria that are drawn: all of one series, else the selected one, or the first."""
    if len(series) == 1:
        return list(solution.equilibria)
    chosen = solution.selected or next(iter(solution.equilibria), None)
    return [] if chosen is None else [chosen]


def equilibrium_rows(
    rules: Rules,
    series: Sequence[Series],
    own: str,
    rounds: int,
    span: tuple[int, int] | None = None,
) -> list[Row]:
    """Return the rows of equilibria, over all rounds or over those of a span, first to last."""
    tint, room = colours(series, own), room_for(series, rounds)
    here = {role.key for role in rules.table.roles}
    first, last = span or (1, rounds)
    ends = (
        first - 0.5 - (room if first == 1 else 0),
        last + 0.5 + (room if last == rounds else 0),
    )
    side = "right" if last == rounds else "left"
    return [
        {
            "kind": "equilibrium", "x": ends[0], "x2": ends[1], "y": s.level(found.profile),
            "stable": found.stability == "stable",
            "colour": tint[s.key] if len(series) > 1 else colour_of(rules.regime),
            **_words(s, found, side, named=len(series) > 1),
        }
        for s in series if s.role.key in here for found in drawn(rules.solution, series)
    ]  # fmt: skip


def _words(s: Series, found: Equilibrium, side: str, *, named: bool) -> Row:
    """Return the label of an equilibrium's line; of many strategies those in use have one."""
    level = s.level(found.profile)
    if named and s.is_share and not s.alone and level < 0.005:
        return {}
    if named:
        return {"text": f"{s.label} {s.written(level)}", "side": side}
    label = found.label if s.is_share else s.written(level)
    return {"text": say("equilibrium: {label}", label=label), "side": side}


def label_rows(rows: Sequence[Row], *, shares: bool) -> list[Row]:
    """Return the words beside lines that have some, apart from each other and near their line.

    Where shares end at 100%, words of lines at the top stand below them; so do those on the left
    that would hide the first round.
    """
    heights = [row["y"] for row in rows if "y" in row]
    low, high = (-0.04, 1.04) if shares else (min(heights, default=0), max(heights, default=1))
    size, top = (high - low) or 1.0, 0.905 if shares else float("inf")
    labels: list[Row] = []
    begun = [
        (row["y"] - low) / size for row in rows if row.get("kind") == "play" and row.get("x") == 1
    ]

    def hides(side: str, height: float) -> bool:
        """Say whether words above a line would hide where the play begins, and below it would not."""
        above, below = (
            any(0 < sign * (place - height) < 2 * GAP for place in begun) for sign in (1, -1)
        )
        return side == "left" and height > GAP and above and not below

    for side in ("left", "right"):
        lines = {row["text"]: (row["y"] - low) / size for row in rows if row.get("side") == side}
        colour = {row["text"]: row["colour"] for row in rows if row.get("side") == side}
        order = sorted(lines, key=lambda text: lines[text])
        near = (
            h + 0.06 if h + 0.06 <= top and not hides(side, h) else h - 0.06
            for h in map(lines.__getitem__, order)
        )
        labels += [
            {
                "kind": "label",
                "side": side,
                "y": low + size * place,
                "text": text,
                "colour": colour[text],
            }
            for place, text in zip(_apart(list(near), top), order, strict=True)
        ]
    return labels


def _apart(places: Sequence[float], top: float) -> list[float]:
    """Return rising places at least `GAP` apart and none above the top, moved as little as needed.

    Examples
    --------
    >>> [round(p, 2) for p in _apart([0.5, 0.52, 0.94, 0.94], 0.94)]
    [0.5, 0.58, 0.86, 0.94]
    """
    up: list[float] = []
    for place in places:
        up.append(place if not up else max(place, up[-1] + GAP))
    down: list[float] = []
    for place in reversed(up):
        down.append(min(place, down[-1] - GAP if down else top))
    return down[::-1]
