"""One widget per kernel that carries the chart engine to the page."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import anywidget
import traitlets

from cogov_games.widgets import bundle


class VegaLoader(anywidget.AnyWidget):
    """Puts Vega on the page, once; shows nothing itself."""

    _esm = Path(__file__).with_name("loader.js")
    key = traitlets.Unicode().tag(sync=True)
    source = traitlets.Unicode().tag(sync=True)

    def __init__(self) -> None:
        super().__init__(key=bundle.key(), source=bundle.read())

    def __repr__(self) -> str:
        return f"VegaLoader({self.key!r})"


_current: Final[list[VegaLoader]] = []


def vega_loader(*, renew: bool = False) -> VegaLoader:
    """Return the kernel's loader, making it if there is none.

    Parameters
    ----------
    renew : bool
        Send the engine again, for a page that says it has not got it.

    Raises
    ------
    BundleError
        If the engine was not built, or was built from other sources.
    """
    if _current and (renew or _current[0].comm is None):
        _current.pop().close()
    if not _current:
        _current.append(VegaLoader())
    return _current[0]
