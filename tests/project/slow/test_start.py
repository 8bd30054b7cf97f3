"""An installation without a network."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

REPOSITORY = Path(__file__).resolve().parents[3]


@pytest.fixture
def copy(tmp_path: Path) -> Iterator[SimpleNamespace]:
    """Two fresh copies of the project's files, as a clone has them."""
    ignored = shutil.ignore_patterns(
        ".git", ".venv", "wheels", "wheels.part", "static", "__pycache__", ".*_cache", ".hypothesis"
    )
    places = SimpleNamespace(school=tmp_path / "school", room=tmp_path / "class room 一班")
    for place in (places.school, places.room):
        shutil.copytree(REPOSITORY, place, ignore=ignored)
    yield places
    shutil.rmtree(tmp_path)  # two gigabytes


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="needs Linux to switch the network off")
def test_installs_with_the_network_switched_off(copy: SimpleNamespace) -> None:
    no_network = ["unshare", "--map-root-user", "--net"]
    if subprocess.run([*no_network, "true"], capture_output=True, check=False).returncode != 0:
        pytest.skip("this system does not let a user switch the network off")

    def run(place: Path, *command: str) -> str:
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "COV", "PYTEST"))}
        process = subprocess.run(
            command,
            cwd=place,
            env=clean | {"PIP_CONFIG_FILE": os.devnull} if place == copy.room else None,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        assert process.returncode == 0, process.stdout
        return process.stdout

    filled = run(copy.school, sys.executable, "start.py", "wheels")
    assert "The folder wheels now holds" in filled
    (copy.school / "wheels").rename(copy.room / "wheels")

    installed = run(copy.room, *no_network, sys.executable, "start.py", "--version")
    assert "Installing into .venv from the folder wheels" in installed
    python = str(copy.room / ".venv" / "bin" / "python")
    code = "import cogov_games; print(cogov_games.__file__)"
    assert str(copy.room) in run(copy.room, python, "-c", code)
    again = run(copy.room, *no_network, sys.executable, "start.py", "--version")
    assert "Installing" not in again
