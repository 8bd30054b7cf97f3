"""The live chart: Vega-Lite specifications embedded once, then fed only data and signals."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from math import isfinite
from numbers import Integral, Real
from typing import Any, Final, TypeAlias

import anywidget
import traitlets

from cogov_games.errors import InputError
from cogov_games.widgets import bundle
from cogov_games.widgets.composite import Composite
from cogov_games.widgets.front import front
from cogov_games.widgets.loader import vega_loader
from cogov_games.words import unknown

Rows: TypeAlias = Sequence[Mapping[str, Any]]
Update: TypeAlias = Mapping[str, Any]

PARTS: Final = ("data", "signals", "alt")


def plain(value: Any) -> Any:
    """Return a value as JSON can hold it: NumPy unwrapped, NaN and infinity as None, numbers to
    the seven digits that a picture can show.

    Examples
    --------
    >>> plain({"x": (1, float("nan"))})
    {'x': [1, None]}
    """
    match value:
        case None | str() | bool():
            return value
        case float():
            return float(f"{value:.7g}") if isfinite(value) else None
        case Integral():
            return int(value)
        case Real():
            return plain(float(value))
        case Mapping():
            return {str(name): plain(item) for name, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    raise InputError(
        f"cannot send {value!r} to a chart: allowed are numbers, text, None, and lists, arrays "
        "and mappings of these"
    )


def _slots(layout: str, kind: str) -> list[str]:
    """Return the names of the slots of one kind, in the order of the layout."""
    return re.findall(rf"""\bdata-{kind}=["']([^"']+)["']""", layout)


class LiveBoard(Composite, anywidget.AnyWidget):
    """Several charts and pieces of HTML in one widget, updated by one small message.

    Parameters
    ----------
    layout : str
        HTML with a slot ``<div data-chart="NAME"></div>`` for each chart and
        ``<div data-html="NAME"></div>`` for each changing text; a text slot that also has
        ``data-live`` is read out by screen readers when it changes.
    specs : mapping of str to dict
        A Vega-Lite specification for each chart slot. Its data sources are named, as in
        ``{"data": {"name": "points"}}``, and its parameters are set as signals. A chart of
        ``"width": "container"`` fills its slot; so does a row of facets with
        ``"usermeta": {"fit": {"signal": "child_width", "columns": 3, "padding": 60}}``, where
        padding (in pixels) is a first guess. ``"usermeta": {"click": "pick"}`` sends the value
        of a signal to `on_event` whenever the reader changes it.
    frame : mapping, optional
        What is shown first: the arguments of `push`.
    styles : str, optional
        CSS for the layout.
    options : mapping, optional
        Options of Vega-Embed, over the board's own.

    Raises
    ------
    InputError
        If slots and specifications do not match, or a value cannot be sent.

    Notes
    -----
    Python keeps the whole state in `frame`, so that a page that is reloaded, or a second view,
    shows the present state, while a push sends only what it changes. Pushes are numbered: a page
    that missed one asks for the whole state.

    Vega lays out a picture once and after a change of width, not at each push, so that nothing
    jumps: fix the domain of a scale whose labels could outgrow their place, or ask for
    ``"autosize": {"type": "pad", "resize": true}``. Colours follow JupyterLab's theme; use
    ``var(--cogov-text)``, ``--cogov-text-muted``, ``--cogov-line``, ``--cogov-line-muted`` and
    ``--cogov-surface`` in specifications and styles.

    An element with ``data-event="NAME"`` and ``data-value="V"`` sends that event when clicked (a
    form control sends its own value when changed). A button with ``data-copy="TEXT"`` copies the
    text and shows the words in ``data-copied`` for a moment.

    Examples
    --------
    >>> spec = {"data": {"name": "points"}, "mark": "point", "width": "container",
    ...         "encoding": {"x": {"field": "x", "type": "quantitative"}}}
    >>> board = LiveBoard('<div data-chart="gain"></div><p data-html="words"></p>', {"gain": spec})
    >>> board.push({"gain": {"data": {"points": [{"x": 0.5}]}}}, {"words": "<b>half</b>"})
    >>> board
    LiveBoard(charts=['gain'], html=['words'])
    >>> board.frame["charts"]["gain"]["data"]
    {'points': [{'x': 0.5}]}
    """

    _esm = front("once.js")
    _css = front("live.css")
    code = traitlets.Unicode(front("live.js")).tag(sync=True)
    template = traitlets.Unicode().tag(sync=True)
    specs = traitlets.Dict().tag(sync=True)
    frame = traitlets.Dict().tag(sync=True)
    styles = traitlets.Unicode().tag(sync=True)
    options = traitlets.Dict().tag(sync=True)
    engine = traitlets.Unicode().tag(sync=True)

    def __init__(
        self,
        layout: str,
        specs: Mapping[str, Mapping[str, Any]],
        frame: Mapping[str, Any] | None = None,
        styles: str = "",
        options: Mapping[str, Any] | None = None,
    ) -> None:
        self._texts = _slots(layout, "html")
        slots = _slots(layout, "chart")
        if sorted(slots) != sorted(specs):
            raise InputError(f"layout has the chart slots {slots}, specs has {list(specs)}")
        vega_loader()
        self._met_page = False
        self._listeners: list[Callable[[str, Any], None]] = []
        super().__init__(
            template=layout,
            specs={name: dict(spec) for name, spec in specs.items()},
            frame={"revision": 0, "charts": {}, "html": {}, "stale": []},
            styles=styles,
            options=dict(options or {}),
            engine=bundle.key(),
        )
        self.on_msg(self._receive)
        if frame:
            self.push(**frame)

    def push(
        self,
        charts: Mapping[str, Update] | None = None,
        html: Mapping[str, str] | None = None,
        stale: Sequence[str] | None = None,
    ) -> None:
        """Show new data, signals and words, in one message.

        Parameters
        ----------
        charts : mapping, optional
            By chart: ``{"data": {dataset: rows}, "signals": {parameter: value}, "alt": text}``,
            where each part may be left out and ``alt`` is the chart's text alternative.
        html : mapping of str to str, optional
            New content by text slot.
        stale : sequence of str, optional
            The slots to grey, now waiting for their data; all others are shown as up to date.
            Without it, the slots that this push feeds are up to date, the others as before.

        Raises
        ------
        InputError
            If a slot or a part is unknown, or a value cannot be sent.
        """
        increment = self._increment(charts or {}, html or {}, stale)
        self._merge(increment)
        if self._met_page:
            self.send(increment)
        else:
            self.send_state("frame")

    def on_event(self, callback: Callable[[str, Any], None]) -> None:
        """Call ``callback(event, value)`` on each event of the layout or of a chart."""
        self._listeners.append(callback)

    def _increment(
        self, charts: Mapping[str, Update], html: Mapping[str, str], stale: Sequence[str] | None
    ) -> dict[str, Any]:
        """Check a push and return the message for it."""
        for kind, given, allowed in (
            ("chart", charts, list(self.specs)),
            ("text slot", html, self._texts),
            ("slot", stale or (), [*self.specs, *self._texts]),
        ):
            for name in given:
                if name not in allowed:
                    raise unknown(kind, name, allowed)
        for update in charts.values():
            for part in update:
                if part not in PARTS:
                    raise unknown("part of a chart", part, PARTS)
        if stale is None:
            stale = [name for name in self.frame["stale"] if name not in {*charts, *html}]
        return {
            "revision": self.frame["revision"] + 1,
            "charts": plain(charts),
            "html": {name: str(text) for name, text in html.items()},
            "stale": list(stale),
        }

    def _merge(self, increment: dict[str, Any]) -> None:
        """Take an increment into the whole state, in place: assigning would send all of it."""
        for name, update in increment["charts"].items():
            chart = self.frame["charts"].setdefault(name, {"data": {}, "signals": {}})
            chart["data"].update(update.get("data", {}))
            chart["signals"].update(update.get("signals", {}))
            if "alt" in update:
                chart["alt"] = update["alt"]
        self.frame["html"].update(increment["html"])
        self.frame["stale"] = increment["stale"]
        self.frame["revision"] = increment["revision"]

    def _receive(self, _: object, content: Mapping[str, Any], buffers: object) -> None:
        """Answer the page."""
        match content:
            case {"revision": revision}:
                self._met_page = True
                if revision != self.frame["revision"]:
                    self.send({"frame": self.frame})
            case {"missing": "engine"}:
                vega_loader(renew=True)
            case {"event": str(event)}:
                for callback in self._listeners:
                    callback(event, content.get("value"))

    def __repr__(self) -> str:
        return f"{type(self).__name__}(charts={list(self.specs)}, html={self._texts})"


class LiveChart(LiveBoard):
    """One live chart.

    Parameters
    ----------
    chart : dict or altair chart
        A Vega-Lite specification, or what has a ``to_dict`` that gives one.
    alt : str, optional
        Its text alternative; by default the chart's description.
    options : mapping, optional
        Options of Vega-Embed.

    Examples
    --------
    >>> chart = LiveChart({"data": {"name": "points"}, "mark": "bar", "encoding": {}})
    >>> chart.push(data={"points": [{"x": 1}]})
    >>> chart
    LiveChart('bar')
    """

    def __init__(
        self, chart: Any, alt: str | None = None, options: Mapping[str, Any] | None = None
    ) -> None:
        spec = chart if isinstance(chart, Mapping) else chart.to_dict()
        super().__init__('<div data-chart="chart"></div>', {"chart": spec}, options=options)
        if alt is not None:
            self.push(alt=alt)

    def push(
        self,
        charts: Mapping[str, Update] | None = None,
        html: Mapping[str, str] | None = None,
        stale: Sequence[str] | None = None,
        *,
        data: Mapping[str, Rows] | None = None,
        signals: Mapping[str, Any] | None = None,
        alt: str | None = None,
    ) -> None:
        """Show new data by dataset and new signals by parameter, in one message."""
        given = {"data": data, "signals": signals, "alt": alt}
        update = {part: value for part, value in given.items() if value is not None}
        super().push({**(charts or {}), **({"chart": update} if update else {})}, html, stale)

    def __repr__(self) -> str:
        spec = self.specs["chart"]
        kinds = ("mark", "layer", "facet", "repeat", "concat", "hconcat", "vconcat", "spec")
        kind = next((kind for kind in kinds if kind in spec), "chart")
        mark = spec.get("mark", kind)
        return f"{type(self).__name__}({mark['type'] if isinstance(mark, Mapping) else mark!r})"
