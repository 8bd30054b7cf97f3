"""The exercises that can be graded: those that have a key, each with the title its readers know."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from ....errors import FAULTS, InputError
from ....study.rubric import Rubric
from ....words import current_language, say
from ..grade import load_key


@dataclass(frozen=True)
class Exercise:
    """An exercise with its key.

    Attributes
    ----------
    name, title : str
    key : Path
        The folder with ``key.json``.
    rubric : Rubric
    """

    name: str
    title: str
    key: Path
    rubric: Rubric


def exercises_in(keys: Path, notebooks: Path | None = None) -> dict[str, Exercise]:
    """Return the exercises whose keys lie in a folder, by name.

    Parameters
    ----------
    keys : Path
        With one folder for each key.
    notebooks : Path, optional
        With the folders ``en`` and ``zh`` of the exercises, from which the titles are taken.

    Raises
    ------
    InputError
        If there is no key, or one that cannot be read.
    """
    found = {}
    for file in sorted(keys.glob("*/key.json")):
        rubric = load_key(file.parent)
        title = _title(notebooks, rubric.exercise)
        found[rubric.exercise] = Exercise(rubric.exercise, title, file.parent, rubric)
    if not found:
        raise InputError(
            say("keys = {given} is not allowed: a folder with the keys of exercises.", given=repr(str(keys)))
        )  # fmt: skip
    return found


def _title(notebooks: Path | None, name: str) -> str:
    """Return the first heading of an exercise in the current language, else its name."""
    if notebooks is None:
        return name
    try:
        file = notebooks / current_language() / f"{name}.ipynb"
        cells = json.loads(file.read_text(encoding="utf-8"))["cells"]
        lines = "".join(cells[0]["source"]).splitlines()
        return lines[0].lstrip("# ") or name
    except (OSError, *FAULTS):
        return name
