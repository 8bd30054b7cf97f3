"""What was closed leaves page and kernel: they stay the size they had after five times."""

from __future__ import annotations

import pytest

from ..boards import opened
from ..conftest import TestLab
from ..lab import NotebookPage

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FEW, MANY, GROWTH = 5, 50, 1.1
HANDLER = 1024
"""Bytes that JupyterLab keeps of the comm of each closed widget until the kernel ends."""
OPENED = """
import ipywidgets
import cogov_games as cg
mechanism = cg.catalogue["public_good"]
place = ipywidgets.VBox()
place
"""
OPEN = """
shown = mechanism.explore()
place.children = (shown,)
"""
CLOSE = """
place.children = ()
shown.close()
"""
COUNT = "print(len(ipywidgets.widgets.widget._instances))"
DRAWN = """() => {
    const boards = [...document.querySelectorAll(".cogov-board")];
    const charts = boards.flatMap((board) => [...board.querySelectorAll("[data-chart]")]);
    return boards.length === 1 && charts.every((chart) => chart.querySelector("svg"));
}"""


def used(notebook: NotebookPage) -> dict[str, int]:
    """Return what page and kernel hold."""
    return {
        **notebook.used(),
        "widgets": int(notebook.run(COUNT)),
    }


def no_growth(before: dict[str, int], after: dict[str, int]) -> None:
    grown = {
        name: (before[name], now) for name, now in after.items() if now > GROWTH * before[name]
    }
    assert not grown, f"from {before} to {after}"


def speak(notebook: NotebookPage, language: str) -> None:
    title = {"en": "English", "zh": "中文"}[language]
    notebook.page.locator(".cogov-controls").get_by_role("button", name=title, exact=True).click()
    other = {"en": "中文", "zh": "English"}[language]
    notebook.page.locator(".cogov-controls").get_by_role("button", name=other).wait_for()
    notebook.eventually(DRAWN, True)


def test_changes_of_language(lab: TestLab) -> None:
    notebook = opened(lab, OPENED, OPEN)
    notebook.eventually(DRAWN, True)
    for turn in range(MANY + 1):  # an odd number each time, so that both speak the same language
        speak(notebook, "en" if turn % 2 else "zh")
        if turn + 1 == FEW:
            before = used(notebook)
    no_growth(before, used(notebook))
    assert not notebook.errors


def test_opened_and_closed_explorers(lab: TestLab) -> None:
    notebook = opened(lab, OPENED)
    for turn in range(MANY):
        assert notebook.run(OPEN) == ""
        notebook.eventually(DRAWN, True)
        opened_widgets = int(notebook.run(COUNT))
        assert notebook.run(CLOSE) == ""
        if turn + 1 == FEW:
            before = used(notebook)
    after = used(notebook)
    after["JSHeapUsedSize"] -= HANDLER * (MANY - FEW) * (opened_widgets - after["widgets"])
    no_growth(before, after)
    assert not notebook.errors
