"""Printing a page to PDF with a browser that the computer has."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from ..errors import InputError

NAMES: Final = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    "microsoft-edge", "microsoft-edge-stable", "msedge",
)  # fmt: skip
PLACES: Final = {
    "win32": (
        r"Google\Chrome\Application\chrome.exe",
        r"Microsoft\Edge\Application\msedge.exe",
        r"Chromium\Application\chrome.exe",
    ),
    "darwin": (
        "Google Chrome.app/Contents/MacOS/Google Chrome",
        "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
        "Chromium.app/Contents/MacOS/Chromium",
    ),
}
"""Where browsers lie that no search path names, below the folders of programs."""
PATIENCE: Final = 20_000
"""Milliseconds of the page's own time in which its charts are drawn."""
LIMIT: Final = 180.0
"""Seconds after which a browser that prints is given up."""


def find_browser() -> Path | None:
    """Return the path of an installed Chromium, Chrome or Edge, or None."""
    for name in NAMES:
        if found := shutil.which(name):
            return Path(found)
    if sys.platform == "win32":
        variables = ("PROGRAMFILES", "PROGRAMFILES(X86)", "LOCALAPPDATA")
        folders = [Path(os.environ[v]) for v in variables if v in os.environ]
    else:
        folders = [Path("/Applications"), Path.home() / "Applications"]
    places = (folder / place for place in PLACES.get(sys.platform, ()) for folder in folders)
    return next((place for place in places if place.is_file()), None)


def print_pdf(page: str, path: Path, browser: Path | None = None) -> None:
    """Print a page.

    Parameters
    ----------
    page : str
        HTML.
    path : Path
        The PDF file to write.
    browser : Path, optional
        By default the first that is found.

    Raises
    ------
    InputError
        If there is no browser, or it does not print.
    """
    browser = browser or find_browser()
    if browser is None:
        raise InputError(
            "a PDF file is printed by Chromium, Google Chrome or Microsoft Edge, and none was "
            "found: install one of them, or open the HTML file in any browser and print it there."
        )
    path.unlink(missing_ok=True)
    with TemporaryDirectory(prefix="handout-", ignore_cleanup_errors=True) as folder:
        source = Path(folder, "handout.html")
        source.write_text(page, encoding="utf-8")
        command = [
            str(browser), "--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
            f"--user-data-dir={Path(folder, 'profile')}", "--no-pdf-header-footer",
            f"--virtual-time-budget={PATIENCE}", f"--print-to-pdf={path.resolve()}",
        ]  # fmt: skip
        if hasattr(os, "geteuid") and os.geteuid() == 0:
            command.append("--no-sandbox")  # Chromium's own sandbox refuses to run for root
        try:
            done = subprocess.run(
                [*command, source.as_uri()], capture_output=True, timeout=LIMIT, check=False
            )
            said = done.stderr.decode("utf-8", "replace").strip()
        except (OSError, subprocess.TimeoutExpired) as error:
            said = str(error)
    if not path.is_file():
        raise InputError(f"{browser.name} did not print {path.name}: {said[-400:]}")
