"""The exercises run as a whole: nbval on the solutions, notebooks through the grader."""

from pathlib import Path

import nbformat
import pytest
from exercise_files import EXERCISE_NAMES, EXERCISES, SOLUTIONS, key_of
from notebooks import LANGUAGES, nbval, read

from cogov_games.classroom.grading.grade import grade_folder
from cogov_games.classroom.grading.worker import read_rubric
from lessons.renew import run


@pytest.mark.slow
def test_nbval_finds_the_solutions_as_they_are_committed(tmp_path: Path) -> None:
    paths = [SOLUTIONS / language / name for name in EXERCISE_NAMES for language in LANGUAGES]
    here = [tmp_path / path.parent.name / path.name for path in paths]
    for source, place in zip(paths, here, strict=True):
        place.parent.mkdir(exist_ok=True)
        place.write_bytes(source.read_bytes())
    done = nbval(*here, folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_right_half_right_and_empty_notebooks_are_graded(tmp_path: Path) -> None:
    for name in EXERCISE_NAMES:
        folder = tmp_path / name.removesuffix(".ipynb")
        folder.mkdir()
        half = read("en", name, SOLUTIONS)
        for cell in half.cells:
            if cell.id in ("number", "q2-answer"):
                cell.source = {"number": 'number = "half"', "q2-answer": "q2 = ..."}[cell.id]
        nbformat.write(half, folder / name)
        run(half, folder)  # as a student does
        nbformat.write(half, folder / name)
        (folder / "right.ipynb").write_bytes((SOLUTIONS / "zh" / name).read_bytes())
        (folder / "empty.ipynb").write_bytes((EXERCISES / "en" / name).read_bytes())
        questions = read_rubric(key_of(name)).questions
        full = sum(q.points for q in questions.values() if not q.by_hand)
        graded = grade_folder(folder, key_of(name), folder / "grades.csv")
        rows = {row["number"]: row for row in graded.table.rows}
        assert {number: float(row["points"]) for number, row in rows.items()} == {
            "empty": 0.0, "half": full - questions["q2"].points, "solution": full,
        }  # fmt: skip
        assert rows["solution"]["faults"] == ""
        assert rows["half"]["faults"] == "q2: not answered"
        assert rows["half"]["files"] == f"half_{name.removesuffix('.ipynb')}.json; {name}"
