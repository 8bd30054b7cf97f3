"""Folders to choose from: what lies in them, and where the table of one is put."""

from __future__ import annotations

import os
import string
from collections import Counter
from itertools import islice
from pathlib import Path
from typing import Any

from ....errors import InputError
from ....words import listed, say
from ..submissions import ENDINGS

DEEPEST = 3
"""Folders within a folder that are counted."""

MOST_ENTRIES = 1_000
"""Entries of a folder that are counted; then it is said that there are more."""

MOST_FOLDERS = 500
"""Folders of a folder that are listed."""


def look(place: Path) -> dict[str, Any]:
    """Return the folders in a folder, each with what could be graded in it.

    Raises
    ------
    InputError
        If it is no folder, or cannot be opened.
    """
    place = Path(os.path.normpath(place.expanduser()))
    if not place.is_absolute() or not place.is_dir():
        raise InputError(say("folder = {given} is no folder.", given=repr(str(place))))
    try:
        inside = [e for e in os.scandir(place) if not e.name.startswith(".") and _is_folder(e)]
    except OSError as error:
        raise InputError(
            say("folder = {given} cannot be opened: {error}.", given=repr(str(place)),
                error=error.strerror or error)
        ) from None  # fmt: skip
    inside.sort(key=lambda entry: entry.name.casefold())
    return {
        "path": str(place),
        "holds": told(place),
        "parent": str(place.parent) if place.parent != place else "",
        "folders": [
            {"name": _shown(e.name), "path": e.path, "holds": told(Path(e.path))}
            for e in inside[:MOST_FOLDERS]
        ],
        "shortcuts": [{"name": name, "path": str(path)} for name, path in shortcuts()],
    }


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def _shown(name: str) -> str:
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def told(folder: Path) -> str:
    """Say how many notebooks, files of answers and archives lie in a folder and those below it."""
    entries = list(islice(_entries(folder, DEEPEST), MOST_ENTRIES + 1))
    kinds = Counter(filter(None, map(_kind, entries)))
    parts = [
        say("notebooks: {count}", count=kinds["notebook"]) if kinds["notebook"] else "",
        say("files of answers: {count}", count=kinds["answers"]) if kinds["answers"] else "",
        say("archives: {count}", count=kinds["archive"]) if kinds["archive"] else "",
        say("and more") if len(entries) > MOST_ENTRIES else "",
    ]
    return listed(filter(None, parts))


def _entries(folder: Path, depth: int) -> Any:
    """Yield the names of what is in a folder and those below it; what is locked is empty."""
    try:
        found = sorted(os.scandir(folder), key=_is_folder)
    except OSError:
        return
    for entry in found:
        yield entry.name
        if depth and not entry.name.startswith(".") and _is_folder(entry):
            yield from _entries(Path(entry.path), depth - 1)


def _kind(name: str) -> str:
    name = name.lower()
    if name.endswith(".zip"):
        return "archive"
    if not name.endswith(ENDINGS):
        return ""
    return "notebook" if ".ipynb" in name else "answers"


def shortcuts() -> list[tuple[str, Path]]:
    """Return places where a teacher may begin."""
    home = Path.home()
    places = [
        (say("Home"), home),
        (say("Desktop"), home / "Desktop"),
        (say("Downloads"), home / "Downloads"),
        (say("Documents"), home / "Documents"),
    ]
    if os.name == "nt":
        places += [(f"{letter}:", Path(f"{letter}:\\")) for letter in string.ascii_uppercase]
    return [(name, path) for name, path in places if path.is_dir()]


def proposed(folder: Path, exercise: str, project: Path | None = None) -> Path:
    """Return where the table of a folder may lie: beside it, else in it, but not in the project."""
    name = f"grades_{folder.name or 'class'}_{exercise}.csv"
    for place in (folder.parent, folder):
        in_project = project is not None and place.resolve().is_relative_to(project.resolve())
        if os.access(place, os.W_OK) and not in_project:
            return place / name
    return Path.home() / name
