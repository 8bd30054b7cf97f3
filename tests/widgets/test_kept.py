"""Predictions and answers survive a restart of the kernel, and a damaged file does no harm."""

import os
from pathlib import Path

import pytest

import cogov_games as cg
from cogov_games.widgets import kept
from cogov_games.widgets.quiz import Check, Choice
from cogov_games.words import Words, speaking

QUESTION = Words("How many?", "多少？")
CHOICES = (Choice("one", "No.", right=False), Choice("two", "Yes.", right=True))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv(kept.FOLDER, str(tmp_path / "answers"))
    monkeypatch.setattr(kept, "_answers", kept._Answers())
    return tmp_path / "answers"


def restart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do what a new kernel does: know nothing but the file."""
    monkeypatch.setattr(kept, "_answers", kept._Answers())
    cg.keep_answers("lesson")


def test_a_prediction_comes_back_locked(monkeypatch: pytest.MonkeyPatch) -> None:
    cg.keep_answers("lesson")
    cg.Prediction(QUESTION).lock(0.35, "They wait.")
    restart(monkeypatch)
    with speaking("zh"):  # the other half of the pair asks the same
        again = cg.Prediction(QUESTION)
    assert (again.locked, again.value, again.reason) == (True, 0.35, "They wait.")
    assert again.button.disabled
    assert not cg.Prediction(Words("How many more?", "还有多少？")).locked


def test_an_answer_comes_back_with_its_feedback(monkeypatch: pytest.MonkeyPatch) -> None:
    cg.keep_answers("lesson")
    check = Check(QUESTION, CHOICES)
    check.answer(0)
    check.answer(1)
    wrong = Check("2 + 2?", number=4, because="Yes.", otherwise="No.")
    wrong.answer(5)
    restart(monkeypatch)
    again, still = Check(QUESTION, CHOICES), Check("2 + 2?", number=4, because="Y", otherwise="No.")
    assert (again.solved, again.tries) == (True, 2)
    assert "Yes." in again.frame["html"]["said"]
    assert (still.solved, still.tries) == (False, 1)
    assert "No." in still.frame["html"]["said"]


def test_hints_come_back_with_and_without_an_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    def checks() -> list[Check]:
        return [Check(question, CHOICES, hints=["first", "second"]) for question in ("A?", "B?")]

    cg.keep_answers("lesson")
    open_, answered = checks()
    open_.hint()
    answered.answer(0)
    answered.hint()
    for _ in range(2):  # a second restart finds what the first one found
        restart(monkeypatch)
        open_, answered = checks()
        assert (open_.hinted, open_.tries, open_.frame["html"]["said"]) == (1, 0, "")
        assert (answered.hinted, answered.tries) == (1, 1)
        assert "No." in answered.frame["html"]["said"]
        assert "first" in open_.frame["html"]["hints"]
        assert "second" not in open_.frame["html"]["hints"]


def test_rounds_and_vote_come_back(monkeypatch: pytest.MonkeyPatch) -> None:
    cg.keep_answers("lesson")
    play = cg.catalogue["inspection"].play(rounds=4, vote=2, seed=3)
    play.choose("violate")
    play.choose("comply")
    play.vote("cooperative")
    play.choose("violate")
    restart(monkeypatch)
    with speaking("zh"):
        again = cg.catalogue["inspection"].play(rounds=4, vote=2, seed=3)
    assert again.played == 3
    assert again.data().moves == play.data().moves
    assert again.ballot == play.ballot
    assert cg.catalogue["inspection"].play(rounds=4, vote=2, seed=4).played == 0
    again.restart()
    restart(monkeypatch)
    assert cg.catalogue["inspection"].play(rounds=4, vote=2, seed=3).played == 0


def test_numbers_come_back_and_a_kept_prediction_opens_the_play(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    cg.keep_answers("lesson")
    prediction = cg.Prediction(QUESTION, 0, 2)
    play = cg.catalogue["purchase"].play(rounds=2, after=prediction)
    prediction.lock(0.5, "half of it")
    play.choose(0.3, 1.1)
    restart(monkeypatch)
    again = cg.catalogue["purchase"].play(rounds=2, after=cg.Prediction(QUESTION, 0, 2))
    assert again.history[0].action == (0.3, 1.1)
    assert again.awaited == "choice"


@pytest.mark.parametrize(
    "kept_before",
    [3, {"choices": 3}, {"choices": [[9]], "vote": None}, {"choices": [[]], "vote": None},
     {"choices": [["x"]], "vote": 1}, {"choices": [[1.0]] * 9, "vote": "monarchy"}],
    ids=repr,
)  # fmt: skip
def test_strange_rounds_are_left_out(kept_before: object, monkeypatch: pytest.MonkeyPatch) -> None:
    cg.keep_answers("lesson")
    first = cg.catalogue["inspection"].play(rounds=4, vote=2)
    first._slot.write(kept_before)
    restart(monkeypatch)
    again = cg.catalogue["inspection"].play(rounds=4, vote=2)
    assert again.played <= 2
    assert again.awaited in ("choice", "vote")


def test_nothing_is_kept_without_a_lesson_or_after_forgetting(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cg.Prediction(QUESTION).lock(0.35, "They wait.")
    assert not folder.exists()
    cg.keep_answers("lesson")
    cg.Prediction(QUESTION).lock(0.35, "They wait.")
    cg.forget_answers()
    assert not cg.Prediction(QUESTION).locked
    restart(monkeypatch)
    assert not cg.Prediction(QUESTION).locked


@pytest.mark.parametrize("content", ["", "{", "[1]", '{"prediction": 3}', "null", "\x00"], ids=repr)
def test_a_damaged_file_is_as_good_as_none(folder: Path, content: str) -> None:
    folder.mkdir()
    (folder / "lesson.json").write_text(content)
    cg.keep_answers("lesson")
    prediction = cg.Prediction(QUESTION)
    assert not prediction.locked
    prediction.lock(0.5, "Half of them.")
    assert "0.5" in (folder / "lesson.json").read_text()


@pytest.mark.parametrize(
    "answer",
    [
        3,
        {"value": 7, "reason": "too large"},
        {"value": "x", "reason": "r"},
        {"value": 0.5},
        {"given": 9, "tries": 1, "hints": 0},
        {"given": 1, "tries": "x"},
        {"given": None},
    ],
)
def test_a_strange_answer_is_left_out(answer: object) -> None:
    cg.keep_answers("lesson")
    kept.Slot("prediction", QUESTION, 0.0, 1.0).write(answer)
    assert not cg.Prediction(QUESTION).locked
    kept.Slot("check", QUESTION).write(answer)
    assert not Check(QUESTION, CHOICES).solved


def test_a_lesson_goes_on_where_nothing_can_be_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(kept.FOLDER, os.devnull)
    cg.keep_answers("lesson")
    prediction = cg.Prediction(QUESTION)
    prediction.lock(0.5, "Half of them.")
    assert prediction.locked
    cg.forget_answers()


@pytest.mark.parametrize("lesson", ["", "../secret", "a b", None, 3, "x" * 100])
def test_bad_names(lesson: object) -> None:
    with pytest.raises(cg.InputError, match="lesson ="):
        cg.keep_answers(lesson)
