"""Prediction, own play and equilibrium together; nothing is revealed before its time."""

from __future__ import annotations

import html

from ..charts.observe import equilibrium_rows, play_rows, prediction_row, rounds_spec
from ..errors import InputError
from ..words import current_language, say, speaking
from .controls import STYLES
from .live import LiveBoard
from .play import Play
from .predict import Prediction


class Observe(LiveBoard):
    """One chart of what was predicted, what was played, and the equilibria of the game.

    Parameters
    ----------
    prediction : Prediction
        Of a share, from 0 to 1.
    play : Play
        Its mechanism, regime and values are those whose equilibria are drawn.

    Raises
    ------
    InputError
        If these are no prediction of a share and no play.

    Notes
    -----
    The prediction and the rounds are shown once the prediction is locked, the equilibria once all
    rounds have been played as well; ``stage`` says how far it is.
    """

    def __init__(self, prediction: Prediction, play: Play) -> None:
        if not isinstance(prediction, Prediction):
            raise InputError(f"prediction = {prediction!r} is not a prediction.")
        if not isinstance(play, Play):
            raise InputError(f"play = {play!r} is not a play.")
        if not 0 <= prediction.low < prediction.high <= 1:
            raise InputError(
                f"prediction from {prediction.low:g} to {prediction.high:g} is not allowed: a "
                "share from 0 to 1."
            )
        self.prediction, self.play = prediction, play
        self.language = current_language()
        self.solution = play.mechanism.solve(play.regime, **play.values)
        quantity = say("share who {act}", act=play.form.act.title)
        spec = rounds_spec(play.rounds, quantity, play.regime, labelled=True)
        super().__init__(LAYOUT, {"share": spec}, styles=STYLES)
        prediction.observe(lambda _: self._show(), "locked")
        play.observe(lambda _: self._show(), "played")
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
            rows, lines = [], []
            if self.stage != "prediction":
                written = self.prediction.written(self.prediction.value)
                words = say("your prediction: {value}", value=written)
                rows += [
                    prediction_row(self.prediction.value, words),
                    *play_rows(self.play.to_rows()),
                ]
                lines = [
                    say(
                        "You predicted {value}, because: “{reason}”",
                        value=written, reason=self.prediction.reason,
                    )
                ]  # fmt: skip
            if self.stage == "revealed":
                rows += equilibrium_rows(self.solution, self.play.form.act.key)
                lines += self._found()
            self.push(
                {"share": {"data": {"rows": rows}, "alt": " ".join(lines) or self._next()}},
                {
                    "next": html.escape(self._next()),
                    "legend": self.play.legend() if rows else "",
                    "said": "".join(f"<div>{html.escape(line)}</div>" for line in lines),
                },
            )

    def _next(self) -> str:
        if self.stage == "prediction":
            return say("Nothing is shown yet: lock your prediction first.")
        if self.stage == "play":
            left = self.play.rounds - self.play.played
            return say("Play the remaining {left} rounds; then the equilibrium appears.", left=left)
        return say("What did you see? Note it down before you read on.")

    def _found(self) -> list[str]:
        form, last = self.play.form, self.play.history[-1]
        people = len(self.play.tables[0])
        said = [
            say(
                "In the last round {acting} of {people} chose “{act}” ({share}).",
                acting=last.others + last.acted, people=people, act=form.act.title,
                share=f"{last.share:.0%}",
            )
        ]  # fmt: skip
        said += [
            say(
                "Equilibrium: {label} ({stability}).",
                label=found.label,
                stability=say(found.stability),
            )
            for found in self.solution.equilibria
            if found.stability is not None
        ]
        regret = max(found.regret for found in self.solution.equilibria)
        if regret <= self.solution.tolerance * self._range():
            said.append(say("Checked: in equilibrium nobody gains by changing alone."))
        return said

    def _range(self) -> float:
        return max(float(abs(table).max()) for table in self.play.tables)


def observe(prediction: Prediction, play: Play) -> Observe:
    """Draw prediction, play and equilibrium in one chart; see `Observe`."""
    return Observe(prediction, play)


LAYOUT = """<div class="cogov-lesson">
<div class="cogov-feedback" data-html="next" data-live></div>
<div data-chart="share"></div>
<div class="cogov-note" data-html="legend"></div>
<div class="cogov-feedback" data-html="said" data-live></div>
</div>"""
