"""Handing in: the answers that were written down, as one small file."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

from ..errors import InputError
from ..model.answers import Answer, check_name, to_file
from ..widgets.kept import confirmed
from ..words import escaped, listed, say


@dataclass(frozen=True)
class HandedIn:
    """A file that can be handed in.

    Attributes
    ----------
    file : Path
    answers : mapping of question to Answer
    content : bytes
    """

    file: Path
    answers: Mapping[str, Answer]
    content: bytes

    def __repr__(self) -> str:
        return f"{self._told()} {self.file.name}"

    def _repr_html_(self) -> str:
        data = base64.b64encode(self.content).decode()
        name = escaped(self.file.name)
        return (
            f'<div style="font-size:15px">{escaped(self._told())} '
            f'<a download="{name}" href="data:application/json;base64,{data}">{name}</a></div>'
        )

    def _told(self) -> str:
        return say(
            "Answers to {questions} are in this file, which lies beside the notebook; hand it in:",
            questions=listed(self.answers),
        )


def hand_in(number: str | None = None, folder: str | Path = ".") -> HandedIn:
    """Write the answers that were checked as one file, ``NUMBER_EXERCISE.json``, to be handed in.

    Parameters
    ----------
    number : str, optional
        The student's number; by default the one that `Exercise` or `keep_answers` was given.
    folder : str or Path
        Where the file is written; the notebook's by default.

    Returns
    -------
    HandedIn
        A notebook shows it as a link for downloading.

    Raises
    ------
    InputError
        If nothing was answered yet, no number was given, the answers are larger than 200 kB, or the
        file cannot be written.
    """
    answers = confirmed()
    if not answers:
        raise InputError(say("There is no answer yet: answer a question and check it first."))
    if number is None:
        number = next(reversed(answers.values())).number
    if not number:
        raise InputError(
            say(
                "number = '' is not allowed: write your student's number between the quotation "
                "marks, run that cell, and check your answers again."
            )
        )
    number = check_name("number", number)
    answers = {name: replace(answer, number=number) for name, answer in answers.items()}
    content = to_file(answers)
    file = Path(folder) / f"{number}_{next(iter(answers.values())).exercise}.json"
    try:
        file.write_bytes(content)
    except OSError as error:
        raise InputError(f"folder = {str(folder)!r}: {error.strerror}.") from None
    return HandedIn(file, answers, content)
