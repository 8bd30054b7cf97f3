"""A saved notebook carries the answers that were given in it, the last one of each."""

import json
from typing import Any

import pytest
from exercise_files import EXERCISES
from notebooks import read
from playwright.sync_api import expect

from cogov_games.model.answers import MIME, Answer, from_file

from .conftest import TestLab
from .lab import NotebookPage, notebook_of

pytestmark = pytest.mark.browser

WIDGETS = """
import cogov_games as cg
cg.keep_answers("lesson", "17")
cg.Prediction("How many?")
"""
CHECK = 'cg.Check("2 + 2?", number=4, because="Yes.", otherwise="No.")'


def carried(notebook: NotebookPage) -> dict[str, Any]:
    """Save the notebook; return the values of the answers in its file, by question: one for each."""
    notebook.save()
    cells = json.loads((notebook.server.root / notebook.name).read_text(encoding="utf-8"))["cells"]
    data = [o["data"][MIME] for c in cells for o in c.get("outputs", []) if MIME in o.get("data", {})]
    answers = [Answer.from_data(item) for item in data]
    assert len(set(answers)) == len({answer.question for answer in answers})
    return {answer.question: answer.value for answer in answers}


def test_what_widgets_confirm_is_carried(lab: TestLab) -> None:
    notebook = lab.open(notebook_of(WIDGETS, CHECK))
    notebook.run_all()
    page = notebook.page
    assert carried(notebook) == {}
    assert page.locator(".cogov-answer").count() == 0
    page.locator(".cogov-prediction-reason textarea").fill("They wait.")
    page.locator("button.cogov-prediction-lock").click()
    expect(page.locator(".cogov-answer")).to_have_count(1)
    field = page.locator('input[data-event="number"]')
    for number in ("5", "4"):
        field.fill(number)
        field.press("Enter")
        notebook.wait_for_text({"5": "No.", "4": "Yes."}[number])
    expect(page.locator(".cogov-answer")).to_have_count(2)
    assert list(carried(notebook).values()) == [0.5, 4]


def test_the_last_check_of_an_exercise_is_carried_and_handed_in(lab: TestLab) -> None:
    name = "01_collective_action"
    made = notebook_of(
        "import cogov_games as cg",
        'exercise = cg.Exercise("notebook.ipynb", "17")',
        'q2 = 0.35\nexercise.check("q2")',
        'q2 = 0.65\nexercise.check("q2")',
        "cg.hand_in()",
    )
    made.metadata["cogov"] = read("en", f"{name}.ipynb", EXERCISES).metadata["cogov"]
    notebook = lab.open(made)
    notebook.run_all()
    notebook.wait_for_text("gives back to you")
    assert carried(notebook) == {"q2": 0.65}
    with notebook.page.expect_download() as waiting:
        notebook.page.locator("a[download]").click()
    assert waiting.value.suggested_filename == f"17_{name}.json"
    with open(waiting.value.path(), "rb") as file:
        (answer,) = map(Answer.from_data, from_file(file.read()))
    assert (answer.question, answer.value) == ("q2", 0.65)
