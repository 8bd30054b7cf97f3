"""Excel workbooks, whose parts are counted before openpyxl builds anything of them."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from typing import Any, BinaryIO
from xml.parsers import expat
from zipfile import ZipFile

from ..errors import InputError, abridged
from .files import MEGABYTE

UNPACKED = 64 * MEGABYTE
"""Bytes of all parts together at most: a small file can unpack to any size."""
CELLS = 2_000_000
"""Elements at most that make up cells; a cell has two."""
OTHERS = 100_000
"""Elements at most that make up styles, names and all else, and of one row."""
STRETCH = MEGABYTE
"""Bytes at most between two elements."""

_CELL_PARTS = frozenset({"row", "c", "v", "f", "is", "si", "t"})


def workbook_rows(file: BinaryIO) -> Iterator[tuple[int, list[Any]]]:
    """Yield each row of the first sheet with its number, from 1; formulas as last computed.

    Raises
    ------
    InputError
        If it is no Excel file, locked by a password, damaged, or unpacks to too much.
    """
    try:
        import openpyxl
    except ImportError as error:
        raise InputError("to read Excel files install cogov_games[lessons].") from error
    if file.read(4) == b"\xd0\xcf\x11\xe0":
        raise InputError(
            "it is locked by a password or in the format of an old Excel: save it without a "
            "password as .xlsx or .csv."
        )
    file.seek(0)
    try:
        _check(file)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of what has no bearing on cells
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
            if not book.worksheets:
                raise InputError("it has no sheet with cells.")
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # a file may claim any
            for number, row in enumerate(sheet.iter_rows(values_only=True), 1):
                yield number, list(row)
    except InputError:
        raise
    except Exception as error:  # openpyxl raises whatever a damaged file leads it to
        why = abridged(" ".join(f"{type(error).__name__}: {error}".split()), 200)
        raise InputError(f"it cannot be read as an Excel file ({why}).") from error


def _check(file: BinaryIO) -> None:
    """Raise an InputError if openpyxl would need more memory for a workbook than there may be."""
    with ZipFile(file) as archive:
        parts = archive.infolist()
        if (size := sum(part.file_size for part in parts)) > UNPACKED:
            raise InputError(
                f"it unpacks to {size / MEGABYTE:,.0f} MB: "
                f"at most {UNPACKED / MEGABYTE:,.0f} MB are read."
            )
        count = _Count()
        for part in parts:
            with archive.open(part) as content:
                count.add(content)


class _Count:
    """How many elements of each kind the parts of a workbook have."""

    def __init__(self) -> None:
        self.cells = self.others = 0

    def add(self, content: Any) -> None:
        """Count a part's elements, or raise an InputError once they are too many."""
        parser = expat.ParserCreate()
        depth = row = last = fed = 0

        def start(name: str, _: object) -> None:
            nonlocal depth, row, last
            depth += 1
            last = parser.CurrentByteIndex
            row = row + 1 if depth > 3 else 0  # a sheet, its data, a row
            kind = name.rpartition(":")[2]
            if kind in _CELL_PARTS:
                self.cells += 1
            else:
                self.others += 1
            if self.cells > CELLS or self.others > OTHERS or row > OTHERS:
                raise InputError(
                    f"it has too many parts: at most {CELLS:,} of cells and {OTHERS:,} others."
                )

        def end(_: str) -> None:
            nonlocal depth, last
            depth -= 1
            last = parser.CurrentByteIndex

        def doctype(*_: object) -> None:
            raise InputError("it declares a type of document, which no workbook does.")

        parser.StartElementHandler, parser.EndElementHandler = start, end
        parser.StartDoctypeDeclHandler = doctype
        try:
            for chunk in iter(lambda: content.read(2**16), b""):
                parser.Parse(chunk)
                fed += len(chunk)
                if fed - last > STRETCH:
                    raise InputError(f"{STRETCH:,} bytes of it hold no cell.")
            parser.Parse(b"", True)
        except expat.ExpatError:
            return  # a picture, or damaged: nobody reads on from here
