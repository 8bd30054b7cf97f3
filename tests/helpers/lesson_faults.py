"""What can be wrong with a lesson: each function returns the faults that it finds, none if all is well."""

from __future__ import annotations

import contextlib
import io
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path

import nbformat
import pytest

from cogov_games.study.contracts import BLANK
from cogov_games.widgets import kept
from notebooks import (
    HALF_WIDTH,
    LARGEST,
    STEPS,
    is_widget,
    lost_emphasis,
    prose_numbers,
    stale,
    steps_of,
    unpaired,
    wrong_terms,
)

Notebook = nbformat.NotebookNode
LEAST_WIDGETS = 8


def out_of_step(notebook: Notebook) -> list[str]:
    """Cells without exactly one step, unknown tags, and steps that are missing or out of order."""
    cells = notebook.cells
    found = [cell.id for cell in cells if len(steps_of(cell)) != 1]
    found += sorted({tag for cell in cells for tag in cell.metadata.tags} - {*STEPS, "i18n"})
    steps = [step for cell in cells for step in steps_of(cell)[:1]]
    if list(dict.fromkeys(steps)) != list(STEPS):
        found.append(f"steps: {', '.join(dict.fromkeys(steps))}")
    if steps != sorted(steps, key=STEPS.index):
        found.append("a step is interrupted")
    return found


def wrongly_begun(notebook: Notebook, language: str) -> list[str]:
    """First cells of code that do not import the package and choose the language."""
    first, second = [cell for cell in notebook.cells if cell.cell_type == "code"][:2]
    right = ("import cogov_games as cg", f'cg.use_language("{language}")')
    found = [
        cell.id for cell, code in zip((first, second), right, strict=True) if cell.source != code
    ]
    return found + ([] if "i18n" in second.metadata.tags else [f"{second.id}: not tagged i18n"])


def widgets_without_numbers(notebook: Notebook) -> list[str]:
    """Widgets after which nothing is printed before the next step has one, or too few widgets."""
    cells, found = notebook.cells, []
    shown = [
        (i, cell) for i, cell in enumerate(cells) if cell.cell_type == "code" and is_widget(cell)
    ]
    for place, cell in shown:
        step, printed = steps_of(cell), ""
        for later in cells[place + 1 :]:
            if is_widget(later) and steps_of(later) != step:
                break
            printed += "".join(output.get("text", "") for output in later.get("outputs", []))
        if not re.search(r"\d", printed):
            found.append(cell.id)
    return found + ([f"{len(shown)} widgets"] if len(shown) < LEAST_WIDGETS else [])


def told_too_early(notebook: Notebook) -> list[str]:
    """Cells before the observation whose outputs give the result away."""
    return [
        cell.id
        for cell in notebook.cells
        if STEPS.index(steps_of(cell)[0]) < STEPS.index("observe")
        and re.search("equilibri|none contribute", json.dumps(cell.get("outputs", [])))
    ]


def unfit_to_commit(path: Path) -> list[str]:
    """Widget state, errors, warnings, metadata of one machine, and too many bytes in a file."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    outputs = [output for cell in notebook.cells for output in cell.get("outputs", [])]
    allowed = {
        "bytes": path.stat().st_size < LARGEST,
        "metadata": set(notebook.metadata) == {"kernelspec", "language_info"},
        "outputs": {o.output_type for o in outputs} <= {"stream", "execute_result", "display_data"},
        "stderr": {o.name for o in outputs if o.output_type == "stream"} <= {"stdout"},
        "widget": "widget" not in json.dumps([o.get("data", {}) for o in outputs]),
    }
    return [what for what, holds in allowed.items() if not holds]


def executed(notebook: Notebook, monkeypatch: pytest.MonkeyPatch) -> tuple[dict[str, object], str]:
    """Run the code of a notebook here, without kept answers; return its names and what it prints."""
    monkeypatch.setattr(kept, "_answers", kept._Answers())
    monkeypatch.setenv(kept.FOLDER, os.devnull)
    space: dict[str, object] = {}
    with contextlib.redirect_stdout(io.StringIO()) as printed:
        for cell in notebook.cells:
            if cell.cell_type == "code":
                exec(compile(cell.source, cell.id, "exec"), space)
    return space, printed.getvalue()


def wrong_numbers(
    english: Notebook, chinese: Notebook, monkeypatch: pytest.MonkeyPatch
) -> list[tuple[object, ...]]:
    """Numbers in the prose that no expression explains, that it contradicts, or that it has not.

    A text's metadata says, for each number that it states, by which expression to check it.
    """
    space, _ = executed(english, monkeypatch)
    found: list[tuple[object, ...]] = []
    for cell, translation in zip(english.cells, chinese.cells, strict=True):
        if cell.cell_type != "markdown":
            continue
        known = cell.metadata.get("cogov", {}).get("numbers", {})
        stated = {*prose_numbers(cell.source), *prose_numbers(translation.source)}
        found += [(cell.id, number, "unexplained") for number in stated - set(known)]
        found += [(cell.id, number, "idle") for number in set(known) - stated]
        for number, expression in known.items():
            digits = len(number.partition(".")[2])
            value = eval(expression, space)
            if round(float(value), digits) != float(number):
                found.append((cell.id, number, value))
    return found


def bad_chinese(notebook: Notebook) -> list[str]:
    """Variants of agreed terms, bold that Markdown does not see, half-width punctuation."""
    found = []
    for cell in notebook.cells:
        text = cell.source
        faults = [*wrong_terms(text), *lost_emphasis(text), *HALF_WIDTH.findall(text)]
        found += [f"{cell.id}: {fault}" for fault in faults]
    return found


def blanks(notebook: Notebook) -> list[str]:
    """Cells that their author has still to write."""
    return [cell.id for cell in notebook.cells if BLANK in cell.source]


def pair_faults(
    halves: Mapping[str, Path], monkeypatch: pytest.MonkeyPatch
) -> dict[str, list[object]]:
    """Everything that is wrong with a pair, given as files by language; empty if nothing is."""
    both = {language: nbformat.read(path, as_version=4) for language, path in halves.items()}
    english, chinese = both["en"], both["zh"]
    found: dict[str, list[object]] = {
        "pair": [*unpaired(english, chinese), *stale(english, chinese)],
        "widgets": [*widgets_without_numbers(english)],
        "early": [*told_too_early(english)],
        "numbers": [*wrong_numbers(english, chinese, monkeypatch)],
        "chinese": [*bad_chinese(chinese)],
    }
    for language, notebook in both.items():
        found |= {
            f"steps {language}": [*out_of_step(notebook)],
            f"beginning {language}": [*wrongly_begun(notebook, language)],
            f"file {language}": [*unfit_to_commit(halves[language])],
            f"blanks {language}": [*blanks(notebook)],
        }
    return {what: faults for what, faults in found.items() if faults}
