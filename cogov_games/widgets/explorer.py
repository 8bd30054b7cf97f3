"""The explorer: move sliders and watch equilibria, welfare and regimes change, side by side."""

from __future__ import annotations

import ast
import asyncio
import html
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import ipywidgets as widgets
import numpy as np

from ..charts import branches, equilibria, regime_map, welfare
from ..charts.theme import stability_legend, title
from ..errors import InputError
from ..outcomes import Outcome, first_best, leaders
from ..parameters import Parameter, axis_values
from ..regimes import GOVERNANCE
from ..thresholds import break_even
from ..words import Words, current_language, labelled, number, say, speaking, unknown
from . import sentences
from .live import LiveBoard
from .marks import mark_styles
from .place import Placed
from .sentences import Narrator
from .sliders import Look, ParameterRow

if TYPE_CHECKING:
    from ..mechanism import Mechanism

GESTURE = 1.0
"""Seconds without a move after which the next move starts a new ghost and a new undo step."""
SETTLE = 0.12
"""Seconds without a move after which the branch chart and the map are drawn again."""
PAUSE = 0.005
"""Seconds between these drawings."""
FINE, COARSE = 91, 40
ROLES = {
    "agreement": "institution", "overhead": "institution", "institution": "institution",
    "society": "society", "status_quo": "society",
}  # fmt: skip


class Explorer(Placed, widgets.VBox):
    """Sliders beside the equilibria and the welfare of all regimes.

    Parameters
    ----------
    mechanism : Mechanism
    **values : float
        Where the sliders start, by name or symbol.

    Raises
    ------
    InputError
        For an unknown name or a value that is not allowed.

    Notes
    -----
    A move sends one message with the diagram, the sentences and the welfare bars; branch chart,
    regime map and slider marks follow when the slider rests. In Python, ``set(name=value)`` moves
    sliders and ``settle()`` draws what is still due.
    """

    appears = Words("the explorer", "探索器")

    def __init__(self, mechanism: Mechanism, **values: float) -> None:
        self.mechanism = mechanism
        self.language = current_language()
        self.start = mechanism.default_values | mechanism.check_values(values)
        self.values = dict(self.start)
        self.regimes = list(mechanism.regimes)
        self.shown = [key for key in self.regimes if key in GOVERNANCE] or self.regimes
        self.narrator = Narrator(mechanism)
        self.conditions = self.narrator.conditions
        self.tipping = {key: mechanism.tipping(key) for key in self.regimes}
        self.outcomes = self._solve(self.values)
        self._before = dict(self.outcomes)
        self._undo: list[dict[str, float]] = []
        self._moved = ("", 0.0)
        self._due: asyncio.TimerHandle | None = None
        self._placed: tuple[dict[str, float], dict[str, list[tuple[str, float]]]] = ({}, {})
        look = Look()
        self.rows = {
            name: ParameterRow(parameter, self.start[name], self._slide, look)
            for name, parameter in mechanism.parameters.items()
        }
        for name, row in self.rows.items():
            row.show(self.values[name])
        self._marks = widgets.HTML(layout=widgets.Layout(display="none"))
        names = list(self._sliding())
        across, up = mechanism.map_axes or (names[0], names[1])
        self.axes = {"branch": self._busiest(across), "x": across, "y": up}
        self._build()
        super().__init__(layout=widgets.Layout(width="100%", overflow="visible"))
        self.add_class("cogov-explorer")
        self._lay_out()

    def __repr__(self) -> str:
        return f"<explorer of {self.mechanism.key}>"

    def set(self, **values: float) -> None:
        """Move sliders.

        Raises
        ------
        InputError
            For an unknown name or a value that is not allowed; nothing moves then.
        """
        checked = self.mechanism.check_values(values)
        self._go({**self.values, **checked}, "set")

    def undo(self) -> None:
        """Take back the last move, if there is one."""
        if self._undo:
            last = self._undo.pop()
            self._go(last, "undo", remember=False)

    def reset(self) -> None:
        """Go back to where the explorer was opened."""
        self._go(dict(self.start), "reset")

    def load(self, line: str) -> None:
        """Take the setting from a line of Python as the explorer writes it.

        Raises
        ------
        InputError
            If the line is not such a call, names another mechanism, or a value is not allowed.
        """
        with speaking(self.language):
            given = self.mechanism.check_values(read_setting(line, self.mechanism))
        self._go({**self.mechanism.default_values, **given}, "set")

    @property
    def line(self) -> str:
        """The present setting as one line of Python."""
        changed = [
            f"{name}={value:g}" if float(f"{value:g}") == value else f"{name}={value!r}"
            for name, value in self.values.items()
            if value != self.mechanism.parameters[name].default
        ]
        return f'cg.catalogue["{self.mechanism.key}"].compare({", ".join(changed)})'

    def settle(self) -> None:
        """Draw the branch chart, the map and the slider marks, if they are due."""
        if self._due is not None:
            self._due.cancel()
            self._due = None
            for draw in self._slow:
                draw()

    def draw(self) -> None:
        """Draw the branch chart and the map without delay."""
        self._draw_branches()
        self._draw_map()

    def speak(self, language: str) -> None:
        """Show everything in another language; the setting stays."""
        self.language = language
        with speaking(language):
            for row in self.rows.values():
                row.speak()
            self._build()
        self._lay_out()

    def _sliding(self) -> dict[str, Parameter]:
        return {n: p for n, p in self.mechanism.parameters.items() if p.choices is None}

    def _solve(self, values: Mapping[str, float]) -> dict[str, Outcome]:
        return {key: self.mechanism.outcome(key, values) for key in self.regimes}

    def _slide(self, name: str, value: float) -> None:
        self._go({**self.values, name: value}, name, show=False)

    def _go(
        self, values: dict[str, float], mover: str, *, remember: bool = True, show: bool = True
    ) -> None:
        last, when = self._moved
        now = time.monotonic()
        if mover != last or now - when > GESTURE or mover in ("set", "undo", "reset"):
            self._before = self.outcomes
            if remember and values != self.values:
                self._undo.append(dict(self.values))
        self._moved = (mover, now)
        self.values = values
        if show:
            for name, row in self.rows.items():
                row.show(values[name])
        with speaking(self.language):
            self.outcomes = self._solve(values)
            self.board.push(**self._fast_frame(), stale=["branches", "map"])
        self._schedule()

    def _schedule(self) -> None:
        """Let branch chart, map and marks follow, one at a time, so that a key can come between."""
        if self._due is not None:
            self._due.cancel()
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            for draw in self._slow:
                draw()
        else:
            self._due = loop.call_later(SETTLE, self._draw, loop, list(self._slow))

    def _draw(self, loop: asyncio.AbstractEventLoop, waiting: list[Callable[[], None]]) -> None:
        first, *rest = waiting
        first()
        self._due = loop.call_later(PAUSE, self._draw, loop, rest) if rest else None

    @property
    def _slow(self) -> tuple[Callable[[], None], ...]:
        return self._draw_branches, self._draw_map, self._draw_marks

    def _draw_branches(self) -> None:
        with speaking(self.language):
            self.board.push(self._branches())

    def _draw_map(self) -> None:
        with speaking(self.language):
            self.board.push(self._map())

    def _draw_marks(self) -> None:
        self._marks.value = self._mark_styles()

    def choose(self, **axes: str) -> None:
        """Choose the parameters of the branch chart (`branch`) and of the map (`x`, `y`).

        Raises
        ------
        InputError
            For an unknown axis or a parameter that no slider moves.
        """
        chosen = dict(self.axes)
        for axis, label in axes.items():
            if axis not in chosen:
                raise unknown("axis", axis, chosen)
            name = self.mechanism.find(label).name
            if name not in self._sliding():
                raise unknown("slider", label, self._sliding())
            chosen[axis] = name
        if chosen["x"] == chosen["y"]:
            moved = "y" if "x" in axes else "x"
            chosen[moved] = self.axes["x" if moved == "y" else "y"]
        if chosen["x"] == chosen["y"]:
            chosen["y"] = next(name for name in self._sliding() if name != chosen["x"])
        self.axes = chosen
        with speaking(self.language):
            self.board.push(html=self._menus(), stale=["branches", "map"])
        self._schedule()

    def _build(self) -> None:
        """Make the board in the current language; it is embedded once and then only fed."""
        mechanism = self.mechanism
        quantity = (
            mechanism.cooperation_note if mechanism.cooperation is not None else say("welfare")
        )
        regimes, parts = self.regimes, [*mechanism.welfare, "overhead", "agreement"]
        self.blocks = equilibria.blocks({key: mechanism.form_of(key) for key in self.shown})
        self.board = LiveBoard(
            _layout(mechanism, self.shown, self.blocks),
            {
                **{_slot(i): block.spec() for i, block in enumerate(self.blocks)},
                "welfare": welfare.waterfall_spec(self.shown, parts),
                "actors": welfare.actors_spec(self.shown, self._actor_names()),
                "branches": branches.branches_spec(
                    self.shown, str(quantity), share=mechanism.cooperation is not None
                ),
                "map": regime_map.map_spec(regimes, "", ""),
            },
            styles=STYLES,
        )
        self.board.on_event(self._event)
        fast = self._fast_frame()
        charts = {**fast["charts"], **self._branches(), **self._map()}
        self.board.push(charts, {**fast["html"], **self._menus()})
        self._draw_marks()

    def _actor_names(self) -> dict[str, str]:
        mechanism = self.mechanism
        forms = [mechanism.form_of(key) for key in self.regimes]
        actors = {actor.key: str(actor.title) for form in forms for actor in form.actors}
        return actors | {account.key: str(account.title) for account in mechanism.accounts}

    def _lay_out(self) -> None:
        with speaking(self.language):
            panels: list[widgets.Widget] = [self._toolbar()]
            for group, rows in self.groups().items():
                if group == "more":
                    panels.append(widgets.Accordion([widgets.VBox(rows)], titles=(say("more"),)))
                else:
                    panels += [widgets.HTML(f'<div class="cogov-group">{say(group)}</div>'), *rows]
            left = widgets.VBox(
                [self._marks, *panels],
                layout=widgets.Layout(flex="0 0 300px", width="300px", padding="0 10px 0 0"),
            )
            left.add_class("cogov-controls")
            right = widgets.VBox(
                [self.board, self._loader()],
                layout=widgets.Layout(flex="1 1 560px", min_width="520px", width="auto"),
            )
        body = widgets.HBox(
            [left, right],
            layout=widgets.Layout(flex_flow="row wrap", width="100%", align_items="flex-start"),
        )
        old: tuple[widgets.Widget, ...] = tuple(self.trait_values()["children"])
        self.children = (body,)
        for widget in old:
            _close(widget, keep={*self.rows.values(), self._marks, self.board})

    def groups(self) -> dict[str, list[ParameterRow]]:
        """Return the sliders by group: society, institution, and those that are folded ("more")."""
        rows = sorted(self.rows.values(), key=lambda row: row.parameter.role != "agreement")
        found = {
            group: [
                r for r in rows if ROLES[r.parameter.role] == group and not r.parameter.advanced
            ]
            for group in ("society", "institution")
        }
        folded = [row for row in self.rows.values() if row.parameter.advanced]
        return found | ({"more": folded} if folded else {})

    def _menus(self) -> dict[str, str]:
        """Return the menus by which a reader chooses the axes."""
        return {f"menu-{axis}": self._menu(axis, chosen) for axis, chosen in self.axes.items()}

    def _menu(self, axis: str, chosen: str) -> str:
        options = "".join(
            f'<option value="{name}"{" selected" if name == chosen else ""}>'
            f"{html.escape(str(parameter.meaning))} ({parameter.symbol})</option>"
            for name, parameter in self._sliding().items()
        )
        words = {"branch": say("against"), "x": "x", "y": "y"}[axis]
        return (
            f'<select id="cogov-{axis}" data-event="{axis}" aria-label="{words}">{options}</select>'
        )

    def _toolbar(self) -> widgets.HBox:
        def button(label: str, tip: str, action: Callable[[], None]) -> widgets.Button:
            made = widgets.Button(
                description=label,
                tooltip=tip,
                layout=widgets.Layout(width="auto", margin="0 4px 0 0"),
            )
            made.on_click(lambda _: action())
            return made

        other = "en" if self.language == "zh" else "zh"
        return widgets.HBox(
            [
                button(
                    "中文" if other == "zh" else "English", "EN | 中文", lambda: self.speak(other)
                ),
                button(say("undo"), say("take back the last move"), self.undo),
                button(say("reset"), say("back to where it was opened"), self.reset),
            ]
        )

    def _loader(self) -> widgets.VBox:
        self.setting = widgets.Text(
            placeholder=say("paste a setting here"),
            layout=widgets.Layout(flex="1 1 300px", width="auto"),
        )
        self.load_button = widgets.Button(
            description=say("load"), layout=widgets.Layout(width="auto", flex="0 0 auto")
        )
        self.load_error = widgets.HTML()

        def take(_: object) -> None:
            try:
                self.load(self.setting.value)
            except InputError as error:
                self.load_error.value = (
                    f'<span class="cogov-error" role="alert">{html.escape(str(error))}</span>'
                )
            else:
                self.load_error.value = ""

        self.load_button.on_click(take)
        row = widgets.HBox([self.setting, self.load_button], layout=widgets.Layout(width="100%"))
        return widgets.VBox([row, self.load_error])

    def _event(self, event: str, value: Any) -> None:
        if event in self.axes:
            self.choose(**{event: str(value)})

    def _fast_frame(self) -> dict[str, Any]:
        """Return what every move changes."""
        mechanism, outcomes = self.mechanism, self.outcomes
        totals = {key: float(result.selected_welfare) for key, result in outcomes.items()}
        shown = {key: outcomes[key] for key in self.shown}
        breakdown = {
            key: {part: float(result.select(values)) for part, values in result.parts.items()}
            for key, result in shown.items()
        }
        by_actor = {
            key: {actor: float(v) for actor, v in result.by_actor.items() if np.isfinite(v)}
            for key, result in shown.items()
        }
        best = float(first_best(mechanism, outcomes[self.shown[0]]))
        said = {f"state-{key}": self.narrator.state(key, outcomes[key]) for key in self.shown}
        changed = sentences.changes(self._before, outcomes)
        return {
            "charts": {
                **self._diagrams(),
                "welfare": {
                    "data": welfare.waterfall_rows(
                        breakdown, {k: totals[k] for k in self.shown}, best
                    ),
                    "alt": "; ".join(f"{title(k)}: {number(v)}" for k, v in totals.items()),
                },
                "actors": {
                    "data": welfare.actors_rows(by_actor),
                    "alt": say("payoff of each actor under each regime"),
                },
            },
            "html": {
                **said,
                "changes": "<br>".join(changed) or "&nbsp;",
                "verdict": self._verdict(totals, best),
                "line": _code_line(self.line),
            },
        }

    def _diagrams(self) -> dict[str, Any]:
        """Return the updates of the equilibrium diagrams."""
        parts = [
            (block, [row for key in block.regimes for row in self._panel(block, key)])
            for block in self.blocks
        ]
        equilibria.shared_extent(parts)
        frames = {}
        for i, (block, rows) in enumerate(parts):
            said = (
                f"{title(key)}: {sentences.plain_state(self.outcomes[key])}"
                for key in block.regimes
            )
            frames[_slot(i)] = {"data": {"rows": rows}, "alt": "; ".join(said)}
        return frames

    def _panel(self, block: equilibria.Block, regime: str) -> list[dict[str, Any]]:
        """Return the rows of one regime's panel."""
        now = self.outcomes[regime]
        start = now.situation.values.get(getattr(now.form, "status_quo", ""))
        return equilibria.equilibrium_rows(
            block.diagram,
            regime,
            now,
            self._before[regime],
            None if start is None else float(start),
        )

    def _verdict(self, totals: Mapping[str, float], best: float) -> str:
        lead = leaders(np.array(list(totals.values())))
        parts = []
        for key, leads in zip(totals, lead, strict=True):
            text = f"{sentences.glyph(key)} {number(totals[key])}"
            parts.append(f'<b title="{title(key)}">{text}</b>' if leads else text)
        parts.append(f"{say('first best')} {number(best)}")
        lines = [say("{text}.", text=labelled(say("welfare"), " · ".join(parts)))]
        place = break_even(self.mechanism, self.values, totals)
        if place is not None:
            sentence = "The best regime changes when the cost of agreeing passes {value}."
            lines.append(say(sentence, value=number(place)))
        return " ".join(lines)

    def _branches(self) -> dict[str, Any]:
        """Return the update of the branch chart."""
        mechanism = self.mechanism
        parameter = mechanism.parameters[self.axes["branch"]]
        grid = axis_values(parameter, FINE)
        rows = [
            row
            for key in self.shown
            for row in branches.branches_rows(
                key,
                grid,
                mechanism.outcome(key, {**self.values, parameter.name: grid}),
                self.values[parameter.name],
            )
        ]
        alt = say("equilibria against {name}", name=_name(parameter))
        return {"branches": {"data": {"rows": rows}, "alt": alt}}

    def _map(self) -> dict[str, Any]:
        """Return the update of the regime map."""
        x, y = self.axes["x"], self.axes["y"]
        fixed = {name: value for name, value in self.values.items() if name not in (x, y)}
        found = self.mechanism.regime_map(x, y, COARSE, **fixed)
        here = {"x": self.values[x], "y": self.values[y]}
        names = {axis: _name(self.mechanism.parameters[n]) for axis, n in (("x", x), ("y", y))}
        alt = say("which regime is best over {x} and {y}", **names)
        cells = regime_map.map_rows(
            found.regimes, found.x_values, found.y_values, found.best, found.tie
        )
        return {"map": {"data": {"cells": cells, "now": [here]}, "alt": alt}}

    def _busiest(self, otherwise: str) -> str:
        """Return the slider along which equilibria change most often."""
        marks = {name: len(set(places)) for name, places in self.places().items()}
        most = max(marks, key=lambda name: marks[name], default=otherwise)
        return most if marks[most] else otherwise

    def _mark_styles(self) -> str:
        """Return CSS that marks each slider where a regime's equilibria change."""
        return mark_styles(self.places())

    def places(self) -> dict[str, list[tuple[str, float]]]:
        """Return, by slider, the regimes and places (from 0 to 1) of its marks."""
        if self._placed[0] != self.values:
            self._placed = dict(self.values), self._find_places()
        return self._placed[1]

    def _find_places(self) -> dict[str, list[tuple[str, float]]]:
        marks: dict[str, list[tuple[str, float]]] = {name: [] for name in self._sliding()}
        for regime in self.shown:
            for condition in (*self.conditions[regime], *self.tipping[regime]):
                for name, places in condition.places(self.values).items():
                    parameter = self.mechanism.parameters[name]
                    span = parameter.high - parameter.low
                    for place in places:
                        mark = regime, round((place - parameter.low) / span, 4)
                        if mark not in marks.get(name, [mark]):
                            marks[name].append(mark)
        return marks


def _close(widget: widgets.Widget, keep: set[widgets.Widget]) -> None:
    """Close a widget and what it holds, so that the page forgets them."""
    if widget in keep:
        return
    for child in getattr(widget, "children", ()):
        _close(child, keep)
    for part in ("layout", "style"):
        if widget.has_trait(part):
            getattr(widget, part).close()
    widget.close()


def read_setting(line: str, mechanism: Mechanism) -> dict[str, float]:
    """Return the values that a line like ``cg.catalogue["key"].compare(a=0.4)`` sets.

    Raises
    ------
    InputError
        If the line is no such call or names another mechanism.
    """
    wanted = say(
        "paste a line such as {example}", example=f'cg.catalogue["{mechanism.key}"].compare(…)'
    )
    try:
        call = ast.parse(line.strip(), mode="eval").body
    except SyntaxError:
        raise InputError(wanted) from None
    match call:
        case ast.Call(
            func=ast.Attribute(value=ast.Subscript(slice=ast.Constant(value=key))),
            args=[],
            keywords=given,
        ):
            if key != mechanism.key:
                raise InputError(say("this setting belongs to {key}", key=repr(key)))
        case _:
            raise InputError(wanted)
    try:
        return {str(k.arg): ast.literal_eval(k.value) for k in given}
    except ValueError:
        raise InputError(wanted) from None


def _name(parameter: Parameter) -> str:
    return f"{parameter.meaning} {parameter.symbol}"


def _code_line(line: str) -> str:
    text = html.escape(line, quote=True)
    return (
        f'<code>{text}</code> <button class="cogov-button" data-copy="{text}" '
        f'data-copied="{say("copied")}">{say("copy")}</button>'
    )


def _slot(i: int) -> str:
    """Return the slot of a block of equilibrium diagrams."""
    return f"main-{i + 1}" if i else "main"


def _layout(mechanism: Mechanism, regimes: list[str], blocks: list[equilibria.Block]) -> str:
    states = "".join(f'<div data-html="state-{key}"></div>' for key in regimes)
    columns = f"grid-template-columns: repeat({len(regimes)}, minmax(0, 1fr))"
    widths = " ".join(f"minmax(0, {len(block.regimes)}fr)" for block in blocks)
    diagrams = "".join(f'<div data-chart="{_slot(i)}"></div>' for i in range(len(blocks)))
    return f"""
<div class="cogov-title">{html.escape(str(mechanism.title))}</div>
<div class="cogov-verdict" data-html="verdict"></div>
<div class="cogov-blocks" style="grid-template-columns: {widths}">{diagrams}</div>
<div class="cogov-changes" data-html="changes" data-live></div>
<div class="cogov-states" style="{columns}">{states}</div>
<div class="cogov-legend">{stability_legend()}</div>
<div class="cogov-pair">
  <div><div class="cogov-caption">{say("welfare, part by part")}</div><div data-chart="welfare"></div></div>
  <div><div class="cogov-caption">{say("who gains and who pays")}</div><div data-chart="actors"></div></div>
</div>
<div class="cogov-caption">{say("equilibria against")} <span data-html="menu-branch"></span></div>
<div data-chart="branches"></div>
<div class="cogov-caption">{say("which regime is best")}:
  <span class="cogov-axis">x <span data-html="menu-x"></span></span>
  <span class="cogov-axis">y <span data-html="menu-y"></span></span></div>
<div data-chart="map"></div>
<div class="cogov-line" data-html="line"></div>
"""


STYLES = """
.cogov-explorer .cogov-board .cogov-title { font-size: 20px; font-weight: 600; margin: 0 0 4px; }
.cogov-explorer .cogov-board .cogov-legend, .cogov-explorer .cogov-board .cogov-muted { color: var(--cogov-text-muted); font-size: 13px; }
.cogov-explorer .cogov-board .cogov-blocks { display: grid; align-items: end; }
.cogov-explorer .cogov-board .cogov-states { display: grid; gap: 0 14px; padding-left: 48px; font-size: 14px; }
.cogov-explorer .cogov-board .cogov-states > div { min-width: 0; overflow-x: auto; }
.cogov-explorer .cogov-board .cogov-changes { min-height: 1.5em; font-weight: 600; margin: 2px 0; }
.cogov-explorer .cogov-board .cogov-states > div > div { padding: 1px 0; line-height: 1.5; }
.cogov-explorer .cogov-board math { padding: 2px 0; }
.cogov-explorer .cogov-board mfrac { padding: 3px 0; }
.cogov-explorer .cogov-board .cogov-verdict { margin: 2px 0 6px; }
.cogov-explorer .cogov-board .cogov-pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(340px, 1fr)); gap: 0 18px; }
.cogov-explorer .cogov-board .cogov-caption { font-weight: 600; margin: 8px 0 2px; }
.cogov-explorer .cogov-board .cogov-axis { display: inline-block; margin-right: 8px; }
.cogov-explorer .cogov-board select { font: inherit; font-weight: 400; font-size: 13px; max-width: 260px;
  color: var(--cogov-text); background: var(--cogov-surface); border: 1px solid var(--cogov-line); }
.cogov-explorer .cogov-board [data-chart="map"] .mark-rect path { shape-rendering: crispEdges; }
.cogov-explorer .cogov-board .cogov-line { margin: 8px 0; overflow-wrap: anywhere; }
.cogov-explorer .cogov-board .cogov-button { font: inherit; font-size: 13px; padding: 1px 8px; cursor: pointer; }
"""
