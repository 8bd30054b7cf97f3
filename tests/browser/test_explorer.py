"""The explorer in a real JupyterLab: by keyboard, by mouse, in both languages."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from .conftest import TestLab
from .lab import DARK, NotebookPage, notebook_of

pytestmark = pytest.mark.browser

MAIN = '[data-chart="main"]'
STATE = '[data-html="state-{}"]'


def opened(lab: TestLab, key: str, language: str = "en", arguments: str = "") -> NotebookPage:
    notebook = lab.open(
        notebook_of(
            "import cogov_games as cg",
            f'cg.use_language("{language}")',
            f'cg.catalogue["{key}"].explore({arguments})',
        ),
        width=1400,
        height=1000,
    )
    notebook.run_all()
    notebook.page.wait_for_selector(f"{MAIN} svg")
    notebook.page.wait_for_selector('[data-chart="map"] svg')
    return notebook


@pytest.mark.parametrize("language", ["en", "zh"])
@pytest.mark.parametrize("key", ["public_good", "inspection", "common_pool"])
def test_every_chart_shows_something(lab, key, language):
    notebook = opened(lab, key, language)
    for chart in ("main", "welfare", "actors", "branches", "map"):
        svg = notebook.page.locator(f'[data-chart="{chart}"] svg')
        assert svg.locator("path").count() > 5, chart
        text = svg.text_content() or ""
        assert ("治理" in text or "主体" in text or chart == "actors") or language == "en", text
        label = notebook.page.locator(f'[data-chart="{chart}"] [role="img"]').first
        assert label.get_attribute("aria-label")
    assert not notebook.page.locator(".cogov-error:visible").count()
    assert notebook.errors == []
    assert notebook.received < 1.5e6


def test_a_slider_by_keyboard_and_by_mouse(lab):
    notebook = opened(lab, "public_good", arguments="start=0.1")
    page = notebook.page
    expect(page.locator(STATE.format("government_led"))).to_contain_text("none contribute")
    before = page.locator(f"{MAIN} svg").inner_html()
    notebook.focus(".cogov-slider-marginal_return .noUi-handle")
    page.keyboard.press("ArrowRight")
    page.wait_for_function(
        "([s, old]) => document.querySelector(s).innerHTML !== old", arg=[f"{MAIN} svg", before]
    )
    field = page.locator(".cogov-row:has(.cogov-slider-marginal_return) input")
    expect(field).to_have_value(re.compile("0.22"))

    bar = page.locator(".cogov-slider-detection_government .noUi-target").bounding_box()
    handle = page.locator(".cogov-slider-detection_government .noUi-handle").bounding_box()
    assert bar is not None
    assert handle is not None
    page.mouse.move(handle["x"] + handle["width"] / 2, handle["y"] + handle["height"] / 2)
    page.mouse.down()
    page.mouse.move(bar["x"] + 0.9 * bar["width"], bar["y"] + bar["height"] / 2, steps=8)
    page.mouse.up()
    notebook.wait_for_text("all contribute", STATE.format("government_led"))
    notebook.wait_for_text("tips from", '[data-html="changes"]')
    expect(page.locator(MAIN)).to_contain_text("all contribute")
    line = (
        'cg.catalogue["public_good"].compare(marginal_return=0.22, start=0.1, detection_government='
    )
    expect(page.locator('[data-html="line"]')).to_contain_text(line)
    page.wait_for_function("() => !document.querySelector('.cogov-stale')")
    assert notebook.errors == []


def test_language_axes_load_and_undo(lab):
    notebook = opened(lab, "inspection")
    page = notebook.page
    page.get_by_role("button", name="中文").click()
    notebook.wait_for_text("政府主导型治理", MAIN)
    expect(page.locator('[data-html="verdict"]')).to_contain_text("社会最优")
    page.get_by_role("button", name="English").click()
    notebook.wait_for_text("government-led", MAIN)

    page.locator("#cogov-x").select_option("gain")
    page.wait_for_selector('[data-chart="map"] [aria-label*="gain from a violation"]')

    field = page.locator(".cogov-explorer input[type=text]").last
    field.fill('cg.catalogue["inspection"].compare(tua=0.3)')
    page.get_by_role("button", name="load").click()
    wrong = page.locator(".cogov-error:visible")
    expect(wrong).to_contain_text("Did you mean")
    field.fill('cg.catalogue["inspection"].compare(tau=0.3)')
    page.get_by_role("button", name="load").click()
    notebook.wait_for_text("agreement_cost=0.3", '[data-html="line"]')
    expect(wrong).to_have_count(0)
    page.get_by_role("button", name="undo").first.click()
    page.wait_for_function(
        "() => document.querySelector('[data-html=\"line\"]').innerText.includes('compare()')"
    )


def test_a_number_between_two_places_of_the_slider_stays_as_typed(lab):
    notebook = opened(lab, "inspection", arguments="detection_local=0.6, fine_local=1.3")
    page = notebook.page
    row = page.locator(".cogov-row:has(.cogov-slider-fine_local)")
    shown = (
        "() => document.querySelector('[data-html=\"line\"]').innerText.includes('fine_local=%s')"
    )
    for typed in (None, "1.1", "1.32"):  # as it is opened, then as it is typed
        if typed is not None:
            row.locator("input").fill(typed)
            row.locator("input").press("Enter")
        typed = typed or "1.3"
        page.wait_for_function(shown % typed)
        page.wait_for_timeout(500)
        assert page.evaluate(shown % typed)
        assert float(row.locator("input").input_value()) == float(typed)
    notebook.focus(".cogov-slider-fine_local .noUi-handle")
    page.keyboard.press("ArrowLeft")
    page.wait_for_function(shown % "1)")


def test_a_number_out_of_range_is_explained_in_place(lab):
    notebook = opened(lab, "common_pool", "zh")
    page = notebook.page
    row = page.locator(".cogov-row:has(.cogov-slider-congestion)")
    row.locator("input").fill("7")
    row.locator("input").press("Enter")
    expect(row.locator(".cogov-error")).to_contain_text("不在允许范围内")
    notebook.focus(".cogov-slider-congestion .noUi-handle")
    page.keyboard.press("ArrowRight")
    row.locator(".cogov-error").wait_for(state="hidden")


def test_it_is_readable_in_the_dark_theme(lab):
    notebook = opened(lab, "public_good")
    notebook.set_theme(DARK)
    text = notebook.page.locator(f"{MAIN} svg text").first
    expect(text).not_to_have_css("fill", re.compile(r"^rgb\((\d\d?|1[0-4]\d|150),"))
