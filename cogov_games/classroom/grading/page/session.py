"""What a teacher does on the page, apart from how it looks: choose, grade, give marks."""

from __future__ import annotations

import contextlib
import json
import os
import threading
import traceback
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ....errors import InputError
from ....words import say
from ..grade import Graded, Stop, grade_folder
from ..table import Row, Table
from .exercises import Exercise
from .folders import look, proposed

HIDDEN = ("points", "of", "files", "digest")
"""Columns of the table that the page does not repeat; texts stand beside their marks."""


@dataclass
class Run:
    """A grading under way, told to the page by another thread than its own."""

    done: int = 0
    of: int = 0
    last: str = ""
    stopping: bool = False


class Session:
    """One teacher's grading; its calls are made by one thread, one after the other.

    Parameters
    ----------
    exercises : mapping of name to Exercise
    project : Path, optional
        A folder in which no table is proposed.
    memory : Path, optional
        The file that keeps which folder was graded last.
    """

    def __init__(
        self,
        exercises: Mapping[str, Exercise],
        project: Path | None = None,
        memory: Path | None = None,
    ) -> None:
        self._exercises, self._project, self._memory = exercises, project, memory
        self._thread: threading.Thread | None = None
        self._run: Run | None = None
        self._error = ""
        self._graded: Graded | None = None
        self._table: Table | None = None
        self._exercise: Exercise | None = None
        self._folder = self._out = ""
        self._seen: object = None

    # Choosing -------------------------------------------------------------------------------------

    def begin(self) -> dict[str, Any]:
        """Return what there is to choose from, and what was chosen before."""
        before = self._remembered()
        exercise = self._exercise.name if self._exercise else before.get("exercise", "")
        folder = self._folder or before.get("folder", "")
        if not Path(folder).is_absolute() or not Path(folder).is_dir():
            folder = str(Path.home())
        return {
            "exercises": [{"name": e.name, "title": e.title} for e in self._exercises.values()],
            "exercise": exercise if exercise in self._exercises else next(iter(self._exercises)),
            "folder": folder,
            "out": self._out if self._table is None else str(self._table.path),
        }

    def look(self, folder: str, exercise: str) -> dict[str, Any]:
        """Return what is in a folder, and where its table would lie."""
        found = look(Path(folder))
        table = proposed(Path(found["path"]), self._known(exercise).name, self._project)
        return {**found, "out": str(table)}

    def _known(self, exercise: str) -> Exercise:
        if exercise not in self._exercises:
            raise InputError(say("exercise = {given} has no key.", given=repr(exercise[:80])))
        return self._exercises[exercise]

    def _remembered(self) -> dict[str, str]:
        with contextlib.suppress(OSError, ValueError):
            if self._memory is not None:
                data = json.loads(self._memory.read_text(encoding="utf-8"))
                if isinstance(data, dict):
                    return {k: v for k, v in data.items() if isinstance(v, str)}
        return {}

    def _remember(self) -> None:
        if self._memory is None or self._exercise is None:
            return
        data = {"exercise": self._exercise.name, "folder": self._folder}
        with contextlib.suppress(OSError):
            self._memory.parent.mkdir(parents=True, exist_ok=True)
            self._memory.write_text(json.dumps(data), encoding="utf-8")

    # Grading --------------------------------------------------------------------------------------

    def grade(self, exercise: str, folder: str, out: str) -> dict[str, Any]:
        """Begin to grade a folder.

        Raises
        ------
        InputError
            If a grading is under way; what is wrong with the folder or the table is told by `state`.
        """
        if self._run is not None:
            raise InputError(say("A grading is under way: wait for its end, or stop it."))
        chosen, place = self._known(exercise), Path(folder).expanduser()
        if not place.is_absolute():
            raise InputError(say("folder = {given} is no folder.", given=repr(folder)))
        table = place.parent / Path(out).expanduser()  # an absolute one stays as it is
        self._run, self._error = Run(), ""
        self._exercise, self._folder, self._out = chosen, str(place), str(table)
        self._thread = threading.Thread(target=self._judge, args=(chosen, place, table))
        self._thread.start()
        return self.state()

    def _judge(self, exercise: Exercise, folder: Path, out: Path) -> None:
        try:
            graded = grade_folder(folder, exercise.key, out, progress=self._tell)
        except InputError as error:
            self._error = str(error)
        except Exception as error:
            traceback.print_exc()
            self._error = say("Grading broke off: {error}.", error=error)
        else:
            self._graded, self._table = graded, graded.table
            self._seen = _version(graded.table.path)
            self._remember()
        finally:
            self._run = None

    def _tell(self, done: int, of: int, last: str) -> None:
        assert self._run is not None
        self._run.done, self._run.of, self._run.last = done, of, last
        if self._run.stopping:
            raise Stop

    def stop(self) -> dict[str, Any]:
        """End the grading under way after the submission at hand."""
        if (run := self._run) is not None:
            run.stopping = True
        return self.state()

    def close(self) -> None:
        """Stop, and wait until nothing is written any more."""
        self.stop()
        if self._thread is not None:
            self._thread.join()

    def state(self) -> dict[str, Any]:
        """Return how far grading is, what went wrong, and whether there is a table."""
        run = self._run
        return {
            "grading": None if run is None else vars(run).copy(),
            "error": self._error,
            "graded": run is None and self._graded is not None,
        }

    # The table ------------------------------------------------------------------------------------

    def table(self) -> dict[str, Any]:
        """Return the table, what was ignored, and where everything lies.

        Raises
        ------
        InputError
            If nothing was graded yet, or a grading is under way.
        """
        table, graded = self._current(), self._graded
        assert graded is not None
        assert self._exercise is not None
        titles = dict(zip(table.columns(), table.head(), strict=True))
        hidden = (*HIDDEN, *(f"{name} text" for name in self._by_hand()))
        shown = [name for name in titles if name not in hidden]
        return {
            "exercise": self._exercise.title,
            "told": self._told(graded),
            "columns": [{"name": name, "title": titles[name]} for name in shown],
            "by_hand": [
                {"name": name, "title": titles[name], "points": points}
                for name, points in self._by_hand().items()
            ],
            "ignored": [{"file": i.file, "why": i.why} for i in graded.ignored],
            **self._rows(table.rows),
        }

    def mark(self, row: str, column: str, text: str) -> dict[str, Any]:
        """Write a mark or remarks into the table, and return its row anew.

        Raises
        ------
        InputError
            If there is no such row, or it is a mark that cannot be given.
        """
        table = self._current()
        place = next((i for i, r in enumerate(table.rows) if row and r.get("digest") == row), None)
        if place is None:
            raise InputError(say("This row is no longer in the table: load the page again."))
        marked = table.mark(place, column, text.strip())
        self._seen = _version(table.path)
        table.write_gradebook()
        return self._rows([marked])

    def _current(self) -> Table:
        """Return the table, with what another program may have written into it since."""
        if self._run is not None or self._table is None or self._exercise is None:
            raise InputError(say("There is no table yet: grade a folder first."))
        if self._table.path.exists() and _version(self._table.path) != self._seen:
            self._table = Table(self._table.path, self._exercise.rubric)
            self._seen = _version(self._table.path)
        return self._table

    def _by_hand(self) -> dict[str, float]:
        assert self._exercise is not None
        return {q.name: q.points for q in self._exercise.rubric.questions.values() if q.by_hand}

    def _rows(self, rows: list[Row]) -> dict[str, Any]:
        """Return rows by their columns, how many are marked, and where the table is now."""
        table, graded = self._table, self._graded
        assert table is not None
        assert graded is not None
        names = self._by_hand()
        written = [(r, n) for r in table.rows for n in names if r.get(f"{n} text")]
        asked = graded.table.asked
        return {
            "rows": rows,
            "marked": sum(bool(row.get(name)) for row, name in written),
            "to_mark": len(written),
            "files": [
                {"title": say("The table, with all points and remarks"), "path": str(table.path)},
                {
                    "title": say("Numbers and totals alone, for a gradebook"),
                    "path": str(table.path.with_name(f"{table.path.stem}_gradebook.csv")),
                },
                {"title": say("A page for each student"), "path": str(graded.feedback)},
            ],
            "locked": say("{file} is open in another program; the table is in {other}.",
                          file=asked.name, other=table.path.name) if table.path != asked else "",
        }  # fmt: skip

    def _told(self, graded: Graded) -> str:
        told = say(
            "{judged} submissions graded, {kept} unchanged since the last time",
            judged=graded.judged, kept=graded.kept,
        )  # fmt: skip
        if graded.left:
            left = say("stopped: {count} are left, grading again goes on", count=graded.left)
            return f"{told} · {left}"
        return told


def _version(path: Path) -> object:
    """Return what tells whether a file has become another one."""
    with contextlib.suppress(OSError):
        about = os.stat(path)
        return about.st_mtime_ns, about.st_size, about.st_ino
    return None
