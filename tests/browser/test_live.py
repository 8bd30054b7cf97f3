"""The live chart in a real JupyterLab."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from .boards import BOARD, SINGLE, opened
from .conftest import TestLab
from .lab import DARK, LIGHT, Lab, NotebookPage, notebook_of

pytestmark = pytest.mark.browser

OWN = """
chart = alt.Chart(alt.Data(values=[{"town": "城镇 A", "litter": 3}])).mark_bar()
chart.encode(x="litter:Q", y="town:N").properties(title="A reader's own")
"""


@pytest.fixture(scope="module")
def shared(running: Lab) -> Iterator[NotebookPage]:
    """One open notebook for all tests that leave it as it was."""
    with running.open(notebook_of(BOARD, OWN)) as page:
        yield page
    assert page.outside == []


@pytest.fixture
def notebook(shared: NotebookPage) -> NotebookPage:
    """The shared notebook, freshly run."""
    shared.page.set_viewport_size({"width": 1280, "height": 900})
    shared.set_theme(LIGHT)
    shared.run_all()
    shared.wait_for_text("x = 0.30", SINGLE)
    shared.wait_for_text("x = 0.30", "[data-chart=facets] svg")
    shared.wait_for_text("城镇 A", "svg")
    return shared


def number(notebook: NotebookPage, expression: str) -> float:
    return float(notebook.page.evaluate(expression))


def test_charts_show_and_follow_a_slider_moved_by_keyboard_and_mouse(lab: TestLab) -> None:
    notebook = opened(lab, BOARD, OWN)
    notebook.wait_for_text("x = 0.30", SINGLE)
    notebook.wait_for_text("城镇 A", "svg")
    notebook.page.evaluate(f"window.picture = document.querySelector('{SINGLE}')")

    notebook.focus(".noUi-handle")
    for _ in range(5):
        notebook.page.keyboard.press("ArrowRight")
    notebook.wait_for_text("x = 0.35", SINGLE)
    notebook.wait_for_text("x = 0.35", "[data-chart=facets] svg")
    notebook.wait_for_text("The equilibrium is 0.35.", "[data-html=words][aria-live=polite]")
    expect(notebook.page.get_by_role("img", name="one equilibrium, at 0.35")).to_be_visible()

    notebook.page.locator(".noUi-handle").hover()
    notebook.page.mouse.down()
    notebook.page.mouse.move(1200, 300, steps=5)
    notebook.page.mouse.up()
    notebook.wait_for_text("x = 1.00", SINGLE)

    kept = notebook.page.evaluate(f"window.picture === document.querySelector('{SINGLE}')")
    assert kept, "the picture was torn down"
    assert notebook.errors == []
    assert notebook.received < 1_500_000


def test_a_reloaded_page_shows_the_present_state(lab: TestLab) -> None:
    notebook = opened(lab, BOARD)
    notebook.wait_for_text("x = 0.30", SINGLE)
    notebook.focus(".noUi-handle")
    notebook.page.keyboard.press("ArrowRight")
    notebook.wait_for_text("x = 0.31", SINGLE)
    notebook.reload()
    notebook.wait_for_text("x = 0.31", SINGLE)
    notebook.focus(".noUi-handle")
    notebook.page.keyboard.press("ArrowRight")
    notebook.wait_for_text("x = 0.32", SINGLE)
    notebook.wait_for_text("The equilibrium is 0.32.", "[data-html=words]")


def test_a_second_view_shows_the_present_state_and_both_follow(lab: TestLab) -> None:
    notebook = opened(lab, BOARD, "show(0.6)", "board", "show(0.7)")
    notebook.page.wait_for_function(
        f"() => document.querySelectorAll('{SINGLE}').length === 2"
        f" && [...document.querySelectorAll('{SINGLE}')]"
        ".every(svg => svg.textContent.includes('x = 0.70'))"
    )


RESTART = """async () => {
    const { kernel } = window.jupyterapp.shell.currentWidget.sessionContext.session;
    await kernel.restart();
}"""


def test_a_restarted_kernel_and_a_second_notebook_find_the_engine(lab: TestLab) -> None:
    notebook = opened(lab, BOARD)
    notebook.wait_for_text("x = 0.30", SINGLE)
    notebook.page.evaluate("window.engine = () => Object.keys(window).filter(k => /vega/.test(k))")
    before = notebook.page.evaluate("window.engine()")
    notebook.page.evaluate(RESTART)
    notebook.run_all()
    notebook.wait_for_text("x = 0.30", SINGLE)
    notebook.focus(".noUi-handle")
    notebook.page.keyboard.press("ArrowRight")
    notebook.wait_for_text("x = 0.31", SINGLE)

    notebook.open_beside(notebook_of(BOARD.replace("show(0.3)", "show(0.4)")))
    notebook.run_all()
    notebook.wait_for_text("x = 0.40", f".jp-NotebookPanel:not(.lm-mod-hidden) {SINGLE}")
    assert notebook.page.evaluate("window.engine()") == before
    assert notebook.errors == []


READABLE = """selector => {
    const element = document.querySelector(selector);
    const channels = (colour) => colour.match(/[\\d.]+/g).map(Number);
    const paper = channels(getComputedStyle(element.closest(".jp-Notebook")).backgroundColor);
    const [r, g, b, alpha = 1] = channels(getComputedStyle(element).fill);
    const ink = [r, g, b].map((c, i) => alpha * c + (1 - alpha) * paper[i]);
    const light = (colour) => colour.slice(0, 3)
        .map((c) => c / 255)
        .map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4))
        .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
    const [low, high] = [light(ink), light(paper)].sort((a, b) => a - b);
    return (high + 0.05) / (low + 0.05) > 7;
}"""
"""Whether the contrast ratio of an SVG text with the notebook is above 7 (WCAG 2)."""


def test_text_stays_readable_when_the_theme_changes(notebook: NotebookPage) -> None:
    parts = (
        ".role-axis-label text",
        ".role-axis-title text",
        ".role-title text",
        ".mark-text text",
    )
    for theme in (DARK, LIGHT):
        notebook.set_theme(theme)
        for part in parts:
            notebook.eventually(READABLE, True, f"svg {part}")


def test_charts_fill_their_slots_and_follow_their_width(notebook: NotebookPage) -> None:
    for width in (1280, 900, 1400):
        notebook.page.set_viewport_size({"width": width, "height": 900})
        for chart in ("single", "facets"):
            notebook.page.wait_for_function(
                """chart => {
                    const slot = document.querySelector(`[data-chart=${chart}]`);
                    const gap = slot.clientWidth - slot.querySelector("svg").clientWidth;
                    return gap >= 0 && gap <= 3;
                }""",
                arg=chart,
                timeout=5000,
            )


def test_an_output_has_no_scroll_bar_of_its_own(notebook: NotebookPage) -> None:
    over = "all => all.map(e => e.scrollHeight - e.clientHeight)"
    outputs = notebook.page.locator(".jp-OutputArea-output:has(.cogov-board)")
    assert outputs.evaluate_all(over) == [0, 0]


def test_a_push_moves_nothing_on_the_page(notebook: NotebookPage) -> None:
    height = "document.querySelector('.cogov-board').getBoundingClientRect().height"
    plot = f"document.querySelector('{SINGLE} .background').getBoundingClientRect().x"
    before = number(notebook, height), number(notebook, plot)
    notebook.focus(".noUi-handle")
    notebook.page.keyboard.press("End")
    notebook.wait_for_text("x = 1.00", SINGLE)
    assert (number(notebook, height), number(notebook, plot)) == before


def test_clicks_reach_python(notebook: NotebookPage) -> None:
    notebook.page.get_by_role("button", name="undo").click()
    notebook.wait_for_text("undo: 7", "[data-html=got]")
    notebook.focus("[data-event=undo]")
    notebook.page.keyboard.press("Enter")
    notebook.eventually("document.activeElement.dataset.event", "undo")
    notebook.page.locator("[data-chart=square] svg .mark-symbol path").nth(1).click()
    notebook.wait_for_text("pick: {'x': [2]", "[data-html=got]")


def test_an_old_picture_is_greyed_until_its_data_come(notebook: NotebookPage) -> None:
    notebook.page.get_by_role("button", name="undo").click()
    notebook.page.wait_for_selector("[data-chart=single].cogov-stale")
    notebook.focus(".noUi-handle")
    notebook.page.keyboard.press("ArrowRight")
    notebook.wait_for_text("x = 0.31", SINGLE)
    expect(notebook.page.locator(".cogov-stale")).to_have_count(0)


def test_a_wrong_specification_or_name_is_explained_in_place(lab: TestLab) -> None:
    notebook = opened(
        lab,
        "from cogov_games.widgets.live import LiveChart\n"
        "LiveChart({'data': {'name': 'points'}, 'mark': 'barr', 'encoding': {}})",
        "chart = LiveChart({'data': {'name': 'points'}, 'mark': 'bar', 'encoding': {}})\nchart",
        "chart.push(data={'point': []})",
    )
    notebook.wait_for_text("cannot be drawn", ".jp-Cell:nth-child(1) .cogov-error")
    notebook.wait_for_text("point", ".jp-Cell:nth-child(2) .cogov-error")
    shown = notebook.page.locator(".cogov-error:visible").all_inner_texts()
    assert all(re.search(r"\w", text) for text in shown)
