"""A board with charts, words and buttons, opened in a notebook of its own."""

from __future__ import annotations

from .conftest import TestLab
from .lab import NotebookPage, notebook_of

BOARD = """
import altair as alt
import ipywidgets
from cogov_games.widgets.live import LiveBoard

text = alt.Chart(alt.NamedData("points")).mark_text().encode(
    x=alt.X("x:Q", scale=alt.Scale(domain=[0, 1])), text="label:N"
)
single = text.properties(width="container", height=120).to_dict()
facets = text.properties(width=100, height=80).facet(column="regime:N").to_dict()
facets["usermeta"] = {"fit": {"signal": "child_width", "columns": 3, "padding": 40}}
square = alt.Chart(alt.NamedData("cells")).mark_square(size=4000, opacity=1).encode(x="x:O")
square = square.add_params(alt.selection_point(name="pick", encodings=["x"]))
square = square.properties(width=200, height=120).to_dict()
square["usermeta"] = {"click": "pick"}

board = LiveBoard(
    '<div data-chart="single"></div><div data-chart="facets"></div>'
    '<div data-chart="square"></div><p data-html="words" data-live></p>'
    '<button data-event="undo" data-value="7">undo</button>'
    '<button data-copy="cg.compare()" data-copied="Copied!">copy</button>'
    '<p data-html="got"></p>',
    {"single": single, "facets": facets, "square": square},
)


def show(x):
    rows = [{"x": x, "label": f"x = {x:.2f}", "regime": regime} for regime in "abc"]
    words = {"words": f"The equilibrium is {x:.2f}."}
    update = {"data": {"points": rows}, "alt": f"one equilibrium, at {x:.2f}"}
    board.push({"single": update, "facets": {"data": {"points": rows}}}, words)


board.on_event(lambda event, value: board.push(html={"got": f"{event}: {value}"}))
board.on_event(lambda event, value: board.push(stale=["single"] if event == "undo" else []))
board.push({"square": {"data": {"cells": [{"x": 1}, {"x": 2}]}}})
show(0.3)
slider = ipywidgets.FloatSlider(value=0.3, min=0, max=1, step=0.01)
slider.observe(lambda change: show(change.new), "value")
ipywidgets.VBox([slider, board])
"""

SINGLE = "[data-chart=single] svg"


def opened(lab: TestLab, *cells: str) -> NotebookPage:
    notebook = lab.open(notebook_of(*cells))
    notebook.run_all()
    return notebook
