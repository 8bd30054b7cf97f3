"""Tables that people keep: CSV as spreadsheets write it in many countries, and Excel."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from ..errors import InputError
from ..model.tables import FORMULA, harmless, original

NOTE = "#"
"""Begins a line that is there for people only."""

_MARKS = FORMULA + NOTE


def table_cell(value: object) -> object:
    """Return what is written for a value, so that neither a spreadsheet nor we mistake it."""
    return harmless(value, _MARKS)


def note_cell(note: str) -> str:
    """Return what is written for a line that is there for people only."""
    return f"{NOTE} {harmless(note)}"


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


def read_rows(
    path: Path, *, fold: bool = True
) -> tuple[list[str], list[tuple[int, dict[str, str]]]]:
    """Return the columns' names, and each row that holds something with its line, from 1.

    Lines that begin with ``#`` are notes. Names are in lower case, unless `fold` is false;
    cells are texts.

    Raises
    ------
    InputError
        If there is no such file, it cannot be read, or it holds no rows.
    """
    rows = [
        (line, [_text(cell) for cell in row])
        for line, row in enumerate(_rows(path), 1)
        if not (row and str(row[0]).lstrip().startswith(NOTE))
    ]
    if not rows:
        raise InputError(f"path = {str(path)!r} holds no rows.")
    head = [name.casefold() if fold else name for name in rows[0][1]]
    told = ((line, dict(zip(head, row, strict=False))) for line, row in rows[1:] if any(row))
    return head, list(told)


def _text(cell: object) -> str:
    """Return a cell as text; a spreadsheet's whole numbers come as floats."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return original(str(cell).strip(), _MARKS)


def _rows(path: Path) -> list[Sequence[Any]]:
    if not path.is_file():
        raise InputError(f"path = {str(path)!r} is no file.")
    if path.suffix.lower() in (".xlsx", ".xlsm"):
        return _excel_rows(path)
    raw = path.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):  # what spreadsheets in China often write
        try:
            text = raw.decode(encoding)
            break
        except UnicodeDecodeError:
            continue
    else:
        raise InputError(f"path = {str(path)!r} is no text in UTF-8 or GB 18030.")
    head = next((line for line in text.splitlines() if not line.lstrip('"').startswith(NOTE)), "")
    mark = max(",;\t", key=head.count)
    return list(csv.reader(io.StringIO(text), delimiter=mark))


def _excel_rows(path: Path) -> list[Sequence[Any]]:
    try:
        import openpyxl
    except ImportError as error:
        raise InputError("to read Excel files install cogov_games[lessons].") from error
    try:
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    except Exception as error:
        raise InputError(
            f"path = {str(path)!r} cannot be read as an Excel file: {error}"
        ) from error
    sheet: Iterable[Sequence[Any]] = book.worksheets[0].iter_rows(values_only=True)
    return [list(row) for row in sheet]
