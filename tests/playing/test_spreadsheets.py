"""The limits of a table: each is told by one error, and what is just within them is read."""

from pathlib import Path

import pytest

import cogov_games as cg
from cogov_games.playing.spreadsheets import CELL, COLUMNS, LINES, ROWS, read_rows, write_rows
from large_tables import row, workbook


def filled(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def read(path: Path) -> int:
    return len(list(read_rows(path)[1]))


def test_as_much_as_may_be(tmp_path: Path) -> None:
    assert read(filled(tmp_path / "a.csv", "a\n" + "1\n" * ROWS)) == ROWS
    assert read(filled(tmp_path / "a.csv", "a\n" + "\n" * (LINES - 2) + "1\n")) == 1
    assert read(filled(tmp_path / "a.csv", "a," * COLUMNS + "\n" + "1," * COLUMNS)) == 1
    assert read(filled(tmp_path / "a.csv", f"a\n{'x' * CELL}")) == 1


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a\n" + "1\n" * (ROWS + 1), "more than 100,000 rows"),
        ("a\n" + "\n" * LINES + "1\n", "more than 1,048,576 lines"),
        ("a\n" + "," * COLUMNS + "1\n", "line 2 has a cell in column 257: at most 256"),
        (f"a\n{'x' * (CELL + 1)}", "line 2 has a cell of more than 10,000 characters"),
        ("# only a note\n\n,,,\n", "holds no rows"),
    ],
)
def test_more_than_may_be(tmp_path: Path, text: str, message: str) -> None:
    file = filled(tmp_path / "a.csv", text)
    with pytest.raises(cg.InputError, match=message) as told:
        read(file)
    assert str(told.value).startswith(f"path = '{file}'")


def test_a_long_cell_of_a_workbook(tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", row(1, A="a") + row(2, A="x" * (CELL + 1)))
    with pytest.raises(cg.InputError, match="line 2 has a cell of more than 10,000 characters"):
        read(file)


def test_notes_stand_on_one_line(tmp_path: Path) -> None:
    write_rows(tmp_path / "a.csv", [["a", "b"], ["1", None]], ["first\nsecond; third;"])
    head, rows = read_rows(tmp_path / "a.csv")
    assert (head, list(rows)) == (["a", "b"], [(3, {"a": "1"})])
