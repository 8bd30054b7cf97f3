"""Answers as data: how the notebook writes down what somebody answered, and how it is read again.

The notebook and the grader read by the same function, `read`, into values of known types. A kind
says what an answer may be: a number, a text, a choice, an order of choices, a place (values by
name), an expression in the package's own grammar, or a mechanism by its declaration.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from math import isfinite
from typing import Any
from unicodedata import normalize

import numpy as np
import sympy as sp

from ..errors import InputError, abridged, shortened
from ..expressions import parse, to_text
from ..quantities import LARGEST
from ..words import say, unknown
from .declaration import Declaration
from .strict_json import is_whole, load

FORMAT = "cogov_games answer 1"
HANDED_IN = "cogov_games answers 1"
MIME = "application/vnd.cogov.answer+json"

LARGEST_FILE = 200_000
"""Bytes of all answers of one exercise."""

LONGEST_TEXT = 5_000
LONGEST_NAME = 200
LONGEST_ORDER = 50
MOST_VALUES = 40
MOST_PARAMETERS, MOST_REGIMES, MOST_CELLS = 80, 12, 500


def read_number(text: str) -> float:
    """Return the number that somebody typed: with a point or a comma, in percent, as a fraction,
    its signs half or full width.

    Raises
    ------
    ValueError
        If it is none.
    """
    text = normalize("NFKC", text[:LONGEST_NAME]).replace(",", ".").replace("。", ".")
    text = text.replace("−", "-").strip()
    part = 100.0 if text.endswith("%") else 1.0
    above, slash, below = text.rstrip("% ").partition("/")
    whole = float(below) if slash else 1.0
    if not whole or not isfinite(value := float(above) / whole / part):
        raise ValueError(text)
    return value


# Writing: from what a student's variable holds to JSON data ---------------------------------------


def _number_of(value: Any) -> Any:
    if isinstance(value, str):
        try:
            return read_number(value)
        except ValueError:
            return value
    if isinstance(value, np.generic | np.ndarray) and np.ndim(value) == 0:
        value = value.item()
    if isinstance(value, sp.Expr) and value.is_number and value.is_real:
        return int(value) if value.is_Integer else float(value)
    return value


def _choice_of(value: Any) -> Any:
    return str(value) if isinstance(value, np.str_) else _number_of(value)


def _order_of(value: Any) -> Any:
    if isinstance(value, list | tuple | np.ndarray):
        return [str(v) if isinstance(v, np.str_) else v for v in value[: LONGEST_ORDER + 1]]
    return value


def _place_of(value: Any) -> Any:
    return {k: _number_of(v) for k, v in value.items()} if isinstance(value, Mapping) else value


def _expression_of(value: Any) -> Any:
    if isinstance(value, sp.Expr):
        return to_text(value)
    return repr(value) if isinstance(value, int | float) else value


def _mechanism_of(value: Any) -> Any:
    if not isinstance(value, Declaration):
        return value
    return json.dumps(json.loads(value.to_json()), ensure_ascii=False, separators=(",", ":"))


# Reading: from JSON data to values of known types -------------------------------------------------


def _refused(value: Any, allowed: str) -> InputError:
    shown = value if isinstance(value, int | float | str) else type(value).__name__
    shown = repr(shown) if isinstance(shown, str) else str(shown)
    return InputError(
        say("{value} is not allowed: {allowed}.", value=abridged(shown), allowed=allowed)
    )


def _number(data: Any) -> float:
    is_number = isinstance(data, int | float) and not isinstance(data, bool)
    if is_number and abs(data) <= LARGEST:  # false for NaN
        return float(data)
    raise _refused(data, say("one number"))


def _text(data: Any) -> str:
    if isinstance(data, str) and len(data) <= LONGEST_TEXT and is_whole(data):
        return data
    raise _refused(data, say("a text of at most {most} characters", most=LONGEST_TEXT))


def _choice(data: Any) -> str | int:
    if isinstance(data, int) and not isinstance(data, bool) and 0 <= data < LONGEST_ORDER:
        return data
    if isinstance(data, str) and len(data) <= LONGEST_NAME and is_whole(data):
        return data
    raise _refused(data, say("one choice, as a short text"))


def _order(data: Any) -> tuple[str | int, ...]:
    if isinstance(data, list) and len(data) <= LONGEST_ORDER:
        return tuple(map(_choice, data))
    raise _refused(data, say("a list of choices"))


def _place(data: Any) -> dict[str, float]:
    if isinstance(data, dict) and len(data) <= MOST_VALUES:
        return {str(_choice(name)): _number(value) for name, value in data.items()}
    raise _refused(data, say("values by the names of parameters"))


def _expression(data: Any) -> sp.Expr:
    if isinstance(data, str):
        found = parse(data)
        if isinstance(found, sp.Expr) and not found.has(sp.nan, sp.zoo, sp.oo, -sp.oo):
            return found
    raise _refused(data, say("an expression"))


def _mechanism(data: Any) -> Declaration:
    if not isinstance(data, str):
        raise _refused(data, say("a mechanism"))
    content = load(data, LARGEST_FILE)
    body = content.get("mechanism") if isinstance(content, dict) else None
    for name, most in (
        ("declared_parameters", MOST_PARAMETERS), ("declared_regimes", MOST_REGIMES),
    ):  # fmt: skip
        parts = body.get(name) if isinstance(body, dict) else None
        if not isinstance(parts, list) or len(parts) > most:
            raise _refused(
                data, say("a mechanism with at most {most} of {name}", most=most, name=name)
            )
    if _count(content) > MOST_CELLS:
        raise _refused(data, say("a mechanism with at most {most} expressions", most=MOST_CELLS))
    return Declaration.from_json(data)


def _count(data: Any) -> int:
    if isinstance(data, dict):
        return ("expression" in data) + sum(map(_count, data.values()))
    return sum(map(_count, data)) if isinstance(data, list) else 0


KINDS: dict[str, tuple[Callable[[Any], Any], Callable[[Any], Any]]] = {
    "number": (_number_of, _number),
    "text": (lambda value: value, _text),
    "choice": (_choice_of, _choice),
    "order": (_order_of, _order),
    "place": (_place_of, _place),
    "expression": (_expression_of, _expression),
    "mechanism": (_mechanism_of, _mechanism),
}
"""For each kind of answer how it is written down and how it is read."""


def read(kind: str, data: Any) -> Any:
    """Return the value of an answer that was written down: a float, str, tuple, dict of name to
    float, SymPy expression or `Declaration`, by its kind.

    Raises
    ------
    InputError
        If it is not of that kind, or larger than an answer may be.
    """
    return _kind(kind)[1](data)


def write(kind: str, value: Any) -> Any:
    """Return the JSON data of an answer, which `read` reads again.

    Raises
    ------
    InputError
        If it is not of that kind, or larger than an answer may be.
    """
    writer, reader = _kind(kind)
    try:
        data = writer(value)
    except (TypeError, ValueError, AttributeError, OverflowError):
        raise _refused(value, say("an answer of the kind that is asked for")) from None
    reader(data)
    return data


def _kind(kind: str) -> tuple[Callable[[Any], Any], Callable[[Any], Any]]:
    if kind not in KINDS:
        raise unknown("kind", kind, KINDS)
    return KINDS[kind]


# One answer, and all of them ----------------------------------------------------------------------

NAME = re.compile(r"\w[\w.-]{0,79}")
"""What exercises, numbers and questions may be called; a file can be called so too."""


def check_name(kind: str, name: Any) -> str:
    """Return a name of an exercise, a question, or a student's number, in half width.

    Raises
    ------
    InputError
        If it is something else than letters, digits, ``_``, ``-`` and ``.``.
    """
    if isinstance(name, str) and NAME.fullmatch(found := normalize("NFKC", name).strip()):
        return found
    raise InputError(
        say(
            "{kind} = {given} is not allowed: 1 to 80 letters, digits, _, - or .",
            kind=kind, given=shortened(name),
        )
    )  # fmt: skip


@dataclass(frozen=True)
class Answer:
    """What one person answered to one question, as data that `read` has accepted.

    Attributes
    ----------
    exercise, number, question : str
        ``number`` is the student's own, ``""`` if it was not given.
    kind : str
        One of `KINDS`.
    value : JSON data
    """

    exercise: str
    number: str
    question: str
    kind: str
    value: Any

    def __post_init__(self) -> None:
        for name in ("exercise", "question", *(["number"] if self.number else [])):
            object.__setattr__(self, name, check_name(name, getattr(self, name)))
        read(self.kind, self.value)

    @property
    def decoded(self) -> Any:
        """The value, see `read`."""
        return read(self.kind, self.value)

    def to_data(self) -> dict[str, Any]:
        """Return the answer as JSON data."""
        return {"format": FORMAT, **asdict(self)}

    @classmethod
    def from_data(cls, data: Any) -> Answer:
        """Return the answer that `to_data` wrote.

        Raises
        ------
        InputError
            If the data are none.
        """
        names = {"format", "exercise", "number", "question", "kind", "value"}
        if not isinstance(data, dict) or data.get("format") != FORMAT or data.keys() != names:
            raise InputError(say("this is no answer that an exercise wrote down."))
        return cls(**{name: data[name] for name in names - {"format"}})


def to_file(answers: Mapping[str, Answer]) -> bytes:
    """Return what is handed in, at most `LARGEST_FILE` bytes: all answers of one exercise.

    Raises
    ------
    InputError
        If they are larger.
    """
    data = {"format": HANDED_IN, "answers": [answer.to_data() for answer in answers.values()]}
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    if len(text) > LARGEST_FILE:
        raise InputError(
            say(
                "the answers take {size} bytes; allowed are {most}.",
                size=len(text),
                most=LARGEST_FILE,
            )
        )
    return text


def from_file(content: bytes) -> list[Any]:
    """Return the data of the answers in a file that was handed in, for `Answer.from_data`.

    Raises
    ------
    InputError
        If it is no such file, or larger than `LARGEST_FILE`.
    """
    data = load(content, LARGEST_FILE)
    if not isinstance(data, dict) or data.get("format") != HANDED_IN:
        raise InputError(say("this is no file that cg.hand_in() wrote."))
    answers = data.get("answers")
    if not isinstance(answers, list) or len(answers) > MOST_VALUES * 5:
        raise InputError(say("this is no file that cg.hand_in() wrote."))
    return answers
