"""Handing in: the answers of an exercise as one small file."""

import base64
import re
from pathlib import Path

import pytest
import sympy as sp
from exercise_files import EXERCISES

import cogov_games as cg
from cogov_games.model.answers import LARGEST_FILE, Answer, from_file
from cogov_games.widgets import kept
from cogov_games.words import speaking

NAME = "01_collective_action"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(kept.FOLDER, str(tmp_path / "answers"))
    monkeypatch.setattr(kept, "_answers", kept._Answers())
    return tmp_path


def exercise(number: str = "") -> cg.Exercise:
    return cg.Exercise(EXERCISES / "en" / f"{NAME}.ipynb", number)


def test_answers_that_were_checked_are_handed_in(folder: Path) -> None:
    ours = exercise("２０２４")
    a, p, eps = sp.symbols("a p eps")
    given = {"q1": ["cooperative"] * 3, "q2": 0.65, "q3": (1 - a) / (p - eps), "q7": "So."}
    for question in given:
        ours.check(question, given)
    handed = cg.hand_in(folder=folder)
    assert handed.file == folder / f"2024_{NAME}.json"
    found = [Answer.from_data(data) for data in from_file(handed.file.read_bytes())]
    assert {answer.question: answer.value for answer in found} == {
        "q1": ["cooperative"] * 3, "q2": 0.65, "q3": "(1 - a)/(-eps + p)", "q7": "So.",
    }  # fmt: skip
    assert {(answer.number, answer.exercise) for answer in found} == {("2024", NAME)}
    link = re.search(r'download="([^"]+)" href="data:application/json;base64,([^"]+)"',
                     handed._repr_html_())  # fmt: skip
    assert link is not None
    assert link[1] == handed.file.name
    assert base64.b64decode(link[2]) == handed.file.read_bytes()
    assert len(handed.content) < LARGEST_FILE


def test_an_answer_that_was_taken_back_or_cannot_be_read_is_not_handed_in(folder: Path) -> None:
    ours = exercise("1")
    for value in (0.65, "no number at all"):
        ours.check("q2", {"q2": value})
    ours.check("q4", {"q4": 0.5})
    ours.check("q4", {"q4": ...})
    with pytest.raises(cg.InputError, match="no answer yet"):
        cg.hand_in(folder=folder)
    ours.check("q4", {"q4": 0.5})
    assert list(cg.hand_in(folder=folder).answers) == ["q4"]


def test_the_last_answer_counts_and_restarts_lose_none(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    exercise("1").check("q2", {"q2": 0.5})
    monkeypatch.setattr(kept, "_answers", kept._Answers())
    exercise("1").check("q2", {"q2": 0.65})
    assert cg.hand_in(folder=folder).answers["q2"].value == 0.65


@pytest.mark.parametrize("number", ["../1", "a b", "x" * 81])
def test_bad_numbers(folder: Path, number: str) -> None:
    with pytest.raises(cg.InputError, match="number ="):
        exercise(number)
    exercise().check("q2", {"q2": 0.5})
    with pytest.raises(cg.InputError, match="number ="):
        cg.hand_in(number, folder=folder)
    with speaking("zh"), pytest.raises(cg.InputError, match="请在引号之间写上学号"):
        cg.hand_in(folder=folder)
    with pytest.raises(cg.InputError, match="folder ="):
        cg.hand_in("1", folder=folder / "none")
