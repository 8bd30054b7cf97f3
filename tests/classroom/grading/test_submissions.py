"""What was handed in: every file is read as data or named with the reason why not."""

import json
import os
import stat
import zipfile
from pathlib import Path

import pytest
from submissions import EXERCISE, RIGHT, file_of, hand_in, notebook_of, records

from cogov_games.classroom.grading import submissions
from cogov_games.classroom.grading.submissions import Ignored, gather
from cogov_games.model.answers import HANDED_IN


def why(ignored: list[Ignored]) -> dict[str, str]:
    return {i.file: i.why for i in ignored}


def test_files_and_notebooks_under_many_names(tmp_path: Path) -> None:
    hand_in(tmp_path / "a", "one", RIGHT)
    hand_in(tmp_path / "a b" / "c", "two", RIGHT, notebook=True)
    for name in ("three.IPYNB", "four.ipynb.txt", "五.ipynb"):
        (tmp_path / name).write_text(notebook_of("", {"q1": 0.5}), encoding="utf-8")
    (tmp_path / "six.JSON").write_text("\ufeff" + file_of("six", RIGHT), encoding="utf-8")
    moodle = tmp_path / "Ann Lee_77_file"
    moodle.mkdir()
    (moodle / f"{EXERCISE}.ipynb").write_text(notebook_of("", {"q1": 0.5}), encoding="utf-8")
    found, ignored = gather(tmp_path, EXERCISE)
    assert ignored == []
    assert [s.number for s in found] == sorted(
        ["one", "two", "three", "four", "五", "six", "Ann Lee_77_file"]
    )
    assert all(s.answers for s in found)


def test_every_file_that_was_ignored_is_told_with_the_reason(tmp_path: Path) -> None:
    (tmp_path / "__MACOSX").mkdir()
    for name, content in {
        "._x.ipynb": "x", "notes.docx": "x", "broken.ipynb": "{", "list.json": "[1]",
        "other.json": file_of("1", RIGHT, "02_other"),
        "other.ipynb": notebook_of("1", RIGHT, exercise="02_other"),
        "lesson.ipynb": json.dumps({"cells": [], "metadata": {}}),
        "deep.json": "[" * 10_000, "deep.ipynb": "[" * 10_000,
        "twice.json": '{"format": 1, "format": 2}',
    }.items():  # fmt: skip
        (tmp_path / name).write_text(content, encoding="utf-8")
    (tmp_path / "__MACOSX" / "y.ipynb").write_text("x", encoding="utf-8")
    found, ignored = gather(tmp_path, EXERCISE)
    assert found == []
    told = why(ignored)
    assert told.pop("._x.ipynb") == "left by a system, not handed in"
    assert told.pop("notes.docx").startswith("neither a notebook")
    assert told.pop("broken.ipynb").startswith("not a notebook")
    assert told.pop("list.json") == "this is no file that cg.hand_in() wrote."
    for name in ("other.json", "other.ipynb"):
        assert told.pop(name) .endswith(f"it is of the exercise 02_other, not of {EXERCISE}")
    assert told.pop("lesson.ipynb").endswith(f"a lesson, or a notebook of another kind, not of {EXERCISE}")
    assert "deep" in told.pop("deep.json")
    assert "deep" in told.pop("deep.ipynb")
    assert told.pop("twice.json") == "the JSON has a key twice."
    assert told == {}


def test_the_file_counts_and_differences_are_named(tmp_path: Path) -> None:
    hand_in(tmp_path, "one", RIGHT)
    hand_in(tmp_path, "one", {**RIGHT, "q1": 0.5}, notebook=True)
    hand_in(tmp_path, "two", {**RIGHT, "q1": 0.1})
    hand_in(tmp_path, "two", {**RIGHT, "q1": 0.1}, notebook=True)
    (one, two), _ = gather(tmp_path, EXERCISE)
    assert one.answers["q1"].value == 0.6
    assert one.faults == ("file and notebook differ in q1; the file counts",)
    assert len(one.files) == 2
    assert two.faults == ()


def test_two_files_of_one_number_are_two_rows_and_equal_answers_are_named(tmp_path: Path) -> None:
    hand_in(tmp_path / "first", "one", RIGHT)
    hand_in(tmp_path / "second", "one", {"q1": 0.1})
    hand_in(tmp_path, "two", RIGHT)
    hand_in(tmp_path, "empty", {}, notebook=True)
    hand_in(tmp_path, "nothing", {}, notebook=True)
    found, _ = gather(tmp_path, EXERCISE)
    assert [(s.number, s.faults) for s in found] == [
        ("empty", ()),
        ("nothing", ()),
        ("one", ("handed in 2 times under this number", "the same answers as two")),
        ("one", ("handed in 2 times under this number",)),
        ("two", ("the same answers as one",)),
    ]


def test_the_last_output_of_a_notebook_counts(tmp_path: Path) -> None:
    notebook = json.loads(notebook_of("one", {"q1": 0.1}))
    notebook["cells"] += json.loads(notebook_of("one", {"q1": 0.6}))["cells"]
    (tmp_path / "x.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
    (only,), _ = gather(tmp_path, EXERCISE)
    assert (only.number, only.answers["q1"].value) == ("one", 0.6)


def test_points_and_verdicts_in_a_submission_are_no_answers(tmp_path: Path) -> None:
    record = {**records("one", {"q1": 0.1})[0], "points": 100, "right": True}
    text = json.dumps({"format": HANDED_IN, "points": 100, "answers": [record]})
    (tmp_path / "one.json").write_text(text, encoding="utf-8")
    (only,), _ = gather(tmp_path, EXERCISE)
    assert only.answers == {}
    assert only.faults == ("q1 cannot be read: this is no answer that an exercise wrote down.",)


# Archives -----------------------------------------------------------------------------------------


def test_an_archive_is_unpacked(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "class.zip", "w") as archive:
        archive.writestr("a/one.json", file_of("one", RIGHT))
        archive.writestr("../../two.json", file_of("two", RIGHT))
        archive.writestr("__MACOSX/._one.json", "x")
        archive.writestr("inner.zip", "x")
        archive.writestr("photo.png", "x")
    found, ignored = gather(tmp_path, EXERCISE)
    assert [s.number for s in found] == ["one", "two"]
    assert sorted(why(ignored)) == [
        "class.zip/__MACOSX/._one.json", "class.zip/inner.zip", "class.zip/photo.png",
    ]  # fmt: skip
    assert list(tmp_path.iterdir()) == [tmp_path / "class.zip"]  # nothing is written


def test_names_of_a_chinese_windows_are_read(tmp_path: Path) -> None:
    name = "张.json".encode("gbk")
    with zipfile.ZipFile(tmp_path / "d.zip", "w") as archive:
        archive.writestr("x" * len(name), file_of("", {"q1": 0.5}))
    raw = (tmp_path / "d.zip").read_bytes().replace(b"x" * len(name), name)
    (tmp_path / "d.zip").write_bytes(raw)
    (only,), _ = gather(tmp_path, EXERCISE)
    assert only.number == "张"


@pytest.mark.parametrize("damage", ["truncated", "not", "locked", "bytes"])
def test_damaged_archives(tmp_path: Path, damage: str) -> None:
    place = tmp_path / "x.zip"
    with zipfile.ZipFile(place, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("one.json", file_of("one", RIGHT) * 20)
    raw = bytearray(place.read_bytes())
    if damage == "truncated":
        raw = raw[: len(raw) // 2]
    elif damage == "not":
        raw = bytearray(b"not an archive")
    elif damage == "locked":
        raw[6] |= 1
        raw[raw.find(b"PK\x01\x02") + 8] |= 1
    else:
        raw[40:80] = b"\xff" * 40
    place.write_bytes(raw)
    found, ignored = gather(tmp_path, EXERCISE)
    assert found == []
    assert len(ignored) == 1


# Hostile files ------------------------------------------------------------------------------------


def test_hostile_files_move_nothing_and_are_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, secret = tmp_path / "class", tmp_path / "secret.json"
    hand_in(folder, "honest", RIGHT)
    secret.write_text(file_of("secret", RIGHT), encoding="utf-8")
    with (folder / "sparse.ipynb").open("wb") as file:
        file.truncate(3 * 10**9)
    with (folder / "sparse.zip").open("wb") as file:
        file.truncate(3 * 10**9)
    hostile = {"sparse.ipynb", "sparse.zip"}
    if hasattr(os, "mkfifo"):
        (folder / "link.json").symlink_to(secret)
        (folder / "loop").symlink_to(folder, target_is_directory=True)
        (folder / "broken.ipynb").symlink_to(tmp_path / "nowhere")
        os.mkfifo(folder / "pipe.ipynb")
        (folder / "zero.json").symlink_to("/dev/zero")
        hostile |= {"link.json", "loop", "broken.ipynb", "pipe.ipynb", "zero.json"}
        try:
            os.mknod(folder / "device.json", 0o600 | stat.S_IFCHR, os.makedev(1, 5))
            hostile.add("device.json")
        except OSError:
            pass  # only who administers the machine may make one
        name = os.fsdecode(b"\xff\xfe.ipynb")
        try:
            (folder / name).write_text("x", encoding="utf-8")
            hostile.add("\ufffd\ufffd.ipynb")
        except OSError:
            pass  # not every system allows such a name
    with zipfile.ZipFile(folder / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            with archive.open(f"{number}.ipynb", "w") as file:
                for _ in range(30):
                    file.write(bytes(1_000_000))
    hostile |= {f"bomb.zip/{number}.ipynb" for number in range(3)}
    monkeypatch.setattr(submissions, "MOST_FILES", 100)
    before = sorted((p.name, p.lstat().st_size) for p in folder.iterdir())
    found, ignored = gather(folder, EXERCISE)
    assert [s.number for s in found] == ["honest"]
    assert set(why(ignored)) == hostile
    assert sorted((p.name, p.lstat().st_size) for p in folder.iterdir()) == before


def test_a_folder_too_full_hides_no_other_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(submissions, "MOST_FILES", 20)
    (tmp_path / "full").mkdir()
    for number in range(30):
        (tmp_path / "full" / f"{number:02}.txt").write_text("x")
    hand_in(tmp_path / "honest", "one", RIGHT)
    (only,), ignored = gather(tmp_path, EXERCISE)
    assert only.number == "one"
    assert len(ignored) == 21
    assert "more than 20 files" in ignored[-1].why
