"""What was handed in: the files of a folder, read as data within bounds, and why others are not.

Nothing in a file is ever executed: a notebook is JSON, of which only its answers are looked at.
"""

from __future__ import annotations

import hashlib
import json
import os
import stat
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any

from ...errors import FAULTS, InputError
from ...model.answers import MIME, Answer, from_file
from ...model.strict_json import load
from ...words import listed, say

LARGEST_NOTEBOOK = 20_000_000
LARGEST_ARCHIVE = 500_000_000
MOST_FILES = 5_000
"""Files in one folder, or one archive, that are looked at: a folder too full hides no other one."""

DEEPEST = 20
"""Folders within folders."""

ENDINGS = (".ipynb", ".json", ".ipynb.txt", ".json.txt")
"""What is read; browsers and messengers append the second two."""


@dataclass(frozen=True)
class Ignored:
    """A file that is no submission, and why."""

    file: str
    why: str


@dataclass(frozen=True)
class File:
    """A file that may be a submission: its place in the folder and its content."""

    name: str
    content: bytes

    @property
    def is_notebook(self) -> bool:
        return ".ipynb" in self.name.lower()


@dataclass(frozen=True)
class Submission:
    """One person's answers, from one file, or from a file and a notebook that go together.

    Attributes
    ----------
    number : str
        From the answers; where they have none, the name of the file without its ending.
    files : tuple of str
    answers : mapping of question to Answer
    faults : tuple of str
        What is to be said of it, in words.
    digest : str
        A hash of the files' contents.
    """

    number: str
    files: tuple[str, ...]
    answers: dict[str, Answer] = field(default_factory=dict)
    faults: tuple[str, ...] = ()
    digest: str = ""


# The files ----------------------------------------------------------------------------------------


def files_in(folder: Path) -> Iterator[File | Ignored]:
    """Yield what lies in a folder, its subfolders and archives, in the order of the names.

    Links, devices and pipes are not followed, and nothing larger than `LARGEST_NOTEBOOK` is read.
    """
    for path, name in _walk(folder, folder, 0):
        if path is None:
            yield Ignored(
                name, say("more than {most} files: the rest was not read", most=MOST_FILES)
            )
        else:
            yield from _file(path, name)


def _walk(folder: Path, top: Path, depth: int) -> Iterator[tuple[Path | None, str]]:
    """Yield the files below a folder with their names, and a name alone where too many lie beside it."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        yield folder, _name(folder.relative_to(top).as_posix())
        return
    for count, entry in enumerate(entries):
        path = folder / entry.name
        name = _name(path.relative_to(top).as_posix())
        if count == MOST_FILES:
            yield None, name
            return
        if entry.is_dir(follow_symlinks=False) and depth < DEEPEST:
            if not _is_trace(entry.name):
                yield from _walk(path, top, depth + 1)
        else:
            yield path, name


def _name(text: str) -> str:
    """Return a file's name in whole characters, whatever its encoding was."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _is_trace(name: str) -> bool:
    """Say whether a system left it, and no person handed it in."""
    return name in ("__MACOSX", ".ipynb_checkpoints", ".cogov") or name.startswith("._")


def _file(path: Path, name: str) -> Iterator[File | Ignored]:
    if why := _unwanted(name):
        yield Ignored(name, why)
        return
    try:
        about = path.lstat()
        if not stat.S_ISREG(about.st_mode):
            yield Ignored(name, say("no ordinary file (a link, a device or a pipe)"))
            return
        most = LARGEST_ARCHIVE if _is_archive(name) else LARGEST_NOTEBOOK
        if about.st_size > most:
            yield Ignored(name, _too_large(most))
        elif _is_archive(name):
            yield from _archive(path, name)
        else:
            yield File(name, _content(path, most))
    except OSError as error:
        yield Ignored(name, say("cannot be read: {error}", error=error.strerror or error))


def _content(path: Path, most: int) -> bytes:
    """Read a file that may have become another one since it was looked at."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    descriptor = os.open(path, flags | getattr(os, "O_BINARY", 0))
    with os.fdopen(descriptor, "rb") as file:
        return file.read(most)


def _unwanted(name: str) -> str:
    """Say why a file of this name is no submission; nothing if it may be one."""
    path = PurePosixPath(name)
    if any(map(_is_trace, path.parts)):
        return say("left by a system, not handed in")
    if not (path.name.lower().endswith(ENDINGS) or _is_archive(name)):
        return say("neither a notebook (.ipynb) nor a file of answers (.json)")
    return ""


def _is_archive(name: str) -> bool:
    return name.lower().endswith(".zip")


def _too_large(most: int) -> str:
    return say("larger than {most} MB", most=most // 1_000_000)


def _archive(path: Path, name: str) -> Iterator[File | Ignored]:
    """Yield what is in a zip archive; an archive within it is not opened."""
    read = 0
    try:
        with zipfile.ZipFile(path) as archive:
            for count, entry in enumerate(archive.infolist()):
                inner = f"{name}/{_entry_name(entry)}"
                if count == MOST_FILES or read > LARGEST_ARCHIVE:
                    yield Ignored(inner, say("the archive is too large: the rest was not read"))
                    return
                if entry.is_dir():
                    continue
                why = _unwanted(inner[len(name) + 1 :])
                if _is_archive(inner):
                    why = say("an archive within an archive is not opened")
                if entry.flag_bits & 1:
                    why = say("the archive is locked with a password")
                if why:
                    yield Ignored(inner, why)
                    continue
                with archive.open(entry) as file:
                    content = file.read(LARGEST_NOTEBOOK + 1)
                read += len(content)
                if len(content) > LARGEST_NOTEBOOK:
                    yield Ignored(inner, _too_large(LARGEST_NOTEBOOK))
                else:
                    yield File(inner, content)
    except (
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        EOFError,
        NotImplementedError,
        *FAULTS,
    ) as error:
        yield Ignored(name, say("no archive that can be read: {error}", error=str(error)[:100]))
    except Exception as error:  # what its compression does with damaged data is no promise
        yield Ignored(name, say("no archive that can be read: {error}", error=type(error).__name__))


def _entry_name(entry: zipfile.ZipInfo) -> str:
    """Return an entry's name; where no encoding is said, a Chinese Windows wrote GBK."""
    name = entry.filename
    if not entry.flag_bits & 0x800:
        raw = name.encode("cp437", "replace")
        for encoding in ("utf-8", "gb18030"):
            try:
                name = raw.decode(encoding)
                break
            except UnicodeDecodeError:
                continue
    return name.replace("\\", "/").lstrip("/")[:300]


# What they hold -----------------------------------------------------------------------------------


def read(file: File, exercise: str) -> Submission | Ignored:
    """Return the answers to an exercise in a file, or why it has none."""
    try:
        if file.is_notebook:
            found = _notebook(file.content, exercise)
        else:
            found = _records(from_file(file.content))
    except FAULTS as error:
        why = str(error)[:200]
        return Ignored(
            file.name, say("not a notebook: {error}", error=why) if file.is_notebook else why
        )
    answers, faults = _answers(found, exercise)
    if isinstance(answers, str):
        return Ignored(file.name, answers)
    numbers = {answer.number for answer in answers.values() if answer.number}
    if len(numbers) > 1:
        faults.append(say("answers of several numbers: {numbers}", numbers=listed(sorted(numbers))))
    return Submission(
        sorted(numbers)[0] if numbers else _called(file.name, exercise),
        (file.name,),
        answers,
        tuple(faults),
        hashlib.sha256(file.content).hexdigest(),
    )


def _called(name: str, exercise: str) -> str:
    """Return what a file is called whose answers have no number: by its folder, if not by itself."""
    path = PurePosixPath(name)
    stem = path.name.partition(".")[0]
    return (path.parent.name if stem == exercise and path.parent.name else stem)[:80]


def _records(data: list[Any]) -> list[Answer | str]:
    """Return the answers among the data, and what is wrong with the others."""
    found: list[Answer | str] = []
    for item in data:
        try:
            found.append(Answer.from_data(item))
        except FAULTS as error:
            name = item.get("question") if isinstance(item, dict) else None
            shown = name[:20] if isinstance(name, str) else "?"
            found.append(
                say("{question} cannot be read: {error}", question=shown, error=str(error)[:200])
            )
    return found


def _notebook(content: bytes, exercise: str) -> list[Answer | str]:
    """Return the answers that a notebook's outputs carry, in their order."""
    data = load(content, LARGEST_NOTEBOOK)
    cells, about = data["cells"], data.get("metadata", {}).get("cogov", {})
    name = about.get("exercise") if isinstance(about, dict) else None
    if name != exercise:
        other = say("a lesson, or a notebook of another kind")
        if isinstance(name, str):
            other = say("of the exercise {name}", name=name[:80])
        raise InputError(say("it is {what}, not of {exercise}", what=other, exercise=exercise))
    carried = [
        output["data"][MIME]
        for cell in cells
        if isinstance(cell, dict) and isinstance(cell.get("outputs"), list)
        for output in cell["outputs"]
        if isinstance(output, dict) and isinstance(output.get("data"), dict)
        if MIME in output["data"]
    ]
    return _records(carried)


def _answers(found: list[Answer | str], exercise: str) -> tuple[dict[str, Answer] | str, list[str]]:
    """Return the last answer to each question of the exercise, or why there is none of it."""
    faults = [item for item in found if isinstance(item, str)]
    ours: dict[str, Answer] = {}
    others: set[str] = set()
    for item in found:
        if isinstance(item, Answer):
            if item.exercise == exercise:
                ours[item.question] = item
            else:
                others.add(item.exercise)
    if others and not ours:
        names = listed(sorted(others))
        return say("it is {what}, not of {exercise}", what=say("of the exercise {name}", name=names),
                   exercise=exercise), faults  # fmt: skip
    return ours, faults


# Putting them together ----------------------------------------------------------------------------


def gather(folder: Path, exercise: str) -> tuple[list[Submission], list[Ignored]]:
    """Return what was handed in for an exercise in a folder, in the order of the numbers.

    Where somebody handed in a file and a notebook, the file counts and differences are named; two
    files of one number are two submissions, both marked; equal answers under two numbers are named.
    """
    submissions: list[Submission] = []
    ignored: list[Ignored] = []
    notebooks: dict[str, list[Submission]] = {}
    for file in files_in(folder):
        found = file if isinstance(file, Ignored) else read(file, exercise)
        if isinstance(found, Ignored):
            ignored.append(found)
        elif isinstance(file, File) and file.is_notebook:
            notebooks.setdefault(found.number, []).append(found)
        else:
            submissions.append(found)
    for number, group in notebooks.items():
        files = [s for s in submissions if s.number == number]
        if len(group) == len(files) == 1:
            submissions.remove(files[0])
            submissions.append(_together(files[0], group[0]))
        else:
            submissions += group
    return sorted(_marked(submissions), key=lambda s: (s.number, s.files)), ignored


def _together(file: Submission, notebook: Submission) -> Submission:
    differing = [
        name
        for name in sorted(file.answers.keys() | notebook.answers.keys())
        if (a := file.answers.get(name)) is None
        or (b := notebook.answers.get(name)) is None
        or a.value != b.value
    ]
    told = (
        (
            say(
                "file and notebook differ in {questions}; the file counts",
                questions=listed(differing),
            ),
        )
        if differing
        else ()
    )
    digest = hashlib.sha256((file.digest + notebook.digest).encode()).hexdigest()
    return Submission(
        file.number, (*file.files, *notebook.files), file.answers,
        (*file.faults, *notebook.faults, *told), digest,
    )  # fmt: skip


def _marked(submissions: list[Submission]) -> Iterator[Submission]:
    by_number: dict[str, list[Submission]] = {}
    by_answers: dict[str, set[str]] = {}
    for s in submissions:
        by_number.setdefault(s.number, []).append(s)
        by_answers.setdefault(_same(s), set()).add(s.number)
    for s in submissions:
        told = list(s.faults)
        if len(by_number[s.number]) > 1:
            told.append(
                say("handed in {count} times under this number", count=len(by_number[s.number]))
            )
        others = sorted(by_answers[_same(s)] - {s.number}) if s.answers else []
        if others:
            told.append(say("the same answers as {numbers}", numbers=listed(others)))
        yield Submission(s.number, s.files, s.answers, tuple(told), s.digest)


def _same(submission: Submission) -> str:
    """Return what is equal for two submissions whose answers are."""
    values = {name: answer.value for name, answer in submission.answers.items()}
    return json.dumps(values, sort_keys=True)
