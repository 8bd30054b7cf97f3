"""The command line, ``python -m cogov_games --help``: the catalogue, and templates for it."""

from __future__ import annotations

import argparse
import sys
import textwrap
from collections.abc import Sequence
from typing import get_args

from . import InputError, catalogue, use_language
from .catalogue.overview import By
from .mechanism import Mechanism
from .templates.command import new
from .templates.mechanism import NEW
from .words import LANGUAGES, labelled, say


def main(arguments: Sequence[str] | None = None) -> int:
    """Show the catalogue or write a template, as the words say; return the exit status."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if hasattr(sys.stdout, "reconfigure"):
        sys.stdout.reconfigure(encoding="utf-8")  # a Chinese text on any console
    try:
        if given[:1] == [NEW]:
            new(given[1:])
            return 0
        return _show(given)
    except InputError as error:
        print(error, file=sys.stderr)
        return 2


def _show(arguments: Sequence[str]) -> int:
    """List the catalogue, search it, or describe one mechanism; return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m cogov_games",
        description="The catalogue of mechanism games.",
        epilog=f"To write one of your own, or a lesson: python -m cogov_games {NEW} --help",
    )
    parser.add_argument("key", nargs="?", help="describe this mechanism")
    parser.add_argument("--by", choices=get_args(By), default="theme", help="group by")
    parser.add_argument("--search", default="", metavar="WORDS", help="in English or Chinese")
    parser.add_argument("--language", choices=LANGUAGES, default="en")
    options = parser.parse_args(arguments)
    use_language(options.language)
    if options.key is None:
        found = catalogue.overview(by=options.by, search=options.search)
        print(found)
        return 0 if found.groups else 1
    print(_description(catalogue[options.key]))
    return 0


def _description(m: Mechanism) -> str:
    def paragraph(text: object) -> str:
        return textwrap.fill(str(text), 100 if m.title.en == str(m.title) else 50)

    blocks = [
        f"{m.title}  ({m.key}, {say(m.form.kind)}, {say(m.theme)}, {m.article})",
        paragraph(m.story),
        paragraph(m.idea),
        "\n".join(
            f"  {p.name} ({p.symbol}) = {p.default:g}: {p.meaning}; {p.allowed()}"
            for p in m.parameters.values()
        ),
        "\n".join(f"  {labelled(r.title, r.note)}" for r in m.regimes.values()),
        paragraph(labelled(say("left out"), m.leaves_out)),
        "\n".join(m.references),
    ]
    return "\n\n".join(blocks)


if __name__ == "__main__":
    sys.exit(main())
