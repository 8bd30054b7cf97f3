"""Every public solver says what it takes, gives, and refuses, and shows it by an example."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Callable
from typing import Any

import pytest

import cogov_games as cg
from cogov_games import solvers

MODULES = [f"solvers.{module.name}" for module in pkgutil.iter_modules(solvers.__path__)]


def loaded(module: str) -> Any:
    return importlib.import_module(f"cogov_games.{module}")


def listed() -> dict[str, Callable[..., Any]]:
    names = {(module, name) for module in MODULES for name in loaded(module).__all__}
    names |= {(home, name) for name, home in cg._LAZY.items() if home.startswith("solvers.")}
    members = {f"{module}.{name}": getattr(loaded(module), name) for module, name in sorted(names)}
    return {name: member for name, member in members.items() if is_function(member)}


def is_function(member: object) -> bool:
    return inspect.isfunction(inspect.unwrap(member)) if callable(member) else False


ENTRY_POINTS = listed()


def test_every_module_names_its_entry_points() -> None:
    for module in MODULES:
        assert all(hasattr(loaded(module), name) for name in loaded(module).__all__), module
        if module != "solvers.arrays":  # which names types alone
            assert any(name.startswith(f"{module}.") for name in ENTRY_POINTS), module


@pytest.mark.parametrize("name", ENTRY_POINTS)
def test_docstring_is_complete(name: str) -> None:
    function = ENTRY_POINTS[name]
    text = inspect.getdoc(function) or ""
    wanted = ["Parameters", "Returns", "Examples"]
    if "raise InputError" in inspect.getsource(inspect.unwrap(function)):
        wanted.append("Raises")
    missing = [title for title in wanted if f"\n\n{title}\n{'-' * len(title)}\n" not in text]
    assert not missing
    assert ">>> " in text.partition("\nExamples\n")[2]
    described = text.partition("\nParameters\n")[2].partition("\n\n")[0]
    heads = [line.partition(" : ")[0] for line in described.splitlines() if line[:1] != " "]
    assert set(", ".join(heads[1:]).split(", ")) == set(inspect.signature(function).parameters)
