"""Grade a folder of submissions into one table; each submission runs confined, see `sandbox`."""

from __future__ import annotations

import csv
import json
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ...errors import InputError
from ...words import listed, say
from .answers import decode
from .sandbox import Finished, Limits, can_hide, run_confined


@dataclass(frozen=True)
class Question:
    """One question of a key: its name, its tests (an otter-grader test file) and its points.

    `text` is true where a person marks the answer; it has no tests then.
    """

    name: str
    source: str
    points: float
    text: bool = False


@dataclass(frozen=True)
class Grade:
    """The result of one submission.

    Attributes
    ----------
    submission : str
        The file, relative to the folder.
    points : mapping of question to float
    faults : tuple of str
        What went wrong, in words; empty if nothing did.
    texts : mapping of question to str
        Answers that a person has to mark.
    seconds : float
    """

    submission: str
    points: dict[str, float] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    texts: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0

    @property
    def total(self) -> float:
        return sum(self.points.values())


def read_key(folder: str | Path) -> tuple[Question, ...]:
    """Return the questions of a key: one test file ``qN.py`` each.

    Raises
    ------
    InputError
        If there is no such folder, or it holds no question.
    """
    folder = Path(folder)
    files = sorted(folder.glob("q*.py"), key=lambda file: (len(file.stem), file.stem))
    if not files:
        raise InputError(f"key = {str(folder)!r} is no folder with test files q1.py, q2.py, ...")
    return tuple(map(_question, files))


def _question(file: Path) -> Question:
    source = file.read_text(encoding="utf-8")
    names: dict[str, Any] = {}
    exec(compile(source, file.name, "exec"), names)
    return Question(file.stem, source, float(names["points"]), bool(names.get("by_hand", False)))


def judge(question: Question, answers: dict[str, Any]) -> float:
    """Return the points that otter-grader gives for a question's answers."""
    from otter.test_files import GradingResults
    from otter.test_files.exception_test import ExceptionTestFile

    test = ExceptionTestFile.from_string(question.source, path=f"{question.name}.py")
    test.run(dict(answers))
    return float(GradingResults([test]).total)


def grade(
    submission: Path, name: str, key: Path, questions: Sequence[Question], limits: Limits
) -> Grade:
    """Grade one submission, which is never changed."""
    with tempfile.TemporaryDirectory(prefix="grading-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        copy, out = folder / f"{key.name}.ipynb", folder / "answers.json"
        shutil.copyfile(submission, copy)
        if fault := _corrupt(copy):
            return Grade(name, {q.name: 0.0 for q in questions}, (fault,))
        command = [
            sys.executable, "-m", "cogov_games.classroom.grading.answers", str(copy), str(out),
            str(key.resolve()), *(q.name for q in questions),
        ]  # fmt: skip
        ended = run_confined(command, folder, limits, hidden=key)
        found = _read(out)
    faults = [*_broken(ended, limits, written=found is not None), *_told(found)]
    points, texts = {}, {}
    for question in questions:
        points[question.name] = 0.0
        given = (found or {}).get("answers", {})
        if question.name not in given:
            continue
        try:
            answers = {question.name: decode(given[question.name])}
            if question.text:
                texts[question.name] = str(answers[question.name])
            else:
                points[question.name] = judge(question, answers)
        except Exception as error:
            faults.append(
                say("{question} cannot be read: {error}", question=question.name, error=error)
            )
    return Grade(name, points, tuple(faults), texts, ended.seconds)


def _corrupt(notebook: Path) -> str:
    """Return what is wrong with a file that is no notebook, or nothing."""
    try:
        data = json.loads(notebook.read_text(encoding="utf-8"))
        cells = data["cells"]
        if not all(isinstance(cell["source"], str | list) for cell in cells):
            raise ValueError("a cell has no source")
    except (ValueError, KeyError, TypeError) as error:
        return say("not a notebook: {error}", error=f"{type(error).__name__}: {error}"[:200])
    return ""


def _read(out: Path) -> dict[str, Any] | None:
    try:
        found = json.loads(out.read_text(encoding="utf-8"))
        return found if isinstance(found, dict) and isinstance(found["answers"], dict) else None
    except (OSError, ValueError, KeyError):
        return None


def _broken(ended: Finished, limits: Limits, *, written: bool) -> Iterator[str]:
    if ended.status == "seconds":
        yield say("stopped: longer than {seconds} seconds", seconds=f"{limits.seconds:g}")
    elif ended.status == "memory":
        yield say("stopped: more than {size} MB of memory", size=limits.memory // 10**6)
    elif ended.status == "processes":
        yield say("stopped: more than {number} processes at a time", number=limits.processes)
    elif not written:
        last = ended.errors.strip().splitlines()[-1:] or [f"exit code {ended.code}"]
        yield say("ended before its answers were read: {error}", error=last[0][:200])


def _told(found: dict[str, Any] | None) -> Iterator[str]:
    """Yield what a submission's run tells about itself."""
    if found is None:
        return
    if errors := found.get("errors"):
        cell, error = errors[0]
        yield say(
            "errors in {number} of {cells} cells, first in {cell}: {error}",
            number=len(errors), cells=found.get("cells"), cell=cell, error=error,
        )  # fmt: skip
    if opened := found.get("opened"):
        yield say("tried to open the key: {files}", files=", ".join(map(str, opened)))
    for name in found.get("unanswered", []):
        yield say("{question} was not answered", question=name)
    for name, error in found.get("unreadable", {}).items():
        yield say("{question} cannot be read: {error}", question=name, error=error)


def grade_folder(
    folder: str | Path,
    key: str | Path,
    out: str | Path,
    limits: Limits | None = None,
    workers: int = 2,
    progress: Callable[[int, int, Grade], None] | None = None,
) -> list[Grade]:
    """Grade every notebook in a folder and write one CSV file.

    Grading runs the students' code: see `sandbox` for what confines it.

    Parameters
    ----------
    folder : str or Path
        Searched with its subfolders for ``*.ipynb``.
    key : str or Path
        The folder with the test files, see `read_key`.
    out : str or Path
        The CSV file, one row per submission; it opens in a spreadsheet.
    limits : Limits, optional
        For each submission.
    workers : int
        Submissions at a time.
    progress : callable, optional
        Called with how many are done, how many there are, and the last grade.

    Returns
    -------
    list of Grade
        In the order of the files' names.

    Raises
    ------
    InputError
        If a folder does not exist, holds no notebook or no question.
    """
    place, key = Path(folder), Path(key)
    if not place.is_dir():
        raise InputError(f"folder = {str(folder)!r} is no folder.")
    questions = read_key(key)
    submissions = sorted(
        file for file in place.rglob("*.ipynb") if ".ipynb_checkpoints" not in file.parts
    )
    if not submissions:
        raise InputError(f"folder = {str(folder)!r} holds no notebook (*.ipynb).")
    limits = limits or Limits()
    can_hide()  # found out once, before the threads start
    grades: dict[Path, Grade] = {}
    with ThreadPoolExecutor(workers) as pool:

        def one(file: Path) -> tuple[Path, Grade]:
            name = file.relative_to(place).as_posix()
            try:
                return file, grade(file, name, key, questions, limits)
            except Exception as error:  # one submission never stops the others
                fault = say(
                    "could not be graded: {error}", error=f"{type(error).__name__}: {error}"
                )
                return file, Grade(name, {q.name: 0.0 for q in questions}, (fault,))

        for done, (file, result) in enumerate(pool.map(one, submissions), 1):
            grades[file] = result
            if progress is not None:
                progress(done, len(submissions), result)
    ordered = [grades[file] for file in submissions]
    write(ordered, questions, Path(out))
    return ordered


def write(grades: Sequence[Grade], questions: Sequence[Question], out: Path) -> None:
    """Write the grades as CSV, headed in the current language.

    Texts that a person has to mark stand in columns of their own.
    """
    tested = [q for q in questions if not q.text]
    texts = [q for q in questions if q.text]
    head = [
        say("submission"), say("points"), say("of"),
        *(f"{q.name} ({q.points:g})" for q in tested),
        *(say("{question} ({points}, by hand)", question=q.name, points=f"{q.points:g}")
          for q in texts),
        say("faults"), say("seconds"),
    ]  # fmt: skip
    with out.open("w", newline="", encoding="utf-8-sig") as file:
        table = csv.writer(file)
        table.writerow(head)
        for g in grades:
            table.writerow([
                _plain(g.submission), f"{g.total:g}", f"{sum(q.points for q in tested):g}",
                *(f"{g.points.get(q.name, 0.0):g}" for q in tested),
                *(_plain(g.texts.get(q.name, "")) for q in texts),
                _plain(listed(g.faults, strong=True)), f"{g.seconds:.1f}",
            ])  # fmt: skip


def _plain(text: str) -> str:
    """Return a text that a spreadsheet does not take for a formula."""
    return f"'{text}" if text.startswith(("=", "+", "-", "@", "\t", "\r")) else text
