"""Lessons outside JupyterLab: one HTML file whose charts still answer, and handouts to print.

The room stands on the top floor: it runs notebooks, which use the package's public names.
"""

from __future__ import annotations

from pathlib import Path

from .page import Page
from .paper import Handout
from .pdf import print_pdf
from .run import WIDGET, Lesson, client_of, environment, run
from .sliders import STOPS

__all__ = [
    "WIDGET",
    "Handout",
    "Lesson",
    "Page",
    "client_of",
    "environment",
    "export",
    "print_pdf",
    "run",
]


def export(
    notebook: str | Path, folder: str | Path = ".", *, pdf: bool = False, stops: int = STOPS
) -> list[Path]:
    """Run a lesson and write it as one HTML file, and as a handout in PDF if that is wanted.

    Parameters
    ----------
    notebook : str or Path
    folder : str or Path
        Where the files go; it is made if there is none.
    pdf : bool
    stops : int
        Places at which each slider of an explorer is solved.

    Returns
    -------
    list of Path
        The files: ``NAME.LANGUAGE.html`` and ``NAME.LANGUAGE.pdf``.

    Raises
    ------
    InputError
        If the notebook cannot be read or run, or no browser can print; the HTML file is written first.
    """
    lesson = run(notebook, stops)
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    written = [folder / f"{lesson.name}.{lesson.language}.html"]
    written[0].write_text(Page(lesson).html, encoding="utf-8")
    if pdf:
        written.append(written[0].with_suffix(".pdf"))
        print_pdf(Handout(lesson).html, written[1])
    return written
