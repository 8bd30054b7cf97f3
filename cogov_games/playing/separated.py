"""Tables whose cells are separated by commas, semicolons or tabs, read line by line."""

from __future__ import annotations

import csv
import io
from codecs import BOM_UTF16_BE, BOM_UTF16_LE, getincrementaldecoder
from collections.abc import Iterator
from typing import BinaryIO, TextIO

from ..errors import InputError

ENCODINGS = ("utf-8-sig", "gb18030")
"""What spreadsheets write, in China often the second; UTF-16 tells itself."""
LINE_LENGTH = 1_000_000
"""Characters of a line at most."""
_CHUNK = 2**20


def separated_rows(file: BinaryIO, note: str) -> Iterator[tuple[int, list[str]]]:
    """Yield each row with its first line, from 1; the first line without `note` has the separator.

    Raises
    ------
    InputError
        If it is no text, a line is too long, or a quote is not closed.
    """
    with io.TextIOWrapper(file, _encoding(file), newline="") as text:
        lines = (line for line in _lines(text) if line.strip())
        heads = (line for line in lines if not line.lstrip(' "').startswith(note))
        mark = max(",;\t", key=next(heads, "").count)
        text.seek(0)
        yield from _rows(text, mark)


def _rows(text: TextIO, mark: str) -> Iterator[tuple[int, list[str]]]:
    ended = False

    def lines() -> Iterator[str]:
        nonlocal ended
        yield from _lines(text)
        ended = True

    reader, first = csv.reader(lines(), delimiter=mark), 1
    try:
        for row in reader:
            if ended:  # the reader asked for more in the middle of a row
                raise InputError(f"line {first} opens a quote that is never closed.")
            yield first, row
            first = reader.line_num + 1
    except csv.Error as error:
        raise InputError(f"line {first} cannot be read: {error}.") from error


def _lines(text: TextIO) -> Iterator[str]:
    """Yield the lines with their ends, also those of old Macs."""
    for place, line in enumerate(iter(lambda: text.readline(LINE_LENGTH + 1), ""), 1):
        if len(line) > LINE_LENGTH:
            raise InputError(f"line {place} has more than {LINE_LENGTH:,} characters.")
        if "\0" in line:
            raise InputError(f"line {place} holds a character that no text has (NUL).")
        yield line


def _encoding(file: BinaryIO) -> str:
    """Return in which encoding all of a file can be read."""
    if file.read(2) in (BOM_UTF16_LE, BOM_UTF16_BE):
        return _first_that_reads(file, ("utf-16",))
    return _first_that_reads(file, ENCODINGS)


def _first_that_reads(file: BinaryIO, encodings: tuple[str, ...]) -> str:
    for encoding in encodings:
        decoder = getincrementaldecoder(encoding)()
        file.seek(0)
        try:
            for chunk in iter(lambda: file.read(_CHUNK), b""):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        file.seek(0)
        return encoding
    raise InputError("it is no text in UTF-8, UTF-16 or GB 18030.")
