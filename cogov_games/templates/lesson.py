"""Writing the template of a lesson: two notebooks with the same cells, from one list of them."""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import Any

from .. import InputError, catalogue
from ..words import LANGUAGES
from .place import folder_of, write_new

__all__ = ["METADATA", "fingerprint", "pair", "write_lesson"]

MECHANISM = "public_good"
"""What a lesson is about, and what is played, where nothing else is given or can be."""

METADATA = {
    "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
    "language_info": {"name": "python"},
}
"""Of each notebook of a pair: nothing that belongs to one machine."""

Notebook = dict[str, Any]


def fingerprint(text: str) -> str:
    """Return the hash by which a translation names the text that it translates."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()[:16]


def write_lesson(
    name: str, folder: str | Path = "lessons", mechanism: str = MECHANISM
) -> tuple[Path, ...]:
    """Write ``en/NN_name.ipynb`` and ``zh/NN_name.ipynb``, a lesson to fill in.

    Parameters
    ----------
    name : str
        Two digits that no lesson has, an underscore, and a lower-case name.
    folder : str or Path
        Where the lessons are; nothing there is overwritten.
    mechanism : str
        The key of what the lesson is about. If its form cannot be played, another one is.

    Returns
    -------
    tuple of Path
        The English and the Chinese half.

    Raises
    ------
    InputError
        If the name, the folder or the mechanism is not allowed, or the number is taken.
    """
    if not re.fullmatch("[0-9]{2}_[a-z][a-z0-9_]*", name):
        raise InputError(
            f"name = {name!r} is not allowed: two digits, an underscore, and lower-case letters from "
            "a to z, digits or underscores, as in 05_participation."
        )
    halves = [folder_of(folder) / language for language in LANGUAGES]
    taken = sorted(path.stem for half in halves for path in half.glob(f"{name[:2]}_*.ipynb"))
    if taken:
        raise InputError(f"name = {name!r} is not allowed: {name[:2]} is the number of {taken[0]}.")
    notebooks = pair(name, mechanism)
    for half in halves:
        half.mkdir(exist_ok=True)
    return tuple(
        write_new(half / f"{name}.ipynb", _written(notebook))
        for half, notebook in zip(halves, notebooks, strict=True)
    )


def pair(name: str, mechanism: str) -> tuple[Notebook, ...]:
    """Return the halves of a lesson about a mechanism, by language, in the notebook format."""
    given = {
        "name": name,
        "number": str(int(name[:2])),
        "mechanism": catalogue[mechanism].key,
        "game": "m" if _can_be_played(mechanism) else f'cg.catalogue["{MECHANISM}"]',
    }
    text = files("cogov_games.templates").joinpath("lesson.toml").read_text(encoding="utf-8")
    declared = {
        language: tomllib.loads(Template(text).substitute(given, language=language))["cell"]
        for language in LANGUAGES
    }
    return tuple(
        {
            "cells": [_cell(cell, language) for cell in cells],
            "metadata": METADATA,
            "nbformat": 4,
            "nbformat_minor": 5,
        }
        for language, cells in declared.items()
    )


def _can_be_played(mechanism: str) -> bool:
    try:
        catalogue[mechanism].play()
    except InputError:
        return False
    return True


def _cell(declared: dict[str, Any], language: str) -> dict[str, Any]:
    """Return a declared cell in the notebook format."""
    tags = [declared["step"], *(["i18n"] if declared.get("i18n") else [])]
    metadata: dict[str, Any] = {"tags": tags}
    if declared.get("hidden"):
        metadata["jupyter"] = {"source_hidden": True}
    if "code" in declared:
        return {
            "cell_type": "code", "execution_count": None, "id": declared["id"],
            "metadata": metadata, "outputs": [], "source": _lines(declared["code"]),
        }  # fmt: skip
    if language != "en":
        metadata["cogov"] = {"translates": fingerprint(declared["en"].strip())}
    elif "numbers" in declared:
        metadata["cogov"] = {"numbers": declared["numbers"]}
    return {
        "cell_type": "markdown", "id": declared["id"], "metadata": metadata,
        "source": _lines(declared[language]),
    }  # fmt: skip


def _lines(text: str) -> list[str]:
    return text.strip().splitlines(keepends=True)


def _written(notebook: Notebook) -> str:
    """Return a notebook as JupyterLab writes it."""
    return json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True) + "\n"
