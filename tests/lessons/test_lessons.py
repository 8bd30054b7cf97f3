"""The lessons: their steps, their pairs, and what their cells print."""

from __future__ import annotations

import copy

import pytest

from cogov_games.words import speaking
from lesson_faults import (
    bad_chinese,
    blanks,
    out_of_step,
    told_too_early,
    unfit_to_commit,
    widgets_without_numbers,
    wrong_numbers,
    wrongly_begun,
)  # fmt: skip
from notebooks import (
    FORBIDDEN,
    HALF_WIDTH,
    LANGUAGES,
    LESSONS,
    NAMES,
    ROOT,
    lost_emphasis,
    prose_numbers,
    read,
    stale,
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
    assert out_of_step(read(language, name)) == []


@every_lesson
def test_the_first_code_cells_import_and_choose_the_language(name: str) -> None:
    for language in LANGUAGES:
        assert wrongly_begun(read(language, name), language) == []


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
    assert widgets_without_numbers(read("en", name)) == []


@every_lesson
def test_nothing_is_revealed_before_the_observation(name: str) -> None:
    assert told_too_early(read("en", name)) == []


@every_lesson
@every_half
def test_nothing_is_left_to_fill_in(language: str, name: str) -> None:
    assert blanks(read(language, name)) == []


@every_lesson
@every_half
def test_no_widget_state_no_error_and_a_small_file(language: str, name: str) -> None:
    assert unfit_to_commit(LESSONS / language / name) == []


@every_lesson
def test_every_number_in_the_prose_follows_from_the_cells(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    english, chinese = (read(language, name) for language in LANGUAGES)
    assert wrong_numbers(english, chinese, monkeypatch) == []


def test_numbers_are_found_in_prose_and_nowhere_else() -> None:
    text = "## 3. Play\n1. With $n=20$ and `x = 4` (1988), 5 of 19 paid 2.50, 87% did.\n\n**Sources.** 76."
    assert prose_numbers(text) == ["5", "19", "2.50", "87"]


@every_lesson
def test_chinese_uses_the_agreed_terms(name: str) -> None:
    chinese = read("zh", name)
    assert bad_chinese(chinese) == []
    texts = [cell.source for cell in chinese.cells]
    used = [term for term in FORBIDDEN if any(term in text for text in texts)]
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
