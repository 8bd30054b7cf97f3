"""Endurance of a page: ``python -m benchmarks.bench_endurance_page [--moves 1000] [--seed 1]``.

Random moves of explorers in one page of JupyterLab: keys on their sliders mostly, but also undo,
reset and the other language. Each move waits until the page shows its effect. Printed ten times:
moves, the kernel's memory and widgets, the page's heap, nodes and listeners after garbage
collection, and errors of kernel and console. Neither errors nor growth are expected once the first
rounds have filled the caches.
"""

from __future__ import annotations

import argparse
import random
import sys
import time

from playwright.sync_api import TimeoutError

from benchmarks.bench_endurance import ROUNDS, Point, Walk
from tests.browser.lab import NotebookPage, notebook_of, running_lab

KEYS = ("collusion", "common_pool", "delegation", "inspection", "public_good")
KINDS = {"key": 94, "undo": 3, "reset": 1, "speak": 2}
"""How often each kind of move is made, in a hundred."""
BUTTONS = ("speak", "undo", "reset")
"""The buttons above the sliders, from the left."""
UP, DOWN = ("ArrowRight", "PageUp", "End"), ("ArrowLeft", "PageDown", "Home")
LISTEN = """
import gc, logging, traceback
import ipywidgets, psutil
import cogov_games as cg
errors = []
def failed(*_, **__): errors.append(traceback.format_exc())
get_ipython().showtraceback = failed
class Listener(logging.Handler):
    def emit(self, record): errors.append(self.format(record))
for logger in (logging.getLogger(), get_ipython().kernel.log):
    logger.addHandler(Listener(logging.ERROR))
def measure():
    gc.collect()
    print(psutil.Process().memory_info().rss, len(ipywidgets.widgets.widget._instances))
"""
DRAWN = """() => {
    const charts = [...document.querySelectorAll(".cogov-board [data-chart]")];
    return charts.length > 0 && charts.every((chart) => chart.querySelector("svg"))
        && !document.querySelector(".cogov-stale");
}"""
SHOWN = """(place) => {
    const explorer = document.querySelectorAll(".cogov-explorer")[place];
    const parts = explorer.querySelectorAll("[data-html=line], .cogov-error");
    return [...parts].map((part) => part.textContent).join("\\n");
}"""
"""The line of Python that tells where all sliders stand, and what a slider refuses."""
FOCUS = """([place, luck]) => {
    const explorer = document.querySelectorAll(".cogov-explorer")[place];
    const handles = [...explorer.querySelectorAll(".noUi-handle")].filter((one) => one.offsetParent);
    const handle = handles[Math.floor(luck * handles.length)];
    handle.focus();
    const { noUiSlider } = handle.closest(".noUi-target");
    const { min, max } = noUiSlider.options.range, now = noUiSlider.get(true);
    return [now > [min].flat()[0], now < [max].flat()[0]];
}"""
"""Put the keyboard on a slider that is in view, and say whether it can go down and up."""
CLICK = """([place, button]) => {
    const explorer = document.querySelectorAll(".cogov-explorer")[place];
    explorer.querySelectorAll(".cogov-controls button")[button].click();
}"""


def cells(keys: tuple[str, ...] = KEYS) -> list[str]:
    """Return a notebook's cells: one that listens for errors, one that shows the explorers."""
    return [LISTEN, f"ipywidgets.VBox([cg.catalogue[key].explore() for key in {keys}])"]


def drive(
    notebook: NotebookPage, moves: int, seed: int, *, rounds: int = ROUNDS, told: bool = False
) -> Walk:
    """Move the explorers of a notebook of these `cells`, in which all was run."""
    found, luck = Walk(), random.Random(seed)
    notebook.eventually(DRAWN, True)
    explorers = notebook.page.locator(".cogov-explorer").count()
    for made in range(1, moves + 1):
        if lost := _move(notebook, luck, luck.randrange(explorers)):
            found.errors.append(f"move {made}: {lost}")
        if made * rounds // moves > (made - 1) * rounds // moves:
            notebook.eventually(DRAWN, True)
            size, widgets = map(int, notebook.run("measure()").split())
            counts = {**notebook.used(), "widgets": widgets}
            found.add(Point(made, size, counts | {"errors": _errors(notebook, found)}), told)
    found.errors += notebook.errors
    found.errors += filter(None, [notebook.run("print(*errors, sep='\\n', end='')")])
    return found


def _errors(notebook: NotebookPage, found: Walk) -> int:
    return int(notebook.run("print(len(errors))")) + len(notebook.errors) + len(found.errors)


def _move(notebook: NotebookPage, luck: random.Random, place: int) -> str:
    """Make a move, and say what it should have shown but did not."""
    page = notebook.page
    kind = luck.choices(list(KINDS), list(KINDS.values()))[0]
    if kind in BUTTONS:
        page.evaluate(CLICK, [place, BUTTONS.index(kind)])
        notebook.run("")  # the kernel has answered, though there may be nothing to undo
        if kind == "speak":
            notebook.eventually(DRAWN, True)
        return ""
    before = page.evaluate(SHOWN, place)
    down, up = page.evaluate(FOCUS, [place, luck.random()])
    key = luck.choice(DOWN * down + UP * up)
    page.keyboard.press(key)
    try:
        page.wait_for_function(f"([place, old]) => ({SHOWN})(place) !== old", arg=[place, before])
    except TimeoutError:
        return f"{key} showed nothing new on explorer {place + 1}: {before}"
    return ""


def main() -> None:
    """Drive a page and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moves", type=int, default=1_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with running_lab() as lab, lab.open(notebook_of(*cells()), height=1000) as notebook:
        print("open the explorers", flush=True)
        notebook.run_all()
        began = time.perf_counter()
        failed = drive(notebook, options.moves, options.seed, told=True).errors
        print(f"{time.perf_counter() - began:.0f} s")
    if failed:
        sys.exit("\n".join(failed))


if __name__ == "__main__":
    main()
