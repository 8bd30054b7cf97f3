"""A play as it stands: what its words and its chart are read from."""

from __future__ import annotations

from ..charts.observe import play_rows, room_for, rounds_spec, vote_row
from ..charts.theme import Row, Spec
from ..forms.continuous import ACTION, Continuous
from ..model.declaration import Declaration
from ..playing.series import Series
from ..playing.session import Session
from ..playing.sitting import Ballot, Round
from ..playing.table import Role, Table
from ..words import Words, say
from .predict import Prediction


class PlayState:
    """What is known of a play at a moment; `Play` sets it and moves it on.

    Attributes
    ----------
    session : Session
    after : Prediction or None
        What has to be locked before anything can be played.
    series : tuple of Series
        What is followed over the rounds.
    typed : dict of int to str
        What stands in the fields for numbers, by position.
    problem : str
        What is wrong with it, in words; empty if nothing is.
    """

    session: Session
    after: Prediction | None
    series: tuple[Series, ...]
    typed: dict[int, str]
    problem: str

    @property
    def mechanism(self) -> Declaration:
        return self.session.mechanism

    @property
    def regime(self) -> str:
        """The regime that is played first."""
        return self.session.regime

    @property
    def role(self) -> Role:
        """The learner's role in the first rounds."""
        return self.session.role

    @property
    def table(self) -> Table:
        """The table at which the first rounds are played."""
        return self.session.table

    @property
    def rounds(self) -> int:
        """How many rounds there are."""
        return self.session.rounds

    @property
    def drawn_rounds(self) -> int:
        """For how many rounds a chart has room; where the end is open it does not tell."""
        goes_on = self.table.goes_on
        if not self.session.open_end or goes_on is None:
            return self.rounds
        return max(min(round(2 / (1 - goes_on)), 30), 10 * (self.rounds // 10 + 1))

    @property
    def counts(self) -> dict[str, int]:
        """How many computer players there are of each type, over all roles."""
        return self.session.counts

    @property
    def history(self) -> tuple[Round, ...]:
        return self.session.history

    @property
    def ballot(self) -> Ballot | None:
        """The vote, once it was held."""
        return self.session.ballot

    @property
    def over(self) -> bool:
        """Whether all rounds have been played."""
        return self.session.over

    @property
    def total(self) -> float:
        """The learner's payoff in all rounds so far."""
        return self.session.total

    @property
    def awaited(self) -> str:
        """What is awaited: ``"prediction"``, ``"vote"``, ``"choice"``, or nothing: ``"over"``."""
        if self.over:
            return "over"
        if self.after is not None and not self.after.locked:
            return "prediction"
        return "vote" if self.session.vote_due else "choice"

    @property
    def shares(self) -> bool:
        """Whether shares are followed, and not numbers."""
        return all(s.is_share for s in self.series)

    @property
    def verb(self) -> Words:
        """What setting a number means, where numbers are set."""
        form = self.mechanism.form_of(self.regime)
        return form.verb if isinstance(form, Continuous) else ACTION

    @property
    def ends(self) -> list[float]:
        """The ends of all numbers that can be set, at any table that may be played at."""
        rules = (self.session.rules, *self.session.candidates.values())
        roles = [role for r in rules for role in r.table.roles]
        return [end for role in roles for dial in role.dials for end in (dial.low, dial.high)]

    def spec(self, *, labelled: bool = False) -> Spec:
        """Return the chart of the rounds, in the current language."""
        if not self.shares:
            quantity = str(self.verb)
        elif len(self.series) == 1:
            quantity = say("share who {act}", act=self.series[0].what.title)
        else:
            quantity = say("share")
        if labelled:  # what was predicted may lie anywhere
            room = room_for(self.series, self.drawn_rounds)
            return rounds_spec(self.drawn_rounds, quantity, shares=self.shares, room=room)
        return rounds_spec(self.drawn_rounds, quantity, shares=self.shares, ends=self.ends)

    def rows(self) -> list[Row]:
        """Return the chart's rows of the rounds so far, and of the vote."""
        rows = play_rows(self.series, self.history, self.role.key)
        if self.ballot is not None:
            rows.append(vote_row(self.session.before_vote + 1, self.ballot.winner))
        return rows
