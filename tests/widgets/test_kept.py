"""Predictions and answers survive a restart of the kernel, and a damaged file does no harm."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import cogov_games as cg
from cogov_games.widgets import kept
from cogov_games.widgets.quiz import Check, Choice
from cogov_games.words import Words, speaking

ROOT = Path(__file__).parents[2]
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


@pytest.mark.parametrize("content", ["", "{", "[1]", '{"prediction": 3}', "null", "\x00", "[" * 10**5, '{"a": NaN}',
                                     '{"a": 1, "a": 2}', "[" + "9" * 10**5], ids=lambda t: repr(t)[:20])
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
        {"value": 0.5, "reason": 5},
        {"value": [0.5], "reason": "because"},
        {"value": True, "reason": "because"},
        {"value": 10**310, "reason": "because"},
        {"given": 10**310, "tries": 1},
        {"given": 0, "tries": {}},
        {"given": True, "tries": 1},
        [["value", 0.5]],
        "value",
    ],
    ids=lambda value: repr(value)[:40],
)
def test_a_strange_answer_is_left_out(answer: object) -> None:
    cg.keep_answers("lesson")
    kept.Slot("prediction", QUESTION, 0.0, 1.0).write(answer)
    assert not cg.Prediction(QUESTION).locked
    kept.Slot("check", QUESTION).write(answer)
    assert not Check(QUESTION, CHOICES).solved


OTHER_KERNEL = """
import sys
import cogov_games as cg
cg.keep_answers("lesson")
print("ready", flush=True)
for i in range(40):
    sys.stdin.readline()
    cg.Prediction(f"Question {sys.argv[1]} {i}?").lock(0.5, "Because of it.")
    print(i, flush=True)
"""


def test_two_kernels_on_one_file_lose_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kernels = [
        subprocess.Popen(
            [sys.executable, "-c", OTHER_KERNEL, name], stdin=subprocess.PIPE, text=True,
            stdout=subprocess.PIPE, env={**os.environ, kept.FOLDER: str(folder)}, cwd=ROOT,
        )
        for name in "ab"
    ]  # fmt: skip
    for kernel in kernels:  # both have read the file before either writes
        assert kernel.stdout.readline() == "ready\n"
    for kernel in kernels:
        kernel.communicate("\n" * 40, timeout=120)
        assert kernel.returncode == 0
    restart(monkeypatch)
    for name in "ab":
        for i in range(40):
            assert cg.Prediction(f"Question {name} {i}?").locked, (name, i)


def test_what_was_confirmed_can_be_handed_in(folder: Path, tmp_path: Path) -> None:
    cg.keep_answers("lesson", "17")
    with pytest.raises(cg.InputError, match="no answer yet"):
        cg.hand_in(folder=tmp_path)
    cg.Prediction(QUESTION).lock(0.35, "They wait.")
    Check(QUESTION, CHOICES).answer(1)
    Check("2 + 2?", number=4, because="Yes.", otherwise="No.").answer(5)
    handed = cg.hand_in(folder=tmp_path)
    assert handed.file.name == "17_lesson.json"
    assert [a.kind for a in handed.answers.values()] == ["number", "choice", "number"]
    assert [a.value for a in handed.answers.values()] == [0.35, 1, 5]
    data = json.loads((folder / "lesson.json").read_text())
    (key,) = (k for k, v in data.items() if isinstance(v, dict) and v.get("value") == 1)
    data[key]["kind"] = "code"
    (folder / "lesson.json").write_text(json.dumps(data))
    cg.keep_answers("lesson", "17")
    assert len(cg.hand_in(folder=tmp_path).answers) == 2  # what was tampered with is left out


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
