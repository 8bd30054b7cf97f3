"""The table of grades: whole on disk at every moment, with what the teacher wrote in it kept."""

from __future__ import annotations

import contextlib
import csv
import os
import tempfile
from collections.abc import Callable, Iterable, Mapping, Sequence
from io import StringIO
from pathlib import Path

from ...errors import InputError
from ...playing.spreadsheets import read_rows, table_cell
from ...study.rubric import Question, Rubric
from ...words import LANGUAGES, current_language, say, speaking

Row = dict[str, str]
"""Cells by column; ours are called by the names below, others by their head."""

LONGEST = 5_000
"""Characters of a cell; one of more than 10,000 could not be read again."""

TITLES: dict[str, Callable[[], str]] = {
    "number": lambda: say("student number"),
    "files": lambda: say("files"),
    "points": lambda: say("points"),
    "of": lambda: say("of"),
    "total": lambda: say("total"),
    "remarks": lambda: say("remarks"),
    "faults": lambda: say("faults"),
    "digest": lambda: say("check sum"),
}


class Table:
    """A CSV file with one row for each submission.

    Parameters
    ----------
    path : Path
        Where it is written. If there is a table already, its rows are taken up.
    rubric : Rubric

    Attributes
    ----------
    path : Path
        Where it was written last: beside the first place, if a spreadsheet holds that locked.
    rows : list of Row

    Raises
    ------
    InputError
        If nothing can be written there, or the table that is there cannot be read.
    """

    def __init__(self, path: Path, rubric: Rubric) -> None:
        self.path = self.asked = path
        self._rubric = rubric
        self._titles = {language: self._columns(language) for language in LANGUAGES}
        check_destination(path)
        self.rows: list[Row] = self._taken_up() if path.exists() else []

    def _columns(self, language: str) -> dict[str, str]:
        """Return the titles of all our columns in a language, by name, in their order."""
        with speaking(language):
            columns = {name: TITLES[name]() for name in ("number", "points", "of")}
            for q in self._rubric.questions.values():
                fields = {"question": q.name, "points": f"{q.points:g}"}
                columns[q.name] = (
                    say("{question} ({points}, by hand)", **fields)
                    if q.by_hand
                    else say("{question} ({points})", **fields)
                )
            columns |= {name: TITLES[name]() for name in ("total", "remarks", "faults")}
            for q in self._by_hand():
                columns[f"{q.name} text"] = say("{question}, text", question=q.name)
            return columns | {name: TITLES[name]() for name in ("files", "digest")}

    def _by_hand(self) -> list[Question]:
        return [q for q in self._rubric.questions.values() if q.by_hand]

    @property
    def teachers(self) -> list[str]:
        """The columns in which the teacher writes, by name: marks, remarks, and those not ours."""
        ours = self._titles[LANGUAGES[0]].keys()
        others = {name: None for row in self.rows for name in row if name not in ours}
        return [*(q.name for q in self._by_hand()), "remarks", *others]

    def _taken_up(self) -> list[Row]:
        names = {t: name for titles in self._titles.values() for name, t in titles.items()}
        rows: list[Row] = []
        _, found = read_rows(self.path, fold=False)
        for _, cells in found:
            row = {names.get(t, t): cell for t, cell in cells.items()}
            if any(row.values()):
                rows.append(row)
        if rows and "digest" not in rows[0]:
            raise InputError(
                say(
                    "out = {file} is not allowed: it is another table. Name a new file.",
                    file=repr(self.path.name),
                )
            )
        return rows

    def find(self, digest: str) -> Row | None:
        """Return the row of a submission that was judged before, unchanged and by the same key."""
        return next((row for row in self.rows if row.get("digest") == digest), None)

    def put(self, row: Row) -> Row:
        """Add a row, or renew that of the same number and files, and write the table.

        What the teacher wrote stays.
        """
        place, old = self._place(row)
        merged = {**row, **{name: old[name] for name in self.teachers if old.get(name)}}
        if place is None:
            self.rows.append(merged)
        else:
            self.rows[place] = merged
        self.write()
        return merged

    def _place(self, row: Row) -> tuple[int | None, Row]:
        same = [i for i, r in enumerate(self.rows) if r.get("number") == row["number"]]
        exact = [i for i in same if self.rows[i].get("files") == row["files"]]
        place = next(iter(exact or same[: len(same) == 1]), None)
        return place, ({} if place is None else self.rows[place])

    def mark(self, number: int, column: str, text: str) -> Row:
        """Write into a column that is the teacher's, in the row of this place, and add up again.

        Raises
        ------
        InputError
            If it is no such column, or a mark that cannot be given.
        """
        row = self.rows[number]
        question = self._rubric.questions.get(column)
        if question is not None and question.by_hand:
            check_mark(question, text)
        elif column == "remarks" and len(text) > LONGEST:
            raise InputError(
                say("remarks are {size} characters long: at most {most}.", size=len(text), most=LONGEST)
            )  # fmt: skip
        elif column != "remarks":
            raise InputError(f"column = {column!r} is not allowed: it is not the teacher's.")
        row[column] = text
        self.write()
        return row

    def write(self) -> None:
        """Write the whole table at once; beside its place if that is locked."""
        for row in self.rows:
            row["total"] = f"{self._total(row):g}"
        self.path = write_csv(self.path, self.head(), [self.cells(row) for row in self.rows])

    def head(self) -> list[str]:
        """Return the titles of the columns in the current language."""
        titles = self._titles[current_language()]
        return [titles.get(name, name) for name in self.columns()]

    def columns(self) -> list[str]:
        """Return the names of the columns: ours, then the teacher's own."""
        ours = list(self._titles[LANGUAGES[0]])
        return [*ours, *(name for name in self.teachers if name not in ours)]

    def cells(self, row: Mapping[str, str]) -> list[str]:
        """Return a row's cells in the order of the columns."""
        return [row.get(name, "") for name in self.columns()]

    def _total(self, row: Mapping[str, str]) -> float:
        total = _number(row.get("points", ""))
        return total + sum(_number(row.get(q.name, "")) for q in self._by_hand())

    def write_gradebook(self) -> Path:
        """Write number and total alone, as gradebooks import them, and return the file."""
        rows = [[row.get("number", ""), row.get("total", "")] for row in self.rows]
        path = self.path.with_name(f"{self.path.stem}_gradebook.csv")
        return write_csv(path, ["ID number", self._rubric.exercise], rows)


def _number(text: str) -> float:
    with contextlib.suppress(ValueError):
        if abs(value := float(text)) < 1e6:
            return value
    return 0.0


def check_mark(question: Question, text: str) -> None:
    """Refuse a mark that a question cannot have; none at all is allowed.

    Raises
    ------
    InputError
        If it is no number from 0 to the question's points.
    """
    with contextlib.suppress(ValueError):
        if not text.strip() or 0 <= float(text) <= question.points:
            return
    raise InputError(
        say(
            "{question} = {given} is not allowed: a number from 0 to {points}.",
            question=question.name, given=repr(text[:20]), points=f"{question.points:g}",
        )
    )  # fmt: skip


def check_destination(path: Path) -> None:
    """Refuse a place where no table can be written, before anything is judged.

    Raises
    ------
    InputError
        If there is no such folder, it is read-only, something else stands there, or it is no CSV
        file by its name, and so would be read as another kind of table.
    """
    try:
        if path.is_dir():
            raise InputError(
                say("out = {file} is not allowed: it is a folder.", file=repr(str(path)))
            )
        if path.suffix.lower() != ".csv":
            raise InputError(
                say("out = {file} is not allowed: its name must end in .csv.", file=repr(path.name))
            )
        with tempfile.TemporaryFile(dir=path.parent):
            pass
    except OSError as error:
        raise InputError(
            say(
                "out = {file} is not allowed: nothing can be written there ({error}).",
                file=repr(str(path)), error=error.strerror or error,
            )
        ) from None  # fmt: skip


def write_csv(path: Path, head: Sequence[str], rows: Iterable[Sequence[object]]) -> Path:
    """Write a CSV file at once, its cells made harmless, and return where it is.

    A file that another program holds locked stays as it is, and the new one is written beside it.
    """
    text = StringIO()
    table = csv.writer(text)
    table.writerow(map(table_cell, head))
    table.writerows([table_cell(cell) for cell in row] for row in rows)
    content = text.getvalue().encode("utf-8-sig")
    descriptor, part = tempfile.mkstemp(dir=path.parent, suffix=".part")
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    others = (path.with_stem(f"{path.stem} {n}") for n in range(2, 100))
    for place in (path, *(other for other in others if not other.exists())):
        try:
            os.replace(part, place)
            return place
        except PermissionError:
            continue
    os.unlink(part)
    raise InputError(say("out = {file} is locked by another program.", file=repr(path.name)))
