"""``python -m cogov_games new``: what it writes and says, and how it refuses."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

import cogov_games as cg
from cogov_games import __main__ as command


@pytest.fixture(autouse=True)
def _here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_mechanism_is_written_here_and_the_next_steps_are_said(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert command.main(["new", "mechanism", "night_watch"]) == 0
    said = capsys.readouterr().out
    assert said.startswith("night_watch.py\n")
    for step in ("FILL_IN", "cg.load('night_watch.py')", "cg.check(m)", "cogov_games/games/"):
        assert step in said
    assert cg.load("night_watch.py").key == "night_watch"


def test_a_lesson_is_written_in_both_halves(capsys: pytest.CaptureFixture[str]) -> None:
    Path("lessons").mkdir()
    assert command.main(["new", "lesson", "05_watch", "--mechanism", "team"]) == 0
    said = capsys.readouterr().out
    halves = [Path("lessons", language, "05_watch.ipynb") for language in ("en", "zh")]
    assert said.startswith("".join(f"{half}\n" for half in halves))
    assert "python lessons/renew.py 05 --translated" in said
    assert all('cg.catalogue[\\"team\\"]' in half.read_text(encoding="utf-8") for half in halves)


def test_folders_can_be_named() -> None:
    for folder in ("games", "course"):
        Path(folder).mkdir()
    assert command.main(["new", "mechanism", "night_watch", "--folder", "games"]) == 0
    assert command.main(["new", "lesson", "05_watch", "--folder", "course"]) == 0
    written = {path.as_posix() for path in Path().rglob("*") if path.is_file()}
    assert written == {
        "games/night_watch.py", "course/en/05_watch.ipynb", "course/zh/05_watch.ipynb",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["mechanism", "Night"], "key = 'Night' is not allowed"),
        (["mechanism", "team"], "key = 'team' is not allowed: it is taken"),
        (["mechanism", "watch", "--folder", "nowhere"], "folder = 'nowhere' is no folder"),
        (["lesson", "5_watch"], "name = '5_watch' is not allowed"),
        (["lesson", "05_watch"], "folder = 'lessons' is no folder"),
        (["lesson", "05_watch", "--folder", ".", "--mechanism", "tem"], "unknown mechanism 'tem'"),
    ],
)
def test_a_wrong_word_is_one_line_on_stderr_and_status_2(
    words: list[str], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["new", *words]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(message)
    assert err.count("\n") == 1
    assert list(Path().iterdir()) == []


def test_help_names_it_and_the_catalogue_is_as_it_was(capsys: pytest.CaptureFixture[str]) -> None:
    for words, told in (
        (["--help"], "python -m cogov_games new --help"),
        (["new", "--help"], "{mechanism,lesson}"),
    ):
        with pytest.raises(SystemExit) as ended:
            command.main(words)
        assert ended.value.code == 0
        assert told in capsys.readouterr().out
    assert command.main(["--search", "new"]) in (0, 1)
    assert "new" not in cg.catalogue


def test_in_a_process_of_its_own() -> None:
    root = str(Path(cg.__file__).parents[1])
    done = subprocess.run(
        [sys.executable, "-m", "cogov_games", "new", "mechanism", "new"],
        env={"PYTHONPATH": root}, capture_output=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("key = 'new' is not allowed")
