"""The lessons run by nbval."""

from __future__ import annotations

import sys
from pathlib import Path

import nbformat
import pytest
from notebooks import LANGUAGES, LESSONS, NAMES, nbval, read


@pytest.mark.slow
def test_nbval_finds_what_is_committed(tmp_path: Path) -> None:
    halves = [(language, name) for name in NAMES for language in LANGUAGES]
    done = nbval(*(LESSONS / language / name for language, name in halves), folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr
    kinds = [cell.cell_type for half in halves for cell in read(*half).cells]
    assert f"{kinds.count('code')} passed" in done.stdout


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="outputs are compared on Linux only")
def test_nbval_would_find_another_number(tmp_path: Path) -> None:
    notebook = read("en", NAMES[0])
    cell = next(cell for cell in notebook.cells if cell.id == "change-numbers")
    assert "0.871985" in cell.outputs[0].text
    cell.outputs[0].text = cell.outputs[0].text.replace("0.871985", "0.871986")
    kept = ("import", "language", "numbers", "change-numbers")
    notebook.cells = [cell for cell in notebook.cells if cell.id in kept]
    nbformat.write(notebook, tmp_path / "other.ipynb")
    done = nbval(tmp_path / "other.ipynb", folder=tmp_path)
    assert done.returncode == 1
    assert "1 failed, 3 passed" in done.stdout
