"""Grading a folder of submissions: what was handed in is read, judged by a key, and tabled."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ...errors import InputError
from ...study.rubric import Rubric
from ...words import current_language, listed, say
from .feedback import page_names, write_feedback
from .submissions import Ignored, Submission, gather
from .table import LONGEST, Row, Table
from .worker import MEMORY, SECONDS, Judged, Worker, read_rubric

Progress = Callable[[int, int, str], None]
"""Told how many are done, how many there are, and the number of the last one; may raise `Stop`."""


class Stop(Exception):
    """Ends grading after the submission at hand; what is graded by then is given as the result."""


@dataclass(frozen=True)
class Graded:
    """What grading a folder gave.

    Attributes
    ----------
    table : Table
    ignored : tuple of Ignored
    judged, kept : int
        Submissions that were judged now, and whose row was there already.
    left : int
        Submissions that were not looked at, because grading was stopped.
    gradebook, feedback : Path
        The table that gradebooks import, and the folder with one page for each student.
    """

    table: Table
    ignored: tuple[Ignored, ...]
    judged: int
    kept: int
    left: int
    gradebook: Path
    feedback: Path


def load_key(folder: str | Path) -> Rubric:
    """Return the questions of a key.

    Raises
    ------
    InputError
        If the folder holds no key.
    """
    try:
        return read_rubric(Path(folder))
    except OSError:
        raise InputError(
            say("key = {given} is not allowed: a folder with the file key.json.", given=repr(str(folder)))
        ) from None  # fmt: skip


def grade_folder(
    folder: str | Path,
    key: str | Path,
    out: str | Path,
    *,
    seconds: float = SECONDS,
    memory: int = MEMORY,
    progress: Progress | None = None,
) -> Graded:
    """Grade everything that was handed in, in a folder, into one table.

    Nothing of a submission is executed. The table is written after each submission, so that it is
    whole whenever grading ends; grading again goes on where it stopped.

    Parameters
    ----------
    folder : str or Path
        Searched with its subfolders and zip archives.
    key : str or Path
        The folder with ``key.json`` and, if the teacher has judges of their own, ``own.py``.
    out : str or Path
        The CSV file. What a teacher wrote into it before stays.
    seconds : float
        For one answer.
    memory : int
        Bytes, for the process that judges.
    progress : callable, optional

    Raises
    ------
    InputError
        If a folder does not exist or holds nothing for this exercise, or the table cannot be
        written.
    """
    place, key, out = Path(folder), Path(key), Path(out)
    if not place.is_dir():
        raise InputError(say("folder = {given} is no folder.", given=repr(str(folder))))
    rubric = load_key(key)
    table = Table(out, rubric)
    submissions, ignored = gather(place, rubric.exercise)
    if not submissions:
        raise InputError(
            say(
                "folder = {given} holds nothing that was handed in for {exercise}. {why}",
                given=repr(str(folder)), exercise=rubric.exercise, why=_why(ignored),
            )
        )  # fmt: skip
    pages = out.with_name(f"{out.stem}_feedback")
    if pages.is_symlink():
        raise InputError(say("out = {file} is not allowed: {other} is a link.",
                             file=repr(out.name), other=pages.name))  # fmt: skip
    pages.mkdir(exist_ok=True)
    version = _fingerprint(key)
    judged = done = 0
    with Worker(key, seconds, memory) as worker:
        names = page_names(rubric, submissions)
        for done, (submission, page) in enumerate(zip(submissions, names, strict=True), 1):
            digest = _digest(version, submission)
            if table.find(digest) is None:
                found = _judge(submission, rubric, worker)
                write_feedback(pages / page, rubric, submission, found)
                table.put(_row(submission, rubric, found, digest))
                judged += 1
            try:
                if progress is not None:
                    progress(done, len(submissions), submission.number)
            except Stop:
                break
    table.write()
    return Graded(
        table, tuple(ignored), judged, done - judged, len(submissions) - done,
        table.write_gradebook(), pages,
    )  # fmt: skip


def _why(ignored: Sequence[Ignored]) -> str:
    return listed((f"{i.file}: {i.why}" for i in ignored[:3]), strong=True)


def _fingerprint(key: Path) -> str:
    """Return a hash of all that decides about points: the key and this version of the package."""
    from ... import __version__

    digest = hashlib.sha256(__version__.encode())
    for file in sorted([key / "key.json", *key.glob("*.py")]):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def _digest(version: str, submission: Submission) -> str:
    told = "\n".join(
        [version, current_language(), submission.number, submission.digest, *submission.faults]
    )
    return hashlib.sha256(told.encode("utf-8", "replace")).hexdigest()[:16]


def _judge(submission: Submission, rubric: Rubric, worker: Worker) -> dict[str, Judged]:
    return {
        name: worker.judge(name, submission.answers[name].value)
        for name, question in rubric.questions.items()
        if name in submission.answers and submission.answers[name].kind == question.kind
    }


def _row(submission: Submission, rubric: Rubric, found: dict[str, Judged], digest: str) -> Row:
    automatic = {n: q for n, q in rubric.questions.items() if not q.by_hand}
    points = {n: found[n].points if n in found else 0.0 for n in automatic}
    row = {
        "number": submission.number,
        "files": listed(submission.files, strong=True)[:LONGEST],
        "points": f"{sum(points.values()):g}",
        "of": f"{sum(q.points for q in automatic.values()):g}",
        "faults": listed([*submission.faults, *_faults(submission, rubric, found)], strong=True)[
            :LONGEST
        ],
        "digest": digest,
        **{name: f"{value:g}" for name, value in points.items()},
    }
    for name, question in rubric.questions.items():
        if question.by_hand and name in found:
            row[f"{name} text"] = submission.answers[name].value
    return row


def _faults(submission: Submission, rubric: Rubric, found: dict[str, Judged]) -> list[str]:
    missing = [name for name in rubric.questions if name not in submission.answers]
    notebook_alone = all(".ipynb" in file.lower() for file in submission.files)
    told = []
    if missing and notebook_alone:
        told.append(say("{questions}: never checked in the notebook", questions=listed(missing)))
    elif missing:
        told.append(say("{questions}: not answered", questions=listed(missing)))
    for name, answer in submission.answers.items():
        if name not in rubric.questions:
            told.append(say("{question} is no question of this exercise", question=name))
        elif answer.kind != rubric.questions[name].kind:
            told.append(say("{question}: an answer of another kind", question=name))
        elif name in found and found[name].fault:
            told.append(f"{name}: {found[name].fault}"[:300])
    return told
