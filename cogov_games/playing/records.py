"""What was played, in a class or at the computer, as a tidy table that can be saved and read again."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import astuple, dataclass, field, fields
from math import isfinite
from pathlib import Path
from typing import Any

from ..errors import InputError, abridged
from ..forms.actors import Actor, Strategy
from ..model.declaration import Declaration
from ..words import listed, say
from .files import told
from .spreadsheets import read_rows, write_rows


@dataclass(frozen=True, slots=True)
class Move:
    """What one player did in one round; `prediction` and `payoff` may be unknown.

    `action` is a strategy's key, or a number where actions are numbers.
    """

    session: str
    group: str
    round: int
    player: str
    role: str
    action: str | float
    prediction: float | None = None
    payoff: float | None = None


ROUNDS = 1000
"""Rounds at most that are read and drawn."""

TOLD = 20
"""Reasons at most that are told, and places of each."""

COLUMNS = tuple(f.name for f in fields(Move))


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that could not be read: its line in the file, from 1, and why."""

    line: int
    reason: str

    def __str__(self) -> str:
        return say("line {line}: {reason}", line=self.line, reason=self.reason)


def _ranges(lines: Sequence[int]) -> str:
    """Return line numbers in a row, neighbours as a range."""
    runs: list[list[int]] = []
    for line in lines:
        if runs and line == runs[-1][-1] + 1:
            runs[-1] = [runs[-1][0], line]
        else:
            runs.append([line])
    told = ["–".join(map(str, run)) for run in runs[:TOLD]]
    return listed([*told, "…"] if len(runs) > TOLD else told)


@dataclass(frozen=True)
class PlayData:
    """Moves of one or several sessions, and the rows of the file that were left out.

    Attributes
    ----------
    moves : tuple of Move
    faults : tuple of Fault
    """

    moves: tuple[Move, ...]
    faults: tuple[Fault, ...] = field(default=())

    def __len__(self) -> int:
        return len(self.moves)

    def __repr__(self) -> str:
        sessions = {m.session for m in self.moves}
        groups = {(m.session, m.group) for m in self.moves}
        counts = f"{len(self.moves)} moves, {len(sessions)} sessions, {len(groups)} groups"
        return "\n".join([f"<play data: {counts}>", *self.told()])

    def told(self) -> list[str]:
        """Return the reasons for which rows were left out, with the lines of the file."""
        alike: dict[str, list[Fault]] = {}
        for fault in self.faults:
            alike.setdefault(fault.reason, []).append(fault)
        told = [
            say("lines {lines}: {reason}", lines=_ranges([f.line for f in faults]), reason=reason)
            if len(faults) > 1
            else str(faults[0])
            for reason, faults in list(alike.items())[:TOLD]
        ]
        return [*told, "…"] if len(alike) > TOLD else told

    def to_csv(self, path: str | Path) -> None:
        """Write the moves as CSV, which `read_plays` and a spreadsheet read."""
        write_rows(Path(path), [COLUMNS, *map(astuple, self.moves)])

    def means(self, role: str, action: str | None = None) -> list[dict[str, Any]]:
        """Return one row per group and round: the mean action of a role.

        Parameters
        ----------
        role : str
        action : str, optional
            The strategy whose share is the mean; None where actions are numbers.
        """
        cells: dict[tuple[str, str, int], list[float]] = {}
        for m in self.moves:
            if m.role == role:
                value = float(m.action == action) if action is not None else float(m.action)
                cells.setdefault((m.session, m.group, m.round), []).append(value)
        return [
            {"session": s, "group": g, "round": r, "mean": sum(values) / len(values),
             "players": len(values)}
            for (s, g, r), values in sorted(cells.items())
        ]  # fmt: skip


def read_plays(
    path: str | Path, mechanism: Declaration | None = None, regime: str | None = None
) -> PlayData:
    """Read what was played, from a CSV or Excel file.

    Parameters
    ----------
    path : str or Path
        A file with the columns session, group, round, player, role, action, prediction and payoff,
        in any order; the last two may be missing or empty. A role may be missing where the
        mechanism has only one. Lines that begin with ``#`` are notes. A CSV file has at most 64 MB
        and is in UTF-8, UTF-16 or GB 18030; an Excel file has at most 16 MB, 64 MB unpacked. At
        most 100,000 rows hold something, with 256 columns and 10,000 characters in a cell.
    mechanism : Mechanism, optional
        Checks roles and actions; both may be given by key or by their name in either language.
    regime : str, optional
        Under which it was played, where regimes have different games.

    Returns
    -------
    PlayData
        The good rows; `faults` lists the others by line and reason. Rounds are whole numbers from
        1 to 1000.

    Raises
    ------
    InputError
        If there is no such file, it cannot be read, it is larger than allowed, or a column is
        missing.
    """
    head, rows = read_rows(path)
    vocabulary = None if mechanism is None else _Vocabulary(mechanism, regime)
    needed = set(COLUMNS) - {"prediction", "payoff"}
    if vocabulary is not None and vocabulary.only is not None:
        needed -= {"role"}
    if missing := [name for name in COLUMNS if name in needed and name not in head]:
        raise InputError(f"{told(path)} lacks the columns {', '.join(missing)}.")
    moves: list[Move] = []
    faults: list[Fault] = []
    seen: dict[tuple[str, str, int, str, str], int] = {}
    for line, cells in rows:
        try:
            move = _move(cells, vocabulary)
            # who sets several numbers has a row for each
            part = move.role if isinstance(move.action, float) else ""
            place = (move.session, move.group, move.round, move.player, part)
            if place in seen:
                raise ValueError(
                    say("this player has moved in this round already, in line {line}",
                        line=seen[place])
                )  # fmt: skip
            seen[place] = line
            moves.append(move)
        except ValueError as error:
            faults.append(Fault(line, str(error)))
    return PlayData(tuple(moves), tuple(faults))


class _Vocabulary:
    """The roles of a mechanism and what each can do, by every name that a class may write."""

    def __init__(self, mechanism: Declaration, regime: str | None) -> None:
        form = mechanism.form_of(mechanism.check_regime(regime)) if regime else mechanism.form
        self.roles = form.noted

    @property
    def only(self) -> str | None:
        return self.roles[0].key if len(self.roles) == 1 else None

    def role(self, text: str) -> str:
        if not text and self.only is not None:
            return self.only
        return _known("role", text, self.roles)

    def action(self, role: str, text: str) -> str | float:
        strategies = next(actor.strategies for actor in self.roles if actor.key == role)
        if strategies:
            return _known("action", text, strategies)
        value = _number("action", text)
        assert value is not None
        return value


def _known(column: str, text: str, allowed: Sequence[Actor] | Sequence[Strategy]) -> str:
    """Return the key of what is named, by key or by its name in either language."""
    for one in allowed:
        if text.casefold() in {n.casefold() for n in (one.key, one.title.en, one.title.zh)}:
            return one.key
    raise ValueError(
        say("{column} “{text}” is unknown; allowed are {allowed}",
            column=column, text=abridged(text), allowed=listed(one.title for one in allowed))
    )  # fmt: skip


def _move(cells: Mapping[str, str], vocabulary: _Vocabulary | None) -> Move:
    """Return the move that a row describes, or raise a ValueError that says what is wrong."""
    for name in ("session", "group", "player", "action"):
        if not cells.get(name):
            raise ValueError(say("{column} is empty", column=name))
    turn = _number("round", cells.get("round", ""))
    if turn is None or not 1 <= turn <= ROUNDS or turn != int(turn):
        raise ValueError(
            say("{column} “{text}” is no whole number from 1 to {most}",
                column="round", text=abridged(cells.get("round", "")), most=ROUNDS)
        )  # fmt: skip
    role, action = cells.get("role", ""), cells["action"]
    done: str | float
    if vocabulary is None:
        if not role:
            raise ValueError(say("{column} is empty", column="role"))
        try:
            done = float(action)
        except ValueError:
            done = action
    else:
        role = vocabulary.role(role)
        done = vocabulary.action(role, action)
    return Move(
        cells["session"], cells["group"], int(turn), cells["player"], role, done,
        _number("prediction", cells.get("prediction", ""), empty=True),
        _number("payoff", cells.get("payoff", ""), empty=True),
    )  # fmt: skip


def _number(column: str, text: str, *, empty: bool = False) -> float | None:
    """Return the number that a cell holds, a percentage as a share."""
    if not text and empty:
        return None
    part = 100.0 if text.endswith(("%", "％")) else 1.0
    try:
        value = float(text.rstrip("%％ ")) / part
    except ValueError:
        value = float("nan")
    if not isfinite(value):
        raise ValueError(say("{column} “{text}” is no number", column=column, text=abridged(text)))
    return value
