"""Where a template is written: into a folder that exists, over nothing."""

from __future__ import annotations

from pathlib import Path

from ..errors import InputError


def folder_of(folder: str | Path) -> Path:
    """Return the folder, or raise if there is none."""
    if not Path(folder).is_dir():
        raise InputError(f"folder = {str(folder)!r} is no folder; allowed is one that exists.")
    return Path(folder)


def write_new(path: Path, text: str) -> Path:
    """Write a text file that does not exist yet and return its path."""
    try:
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except FileExistsError:
        raise InputError(
            f"file = {str(path)!r} is not allowed: it exists, and nothing is overwritten."
        ) from None
    return path
