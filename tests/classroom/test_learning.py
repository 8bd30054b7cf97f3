"""What a class learned: hostile answers are told briefly and as text."""

from pathlib import Path

import pytest

import cogov_games as cg
from cogov_games.classroom.learning import STUDENTS, learning_gain


def written(path: Path, *rows: str) -> Path:
    path.write_text("\n".join(["student,form,1," + "9" * 5000, *rows]), encoding="utf-8")
    return path


def test_hostile_rows(tmp_path: Path) -> None:
    rows = ["li,A,c,x", *(f"s{i},<script>{'x' * 5000},c,x" for i in range(100))]
    before = written(tmp_path / "<b>.csv", *rows)
    gain = learning_gain(before, written(tmp_path / "after.csv", "li,A,c,x"))
    assert (gain.students, gain.before, len(gain.faults)) == (1, 1.0, 100)
    page = gain._repr_html_()
    assert "<script>" not in page
    assert "<b>" not in page
    assert "&lt;script&gt;" in page
    assert len(page) < 10_000


def test_more_students_than_a_class_has(tmp_path: Path) -> None:
    many = written(tmp_path / "a.csv", *(f"s{i},A,c,x" for i in range(STUDENTS + 1)))
    with pytest.raises(cg.InputError, match="more than 10,000 students"):
        learning_gain(many, many)
