"""Running a lesson afresh, and taking from its kernel what a page without one needs."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError

from ..errors import InputError
from ..widgets.kept import FOLDER
from .sliders import STOPS
from .stills import MIME

CHECKOUT = Path(__file__).resolve().parents[2]
WIDGET = "application/vnd.jupyter.widget-view+json"


@dataclass(frozen=True)
class Lesson:
    """A notebook that was run.

    Attributes
    ----------
    name : str
        The file's name without its ending.
    folder : Path
        Where it lies.
    language : str
        What it speaks.
    cells : list
        Its cells with their outputs.
    widgets : dict
        By widget id, what `stills.still` made of it.
    pool : dict
        The values and columns to which these refer.
    """

    name: str
    folder: Path
    language: str
    cells: list[Any]
    widgets: dict[str, Any]
    pool: dict[str, Any]


def run(path: str | Path, stops: int = STOPS) -> Lesson:
    """Run a copy of a notebook in a kernel of its own, without answers kept from before.

    Parameters
    ----------
    path : str or Path
        The notebook; the file itself is not changed.
    stops : int
        Places at which each slider of an explorer is solved.

    Raises
    ------
    InputError
        If there is no such notebook, or one of its cells fails.
    """
    path = Path(path)
    try:
        notebook = nbformat.read(path, as_version=4)  # type: ignore[no-untyped-call]
    except (OSError, ValueError, nbformat.ValidationError) as error:
        raise InputError(f"{str(path)!r} is no notebook that can be read: {error}") from None
    client = client_of(notebook, path.resolve().parent)
    cells = list(notebook.cells)
    try:
        with client.setup_kernel(env=environment()):
            for place, cell in enumerate(cells):
                client.execute_cell(cell, place)
            code = f"from cogov_games.export.stills import publish\npublish({_ids(cells)}, {stops})"
            last = nbformat.v4.new_code_cell(code)  # type: ignore[no-untyped-call]
            notebook.cells.append(last)
            client.execute_cell(last, len(cells))
    except CellExecutionError as error:
        raise InputError(f"{path.name} cannot be run: {error}") from None
    found = next(output.data[MIME] for output in last.outputs if MIME in output.get("data", {}))
    return Lesson(path.stem, path.parent, found["language"], cells, found["widgets"], found["pool"])


def client_of(
    notebook: nbformat.NotebookNode, folder: Path, timeout: int | None = None
) -> NotebookClient:
    """Return what runs a notebook in a folder, each cell for so many seconds at most."""
    return NotebookClient(
        notebook, timeout=timeout, kernel_name="python3", store_widget_state=False,
        coalesce_streams=True, extra_arguments=["--log-level=ERROR"],
        resources={"metadata": {"path": str(folder)}},
    )  # fmt: skip


def environment(checkout: Path = CHECKOUT) -> dict[str, str]:
    """Return the environment of a kernel that imports a checkout of the package and keeps no answers."""
    paths = os.pathsep.join(filter(None, [str(checkout), os.environ.get("PYTHONPATH")]))
    return {**os.environ, "PYTHONPATH": paths, FOLDER: os.devnull}


def _ids(cells: list[Any]) -> list[str]:
    """Return the ids of the widgets that the cells show."""
    return [
        output.data[WIDGET]["model_id"]
        for cell in cells
        for output in cell.get("outputs", [])
        if WIDGET in output.get("data", {})
    ]
