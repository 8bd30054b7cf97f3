"""Prediction, own play and equilibrium together; nothing is revealed before its time."""

from __future__ import annotations

from ..charts.observe import drawn, equilibrium_rows, label_rows, prediction_row
from ..charts.theme import Row, title
from ..errors import InputError
from ..playing.sitting import Rules
from ..words import Words, current_language, escaped, say, speaking
from .controls import STYLES
from .live import LiveBoard
from .place import Placed
from .play import Play
from .predict import Prediction


class Observe(Placed, LiveBoard):
    """One chart of what was predicted, what was played, and the equilibria of the game.

    Parameters
    ----------
    prediction : Prediction
        Of a share, from 0 to 1, where shares are followed, or else of a number.
    play : Play
        Its mechanism, regime and values are those whose equilibria are drawn.
    average : bool
        Whether the mean over all rounds is said as well, for a prediction of it.

    Raises
    ------
    InputError
        If these are no prediction of a share or number that goes with the play, and no play.

    Notes
    -----
    The prediction and the rounds are shown once the prediction is locked, the equilibria once all
    rounds have been played as well; ``stage`` says how far it is. One share is drawn with all
    equilibria, several with the selected one. After a vote each regime has its own equilibria.
    """

    appears = Words("the chart", "图")

    def __init__(self, prediction: Prediction, play: Play, *, average: bool = False) -> None:
        if not isinstance(prediction, Prediction):
            raise InputError(f"prediction = {prediction!r} is not a prediction.")
        if not isinstance(play, Play):
            raise InputError(f"play = {play!r} is not a play.")
        if play.shares and not 0 <= prediction.low < prediction.high <= 1:
            raise InputError(
                f"prediction from {prediction.low:g} to {prediction.high:g} is not allowed: a "
                "share from 0 to 1."
            )
        self.prediction, self.play, self.average = prediction, play, average
        self.language = current_language()
        super().__init__(LAYOUT, {"share": play.spec(labelled=True)}, styles=STYLES)
        self.follow(prediction, "locked", self._show)
        self.follow(play, "played", self._show)
        self._show()

    def __repr__(self) -> str:
        return f"<observation of {self.play.mechanism.key}>"

    @property
    def stage(self) -> str:
        """What is awaited: ``"prediction"``, ``"play"``, or nothing any more: ``"revealed"``."""
        if not self.prediction.locked:
            return "prediction"
        return "revealed" if self.play.over else "play"

    def _show(self) -> None:
        with speaking(self.language):
            rows: list[Row] = []
            lines: list[str] = []
            if self.stage != "prediction":
                written = self.prediction.written(self.prediction.value)
                words = say("your prediction: {value}", value=written)
                rows += [prediction_row(self.prediction.value, words), *self.play.rows()]
                lines = [
                    say(
                        "You predicted {value}, because: “{reason}”",
                        value=written, reason=self.prediction.reason,
                    )
                ]  # fmt: skip
            if self.stage == "revealed":
                rows += self._equilibria()
                lines += self._found()
            rows += label_rows(rows, shares=self.play.shares)
            self.push(
                {"share": {"data": {"rows": rows}, "alt": " ".join(lines) or self._next()}},
                {
                    "next": escaped(self._next()),
                    "legend": self._legend() if rows else "",
                    "said": "".join(f"<div>{escaped(line)}</div>" for line in lines),
                },
            )

    def _legend(self) -> str:
        legend = self.play.legend()
        if self.stage == "revealed" and len(self.play.series) > 1:
            legend += "   " + escaped(say("thick: equilibrium, dashed unless stable"))
        return legend

    def _next(self) -> str:
        if self.stage == "prediction":
            return say("Nothing is shown yet: lock your prediction first.")
        if self.stage == "play":
            if self.play.session.open_end:
                return say("Play to the end; then the equilibrium appears.")
            left = self.play.rounds - self.play.played
            return say("Play the remaining {left} rounds; then the equilibrium appears.", left=left)
        return say("What did you see? Note it down before you read on.")

    def _equilibria(self) -> list[Row]:
        """Return the rows of the equilibria of each regime, over the rounds in which it held."""
        play, stages = self.play, self.play.session.stages
        cut = play.session.before_vote
        spans = (
            [(1, play.drawn_rounds)]
            if len(stages) == 1
            else [(1, cut), (cut + 1, play.drawn_rounds)]
        )
        return [
            row
            for rules, span in zip(stages, spans, strict=True)
            for row in equilibrium_rows(rules, play.series, play.role.key, play.drawn_rounds, span)
        ]

    def _found(self) -> list[str]:
        said = [self._last()]
        if self.average:
            means = self.play.means_of(self.play.history)
            said.append(say("On average over all rounds: {values}.", values=means))
        for rules in dict.fromkeys(self.play.session.stages):
            said += self._told(rules)
        if all(rules.verified and not rules.is_law for rules in self.play.session.stages):
            said.append(say("Checked: in equilibrium nobody gains by changing alone."))
        return said

    def _last(self) -> str:
        play, last = self.play, self.play.history[-1]
        (s, *more) = play.series
        if s.is_share and not more:
            share = last.share(0, s.place)
            return say(
                "In the last round {acting} of {people} chose “{act}” ({share}).",
                acting=round(share * s.role.people), people=s.role.people, act=s.what.title,
                share=f"{share:.0%}",
            )  # fmt: skip
        return say("In the last round: {values}.", values=play.values_of(last))

    def _told(self, rules: Rules) -> list[str]:
        """Say which equilibria a regime has, and which of several is drawn."""
        play, solution = self.play, rules.solution
        head = f"{title(rules.regime)} – " if len(play.session.stages) > 1 else ""
        shown = drawn(solution, play.series)
        named = play.shares and len(play.series) == 1
        lines = []
        for found in solution.equilibria:
            what = found.label if named else play.levels_of(found.profile, rules)
            if rules.is_law:
                line = say("In the long run all do the same, and how often: {label}.", label=what)
            elif found.stability is None:
                line = say("Equilibrium: {label}.", label=what)
            else:
                sort = say(found.stability)
                line = say("Equilibrium: {label} ({stability}).", label=what, stability=sort)
            if found in shown and len(shown) < len(solution.equilibria):
                line += " " + say("This one is drawn.")
            lines.append(head + line)
        return lines


def observe(prediction: Prediction, play: Play, *, average: bool = False) -> Observe:
    """Draw prediction, play and equilibrium in one chart; see `Observe`."""
    return Observe(prediction, play, average=average)


LAYOUT = """<div class="cogov-lesson">
<div class="cogov-feedback" data-html="next" data-live></div>
<div data-chart="share"></div>
<div class="cogov-note" data-html="legend"></div>
<div class="cogov-feedback" data-html="said" data-live></div>
</div>"""
