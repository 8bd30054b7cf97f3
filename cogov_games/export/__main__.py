"""``python -m cogov_games.export NOTEBOOK``: a lesson as one HTML file, and as a PDF handout."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from ..errors import InputError
from . import export
from .sliders import STOPS


def main(arguments: Sequence[str] | None = None) -> int:
    """Export the notebooks that the command line names and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m cogov_games.export",
        description="Run lessons and write each as one HTML file that needs neither a kernel nor a "
        "network.",
    )
    parser.add_argument("notebooks", nargs="+", metavar="NOTEBOOK")
    parser.add_argument("--out", default=".", metavar="FOLDER", help="where the files go")
    parser.add_argument("--pdf", action="store_true", help="print a handout, too")
    parser.add_argument(
        "--stops", type=int, default=STOPS, help=f"values of each slider (default {STOPS})"
    )
    options = parser.parse_args(arguments)
    failed = 0
    for notebook in options.notebooks:
        print(f"{notebook} ...", flush=True)
        try:
            for path in export(notebook, options.out, pdf=options.pdf, stops=options.stops):
                print(f"{path} ({path.stat().st_size / 1e6:.1f} MB)")
        except InputError as error:
            print(error, file=sys.stderr)
            failed = 2
    return failed


if __name__ == "__main__":
    sys.exit(main())
