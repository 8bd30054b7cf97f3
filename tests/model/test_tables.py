"""Cells that no spreadsheet takes for a formula, and that are read again as they were."""

import csv
import io
import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cogov_games.model.tables import harmless, original

MARKS = "=+-@＝＋－＠﹦⁺"
UNSEEN = ["", " ", "\u3000", "\u200b", "\ufeff", "\u00ad", "\u202e", "\x00", "\x1b", "\x85", '"']
HOSTILE = st.lists(
    st.sampled_from([*MARKS, *UNSEEN, *";,\t\r\n'#%．.", "1", "甲", "\ud800", "cmd|' /C calc'!A0"]),
    max_size=9,
).map("".join)


@pytest.mark.parametrize("mark", MARKS)
@pytest.mark.parametrize("unseen", UNSEEN)
def test_what_a_spreadsheet_takes_for_a_formula_begins_with_an_apostrophe(
    mark: str, unseen: str
) -> None:
    assert str(harmless(f"{unseen}{mark}1+1")).startswith("'")
    assert str(harmless(f"{mark}")).startswith("'")
    for separator in ("\n", "\r\n", "\r", ";", ",", "\t"):
        told = str(harmless(f"honest{separator}{unseen}{mark}1+1"))
        assert told.startswith(f"honest{separator}'")


@pytest.mark.parametrize("text", ["\tx", "\rx", "\nx", " \tx", "\n"])
def test_a_leading_tab_or_line_end(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize(
    "cell", ["-0.5", "+3", "-1e-5", " -2 ", "-40%", "-.5", -3, -0.5, None, True, float("-inf"),
             "", "p1", "搭便车", "free-ride", "it's", "'tis", "a; b, c", "#1", "5 = 5"],
)  # fmt: skip
def test_honest_cells_stay(cell: object) -> None:
    assert harmless(cell) is cell or harmless(cell) == cell
    if isinstance(cell, str):
        assert original(cell) == cell


@pytest.mark.parametrize("filling", [" ", "1", "\u200b", "'", ";", "\t", "-", "1."])
def test_a_long_cell_takes_no_longer_than_its_length(filling: str) -> None:
    text = f"-1{filling * 200_000}x"  # hours, if the time were its square
    told = str(harmless(text))
    assert told == (text if filling in ";\t" else f"'{text}")
    assert original(told) == text


def test_what_no_table_can_hold() -> None:
    assert harmless("a\x00b\x1b\x7f\x85c") == "abc"
    assert harmless("a\ud800b\uffff") == "a\ufffdb\ufffd"


def test_what_is_no_text_is_written_as_one() -> None:
    class Named:
        def __str__(self) -> str:
            return "=1+1"

    assert harmless(Named()) == "'=1+1"


@given(HOSTILE | st.text())
@example("'=1")
@example("'-0.5")
@example("''\t=")
@example('x";"=1')
def test_every_text_is_read_again_as_it_was(text: str) -> None:
    clean = re.sub("[\ud800-\udfff\ufffe\uffff]", "\ufffd",
                   re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]", "", text))  # fmt: skip
    assert original(str(harmless(text))) == clean


@given(HOSTILE, st.sampled_from(",;\t"))
def test_no_separator_lets_a_formula_out(text: str, separator: str) -> None:
    file = io.StringIO(newline="")
    csv.writer(file).writerow(["honest", harmless(text), 1])
    file.seek(0)
    for row in csv.reader(file, delimiter=separator):
        for cell in row:
            number = re.fullmatch(r'[ "]*[+-]?[\d.]+[ "]*%?[ "]*(,1)?', cell)
            assert number or cell.strip(' "')[:1] not in tuple(MARKS)
