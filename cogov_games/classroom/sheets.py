"""An empty table for a class that plays on paper, with what may be written into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path
from string import ascii_uppercase
from typing import TYPE_CHECKING

from ..errors import InputError
from ..playing.by_form import table_of
from ..playing.records import COLUMNS
from ..playing.spreadsheets import ROWS, note_cell, table_cell, write_rows
from ..playing.table import Role
from ..quantities import whole
from ..words import labelled, listed, number, say

if TYPE_CHECKING:
    from ..mechanism import Mechanism


Cells = tuple[object, ...]
"""What stands in a row, column by column."""


@dataclass(frozen=True)
class Entry:
    """What one player writes down in each round: as which role, and which words are allowed."""

    role: str
    player: str
    words: tuple[str, ...]
    allowed: str


def class_sheet(
    mechanism: Mechanism,
    path: str | Path,
    regime: str | None = None,
    groups: int = 6,
    players: int | None = None,
    rounds: int = 10,
    **values: float,
) -> Path:
    """Write an empty table for a class that plays on paper: one row for each move.

    Parameters
    ----------
    mechanism : Mechanism
    path : str or Path
        A ``.csv`` file, or an ``.xlsx`` file, in which roles and actions are chosen from lists.
    regime : str, optional
        Under which it is played; laissez-faire by default, where the mechanism has it.
    groups, rounds : int
        From 1 to 100; no more than 100,000 rows together.
    players : int, optional
        Of each role in a group; by default as many as the game has.
    **values : float
        Parameters by name or symbol, as played.

    Returns
    -------
    Path
        The file. Only the actions are left to be filled in (predictions and payoffs may be), and
        `read_plays` and `show_plays` read it. Lines that begin with ``#`` say what is allowed.

    Raises
    ------
    InputError
        If the file is no ``.csv`` or ``.xlsx``, a number is not allowed, or the form of game cannot
        be played.

    Examples
    --------
    >>> import tempfile
    >>> import cogov_games as cg
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     file = cg.class_sheet(cg.catalogue["public_good"], f"{folder}/class.csv", people=5)
    ...     print(file.read_text("utf-8-sig").splitlines()[1])
    # action: free-ride; contribute
    """
    path = Path(path)
    for name, count in (("groups", groups), ("players", players), ("rounds", rounds)):
        if count is not None or name != "players":
            whole(name, count, 1, 100)
    if regime is None:
        regime = mechanism.first_regime
    situation = mechanism.situation(regime, values)
    roles = table_of(mechanism.form_of(regime), situation).roles
    entries = [
        entry
        for role, letter in zip(roles, ascii_uppercase, strict=False)
        for entry in _entries(role, letter, players or role.people)
    ]
    if (count := groups * rounds * len(entries)) > ROWS:
        raise InputError(
            f"groups = {groups}, rounds = {rounds} and players = {players} are not allowed "
            f"together: they make {count:,} rows, and at most {ROWS:,} can be read again."
        )
    rows: list[Cells] = [
        (1, group, turn, entry.player, entry.role, None, None, None)
        for group, turn in product(range(1, groups + 1), range(1, rounds + 1))
        for entry in entries
    ]
    notes = [str(mechanism.title), *_allowed(entries)]
    if path.suffix.lower() == ".csv":
        write_rows(path, [COLUMNS, *rows], notes)
    elif path.suffix.lower() == ".xlsx":
        _write_excel(path, notes, rows, entries)
    else:
        raise InputError(f"path = {str(path)!r} is not allowed: a file that ends in .csv or .xlsx.")
    return path


def _entries(role: Role, letter: str, players: int) -> list[Entry]:
    """Return what the players of a role write down; who sets several numbers has a row for each."""
    names = [f"{letter}{player}" for player in range(1, players + 1)]
    if role.strategies:
        words = tuple(str(role.strategies[i].title) for i in role.open)
        return [Entry(str(role.title), name, words, listed(words, strong=True)) for name in names]
    return [
        Entry(
            str(dial.title if len(role.dials) > 1 else role.title), name, (),
            say("a number from {low} to {high}", low=number(dial.low), high=number(dial.high)),
        )
        for name in names
        for dial in role.dials
    ]  # fmt: skip


def _allowed(entries: Sequence[Entry]) -> list[str]:
    """Return what may stand in the columns."""
    by_role = {entry.role: entry.allowed for entry in entries}
    lines = [
        labelled("action" if len(by_role) == 1 else f"action ({role})", allowed)
        for role, allowed in by_role.items()
    ]
    return [
        *lines,
        labelled("prediction", say("a share such as 40%, or a number; may be empty")),
        labelled("payoff", say("a number; may be empty")),
    ]


def _write_excel(
    path: Path, notes: Sequence[str], rows: Sequence[Cells], entries: Sequence[Entry]
) -> None:
    try:
        from openpyxl import Workbook
        from openpyxl.worksheet.datavalidation import DataValidation
    except ImportError as error:
        raise InputError("to write Excel files install cogov_games[lessons].") from error
    book = Workbook()
    sheet = book.active
    for note in notes:
        sheet.append([note_cell(note)])
    for row in (COLUMNS, *rows):
        sheet.append([table_cell(cell) for cell in row])
    first, last = len(notes) + 2, len(notes) + 1 + len(rows)
    roles = dict.fromkeys(str(table_cell(entry.role)) for entry in entries)
    actions = dict.fromkeys(str(table_cell(word)) for entry in entries for word in entry.words)
    for column, names in (("role", list(roles)), ("action", list(actions))):
        letter = ascii_uppercase[COLUMNS.index(column)]
        listing = ",".join(names)
        if names and len(listing) < 250 and not any(set(',"') & set(name) for name in names):
            choice = DataValidation("list", formula1=f'"{listing}"', allow_blank=True)
            choice.add(f"{letter}{first}:{letter}{last}")
            sheet.add_data_validation(choice)
    sheet.freeze_panes = f"A{first}"
    book.save(path)
