"""Empty tables for a class: what a spreadsheet could take for a formula is written as text."""

from pathlib import Path

import openpyxl
import pytest

import cogov_games as cg
from cogov_games.declare import Actor, Group, Strategy, Words
from tiny_games import TWO, a, j, n, parameter, tiny, x

GAME = tiny(
    Group(
        Actor("m", Words("=1+1", "＝1"), (
            Strategy("no", Words("-no", "－不")), Strategy("yes", Words("@yes", "＠是"), share="x"),
        )),
        size=n, payoffs=(0, a * j), status_quo="x0",
    ),
    (*TWO, parameter("n", 5, 2, 9, integer=True), parameter("x0", 0.5, 0, 1)),
    x,
)  # fmt: skip


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_a_mechanism_with_the_names_of_formulas(tmp_path: Path, suffix: str) -> None:
    file = cg.class_sheet(GAME, tmp_path / f"class.{suffix}", groups=1, rounds=1)
    (fault,) = {fault.reason for fault in cg.read_plays(file, GAME).faults}
    assert fault == "action is empty"  # and the role was known again
    if suffix == "csv":
        assert ",'=1+1," in file.read_text("utf-8-sig")
        return
    sheet = openpyxl.load_workbook(file).active
    cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s", "n"}
    assert [cell.value for cell in cells if cell.value == "'=1+1"]
    lists = {validation.formula1 for validation in sheet.data_validations.dataValidation}
    assert lists == {"\"'=1+1\"", "\"'-no,'@yes\""}


def test_no_sheet_is_larger_than_what_is_read_again(tmp_path: Path) -> None:
    with pytest.raises(cg.InputError, match="they make 1,000,000 rows, and at most 100,000"):
        cg.class_sheet(GAME, tmp_path / "a.csv", groups=100, rounds=100, players=100)
    assert not (tmp_path / "a.csv").exists()
