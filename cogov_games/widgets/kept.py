"""Answers that survive a restart of the kernel, in one small file per lesson."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import re
from pathlib import Path
from typing import Any

from ..errors import InputError
from ..words import Words

FOLDER = "COGOV_ANSWERS"
"""The variable of the environment that names another folder for the files."""


class _Answers:
    """What was answered in one lesson, on disk; without a lesson nothing is kept."""

    def __init__(self) -> None:
        self.path: Path | None = None
        self.given: dict[str, Any] = {}

    def open(self, lesson: str) -> None:
        self.path = Path(os.environ.get(FOLDER, ".cogov")) / f"{lesson}.json"
        self.given = {}
        with contextlib.suppress(OSError, ValueError):  # a damaged file is as good as none
            read = json.loads(self.path.read_text(encoding="utf-8"))
            self.given = read if isinstance(read, dict) else {}

    def put(self, key: str, value: Any) -> None:
        if self.path is None:
            return
        self.given[key] = value
        with contextlib.suppress(OSError):  # a lesson goes on where nothing can be written
            self.path.parent.mkdir(parents=True, exist_ok=True)
            part = self.path.with_suffix(".part")
            part.write_text(json.dumps(self.given), encoding="utf-8")
            part.replace(self.path)

    def forget(self) -> None:
        self.given = {}
        if self.path is not None:
            with contextlib.suppress(OSError):
                self.path.unlink()


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


def keep_answers(lesson: str) -> None:
    """Keep predictions, answers and rounds of a lesson from now on, and take up those kept before.

    Call it before the widgets are made. The answers lie in the folder ``.cogov`` beside the notebook.

    Parameters
    ----------
    lesson : str
        A name of letters, digits, ``_`` and ``-``, such as ``"01_collective_action"``.

    Raises
    ------
    InputError
        If the name is another.
    """
    if not isinstance(lesson, str) or not re.fullmatch(r"[\w-]{1,80}", lesson):
        raise InputError(f"lesson = {lesson!r} is not allowed: letters, digits, _ and -.")
    _answers.open(lesson)


def forget_answers() -> None:
    """Forget what was kept of this lesson; widgets that are made from now on start afresh."""
    _answers.forget()
