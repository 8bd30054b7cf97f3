"""``python -m cogov_games.classroom.grading FOLDER KEY``: grade what was handed in into one table."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from ...errors import InputError
from ...words import LANGUAGES, say, use_language
from .grade import grade_folder
from .worker import MEMORY, SECONDS

WIDTH = 30


def main(arguments: Sequence[str] | None = None) -> int:
    """Grade what the command line names and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m cogov_games.classroom.grading",
        description="Grade a folder of files of answers and notebooks. Nothing in them is executed.",
    )
    parser.add_argument("folder", help="what was handed in; subfolders and zip archives too")
    parser.add_argument("key", help="the key: a folder with the file key.json")
    parser.add_argument("--out", default="grades.csv", help="the CSV file to write")
    parser.add_argument("--seconds", type=float, default=SECONDS, help="for each answer")
    parser.add_argument("--memory", type=int, default=MEMORY // 10**6, metavar="MB")
    parser.add_argument("--language", choices=LANGUAGES, default="en")
    options = parser.parse_args(arguments)
    use_language(options.language)
    try:
        graded = grade_folder(
            options.folder, options.key, options.out,
            seconds=options.seconds, memory=options.memory * 10**6, progress=_bar,
        )  # fmt: skip
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\n" + say("Stopped. The table holds what was graded so far; the same command goes on."),
              file=sys.stderr)  # fmt: skip
        return 130
    for ignored in graded.ignored:
        print(say("ignored: {file} – {why}", file=ignored.file, why=ignored.why))
    table = graded.table
    if table.path != table.asked:
        print(say("{file} is open in another program; the table is in {other}.",
                  file=table.asked.name, other=table.path.name))  # fmt: skip
    print(
        say(
            "{judged} submissions graded, {kept} unchanged since the last time; written to {file}",
            judged=graded.judged, kept=graded.kept, file=table.path.name,
        )
    )  # fmt: skip
    return 0


def _bar(done: int, of: int, last: str) -> None:
    filled = WIDTH * done // of
    end = "\n" if done == of else ""
    print(f"\r[{'#' * filled}{'.' * (WIDTH - filled)}] {done}/{of} {last[-40:]:<40}", end=end,
          file=sys.stderr, flush=True)  # fmt: skip


if __name__ == "__main__":
    sys.exit(main())
