"""A key and submissions for it."""

import csv
import sys
from pathlib import Path

import nbformat
import pytest

KEY = {
    "q1": """
from otter.test_files import test_case
OK_FORMAT = False
name, points = "q1", 2

@test_case(points=1)
def test_number(q1):
    assert isinstance(q1, float | int)

@test_case(points=1, hidden=True)
def test_value(q1):
    assert abs(q1 - 0.6) < 1e-9
""",
    "q2": """
from otter.test_files import test_case
OK_FORMAT = False
name, points = "q2", 3

@test_case(points=3, hidden=True)
def test_threshold(q2):
    import sympy as sp
    assert sp.simplify(q2 - (1 - sp.Symbol("a"))) == 0
""",
    "q3": "name, points, by_hand = 'q3', 4, True",
}

RIGHT = ["import sympy as sp", "q1 = 0.6", "q2 = 1 - sp.Symbol('a')", "q3 = 'It depends.'"]


def submit(folder: Path, name: str, cells: list[str]) -> None:
    folder.mkdir(exist_ok=True)
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(c) for c in cells])
    nbformat.write(notebook, folder / f"{name}.ipynb")


def table(out: Path) -> list[dict[str, str]]:
    with out.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="name spaces are Linux's")
