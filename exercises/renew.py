"""Renew the exercises: put the questions into each notebook, pair the languages, run solutions.

    python -m exercises.renew                     every exercise
    python -m exercises.renew 01 --translated     and record that its Chinese text is up to date

Write questions in English and their code there only; Chinese texts stay (see `lessons.renew`). The
questions of an exercise are the file ``teacher/keys/NAME/key.json``; what is hidden in it is left out
here. ``teacher/keys/NAME/solutions.py`` gives the answers, by cell, from which the notebooks in
``teacher/solutions`` are made.
"""

from __future__ import annotations

import argparse
import copy
import json
import runpy
import tempfile
from pathlib import Path
from typing import Any

import nbformat

from lessons.renew import ROOT, pair_up, record, run, strip

LANGUAGES = ("en", "zh")
EXERCISES = ROOT / "exercises"
TEACHER = ROOT / "teacher"


def questions(key: Path) -> dict[str, Any]:
    """Return the questions of an exercise, without what is hidden."""
    data: dict[str, Any] = json.loads((key / "key.json").read_text(encoding="utf-8"))
    for question in data["questions"]:
        shown = [c for c in question.get("criteria", []) if not c.get("hidden", False)]
        question["criteria"] = shown
    return data


def solved(notebook: nbformat.NotebookNode, key: Path, language: str) -> nbformat.NotebookNode:
    """Return the exercise with the solutions filled in."""
    solutions = runpy.run_path(str(key / "solutions.py"))["SOLUTIONS"]
    filled = copy.deepcopy(notebook)
    for cell in filled.cells:
        if cell.id in solutions:
            answer = solutions[cell.id]
            cell.source = answer if isinstance(answer, str) else answer[language]
    if missing := set(solutions) - {cell.id for cell in filled.cells}:
        raise SystemExit(f"{key.name}: no cell is called {sorted(missing)}.")
    return filled


def run_alone(notebook: nbformat.NotebookNode, name: str) -> nbformat.NotebookNode:
    """Return a notebook that was run in a folder of its own: it reads itself and hands in there."""
    with tempfile.TemporaryDirectory() as folder:
        nbformat.write(notebook, Path(folder) / name)
        run(notebook, Path(folder))
    questions = notebook.metadata["cogov"]
    strip(notebook)
    next(cell for cell in notebook.cells if cell.id == "hand-in").outputs = []  # repeats it all
    notebook.metadata["cogov"] = questions
    return notebook


def main() -> None:
    """Renew the exercises that are named."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("exercise", nargs="?", default="", help="the beginning of its file name")
    parser.add_argument("--translated", nargs="*", metavar="ID")
    options = parser.parse_args()
    for path in sorted((EXERCISES / "en").glob(f"{options.exercise}*.ipynb")):
        key = TEACHER / "keys" / path.stem
        other = EXERCISES / "zh" / path.name
        english = nbformat.read(path, as_version=4)
        chinese = nbformat.read(other if other.exists() else path, as_version=4)
        pair_up(english, chinese)
        if options.translated is not None:
            record(english, chinese, options.translated)
        for language, place, notebook in (("en", path, english), ("zh", other, chinese)):
            for cell in notebook.cells:
                if cell.cell_type == "code":
                    cell.outputs, cell.execution_count = [], None
            strip(notebook)
            notebook.metadata["cogov"] = questions(key)
            place.parent.mkdir(parents=True, exist_ok=True)
            nbformat.write(notebook, place)
            answer = TEACHER / "solutions" / language / path.name
            answer.parent.mkdir(parents=True, exist_ok=True)
            nbformat.write(run_alone(solved(notebook, key, language), path.name), answer)
            print(place.relative_to(ROOT), answer.relative_to(ROOT))


if __name__ == "__main__":
    main()
