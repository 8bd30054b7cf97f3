"""A program in an interpreter of its own, with this checkout of the package."""

import subprocess
import sys
from pathlib import Path

import cogov_games as cg

ROOT = str(Path(cg.__file__).parents[1])


def run(program: str) -> str:
    result = subprocess.run(
        [sys.executable, "-W", "error", "-c", program], capture_output=True, text=True,
        env={"PYTHONPATH": ROOT}, encoding="utf-8",
    )  # fmt: skip
    assert result.returncode == 0, result.stderr
    return result.stdout
