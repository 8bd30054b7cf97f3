"""The template of a lesson: two halves from one source, with blanks that its author has to fill in."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import nbformat
import pytest

import cogov_games as cg
from blanks import filled
from cogov_games.templates import lesson
from cogov_games.templates.lesson import pair, write_lesson
from lesson_faults import blanks, out_of_step, pair_faults, told_too_early, wrongly_begun
from notebooks import FORBIDDEN, LANGUAGES, STEPS, stale, unpaired

NAME = "05_participation"
Halves = dict[str, Path]


@pytest.fixture
def halves(tmp_path: Path) -> Halves:
    """The template as it is written."""
    return dict(zip(LANGUAGES, write_lesson(NAME, tmp_path), strict=True))


def fill(halves: Halves) -> None:
    """Fill in both halves, and record that one translates the other."""
    english, chinese = (nbformat.read(path, as_version=4) for path in halves.values())
    for source, translation in zip(english.cells, chinese.cells, strict=True):
        source.source, translation.source = filled(source.source), filled(translation.source)
        if source.cell_type == "markdown":
            translation.metadata.cogov.translates = lesson.fingerprint(source.source)
    for path, notebook in zip(halves.values(), (english, chinese), strict=True):
        nbformat.write(notebook, path)


def test_with_blanks_it_is_refused_in_both_halves(
    halves: Halves, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = pair_faults(halves, monkeypatch)
    assert set(faults) == {"blanks en", "blanks zh", "widgets"}
    assert faults["widgets"] == ["0 widgets"]  # it has not been run


def test_filled_in_it_only_has_to_be_run(halves: Halves, monkeypatch: pytest.MonkeyPatch) -> None:
    fill(halves)
    assert pair_faults(halves, monkeypatch) == {"widgets": ["0 widgets"]}
    chinese = "".join(c.source for c in nbformat.read(halves["zh"], as_version=4).cells)
    assert sum(term in chinese for term in FORBIDDEN) >= 6


def test_every_blank_has_its_counterpart_and_the_code_is_the_same(halves: Halves) -> None:
    english, chinese = (nbformat.read(path, as_version=4) for path in halves.values())
    assert (unpaired(english, chinese), stale(english, chinese)) == ([], [])
    assert blanks(english) == blanks(chinese)
    for one, other in zip(english.cells, chinese.cells, strict=True):
        assert one.source.count("FILL_IN") == other.source.count("FILL_IN"), one.id


def test_it_is_written_as_a_notebook_editor_writes_it(halves: Halves) -> None:
    for path in halves.values():
        before = path.read_bytes()
        nbformat.write(nbformat.read(path, as_version=4), path)
        assert path.read_bytes() == before


def test_the_checks_see_what_they_are_for(halves: Halves) -> None:
    english = nbformat.read(halves["en"], as_version=4)
    assert (out_of_step(english), wrongly_begun(english, "en")) == ([], [])
    missing = copy.deepcopy(english)
    missing.cells = [cell for cell in missing.cells if "play" not in cell.metadata.tags]
    assert out_of_step(missing) == [f"steps: {', '.join(step for step in STEPS if step != 'play')}"]
    back = copy.deepcopy(english)
    back.cells.append(back.cells[0])
    assert out_of_step(back) == ["a step is interrupted"]
    assert wrongly_begun(english, "zh") == ["language"]
    told = copy.deepcopy(english)
    cell = next(cell for cell in told.cells if cell.id == "play-numbers")
    cell.outputs = [nbformat.v4.new_output("stream", text="equilibria: 1")]
    assert told_too_early(told) == ["play-numbers"]


def code_of(notebook: dict[str, Any], cell: str) -> str:
    return "".join(next(c["source"] for c in notebook["cells"] if c["id"] == cell))


def test_it_is_about_the_mechanism_that_is_named() -> None:
    english, _ = pair("07_looking", "inspection")
    assert 'm = cg.catalogue["inspection"]' in code_of(english, "numbers")
    assert "play = m.play(" in code_of(english, "play-widget")
    assert 'cg.keep_answers("07_looking")' in code_of(english, "settings")
    assert "# Lesson 7 · " in code_of(english, "title")


def test_where_it_cannot_be_played_another_game_is() -> None:
    with pytest.raises(cg.InputError):
        cg.catalogue["cost_sharing"].play()
    english, _ = pair(NAME, "cost_sharing")
    assert 'm = cg.catalogue["cost_sharing"]' in code_of(english, "numbers")
    assert 'play = cg.catalogue["public_good"].play(' in code_of(english, "play-widget")


@pytest.mark.parametrize(
    "name", ["5_x", "05x", "05_", "05_Trust", "05-trust", "trust", "05_ä", "٠٥_x"]
)
def test_a_name_is_two_digits_and_lower_case(name: str, tmp_path: Path) -> None:
    with pytest.raises(cg.InputError, match=f"name = {name!r} is not allowed: two digits"):
        write_lesson(name, tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_there_must_be_a_folder_and_a_mechanism(tmp_path: Path) -> None:
    with pytest.raises(cg.InputError, match=r"folder = '.*lessons' is no folder; allowed is one"):
        write_lesson(NAME, tmp_path / "lessons")
    with pytest.raises(cg.InputError, match=r"unknown mechanism 'publc_good'\. Did you mean"):
        write_lesson(NAME, tmp_path, "publc_good")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_lesson_is_overwritten_and_no_number_used_twice(language: str, tmp_path: Path) -> None:
    mine = tmp_path / language / "05_mine.ipynb"
    mine.parent.mkdir()
    mine.write_text(json.dumps({"mine": True}), encoding="utf-8")
    for name in ("05_mine", NAME):
        with pytest.raises(cg.InputError, match=f"name = '{name}' .* 05 is the number of 05_mine"):
            write_lesson(name, tmp_path)
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == [mine]
    assert mine.read_text(encoding="utf-8") == '{"mine": true}'
