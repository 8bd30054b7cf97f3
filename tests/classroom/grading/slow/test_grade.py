"""A class's sixty submissions, hostile ones among them, graded to the end."""

from pathlib import Path

import pytest
from submissions import RIGHT, needs_linux, submit, table

from cogov_games.classroom.grading.grade import grade_folder
from cogov_games.classroom.grading.sandbox import Limits

FORK = "import os, time\nfor _ in range(200):\n    if os.fork() == 0:\n        time.sleep(600)"

CURIOUS = "import pathlib\nstolen = pathlib.Path({path!r}).read_text()\nq1 = stolen"


def faulty(folder: Path, key: Path) -> dict[str, str]:
    """Submit one of each kind of fault; return what the table must say of each."""
    submit(folder, "loop", [*RIGHT, "while True:\n    pass"])
    submit(folder, "forks", [*RIGHT, FORK])
    submit(folder, "raises", ["1 / 0", "undefined", "raise SystemExit(3)", "q1 = ="])
    submit(folder, "curious", [CURIOUS.format(path=str(key / "q1.py"))])
    submit(folder, "hungry", ["hoard = []", "while True:\n    hoard.append(bytearray(10**8))"])
    submit(folder, "quits", [*RIGHT, "import os\nos._exit(7)"])
    submit(folder, "odd", ["q1 = print", "q2 = 1"])
    (folder / "corrupt.ipynb").write_text('{"cells": [', encoding="utf-8")
    (folder / "picture.ipynb").write_bytes(b"\x89PNG\r\n\xff\xfe")
    return {
        "loop": "stopped: longer than 20 seconds",
        "forks": "stopped: more than 64 processes",
        "raises": "errors in 4 of 4 cells",
        "curious": "tried to open the key: q1.py",
        "hungry": "stopped: more than 700 MB of memory",
        "quits": "ended before its answers were read",
        "odd": "q1 cannot be read",
        "corrupt": "not a notebook",
        "picture": "not a notebook",
    }


LIMITS = Limits(seconds=20, memory=700_000_000)


@needs_linux
@pytest.mark.slow
def test_sixty_submissions_are_graded_to_the_end(tmp_path: Path, key: Path) -> None:
    folder = tmp_path / "class"
    expected = faulty(folder, key)
    for number in range(60 - len(expected)):
        submit(folder, f"student{number:02}", RIGHT if number % 2 else ["q1 = 0.6"])
    before = {file: file.read_bytes() for file in folder.iterdir()}
    out = tmp_path / "grades.csv"
    grade_folder(folder, key, out, LIMITS)
    rows = {row["submission"].removesuffix(".ipynb"): row for row in table(out)}
    assert len(rows) == 60
    for name, row in rows.items():
        if name.startswith("student"):
            assert row["faults"] == ""
            assert row["points"] == ("5" if int(name[-2:]) % 2 else "2")
        else:
            assert expected[name] in row["faults"], row
    assert {file: file.read_bytes() for file in folder.iterdir()} == before
    assert "test_value" not in rows["curious"]["faults"]
    assert rows["curious"]["q1 (2)"] == "0"
