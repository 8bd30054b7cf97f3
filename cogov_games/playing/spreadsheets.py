"""Tables that people keep: CSV as spreadsheets write it in many countries, and Excel."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from ..errors import InputError
from ..model.tables import FORMULA, harmless, original
from .files import MEGABYTE, regular_file, told
from .separated import separated_rows
from .workbooks import workbook_rows

NOTE = "#"
"""Begins a line that is there for people only."""

CSV_SIZE, WORKBOOK_SIZE = 64 * MEGABYTE, 16 * MEGABYTE
"""Bytes of a file at most."""
LINES = 2**20
"""Lines of a table at most, empty ones included, as in a sheet of Excel."""
ROWS = 100_000
"""Rows at most that hold something, below the columns' names."""
COLUMNS = 256
"""Columns at most."""
CELL = 10_000
"""Characters of a cell at most."""

_MARKS = FORMULA + NOTE

Row = tuple[int, dict[str, str]]
"""The line of a row, from 1, and its cells by column."""


def table_cell(value: object) -> object:
    """Return what is written for a value, so that neither a spreadsheet nor we mistake it."""
    return harmless(value, _MARKS)


def note_cell(note: str) -> str:
    """Return what is written for a line that is there for people only."""
    return f"{NOTE} {harmless(' '.join(note.split()))}"


def write_rows(path: Path, rows: Iterable[Sequence[object]], notes: Iterable[str] = ()) -> None:
    """Write notes and rows as CSV, which `read_rows` and a spreadsheet read; None is an empty cell.

    Raises
    ------
    OSError
        If the file cannot be written.
    """
    with path.open("w", newline="", encoding="utf-8-sig") as file:
        table = csv.writer(file)
        table.writerows([note_cell(note)] for note in notes)
        table.writerows(map(table_cell, row) for row in rows)


def read_rows(path: str | Path, *, fold: bool = True) -> tuple[list[str], Iterator[Row]]:
    """Return the columns' names, and one by one each row that holds something.

    Lines that begin with ``#`` are notes. Names are in lower case, unless `fold` is false;
    cells are texts.

    Raises
    ------
    InputError
        If there is no such file, it cannot be read, it holds no rows, or more than the limits above
        allow. As the rows are read one by one, so they raise it.
    """
    rows = _rows(path)
    line, first = next(rows, (0, []))
    if not line:
        raise InputError(f"{told(path)} holds no rows.")
    head = [name.casefold() if fold else name for name in first]
    return head, ((line, dict(zip(head, row, strict=False))) for line, row in rows)


def _rows(path: str | Path) -> Iterator[tuple[int, list[str]]]:
    """Yield each row that holds something, within the limits."""
    try:
        count = -1
        for line, cells in _cells(path):
            if line > LINES:
                raise InputError(f"it has more than {LINES:,} lines.")
            if not cells or str(cells[0]).lstrip().startswith(NOTE):
                continue
            texts = [_text(cell) for cell in cells]
            while texts and not texts[-1]:
                texts.pop()
            if not texts:
                continue
            if (count := count + 1) > ROWS:
                raise InputError(f"it has more than {ROWS:,} rows.")
            if len(texts) > COLUMNS:
                raise InputError(
                    f"line {line} has a cell in column {len(texts):,}: at most {COLUMNS} are read."
                )
            if max(map(len, texts)) > CELL:
                raise InputError(f"line {line} has a cell of more than {CELL:,} characters.")
            yield line, texts
    except InputError as error:
        said = str(error)
        raise InputError(
            said if said.startswith("path") else f"{told(path)}: {said}"
        ) from error.__cause__


def _cells(path: str | Path) -> Iterator[tuple[int, Sequence[Any]]]:
    if str(path).lower().endswith((".xlsx", ".xlsm", ".xls")):
        with regular_file(path, WORKBOOK_SIZE) as file:
            yield from workbook_rows(file)
    else:
        with regular_file(path, CSV_SIZE) as file:
            yield from separated_rows(file, NOTE)


def _text(cell: object) -> str:
    """Return a cell as text; a spreadsheet's whole numbers come as floats."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return original(str(cell).strip(), _MARKS)
