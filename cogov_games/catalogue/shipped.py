"""The package's own mechanisms; whatever stands above the catalogue shares this one."""

from __future__ import annotations

from pathlib import Path

from .folder import Catalogue

catalogue = Catalogue(Path(__file__).parents[1] / "games")
"""All mechanisms by key."""
