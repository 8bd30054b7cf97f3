"""Exercises: a question's visible tests, run at once, with a reason for every test that fails."""

from __future__ import annotations

import html
import inspect
import io
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from IPython.lib.pretty import RepresentationPrinter

from ..errors import InputError
from ..words import current_language, labelled, say, unknown

BOTH = "‖"
"""Parts the English from the Chinese half of a message."""

LONGEST = 60
"""Characters of an answer that are shown beside what is said of it."""


def half(message: str | None) -> str:
    """Return the half of a message that the current language reads."""
    english, _, chinese = (message or "").partition(BOTH)
    return (chinese if current_language() == "zh" and chinese else english).strip()


@dataclass(frozen=True)
class Result:
    """What the visible tests of a question found.

    Attributes
    ----------
    question : str
    told : tuple of (bool, str)
        For each test whether it passed, and what to say if not.
    answered : bool
        Whether there is an answer at all.
    judged : str
        The answer as it was judged, cut to one short line: an old one if the cell above failed.
    """

    question: str
    told: tuple[tuple[bool, str], ...]
    answered: bool
    judged: str = ""

    @property
    def right(self) -> bool:
        """Whether all visible tests passed."""
        return self.answered and all(passed for passed, _ in self.told)

    def __repr__(self) -> str:
        told = [f"{'✓' if passed else '✗'} {words}" for passed, words in self._lines()]
        return "\n".join([*self._judged(), *told])

    def _repr_html_(self) -> str:
        look = "border-left:6px solid {};padding:2px 0 2px 10px;margin:2px 0;font-size:15px"
        judged = (
            f'<div style="font-size:14px;margin:2px 0;overflow-wrap:anywhere">{html.escape(line)}</div>'
            for line in self._judged()
        )
        rows = (
            f'<div role="status" style="{look.format("#009E73" if passed else "#D55E00")}">'
            f"<b>{'✓' if passed else '✗'}</b> {html.escape(words)}</div>"
            for passed, words in self._lines()
        )
        return "".join([*judged, *rows])

    def _judged(self) -> list[str]:
        return [labelled(say("your answer"), self.judged)] if self.answered else []

    def _lines(self) -> tuple[tuple[bool, str], ...]:
        if not self.answered:
            return ((False, say("{question} has no answer yet.", question=self.question)),)
        wrong = tuple((passed, words) for passed, words in self.told if not passed)
        return wrong or ((True, say("right, as far as the visible tests tell")),)


class Exercise:
    """The visible tests of an exercise, read from the notebook's own metadata.

    Parameters
    ----------
    notebook : str or Path
        The exercise's file, beside which the kernel runs.

    Raises
    ------
    InputError
        If there is no such notebook, or it carries no tests.
    """

    def __init__(self, notebook: str | Path) -> None:
        try:
            read = json.loads(Path(notebook).read_text(encoding="utf-8"))
            tests = read["metadata"]["otter"]["tests"]
        except FileNotFoundError:
            raise InputError(
                say(
                    "notebook = {given} is not in this folder. Give the notebook its name {name} "
                    "back while you work; rename the copy that you hand in.",
                    given=repr(str(notebook)), name=Path(notebook).name,
                )
            ) from None  # fmt: skip
        except (OSError, ValueError, KeyError, TypeError):
            raise InputError(
                f"notebook = {str(notebook)!r} is no exercise that lies in this folder."
            ) from None
        self._tests: dict[str, str] = dict(tests)

    def __repr__(self) -> str:
        return f"<exercise: {', '.join(self._tests)}>"

    def check(self, question: str, answers: dict[str, Any] | None = None) -> Result:
        """Run the visible tests of a question.

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
        from otter.test_files.exception_test import ExceptionTestFile

        if question not in self._tests:
            raise unknown("question", question, self._tests)
        if answers is None:
            frame = inspect.currentframe()
            assert frame is not None
            assert frame.f_back is not None
            answers = frame.f_back.f_globals
        answer = answers.get(question)
        if answer is None or answer is ...:
            return Result(question, (), answered=False)
        test = ExceptionTestFile.from_string(self._tests[question], path=f"{question}.py")
        test.run(answers)
        told = tuple(map(_told, test.test_case_results))
        return Result(question, told, answered=True, judged=in_short(answer))


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


def _told(result: Any) -> tuple[bool, str]:
    case = result.test_case
    if result.passed:
        return True, half(case.success_message)
    # otter-grader writes the error as the last line of its message
    return False, half(case.failure_message) or str(result.message).splitlines()[-1]
