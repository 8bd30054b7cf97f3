"""Answers that survive a restart of the kernel, in one small file per lesson or exercise."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from filelock import FileLock

from ..errors import FAULTS
from ..model.answers import Answer, check_name
from ..model.strict_json import load
from ..words import Words
from .carrier import carry, place

FOLDER = "COGOV_ANSWERS"
"""The variable of the environment that names another folder for the files."""

LARGEST = 2_000_000
"""Bytes of such a file; a larger one is none of ours."""

PATIENCE = 10.0
"""Seconds for which another kernel may keep the file to itself."""

RECORD = "answer "
"""Begins the keys of what can be handed in; the others are what widgets take up again."""


class _Answers:
    """What was answered in one lesson, on disk; without a lesson nothing is kept.

    Several kernels may write one file: each change is merged under a lock into what is there.
    """

    def __init__(self) -> None:
        self.path: Path | None = None
        self.lesson = self.number = ""
        self.given: dict[str, Any] = {}

    def open(self, lesson: str, number: str = "") -> None:
        self.path = Path(os.environ.get(FOLDER, ".cogov")) / f"{lesson}.json"
        self.lesson, self.number = lesson, number
        self.given = self._read()

    def _read(self) -> dict[str, Any]:
        with contextlib.suppress(OSError, *FAULTS):  # a damaged file is as good as none
            if self.path is not None and self.path.is_file():
                with self.path.open("rb") as file:
                    read = load(file.read(LARGEST + 1), LARGEST)
                return read if isinstance(read, dict) else {}
        return {}

    @contextlib.contextmanager
    def _alone(self) -> Iterator[Path]:
        """Keep the file from other kernels; its folder is there then."""
        assert self.path is not None
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(self.path.with_suffix(".lock"), timeout=PATIENCE):
            yield self.path

    def put(self, key: str, value: Any) -> None:
        self._change(lambda given: given.update({key: value}))

    def drop(self, key: str) -> None:
        self._change(lambda given: given.pop(key, None))

    def _change(self, change: Callable[[dict[str, Any]], object]) -> None:
        if self.path is None:
            return
        change(self.given)
        with contextlib.suppress(OSError), self._alone() as path:  # a lesson goes on without a file
            merged = {**self.given, **self._read()}
            change(merged)
            self.given = merged
            part = path.with_suffix(".part")
            part.write_text(json.dumps(merged), encoding="utf-8")
            part.replace(path)

    def forget(self) -> None:
        self.given = {}
        if self.path is not None and self.path.exists():
            with contextlib.suppress(OSError), self._alone() as path:
                path.unlink()


_answers = _Answers()


class Slot:
    """The place of one widget's answer; it is found again by what the widget asks."""

    def __init__(self, kind: str, *asked: object) -> None:
        text = "\n".join(a.en if isinstance(a, Words) else str(a) for a in (kind, *asked))
        self.key = f"{kind}-{hashlib.sha256(text.encode()).hexdigest()[:12]}"

    def read(self) -> Any:
        """Return the answer, or None."""
        return _answers.given.get(self.key)

    def write(self, value: Any) -> None:
        """Keep an answer, which is JSON data."""
        _answers.put(self.key, value)

    def place(self) -> None:
        """Show, invisibly yet, where the notebook is to carry the answer; see `carrier`."""
        if _answers.path is not None:
            place(self.key, _answers.given.get(RECORD + self.key))

    def confirm(self, kind: str, value: Any) -> None:
        """Write down an answer that can be handed in, in the file and in the notebook."""
        if _answers.path is not None:
            confirm(self.key, kind, value, self.key)


def confirm(question: str, kind: str, value: Any, carrier: str | None = None) -> Answer:
    """Keep an answer, which is data that `model.answers.write` gave, and let the notebook carry it.

    Raises
    ------
    InputError
        If it is no such data.
    """
    answer = Answer(_answers.lesson, _answers.number, question, kind, value)
    _answers.put(RECORD + question, answer.to_data())
    carry(answer, carrier)
    return answer


def withdraw(question: str) -> None:
    """Forget an answer that is none any more."""
    _answers.drop(RECORD + question)


def confirmed() -> dict[str, Answer]:
    """Return what can be handed in, by question; what was tampered with is left out."""
    found = {}
    for key, data in _answers.given.items():
        if key.startswith(RECORD):
            with contextlib.suppress(*FAULTS):
                answer = Answer.from_data(data)
                found[answer.question] = answer
    return found


def keep_answers(lesson: str, number: str = "") -> None:
    """Keep predictions, answers and rounds of a lesson from now on, and take up those kept before.

    Call it before the widgets are made. The answers lie in the folder ``.cogov`` beside the notebook.

    Parameters
    ----------
    lesson : str
        A name of letters, digits, ``_`` and ``-``, such as ``"01_collective_action"``.
    number : str
        The student's number, under which they can be handed in.

    Raises
    ------
    InputError
        If one of them is something else.
    """
    _answers.open(check_name("lesson", lesson), number and check_name("number", number))


def forget_answers() -> None:
    """Forget what was kept of this lesson; widgets that are made from now on start afresh."""
    _answers.forget()
