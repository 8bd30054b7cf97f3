"""What a class played, in the same chart as the equilibria of the game."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ..charts.class_panel import Panel, Span, foreseen
from ..charts.classroom import classroom_spec
from ..charts.theme import title
from ..errors import InputError, shortened
from ..forms.actors import Measure
from ..model.outcome import outcome
from ..playing.records import ROUNDS, PlayData, read_plays
from ..widgets.controls import STYLES
from ..widgets.live import LiveBoard
from ..widgets.place import Placed
from ..words import Words, current_language, escaped, say, unknown

if TYPE_CHECKING:
    from ..mechanism import Mechanism


GROUPS = 1000
"""Groups at most, of all sessions together, that are drawn."""


class Classroom(Placed, LiveBoard):
    """What the groups of a class did in each round, with predictions and equilibria.

    `show_plays` makes it, and tells its parameters and errors.

    Attributes
    ----------
    said : tuple of str
        What the charts show, in sentences.
    """

    appears = Words("the chart", "图")

    def __init__(
        self,
        data: PlayData,
        mechanism: Mechanism,
        regime: str | Mapping[int, str] | None = None,
        about: str | None = None,
        **values: float,
    ) -> None:
        self.data, self.mechanism = data, mechanism
        self.rounds = max((move.round for move in data.moves), default=1)
        if self.rounds > ROUNDS:
            raise InputError(f"round = {self.rounds} of data is not allowed: at most {ROUNDS}.")
        if (groups := len({(move.session, move.group) for move in data.moves})) > GROUPS:
            raise InputError(f"data have {groups:,} groups: at most {GROUPS:,} can be drawn.")
        self.spans = _spans(mechanism, regime, values, self.rounds)
        self.measures = _measures(mechanism, self.spans, data)
        self.about = _about(self.measures, about)
        self.language = current_language()
        panels = [self._panel(measure) for measure in self.measures]
        used = list(dict.fromkeys(span.regime for span in self.spans))
        specs = {
            panel.measure.state: classroom_spec(
                str(panel.measure.title), self.rounds, panel.low, panel.high,
                share=panel.measure.strategy is not None, regimes=used,
            )
            for panel in panels
        }  # fmt: skip
        slots = "".join(f'<div data-chart="{escaped(name)}"></div>' for name in specs)
        super().__init__(LAYOUT.format(slots=slots), specs, styles=STYLES + LOOK)
        self.said = tuple(line for panel in panels for line in panel.said)
        self.said += tuple(line for span in self.spans for line in _solved(span))
        self.said += tuple(dict.fromkeys(_note(span) for span in self.spans if span.verified))
        self.push(
            {
                panel.measure.state: {"data": {"rows": panel.rows}, "alt": panel.alt}
                for panel in panels
            },
            {
                "heading": escaped(self._heading()),
                "legend": escaped(
                    say(
                        "thin: each group   thick: all   ○ predictions, the larger the more players"
                        "   level: equilibria, dashed where not stable"
                    )
                ),
                "said": "".join(f"<div>{escaped(line)}</div>" for line in self.said),
                "faults": self._faults(),
            },
        )

    def __repr__(self) -> str:
        return f"<class data of {self.mechanism.key}>"

    def _heading(self) -> str:
        groups = len({(m.session, m.group) for m in self.data.moves})
        players = len({(m.session, m.group, m.player) for m in self.data.moves})
        counted = say(
            "players: {players}, groups: {groups}, rounds: {rounds}",
            players=players, groups=groups, rounds=self.rounds,
        )  # fmt: skip
        return f"{self.mechanism.title} · {counted}"

    def _panel(self, measure: Measure) -> Panel:
        predictions = foreseen(self.data.moves, measure) if measure is self.about else None
        means = self.data.means(measure.role, measure.strategy)
        return Panel(measure, means, predictions, self.spans)

    def _faults(self) -> str:
        if not self.data.faults:
            return ""
        count = say("rows left out: {count}", count=len(self.data.faults))
        rows = "".join(f"<li>{escaped(line)}</li>" for line in self.data.told())
        return f'<div>{count}</div><ul class="cogov-faults" tabindex="0">{rows}</ul>'


def _solved(span: Span) -> list[str]:
    """Return the equilibria of a span of rounds in words."""
    found, form = span.outcome.found, span.outcome.form
    if not span.verified:
        return [say("No equilibrium was found ({regime}).", regime=title(span.regime))]
    states = ({n: float(a[k]) for n, a in found.states.items()} for k in span.verified)
    kinds = map(int, found.pattern[span.verified])
    told = map(form.describe, kinds, states)
    return [say("Equilibrium ({regime}): {told}.", regime=title(span.regime), told=t) for t in told]


def _note(span: Span) -> str:
    if getattr(span.outcome.form, "population", None) is not None:
        return say("It is the share of time in the long run, not a state at rest.")
    return say("Checked: in equilibrium nobody gains by changing alone.")


def _spans(
    mechanism: Mechanism,
    regime: str | Mapping[int, str] | None,
    values: Mapping[str, float],
    rounds: int,
) -> tuple[Span, ...]:
    if regime is None:
        regime = mechanism.first_regime
    starts = {1: regime} if isinstance(regime, str) else dict(sorted(regime.items()))
    if 1 not in starts or not all(isinstance(turn, int) and turn >= 1 for turn in starts):
        raise InputError(
            f"regime = {regime!r} is not allowed: rounds from 1 on, the first among them."
        )
    turns = [turn for turn in starts if turn <= rounds]
    ends = [*(turn - 1 for turn in turns[1:]), rounds]
    return tuple(
        Span(first, last, mechanism.check_regime(starts[first]),
             outcome(mechanism, starts[first], mechanism.check_values(values, primitives=True)))
        for first, last in zip(turns, ends, strict=True)
    )  # fmt: skip


def _measures(mechanism: Mechanism, spans: tuple[Span, ...], data: PlayData) -> tuple[Measure, ...]:
    """Return what is drawn, after checking that it is what the data tell."""
    measures: tuple[Measure, ...] = spans[0].outcome.form.measures
    if not measures or any(span.outcome.form.measures != measures for span in spans):
        keys = sorted({key for key in mechanism.regimes if mechanism.form_of(key).measures})
        raise InputError(
            f"what a class does in {mechanism.key} cannot be compared with equilibria under "
            f"{', '.join(span.regime for span in spans)}; it can under {', '.join(keys) or 'none'}."
        )
    numbers = {m.role: m.strategy is None for m in measures}
    strategies = {a.key: [s.key for s in a.strategies] for a in spans[0].outcome.form.actors}
    for move in data.moves:
        if move.role not in numbers:
            raise unknown("role", move.role, numbers)
        if numbers[move.role]:
            if isinstance(move.action, str):
                raise InputError(f"the action {move.action!r} of {move.role} is no number.")
        elif move.action not in strategies[move.role]:
            raise unknown("action", str(move.action), strategies[move.role])
    return measures


def _about(measures: tuple[Measure, ...], name: str | None) -> Measure:
    if name is None:
        return measures[0]
    for measure in measures:
        if name in (measure.strategy, measure.role):
            return measure
    raise unknown("about", name, [m.strategy or m.role for m in measures])


def show_plays(
    data: PlayData | str | Path,
    mechanism: Mechanism,
    regime: str | Mapping[int, str] | None = None,
    about: str | None = None,
    **values: float,
) -> Classroom:
    """Draw what a class played together with the equilibria of the game.

    Parameters
    ----------
    data : PlayData, str or Path
        What was played, or the file that `read_plays` reads it from.
    mechanism : Mechanism
    regime : str or mapping of int to str, optional
        Under which it was played; ``{1: "laissez_faire", 6: "government_led"}`` where the rule
        changed before round 6. Laissez-faire by default, where the mechanism has it.
    about : str, optional
        The role or strategy that predictions are about; by default what is drawn first.
    **values : float
        Parameters by name or symbol, as played.

    Returns
    -------
    Classroom
        A widget: one chart per role (where there are more than two strategies, per strategy), with
        the mean of each group (thin) and of all players (thick), predictions, and the verified
        equilibria of each regime over the rounds played under it.

    Raises
    ------
    InputError
        If the file cannot be read, the data are not of this game or of more than 1000 rounds or
        groups, or its form has nothing that a class can count.

    Notes
    -----
    Rows of the file that cannot be read are listed under the charts by line and reason, the first
    twenty reasons. A prediction that a player repeats from round to round counts once.

    Examples
    --------
    >>> import cogov_games as cg
    >>> moves = [cg.Move("1", "A", 1, name, "resident", "contribute") for name in ("p1", "p2")]
    >>> shown = cg.show_plays(cg.PlayData(tuple(moves)), cg.catalogue["public_good"])
    >>> print(*shown.said, sep=" / ")  # doctest: +NORMALIZE_WHITESPACE
    Round 1, share who contribute: 100% on average. That is 100 percentage points above the nearest
    equilibrium, 0%. / Equilibrium (laissez-faire): none contribute. / Checked: in equilibrium
    nobody gains by changing alone.
    """
    if isinstance(data, str | Path):
        first = regime if isinstance(regime, str) or regime is None else regime.get(1)
        data = read_plays(data, mechanism, first)
    if not isinstance(data, PlayData):
        raise InputError(f"data = {shortened(data)} is no play data.")
    return Classroom(data, mechanism, regime, about, **values)


LAYOUT = """<div class="cogov-lesson">
<div class="cogov-heading" data-html="heading"></div>
<div class="cogov-panels">{slots}</div>
<div class="cogov-note" data-html="legend"></div>
<div class="cogov-feedback" data-html="said"></div>
<div class="cogov-note" data-html="faults"></div>
</div>"""

LOOK = """
.cogov-lesson .cogov-panels { display: grid; gap: 8px 24px;
  grid-template-columns: repeat(auto-fit, minmax(min(440px, 100%), 1fr)); }
.cogov-lesson .cogov-note { white-space: pre-wrap; }
.cogov-lesson .cogov-faults { max-height: 12em; overflow: auto; margin: 2px 0; }
"""
