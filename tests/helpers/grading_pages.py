"""The program behind the page for grading, as `start.py grade` starts it, and a class to grade."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from submissions import EXERCISE, KEY, RIGHT, hand_in, notebook_of

import cogov_games

MARKUP = "<img src=x onerror=\"document.title='taken'\"><script>document.title='taken'</script>"
NAMES = ("<b>2026005", "<img src=x onerror=alert(1)>", "<i>notes.docx")


def hostile_class(home: Path) -> Path:
    """Fill a folder with six submissions, some with markup for names and texts, and a stray file."""
    folder = home / "class"
    hand_in(folder, "2026001", RIGHT)
    hand_in(folder, "2026002", {"q1": 0.4, "q2": "1", "q3": MARKUP + "\n" + "A long text. " * 80})
    hand_in(folder, "2026003", {"q1": 0.6}, notebook=True)
    hand_in(folder, "2026004", {**RIGHT, "q1": 0.1, "q3": "=1+1"}, notebook=True)
    with zipfile.ZipFile(folder / "late.zip", "w") as archive:  # no file system forbids its names
        archive.writestr(f"{NAMES[0]}.ipynb", notebook_of("", RIGHT))
        archive.writestr(f"{NAMES[1]}.ipynb", notebook_of("", {"q3": "No."}))
        archive.writestr(NAMES[2], "x")
    return folder


def keys_in(home: Path) -> tuple[Path, Path]:
    """Write a key, and the exercise in both languages for its title; return both folders."""
    keys, exercises = home / "teacher" / "keys", home / "exercises"
    (keys / EXERCISE).mkdir(parents=True)
    (keys / EXERCISE / "key.json").write_text(json.dumps(KEY), encoding="utf-8")
    for language, title in (("en", "Exercise 1 · A demonstration"), ("zh", "练习一 · 示例")):
        cells = [{"cell_type": "markdown", "source": [f"# {title}\n", "\n", "Three questions."]}]
        file = exercises / language / f"{EXERCISE}.ipynb"
        file.parent.mkdir(parents=True)
        file.write_text(json.dumps({"cells": cells}), encoding="utf-8")
    return keys, exercises


@contextmanager
def running_page(home: Path, language: str = "en") -> Iterator[tuple[str, subprocess.Popen[str]]]:
    """Start the program with a home folder of its own and yield its address and process."""
    keys, exercises = keys_in(home / "project")
    own = {"HOME": home, "USERPROFILE": home, "JUPYTER_DATA_DIR": home / "data"}
    package = str(Path(str(cogov_games.__path__[0])).parent)
    environment = {
        **os.environ, **{name: str(path) for name, path in own.items()},
        "PYTHONPATH": os.pathsep.join(filter(None, [package, os.environ.get("PYTHONPATH")])),
        "PYTHONIOENCODING": "utf-8",
    }  # fmt: skip
    command = [
        sys.executable, "-m", "cogov_games.classroom.grading.page", str(keys), "--no-browser",
        "--exercises", str(exercises), "--project", str(home / "project"), "--language", language,
    ]  # fmt: skip
    process = subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, encoding="utf-8"
    )
    assert process.stdout is not None
    try:
        told = ""
        while (found := re.search(r"http://127\.0\.0\.1:\d+/\?token=[\w-]+", told)) is None:
            line = process.stdout.readline()
            assert line, told
            told += line
        yield found.group(), process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()
