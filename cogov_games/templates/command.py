"""``python -m cogov_games new``: the templates on the command line."""

from __future__ import annotations

import argparse
from collections.abc import Sequence

from ..study.contracts import BLANK
from .lesson import MECHANISM, write_lesson
from .mechanism import NEW, write_mechanism


def new(arguments: Sequence[str]) -> None:
    """Write the template that the command line names, and say what to do next.

    Raises
    ------
    InputError
        If a name or folder is not allowed, or the file exists.
    """
    parser = argparse.ArgumentParser(
        prog=f"python -m cogov_games {NEW}", description="Write a commented template to fill in."
    )
    kinds = parser.add_subparsers(dest="kind", required=True)
    mechanism = kinds.add_parser("mechanism", help="a game as one file, KEY.py")
    mechanism.add_argument("key", metavar="KEY", help="its name: lower-case letters, digits, _")
    mechanism.add_argument("--folder", default=".", help="where it goes (default: here)")
    lesson = kinds.add_parser("lesson", help="a pair of notebooks, en/NN_name.ipynb and zh too")
    lesson.add_argument("name", metavar="NN_name", help="its number and name: 05_participation")
    lesson.add_argument("--folder", default="lessons", help="with en and zh (default: lessons)")
    lesson.add_argument("--mechanism", default=MECHANISM, metavar="KEY",
                        help=f"what it is about (default: {MECHANISM})")  # fmt: skip
    options = parser.parse_args(arguments)
    if options.kind == "mechanism":
        _mechanism(options.key, options.folder)
    else:
        _lesson(options.name, options.folder, options.mechanism)


def _mechanism(key: str, folder: str) -> None:
    path = write_mechanism(key, folder)
    print(path)
    print(
        f"Fill in what is marked {BLANK} and make the example your own. Then try it:\n"
        f"    import cogov_games as cg\n    m = cg.load({str(path)!r})\n    m.explore()\n    cg.check(m)\n"
        "In a checkout, put it into cogov_games/games/, where the catalogue and the tests find it, and\n"
        "run python docs/renew.py."
    )


def _lesson(name: str, folder: str, mechanism: str) -> None:
    for path in write_lesson(name, folder, mechanism):
        print(path)
    print(
        f"Fill in what is marked {BLANK}, the code in the English half only. Then, in a checkout:\n"
        f"    python lessons/renew.py {name[:2]} --translated\n"
        "It copies the code into the Chinese half, runs both, and records that the texts agree."
    )
