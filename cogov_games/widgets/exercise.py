"""Exercises: a question's visible tests, run at once, with a reason for every test that fails."""

from __future__ import annotations

import html
import inspect
import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import InputError, unknown
from ..words import current_language, say

BOTH = "‖"
"""Parts the English from the Chinese half of a message."""


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
    """

    question: str
    told: tuple[tuple[bool, str], ...]
    answered: bool

    @property
    def right(self) -> bool:
        """Whether all visible tests passed."""
        return self.answered and all(passed for passed, _ in self.told)

    def __repr__(self) -> str:
        return "\n".join(f"{'✓' if passed else '✗'} {words}" for passed, words in self._lines())

    def _repr_html_(self) -> str:
        look = "border-left:6px solid {};padding:2px 0 2px 10px;margin:2px 0;font-size:15px"
        rows = (
            f'<div role="status" style="{look.format("#009E73" if passed else "#D55E00")}">'
            f"<b>{'✓' if passed else '✗'}</b> {html.escape(words)}</div>"
            for passed, words in self._lines()
        )
        return "".join(rows)

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
        return Result(question, tuple(map(_told, test.test_case_results)), answered=True)


def _told(result: Any) -> tuple[bool, str]:
    case = result.test_case
    if result.passed:
        return True, half(case.success_message)
    # otter-grader writes the error as the last line of its message
    return False, half(case.failure_message) or str(result.message).splitlines()[-1]
