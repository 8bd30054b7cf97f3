"""``python -m cogov_games.classroom.grading.page KEYS``: open the page on which a class is graded."""

from __future__ import annotations

import argparse
import asyncio
import secrets
import sys
import threading
import webbrowser
from collections.abc import Sequence
from pathlib import Path

from jupyter_core.paths import jupyter_data_dir

from ....errors import InputError
from ....words import LANGUAGES, say, use_language
from .exercises import exercises_in
from .server import Server
from .session import Session


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the page until it is finished and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="python -m cogov_games.classroom.grading.page",
        description="Open a page in the browser on which a class's exercises are graded.",
    )
    parser.add_argument("keys", type=Path, help="the folder with the keys of the exercises")
    parser.add_argument(
        "--exercises",
        type=Path,
        metavar="FOLDER",
        help="the exercises' notebooks, for their titles",
    )
    parser.add_argument(
        "--project", type=Path, metavar="FOLDER", help="where no table of grades is to lie"
    )
    parser.add_argument("--no-browser", action="store_true", help="only print the address")
    parser.add_argument("--language", choices=LANGUAGES, default="en")
    options = parser.parse_args(arguments)
    use_language(options.language)
    try:
        exercises = exercises_in(options.keys, options.exercises)
    except InputError as error:
        print(error, file=sys.stderr)
        return 2
    memory = Path(jupyter_data_dir()) / "cogov_games" / "grading.json"
    session = Session(exercises, options.project, memory)

    def opened(address: str) -> None:
        print(
            say(
                "Grading opens in your browser. If it does not, copy this address into one: "
                "{address}\nLeave this window open as long as you grade. To stop, press Finish on "
                "the page, or Ctrl+C here.",
                address=address,
            ),
            flush=True,
        )
        if not options.no_browser:  # a browser in the terminal would keep the server waiting
            threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

    async def serve() -> None:
        await Server(session, secrets.token_urlsafe(32)).run(opened)

    try:
        asyncio.run(serve())
    except KeyboardInterrupt:
        print()
    finally:
        session.close()
    print(say("Grading has ended. What was graded and marked is in the table."))
    return 0


if __name__ == "__main__":
    sys.exit(main())
