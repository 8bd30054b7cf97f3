"""Every explorer of the catalogue in a real JupyterLab: both languages, each slider to both ends."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

import cogov_games as cg

from ..conftest import TestLab
from ..lab import NotebookPage, notebook_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BLANK = """() => [...document.querySelectorAll('[data-chart]')]
    .filter(slot => slot.querySelectorAll('svg path, svg rect, svg line').length < 6)
    .map(slot => slot.dataset.chart)"""
CUT = """() => [...document.querySelectorAll('[data-chart] svg')].flatMap(svg => {
    const frame = svg.getBoundingClientRect();
    return [...svg.querySelectorAll('text')]
        .filter(text => text.textContent && getComputedStyle(text).opacity !== '0')
        .map(text => [text.textContent, text.getBoundingClientRect()])
        .filter(([, box]) => box.width && (box.left < frame.left - 3 || box.right > frame.right + 3))
        .map(([words]) => words);
})"""
"""The texts of charts that are cut at the left or right."""


def settle(page: Page) -> None:
    """Wait until branch chart, map and kernel are done."""
    page.wait_for_function("() => !document.querySelector('.cogov-stale')", timeout=60_000)


def looks_right(notebook: NotebookPage, key: str, language: str) -> None:
    """Check that nothing is blank, cut, or in the other language."""
    page = notebook.page
    settle(page)
    notebook.eventually(BLANK, [])
    notebook.eventually(CUT, [])
    expect(page.locator(".cogov-error:visible")).to_have_count(0)
    board = page.locator(".cogov-board").first
    expect(board).to_contain_text(getattr(cg.catalogue[key].title, language), use_inner_text=True)
    wanted = "[^一-鿿]*([一-鿿][^一-鿿]*){101,}" if language == "zh" else "[^一-鿿]*"
    expect(board).to_have_text(re.compile(f"^{wanted}$"), use_inner_text=True)
    if folder := os.environ.get("COGOV_PICTURES"):
        notebook.grow()
        notebook.screenshot(Path(folder) / f"{key}-{language}.png", ".cogov-explorer")


@pytest.mark.parametrize("key", list(cg.catalogue))
def test_an_explorer_in_both_languages_and_each_slider_to_both_ends(lab: TestLab, key: str) -> None:
    notebook = lab.open(
        notebook_of("import cogov_games as cg", f'cg.catalogue["{key}"].explore()'),
        width=1400, height=1000,
    )  # fmt: skip
    page = notebook.page
    notebook.run_all()
    page.wait_for_selector('[data-chart="map"] svg', timeout=60_000)
    looks_right(notebook, key, "en")
    page.get_by_role("button", name="中文").click()
    notebook.wait_for_text(cg.catalogue[key].title.zh, ".cogov-title")
    looks_right(notebook, key, "zh")
    for header in page.locator(".cogov-controls [class*=Collapse-header]").all():
        header.click()
    for name, parameter in cg.catalogue[key].parameters.items():
        row = page.locator(f".cogov-row:has(.cogov-slider-{name})")
        handle = row.locator(".noUi-handle")
        if not handle.count():
            continue
        handle.focus()
        for press, end in (("Home", parameter.low), ("End", parameter.high)):
            page.keyboard.press(press)
            page.wait_for_function(
                "([name, end]) => Math.abs(parseFloat(document.querySelector("
                "`.cogov-row:has(.cogov-slider-${name}) input`).value) - end) < 1e-6",
                arg=[name, end],
            )
        settle(page)
        notebook.eventually(BLANK, [])
        expect(page.locator(".cogov-error:visible")).to_have_count(0)
        row.locator("button").click()
    settle(page)
    assert notebook.errors == []
