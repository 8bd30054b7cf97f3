"""Lesson 01 as a page without a kernel: opened as a file, with no network, in both languages."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pypdf
import pytest
from playwright.sync_api import Locator, Page, expect

from cogov_games.export import Handout, print_pdf, run
from cogov_games.export import Page as LessonPage

from ..lab import Lab, chromium_path

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[3]
NAME = "01_collective_action.ipynb"
NONE = {"en": "none contribute", "zh": "无人出力"}
ALL = {"en": "all contribute", "zh": "全体出力"}
WHY = {"en": "needs no bad people", "zh": "不需要“坏人”"}
BEARS = {"en": "Right: the cost is 1", "zh": "正确：成本是 1"}
SLIP = {"en": "what an afternoon gives back", "zh": "一个下午给你自己的回报"}
RIGHT = {"en": "Right: a + pS ≥ 1", "zh": "正确：由 a + pS ≥ 1"}
NO_NUMBER = {"en": "Please type a number", "zh": "请输入一个数字"}
MISSING = {"en": "Write your reason first", "zh": "请先写下理由"}
LOCKED = {"en": "Locked: 55%", "zh": "已锁定：55%"}
KERNEL = {"en": "open the lesson in JupyterLab", "zh": "请在 JupyterLab 中打开本课"}
STORY = {"en": "Everybody wants a clean street", "zh": "街道"}
TEACHER = {"en": "for the teacher", "zh": "教师用"}


@dataclass
class Exported:
    """A lesson's page in a browser without a network, and its handout."""

    language: str
    page: Page
    handout: str
    asked: list[str]
    errors: list[str]

    def explorer(self) -> Locator:
        return self.page.locator(".cogov-explorer").first


@pytest.fixture(scope="module", params=["en", "zh"])
def exported(
    running: Lab, request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Exported]:
    """The exported lesson; the tests below follow its steps."""
    language = request.param
    lesson = run(ROOT / "lessons" / language / NAME, stops=2)
    path = tmp_path_factory.mktemp("export") / "lesson.html"
    path.write_text(LessonPage(lesson).html, encoding="utf-8")
    context = running.browser.new_context(
        viewport={"width": 1280, "height": 720}, offline=True, locale="en-US"
    )
    page = context.new_page()
    asked: list[str] = []
    errors: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    page.goto(path.as_uri())
    page.locator(".cogov-explorer svg").first.wait_for()
    yield Exported(language, page, Handout(lesson).html, asked, errors)
    context.close()
    assert errors == []
    assert [url for url in asked if not url.startswith(("file:", "blob:", "data:"))] == []


def test_every_chart_is_drawn(exported: Exported) -> None:
    slots = exported.page.locator("[data-chart]")
    assert slots.count() >= 10
    for slot in slots.all():
        expect(slot.locator("svg .mark-text, svg .role-axis").first).to_be_attached()
    assert exported.page.locator(".cogov-error:visible").all_inner_texts() == []


def test_a_slider_moves_picture_and_sentence(exported: Exported) -> None:
    explorer, language = exported.explorer(), exported.language
    picture = explorer.locator("[data-chart=main] svg")
    state = explorer.locator("[data-html=state-government_led]")
    expect(state).to_contain_text(f"→ {NONE[language]}")
    before = picture.inner_html()
    fine = explorer.locator(".cogov-slider-sanction_government input")
    fine.focus()
    exported.page.keyboard.press("End")
    expect(state).to_contain_text(f"→ {ALL[language]}")
    exported.page.wait_for_function(
        "([svg, before]) => svg.innerHTML !== before", arg=[picture.element_handle(), before]
    )


def test_another_slider_puts_the_first_back_and_keeps_the_side_of_the_start(
    exported: Exported,
) -> None:
    explorer, language = exported.explorer(), exported.language
    start = explorer.locator(".cogov-slider-start input")
    led = explorer.locator("[data-html=state-government_led]")
    cooperative = explorer.locator("[data-html=state-cooperative]")
    start.focus()
    exported.page.keyboard.press("End")
    expect(led).to_contain_text(f"→ {NONE[language]}")
    expect(cooperative).to_contain_text(f"→ {ALL[language]}")
    explorer.locator(".cogov-slider-agreement_cost input").focus()
    exported.page.keyboard.press("Home")
    expect(cooperative).to_contain_text(f"→ {ALL[language]}")
    assert 0.872 < float(start.input_value()) <= 1
    explorer.locator("button.plain").first.click()
    expect(cooperative).to_contain_text(f"→ {NONE[language]}")
    expect(start).to_have_value("0.1")


def test_a_slider_is_dragged_by_mouse(exported: Exported) -> None:
    explorer, language = exported.explorer(), exported.language
    fine = explorer.locator(".cogov-slider-sanction_government input")
    fine.scroll_into_view_if_needed()
    box = fine.bounding_box()
    assert box
    exported.page.mouse.click(box["x"] + box["width"] - 4, box["y"] + box["height"] / 2)
    expect(explorer.locator("[data-html=state-government_led]")).to_contain_text(
        f"→ {ALL[language]}"
    )


def test_a_prediction_is_locked_with_a_reason(exported: Exported) -> None:
    prediction = exported.page.locator(".prediction")
    prediction.locator("input").focus()
    exported.page.keyboard.press("ArrowRight")
    prediction.locator("button").click()
    expect(prediction).to_contain_text(MISSING[exported.language])
    prediction.locator("textarea").fill("因为有人愿意")
    prediction.locator("button").click()
    expect(prediction).to_contain_text(LOCKED[exported.language])
    expect(prediction.locator("textarea")).to_be_disabled()


def test_a_wrong_and_a_right_answer_get_their_feedback(exported: Exported) -> None:
    language = exported.language
    checks = exported.page.locator("[data-widget]:has([data-html=said])")
    choice = checks.filter(has=exported.page.locator("[data-event=choose]")).first
    choice.locator("[data-event=choose]").nth(0).click()
    expect(choice.locator(".cogov-wrong")).to_contain_text(WHY[language])
    choice.locator("[data-event=choose]").nth(1).click()
    expect(choice.locator(".cogov-right")).to_contain_text(BEARS[language])
    choice.locator("[data-event=hint]").click()
    expect(choice.locator(".cogov-hints li")).to_have_count(1)
    expect(choice.locator(".cogov-right")).to_contain_text(BEARS[language])
    field = exported.page.locator("input[data-event=number]").first
    asked = exported.page.locator("[data-widget]:has(input[data-event=number])").first
    for text, said in (
        ("much", NO_NUMBER), ("0.4", SLIP), ("60%", RIGHT), ("", RIGHT), ("0，602", RIGHT),
    ):  # fmt: skip
        field.fill(text)
        field.press("Enter")
        expect(asked.locator("[data-html=said]")).to_contain_text(said[language])
        expect(field).to_have_value(text)


def test_what_needs_a_kernel_says_so_and_cannot_be_pressed(exported: Exported) -> None:
    expect(exported.page.locator(".needs").first).to_contain_text(KERNEL[exported.language])
    assert exported.page.locator("[data-event=choose]:disabled").count() >= 2
    expect(exported.page.locator(".cogov-explorer select:enabled")).to_have_count(0)


def test_the_handout_is_printed(exported: Exported, tmp_path: Path) -> None:
    path, browser = tmp_path / "handout.pdf", chromium_path()
    assert browser
    print_pdf(exported.handout, path, Path(browser))
    texts = [squeezed(page.extract_text()) for page in pypdf.PdfReader(path).pages]
    story, teacher, bears, none = (
        squeezed(words[exported.language]) for words in (STORY, TEACHER, BEARS, NONE)
    )
    assert len(texts) > 2
    assert story in texts[0]
    first = next(n for n, text in enumerate(texts) if teacher in text)
    assert bears in texts[first]
    assert bears not in "".join(texts[:first])
    assert any(text.count(none) >= 3 for text in texts[:first])


def squeezed(text: str) -> str:
    """Return a text without its spaces: a PDF file has some of its own."""
    return "".join(text.split())
