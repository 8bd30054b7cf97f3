"""The lessons: their steps, their pairs, and what their cells print."""

from __future__ import annotations

import contextlib
import copy
import io
import json
import os
import re

import nbformat
import pytest

from cogov_games.widgets import kept
from cogov_games.words import speaking
from notebooks import (
    FORBIDDEN,
    HALF_WIDTH,
    LANGUAGES,
    LARGEST,
    LESSONS,
    NAMES,
    ROOT,
    STEPS,
    is_widget,
    lost_emphasis,
    prose_numbers,
    read,
    stale,
    steps_of,
    unpaired,
    wrong_terms,
)  # fmt: skip

every_lesson = pytest.mark.parametrize("name", NAMES)
every_half = pytest.mark.parametrize("language", LANGUAGES)


def test_there_are_lessons_in_both_languages() -> None:
    assert NAMES
    assert sorted(path.name for path in (LESSONS / "zh").glob("*.ipynb")) == NAMES


@every_lesson
@every_half
def test_every_cell_has_one_step_and_the_steps_come_in_order(language: str, name: str) -> None:
    cells = read(language, name).cells
    assert [cell.id for cell in cells if len(steps_of(cell)) != 1] == []
    tags = {tag for cell in cells for tag in cell.metadata.tags}
    assert tags <= {*STEPS, "i18n"}
    order = [STEPS.index(steps_of(cell)[0]) for cell in cells]
    assert order == sorted(order)
    assert set(order) == set(range(len(STEPS)))


@every_lesson
def test_the_first_code_cells_import_and_choose_the_language(name: str) -> None:
    for language in LANGUAGES:
        first, second = [c for c in read(language, name).cells if c.cell_type == "code"][:2]
        assert first.source == "import cogov_games as cg"
        assert second.source == f'cg.use_language("{language}")'
        assert "i18n" in second.metadata.tags


@every_lesson
def test_the_halves_are_a_pair_and_the_translation_is_up_to_date(name: str) -> None:
    english, chinese = (read(language, name) for language in LANGUAGES)
    assert unpaired(english, chinese) == []
    assert stale(english, chinese) == []


@every_lesson
def test_the_pair_tests_see_what_they_are_for(name: str) -> None:
    english, chinese = (read(language, name) for language in LANGUAGES)
    changed = copy.deepcopy(english)
    text = next(cell for cell in changed.cells if cell.cell_type == "markdown")
    text.source += "!"
    assert stale(changed, chinese) == [text.id]
    shared = [c for c in changed.cells if c.cell_type == "code" and "i18n" not in c.metadata.tags]
    shared[0].source += " "
    assert unpaired(changed, chinese) == [f"{shared[0].id}: code"]


@every_lesson
def test_every_widget_is_followed_by_numbers_before_the_next_step_has_one(name: str) -> None:
    cells = read("en", name).cells
    for place, cell in enumerate(cells):
        if cell.cell_type == "code" and is_widget(cell):
            step, printed = steps_of(cell), ""
            for later in cells[place + 1 :]:
                if is_widget(later) and steps_of(later) != step:
                    break
                printed += "".join(output.get("text", "") for output in later.get("outputs", []))
            assert re.search(r"\d", printed), cell.id
    assert sum(is_widget(cell) for cell in cells if cell.cell_type == "code") >= 8


@every_lesson
def test_nothing_is_revealed_before_the_observation(name: str) -> None:
    cells = read("en", name).cells
    early = [cell for cell in cells if STEPS.index(steps_of(cell)[0]) < STEPS.index("observe")]
    told = json.dumps([cell.get("outputs", []) for cell in early])
    assert "equilibri" not in told
    assert "none contribute" not in told


@every_lesson
@every_half
def test_no_widget_state_no_error_and_a_small_file(language: str, name: str) -> None:
    path = LESSONS / language / name
    assert path.stat().st_size < LARGEST
    notebook = read(language, name)
    nbformat.validate(notebook)
    assert set(notebook.metadata) == {"kernelspec", "language_info"}
    outputs = [o for c in notebook.cells for o in c.get("outputs", [])]
    assert {o.output_type for o in outputs} <= {"stream", "execute_result", "display_data"}
    assert {o.name for o in outputs if o.output_type == "stream"} <= {"stdout"}
    assert "widget" not in json.dumps([o.get("data", {}) for o in outputs])


@every_lesson
def test_every_number_in_the_prose_follows_from_the_cells(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A text's metadata says, for each number that it states, by which expression to check it."""
    monkeypatch.setattr(kept, "_answers", kept._Answers())
    monkeypatch.setenv(kept.FOLDER, os.devnull)
    english, chinese = (read(language, name) for language in LANGUAGES)
    space: dict[str, object] = {}
    for cell in english.cells:
        if cell.cell_type == "code":
            with contextlib.redirect_stdout(io.StringIO()):
                exec(compile(cell.source, cell.id, "exec"), space)
    unexplained, wrong, idle = [], [], []
    for cell, translation in zip(english.cells, chinese.cells, strict=True):
        if cell.cell_type != "markdown":
            continue
        known = cell.metadata.get("cogov", {}).get("numbers", {})
        stated = {*prose_numbers(cell.source), *prose_numbers(translation.source)}
        unexplained += [(cell.id, number) for number in stated - set(known)]
        idle += [(cell.id, number) for number in set(known) - stated]
        for number, expression in known.items():
            digits = len(number.partition(".")[2])
            if round(float(eval(expression, space)), digits) != float(number):
                wrong.append((cell.id, number, eval(expression, space)))
    assert (unexplained, wrong, idle) == ([], [], [])


def test_numbers_are_found_in_prose_and_nowhere_else() -> None:
    text = "## 3. Play\n1. With $n=20$ and `x = 4` (1988), 5 of 19 paid 2.50, 87% did.\n\n**Sources.** 76."
    assert prose_numbers(text) == ["5", "19", "2.50", "87"]


@every_lesson
def test_chinese_uses_the_agreed_terms(name: str) -> None:
    chinese = read("zh", name)
    texts = {cell.id: cell.source for cell in chinese.cells}
    assert {key: found for key, text in texts.items() if (found := wrong_terms(text))} == {}
    assert [found for text in texts.values() for found in lost_emphasis(text)] == []
    assert [key for key, text in texts.items() if HALF_WIDTH.search(text)] == []
    used = [term for term in FORBIDDEN if any(term in text for text in texts.values())]
    assert len(used) >= 6


def test_the_interface_and_the_games_use_the_agreed_terms() -> None:
    import cogov_games as cg

    words = (ROOT / "cogov_games" / "locale" / "zh.json").read_text(encoding="utf-8")
    assert wrong_terms(words) == []
    with speaking("zh"):
        for mechanism in cg.catalogue.values():
            told = [mechanism.title, mechanism.story, mechanism.idea, mechanism.leaves_out]
            told += [parameter.meaning for parameter in mechanism.parameters.values()]
            told += [regime.note for regime in mechanism.regimes.values()]
            assert wrong_terms(" ".join(map(str, told))) == [], mechanism.key


def test_the_text_tests_see_what_they_are_for() -> None:
    assert wrong_terms("这是临界质量") == ["临界质量"]
    assert lost_emphasis("比较。**政府：**以概率") == ["。**政府：**以"]
    assert lost_emphasis("**政府**：以概率，**街上。** 家门口") == []
    assert HALF_WIDTH.search("先预测,再动手")
