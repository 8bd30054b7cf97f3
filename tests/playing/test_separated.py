"""Separated tables: every line end and encoding that spreadsheets write, and what is no table."""

import io

import pytest

import cogov_games as cg
from cogov_games.playing.separated import LINE_LENGTH, separated_rows


def rows(raw: bytes) -> list[tuple[int, list[str]]]:
    return list(separated_rows(io.BytesIO(raw), "#"))


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "gb18030"])
def test_line_ends_and_encodings(end: str, encoding: str) -> None:
    text = end.join(["# 注, 一", "", "甲;乙", '1;"两行' + end + '字"', "3;4"])
    assert rows(text.encode(encoding)) == [
        (1, ["# 注, 一"]), (2, []), (3, ["甲", "乙"]), (4, ["1", f"两行{end}字"]), (6, ["3", "4"]),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (b'a,b\n1,"2\n3,4\n', "line 2 opens a quote that is never closed"),
        (b'a,b\n1,"2', "line 2 opens a quote that is never closed"),
        (b"a,b\n1,\0\n", "line 2 holds a character that no text has"),
        ("a,b\n".encode("utf-16-le"), "line 1 holds a character that no text has"),
        (b"a,b\n1," + b"x" * 200_000 + b"\n", "line 2 cannot be read: field larger than field limit"),
        (b"a,b\n1," + b"x" * LINE_LENGTH, "line 2 has more than 1,000,000 characters"),
        (b"\xff\xff\xff\x00", "no text in UTF-8, UTF-16 or GB 18030"),
        (b"\xff\xfea", "no text in UTF-8, UTF-16 or GB 18030"),
    ],
)  # fmt: skip
def test_what_is_no_table(raw: bytes, message: str) -> None:
    with pytest.raises(cg.InputError, match=message):
        rows(raw)


def test_a_table_without_its_last_line_end() -> None:
    assert rows(b'a\tb\n1\t"2"') == [(1, ["a", "b"]), (2, ["1", "2"])]
