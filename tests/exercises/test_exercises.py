"""The exercises: pairs, their visible and hidden tests, and how they are graded."""

import json
import sys
from pathlib import Path

import nbformat
import numpy as np
import pytest
import sympy as sp

from cogov_games.errors import InputError
from cogov_games.classroom.grading.answers import decode, encode
from cogov_games.classroom.grading.grade import judge, read_key
from cogov_games.widgets.exercise import BOTH, Exercise, in_short
from cogov_games.words import speaking
from notebooks import (
    HALF_WIDTH, LANGUAGES, LARGEST, NAMES, ROOT, lost_emphasis, read, stale, unpaired,
    wrong_terms,
)  # fmt: skip

sys.path.insert(0, str(ROOT))
from exercises.renew import visible_tests, visible
from exercise_files import EXERCISES, SOLUTIONS, EXERCISE_NAMES, key_of

every_exercise = pytest.mark.parametrize("name", EXERCISE_NAMES)
every_half = pytest.mark.parametrize("language", LANGUAGES)


def run(notebook: nbformat.NotebookNode, names: list[str]) -> dict[str, object]:
    """Run the code cells of a notebook in this process; return the named answers as data."""
    space: dict[str, object] = {}
    for cell in notebook.cells:
        if cell.cell_type == "code" and "check" not in cell.metadata["tags"]:
            source = cell.source.replace("exercise = cg.Exercise", "exercise = str")
            exec(compile(source, cell.id, "exec"), space)
    given = {n: space[n] for n in names if space.get(n, ...) is not ...}
    return {n: decode(json.loads(json.dumps(encode(value)))) for n, value in given.items()}


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
def test_every_question_has_an_answer_cell_and_its_visible_tests(name: str, language: str) -> None:
    notebook = read(language, name, EXERCISES)
    key = read_key(key_of(name))
    ids = [cell.id for cell in notebook.cells]
    for question in key:
        assert f"{question.name}-answer" in ids
        assert (f"{question.name}-check" in ids) is not question.text
    assert notebook.metadata["otter"]["tests"] == visible_tests(key_of(name))
    assert "hidden=True" not in json.dumps(notebook)
    assert all("outputs" not in cell or cell.outputs == [] for cell in notebook.cells)
    assert (EXERCISES / language / name).stat().st_size < LARGEST


@every_exercise
def test_something_is_hidden_and_every_message_is_in_both_languages(name: str) -> None:
    hidden = 0
    for file in key_of(name).glob("q*.py"):
        source = file.read_text(encoding="utf-8")
        hidden += source.count("hidden=True")
        assert source.count("failure_message=") == source.count(BOTH)
        assert visible(source).count("@test_case") == source.count("@test_case") - source.count(
            "hidden=True"
        )
    assert hidden >= 3


@every_exercise
@every_half
def test_solutions_get_all_points_and_an_empty_exercise_none(name: str, language: str) -> None:
    key = [q for q in read_key(key_of(name)) if not q.text]
    names = [q.name for q in key]
    answers = run(read(language, name, SOLUTIONS), names)
    assert {q.name: judge(q, answers) for q in key} == {q.name: q.points for q in key}
    empty = run(read(language, name, EXERCISES), names)
    assert {judge(q, empty) for q in key} == {0.0}


@every_exercise
def test_half_of_the_answers_get_half_of_the_questions(name: str) -> None:
    key = [q for q in read_key(key_of(name)) if not q.text]
    answers = run(read("en", name, SOLUTIONS), [q.name for q in key])
    for question in key[::2]:
        answers[question.name] = "wrong"
    assert [judge(q, answers) for q in key] == [
        0.0 if i % 2 == 0 else q.points for i, q in enumerate(key)
    ]


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
        assert BOTH not in repr(slip) + slip._repr_html_()
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
    for text in ("{}", "[", '{"metadata": []}'):
        other.write_text(text, encoding="utf-8")
        with pytest.raises(InputError, match="is no exercise"):
            Exercise(other)
    with pytest.raises(InputError, match="Did you mean 'q1'"):
        Exercise(EXERCISES / "en" / "01_collective_action.ipynb").check("Q1")
