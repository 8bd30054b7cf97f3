"""Data of a class: saved, read again, faulty rows listed by line and reason, good ones kept."""

import csv
from pathlib import Path

import openpyxl
import pytest

import cogov_games as cg
from cogov_games.playing.records import COLUMNS, Move, PlayData, read_plays
from cogov_games.words import speaking

HEAD = ",".join(COLUMNS)
MOVES = (
    Move("2026-11", "A", 1, "p1", "resident", "contribute", 0.4, 3.2),
    Move("2026-11", "A", 1, "p2", "resident", "free_ride", None, 4.2),
    Move("2026-11", "A", 2, "p1", "resident", "free_ride"),
    Move("2026-11", "B", 1, "p1", "resident", "contribute", 0.55, -0.25),
)


def written(path: Path, *lines: str, encoding: str = "utf-8") -> Path:
    path.write_text("\n".join([HEAD, *lines]), encoding=encoding)
    return path


@pytest.fixture(autouse=True)
def english():
    with speaking("en"):
        yield


def test_saved_data_are_read_again(tmp_path: Path) -> None:
    file = tmp_path / "class.csv"
    PlayData(MOVES).to_csv(file)
    again = read_plays(file, cg.catalogue["public_good"])
    assert again.moves == MOVES
    assert again.faults == ()
    assert file.read_text("utf-8-sig").splitlines()[0] == HEAD


@pytest.mark.parametrize(
    "text", ["=1+1", "'=1", "a;=cmd|' /C calc'!A0", "x\n＝1", "\t-y", "#1", "'#1", "\u200b@x", '"=']
)
def test_a_hostile_name_is_written_harmless_and_read_again(tmp_path: Path, text: str) -> None:
    file = tmp_path / "class.csv"
    data = PlayData((Move(text, text, 1, text, text, text, -0.5, -3.0),))
    data.to_csv(file)
    assert read_plays(file) == data
    for separator in (",", ";"):
        with file.open(encoding="utf-8-sig", newline="") as lines:
            cells = [cell for row in csv.reader(lines, delimiter=separator) for cell in row]
        assert not any(cell.strip('"\u200b')[:1] in tuple("=+@＝") for cell in cells)


def test_a_number_in_a_text_stays_one(tmp_path: Path) -> None:
    file = tmp_path / "class.csv"
    data = PlayData((Move("s", "-0.5", 1, "+3", "r", "x"),))
    data.to_csv(file)
    assert "'" not in file.read_text("utf-8-sig")
    assert read_plays(file) == data


def test_a_row_per_line_with_its_fault_and_the_good_rows_are_kept(tmp_path: Path) -> None:
    file = written(
        tmp_path / "paper.csv",
        "s,A,1,p1,resident,contribute,40%,",
        "s,A,one,p2,resident,contribute,,",
        "s,A,1,p3,mayor,contribute,,",
        "s,A,1,p4,resident,sleep,,",
        "s,A,1,,resident,contribute,,",
        ",,,,,,,",
        "s,A,1,p5,resident,contribute,much,",
        "s,A,1,p1,resident,free_ride,,",
        "s,A,0,p6,resident,contribute,,",
        "s,A,1.5,p6,resident,contribute,,",
        "s,A,1,p7,resident,free_ride,,inf",
        "s,A,1,p8",
        "s,A,1,p9,resident,,,",
        "s,A,2,p1,居民,搭便车,0.2,1",
        "s,A,2,p2,Resident,Contribute,,2",
    )
    data = read_plays(file, cg.catalogue["public_good"])
    assert [(m.round, m.player, m.action, m.prediction) for m in data.moves] == [
        (1, "p1", "contribute", 0.4), (2, "p1", "free_ride", 0.2), (2, "p2", "contribute", None),
    ]  # fmt: skip
    told = {fault.line: fault.reason for fault in data.faults}
    assert told == {
        3: "round “one” is no number",
        4: "role “mayor” is unknown; allowed are resident",
        5: "action “sleep” is unknown; allowed are free-ride, contribute",
        6: "player is empty",
        8: "prediction “much” is no number",
        9: "this player has moved in this round already, in line 2",
        10: "round “0” is no whole number from 1 to 1000",
        11: "round “1.5” is no whole number from 1 to 1000",
        12: "payoff “inf” is no number",
        13: "action is empty",
        14: "action is empty",
    }
    assert "lines 13–14: action is empty" in repr(data)
    assert "line 3: round “one” is no number" in repr(data)
    with speaking("zh"):
        assert "第 3 行" in repr(data)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_files_as_spreadsheets_write_them(tmp_path: Path, encoding: str) -> None:
    lines = [HEAD, "一班,甲组,1,学号07,居民,出力,,"]
    for mark in (",", ";", "\t"):
        file = tmp_path / "class.csv"
        file.write_text("\r\n".join(lines).replace(",", mark), encoding=encoding)
        (move,) = read_plays(file, cg.catalogue["public_good"]).moves
        assert (move.session, move.player, move.action) == ("一班", "学号07", "contribute")


def test_an_excel_file_of_a_class_that_played_on_paper(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["Player", "Group", "Session", "Round", "Action", "Payoff"])
    book.active.append([7, 1, "Monday", 1, "contribute", 2.5])
    book.active.append([8, 1, "Monday", 1, "contibute", 2.5])
    book.save(tmp_path / "class.xlsx")
    data = read_plays(tmp_path / "class.xlsx", cg.catalogue["public_good"])
    assert data.moves == (Move("Monday", "1", 1, "7", "resident", "contribute", None, 2.5),)
    assert [fault.line for fault in data.faults] == [3]


def test_what_is_told_of_hostile_rows_is_short(tmp_path: Path) -> None:
    rows = [f"s,A,{turn},p,resident,{'x' * 9000},," for turn in range(1, 9)]
    rows += [f"s,A,{10**9 + turn},p,resident,contribute,," for turn in range(100)]
    rows += [f"s,A,{'9' * 5000},p,resident,contribute,,", "s,A,1001,p,resident,contribute,,"]
    rows += [row for turn in range(100) for row in (f"s,A,{turn + 1},p,resident,contribute,,", "s,A")]
    data = read_plays(written(tmp_path / "a.csv", *rows), cg.catalogue["public_good"])
    assert (len(data), len(data.faults)) == (100, 210)
    assert "round “1000000000” is no whole number from 1 to 1000" in repr(data)
    assert len(data.told()) == 21
    assert len(repr(data)) < 3000
    alone = read_plays(written(tmp_path / "a.csv", *rows[110:]), cg.catalogue["public_good"])
    assert len(repr(alone)) < 300


def test_actions_that_are_numbers(tmp_path: Path) -> None:
    file = written(tmp_path / "c.csv", "s,A,1,p1,user,4.5,,", "s,A,1,p2,user,lots,,")
    data = read_plays(file, cg.catalogue["common_pool"])
    assert [m.action for m in data.moves] == [4.5]
    assert data.means("user") == [
        {"session": "s", "group": "A", "round": 1, "mean": 4.5, "players": 1}
    ]


def test_shares_by_group_and_round() -> None:
    shares = {
        (row["group"], row["round"]): (row["mean"], row["players"])
        for row in PlayData(MOVES).means("resident", "contribute")
    }
    assert shares == {("A", 1): (0.5, 2), ("A", 2): (0.0, 1), ("B", 1): (1.0, 1)}


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda p: p / "none.csv", "is no file"),
        (
            lambda p: _file(p / "a.csv", b"session,group\n1,2"),
            "lacks the columns round, player, action",
        ),
        (lambda p: _file(p / "a.csv", b""), "holds no rows"),
        (lambda p: _file(p / "a.csv", b"\xff\xff\xff\x00"), "no text in UTF-8, UTF-16 or GB 18030"),
        (lambda p: _file(p / "a.xlsx", b"no workbook"), "cannot be read as an Excel file"),
    ],
)
def test_files_that_cannot_be_read(tmp_path: Path, make, message: str) -> None:
    with pytest.raises(cg.InputError, match=message):
        read_plays(make(tmp_path), cg.catalogue["public_good"])


def _file(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path
