"""The tools that read the code: ruff and mypy."""

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.parametrize("gate", ["ruff check", "mypy"])
@pytest.mark.slow
def test_gate(gate: str) -> None:
    process = subprocess.run(
        [sys.executable, "-m", *gate.split()],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    assert process.returncode == 0, process.stdout + process.stderr
