"""Take pictures of a notebook in JupyterLab: ``python -m tests.browser.shoot NOTEBOOK FOLDER``.

One picture per cell that shows something, in the light and the dark theme.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from .lab import DARK, LIGHT, running_lab

THEMES = {"light": LIGHT, "dark": DARK}


def main() -> None:
    """Run the notebook and save its pictures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("notebook", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--width", type=int, default=1280)
    parser.add_argument("--height", type=int, default=900)
    options = parser.parse_args()
    with (
        running_lab() as lab,
        lab.open(options.notebook, width=options.width, height=options.height) as notebook,
    ):
        notebook.run_all()
        notebook.page.wait_for_timeout(1000)
        notebook.grow()
        for name, theme in THEMES.items():
            notebook.set_theme(theme)
            notebook.page.wait_for_timeout(1000)
            for number, cell in enumerate(notebook.page.locator(".jp-Cell").all()):
                path = options.folder / f"{options.notebook.stem}-{number:02d}-{name}.png"
                path.parent.mkdir(parents=True, exist_ok=True)
                cell.screenshot(path=str(path))
                print(path)
        for error in notebook.errors:
            print("console error:", error)
        for url in notebook.outside:
            print("left this machine:", url)


if __name__ == "__main__":
    main()
