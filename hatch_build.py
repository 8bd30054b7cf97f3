"""Build hook: the wheel, the source distribution and the editable install carry the bundle."""

from __future__ import annotations

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


def _load(path: Path) -> ModuleType:
    """Import a module by path, without importing the package that it belongs to."""
    spec = spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


class ChartEngine(BuildHookInterface):  # type: ignore[type-arg]
    """Make ``cogov_games/widgets/static/vega.js`` if it is missing or stale."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        _load(Path(self.root) / "cogov_games" / "widgets" / "bundle.py").build()
