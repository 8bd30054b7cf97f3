"""Renew the exercises: put the visible tests into each notebook, pair the languages, run solutions.

    python -m exercises.renew                     every exercise
    python -m exercises.renew 01 --translated     and record that its Chinese text is up to date

Write questions in English and their code there only; Chinese texts stay (see `lessons.renew`). The
tests of an exercise are the files ``teacher/keys/NAME/q1.py``, ...; what is hidden in them is left
out here. ``teacher/keys/NAME/solutions.py`` gives the answers, by cell, from which the notebooks in
``teacher/solutions`` are made.
"""

from __future__ import annotations

import argparse
import ast
import copy
import runpy
from pathlib import Path

import nbformat

from lessons.renew import ROOT, pair_up, record, run, strip

LANGUAGES = ("en", "zh")
EXERCISES = ROOT / "exercises"
TEACHER = ROOT / "teacher"


def visible(source: str) -> str:
    """Return a test file without its hidden tests."""
    tree = ast.parse(source)
    lines = source.splitlines()
    for node in tree.body:
        if isinstance(node, ast.FunctionDef) and any(map(_hides, node.decorator_list)):
            first = min(d.lineno for d in node.decorator_list)
            for number in range(first - 1, node.end_lineno or node.lineno):
                lines[number] = ""
    return "\n".join(line for line in lines if line) + "\n"


def _hides(decorator: ast.expr) -> bool:
    return isinstance(decorator, ast.Call) and any(
        keyword.arg == "hidden" and ast.literal_eval(keyword.value)
        for keyword in decorator.keywords
    )


def visible_tests(key: Path) -> dict[str, str]:
    """Return the visible tests of an exercise by question."""
    files = sorted(key.glob("q*.py"), key=lambda file: (len(file.stem), file.stem))
    return {file.stem: visible(file.read_text(encoding="utf-8")) for file in files}


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
            notebook.metadata["otter"] = {"OK_FORMAT": False, "tests": visible_tests(key)}
            place.parent.mkdir(parents=True, exist_ok=True)
            nbformat.write(notebook, place)
            answer = TEACHER / "solutions" / language / path.name
            answer.parent.mkdir(parents=True, exist_ok=True)
            full = solved(notebook, key, language)
            nbformat.write(full, answer)  # the exercise's tests are read from the file itself
            run(full, answer.parent)
            tests = full.metadata["otter"]
            strip(full)
            full.metadata["otter"] = tests
            nbformat.write(full, answer)
            print(place.relative_to(ROOT), answer.relative_to(ROOT))


if __name__ == "__main__":
    main()
