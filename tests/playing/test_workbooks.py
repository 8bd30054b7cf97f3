"""Workbooks: cells wherever they stand, and what would break or fill the computer."""

import io
from pathlib import Path

import openpyxl
import pytest

import cogov_games as cg
from cogov_games.playing.workbooks import workbook_rows
from large_tables import row, table, workbook


def refused(raw: bytes) -> str:
    with pytest.raises(cg.InputError) as told:
        list(workbook_rows(io.BytesIO(raw)))
    assert len(str(told.value)) < 400
    return str(told.value)


def honest(tmp_path: Path) -> bytes:
    return workbook(tmp_path / "honest.xlsx", table()).read_bytes()


def test_damaged_empty_and_locked(tmp_path: Path) -> None:
    raw = honest(tmp_path)
    for part in (raw[: len(raw) // 2], raw[:40], b"", b"session,group"):
        assert "cannot be read as an Excel file" in refused(part)
    sheet = raw.index(b"xl/sheet.xml") + 60
    damaged = raw[:sheet] + b"\0\0\0\0" + raw[sheet + 4 :]
    assert "cannot be read as an Excel file" in refused(damaged)
    assert "locked by a password" in refused(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000))
    assert len(list(workbook_rows(io.BytesIO(raw)))) == 2


def test_a_size_that_is_only_claimed(tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", table(), size='<dimension ref="A1:XFD1048576"/>')
    told = list(workbook_rows(io.BytesIO(file.read_bytes())))
    assert [len(cells) for _, cells in told] == [8, 6]


def test_a_cell_far_away(tmp_path: Path) -> None:
    far = workbook(tmp_path / "a.xlsx", table(row(1_048_576, A="stray")))
    data = cg.read_plays(far, cg.catalogue["public_good"])
    assert (len(data), [fault.line for fault in data.faults]) == (1, [1_048_576])
    with pytest.raises(cg.InputError, match="more than 1,048,576 lines"):
        cg.read_plays(workbook(tmp_path / "b.xlsx", table(row(10**9, A="stray"))))
    with pytest.raises(cg.InputError, match="line 3 has a cell in column 16,384"):
        cg.read_plays(workbook(tmp_path / "c.xlsx", table(row(3, XFD="stray"))))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ({"sheet": " " * 1000, "times": 70_000}, "unpacks to 67 MB: at most 64 MB"),
        ({"sheet": " " * 1000, "times": 2000}, "1,048,576 bytes of it hold no cell"),
        ({"sheet": "<row/>", "times": 2_000_001}, "too many parts"),
        ({"sheet": "<row>" + "<c/>" * 100_001 + "</row>"}, "too many parts"),
        ({"sheet": table(), "after": "<mergeCells>" + "<mergeCell/>" * 100_001 + "</mergeCells>"},
         "too many parts"),
        ({"sheet": "<row><c><v>&b;</v></c></row>",
          "before": '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'}, "type of document"),
    ],
)  # fmt: skip
def test_what_would_fill_the_memory(tmp_path: Path, content: dict, message: str) -> None:
    file = workbook(tmp_path / "a.xlsx", **content)
    assert file.stat().st_size < 400_000
    assert message in refused(file.read_bytes())


def test_links_to_other_files_are_not_followed(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["session", "='file:///etc/[passwd]x'!A1"])
    book.save(tmp_path / "a.xlsx")
    ((_, cells),) = workbook_rows(io.BytesIO((tmp_path / "a.xlsx").read_bytes()))
    assert cells == ["session", None]
