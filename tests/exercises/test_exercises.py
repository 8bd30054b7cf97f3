"""The exercises: pairs, their visible and hidden checks, and how they are graded."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import sympy as sp

import cogov_games as cg
from cogov_games.classroom.exercise import Exercise, in_short
from cogov_games.classroom.grading.submissions import File, Submission, read as read_file
from cogov_games.classroom.grading.worker import read_rubric
from cogov_games.errors import InputError
from cogov_games.study.rubric import Rubric, judge
from cogov_games.widgets import kept
from cogov_games.words import speaking
from exercise_files import EXERCISES, EXERCISE_NAMES, SOLUTIONS, key_of
from notebooks import (
    HALF_WIDTH, LANGUAGES, LARGEST, NAMES, lost_emphasis, read, stale, unpaired, wrong_terms,
)  # fmt: skip

every_exercise = pytest.mark.parametrize("name", EXERCISE_NAMES)
every_half = pytest.mark.parametrize("language", LANGUAGES)


@pytest.fixture(autouse=True)
def answers_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test writes beside the exercises, or finds what another one kept."""
    monkeypatch.setenv(kept.FOLDER, str(tmp_path / "answers"))
    monkeypatch.setattr(kept, "_answers", kept._Answers())
    return tmp_path / "answers"


def points(rubric: Rubric, given: dict[str, Any]) -> dict[str, float]:
    """Return the points of answers, which are data."""
    return {
        name: judge(question, given[name], cg.catalogue).points if name in given else 0.0
        for name, question in rubric.questions.items()
        if not question.by_hand
    }


def carried(file: Path, name: str) -> dict[str, Any]:
    """Return the answers that a notebook carries, as data."""
    found = read_file(File(file.name, file.read_bytes()), name.removesuffix(".ipynb"))
    assert isinstance(found, Submission)
    assert found.faults == ()
    return {question: answer.value for question, answer in found.answers.items()}


def full(rubric: Rubric) -> dict[str, float]:
    return {name: q.points for name, q in rubric.questions.items() if not q.by_hand}


def test_every_lesson_with_an_exercise_has_it_in_both_languages() -> None:
    assert EXERCISE_NAMES
    assert set(EXERCISE_NAMES) <= set(NAMES)
    for folder in (EXERCISES, SOLUTIONS):
        for language in LANGUAGES:
            assert sorted(p.name for p in (folder / language).glob("*.ipynb")) == EXERCISE_NAMES


@every_exercise
def test_the_halves_are_a_pair_and_the_translation_is_up_to_date(name: str) -> None:
    for folder in (EXERCISES, SOLUTIONS):
        english, chinese = (read(language, name, folder) for language in LANGUAGES)
        texts = {
            c.id for c in english.cells if c.id == "q7-answer" or c.source.startswith('q7 = """')
        }
        found = [f for f in unpaired(english, chinese) if f.partition(":")[0] not in texts]
        assert found == []
        assert stale(english, chinese) == []


@every_exercise
@every_half
def test_every_question_has_an_answer_cell_and_its_visible_checks(name: str, language: str) -> None:
    notebook = read(language, name, EXERCISES)
    key = json.loads((key_of(name) / "key.json").read_text(encoding="utf-8"))
    ids = [cell.id for cell in notebook.cells]
    for question in key["questions"]:
        assert f"{question['name']}-answer" in ids
        assert f"{question['name']}-check" in ids
        shown = [c for c in question.get("criteria", []) if not c.get("hidden")]
        (ours,) = (q for q in notebook.metadata["cogov"]["questions"] if q["name"] == question["name"])
        assert ours == {**question, "criteria": shown}
    assert "hidden" not in json.dumps(notebook.metadata)
    assert all("outputs" not in cell or cell.outputs == [] for cell in notebook.cells)
    assert (EXERCISES / language / name).stat().st_size < LARGEST


@every_exercise
def test_something_is_hidden_and_the_points_add_up(name: str) -> None:
    questions = read_rubric(key_of(name)).questions.values()
    criteria = [c for q in questions for c in q.criteria]
    assert sum(c.hidden for c in criteria) >= 3
    for c in criteria:
        assert c.hidden or (c.wrong.en and c.wrong.zh)
    for q in questions:
        assert q.form.en
        assert q.form.zh
        assert q.by_hand or sum(c.points for c in q.criteria) == q.points


@every_exercise
@every_half
def test_solutions_get_all_points_and_an_empty_exercise_none(name: str, language: str) -> None:
    """Solutions carry their answers; `slow/test_exercises.py` runs them."""
    rubric = read_rubric(key_of(name))
    given = carried(SOLUTIONS / language / name, name)
    assert given.keys() == rubric.questions.keys()
    assert points(rubric, given) == full(rubric)
    assert carried(EXERCISES / language / name, name) == {}


@every_exercise
def test_wrong_answers_get_no_more_than_the_points_of_what_they_meet(name: str) -> None:
    rubric = read_rubric(key_of(name))
    right = carried(SOLUTIONS / "en" / name, name)
    wrong: dict[str, Any] = {
        "order": ["laissez_faire", "laissez_faire"], "number": -17.0, "place": {"nothing": 1.0},
        "expression": "unknown**2", "mechanism": "{}",
    }  # fmt: skip
    names = list(full(rubric))
    given = {
        n: wrong[rubric.questions[n].kind] if i % 2 == 0 else right[n] for i, n in enumerate(names)
    }
    found = points(rubric, given)
    assert all(found[n] <= (1 if i % 2 == 0 else full(rubric)[n]) for i, n in enumerate(names))
    assert all(found[n] == full(rubric)[n] for i, n in enumerate(names) if i % 2)
    others = {n: wrong["mechanism" if rubric.questions[n].kind != "mechanism" else "order"]
              for n in names}  # fmt: skip
    assert set(points(rubric, others).values()) == {0.0}


@every_exercise
def test_the_mechanism_as_it_was_gets_no_points(name: str) -> None:
    rubric = read_rubric(key_of(name))
    (question,) = (q for q in rubric.questions.values() if q.kind == "mechanism")
    unchanged = cg.catalogue[str(question.mechanism)].to_json()
    assert judge(question, unchanged, cg.catalogue).points == 0
    other = cg.catalogue["team" if question.mechanism != "team" else "compact"].to_json()
    verdict = judge(question, other, cg.catalogue)
    assert verdict.points == 0
    assert "parameters are not those" in verdict.fault


@every_exercise
def test_chinese_uses_the_agreed_terms(name: str) -> None:
    for folder in (EXERCISES, SOLUTIONS):
        texts = {cell.id: cell.source for cell in read("zh", name, folder).cells}
        assert {key: found for key, text in texts.items() if (found := wrong_terms(text))} == {}
        assert [found for text in texts.values() for found in lost_emphasis(text)] == []
        assert [key for key, text in texts.items() if HALF_WIDTH.search(text)] == []


# What a student sees -----------------------------------------------------------------------------


@every_half
def test_feedback_is_immediate_specific_and_in_the_reader_s_language(language: str) -> None:
    exercise = Exercise(EXERCISES / language / "01_collective_action.ipynb")
    with speaking(language):
        slip = exercise.check("q2", {"q2": 0.35})
        assert not slip.right
        assert {"en": "gives back to you", "zh": "给你自己的回报"}[language] in repr(slip)
        assert exercise.check("q2", {"q2": 0.65}).right
        for missing in ({}, {"q2": ...}, {"q2": None}):
            open_ = exercise.check("q2", missing)
            assert not open_.right
            assert {"en": "no answer yet", "zh": "还没有作答"}[language] in open_._repr_html_()
        odd = exercise.check("q2", {"q2": object()})
        assert not odd.right
        assert repr(odd)


@every_half
def test_the_check_says_which_value_it_judged(language: str) -> None:
    """After a cell that failed that is the old value."""
    exercise = Exercise(EXERCISES / language / "01_collective_action.ipynb")

    def judged(value: object) -> str:
        with speaking(language):
            return repr(exercise.check("q2", {"q2": value})).splitlines()[0]

    label = {"en": "your answer: ", "zh": "你的答案："}[language]
    assert judged(1 - 0.35) == f"{label}0.65"
    assert judged(np.float64(2 / 3)) == f"{label}0.666667"
    assert judged([np.float64(0.5), 1]) == f"{label}[0.5, 1]"
    assert judged("0.65") == f"{label}'0.65'"
    assert judged((0, 65)) == f"{label}(0, 65)"
    assert judged({"c", "a", "b"}) == f"{label}{{'a', 'b', 'c'}}"
    assert judged(1 - sp.Symbol("a")) == f"{label}1 - a"
    for long in ("x" * 10_000, list(range(10_000)), sp.prod(sp.symbols("x:50"))):
        shown = judged(long).removeprefix(label)
        assert len(shown) == 60
        assert shown.endswith("…")
    with speaking(language):
        shown = exercise.check("q2", {"q2": "<script>"})._repr_html_()
        assert "<script>" not in shown
        assert f"{label}&#x27;&lt;script&gt;&#x27;" in shown
        assert label not in repr(exercise.check("q2", {}))


def test_an_answer_that_cannot_write_itself_is_named_by_its_type() -> None:
    class Odd:
        def __repr__(self) -> str:
            raise RuntimeError

    assert in_short(Odd()) == "Odd"


def test_answers_are_taken_from_the_caller() -> None:
    space = {"exercise": Exercise(EXERCISES / "en" / "01_collective_action.ipynb"), "q2": 0.65}
    assert eval("exercise.check('q2')", space).right


@every_half
def test_who_renamed_the_notebook_is_told_what_to_do(language: str, tmp_path: Path) -> None:
    told = {
        "en": "Give the notebook its name 01_collective_action.ipynb back while you work",
        "zh": "做题时请把笔记本的文件名改回 01_collective_action.ipynb",
    }
    with speaking(language), pytest.raises(InputError, match=told[language]):
        Exercise(tmp_path / "01_collective_action.ipynb")


def test_bad_arguments(tmp_path: Path) -> None:
    other = tmp_path / "other.ipynb"
    for text in ("{}", "[", '{"metadata": []}', '{"metadata": {"cogov": {"format": "x"}}}'):
        other.write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match="is no exercise"):
            Exercise(other)
    with pytest.raises(InputError, match="Did you mean 'q1'"):
        Exercise(EXERCISES / "en" / "01_collective_action.ipynb").check("Q1")
