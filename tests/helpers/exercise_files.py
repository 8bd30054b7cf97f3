"""The exercises, their keys and their solutions, as files."""

from pathlib import Path

from notebooks import ROOT

EXERCISES, TEACHER = ROOT / "exercises", ROOT / "teacher"

SOLUTIONS = TEACHER / "solutions"

EXERCISE_NAMES = sorted(path.name for path in (EXERCISES / "en").glob("*.ipynb"))


def key_of(name: str) -> Path:
    return TEACHER / "keys" / name.removesuffix(".ipynb")
