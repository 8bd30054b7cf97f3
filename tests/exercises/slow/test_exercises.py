"""The exercises run as a whole: nbval on the solutions, submissions through the grader."""

from pathlib import Path

import nbformat
import pytest
from exercise_files import EXERCISE_NAMES, EXERCISES, SOLUTIONS, key_of
from notebooks import LANGUAGES, nbval, read

from cogov_games.classroom.grading.grade import grade_folder, read_key


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
def test_right_half_right_and_empty_submissions_through_the_sandbox(tmp_path: Path) -> None:
    for name in EXERCISE_NAMES:
        folder = tmp_path / name.removesuffix(".ipynb")
        folder.mkdir()
        right = read("zh", name, SOLUTIONS)
        half = read("en", name, SOLUTIONS)
        (cell,) = (c for c in half.cells if c.id == "q2-answer")
        cell.source = "q2 = None"
        nbformat.write(right, folder / "right.ipynb")
        nbformat.write(half, folder / "half.ipynb")
        nbformat.write(read("en", name, EXERCISES), folder / "empty.ipynb")
        key = read_key(key_of(name))
        full = sum(q.points for q in key if not q.text)
        lost = next(q.points for q in key if q.name == "q2")
        grades = grade_folder(folder, key_of(name), tmp_path / "grades.csv")
        totals = {g.submission: g.total for g in grades}
        assert totals == {"empty.ipynb": 0.0, "half.ipynb": full - lost, "right.ipynb": full}
        assert all(not g.faults for g in grades if g.submission != "empty.ipynb"), grades
