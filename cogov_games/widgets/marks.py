"""Regime-coloured marks under sliders, where an equilibrium appears or vanishes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import quote

from ..charts.theme import COLOURS

SIZE = 9
_PATHS = {
    "government_led": "M4.5 0.5 L8.6 8.3 L0.4 8.3 Z",
    "multi_center": "M0.8 0.8 H8.2 V8.2 H0.8 Z",
    "cooperative": "M4.5 0.5 A4 4 0 1 1 4.49 0.5 Z",
}
_BASE = """
.cogov-controls .cogov-label { font-size: 13px; white-space: normal; display: block;
  line-height: 18px; }
.cogov-controls .cogov-group { font-weight: 600; margin-top: 6px; text-transform: none; }
.cogov-explorer .cogov-error { color: var(--jp-error-color1, #b00020); line-height: 1.3;
  white-space: normal; display: block; }
.cogov-row .noUi-target::after { content: ""; position: absolute; left: 0; right: 0; top: 9px;
  height: 9px; pointer-events: none; }
"""


def mark_styles(marks: Mapping[str, Sequence[tuple[str, float]]]) -> str:
    """Return a style sheet; marks are (regime, place on the slider from 0 to 1) by name."""
    rules = [_rule(name, places) for name, places in marks.items() if places]
    return f"{_BASE}{''.join(rules)}"


def _rule(name: str, places: Sequence[tuple[str, float]]) -> str:
    images: list[str] = []
    positions: list[str] = []
    taken: list[float] = []
    for regime, place in dict.fromkeys(places):
        beside = sum(abs(place - other) < 0.02 for other in taken)  # marks side by side, not hidden
        taken.append(place)
        shift = SIZE * (place - 0.5) + (SIZE + 1) * beside
        images.append(f'url("data:image/svg+xml,{_picture(regime)}")')
        positions.append(f"calc({100 * place:.2f}% + {shift:.2f}px) 0")
    return (
        f".cogov-slider-{name} .noUi-target::after {{ background-image: {', '.join(images)}; "
        f"background-position: {', '.join(positions)}; background-repeat: no-repeat; "
        f"background-size: {SIZE}px {SIZE}px; }}\n"
    )


def _picture(regime: str) -> str:
    path, colour = _PATHS.get(regime, _PATHS["cooperative"]), COLOURS.get(regime, "#333333")
    return quote(
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="{path}" fill="{colour}"/></svg>'
    )
