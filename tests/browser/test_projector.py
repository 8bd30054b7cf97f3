"""The projector mode: one step at a time, large, without code; and everything back afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from .conftest import TestLab

pytestmark = pytest.mark.browser

LESSONS = Path(__file__).resolve().parents[2] / "lessons"
STEP = {"en": "1. The story", "zh": "1. 故事"}
BUTTONS = ".jp-NotebookPanel-toolbar jp-button:visible"


@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_lesson_is_projected_step_by_step(lab: TestLab, language: str) -> None:
    notebook = lab.open(LESSONS / language / "01_collective_action.ipynb", width=1280, height=720)
    page = notebook.page
    notebook.run_all()
    start = page.locator(".cogov-projector-start")
    start.wait_for(timeout=60_000)
    cells = page.locator(".jp-Notebook .jp-Cell")
    size = "e => parseFloat(getComputedStyle(e).fontSize) * (e.currentCSSZoom ?? 1)"
    text = page.locator(".jp-RenderedMarkdown p").first
    before = text.evaluate(size)
    start.click()
    bar = page.locator(".cogov-projector-bar")
    bar.wait_for()
    expect(page.locator(".jp-Cell-inputWrapper:visible .cm-editor:visible")).to_have_count(0)
    page.keyboard.press("PageDown")
    bar.get_by_text(STEP[language]).wait_for()
    assert text.evaluate(size) > 1.2 * before
    shown = [cell for cell in cells.all() if cell.is_visible()]
    assert 1 <= len(shown) < cells.count() / 2
    assert shown[0].locator("h2").inner_text().startswith("1.")
    for _ in range(20):  # beyond the last step nothing moves
        page.keyboard.press("PageDown")
    dots = bar.locator(".cogov-projector-dot")
    assert dots.count() == page.locator(".jp-RenderedMarkdown :is(h2, h3)").count() + 1
    assert dots.last.get_attribute("aria-current") == "step"
    onward = bar.get_by_text("▶").bounding_box()
    dots.nth(1).click()  # and each step can be turned to
    bar.get_by_text(STEP[language]).wait_for()
    assert bar.locator("[aria-current=step]").get_attribute("title") == STEP[language]
    assert bar.get_by_text("▶").bounding_box() == onward  # the button stays under the mouse
    page.keyboard.press("Escape")
    bar.wait_for(state="detached")
    assert all(cell.is_visible() for cell in cells.all())
    assert notebook.errors == []


def test_a_change_of_scene_is_a_step_of_its_own(lab: TestLab) -> None:
    notebook = lab.open(LESSONS / "en" / "04_supervision.ipynb", width=1280, height=720)
    page = notebook.page
    notebook.run_all()
    page.locator(".cogov-projector-start").click()
    bar = page.locator(".cogov-projector-bar")
    names = []
    for _ in page.locator(".jp-RenderedMarkdown :is(h2, h3)").all():
        page.keyboard.press("PageDown")
        names.append(bar.locator("[role=status]").inner_text())
    assert [name for name in names if "the road" in name or "the dyke" in name] == names[6:8]
    assert names[5].endswith("6. Change the rule")
    assert names[8].endswith("7. Check")


def test_what_a_teacher_clicks_and_presses_in_projector_mode_is_obeyed(lab: TestLab) -> None:
    notebook = lab.open(LESSONS / "en" / "01_collective_action.ipynb", width=1280, height=720)
    page = notebook.page
    notebook.run_all()
    page.locator(".cogov-projector-start").wait_for(timeout=60_000)
    buttons = page.locator(BUTTONS).count()
    page.locator(".cogov-projector-start").click()
    bar = page.locator(".cogov-projector-bar")
    for _ in range(2):
        page.keyboard.press("PageDown")
    bar.get_by_text("2. Predict").wait_for()
    # the left end of an output is a button's, not JupyterLab's to fold the output with
    page.locator(".cogov-prediction-lock").click(position={"x": 3, "y": 3})
    page.get_by_text("Write your reason first").wait_for()
    page.locator(".noUi-handle:visible").first.focus()
    page.keyboard.press("PageDown")  # a presenter's key turns the page, whatever has the focus
    bar.get_by_text("3. Play").wait_for()
    page.keyboard.press("Escape")
    bar.wait_for(state="detached")
    expect(page.locator(BUTTONS)).to_have_count(buttons)
