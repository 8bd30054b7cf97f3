"""Writing the template of a mechanism: a working example whose words are left blank."""

from __future__ import annotations

import re
from importlib.resources import files
from keyword import iskeyword
from pathlib import Path
from string import Template

from .. import InputError, catalogue
from .place import folder_of, write_new

NEW = "new"
"""The word of the command line that writes a template, and so no mechanism's key."""


def write_mechanism(key: str, folder: str | Path = ".") -> Path:
    """Write ``KEY.py``, a declaration to fill in.

    Parameters
    ----------
    key : str
        A lower-case ASCII identifier that no mechanism of the catalogue has.
    folder : str or Path
        Where it goes; nothing there is overwritten.

    Returns
    -------
    Path
        The file.

    Raises
    ------
    InputError
        If the key or the folder is not allowed, or there is such a file.
    """
    if not re.fullmatch("[a-z][a-z0-9_]*", key) or iskeyword(key):
        raise InputError(
            f"key = {key!r} is not allowed: lower-case letters from a to z, digits and underscores, "
            "a letter first, and no word of Python's own."
        )
    if key in catalogue or key == NEW:
        raise InputError(
            f"key = {key!r} is not allowed: it is taken; `python -m cogov_games` lists what is."
        )
    text = files("cogov_games.templates").joinpath("mechanism.py.txt").read_text(encoding="utf-8")
    return write_new(folder_of(folder) / f"{key}.py", Template(text).substitute(key=key))
