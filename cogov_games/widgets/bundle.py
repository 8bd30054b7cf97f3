"""The bundle of Vega, Vega-Lite and Vega-Embed that the live charts run on.

The repository holds only ``vega_entry.js``; the build makes ``static/vega.js`` from it, and the
first line of the result records what it was made from. This file imports only the standard
library, so that the build hook can load it by path before the package is installed.
"""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from typing import Final

VEGA_LITE: Final = "6.4"
"""Version of Vega-Lite in the bundle; Altair's own specifications must not be newer."""

ENTRY: Final = Path(__file__).with_name("vega_entry.js")
BUNDLE: Final = Path(__file__).parent / "static" / "vega.js"


class BundleError(RuntimeError):
    """The chart engine is missing or was built from other sources."""


def key() -> str:
    """Return the name under which the engine is known on a page: the hash of its source."""
    source = f"vega-lite {VEGA_LITE}\n".encode() + ENTRY.read_bytes().replace(b"\r\n", b"\n")
    return f"cogov_games.vega.{sha256(source).hexdigest()[:16]}"


def _fault() -> str | None:
    """Say what is wrong with the bundle, or None."""
    if not BUNDLE.is_file():
        return "is missing"
    with BUNDLE.open(encoding="utf-8") as file:
        return None if file.readline().strip() == f"// {key()}" else "was built from other sources"


def read() -> str:
    """Return the bundle, an ES module.

    Raises
    ------
    BundleError
        If the bundle is missing or stale.
    """
    if fault := _fault():
        raise BundleError(
            f"the chart engine {BUNDLE.parent.name}/{BUNDLE.name} {fault}: "
            "run `python -m pip install -e .` in the source tree, which builds it"
        )
    return BUNDLE.read_text(encoding="utf-8")


def build(*, force: bool = False) -> Path:
    """Make the bundle unless it is up to date, and return its path.

    Needs ``vl_convert`` (a build requirement of the package, not one of its dependencies); needs
    neither Node.js nor a network.
    """
    if force or _fault():
        from vl_convert import javascript_bundle

        code = javascript_bundle(ENTRY.read_text(encoding="utf-8"), vl_version=VEGA_LITE)
        BUNDLE.parent.mkdir(parents=True, exist_ok=True)
        BUNDLE.write_text(f"// {key()}\n{code}\n", encoding="utf-8", newline="\n")
    return BUNDLE


if __name__ == "__main__":
    print(build(force=True))
