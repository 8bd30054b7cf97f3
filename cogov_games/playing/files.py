"""Files that people hand in: opened only if they are files, and no larger than a table can be."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from ..errors import InputError, shortened

MEGABYTE = 2**20


def told(path: str | Path) -> str:
    """Return how an error names a path."""
    return f"path = {shortened(str(path), 200)}"


@contextmanager
def regular_file(path: str | Path, most: int) -> Iterator[BinaryIO]:
    """Open a regular file of at most so many bytes; links to one are followed.

    Raises
    ------
    InputError
        If there is none, it is something else, such as a folder or a pipe, too large, or not to be
        read.
    """
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):  # before it is opened: opening a pipe waits
            raise InputError(f"{told(path)} is no file that holds a table.")
        flags = os.O_RDONLY | getattr(os, "O_BINARY", 0) | getattr(os, "O_NONBLOCK", 0)
        file = os.fdopen(os.open(path, flags), "rb")
    except FileNotFoundError as error:
        raise InputError(f"{told(path)} is no file.") from error
    except OSError as error:
        raise InputError(f"{told(path)} cannot be opened: {error.strerror}.") from error
    except (TypeError, ValueError) as error:
        if isinstance(error, InputError):
            raise
        raise InputError(f"{told(path)} is no path: {error}.") from error
    with file:
        there = os.fstat(file.fileno())
        if not stat.S_ISREG(there.st_mode):
            raise InputError(f"{told(path)} is no file that holds a table.")
        if there.st_size > most:
            raise InputError(
                f"{told(path)} has {there.st_size / MEGABYTE:,.0f} MB: "
                f"at most {most / MEGABYTE:,.0f} MB are read."
            )
        yield file
