"""The projector mode: one step at a time, large, without code; and everything back afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from .conftest import TestLab

pytestmark = pytest.mark.browser

LESSONS = Path(__file__).resolve().parents[2] / "lessons"
STEP = {"en": "1. The story", "zh": "1. 故事"}


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
    assert page.locator(".jp-Cell-inputWrapper:visible .cm-editor:visible").count() == 0
    page.keyboard.press("PageDown")
    bar.get_by_text(STEP[language]).wait_for()
    assert text.evaluate(size) > 1.2 * before
    shown = [cell for cell in cells.all() if cell.is_visible()]
    assert 1 <= len(shown) < cells.count() / 2
    assert shown[0].locator("h2").inner_text().startswith("1.")
    for _ in range(20):  # beyond the last step nothing moves
        page.keyboard.press("PageDown")
    steps = page.locator(".jp-RenderedMarkdown h2").count() + 1
    bar.get_by_text(f"{steps} / {steps}").wait_for()
    page.keyboard.press("Escape")
    bar.wait_for(state="detached")
    assert all(cell.is_visible() for cell in cells.all())
    assert notebook.errors == []
