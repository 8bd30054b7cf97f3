"""Playing in a real JupyterLab: numbers by keyboard, a vote, and what is observed afterwards."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from .conftest import TestLab
from .lab import notebook_of

pytestmark = pytest.mark.browser

SETTING = """import cogov_games as cg
cg.use_language("{language}")
prediction = cg.Prediction("?", {low}, {high}, {step})
prediction.lock({value}, "some reason")
play = cg.catalogue["{key}"].play(rounds={rounds}, vote={vote}, after=prediction, {more})
"""
OWN = """place => [...document.querySelectorAll(".jp-Notebook .jp-Cell")[place]
    .querySelectorAll("svg .mark-symbol path")]
    .filter(mark => mark.getBoundingClientRect().width > 9).length"""
"""How many marks of the learner's own a cell's chart shows: those are the large ones."""


def test_numbers_are_typed_played_and_observed(lab: TestLab) -> None:
    setting = SETTING.format(language="en", low=0, high=4, step=0.1, value=1, key="tournament",
                             rounds=2, vote=0, more='regime="government_led"')  # fmt: skip
    notebook = lab.open(notebook_of(setting, "play", "cg.observe(prediction, play)"))
    notebook.run_all()
    cells = notebook.page.locator(".jp-Notebook .jp-Cell")
    play, seen = cells.nth(1), cells.nth(2)
    field = play.locator("input[data-event=number-0]")
    field.wait_for(timeout=60_000)
    field.press_sequentially("9")
    field.press("Tab")
    notebook.page.keyboard.press("Enter")
    play.get_by_text("Please type a number from 0 to 4").wait_for()
    for turn, typed in enumerate(("0,8", "1.2"), 1):
        field = play.locator("input[data-event=number-0]")
        field.fill(typed)
        field.press("Enter")
        play.locator("[data-event=play]").focus()
        notebook.page.keyboard.press("Enter")
        play.get_by_text(f"Round {turn}: you chose").wait_for()
    notebook.eventually(OWN, 2, 1)
    expect(play.locator("[data-event=play]")).to_have_count(0)
    seen.locator("svg").filter(has_text="equilibrium: 0.56").wait_for()
    assert notebook.errors == []


def test_a_vote_changes_the_rules_of_the_last_rounds(lab: TestLab) -> None:
    setting = SETTING.format(language="zh", low=0, high=1, step=0.05, value=0.5, key="inspection",
                             rounds=3, vote=1, more="seed=2")  # fmt: skip
    notebook = lab.open(notebook_of(setting, "play", "cg.observe(prediction, play)"))
    notebook.run_all()
    cells = notebook.page.locator(".jp-Notebook .jp-Cell")
    play, seen = cells.nth(1), cells.nth(2)
    for turn in (1, 2):
        button = play.locator("[data-event=choose][data-value=violate]")
        button.wait_for(timeout=60_000)
        button.click()
        play.get_by_text(f"第 {turn} 轮：").first.wait_for()
    play.get_by_text("最后 1 轮采用哪种治理模式").wait_for()
    play.locator("[data-event=vote][data-value=multi_center]").focus()
    notebook.page.keyboard.press("Enter")
    play.get_by_text("票数").wait_for()
    play.locator("[data-event=choose][data-value=comply]").click()
    play.locator("[data-event=again]").wait_for()
    notebook.eventually(OWN, 3, 1)
    seen.locator("svg").filter(has_text="→").wait_for()
    seen.get_by_text("均衡：").first.wait_for()
    assert notebook.errors == []
