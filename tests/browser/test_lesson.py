"""Lesson 01 in a real JupyterLab, in both languages, from the first cell to the last."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Locator

from .lab import DARK, Lab, NotebookPage

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parents[2]
NAME = "01_collective_action.ipynb"
RULES = "svg .mark-rule.role-mark line"
REASON = {"en": "Some always help.", "zh": "总有人愿意出力。"}
LOCKED = {"en": "Locked", "zh": "已锁定"}
NEXT = {"en": "Nothing is shown yet", "zh": "现在还不显示任何内容"}
WAIT = {"en": "Lock your prediction first", "zh": "请先锁定你的预测"}
MISSING = {"en": "Write your reason first", "zh": "请先写下理由"}
LAST = {"en": "Round 10:", "zh": "第 10 轮："}
FOUND = {"en": "none contribute", "zh": "无人出力"}
ALL = {"en": "all contribute", "zh": "全体出力"}
SLIP = {"en": "what an afternoon gives back", "zh": "一个下午给你自己的回报"}
RIGHT = {"en": "Right: a + pS ≥ 1", "zh": "正确：由 a + pS ≥ 1"}
WHY = {"en": "needs no bad people", "zh": "不需要“坏人”"}
BEST = {"en": "first best", "zh": "社会最优"}


class Lesson:
    """A lesson that is open and has been run."""

    def __init__(self, notebook: NotebookPage, language: str) -> None:
        self.notebook, self.page, self.language = notebook, notebook.page, language
        path = ROOT / "lessons" / language / NAME
        self.ids = [cell["id"] for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]]

    def cell(self, name: str) -> Locator:
        """Return a cell by its id."""
        return self.page.locator(".jp-Notebook .jp-Cell").nth(self.ids.index(name))

    def wait(self, name: str, text: str) -> None:
        """Wait until a cell's output has the text."""
        place = self.cell(name).locator(".jp-OutputArea").filter(has_text=text)
        place.first.wait_for(timeout=30_000)


@pytest.fixture(scope="module", params=["en", "zh"])
def lesson(running: Lab, request: pytest.FixtureRequest) -> Iterator[Lesson]:
    """The lesson, run from the first to the last cell; the tests below follow its steps."""
    language = request.param
    path = ROOT / "lessons" / language / NAME
    with running.open(path, width=1280, height=720) as notebook:
        notebook.run_all()
        opened = Lesson(notebook, language)
        opened.cell("sandbox-explorer").locator("svg").first.wait_for(timeout=60_000)
        yield opened
        assert notebook.errors == []
        assert notebook.outside == []


def rules(lesson: Lesson, chart: Locator) -> int:
    """Return how many horizontal lines (prediction, equilibria) a chart shows."""
    return chart.locator(RULES).count()


def test_all_cells_run_without_a_warning(lesson: Lesson) -> None:
    outputs = lesson.page.locator(".jp-OutputArea-output")
    kinds = outputs.evaluate_all("all => all.map(e => e.dataset.mimeType)")
    assert "application/vnd.jupyter.stderr" not in kinds
    assert "application/vnd.jupyter.error" not in kinds
    assert not re.search(r"(?i)warning|traceback|error displaying", lesson.notebook.text)


def test_nothing_is_revealed_before_the_prediction(lesson: Lesson) -> None:
    lesson.wait("observe-chart", NEXT[lesson.language])
    lesson.wait("play-widget", WAIT[lesson.language])
    assert rules(lesson, lesson.cell("observe-chart")) == 0
    assert lesson.cell("play-widget").locator("[data-event=choose]:enabled").count() == 0


def test_the_prediction_is_locked_with_a_reason(lesson: Lesson) -> None:
    cell = lesson.cell("prediction")
    cell.locator(".noUi-handle").focus()
    for _ in range(3):
        lesson.page.keyboard.press("ArrowLeft")
    lesson.wait("prediction", "35%")
    cell.locator(".cogov-prediction-lock").click()
    lesson.wait("prediction", MISSING[lesson.language])
    cell.locator("textarea").fill(REASON[lesson.language])
    cell.locator(".cogov-prediction-lock").focus()
    lesson.page.keyboard.press("Enter")
    lesson.wait("prediction", LOCKED[lesson.language])
    assert cell.locator("textarea").is_disabled()
    assert cell.locator(".cogov-prediction-lock").is_disabled()
    lesson.cell("observe-chart").locator(RULES).first.wait_for(state="attached")


def test_ten_rounds_are_played_by_mouse_and_by_keyboard(lesson: Lesson) -> None:
    cell = lesson.cell("play-widget")
    for turn in range(1, 11):
        choice = "contribute" if turn % 3 == 1 else "free_ride"
        button = cell.locator(f"[data-event=choose][data-value={choice}]")
        button.wait_for()
        if turn <= 5:
            button.click()
        else:
            button.focus()
            lesson.page.keyboard.press("Enter")
        lesson.page.wait_for_function(
            "([cell, n]) => cell.querySelectorAll('svg .mark-symbol path').length === n",
            arg=[cell.element_handle(), turn],
        )
    lesson.wait("play-widget", LAST[lesson.language])
    assert cell.locator("[data-event=choose]").count() == 0
    assert re.search(r"\b24\.2\b", cell.inner_text())


def test_the_observation_reveals_all_three(lesson: Lesson) -> None:
    cell = lesson.cell("observe-chart")
    cell.locator("svg").filter(has_text=FOUND[lesson.language]).wait_for(timeout=10_000)
    picture = cell.locator("svg").first.text_content() or ""
    assert "35%" in picture
    assert rules(lesson, cell) == 2
    assert cell.locator("svg .mark-symbol path").count() == 10
    lesson.wait("observe-chart", REASON[lesson.language])


def explorer_text(lesson: Lesson) -> str:
    cell = lesson.cell("explorer")
    return cell.locator("[data-chart=main] svg").first.text_content() or ""


def test_the_start_slider_tips_cooperative_governance_by_keyboard(lesson: Lesson) -> None:
    cell = lesson.cell("explorer")
    state = cell.locator("[data-html=state-cooperative]")
    state.filter(has_text=f"→ {FOUND[lesson.language]}").wait_for()
    cell.locator(".cogov-slider-start .noUi-handle").focus()
    lesson.page.keyboard.press("End")
    state.filter(has_text=f"→ {ALL[lesson.language]}").wait_for(timeout=10_000)
    verdict = cell.locator("[data-html=verdict]")
    assert BEST[lesson.language] in verdict.inner_text()
    assert "●" in verdict.inner_text()
    other = cell.locator("[data-html=state-government_led]")
    assert other.inner_text().startswith(f"→ {FOUND[lesson.language]}")


def test_the_fine_slider_switches_government_led_governance_by_mouse(lesson: Lesson) -> None:
    cell = lesson.cell("explorer")
    before = explorer_text(lesson)
    cell.locator(".cogov-slider-sanction_government").scroll_into_view_if_needed()
    handle = cell.locator(".cogov-slider-sanction_government .noUi-handle")
    box = handle.bounding_box()
    assert box
    lesson.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    lesson.page.mouse.down()
    lesson.page.mouse.move(box["x"] + 250, box["y"] + box["height"] / 2, steps=6)
    lesson.page.mouse.up()
    state = cell.locator("[data-html=state-government_led]")
    state.filter(has_text=f"→ {ALL[lesson.language]}").wait_for(timeout=10_000)
    lesson.page.wait_for_function(
        "([cell, before]) => cell.querySelector('[data-chart=main] svg').textContent !== before",
        arg=[cell.element_handle(), before],
    )
    assert explorer_text(lesson).count(ALL[lesson.language]) >= 2


def test_a_wrong_choice_is_explained_and_a_right_number_accepted(lesson: Lesson) -> None:
    lesson.cell("check-dilemma").locator("[data-event=choose]").first.click()
    lesson.wait("check-dilemma", WHY[lesson.language])
    field = lesson.cell("check-threshold").locator("input")
    field.press_sequentially("0.4")
    field.press("Enter")
    lesson.wait("check-threshold", SLIP[lesson.language])
    field.select_text()
    field.press_sequentially("0.6")
    lesson.cell("check-threshold").get_by_role("button").click()
    lesson.wait("check-threshold", RIGHT[lesson.language])
    assert lesson.cell("check-threshold").locator(".cogov-right").is_visible()
    assert lesson.cell("check-dilemma").locator(".cogov-wrong").is_visible()


TOFU = """name => {
    const width = (text) => {
        const context = document.createElement("canvas").getContext("2d");
        context.font = `40px ${getComputedStyle(document.querySelector(name)).fontFamily}`;
        const canvas = context.canvas;
        context.fillText(text, 10, 60);
        return canvas.toDataURL();
    };
    const missing = width("\\u{10fffe}");
    const text = [...document.querySelectorAll(".jp-Notebook .jp-Cell")]
        .map(cell => cell.textContent).join("");
    return [...new Set(text)].filter(c => c.codePointAt(0) > 0x2000 && c.trim()
        && !/[\\u200b-\\u200f\\u2028-\\u202f\\u2060-\\u206f\\ufe0f\\u{e000}-\\u{f8ff}]/u.test(c)
        && width(c) === missing);
}"""


def test_every_chart_is_drawn_and_every_character_has_a_shape(lesson: Lesson) -> None:
    lesson.notebook.grow()
    lesson.page.wait_for_timeout(500)
    slots = lesson.page.locator("[data-chart]")
    assert slots.count() >= 12
    empty = slots.evaluate_all(
        """all => all.filter(slot => {
            const svg = slot.querySelector("svg");
            return !svg || svg.clientWidth < 100 || svg.querySelectorAll("text").length < 3
                || svg.querySelectorAll("path, line, rect").length < 5;
        }).map(slot => slot.dataset.chart)"""
    )
    assert empty == []
    assert lesson.page.locator(".cogov-error:visible").all_inner_texts() == []
    assert lesson.page.evaluate(TOFU, ".cogov-board") == []


def test_words_stay_readable_in_the_dark(lesson: Lesson) -> None:
    lesson.notebook.set_theme(DARK)
    faint = lesson.page.locator(".cogov-lesson *, .cogov-prediction *").evaluate_all(
        """all => {
            const light = (colour) => {
                const [r, g, b] = colour.match(/[\\d.]+/g).map(Number).map(c => c / 255)
                    .map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
            };
            const notebook = document.querySelector(".jp-Notebook");
            const paper = light(getComputedStyle(notebook).backgroundColor);
            return all.filter(e => e.checkVisibility()
                && !e.closest("svg, button, style, :disabled")
                && [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim()))
                .filter(e => {
                    const ink = light(getComputedStyle(e).color);
                    const [low, high] = [ink, paper].sort((a, b) => a - b);
                    return (high + 0.05) / (low + 0.05) < 4.5;
                }).map(e => e.textContent.trim().slice(0, 40));
        }"""
    )
    assert faint == []
