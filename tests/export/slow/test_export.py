"""What exporting runs, and what it leaves as it was."""

from __future__ import annotations

import os
import re
from pathlib import Path

import nbformat
import pytest

from cogov_games.errors import InputError
from cogov_games.export import export, run
from cogov_games.export.markup import outside

SMALL = """import cogov_games as cg
cg.use_language("zh")
cg.catalogue["team"].explore()"""


@pytest.mark.slow
def test_a_notebook_is_run_and_stays_as_it_is(tmp_path: Path) -> None:
    cells = [
        nbformat.v4.new_markdown_cell("# 标题"),
        nbformat.v4.new_code_cell(SMALL),
        nbformat.v4.new_code_cell("import os; print(os.environ['COGOV_ANSWERS'], 1 + 1)"),
    ]
    path = tmp_path / "small.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    before = path.read_bytes()
    written = export(path, tmp_path / "out", stops=2)
    assert [file.name for file in written] == ["small.zh.html"]
    assert path.read_bytes() == before
    assert sorted(file.name for file in tmp_path.iterdir()) == ["out", "small.ipynb"]
    page = written[0].read_text(encoding="utf-8")
    assert '<html lang="zh-Hans">' in page
    assert len(re.findall("data-widget=", page)) == 1
    assert f"{os.devnull} 2" in page
    assert outside(page) == []


@pytest.mark.slow
def test_a_cell_that_fails_is_told(tmp_path: Path) -> None:
    cells = [nbformat.v4.new_code_cell("1 / 0")]
    path = tmp_path / "fails.ipynb"
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)
    with pytest.raises(InputError, match=r"(?s)fails\.ipynb cannot be run.*ZeroDivisionError"):
        run(path)
