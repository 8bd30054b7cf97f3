"""A lesson from the template, filled in, renewed and run as those of the repository are."""

from __future__ import annotations

import json
import runpy
from pathlib import Path

import nbformat
import pytest

import cogov_games as cg
from blanks import filled
from cogov_games.templates.lesson import pair, write_lesson
from lesson_faults import executed, pair_faults
from notebooks import LANGUAGES, LESSONS, nbval

RENEW = runpy.run_path(str(LESSONS / "renew.py"))


@pytest.mark.slow
@pytest.mark.parametrize("key", ["public_good", "inspection", "cost_sharing"])
def test_filled_in_and_renewed_it_passes_as_a_lesson(
    key: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    halves = dict(zip(LANGUAGES, write_lesson("05_x", tmp_path, key), strict=True))
    english, chinese = (nbformat.read(path, as_version=4) for path in halves.values())
    for notebook in (english, chinese):
        for cell in notebook.cells:
            cell.source = filled(cell.source)
    RENEW["pair_up"](english, chinese)
    RENEW["record"](english, chinese, [])
    for path, notebook in zip(halves.values(), (english, chinese), strict=True):
        RENEW["run"](notebook, path.parent)
        RENEW["strip"](notebook)
        nbformat.write(notebook, path)
    assert pair_faults(halves, monkeypatch) == {}
    done = nbval(*halves.values(), folder=tmp_path)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
@pytest.mark.parametrize("key", cg.catalogue)
def test_its_code_runs_for_every_mechanism(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    _, printed = executed(
        nbformat.reads(json.dumps(pair("05_x", key)[0]), as_version=4), monkeypatch
    )
    assert all(regime.title.en in printed for regime in cg.catalogue[key].regimes.values())
