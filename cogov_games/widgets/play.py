"""Playing some rounds of a game together with computer players of stated types."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from pathlib import Path
from statistics import fmean
from typing import Any

import traitlets

from ..errors import InputError
from ..model.answers import read_number
from ..model.declaration import Declaration
from ..playing.records import PlayData
from ..playing.series import series_of
from ..playing.session import Session
from ..playing.sitting import Round, Rules
from ..playing.table import Dial
from ..words import Words, current_language, listed, number, say, speaking
from . import play_words
from .controls import STYLES
from .kept import Slot
from .live import LiveBoard
from .place import Placed
from .play_state import PlayState
from .predict import Prediction


class Play(Placed, PlayState, LiveBoard):
    """Some rounds of a game, played with computer players.

    Parameters
    ----------
    mechanism : Mechanism
        Its game has the group, population, strategic or continuous form.
    role : str, optional
        The key of the learner's role; the first one by default.
    rounds : int, optional
        From 1 to 100; 10 by default. Where the game says how likely another round is, the seed draws
        how many there are if nothing is given and there is no vote; nobody is told which is the last.
    people : int, optional
        How many there are in each role of a game in strategic form (10 by default; a member's
        payoff is the mean over the members of the other roles), or beside each other where somebody
        decides alone. Elsewhere the game says how many there are.
    vote : int
        The last rounds, before which everybody votes on the regime; 0 for no vote.
    seed : int
        The luck of the computer players; the same seed gives the same luck.
    regime : str, optional
        The one that is played first: laissez-faire where the mechanism has it and it can be played,
        otherwise the first that can.
    after : Prediction, optional
        Nothing can be played before this prediction is locked.
    optimism : float
        The chance with which computer players use the second of two strategies in the first round;
        where actions are numbers, how far up conditional cooperators begin between the ends.
    precision : float, optional
        Of logit players, per unit of payoff; by default ten over what one's own choice can matter.
    free_riders, conditional, altruists, best_response, imitation, logit : int, optional
        How many computer players there are of each type: in all or, in a game in strategic form, in
        each role, where the learner takes the seat of one of the most numerous type. What is left
        out is filled up: in group games with conditional cooperators, a quarter free riders and a
        tenth altruists, elsewhere with equal parts of the other three.
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
    Payoffs are those of the game: a fine counts at its average. The institution's own cost is left
    out before a vote; after it everybody bears an equal share of the cost that it has in
    equilibrium. The types are assumptions, and so is how they vote; both are shown.

    Examples
    --------
    >>> import cogov_games as cg
    >>> play = cg.catalogue["public_good"].play(rounds=2, free_riders=5, altruists=2)
    >>> play.choose(True)
    >>> play.history[0].payoff
    1.6
    """

    appears = Words("the game", "游戏")

    played = traitlets.Int(0)

    def __init__(
        self,
        mechanism: Declaration,
        role: str | None = None,
        rounds: int | None = None,
        people: int | None = None,
        vote: int = 0,
        seed: int = 1,
        regime: str | None = None,
        after: Prediction | None = None,
        optimism: float = 0.5,
        precision: float | None = None,
        free_riders: int | None = None,
        conditional: int | None = None,
        altruists: int | None = None,
        best_response: int | None = None,
        imitation: int | None = None,
        logit: int | None = None,
        **values: float,
    ) -> None:
        if after is not None and not isinstance(after, Prediction):
            raise InputError(f"after = {after!r} is not a prediction.")
        counts = {
            "free_riders": free_riders, "conditional": conditional, "altruists": altruists,
            "best_response": best_response, "imitation": imitation, "logit": logit,
        }  # fmt: skip
        self.session = session = Session(
            mechanism, role=role, rounds=rounds, people=people, vote=vote, seed=seed, regime=regime,
            optimism=optimism, precision=precision, counts=counts, values=values,
        )  # fmt: skip
        self.after = after
        self.language = current_language()
        tables = [session.table, *(rules.table for rules in session.candidates.values())]
        self.series = series_of(tables)
        self.typed = {}
        self.problem = ""
        super().__init__(LAYOUT, {"share": self.spec()}, styles=STYLES + PEOPLE)
        self._slot = Slot(
            "play", mechanism.key, session.regime, session.role.key, session.rounds,
            session.last_rounds, session.seed, session.company.kinds, session.company.optimism,
            session.company.precision, sorted(session.values.items()),
        )  # fmt: skip
        session.take_up(self._slot.read())
        self.played = len(session.choices)
        self.on_event(self._event)
        if after is not None:
            self.follow(after, "locked", self._show)
        self._show()

    def __repr__(self) -> str:
        return f"<play of {self.mechanism.key}>"

    def choose(self, *action: Any) -> None:
        """Play one round.

        Parameters
        ----------
        *action
            A strategy's key, of two strategies also whether it is the second; or the number, or
            numbers, that the role sets; nothing after one had to leave.

        Raises
        ------
        InputError
            If there is no such action, all rounds were played, or the prediction or the vote is due;
            or if there is one although the learner had to leave and can only watch.
        """
        self._unlocked()
        self.session.choose(action)
        self.problem = ""
        self._changed()

    def vote(self, regime: str) -> None:
        """Vote for the regime of the last rounds.

        Raises
        ------
        InputError
            If there is no vote now, or the regime is no candidate.
        """
        self._unlocked()
        self.session.vote(regime)
        self._changed()

    def restart(self) -> None:
        """Begin anew, with the same players and the same luck."""
        self.session.restart()
        self.typed.clear()
        self._changed()

    def counterfactual(self, *action: Any) -> float:
        """Return the learner's total had the choice been the same in all rounds.

        The computer players keep their types and their luck, and react to the learner as they do;
        the regimes are those that were played.
        """
        return self.session.always(self.session.parsed(action, self.role))

    def data(self, session: str = "computer", group: str | None = None) -> PlayData:
        """Return what everybody did: one row per player, round and number that was set.

        Parameters
        ----------
        session, group : str
            What the rows say; the group is the seed by default.

        Returns
        -------
        PlayData
            The learner is the player ``"you"``, whose rows have the locked prediction. Where a
            role sets several numbers each is a role of its own, and the first has the payoff. Who had
            to leave has no rows.
        """
        locked = self.after is not None and self.after.locked
        told = self.after.value if self.after is not None and locked else None
        return self.session.data(session, group or str(self.session.seed), told)

    def to_csv(self, path: str | Path) -> None:
        """Write what everybody did as CSV; see `data`."""
        self.data().to_csv(path)

    def values_of(self, played: Round) -> str:
        """Return what was followed in one round, in words."""
        return play_words.values_of(self, played)

    def means_of(self, history: Sequence[Round]) -> str:
        """Return the mean of what was followed over some rounds, in words."""
        found = [[s.value(played) for played in history] for s in self.series]
        there = [[value for value in values if value is not None] for values in found]
        return play_words.values(self, [fmean(values) if values else None for values in there])

    def levels_of(self, profile: Mapping[str, Any], rules: Rules) -> str:
        """Return what is followed in an equilibrium under some rules, in words."""
        here = {role.key for role in rules.table.roles}
        return play_words.values(
            self, [s.level(profile) if s.role.key in here else None for s in self.series]
        )

    def legend(self) -> str:
        """Return what the lines and marks of the chart mean, in the current language."""
        return play_words.legend(self)

    def _unlocked(self) -> None:
        if self.after is not None and not self.after.locked:
            raise InputError("lock the prediction before you play.")

    def _changed(self) -> None:
        self._slot.write(self.session.kept())
        self._show()
        self.played = len(self.session.choices)

    def _event(self, event: str, value: object) -> None:
        with contextlib.suppress(InputError):  # a late click asks for what is over
            self._do(event, value)

    def _do(self, event: str, value: object) -> None:
        if event == "again":
            self.restart()
        elif event == "choose":
            self.choose(*([] if self.session.away else [str(value)]))
        elif event == "vote":
            self.vote(str(value))
        elif event.startswith("number-"):
            self.typed[int(event.removeprefix("number-"))] = str(value)
        elif event == "play" and self.awaited == "choice":
            self._play_numbers()

    def _play_numbers(self) -> None:
        """Play what was typed, or say what is allowed."""
        dials = self.session.here.dials
        try:
            self.choose(*(_typed(dial, self.typed.get(i, "")) for i, dial in enumerate(dials)))
        except (InputError, ValueError):
            with speaking(self.language):
                allowed = [
                    say("from {low} to {high}", low=number(d.low), high=number(d.high))
                    for d in dials
                ]
                self.problem = say("Please type a number {allowed}.", allowed=listed(allowed))
            self._show()

    def _show(self) -> None:
        with speaking(self.language):
            told = play_words.told(self)
            chart = {"data": {"rows": self.rows()}, "alt": play_words.alternative(self)}
            self.push({"share": chart}, told)


def _typed(dial: Dial, text: str) -> float:
    """Return the number that was typed; an end of what is allowed may be typed as it is written."""
    if dial.low == dial.high:
        return dial.low
    value = read_number(text)
    ends = (end for end in (dial.low, dial.high) if number(end) == number(value))
    return next(ends, value)


LAYOUT = """<div class="cogov-lesson">
<div class="cogov-heading" data-html="title"></div>
<div class="cogov-note" data-html="rules"></div>
<div class="cogov-columns">
  <div>
    <div class="cogov-feedback" data-html="round" data-live></div>
    <div class="cogov-choices" data-html="buttons"></div>
    <div data-html="people"></div>
  </div>
  <div>
    <div data-chart="share"></div>
    <div class="cogov-note" data-html="legend"></div>
  </div>
</div>
<div data-html="end" data-live></div>
</div>"""
PEOPLE = """
.cogov-lesson .cogov-role { font-weight: 600; margin: 10px 0 2px; padding-top: 6px;
  border-top: 1px solid var(--cogov-line-muted); }
.cogov-lesson .cogov-kind { margin: 0 0 6px; }
.cogov-lesson .cogov-signs { color: #E69F00; letter-spacing: 2px; font-size: 18px;
  line-height: 1.1; overflow-wrap: anywhere; }
.cogov-lesson .cogov-note ul { margin: 2px 0; padding-left: 20px; }
"""
