"""Exercises: a question's visible checks, judged at once, with a reason for each that is not met."""

from __future__ import annotations

import inspect
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from IPython.lib.pretty import RepresentationPrinter

from ..catalogue.shipped import catalogue
from ..errors import FAULTS, InputError
from ..model.answers import write
from ..model.strict_json import load
from ..study.rubric import Question, Verdict, from_data, judge
from ..widgets.kept import confirm, keep_answers, withdraw
from ..words import UNTYPESET, escaped, labelled, listed, say, unknown

LONGEST = 60
"""Characters of an answer that are shown beside what is said of it."""

LARGEST = 20_000_000
"""Bytes of an exercise's notebook."""


@dataclass(frozen=True)
class Result:
    """What the visible checks of a question found.

    Attributes
    ----------
    question : str
    told : tuple of (bool, str)
        For each check whether it is met, and what to say if not.
    answered : bool
        Whether there is an answer at all.
    judged : str
        The answer as it was judged, cut to one short line: an old one if the cell above failed.
    by_hand : bool
        Whether a person marks it.
    """

    question: str
    told: tuple[tuple[bool, str], ...]
    answered: bool
    judged: str = ""
    by_hand: bool = False

    @property
    def right(self) -> bool:
        """Whether all visible checks are met."""
        return self.answered and all(met for met, _ in self.told)

    def __repr__(self) -> str:
        told = [f"{'✓' if met else '✗'} {words}" for met, words in self._lines()]
        return "\n".join([*self._judged(), *told])

    def _repr_html_(self) -> str:
        look = "border-left:6px solid {};padding:2px 0 2px 10px;margin:2px 0;font-size:15px"
        judged = (
            f'<div class="{UNTYPESET}" style="font-size:14px;margin:2px 0;overflow-wrap:anywhere">{escaped(line)}</div>'
            for line in self._judged()
        )
        rows = (
            f'<div role="status" class="{UNTYPESET}" style="{look.format("#009E73" if met else "#D55E00")}">'
            f"<b>{'✓' if met else '✗'}</b> {escaped(words)}</div>"
            for met, words in self._lines()
        )
        return "".join([*judged, *rows])

    def _judged(self) -> list[str]:
        return [labelled(say("your answer"), self.judged)] if self.answered else []

    def _lines(self) -> tuple[tuple[bool, str], ...]:
        if not self.answered:
            return ((False, say("{question} has no answer yet.", question=self.question)),)
        wrong = tuple((met, words) for met, words in self.told if not met)
        if self.by_hand and not wrong:
            return ((True, say("written down; your teacher marks it")),)
        return wrong or ((True, say("right, as far as the visible checks tell")),)


class Exercise:
    """The questions of an exercise and their visible checks, read from the notebook's own metadata.

    Each answer that is checked is kept, in the folder ``.cogov`` and in the notebook, and can be
    handed in by `cogov_games.hand_in`.

    Parameters
    ----------
    notebook : str or Path
        The exercise's file, beside which the kernel runs.
    number : str
        The student's number, under which the answers are handed in.

    Raises
    ------
    InputError
        If there is no such notebook, it carries no questions, or the number cannot be one.
    """

    def __init__(self, notebook: str | Path, number: str = "") -> None:
        place = Path(notebook)
        if not place.is_file():
            raise InputError(
                say(
                    "notebook = {given} is not in this folder. Give the notebook its name {name} "
                    "back while you work; rename the copy that you hand in.",
                    given=repr(str(notebook)), name=place.name,
                )
            )  # fmt: skip
        try:
            with place.open("rb") as file:
                read = load(file.read(LARGEST + 1), LARGEST)
            self._rubric = from_data(read["metadata"]["cogov"])
        except (OSError, *FAULTS) as error:
            raise InputError(
                f"notebook = {str(notebook)!r} is no exercise that lies in this folder: {error}"
            ) from None
        keep_answers(self._rubric.exercise, number)

    def __repr__(self) -> str:
        return f"<exercise: {listed(self._rubric.questions)}>"

    def check(self, question: str, answers: dict[str, Any] | None = None) -> Result:
        """Judge a question by its visible checks, and write the answer down.

        Parameters
        ----------
        question : str
            Its name, which is also that of the answer's variable.
        answers : mapping of name to value, optional
            The caller's variables if it is left out.

        Raises
        ------
        InputError
            If there is no such question.
        """
        if question not in self._rubric.questions:
            raise unknown("question", question, self._rubric.questions)
        if answers is None:
            frame = inspect.currentframe()
            assert frame is not None
            assert frame.f_back is not None
            answers = frame.f_back.f_globals
        answer = answers.get(question)
        if answer is None or answer is ... or (isinstance(answer, str) and not answer.strip()):
            withdraw(question)
            return Result(question, (), answered=False)
        return self._judged(self._rubric.questions[question], answer)

    def _judged(self, question: Question, answer: Any) -> Result:
        try:
            data = write(question.kind, answer)
            verdict = judge(question, data, catalogue)
        except FAULTS as error:
            verdict = Verdict(0.0, fault=str(error))
            withdraw(question.name)
        else:
            confirm(question.name, question.kind, data)
        told = [(met, str(criterion.wrong)) for criterion, met in verdict.told]
        if verdict.fault:
            told = [(False, str(question.form)), (False, verdict.fault)]
        return Result(question.name, tuple(told), True, in_short(answer), question.by_hand)


def in_short(answer: Any) -> str:
    """Return an answer as one short line, floats to six digits and sets in order."""
    out = io.StringIO()
    printer_to: Any = RepresentationPrinter
    printer = printer_to(out, max_seq_length=LONGEST)
    printer.type_pprinters = {**printer.type_pprinters, float: _float}
    printer.deferred_pprinters = {("numpy", "float64"): _float}
    try:
        printer.pretty(answer)
        printer.flush()
    except Exception:  # a student's own class need not be able to write itself
        return type(answer).__name__
    text = " ".join(out.getvalue().split())
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"


def _float(value: float, printer: Any, cycle: bool) -> None:
    printer.text(f"{value:.6g}")
