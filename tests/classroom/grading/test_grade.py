"""Grading: answers are read, judged and tabled; the table is whole at every moment."""

import json
import os
from pathlib import Path

import pytest
from submissions import KEY, RIGHT, file_of, hand_in, notebook_of, table

from cogov_games.classroom.grading import __main__ as command
from cogov_games.classroom.grading.grade import Stop, grade_folder
from cogov_games.errors import InputError
from cogov_games.words import speaking


def rows(out: Path) -> dict[str, dict[str, str]]:
    return {row["student number"]: row for row in table(out)}


def test_right_half_right_and_empty(tmp_path: Path, key: Path) -> None:
    folder, out = tmp_path / "class", tmp_path / "grades.csv"
    hand_in(folder, "right", RIGHT)
    hand_in(folder, "half", {"q1": 0.4, "q2": "1", "q3": "=1+1"}, notebook=True)
    hand_in(folder, "empty", {}, notebook=True)
    hand_in(folder, "file", {"q1": 0.6})
    seen: list[tuple[int, int, str]] = []
    graded = grade_folder(folder, key, out, progress=lambda *told: seen.append(told))
    assert [told[:2] for told in seen] == [(1, 4), (2, 4), (3, 4), (4, 4)]
    found = rows(out)
    assert {name: row["points"] for name, row in found.items()} == {
        "empty": "0", "file": "2", "half": "1", "right": "5",
    }  # fmt: skip
    assert {row["of"] for row in found.values()} == {"5"}
    assert found["right"]["q2 (3)"] == "3"
    assert found["right"]["q3, text"] == "It depends."
    assert found["half"]["q3, text"] == "'=1+1"
    assert found["right"]["faults"] == found["half"]["faults"] == ""
    assert found["empty"]["faults"] == "q1, q2, q3: never checked in the notebook"
    assert found["file"]["faults"] == "q2, q3: not answered"
    assert (graded.judged, graded.kept, graded.ignored) == (4, 0, ())
    assert "right,5" in graded.gradebook.read_text(encoding="utf-8-sig")


def test_a_page_for_each_student_says_what_was_not_met(tmp_path: Path, key: Path) -> None:
    hand_in(tmp_path / "class", "17", {"q1": 1.5, "q2": "<script>", "q3": "<b>I</b>"})
    graded = grade_folder(tmp_path / "class", key, tmp_path / "grades.csv")
    (page,) = graded.feedback.iterdir()
    assert page.name == f"17_{KEY['exercise']}.html"
    text = page.read_text(encoding="utf-8")
    assert "Between 0 and 1." in text
    assert "0 of 2 points" in text
    assert "<script" not in text
    assert "<b>I" not in text
    assert "&lt;b&gt;I" in text


def test_grading_again_judges_only_what_changed_and_keeps_what_the_teacher_wrote(
    tmp_path: Path, key: Path
) -> None:
    folder, out = tmp_path / "class", tmp_path / "grades.csv"
    hand_in(folder, "one", RIGHT)
    hand_in(folder, "two", {"q1": 0.4, "q3": "Wait."})
    assert grade_folder(folder, key, out).judged == 2
    lines = out.read_text(encoding="utf-8-sig").splitlines()
    lines[0] += ",Seminar"
    lines[1] += ",Monday"
    lines[2] += ",Friday"
    for place, marks in ((1, "4"), (2, "3")):
        cells = lines[place].split(",")
        head = lines[0].replace('"q3 (4, by hand)"', "q3").replace('"q3, text"', "t").split(",")
        cells[head.index("q3")] = marks
        cells[head.index("remarks")] = "good"
        lines[place] = ",".join(cells)
    out.write_text("\n".join(lines) + "\n", encoding="utf-8-sig")
    hand_in(folder, "two", {"q1": 0.6, "q3": "Wait."})
    hand_in(folder, "three", {"q1": 0.6})
    again = grade_folder(folder, key, out)
    assert (again.judged, again.kept) == (2, 1)
    found = rows(out)
    assert {n: (r["q3 (4, by hand)"], r["remarks"], r["total"]) for n, r in found.items()} == {
        "one": ("4", "good", "9"), "two": ("3", "good", "5"), "three": ("", "", "2"),
    }  # fmt: skip
    assert {n: r["Seminar"] for n, r in found.items()} == {
        "one": "Monday", "two": "Friday", "three": "",
    }  # fmt: skip
    with speaking("zh"):  # the same table, read and written by a teacher of the other language
        grade_folder(folder, key, out)
    assert {row["q3（4，人工评分）"] for row in table(out)} == {"4", "3", ""}
    data = json.loads((key / "key.json").read_text(encoding="utf-8"))
    data["questions"][0]["criteria"][1]["arguments"]["number"] = 0.4
    (key / "key.json").write_text(json.dumps(data), encoding="utf-8")
    assert grade_folder(folder, key, out).judged == 3  # another key


def test_the_table_is_whole_whenever_grading_ends(tmp_path: Path, key: Path) -> None:
    folder, out = tmp_path / "class", tmp_path / "grades.csv"
    for number in range(5):
        hand_in(folder, f"s{number}", RIGHT)

    def stop(done: int, of: int, name: str) -> None:
        if done == 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        grade_folder(folder, key, out, progress=stop)
    assert list(rows(out)) == ["s0", "s1", "s2"]
    again = grade_folder(folder, key, out)
    assert (again.judged, again.kept) == (2, 3)
    assert len(rows(out)) == 5


def test_a_grading_that_is_stopped_gives_what_it_has(tmp_path: Path, key: Path) -> None:
    folder, out = tmp_path / "class", tmp_path / "grades.csv"
    for number in range(4):
        hand_in(folder, f"s{number}", RIGHT)

    def stop(done: int, of: int, name: str) -> None:
        if done == 3:
            raise Stop

    graded = grade_folder(folder, key, out, progress=stop)
    assert (graded.judged, graded.kept, graded.left) == (3, 0, 1)
    assert len(graded.gradebook.read_text(encoding="utf-8-sig").splitlines()) == 4
    again = grade_folder(folder, key, out)
    assert (again.judged, again.kept, again.left) == (1, 3, 0)


def test_equal_files_of_two_students_are_two_rows(tmp_path: Path, key: Path) -> None:
    (tmp_path / "class").mkdir()
    for name in ("ann", "ben"):  # who handed in the exercise as they got it
        (tmp_path / "class" / f"{name}.ipynb").write_text(notebook_of("", {}), encoding="utf-8")
    grade_folder(tmp_path / "class", key, tmp_path / "grades.csv")
    assert list(rows(tmp_path / "grades.csv")) == ["ann", "ben"]


def test_a_table_that_is_locked_is_written_beside(
    tmp_path: Path, key: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture
) -> None:
    out = tmp_path / "grades.csv"
    hand_in(tmp_path / "class", "one", RIGHT)
    replace = os.replace

    def locked(source: str, target: Path) -> None:
        if Path(target) == out:
            raise PermissionError
        replace(source, target)

    monkeypatch.setattr(os, "replace", locked)
    assert command.main([str(tmp_path / "class"), str(key), "--out", str(out)]) == 0
    assert "grades.csv is open in another program; the table is in grades 2.csv." in (
        capsys.readouterr().out
    )
    assert list(rows(tmp_path / "grades 2.csv")) == ["one"]
    marked = (tmp_path / "grades 2.csv").read_bytes()
    assert command.main([str(tmp_path / "class"), str(key), "--out", str(out)]) == 0
    assert (tmp_path / "grades 2.csv").read_bytes() == marked  # perhaps it was marked meanwhile
    assert list(rows(tmp_path / "grades 3.csv")) == ["one"]
    assert [file.name for file in tmp_path.iterdir() if file.suffix == ".part"] == []


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows lets few people make links")
def test_links_where_pages_are_written_are_not_followed(tmp_path: Path, key: Path) -> None:
    hand_in(tmp_path / "class", "one", RIGHT)
    precious = tmp_path / "precious"
    precious.mkdir()
    pages = tmp_path / "grades_feedback"
    pages.symlink_to(precious, target_is_directory=True)
    with pytest.raises(InputError, match="grades_feedback is a link"):
        grade_folder(tmp_path / "class", key, tmp_path / "grades.csv")
    pages.unlink()
    pages.mkdir()
    (precious / "thesis").write_text("mine")
    (pages / f"one_{KEY['exercise']}.html").symlink_to(precious / "thesis")
    grade_folder(tmp_path / "class", key, tmp_path / "grades.csv")
    assert [(f.name, f.read_text()) for f in precious.iterdir()] == [("thesis", "mine")]


def test_another_table_is_not_overwritten(tmp_path: Path, key: Path) -> None:
    hand_in(tmp_path / "class", "one", RIGHT)
    other = tmp_path / "budget.csv"
    other.write_text("item,euro\nchalk,3\n", encoding="utf-8")
    with pytest.raises(InputError, match="it is another table"):
        grade_folder(tmp_path / "class", key, other)
    assert other.read_text(encoding="utf-8") == "item,euro\nchalk,3\n"


def test_a_teacher_s_own_python_gets_decoded_values(tmp_path: Path, key: Path) -> None:
    data = json.loads((key / "key.json").read_text(encoding="utf-8"))
    data["questions"][0]["criteria"][1] |= {"judge": "own", "arguments": {"function": "half"}}
    (key / "key.json").write_text(json.dumps(data), encoding="utf-8")
    (key / "own.py").write_text("def half(value):\n    return value == 0.5\n", encoding="utf-8")
    hand_in(tmp_path / "class", "one", {"q1": 0.5})
    hand_in(tmp_path / "class", "two", {"q1": 0.6})
    grade_folder(tmp_path / "class", key, tmp_path / "grades.csv")
    assert {n: r["points"] for n, r in rows(tmp_path / "grades.csv").items()} == {
        "one": "2", "two": "1",
    }  # fmt: skip


# The command -------------------------------------------------------------------------------------


def test_the_command(tmp_path: Path, key: Path, capsys: pytest.CaptureFixture) -> None:
    folder, out = tmp_path / "class", tmp_path / "grades.csv"
    hand_in(folder, "right", RIGHT)
    (folder / "photo.png").write_bytes(b"\x89PNG")
    (folder / "other.json").write_text(file_of("9", RIGHT, "02_other"), encoding="utf-8")
    with speaking("en"):
        assert command.main([str(folder), str(key), "--out", str(out), "--language", "zh"]) == 0
    told = capsys.readouterr()
    assert "1/1" in told.err
    assert "未评：photo.png——既不是笔记本" in told.out
    assert "未评：other.json——这是练习 02_other 的作业，不是 01_demo 的作业" in told.out
    assert "新评 1 份作业" in told.out
    assert len(table(out)) == 1


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda t, k: (t / "none", k, t / "g.csv"), "is no folder"),
        (lambda t, k: (t, t / "none", t / "g.csv"), "a folder with the file key.json"),
        (lambda t, k: (k, k, t / "g.csv"), "holds nothing that was handed in for 01_demo"),
        (lambda t, k: (k, k, t / "none" / "g.csv"), "nothing can be written there"),
        (lambda t, k: (k, k, k), "it is a folder"),
        (lambda t, k: (k, k, t / "grades.xlsx"), "its name must end in .csv"),
    ],
)
def test_bad_arguments(tmp_path: Path, key: Path, make, message: str, capsys) -> None:
    folder, where, out = make(tmp_path, key)
    with speaking("en"):
        assert command.main([str(folder), str(where), "--out", str(out)]) == 2
    assert message in capsys.readouterr().err
    assert not out.is_file()
