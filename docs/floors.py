"""Draw the floors of the package from its code: `python docs/floors.py` writes docs/floors.svg.

The floors are the layers of the import contract in pyproject.toml. Each room says in the first
sentence of its docstring what it is for; its files, and the rooms that it uses, are read from the
code. A test compares the picture with what the code gives.
"""

from __future__ import annotations

import ast
import tomllib
from collections.abc import Iterator
from html import escape
from pathlib import Path
from textwrap import wrap

DOCS = Path(__file__).resolve().parent
PACKAGE = DOCS.parent / "cogov_games"
WIDTH, LEFT, GAP, PADDING, LINE = 1080, 46, 10, 10, 17
"""Pixels: the picture's breadth, the place for a floor's number, between and within rooms, a line."""
LETTER = 7.0
"""Mean breadth of a letter of the small text, in pixels; a little more than most have."""
TINTS = ("#eef3f8", "#f7f4ec")
STYLE = """
text { font: 13px system-ui, "Segoe UI", "Noto Sans", sans-serif; fill: #1f2933; }
.name { font-weight: 700; font-size: 15px; }
.files { fill: #52606d; }
.uses { fill: #0b5a8a; }
.floor { fill: #7b8794; font-size: 14px; }
"""


def floors() -> list[list[str]]:
    """Return the rooms floor by floor, from the top down."""
    text = (DOCS.parent / "pyproject.toml").read_text(encoding="utf-8")
    contracts = tomllib.loads(text)["tool"]["importlinter"]["contracts"]
    layers = next(c["layers"] for c in contracts if c["type"] == "layers")
    return [layer.split(" | ") for layer in layers]


def sources(room: str) -> list[Path]:
    """Return the Python files of a room."""
    folder = PACKAGE / room
    return sorted(folder.rglob("*.py")) if folder.is_dir() else [folder.with_suffix(".py")]


def purpose(room: str) -> str:
    """Return the first sentence of a room's docstring."""
    folder = PACKAGE / room
    face = folder / "__init__.py" if folder.is_dir() else folder.with_suffix(".py")
    text = ast.get_docstring(ast.parse(face.read_text(encoding="utf-8"))) or ""
    return " ".join(text.split("\n\n")[0].split()).replace("`", "")


def contents(room: str) -> str:
    """Return the names of what a room's folder holds."""
    folder = PACKAGE / room
    if not folder.is_dir():
        return ""
    inner = [f"{path.parent.name}/" for path in sorted(folder.glob("*/__init__.py"))]
    files = [path.stem for path in sorted(folder.glob("*.py")) if path.stem != "__init__"]
    return ", ".join(sorted([*inner, *files]))


def used(room: str, rooms: list[str]) -> list[str]:
    """Return the rooms that a room's files import, in the order of the floors."""
    found: set[str] = set()
    for path in sources(room):
        inside = path.relative_to(PACKAGE.parent).parts[:-1]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom):
                base = inside[: len(inside) - node.level + 1] if node.level else ()
                parts = (*base, *(node.module or "").split("."))
                names = (f"{'.'.join(filter(None, parts))}.{alias.name}" for alias in node.names)
                found |= {n.split(".")[1] for n in names if n.startswith("cogov_games.")}
    return [other for other in rooms if other in found and other != room]


def box(room: str, x: float, y: float, width: float, rooms: list[str]) -> tuple[list[str], int]:
    """Return a room's lines of text as SVG, and its height."""
    letters = int((width - 2 * PADDING) / LETTER)
    is_folder = (PACKAGE / room).is_dir()
    uses = ", ".join(used(room, rooms))
    lines = [
        ("name", room + ("/" if is_folder else ".py")),
        *(("", line) for line in wrap(purpose(room), letters)),
        *(("files", line) for line in wrap(contents(room), letters)),
        *(("uses", line) for line in wrap(f"uses {uses}" if uses else "", letters)),
    ]
    texts = [
        f'<text class="{kind}" x="{x + PADDING:g}" y="{y + LINE * (i + 1):g}">{escape(line)}</text>'
        for i, (kind, line) in enumerate(lines)
    ]
    return texts, LINE * len(lines) + PADDING


def drawn() -> Iterator[str]:
    """Yield the picture line by line."""
    plan = floors()
    rooms = [room for floor in plan for room in floor]
    y, shapes = float(GAP), []
    for number, floor in zip(range(len(plan) - 1, -1, -1), plan, strict=True):
        width = (WIDTH - LEFT - GAP * len(floor)) / len(floor)
        places = [LEFT + i * (width + GAP) for i in range(len(floor))]
        parts = [box(room, x, y, width, rooms) for room, x in zip(floor, places, strict=True)]
        height = max(size for _, size in parts)
        shapes.append(f'<text class="floor" x="{GAP}" y="{y + LINE:g}">{number}</text>')
        for (texts, _), x in zip(parts, places, strict=True):
            shapes.append(
                f'<rect x="{x:g}" y="{y:g}" width="{width:g}" height="{height}" rx="4" '
                f'fill="{TINTS[number % 2]}" stroke="#cbd2d9"/>'
            )
            shapes += texts
        y += height + GAP
    yield f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {y:g}" role="img">'
    yield "<title>The floors of cogov_games: imports point down only</title>"
    yield f"<style>{STYLE}</style>"
    yield f'<rect width="{WIDTH}" height="{y:g}" fill="white"/>'
    yield from shapes
    yield "</svg>"


def svg() -> str:
    """Return the picture as a file's text."""
    return "\n".join(drawn()) + "\n"


if __name__ == "__main__":
    (DOCS / "floors.svg").write_text(svg(), encoding="utf-8")
