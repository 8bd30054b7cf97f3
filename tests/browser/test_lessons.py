"""Every lesson in a real JupyterLab, in both languages, from the first cell to the last.

What is asked and what is right is read from the lesson itself: its code is run here as well, which
gives the widgets that it makes, and these are asked what the page should show.
"""

from __future__ import annotations

import ast
import contextlib
import html
import io
import os
import re
from collections.abc import Iterator
from typing import Any

import nbformat
import pytest
from playwright.sync_api import Locator, expect

from cogov_games.widgets import kept
from cogov_games.widgets.observe import Observe
from cogov_games.widgets.play import Play
from cogov_games.widgets.predict import Prediction
from cogov_games.widgets.quiz import Check
from cogov_games.words import number, speaking
from notebooks import LANGUAGES, NAMES, read

from .conftest import TestLab
from .lab import DARK, Lab, NotebookPage, notebook_of

pytestmark = pytest.mark.browser

FIRST = NAMES[0]
RULES = "svg .mark-rule.role-mark line"
REASON = {"en": "Some always help.", "zh": "总有人愿意出力。"}
LOCKED = {"en": "Locked", "zh": "已锁定"}
NEXT = {"en": "Nothing is shown yet", "zh": "现在还不显示任何内容"}
MISSING = {"en": "Write your reason first", "zh": "请先写下理由"}
HINT = {"en": "hint 1 of", "zh": "查看提示 1"}
CONTROLS = "[data-event=choose]:enabled, [data-event=play]:enabled, [data-event=vote]:enabled"


def made_by(language: str, cells: list[Any]) -> dict[str, Any]:
    """Run the code of some cells here; return what its cells show, by cell. Explorers are left out."""
    shown, space = {}, dict[str, Any]()
    with (
        speaking(language),
        contextlib.redirect_stdout(io.StringIO()),
        pytest.MonkeyPatch.context() as m,
    ):
        m.setattr(kept, "_answers", kept._Answers())
        m.setenv(kept.FOLDER, os.devnull)
        for cell in cells:
            if cell.cell_type != "code":
                continue
            tree = ast.parse(cell.source)
            last = tree.body[-1]
            if not isinstance(last, ast.Expr):
                exec(compile(tree, cell.id, "exec"), space)
                continue
            tree.body.pop()
            exec(compile(tree, cell.id, "exec"), space)
            if ".explore(" not in ast.unparse(last):
                shown[cell.id] = eval(compile(ast.Expression(last.value), cell.id, "eval"), space)
    return shown


def plain(markup: str) -> str:
    """Return what a reader sees of HTML, without spaces."""
    return re.sub(r"\s+", "", html.unescape(re.sub(r"<[^>]*>", "", markup)))


class Lesson:
    """A lesson that is open and has been run."""

    def __init__(self, notebook: NotebookPage, language: str, cells: list[Any]) -> None:
        self.notebook, self.page, self.language = notebook, notebook.page, language
        self.ids = [cell["id"] for cell in cells]
        self.made = made_by(language, cells)

    def cell(self, name: str) -> Locator:
        """Return a cell by its id."""
        return self.page.locator(".jp-Notebook .jp-Cell").nth(self.ids.index(name))

    def each(self, kind: type) -> list[tuple[str, Any]]:
        """Return the cells that show a widget of a kind, with the same widget made here."""
        return [(name, shown) for name, shown in self.made.items() if isinstance(shown, kind)]

    def wait(self, name: str, text: str) -> None:
        """Wait until a cell's output has the text."""
        place = self.cell(name).locator(".jp-OutputArea").filter(has_text=text)
        place.first.wait_for(timeout=30_000)

    def same(self, name: str, slot: str) -> None:
        """Wait until a slot of the page reads as that of the widget made here."""
        self.page.wait_for_function(
            """([cell, slot, text]) =>
                cell.querySelector(`[data-html=${slot}]`).textContent.replace(/\\s+/g, "") === text""",
            arg=[
                self.cell(name).element_handle(), slot, plain(self.made[name].frame["html"][slot]),
            ],
        )  # fmt: skip

    def said(self, words: object) -> str:
        with speaking(self.language):
            return str(words)


@pytest.fixture(scope="module")
def lesson(running: Lab, request: pytest.FixtureRequest) -> Iterator[Lesson]:
    """A lesson, run from the first to the last cell; the tests below follow its steps."""
    name, language = request.param
    copy = read(language, name)
    with running.open(copy, width=1280, height=720) as notebook:
        notebook.run_all()
        notebook.page.locator("[data-chart=main] svg").last.wait_for(timeout=60_000)
        yield Lesson(notebook, language, copy.cells)
        assert notebook.errors == []
        assert notebook.outside == []


def halves(names: list[str]) -> pytest.MarkDecorator:
    """Run a test on both halves of these lessons; the first lesson is the one of the fast part."""
    return pytest.mark.parametrize(
        "lesson",
        [
            pytest.param(
                (name, language), id=f"{name[:2]}-{language}",
                marks=() if name == FIRST else pytest.mark.slow,
            )
            for name in names
            for language in LANGUAGES
        ],
        indirect=True,
    )  # fmt: skip


every_lesson, first_lesson = halves(NAMES), halves([FIRST])


def rules(chart: Locator) -> int:
    """Return how many horizontal lines (prediction, equilibria) a chart shows."""
    return chart.locator(RULES).count()


@every_lesson
def test_all_cells_run_without_a_warning(lesson: Lesson) -> None:
    outputs = lesson.page.locator(".jp-OutputArea-output")
    kinds = outputs.evaluate_all("all => all.map(e => e.dataset.mimeType)")
    assert "application/vnd.jupyter.stderr" not in kinds
    assert "application/vnd.jupyter.error" not in kinds
    assert not re.search(r"(?i)warning|traceback|error displaying", lesson.notebook.text)
    assert all(lesson.each(kind) for kind in (Prediction, Play, Observe, Check))


@every_lesson
def test_nothing_is_revealed_before_the_prediction(lesson: Lesson) -> None:
    for name, _ in lesson.each(Observe):
        lesson.wait(name, NEXT[lesson.language])
        assert rules(lesson.cell(name)) == 0
    for name, play in lesson.each(Play):
        if play.after is not None:
            assert lesson.cell(name).locator(CONTROLS).count() == 0


@every_lesson
def test_the_prediction_is_locked_with_a_reason(lesson: Lesson) -> None:
    for name, prediction in lesson.each(Prediction):
        cell = lesson.cell(name)
        cell.locator(".noUi-handle").focus()
        for _ in range(3):
            lesson.page.keyboard.press("ArrowLeft")
        value = round(prediction.slider.value - 3 * prediction.slider.step, 10)
        lesson.wait(name, prediction.written(value))
        cell.locator(".cogov-prediction-lock").click()
        lesson.wait(name, MISSING[lesson.language])
        cell.locator("textarea").fill(REASON[lesson.language])
        cell.locator(".cogov-prediction-lock").focus()
        lesson.page.keyboard.press("Enter")
        lesson.wait(name, LOCKED[lesson.language])
        expect(cell.locator("textarea")).to_be_disabled()
        expect(cell.locator(".cogov-prediction-lock")).to_be_disabled()
        prediction.lock(value, REASON[lesson.language])
    for name, _ in lesson.each(Observe):
        lesson.cell(name).locator(RULES).first.wait_for(state="attached")


def move(lesson: Lesson, cell: Locator, play: Any, turn: int) -> None:
    """Do what is due: vote, choose, or type numbers; the widget made here does the same."""
    control = cell.locator(CONTROLS)
    control = control.last if turn % 3 == 1 else control.first
    event, value = (control.get_attribute(f"data-{part}") for part in ("event", "value"))
    if event == "play":
        for dial, field in zip(
            play.session.here.dials, cell.locator("input[data-event]").all(), strict=True
        ):
            typed = number(dial.low + (dial.high - dial.low) * (0.2 + 0.1 * (turn % 3)))
            field.fill(typed)
            field.press("Tab")
            play._event(field.get_attribute("data-event"), typed)
    if turn % 2:
        control.click()
    else:
        control.focus()
        lesson.page.keyboard.press("Enter")
    play._event(event, value)


def play_all(lesson: Lesson) -> None:
    """Play all rounds; after each the page shows what the widget made here shows."""
    for name, play in lesson.each(Play):
        cell, turn = lesson.cell(name), 0
        cell.locator(CONTROLS).first.wait_for()
        while not play.over:
            turn += 1
            move(lesson, cell, play, turn)
            lesson.same(name, "buttons")
            lesson.same(name, "round")
        assert cell.locator(CONTROLS).count() == 0
        lesson.same(name, "end")
        assert number(play.total) in cell.inner_text()


@every_lesson
def test_the_rounds_are_played_by_mouse_and_by_keyboard(lesson: Lesson) -> None:
    play_all(lesson)


@pytest.mark.parametrize(("key", "language"), [("tournament", "zh"), ("inspection", "en")])
def test_a_vote_and_numbers_in_the_browser(lab: TestLab, key: str, language: str) -> None:
    notebook = notebook_of(
        "import cogov_games as cg", f"cg.use_language({language!r})",
        f"cg.catalogue[{key!r}].play(rounds=4, vote=2, seed=2)",
    )  # fmt: skip
    page = lab.open(notebook, width=1280, height=720)
    page.run_all()
    lesson = Lesson(page, language, notebook.cells)
    play_all(lesson)
    ((_, play),) = lesson.each(Play)
    assert play.ballot is not None
    assert page.errors == []


@every_lesson
def test_the_observation_reveals_all_three(lesson: Lesson) -> None:
    for name, seen in lesson.each(Observe):
        assert seen.stage == "revealed"
        lesson.same(name, "said")
        lesson.wait(name, REASON[lesson.language])
        rows = seen.frame["charts"]["share"]["data"]["rows"]
        levels = [row for row in rows if row["kind"] in ("prediction", "equilibrium")]
        assert {row["kind"] for row in levels} == {"prediction", "equilibrium"}
        lesson.cell(name).locator(RULES).nth(1).wait_for(state="attached")
        expect(lesson.cell(name).locator("svg").first).to_contain_text(
            seen.prediction.written(seen.prediction.value)
        )


def give(cell: Locator, check: Check, given: float) -> None:
    """Give an answer: press the choice, or type the number."""
    if check.choices:
        cell.locator("[data-event=choose]").nth(int(given)).click()
        return
    field = cell.locator("input")
    field.fill(f"{given:.12g}")
    field.press("Enter")


def answers(check: Check) -> tuple[float, float]:
    """Return a wrong answer, by a foreseen mistake if there is one, and a right one."""
    if check.choices:
        right = [choice.right for choice in check.choices]
        return right.index(False), right.index(True)
    assert check.number is not None
    return next(iter(check.slips), check.number + 1 + check.tolerance), check.number


@every_lesson
def test_every_check_explains_a_wrong_answer_and_accepts_the_right_one(lesson: Lesson) -> None:
    for name, check in lesson.each(Check):
        cell = lesson.cell(name)
        for given, sign in zip(answers(check), ("cogov-wrong", "cogov-right"), strict=True):
            give(cell, check, given)
            lesson.wait(name, lesson.said(check._judge(given)[1]))
            expect(cell.locator(f".{sign}")).to_be_visible()


@every_lesson
def test_hints_come_one_by_one(lesson: Lesson) -> None:
    hinted = [(name, check) for name, check in lesson.each(Check) if check.hints]
    assert hinted
    for name, check in hinted[:2]:
        lesson.wait(name, HINT[lesson.language])
        for shown, hint in enumerate(check.hints, 1):
            lesson.cell(name).locator("[data-event=hint]").click()
            lesson.wait(name, lesson.said(hint))
            expect(lesson.cell(name).locator(".cogov-hints li")).to_have_count(shown)


NONE, ALL = {"en": "none contribute", "zh": "无人出力"}, {"en": "all contribute", "zh": "全体出力"}
BEST = {"en": "first best", "zh": "社会最优"}


@first_lesson
def test_the_start_slider_tips_cooperative_governance_by_keyboard(lesson: Lesson) -> None:
    cell = lesson.cell("explorer")
    state = cell.locator("[data-html=state-cooperative]")
    state.filter(has_text=f"→ {NONE[lesson.language]}").wait_for()
    cell.locator(".cogov-slider-start .noUi-handle").focus()
    lesson.page.keyboard.press("End")
    state.filter(has_text=f"→ {ALL[lesson.language]}").wait_for(timeout=10_000)
    verdict = cell.locator("[data-html=verdict]")
    expect(verdict).to_contain_text(BEST[lesson.language])
    expect(verdict).to_contain_text("●")
    other = cell.locator("[data-html=state-government_led]")
    expect(other).to_contain_text(f"→ {NONE[lesson.language]}")


@first_lesson
def test_the_fine_slider_switches_government_led_governance_by_mouse(lesson: Lesson) -> None:
    cell = lesson.cell("explorer")
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
        "([cell, words]) => cell.querySelector('[data-chart=main] svg')"
        ".textContent.split(words).length > 2",
        arg=[cell.element_handle(), ALL[lesson.language]],
    )


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


EMPTY = """() => [...document.querySelectorAll("[data-chart]")].filter(slot => {
    const svg = slot.querySelector("svg");
    return !svg || svg.clientWidth < 100 || svg.querySelectorAll("text").length < 3
        || svg.querySelectorAll("path, line, rect").length < 5;
}).map(slot => slot.dataset.chart)"""


@every_lesson
def test_every_chart_is_drawn_and_every_character_has_a_shape(lesson: Lesson) -> None:
    lesson.notebook.grow()
    slots = lesson.page.locator("[data-chart]")
    assert slots.count() >= 8
    lesson.notebook.eventually(EMPTY, [])
    assert lesson.page.locator(".cogov-error:visible").all_inner_texts() == []
    assert lesson.page.evaluate(TOFU, ".cogov-board") == []


@every_lesson
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


def without_explorers(language: str, name: str) -> nbformat.NotebookNode:
    """Return a lesson's steps that ask something, kept in a folder beside it."""
    notebook = read(language, name)
    away = {"change-the-rule", "sandbox"}
    notebook.cells = [cell for cell in notebook.cells if not away & set(cell.metadata.tags)]
    first = nbformat.v4.new_code_cell(f'import os; os.environ["{kept.FOLDER}"] = "answers"')
    notebook.cells.insert(0, first)
    return notebook


def test_answers_survive_a_restart_of_the_kernel(lab: TestLab) -> None:
    made = made_by("zh", read("zh", FIRST).cells)
    check = next(shown for shown in made.values() if isinstance(shown, Check))
    wrong, _ = answers(check)
    notebook = lab.open(without_explorers("zh", FIRST), width=1280, height=720)
    notebook.run_all()
    page = notebook.page
    prediction = page.locator(".cogov-prediction")
    prediction.locator("textarea").fill(REASON["zh"])
    prediction.locator(".cogov-prediction-lock").click()
    told, rounds = page.locator("[data-html=round]").first, "第 {} 轮："
    for turn in (1, 2):
        page.locator("[data-html=buttons] [data-event=choose]:enabled").last.click()
        notebook.wait_for_text(rounds.format(turn))
    before = told.inner_text()
    cell = page.locator(".jp-Cell", has=page.locator("[data-html=hints]")).first
    cell.locator("[data-event=hint]").click()
    cell.locator("[data-event=choose]").nth(int(wrong)).click()
    cell.locator(".cogov-wrong").wait_for()
    notebook.restart()
    expect(page.locator(".cogov-wrong:visible, .cogov-right:visible")).to_have_count(0)
    notebook.run_all()
    with speaking("zh"):
        notebook.wait_for_text(LOCKED["zh"])
        notebook.wait_for_text(str(check.choices[int(wrong)].because))
        notebook.wait_for_text(str(check.hints[0]))
    notebook.wait_for_text(rounds.format(2))
    expect(told).to_have_text(before, use_inner_text=True)
    expect(page.locator(".cogov-prediction textarea")).to_be_disabled()
    expect(page.locator(".cogov-prediction textarea")).to_have_value(REASON["zh"])
    expect(page.locator(".cogov-wrong:visible")).to_have_count(1)
    expect(page.locator(".cogov-hints li")).to_have_count(1)
    assert notebook.errors == []
