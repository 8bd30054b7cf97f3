"""Markup in every word of a mechanism and of a class: a real browser shows it and runs none of it."""

from __future__ import annotations

import csv
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import Page, expect

import cogov_games as cg
from cogov_games.export import Lesson, run
from cogov_games.export import Page as LessonPage
from markup import EVERYTHING, MARKUP, hostile

from ..conftest import TestLab
from ..lab import Lab, notebook_of

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ESCAPED = """() => ({
    pwned: "pwned" in window,
    elements: document.querySelectorAll(
        '[onerror], [onload], [onmouseover], img[src="x"], iframe[srcdoc], '
        + 'a[href^="javascript:"], svg a, img[src*="stranger"]').length,
})"""
UNTOUCHED = {"pwned": False, "elements": 0}


def cells(folder: Path) -> list[str]:
    """Return the code of a notebook that shows a stranger's mechanism and class everywhere."""
    mechanism = hostile(cg.catalogue["public_good"])
    (folder / "mechanism.json").write_text(mechanism.to_json(), encoding="utf-8")
    with (folder / "class.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(
            ["session", "group", "round", "player", "role", "action", "prediction", "payoff"]
        )
        table.writerows([text] * 8 for text in MARKUP)
        table.writerows([text, text, 1, text, "", "contribute", "", 1] for text in MARKUP)
    with (folder / "test.csv").open("w", newline="", encoding="utf-8") as file:
        table = csv.writer(file)
        table.writerow(["student", "form", "1", *MARKUP])
        table.writerows([["Li", "A", "c"], *([text] * 3 for text in MARKUP)])
    return [
        "import cogov_games as cg\nfrom pathlib import Path\n"
        f"folder = Path({str(folder)!r})\n"
        "m = cg.Mechanism.from_json((folder / 'mechanism.json').read_text('utf-8'))\nm",
        "m.compare()",
        "m.solve(m.first_regime)",
        "m.explore()",
        "cg.show_plays(folder / 'class.csv', m)",
        "cg.learning_gain(folder / 'test.csv', folder / 'test.csv')",
        "prediction = cg.Prediction(str(m.story), 0, 1)\n"
        "prediction.lock(0.5, str(m.story))\nprediction",
        "play = m.play(rounds=2, vote=1, after=prediction)\nplay",
        "cg.observe(prediction, play)",
    ]


def touch(page: Page) -> None:
    """Move over every mark of every chart, and press what can be pressed."""
    for mark in page.locator(
        "[data-chart] svg .mark-symbol path, [data-chart] svg .mark-text text"
    ).all():
        if mark.is_visible():
            mark.dispatch_event("mousemove")
            mark.dispatch_event("mouseover")
            mark.dispatch_event("click")
    for control in page.locator(
        ".cogov-board button:enabled, .cogov-label, .cogov-board select"
    ).all():
        if control.is_visible():
            control.hover(force=True)


def test_in_jupyterlab(lab: TestLab, tmp_path: Path) -> None:
    notebook = lab.open(notebook_of(*cells(tmp_path)), width=1400, height=1000)
    notebook.run_all()
    page = notebook.page
    page.wait_for_selector('[data-chart="map"] svg')
    expect(page.locator(".jp-RenderedHTML").first).to_contain_text(EVERYTHING)
    expect(page.locator(".cogov-title")).to_have_text(EVERYTHING)
    expect(page.locator(".cogov-label").first).to_contain_text(EVERYTHING)
    expect(page.locator(".cogov-prediction b").first).to_have_text(EVERYTHING)
    expect(page.locator(".cogov-faults").first).to_contain_text(MARKUP[0])
    for _ in range(2):
        choice = page.locator(
            'button[data-event="choose"]:enabled, button[data-event="vote"]:enabled'
        )
        choice.first.click()
    notebook.wait_for_text(EVERYTHING, ".cogov-feedback")
    touch(page)
    expect(page.locator("mjx-container, .MathJax")).to_have_count(0)
    assert page.evaluate(ESCAPED) == UNTOUCHED
    assert page.locator(".cogov-error:visible").all_inner_texts() == []
    assert [error for error in notebook.errors if "pwned" in error or "stranger" in error] == []


def test_in_an_exported_page(running: Lab, tmp_path: Path) -> None:
    notebook = notebook_of(*cells(tmp_path))
    notebook.cells.insert(0, nbformat.v4.new_markdown_cell("# A stranger's mechanism"))
    nbformat.write(notebook, tmp_path / "lesson.ipynb")
    path = tmp_path / "lesson.html"
    path.write_text(LessonPage(run(tmp_path / "lesson.ipynb", stops=2)).html, encoding="utf-8")
    context = running.browser.new_context(viewport={"width": 1280, "height": 900}, offline=True)
    page, asked, errors = context.new_page(), list[str](), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.on("pageerror", lambda error: errors.append(str(error)))
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    try:
        page.goto(path.as_uri())
        page.wait_for_selector('[data-chart="map"] svg')
        expect(page.locator(".cogov-title")).to_have_text(EVERYTHING)
        expect(page.locator(".text").nth(1)).to_contain_text(EVERYTHING)
        touch(page)
        assert page.evaluate(ESCAPED) == UNTOUCHED
        assert errors == []
        assert [url for url in asked if not url.startswith(("file:", "blob:", "data:"))] == []
    finally:
        context.close()


@pytest.mark.parametrize("policy", [True, False])
def test_the_policy_stops_what_would_slip_through(
    running: Lab, tmp_path: Path, policy: bool
) -> None:
    text = f"# Markup\n\n<div>{' '.join(MARKUP[:4])}</div>".replace("src=x", 'src="data:,x"')
    cell = nbformat.v4.new_markdown_cell(text)
    lesson = Lesson("lesson", tmp_path, "en", [cell], {}, {"values": [], "columns": []})
    html = LessonPage(lesson).html
    if not policy:
        html = html.replace("Content-Security-Policy", "X-None")
    (tmp_path / "lesson.html").write_text(html, encoding="utf-8")
    context = running.browser.new_context(offline=True)
    page, errors = context.new_page(), list[str]()
    page.on("console", lambda said: errors.append(said.text) if said.type == "error" else None)
    try:
        page.goto((tmp_path / "lesson.html").as_uri())
        page.locator("[onmouseover]").first.dispatch_event("mouseover")
        assert page.evaluate("() => 'pwned' in window") is not policy
        assert (sum("Content Security Policy" in error for error in errors) >= 3) is policy
    finally:
        context.close()
