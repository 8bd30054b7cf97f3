"""Altair charts shown by the package's own engine, so that they need no network.

Altair's default renderer loads scripts from a content delivery network and stays blank without
one. Here a chart is shown by `cogov_games.widgets.live.LiveChart` instead. Neither Altair nor a
widget is imported before the first chart is shown.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any, Final

NAME: Final = "cogov"
_CHARTS: Final = ("altair.vegalite.v6.api", "TopLevelMixin")
_FORMATS: Final = {".csv": "csv", ".tsv": "tsv", ".json": "json"}


def renderer(spec: dict[str, Any], **metadata: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the MIME bundle that shows a specification: Altair's renderer ``"cogov"``.

    Parameters
    ----------
    spec : dict
        A Vega-Lite specification.
    **metadata
        ``embed_options`` are the options of Vega-Embed; the others are not used.
    """
    from cogov_games.widgets.live import LiveChart

    chart = LiveChart(_with_local_files(spec), options=metadata.get("embed_options"))
    data, about = _pair(chart._repr_mimebundle_())
    data.pop("text/plain", None)  # IPython adds the chart's own text
    return data, about


def register() -> None:
    """Make ``altair.renderers.enable("cogov")`` known."""
    import altair

    altair.renderers.register(NAME, renderer)


def install() -> bool:
    """Show every Altair chart by this package's engine, unless the reader chose a renderer.

    Returns
    -------
    bool
        Whether there is a notebook or console to install into.

    Notes
    -----
    A chart goes to the engine as long as Altair's renderer is the one that it starts with.
    """
    if "IPython" not in sys.modules:
        return False
    from IPython import get_ipython

    shell = get_ipython()
    if shell is None:
        return False
    shell.display_formatter.mimebundle_formatter.for_type_by_name(*_CHARTS, _show)
    return True


def _show(chart: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a chart's MIME bundle."""
    import altair

    if NAME not in altair.renderers.names():
        register()
    if altair.renderers.active != "default":
        return _pair(chart._repr_mimebundle_())
    return renderer(chart.to_dict(context={"pre_transform": False}), **altair.renderers.options)


def _pair(bundle: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a MIME bundle as data and metadata."""
    data, about = bundle if isinstance(bundle, tuple) else (bundle, {})
    return dict(data or {}), dict(about or {})


def _with_local_files(part: Any) -> Any:
    """Return a specification with files of this folder read in: a page cannot reach them."""
    if isinstance(part, list):
        return [_with_local_files(item) for item in part]
    if not isinstance(part, dict):
        return part
    match part:
        case {"url": str(url), **rest} if _is_local(url):
            kind = _FORMATS.get(Path(url).suffix.lower(), "json")
            text = Path(url).read_text(encoding="utf-8")
            return {**rest, "values": text, "format": {"type": kind, **rest.get("format", {})}}
    return {
        name: item if name in ("datasets", "values") else _with_local_files(item)
        for name, item in part.items()
    }


def _is_local(url: str) -> bool:
    """Say whether a URL is the relative path of a data file."""
    return "://" not in url and Path(url).suffix.lower() in _FORMATS and Path(url).is_file()
