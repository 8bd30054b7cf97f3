"""One widget per kernel that carries the chart engine to the page, and frees what was closed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import anywidget
import traitlets

from cogov_games.widgets import bundle
from cogov_games.widgets.front import front


class VegaLoader(anywidget.AnyWidget):
    """Puts Vega on the page, once; shows nothing itself."""

    _esm = front("loader.js")
    key = traitlets.Unicode().tag(sync=True)
    source = traitlets.Unicode().tag(sync=True)

    def __init__(self) -> None:
        super().__init__(key=bundle.key(), source=bundle.read())

    def close(self) -> None:
        self.layout.close()
        super().close()

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


def release(models: Sequence[str]) -> None:
    """Let the page forget these widgets once they are closed, which JupyterLab alone would not."""
    if models and _current:
        _current[0].send({"release": list(models)})
