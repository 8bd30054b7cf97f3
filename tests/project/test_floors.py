"""The floors of the house: imports point down, whatever kind they are, and without an exception."""

import ast
import os
import re
import runpy
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

import cogov_games as cg

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONTRACTS = SETTINGS["tool"]["importlinter"]["contracts"]


def checked(folder: Path) -> subprocess.CompletedProcess[str]:
    """Hold the package in a folder against the contracts."""
    lint = "import sys; from importlinter.cli import lint_imports_command; lint_imports_command()"
    return subprocess.run(
        [sys.executable, "-c", lint, "--no-cache", "--config", str(ROOT / "pyproject.toml")],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "PYTHONUTF8": "1"},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_imports_point_down_and_nothing_stands_in_a_circle() -> None:
    found = checked(ROOT)
    assert found.returncode == 0, found.stdout + found.stderr
    assert "2 kept, 0 broken" in found.stdout


def test_the_contract_has_no_exception_and_names_every_room() -> None:
    for contract in CONTRACTS:
        assert not any(key.startswith(("ignore", "skip")) for key in contract)
    layers = next(contract for contract in CONTRACTS if contract["type"] == "layers")
    assert layers["exhaustive"]
    assert "exclude_type_checking_imports" not in SETTINGS["tool"]["importlinter"]
    named = [room for layer in layers["layers"] for room in layer.split(" | ")]
    assert "exhaustive_ignores" not in layers
    package = ROOT / "cogov_games"
    there = {path.stem for path in package.glob("*.py")} - {"__init__"}
    there |= {path.parent.name for path in package.glob("*/__init__.py")}
    assert sorted(named) == sorted(there)


UPWARD = {
    "plain": "from ..study.sweep import Sweep\n",
    "for types only": (
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from ..study.sweep import Sweep\n"
    ),
    "inside a function": "def later() -> None:\n    from ..study.sweep import Sweep\n",
}


@pytest.mark.parametrize("kind", UPWARD)
def test_an_upward_import_of_any_kind_breaks_it(kind: str, tmp_path: Path) -> None:
    leave = shutil.ignore_patterns("__pycache__", "static", "*.json", "*.csv")
    shutil.copytree(ROOT / "cogov_games", tmp_path / "cogov_games", ignore=leave)
    lower = tmp_path / "cogov_games" / "model" / "tables.py"
    lower.write_text(lower.read_text(encoding="utf-8") + UPWARD[kind], encoding="utf-8")
    found = checked(tmp_path)
    assert found.returncode != 0
    assert "cogov_games.model.tables -> cogov_games.study.sweep" in found.stdout


def test_the_picture_of_the_floors_is_what_the_code_gives() -> None:
    drawn = runpy.run_path(str(ROOT / "docs" / "floors.py"))["svg"]()
    shown = (ROOT / "docs" / "floors.svg").read_text(encoding="utf-8")
    assert drawn == shown, "run python docs/floors.py"


@pytest.mark.parametrize("page", ["architecture.md", "design.md", "security.md"])
def test_a_file_that_the_documentation_names_is_there(page: str) -> None:
    text = (ROOT / "docs" / page).read_text(encoding="utf-8")
    named = set(re.findall(r"`([a-z_/]+\.(?:py|js|json|md|toml))`", text))
    assert named
    places = (ROOT, ROOT / "cogov_games", ROOT / "cogov_games" / "widgets")
    missing = [name for name in named if not any((place / name).is_file() for place in places)]
    assert missing == []


# What stands outside the package uses what the package calls public


def programs() -> Iterator[tuple[str, str]]:
    """Yield the code of the lessons, the exercises and the benchmarks, by place."""
    for folder in ("lessons", "exercises", "benchmarks"):
        for path in sorted((ROOT / folder).rglob("*.py")):
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")
        for path in sorted((ROOT / folder).rglob("*.ipynb")):
            notebook = nbformat.read(path, as_version=4)
            code = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
            yield path.relative_to(ROOT).as_posix(), "\n".join(code)


def private_names(program: str) -> list[str]:
    """Return what a program takes from the package although no ``__all__`` names it."""
    found = []
    for node in ast.walk(ast.parse(program)):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("cogov_games"):
            module = __import__(str(node.module), fromlist=["__all__"])
            public = set(getattr(module, "__all__", ()))
            found += [f"{node.module}.{a.name}" for a in node.names if a.name not in public]
        elif isinstance(node, ast.Import):
            names = [alias.name for alias in node.names if alias.name.startswith("cogov_games.")]
            found += names
        elif (
            isinstance(node, ast.Attribute)
            and isinstance(node.value, ast.Name)
            and node.value.id == "cg"
            and node.attr not in cg.__all__
        ):
            found.append(f"cg.{node.attr}")
    return found


@pytest.mark.parametrize(("place", "program"), [pytest.param(p, t, id=p) for p, t in programs()])
def test_lessons_exercises_and_benchmarks_use_public_names_only(place: str, program: str) -> None:
    assert private_names(program) == []


def test_a_private_name_is_seen() -> None:
    assert private_names("from cogov_games.forms.base import Form") == [
        "cogov_games.forms.base.Form"
    ]
    assert private_names("import cogov_games as cg\ncg.no_such_name") == ["cg.no_such_name"]
