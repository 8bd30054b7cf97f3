"""The tests mirror the rooms; a slow one, or one that needs a browser, says so by its folder."""

import ast
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parents[1]
ROOT = TESTS.parent
FILES = sorted(TESTS.rglob("test_*.py"))
SAID = ("slow", "browser")
OUTSIDE = {"browser", "exercises", "lessons", "project", "teacher"}
"""Folders of tests about the repository's other folders, and about all of it."""

every_file = pytest.mark.parametrize(
    "path", FILES, ids=lambda path: path.relative_to(TESTS).as_posix()
)


def marks(path: Path) -> list[set[str]]:
    """Return the marks of each test of a file, the file's own included; not those of a parameter."""
    tree = ast.parse(path.read_text(encoding="utf-8"))

    def named(node: ast.AST) -> set[str]:
        return {n.attr for n in ast.walk(node) if isinstance(n, ast.Attribute)} & set(SAID)

    of_file = set()
    for node in tree.body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "pytestmark":
            of_file |= named(node.value)
    return [
        of_file.union(*(named(d) for d in node.decorator_list if isinstance(d, ast.Attribute)))
        for node in tree.body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]


@every_file
def test_slow_tests_and_browser_tests_are_where_their_folder_says_so(path: Path) -> None:
    folders = set(path.relative_to(TESTS).parts[:-1]) & set(SAID)
    assert all(found == folders for found in marks(path)), path


@every_file
def test_the_test_of_a_file_is_found_by_its_path(path: Path) -> None:
    """``tests/ROOM/test_FILE.py``, or ``test_FILE_and_more.py``; ``test_every_…`` is about a room."""
    folders = [part for part in path.relative_to(TESTS).parts[:-1] if part != "slow"]
    if folders[:1] and folders[0] in OUTSIDE:
        return
    room = ROOT.joinpath("cogov_games", *folders)
    assert room.is_dir()
    files = {file.stem for file in room.glob("*.py")} | {
        f.name for f in room.iterdir() if f.is_dir()
    }
    subject = path.stem.removeprefix("test_")
    assert subject.startswith("every_") or any(
        subject == name or subject.startswith(f"{name}_") for name in {*files, room.name}
    )
