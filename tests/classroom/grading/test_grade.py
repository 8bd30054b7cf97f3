"""Grading: answers are data, points are otter-grader's, and no submission stops or cheats the rest."""

import json
import sys
from pathlib import Path

import numpy as np
import psutil
import pytest
import sympy as sp
from submissions import RIGHT, needs_linux, submit, table

import cogov_games as cg
from cogov_games.classroom.grading import __main__ as command
from cogov_games.classroom.grading.answers import decode, encode
from cogov_games.classroom.grading.grade import grade_folder, judge, read_key
from cogov_games.classroom.grading.sandbox import Limits, can_hide, run_confined
from cogov_games.words import speaking

# Answers -----------------------------------------------------------------------------------------

a, S = sp.symbols("a S")


@pytest.mark.parametrize(
    "value",
    [None, True, 3, 0.1, "text", [1, "two", [3.0]], {"a": 1, (1, 2): [0.5]},
     1 - a, sp.Ge(a + S, 1), sp.sqrt(2) * a],
)  # fmt: skip
def test_an_answer_survives(value: object) -> None:
    assert decode(json.loads(json.dumps(encode(value)))) == value


def test_numbers_of_other_libraries_are_numbers() -> None:
    assert encode(np.float64(0.25)) == 0.25
    assert encode(np.arange(3)) == [0, 1, 2]
    assert encode(sp.Rational(1, 4)) == 0.25
    assert decode(json.loads(json.dumps(encode(float("inf"))))) == float("inf")


def test_a_mechanism_is_an_answer() -> None:
    m = cg.catalogue["inspection"]
    assert decode(json.loads(json.dumps(encode(m)))) == m


@pytest.mark.parametrize("value", [object(), print, b"bytes", [[[[[[[[1]]]]]]]]])
def test_nothing_else_is(value: object) -> None:
    with pytest.raises(TypeError):
        encode(value)


# Points ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("answers", "points"),
    [({"q1": 0.6}, 2), ({"q1": 0.5}, 1), ({"q1": "0.6"}, 0), ({}, 0), ({"q1": None}, 0)],
)
def test_points_are_those_of_otter_grader(key: Path, answers: dict, points: float) -> None:
    assert judge(read_key(key)[0], answers) == points


def test_right_half_right_and_empty(tmp_path: Path, key: Path) -> None:
    folder = tmp_path / "class"
    submit(folder, "right", RIGHT)
    submit(folder, "half", ["q1 = 0.4", "q2 = 1", "q3 = '=1+1'"])
    submit(folder, "empty", [])
    out = tmp_path / "grades.csv"
    seen: list[tuple[int, int]] = []
    grade_folder(folder, key, out, progress=lambda done, of, _: seen.append((done, of)))
    assert seen == [(1, 3), (2, 3), (3, 3)]
    rows = {row["submission"]: row for row in table(out)}
    assert {name: row["points"] for name, row in rows.items()} == {
        "empty.ipynb": "0", "half.ipynb": "1", "right.ipynb": "5",
    }  # fmt: skip
    assert {row["of"] for row in rows.values()} == {"5"}
    assert rows["right.ipynb"]["q2 (3)"] == "3"
    assert rows["right.ipynb"]["q3 (4, by hand)"] == "It depends."
    assert rows["half.ipynb"]["q3 (4, by hand)"] == "'=1+1"
    assert not any(row["faults"] for row in rows.values())


@pytest.mark.parametrize(
    ("language", "faults", "told", "marked"),
    [
        ("en", "faults", "q1 was not answered; q3 was not answered", "q3 (4, by hand)"),
        ("zh", "问题", "q1 未作答；q3 未作答", "q3（4，人工评分）"),
    ],
)
def test_what_was_not_answered_is_said_in_the_teacher_s_language(
    tmp_path: Path, key: Path, language: str, faults: str, told: str, marked: str
) -> None:
    submit(tmp_path / "class", "half", ["q1 = ...", "q2 = 1", "q3 = ..."])
    with speaking(language):
        grade_folder(tmp_path / "class", key, tmp_path / "grades.csv")
    (row,) = table(tmp_path / "grades.csv")
    assert row[faults] == told
    assert row[marked] == ""


# Faults ------------------------------------------------------------------------------------------

ESCAPE = "import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(600)"


@needs_linux
def test_nothing_is_left_running(tmp_path: Path) -> None:
    submit(tmp_path, "escape", [ESCAPE])
    marker = f"escape-{tmp_path.name}"
    program = "import os, time\nif os.fork() == 0:\n    os.setsid()\n    time.sleep(300)"
    ended = run_confined([sys.executable, "-c", program, marker], tmp_path, Limits(seconds=40))
    assert ended.status == "ended"
    running = [p.info["cmdline"] or [] for p in psutil.process_iter(["cmdline"])]
    assert not any(marker in line for line in running)


@needs_linux
def test_the_key_is_hidden_and_cannot_be_uncovered(tmp_path: Path, key: Path) -> None:
    assert can_hide()
    program = (
        "import os, pathlib, subprocess, sys\n"
        "key = pathlib.Path(sys.argv[1])\n"
        "subprocess.run(['umount', str(key)], capture_output=True)\n"
        "sys.exit(len(list(key.iterdir())))"
    )
    work = tmp_path / "work"
    work.mkdir()
    ended = run_confined([sys.executable, "-c", program, str(key)], work, Limits(40), hidden=key)
    assert (ended.status, ended.code) == ("ended", 0), ended.errors
    seen = run_confined([sys.executable, "-c", program, str(key)], work, Limits(40))
    assert seen.code == 3  # what is not hidden would be there


def test_the_environment_is_scrubbed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_TOKEN", "abc")
    program = "import os, pathlib\npathlib.Path('seen').write_text(' '.join(os.environ))"
    run_confined([sys.executable, "-c", program], tmp_path, Limits(40))
    assert "SECRET_TOKEN" not in (tmp_path / "seen").read_text()


# The command -------------------------------------------------------------------------------------


def test_the_command(tmp_path: Path, key: Path, capsys: pytest.CaptureFixture) -> None:
    folder, out = tmp_path / "class", tmp_path / "grades.csv"
    submit(folder, "right", RIGHT)
    submit(folder, "raises", ["1 / 0"])
    with speaking("en"):
        assert command.main([str(folder), str(key), "--out", str(out), "--language", "zh"]) == 0
    told = capsys.readouterr()
    assert "2/2" in told.err
    assert "ZeroDivisionError" in told.out
    assert "已评 2 份作业，其中 1 份有问题" in told.out
    assert len(table(out)) == 2


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda t, k: (t / "none", k), "is no folder"),
        (lambda t, k: (t, t / "none"), "test files"),
        (lambda t, k: (k, k), "holds no notebook"),
    ],
)
def test_bad_arguments(tmp_path: Path, key: Path, make, message: str, capsys) -> None:
    folder, where = make(tmp_path, key)
    with speaking("en"):
        assert command.main([str(folder), str(where), "--out", str(tmp_path / "g.csv")]) == 2
    assert message in capsys.readouterr().err
    assert not (tmp_path / "g.csv").exists()
