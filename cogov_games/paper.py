"""An empty table for a class that plays on paper, with what may be written into it."""

from __future__ import annotations

import csv
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from .errors import InputError
from .plays import COLUMNS
from .regimes import REFERENCE
from .spreadsheets import NOTE
from .words import labelled, listed, say

if TYPE_CHECKING:
    from .forms.base import Actor
    from .mechanism import Mechanism


def class_sheet(
    mechanism: Mechanism,
    path: str | Path,
    regime: str | None = None,
    groups: int = 6,
    players: int = 5,
    rounds: int = 10,
) -> Path:
    """Write an empty table for a class that plays on paper: one row for each move.

    Parameters
    ----------
    mechanism : Mechanism
    path : str or Path
        A ``.csv`` file, or an ``.xlsx`` file, in which roles and actions are chosen from lists.
    regime : str, optional
        Under which it is played, where regimes have different games.
    groups, players, rounds : int
        How many groups, players of each role in a group, and rounds.

    Returns
    -------
    Path
        The file. Only the actions are left to be filled in (predictions and payoffs may be), and
        `read_plays` and `show_plays` read it. Lines that begin with ``#`` say what is allowed.

    Raises
    ------
    InputError
        If the file is no ``.csv`` or ``.xlsx``, or a number is not allowed.

    Examples
    --------
    >>> import tempfile
    >>> import cogov_games as cg
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = cg.class_sheet(cg.catalogue["public_good"], f"{folder}/class.csv", players=20)
    ...     print(file.read_text("utf-8-sig").splitlines()[1])
    # action: free-ride; contribute
    """
    path = Path(path)
    for name, count in (("groups", groups), ("players", players), ("rounds", rounds)):
        if not isinstance(count, int) or isinstance(count, bool) or not 1 <= count <= 100:
            raise InputError(f"{name} = {count!r} is not allowed: a whole number from 1 to 100.")
    if regime is None and REFERENCE in mechanism.regimes:
        regime = REFERENCE
    form = mechanism.form_of(mechanism.check_regime(regime)) if regime else mechanism.form
    rows = [
        ["1", str(group), str(turn), f"{letter}{player}", str(actor.title), "", "", ""]
        for group, turn in product(range(1, groups + 1), range(1, rounds + 1))
        for actor, letter in zip(form.actors, "ABCDEFGH", strict=False)
        for player in range(1, players + 1)
    ]
    notes = [f"{NOTE} {line}" for line in _allowed(mechanism, form.actors)]
    if path.suffix.lower() == ".csv":
        with path.open("w", newline="", encoding="utf-8-sig") as file:
            csv.writer(file).writerows([*([note] for note in notes), COLUMNS, *rows])
    elif path.suffix.lower() == ".xlsx":
        _write_excel(path, notes, rows, form.actors)
    else:
        raise InputError(f"path = {str(path)!r} is not allowed: a file that ends in .csv or .xlsx.")
    return path


def _allowed(mechanism: Mechanism, actors: tuple[Actor, ...]) -> list[str]:
    """Return what may stand in the columns."""
    lines = [str(mechanism.title)]
    for actor in actors:
        names = listed((s.title for s in actor.strategies), strong=True) or say("a number")
        column = "action" if len(actors) == 1 else f"action ({actor.title})"
        lines.append(labelled(column, names))
    return [
        *lines,
        labelled("prediction", say("a share such as 40%, or a number; may be empty")),
        labelled("payoff", say("a number; may be empty")),
    ]


def _write_excel(
    path: Path, notes: list[str], rows: list[list[str]], actors: tuple[Actor, ...]
) -> None:
    try:
        from openpyxl import Workbook
        from openpyxl.worksheet.datavalidation import DataValidation
    except ImportError as error:
        raise InputError("to write Excel files install cogov_games[lessons].") from error
    book = Workbook()
    sheet = book.active
    for row in [*([note] for note in notes), list(COLUMNS), *rows]:
        sheet.append([int(cell) if cell.isdecimal() else cell or None for cell in row])
    first, last = len(notes) + 2, len(notes) + 1 + len(rows)
    actions = dict.fromkeys(str(s.title) for actor in actors for s in actor.strategies)
    for column, names in (("role", [str(a.title) for a in actors]), ("action", list(actions))):
        letter = "ABCDEFGH"[COLUMNS.index(column)]
        listing = ",".join(names)
        if names and len(listing) < 250 and not any("," in name for name in names):
            choice = DataValidation("list", formula1=f'"{listing}"', allow_blank=True)
            choice.add(f"{letter}{first}:{letter}{last}")
            sheet.add_data_validation(choice)
    sheet.freeze_panes = f"A{first}"
    book.save(path)
