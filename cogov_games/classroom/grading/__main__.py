"""``python -m cogov_games.classroom.grading FOLDER KEY``: grade a folder of submissions into one CSV file."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from ...errors import InputError
from ...words import LANGUAGES, listed, say, use_language
from .grade import Grade, grade_folder
from .sandbox import Limits, can_hide

WIDTH = 30


def main(arguments: Sequence[str] | None = None) -> int:
    """Grade what the command line names and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m cogov_games.classroom.grading",
        description="Grade a folder of submitted notebooks. This runs the students' code.",
    )
    parser.add_argument("folder", help="the submissions, *.ipynb, in subfolders too")
    parser.add_argument("key", help="the key: a folder with test files q1.py, q2.py, ...")
    parser.add_argument("--out", default="grades.csv", help="the CSV file to write")
    parser.add_argument("--seconds", type=float, default=60, help="for each submission")
    parser.add_argument(
        "--memory", type=int, default=2000, metavar="MB", help="for each submission"
    )
    parser.add_argument("--workers", type=int, default=2, help="submissions at a time")
    parser.add_argument("--language", choices=LANGUAGES, default="en")
    options = parser.parse_args(arguments)
    use_language(options.language)
    if not can_hide():
        print(say("On this system the key cannot be hidden from the submissions."), file=sys.stderr)
    limits = Limits(options.seconds, options.memory * 10**6)
    try:
        grades = grade_folder(
            options.folder, options.key, options.out, limits, max(1, options.workers), _bar
        )
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    faulty = [g for g in grades if g.faults]
    for g in faulty:
        print(f"{g.submission}: {listed(g.faults, strong=True)}")
    print(
        say(
            "{number} submissions graded, {faulty} with faults; written to {file}",
            number=len(grades), faulty=len(faulty), file=Path(options.out).name,
        )
    )  # fmt: skip
    return 0


def _bar(done: int, of: int, last: Grade) -> None:
    filled = WIDTH * done // of
    end = "\n" if done == of else ""
    name = last.submission[-40:]
    print(f"\r[{'#' * filled}{'.' * (WIDTH - filled)}] {done}/{of} {name:<40}", end=end,
          file=sys.stderr, flush=True)  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
