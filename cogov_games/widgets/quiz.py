"""Checks: a question whose answer is judged at once, with a reason for every wrong answer, and hints."""

from __future__ import annotations

import contextlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import traitlets

from .. import quantities
from ..errors import FAULTS, InputError
from ..model.answers import read_number
from ..words import Words, current_language, escaped, say, speaking
from .controls import STYLES, button, feedback
from .kept import Slot
from .live import LiveBoard
from .place import Answered


@dataclass(frozen=True)
class Choice:
    """One answer to choose, with the words that follow it: why it is right, or why not."""

    text: Words | str
    because: Words | str
    right: bool = False


class Check(Answered, LiveBoard):
    """A question with choices, or one that asks for a number; wrong answers can be mended.

    Parameters
    ----------
    question : Words or str
    choices : sequence of Choice
        At least two, of which at least one is right; or none, when a number is asked for.
    number : float, optional
        The right number.
    tolerance : float
        How far from it an answer may be.
    because, otherwise : Words or str
        What follows a right number, and one that is wrong in no foreseen way.
    slips : mapping of float to Words or str
        What follows a wrong number that one gets by a likely mistake.
    hints : sequence of Words or str
        Shown one by one, each when it is asked for: from a nudge to nearly the answer.

    Attributes
    ----------
    solved : bool
        A trait: whether the right answer has been given.
    tries : int
        How often an answer was given, until it was right.
    hinted : int
        How many hints were asked for.

    Raises
    ------
    InputError
        If it asks neither or both, no choice is right, or a number is not finite.

    Examples
    --------
    >>> check = Check("2 + 2?", number=4, because="Yes.", otherwise="No.", slips={22: "Add!"},
    ...               hints=["Use your fingers."])
    >>> check.answer(22), check.hint(), check.answer(4), check.tries
    ('Add!', 'Use your fingers.', 'Yes.', 2)
    """

    appears = Words("the question", "题目")

    solved = traitlets.Bool(False)

    def __init__(
        self,
        question: Words | str,
        choices: Sequence[Choice] = (),
        *,
        number: float | None = None,
        tolerance: float = 1e-9,
        because: Words | str = "",
        otherwise: Words | str = "",
        slips: Mapping[float, Words | str] | None = None,
        hints: Sequence[Words | str] = (),
    ) -> None:
        if bool(choices) == (number is not None):
            raise InputError("a check has either choices or a number.")
        if choices and (len(choices) < 2 or not any(choice.right for choice in choices)):
            raise InputError("a check has at least two choices, of which one is right.")
        if number is not None:
            quantities.number("number", number)
        quantities.number("tolerance", tolerance, 0)
        if isinstance(hints, str | Words):
            raise InputError("hints is one text; allowed is a sequence of texts.")
        self.question, self.choices, self.number = question, tuple(choices), number
        self.tolerance, self.because, self.otherwise = tolerance, because, otherwise
        for wrong in slips or {}:
            quantities.number("slips", wrong)
        self.slips, self.hints = dict(slips or {}), tuple(hints)
        self.tries = self.hinted = 0
        self._given: float | None = None
        self._written = ""
        self.language = current_language()
        column = " cogov-stack" if self.choices else ""
        super().__init__(LAYOUT.format(column=column), {}, styles=STYLES)
        self.on_event(self._event)
        self.push(html={"question": escaped(question), "said": ""})
        self._slot = Slot("check", question)
        with contextlib.suppress(*FAULTS):
            if kept := self._slot.read():
                self._restore(kept)
        self._show()

    def _restore(self, kept: Mapping[str, Any]) -> None:
        given, tries, hinted = kept["given"], int(kept["tries"]), int(kept.get("hints", 0))
        solved = given is not None and self._judge(given)[0]
        self._given, self.tries, self.solved = given, max(0, tries), solved
        self.hinted = min(max(0, hinted), len(self.hints))

    def __repr__(self) -> str:
        return f"<check, {'solved' if self.solved else 'open'}>"

    def answer(self, given: int | float) -> str:
        """Answer: with the position of a choice, from 0, or with the number that is asked for.

        Returns
        -------
        str
            The feedback.

        Raises
        ------
        InputError
            If there is no such choice, or the number is not finite.
        """
        right, words = self._judge(given)
        if not self.solved:
            self.tries += 1
        self._given = given
        self.solved = self.solved or right
        self._keep()
        kind, value = ("choice", int(given)) if self.number is None else ("number", given)
        self._slot.confirm(kind, value)
        self._show()
        with speaking(self.language):
            return str(words)

    def hint(self) -> str:
        """Show one more hint.

        Returns
        -------
        str
            The hint.

        Raises
        ------
        InputError
            If all are shown, or there is none.
        """
        if self.hinted == len(self.hints):
            raise InputError(f"all {len(self.hints)} hints are shown.")
        self.hinted += 1
        self._keep()
        self._show()
        with speaking(self.language):
            return str(self.hints[self.hinted - 1])

    def _keep(self) -> None:
        self._slot.write({"given": self._given, "tries": self.tries, "hints": self.hinted})

    def _show(self) -> None:
        """Show the answer, what follows it, and the hints that were asked for."""
        with speaking(self.language):
            texts = {"controls": self._controls(), "hints": self._hints()}
            if self._given is not None:
                right, words = self._judge(self._given)
                texts["said"] = feedback(words, right=right)
        self.push(html=texts)

    def _judge(self, given: int | float) -> tuple[bool, Words | str]:
        quantities.number("answer", given)
        if self.number is None:
            if given not in range(len(self.choices)):
                raise InputError(
                    f"there is no choice {given!r}: from 0 to {len(self.choices) - 1}."
                )
            choice = self.choices[int(given)]
            return choice.right, choice.because
        if abs(given - self.number) <= self.tolerance:
            return True, self.because
        for wrong, words in self.slips.items():
            if abs(given - wrong) <= self.tolerance:
                return False, words
        return False, self.otherwise

    def _event(self, event: str, value: object) -> None:
        if event == "choose":
            self.answer(int(str(value)))
        elif event == "hint" and self.hinted < len(self.hints):
            self.hint()
        elif event == "number" and (text := str(value).strip()) != self._written:
            self._written = text
            try:
                self.answer(read_number(text))
            except ValueError:
                if text:
                    with speaking(self.language):
                        said = say("Please type a number, such as {example}.", example="0.25")
                    self.push(html={"said": feedback(said, right=False)})

    def _hints(self) -> str:
        """Return the hints that were asked for, and the button for the next one."""
        shown = "".join(f"<li>{escaped(words)}</li>" for words in self.hints[: self.hinted])
        told = f'<ol class="cogov-hints">{shown}</ol>' if shown else ""
        if self.hinted == len(self.hints):
            return told
        label = say("hint {next} of {all}", next=self.hinted + 1, all=len(self.hints))
        return told + button("hint", "", label)

    def _controls(self) -> str:
        """Return the buttons, the chosen one marked, or the field for a number."""
        given = self._given
        if not self.choices:
            written = self._written or ("" if given is None else f"{given:g}")
            return (
                f'<label>{say("your answer")} <input type="text" inputmode="decimal" size="8" '
                f'autocomplete="off" data-event="number" value="{escaped(written)}"></label> '
                f'<button type="button">{say("check")}</button>'
            )
        return "".join(
            button("choose", i, choice.text, pressed=i == given)
            for i, choice in enumerate(self.choices)
        )


LAYOUT = """<div class="cogov-lesson">
<div class="cogov-heading" data-html="question"></div>
<div class="cogov-choices{column}" data-html="controls"></div>
<div data-html="hints" data-live></div>
<div class="cogov-feedback" data-html="said" data-live></div>
</div>"""
