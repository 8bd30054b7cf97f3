"""The explorer's board: what it shows of a setting, and what each move changes of that."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from ..charts import branches, equilibria, regime_map, welfare
from ..charts.theme import stability_legend, title
from ..model.declaration import Declaration
from ..model.outcome import first_best, outcome
from ..model.parameters import Parameter, axis_values
from ..study.comparison import break_even, leaders
from ..study.regime_map import regime_map as compared_over
from ..words import escaped, labelled, number, say
from . import sentences
from .explorer_state import ExplorerState
from .live import LiveBoard
from .sentences import Narrator

FINE, COARSE = 91, 40
"""Points along the branch chart, and cells a side of the regime map."""


class ExplorerBoard(LiveBoard):
    """Diagrams, sentences, welfare, branches and map of a setting, in the current language.

    It is embedded once and then only fed: `show_move` at every move, the others when it rests.
    """

    def __init__(self, state: ExplorerState, narrator: Narrator) -> None:
        self.state, self._narrator = state, narrator
        mechanism, shown = state.mechanism, state.shown
        quantity = (
            mechanism.cooperation_note if mechanism.cooperation is not None else say("welfare")
        )
        parts = [*mechanism.welfare, "overhead", "agreement"]
        self._blocks = equilibria.blocks({key: mechanism.form_of(key) for key in shown})
        super().__init__(
            _layout(mechanism, shown, self._blocks),
            {
                **{_slot(i): block.spec() for i, block in enumerate(self._blocks)},
                "welfare": welfare.waterfall_spec(shown, parts),
                "actors": welfare.actors_spec(shown, self._actor_names()),
                "branches": branches.branches_spec(
                    shown, str(quantity), share=mechanism.cooperation is not None
                ),
                "map": regime_map.map_spec(state.regimes, "", ""),
            },
            styles=STYLES,
        )
        move = self.move_frame()
        charts = {**move["charts"], **self._branches(), **self._map()}
        self.push(charts, {**move["html"], **self._menus()})

    def show_move(self) -> None:
        """Show what a move changes, and grey what follows when it rests."""
        self.push(**self.move_frame(), stale=["branches", "map"])

    def show_axes(self) -> None:
        """Show other axes, and grey the charts that wait for them."""
        self.push(html=self._menus(), stale=["branches", "map"])

    def show_branches(self) -> None:
        """Draw the branch chart."""
        self.push(self._branches())

    def show_map(self) -> None:
        """Draw the regime map."""
        self.push(self._map())

    def move_frame(self) -> dict[str, Any]:
        """Return what every move changes."""
        mechanism, outcomes = self.state.mechanism, self.state.outcomes
        totals = {key: float(result.selected_welfare) for key, result in outcomes.items()}
        shown = {key: outcomes[key] for key in self.state.shown}
        breakdown = {
            key: {part: float(result.select(values)) for part, values in result.parts.items()}
            for key, result in shown.items()
        }
        by_actor = {
            key: {actor: float(v) for actor, v in result.by_actor.items() if np.isfinite(v)}
            for key, result in shown.items()
        }
        best = float(first_best(mechanism, outcomes[self.state.shown[0]]))
        said = {
            f"state-{key}": self._narrator.state(key, outcomes[key]) for key in self.state.shown
        }
        changed = sentences.changes(self.state.before, outcomes)
        return {
            "charts": {
                **self._diagrams(),
                "welfare": {
                    "data": welfare.waterfall_rows(
                        breakdown, {k: totals[k] for k in self.state.shown}, best
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
                "changes": "<br>".join(map(escaped, changed)) or "&nbsp;",
                "verdict": self._verdict(totals, best),
                "line": _code_line(self.state.line),
            },
        }

    def _diagrams(self) -> dict[str, Any]:
        """Return the updates of the equilibrium diagrams."""
        parts = [
            (block, [row for key in block.regimes for row in self._panel(block, key)])
            for block in self._blocks
        ]
        equilibria.shared_extent(parts)
        frames = {}
        for i, (block, rows) in enumerate(parts):
            said = (
                f"{title(key)}: {sentences.plain_state(self.state.outcomes[key])}"
                for key in block.regimes
            )
            frames[_slot(i)] = {"data": {"rows": rows}, "alt": "; ".join(said)}
        return frames

    def _panel(self, block: equilibria.Block, regime: str) -> list[dict[str, Any]]:
        """Return the rows of one regime's panel."""
        now = self.state.outcomes[regime]
        start = now.situation.values.get(getattr(now.form, "status_quo", ""))
        return equilibria.equilibrium_rows(
            block.diagram,
            regime,
            now,
            self.state.before[regime],
            None if start is None else float(start),
        )

    def _verdict(self, totals: Mapping[str, float], best: float) -> str:
        lead = leaders(np.array(list(totals.values())))
        parts = []
        for key, leads in zip(totals, lead, strict=True):
            text = f"{sentences.glyph(key)} {number(totals[key])}"
            parts.append(f'<b title="{escaped(title(key))}">{text}</b>' if leads else text)
        parts.append(f"{say('first best')} {number(best)}")
        lines = [say("{text}.", text=labelled(say("welfare"), " · ".join(parts)))]
        place = break_even(self.state.mechanism, self.state.values, totals)
        if place is not None:
            sentence = "The best regime changes when the cost of agreeing passes {value}."
            lines.append(say(sentence, value=number(place)))
        return " ".join(lines)

    def _branches(self) -> dict[str, Any]:
        """Return the update of the branch chart."""
        mechanism = self.state.mechanism
        parameter = mechanism.parameters[self.state.axes["branch"]]
        grid = axis_values(parameter, FINE)
        rows = [
            row
            for key in self.state.shown
            for row in branches.branches_rows(
                key,
                grid,
                outcome(mechanism, key, {**self.state.values, parameter.name: grid}),
                self.state.values[parameter.name],
            )
        ]
        alt = say("equilibria against {name}", name=_name(parameter))
        return {"branches": {"data": {"rows": rows}, "alt": alt}}

    def _map(self) -> dict[str, Any]:
        """Return the update of the regime map."""
        x, y = self.state.axes["x"], self.state.axes["y"]
        fixed = {name: value for name, value in self.state.values.items() if name not in (x, y)}
        found = compared_over(self.state.mechanism, x, y, COARSE, fixed)
        here = {"x": self.state.values[x], "y": self.state.values[y]}
        names = {
            axis: _name(self.state.mechanism.parameters[n]) for axis, n in (("x", x), ("y", y))
        }
        alt = say("which regime is best over {x} and {y}", **names)
        cells = regime_map.map_rows(
            found.regimes, found.x_values, found.y_values, found.best, found.tie
        )
        return {"map": {"data": {"cells": cells, "now": [here]}, "alt": alt}}

    def _menus(self) -> dict[str, str]:
        """Return the menus by which a reader chooses the axes."""
        return {
            f"menu-{axis}": self._menu(axis, chosen) for axis, chosen in self.state.axes.items()
        }

    def _menu(self, axis: str, chosen: str) -> str:
        options = "".join(
            f'<option value="{escaped(name)}"{" selected" if name == chosen else ""}>'
            f"{escaped(f'{parameter.meaning} ({parameter.symbol})')}</option>"
            for name, parameter in self.state.sliding.items()
        )
        words = {"branch": say("against"), "x": "x", "y": "y"}[axis]
        return f'<select id="cogov-{axis}" data-event="{axis}" aria-label="{escaped(words)}">{options}</select>'

    def _actor_names(self) -> dict[str, str]:
        mechanism = self.state.mechanism
        forms = [mechanism.form_of(key) for key in self.state.regimes]
        actors = {actor.key: str(actor.title) for form in forms for actor in form.actors}
        return actors | {account.key: str(account.title) for account in mechanism.accounts}


def _name(parameter: Parameter) -> str:
    return f"{parameter.meaning} {parameter.symbol}"


def _code_line(line: str) -> str:
    text = escaped(line)
    return (
        f'<code>{text}</code> <button class="cogov-button" data-copy="{text}" '
        f'data-copied="{say("copied")}">{say("copy")}</button>'
    )


def _slot(i: int) -> str:
    """Return the slot of a block of equilibrium diagrams."""
    return f"main-{i + 1}" if i else "main"


def _layout(mechanism: Declaration, regimes: list[str], blocks: list[equilibria.Block]) -> str:
    states = "".join(f'<div data-html="state-{escaped(key)}"></div>' for key in regimes)
    columns = f"grid-template-columns: repeat({len(regimes)}, minmax(0, 1fr))"
    widths = " ".join(f"minmax(0, {len(block.regimes)}fr)" for block in blocks)
    diagrams = "".join(f'<div data-chart="{_slot(i)}"></div>' for i in range(len(blocks)))
    return f"""
<div class="cogov-title">{escaped(mechanism.title)}</div>
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
