"""Playing some rounds of a group game together with computer citizens of stated types."""

from __future__ import annotations

import html
from typing import TYPE_CHECKING, Any

import traitlets

from ..charts.observe import play_rows, rounds_spec
from ..charts.theme import title
from ..errors import InputError
from ..expressions import Array
from ..forms.group import Group
from ..regimes import REFERENCE
from ..words import current_language, number, say, speaking
from .citizens import TYPES, Citizens, Round, sitting, whole
from .controls import STYLES, button
from .live import LiveBoard
from .predict import Prediction

if TYPE_CHECKING:
    from ..mechanism import Mechanism

NAMES = {
    "free_riders": "free riders",
    "conditional": "conditional cooperators",
    "altruists": "altruists",
}
HABITS = {
    "free_riders": "never choose “{act}”",
    "conditional": "choose “{act}” with a chance equal to the share of all who did so last round; "
    "in the first round {optimism}",
    "altruists": "always choose “{act}”",
}


class Play(LiveBoard):
    """Some rounds of a group game, played with computer citizens.

    Parameters
    ----------
    mechanism : Mechanism
        Its game has the group form.
    rounds : int
        From 1 to 100.
    free_riders, conditional, altruists : int, optional
        Computer citizens of each type; together with the learner they are as many as the game
        has people. One that is left out takes the rest; of several, the first takes a quarter of
        the rest (free riders), or a tenth (altruists).
    seed : int
        The luck of the conditional cooperators; the same seed gives the same luck.
    optimism : float
        The chance with which conditional cooperators act in the first round.
    regime : str, optional
        Laissez-faire where the mechanism has it, otherwise its first regime.
    after : Prediction, optional
        Nothing can be played before this prediction is locked.
    **values : float
        Parameters by name or symbol.

    Attributes
    ----------
    history : tuple of Round
        The rounds so far.
    played : int
        Their number, a trait that can be observed.

    Raises
    ------
    InputError
        If the form cannot be played, or an option is not allowed.

    Notes
    -----
    Payoffs are those of the game's tables: a fine counts at its average, and the institution's own
    cost is left out. The types are assumptions: none of them reacts to payoffs or fines.

    Examples
    --------
    >>> import cogov_games as cg
    >>> play = cg.catalogue["public_good"].play(rounds=2, free_riders=5, altruists=2)
    >>> play.choose(True)
    >>> play.history[0].others, play.history[0].payoff
    (7, 1.6)
    """

    played = traitlets.Int(0)

    def __init__(
        self,
        mechanism: Mechanism,
        rounds: int = 10,
        free_riders: int | None = None,
        conditional: int | None = None,
        altruists: int | None = None,
        seed: int = 1,
        optimism: float = 0.5,
        regime: str | None = None,
        after: Prediction | None = None,
        **values: float,
    ) -> None:
        self.mechanism = mechanism
        if regime is None:
            regime = REFERENCE if REFERENCE in mechanism.regimes else next(iter(mechanism.regimes))
        self.regime = mechanism.check_regime(regime)
        form = mechanism.form_of(regime)
        if not isinstance(form, Group):
            raise InputError(
                f"{mechanism.key} cannot be played yet: its form is {form.kind}, and only group "
                "games can be played."
            )
        self.form = form
        self.values = mechanism._names.check(values)
        self.rounds = whole("rounds", rounds, 1, 100)
        if isinstance(optimism, bool) or not isinstance(optimism, int | float):
            raise InputError(f"optimism = {optimism!r} is not a number.")
        if not 0 <= optimism <= 1:
            raise InputError(f"optimism = {optimism} is not allowed: a number from 0 to 1.")
        if after is not None and not isinstance(after, Prediction):
            raise InputError(f"after = {after!r} is not a prediction.")
        self.after = after
        self.tables = self._tables()
        given = {"free_riders": free_riders, "conditional": conditional, "altruists": altruists}
        counts = _head_count(given, len(self.tables[0]) - 1)
        seed = whole("seed", seed, 0, 2**32 - 1)
        self.citizens = Citizens.draw(counts, float(optimism), self.rounds, seed)
        self.language = current_language()
        self._choices: list[bool] = []
        quantity = say("share who {act}", act=form.act.title)
        super().__init__(
            LAYOUT, {"share": rounds_spec(self.rounds, quantity, regime)}, styles=STYLES + PEOPLE
        )
        self.on_event(self._event)
        if after is not None:
            after.observe(lambda _: self._show(), "locked")
        self._show()

    def __repr__(self) -> str:
        return f"<play of {self.mechanism.key}>"

    @property
    def history(self) -> tuple[Round, ...]:
        return tuple(sitting(self.citizens, self.tables, self._choices))

    @property
    def over(self) -> bool:
        """Whether all rounds have been played."""
        return len(self._choices) == self.rounds

    @property
    def total(self) -> float:
        """The learner's payoff in all rounds so far."""
        return sum(played.payoff for played in self.history)

    def to_rows(self) -> list[dict[str, Any]]:
        """Return one row per round: round, acted, others, share, payoff, and those of each type."""
        return [played.to_row() for played in self.history]

    def choose(self, act: bool) -> None:
        """Play one round.

        Raises
        ------
        InputError
            If all rounds were played, or the prediction is not locked yet.
        """
        if self.over:
            raise InputError(f"all {self.rounds} rounds have been played; restart() begins anew.")
        if self._waiting:
            raise InputError("lock the prediction before you play.")
        self._choices.append(bool(act))
        self._show()
        self.played = len(self._choices)

    def restart(self) -> None:
        """Begin anew, with the same citizens and the same luck."""
        self._choices.clear()
        self._show()
        self.played = 0

    def counterfactual(self, act: bool) -> float:
        """Return the learner's total had the choice been the same in all rounds.

        The computer citizens keep their types and their luck, and react to the learner as they do.
        """
        rounds = sitting(self.citizens, self.tables, [act] * self.rounds)
        return sum(played.payoff for played in rounds)

    def legend(self) -> str:
        """Return what the marks of the chart mean, in the current language."""
        text = say("● you chose “{act}”   ○ you did not", act=self.form.act.title)
        return html.escape(text) if self._choices else "&nbsp;"

    @property
    def _waiting(self) -> bool:
        return self.after is not None and not self.after.locked

    def _tables(self) -> tuple[Array, Array]:
        return self.form.tables(self.mechanism.situation(self.regime, self.values))

    def _event(self, event: str, value: object) -> None:
        if event == "again":
            self.restart()
        elif event == "choose" and not self.over and not self._waiting:
            self.choose(value == "act")

    def _show(self) -> None:
        with speaking(self.language):
            history = self.history
            rows = play_rows([played.to_row() for played in history])
            alt = "; ".join(f"{say('round')} {r.number}: {r.share:.0%}" for r in history)
            self.push(
                {"share": {"data": {"rows": rows}, "alt": alt or say("no round was played yet")}},
                {
                    "title": f"{html.escape(str(self.mechanism.title))} – {title(self.regime)}",
                    "buttons": self._buttons(),
                    "people": self._people(history),
                    "legend": self.legend(),
                    "round": self._round(history),
                    "end": self._end() if self.over else "",
                },
            )

    def _buttons(self) -> str:
        if self.over:
            return button("again", "", say("play again with the same computer players"))
        abstain, act = self.form.member.strategies
        enabled = not self._waiting
        return button("choose", "act", act.title, enabled=enabled) + button(
            "choose", "abstain", abstain.title, enabled=enabled
        )

    def _round(self, history: tuple[Round, ...]) -> str:
        if self._waiting:
            return say("Lock your prediction first; then you can play.")
        turn = say(
            "Round {number} of {rounds}: what do you do?",
            number=len(history) + 1, rounds=self.rounds,
        )  # fmt: skip
        if not history:
            return f"<b>{turn}</b>"
        last = history[-1]
        said = say(
            "Round {number}: {acting} of {people} chose “{act}”. You got {payoff}; total {total}.",
            number=last.number, acting=last.others + last.acted, people=len(self.tables[0]),
            act=html.escape(str(self.form.act.title)), payoff=number(last.payoff),
            total=number(self.total),
        )  # fmt: skip
        return said if self.over else f"{said}<br><b>{turn}</b>"

    def _people(self, history: tuple[Round, ...]) -> str:
        last = history[-1] if history else None
        act = self.form.act.title
        own = int(last.acted) if last else 0
        lines = [_line(say("you"), "", 1, own if last else None)]
        for kind in TYPES:
            if people := self.citizens.counts[kind]:
                habit = say(HABITS[kind], act=act, optimism=f"{self.citizens.optimism:g}")
                lines.append(
                    _line(say(NAMES[kind]), habit, people, last.acting[kind] if last else None)
                )
        return "".join(lines)

    def _end(self) -> str:
        abstain, act = self.form.member.strategies
        lines = [
            say(
                "You got {total} in {rounds} rounds. With the same computer players and the same "
                "luck you would have got {acting} by always choosing “{act}”, and {abstaining} by "
                "always choosing “{abstain}”.",
                total=number(self.total), rounds=self.rounds, act=act.title, abstain=abstain.title,
                acting=number(self.counterfactual(True)),
                abstaining=number(self.counterfactual(False)),
            ),
            say(
                "Had all {people} always chosen “{act}”, each would have got {all}.",
                people=len(self.tables[0]), act=act.title,
                all=number(self.rounds * float(self.tables[1][-1])),
            ),
        ]  # fmt: skip
        note = say(
            "One play with one draw of luck, against types that we made up: it is an example, not "
            "evidence of how people behave."
        )
        return f"<p>{'<br>'.join(map(html.escape, lines))}</p><p class='cogov-note'>{note}</p>"


def _line(name: str, habit: str, people: int, acting: int | None) -> str:
    """Return one type's people: those who acted filled, the others hollow, before a play dots."""
    count = "" if acting is None else f" {acting}/{people}"
    signs = "·" * people if acting is None else "●" * acting + "○" * (people - acting)
    return (
        f'<div class="cogov-kind"><b>{html.escape(name)}</b>{count} '
        f'<span class="cogov-signs" aria-hidden="true">{signs}</span>'
        f'<div class="cogov-note">{html.escape(habit)}</div></div>'
    )


def _head_count(given: dict[str, int | None], others: int) -> dict[str, int]:
    """Return how many computer citizens there are of each type."""
    counts = {
        kind: whole(kind, people, 0, others) for kind, people in given.items() if people is not None
    }
    rest = others - sum(counts.values())
    if rest < 0 or (rest and len(counts) == len(given)):
        told = ", ".join(f"{kind} = {people}" for kind, people in counts.items())
        raise InputError(f"{told} is not allowed: together {others} computer citizens are needed.")
    missing = [kind for kind in given if kind not in counts]
    filler = "conditional" if "conditional" in missing else next(iter(missing), None)
    for kind, part in (("free_riders", 0.25), ("altruists", 0.1)):
        if kind in missing and kind != filler:
            counts[kind] = round(part * rest)
    if filler is not None:
        counts[filler] = others - sum(counts.values())
    return {kind: counts[kind] for kind in TYPES}


LAYOUT = """<div class="cogov-lesson">
<div class="cogov-heading" data-html="title"></div>
<div class="cogov-columns">
  <div>
    <div data-html="people"></div>
    <div class="cogov-feedback" data-html="round" data-live></div>
    <div class="cogov-choices" data-html="buttons"></div>
  </div>
  <div>
    <div data-chart="share"></div>
    <div class="cogov-note" data-html="legend"></div>
  </div>
</div>
<div data-html="end" data-live></div>
</div>"""
PEOPLE = """
.cogov-lesson .cogov-kind { margin: 0 0 6px; }
.cogov-lesson .cogov-signs { color: #E69F00; letter-spacing: 2px; font-size: 18px;
  line-height: 1.1; overflow-wrap: anywhere; }
"""
