"""Renew the lessons: copy the code into the Chinese half of each pair, run both, strip them.

    python lessons/renew.py                      every lesson
    python lessons/renew.py 01 --translated      and record that its Chinese text is up to date
    python lessons/renew.py 01 --translated ID   the same for one cell

Write code in English lessons only: the Chinese ones take it from there, except for the cell tagged
``i18n``. Each Chinese text records the hash of the English one that it translates; `--translated`
renews it, so give it only once the translation has been renewed as well.
"""

from __future__ import annotations

import argparse
from pathlib import Path

import nbformat

from cogov_games.export import WIDGET, client_of, environment
from cogov_games.templates.lesson import METADATA, fingerprint

LESSONS = Path(__file__).resolve().parent
ROOT = LESSONS.parent


def pair_up(english: nbformat.NotebookNode, chinese: nbformat.NotebookNode) -> None:
    """Copy the English code, tags and order into the Chinese lesson; its texts stay."""
    own = {cell.id: cell for cell in chinese.cells}
    cells = []
    for source in english.cells:
        cell = own.get(source.id)
        if cell is None or cell.cell_type != source.cell_type:
            cell = nbformat.from_dict(source)
        elif source.cell_type == "markdown":
            cell.metadata["tags"] = source.metadata["tags"]
        elif "i18n" not in source.metadata["tags"]:
            cell = nbformat.from_dict(source)
        cells.append(cell)
    chinese.cells = cells


def record(english: nbformat.NotebookNode, chinese: nbformat.NotebookNode, ids: list[str]) -> None:
    """Record that these Chinese texts (none named: all) translate the present English ones."""
    sources = {cell.id: cell.source for cell in english.cells}
    for cell in chinese.cells:
        if cell.cell_type == "markdown" and (not ids or cell.id in ids):
            cell.metadata["cogov"] = {"translates": fingerprint(sources[cell.id])}


def run(notebook: nbformat.NotebookNode, folder: Path) -> None:
    """Run a notebook with this checkout of the package."""
    client_of(notebook, folder, timeout=120).execute(env=environment(ROOT))


def strip(notebook: nbformat.NotebookNode) -> None:
    """Take out widgets, times and what belongs to one machine's kernel."""
    notebook.metadata = nbformat.from_dict(METADATA)
    for cell in notebook.cells:
        cell.metadata.pop("execution", None)
        for output in cell.get("outputs", []):
            output.get("data", {}).pop(WIDGET, None)


def main() -> None:
    """Renew the pairs that are named."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawTextHelpFormatter
    )
    parser.add_argument("lesson", nargs="?", default="", help="the beginning of its file name")
    parser.add_argument("--translated", nargs="*", metavar="ID")
    options = parser.parse_args()
    for path in sorted((LESSONS / "en").glob(f"{options.lesson}*.ipynb")):
        other = LESSONS / "zh" / path.name
        english = nbformat.read(path, as_version=4)
        chinese = nbformat.read(other if other.exists() else path, as_version=4)
        pair_up(english, chinese)
        if options.translated is not None:
            record(english, chinese, options.translated)
        for place, notebook in ((path, english), (other, chinese)):
            run(notebook, place.parent)
            strip(notebook)
            nbformat.write(notebook, place)
            print(place.relative_to(ROOT))


if __name__ == "__main__":
    main()
