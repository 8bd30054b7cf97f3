"""The explorer: move sliders and watch equilibria, welfare and regimes change, side by side."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import ipywidgets as widgets

from ..errors import InputError
from ..model.declaration import Declaration
from ..words import UNTYPESET, Words, current_language, escaped, say, speaking
from .composite import Composite
from .explorer_board import ExplorerBoard
from .explorer_state import ExplorerState, read_setting
from .marks import mark_styles
from .place import Placed
from .sentences import Narrator
from .sliders import Look, ParameterRow

SETTLE = 0.12
"""Seconds without a move after which the branch chart and the map are drawn again."""
PAUSE = 0.005
"""Seconds between these drawings."""
ROLES = {
    "agreement": "institution", "overhead": "institution", "institution": "institution",
    "society": "society", "status_quo": "society",
}  # fmt: skip


class Explorer(Placed, Composite, ExplorerState, widgets.VBox):
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

    def __init__(self, mechanism: Declaration, **values: float) -> None:
        ExplorerState.__init__(self, mechanism, values)
        self._narrator = Narrator(mechanism)
        self.language = current_language()
        self._due: asyncio.TimerHandle | None = None
        look = Look()
        self.rows = {
            name: ParameterRow(parameter, self.start[name], self._slide, look)
            for name, parameter in mechanism.parameters.items()
        }
        for name, row in self.rows.items():
            row.show(self.values[name])
        self._marks = widgets.HTML(layout=widgets.Layout(display="none"))
        self.language_button = _button(self._change_language, margin="0 4px 0 0")
        self.language_button.tooltip = "EN | 中文"
        self.undo_button = _button(self.undo, margin="0 4px 0 0")
        self.reset_button = _button(self.reset, margin="0 4px 0 0")
        self.setting = widgets.Text(layout=widgets.Layout(flex="1 1 300px", width="auto"))
        self.load_button = _button(self._load_typed, flex="0 0 auto")
        self.load_error = widgets.HTML()
        self._place = widgets.VBox()
        self._renew_board()
        widgets.VBox.__init__(
            self, [self._body()], layout=widgets.Layout(width="100%", overflow="visible")
        )
        self.add_class("cogov-explorer")
        self._name()
        self.at_close(self._rest)

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
        if (last := self.last()) is not None:
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

    def settle(self) -> None:
        """Draw the branch chart, the map and the slider marks, if they are due."""
        if self._due is not None:
            self._rest()
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
            self._name()
            self._renew_board()

    def _change_language(self) -> None:
        self.speak("en" if self.language == "zh" else "zh")

    def _slide(self, name: str, value: float) -> None:
        self._go({**self.values, name: value}, name, show=False)

    def _go(
        self, values: dict[str, float], mover: str, *, remember: bool = True, show: bool = True
    ) -> None:
        self.move(values, mover, remember=remember)
        if show:
            for name, row in self.rows.items():
                row.show(values[name])
        with speaking(self.language):
            self.board.show_move()
        self._schedule()

    def _schedule(self) -> None:
        """Let branch chart, map and marks follow, one at a time, so that a key can come between."""
        self._rest()
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            for draw in self._slow:
                draw()
        else:
            self._due = loop.call_later(SETTLE, self._draw, loop, list(self._slow))

    def _rest(self) -> None:
        """Forget what is due."""
        if self._due is not None:
            self._due.cancel()
            self._due = None

    def _draw(self, loop: asyncio.AbstractEventLoop, waiting: list[Callable[[], None]]) -> None:
        first, *rest = waiting
        first()
        self._due = loop.call_later(PAUSE, self._draw, loop, rest) if rest else None

    @property
    def _slow(self) -> tuple[Callable[[], None], ...]:
        return self._draw_branches, self._draw_map, self._draw_marks

    def _draw_branches(self) -> None:
        with speaking(self.language):
            self.board.show_branches()

    def _draw_map(self) -> None:
        with speaking(self.language):
            self.board.show_map()

    def _draw_marks(self) -> None:
        self._marks.value = f"<style>{mark_styles(self.places())}</style>"

    def choose(self, **axes: str) -> None:
        """Choose the parameters of the branch chart (`branch`) and of the map (`x`, `y`).

        Raises
        ------
        InputError
            For an unknown axis or a parameter that no slider moves.
        """
        self.choose_axes(axes)
        with speaking(self.language):
            self.board.show_axes()
        self._schedule()

    def _renew_board(self) -> None:
        """Put a board in the current language in the old one's place; a board is only ever fed."""
        old = self._place.children
        self.board = ExplorerBoard(self, self._narrator)
        self.board.on_event(self._event)
        self._draw_marks()
        self._place.children = (self.board,)
        for board in old:
            board.close()

    def _name(self) -> None:
        """Write all words but those of the rows and the board, in the current language."""
        self.language_button.description = "English" if self.language == "zh" else "中文"
        self.undo_button.description = say("undo")
        self.undo_button.tooltip = say("take back the last move")
        self.reset_button.description = say("reset")
        self.reset_button.tooltip = say("back to where it was opened")
        self.setting.placeholder = say("paste a setting here")
        self.load_button.description = say("load")
        self.load_error.value = ""
        for group, heading in self._headings.items():
            heading.value = f'<div class="cogov-group">{escaped(say(group))}</div>'
        for folded in self._folded:
            folded.titles = (say("more"),)

    def _body(self) -> widgets.HBox:
        """Lay out the parts, once: a page would keep a row's former views if it were laid out anew."""
        panels: list[widgets.Widget] = [
            widgets.HBox([self.language_button, self.undo_button, self.reset_button])
        ]
        self._headings = {name: widgets.HTML() for name in ("society", "institution")}
        self._folded: list[widgets.Accordion] = []
        for group, rows in self.groups().items():
            if group in self._headings:
                panels += [self._headings[group], *rows]
            else:
                self._folded.append(widgets.Accordion([widgets.VBox(rows)]))
        left = widgets.VBox(
            [self._marks, *panels, *self._folded],
            layout=widgets.Layout(flex="0 0 300px", width="300px", padding="0 10px 0 0"),
        )
        left.add_class("cogov-controls")
        loader = widgets.HBox([self.setting, self.load_button], layout=widgets.Layout(width="100%"))
        right = widgets.VBox(
            [self._place, widgets.VBox([loader, self.load_error])],
            layout=widgets.Layout(flex="1 1 560px", min_width="520px", width="auto"),
        )
        return widgets.HBox(
            [left, right],
            layout=widgets.Layout(flex_flow="row wrap", width="100%", align_items="flex-start"),
        )

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

    def _load_typed(self) -> None:
        try:
            self.load(self.setting.value)
        except InputError as error:
            self.load_error.value = (
                f'<span class="cogov-error {UNTYPESET}" role="alert">{escaped(error)}</span>'
            )
        else:
            self.load_error.value = ""

    def _event(self, event: str, value: Any) -> None:
        if event in self.axes:
            self.choose(**{event: str(value)})


def _button(action: Callable[[], None], **options: Any) -> widgets.Button:
    made = widgets.Button(layout=widgets.Layout(width="auto", **options))
    made.on_click(lambda _: action())
    return made
