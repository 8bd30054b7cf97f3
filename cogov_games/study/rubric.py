"""The questions of an exercise as data: kinds of answer, what judges them, and what to say if not.

An exercise carries its questions in its notebook, a key those and the hidden ones; both are read
here, and an answer is judged here, in the notebook and when a class is graded.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from ..errors import FAULTS, InputError
from ..model.answers import KINDS, check_name, read
from ..model.strict_json import load
from ..words import Words, unknown
from .judges import JUDGES, Judge, Mechanisms, check_frame

FORMAT = "cogov_games exercise 1"
LARGEST = 300_000

OWN = "own"
"""The judge that is a function of the teacher's own, in the key's file ``own.py``."""


@dataclass(frozen=True)
class Criterion:
    """One thing that is asked of an answer: a judge, its arguments, points, and words if not."""

    judge: str
    arguments: Mapping[str, Any]
    points: float
    wrong: Words
    hidden: bool = False

    def __post_init__(self) -> None:
        if self.judge == OWN:
            if self.arguments.keys() != {"function"} or not self.hidden:
                raise InputError("the judge own has one argument, function, and is hidden.")
            return
        if self.judge not in JUDGES:
            raise unknown("judge", self.judge, [*JUDGES, OWN])
        try:
            inspect.signature(JUDGES[self.judge]).bind(None, {}, **self.arguments)
        except TypeError as error:
            raise InputError(f"the judge {self.judge}: {error}.") from None


@dataclass(frozen=True)
class Question:
    """A question: its name, which is also the variable of its answer, and what is asked of it.

    Attributes
    ----------
    name, kind : str
    points : float
        That can be had; of a question that is marked by hand, by a person.
    form : Words
        What to say of an answer of another kind.
    by_hand : bool
    mechanism : str, optional
        Of an answer that is a mechanism: the key of the one that was to be changed.
    """

    name: str
    kind: str
    points: float
    form: Words
    criteria: tuple[Criterion, ...] = ()
    by_hand: bool = False
    mechanism: str | None = None


@dataclass(frozen=True)
class Rubric:
    """The questions of an exercise, by name."""

    exercise: str
    questions: Mapping[str, Question]


@dataclass(frozen=True)
class Verdict:
    """What was found of an answer: points, and for each criterion whether it is met.

    ``told`` has the words for those that are not met, ``fault`` what was wrong with the answer as
    a whole.
    """

    points: float
    told: tuple[tuple[Criterion, bool], ...] = ()
    fault: str = ""


def from_data(data: Any) -> Rubric:
    """Return the questions that are written in an exercise or a key.

    Raises
    ------
    InputError
        If the data are no questions.
    """
    try:
        if data["format"] != FORMAT:
            raise InputError(f"format = {data['format']!r} is not {FORMAT!r}.")
        found = [_question(item) for item in data["questions"]]
        rubric = Rubric(check_name("exercise", data["exercise"]), {q.name: q for q in found})
    except InputError:
        raise
    except FAULTS as error:
        raise InputError(f"these are no questions of an exercise: {error!r}."[:200]) from None
    if not found or len(rubric.questions) < len(found):
        raise InputError("an exercise has at least one question, and none twice.")
    return rubric


def from_text(text: bytes) -> Rubric:
    """Return the questions in the text of a key; see `from_data`."""
    return from_data(load(text, LARGEST))


def _question(data: Mapping[str, Any]) -> Question:
    if data["kind"] not in KINDS:
        raise unknown("kind", data["kind"], KINDS)
    criteria = tuple(
        Criterion(
            c["judge"], dict(c["arguments"]), float(c["points"]), _words(c["wrong"]),
            bool(c.get("hidden", False)),
        )
        for c in data.get("criteria", [])
    )  # fmt: skip
    by_hand = bool(data.get("by_hand", False))
    return Question(
        check_name("question", data["name"]), data["kind"], float(data["points"]),
        _words(data["form"]), criteria, by_hand, data.get("mechanism"),
    )  # fmt: skip


def _words(data: Mapping[str, str]) -> Words:
    return Words(str(data["en"]), str(data["zh"]))


def judge(
    question: Question,
    data: Any,
    mechanisms: Mechanisms,
    own: Mapping[str, Callable[[Any], bool]] | None = None,
) -> Verdict:
    """Judge an answer, which is JSON data, by all criteria of a question.

    Parameters
    ----------
    question : Question
    data : JSON data
        Read by `cogov_games.model.answers.read`, whose bounds hold here too.
    mechanisms : mapping of key to Declaration
    own : mapping of name to function, optional
        The teacher's own judges.
    """
    try:
        value = read(question.kind, data)
        if question.kind == "mechanism" and question.mechanism is not None:
            check_frame(value, mechanisms[question.mechanism])
    except FAULTS as error:
        return Verdict(0.0, fault=str(error))
    told = tuple((c, _met(c, value, mechanisms, own or {})) for c in question.criteria)
    return Verdict(sum(c.points for c, met in told if met), told)


def _met(
    criterion: Criterion, value: Any, mechanisms: Mechanisms, own: Mapping[str, Callable[..., bool]]
) -> bool:
    try:
        if criterion.judge == OWN:
            return bool(own[criterion.arguments["function"]](value))
        judge: Judge = JUDGES[criterion.judge]
        return bool(judge(value, mechanisms, **criterion.arguments))
    except FAULTS:
        return False
