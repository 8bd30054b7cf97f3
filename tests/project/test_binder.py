"""Binder: the image that it would build installs the package and opens on the lessons."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BINDER = ROOT / "binder"


@pytest.fixture(scope="module")
def dockerfile() -> str:
    """The Dockerfile that Binder makes of the repository; Docker is not needed for it."""
    pytest.importorskip("repo2docker", reason="repo2docker does not run on this system")
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug"]
    user = ["--user-id", "1000", "--user-name", "jovyan"]
    process = subprocess.run(
        [*command, *user, str(ROOT)], capture_output=True, encoding="utf-8", check=True
    )
    return process.stdout + process.stderr


def test_python_is_one_that_the_constraints_serve(dockerfile: str) -> None:
    runtime = (BINDER / "runtime.txt").read_text(encoding="utf-8").strip()
    assert runtime == "python-3.12"
    assert "environment-2epy-2d3-2e12-2d" in dockerfile  # how repo2docker writes "py-3.12-"


def test_the_package_is_installed_after_the_sources_are_copied(dockerfile: str) -> None:
    copy = dockerfile.index("COPY --chown=1000:1000 src/ ${REPO_DIR}/")
    install = dockerfile.index('pip install --no-cache-dir -r "binder/requirements.txt"')
    assert copy < install


def test_the_opening_page_is_set(dockerfile: str) -> None:
    assert "RUN ./binder/postBuild" in dockerfile


def test_requirements_name_the_package_and_the_constraints() -> None:
    lines = (BINDER / "requirements.txt").read_text(encoding="utf-8").splitlines()
    constraints = [line.split()[1] for line in lines if line.startswith("-c ")]
    assert [(BINDER / path).resolve() for path in constraints] == [ROOT / "constraints.txt"]
    assert ".[lessons]" in lines


@pytest.mark.skipif(os.name == "nt", reason="Binder's images are Linux")
def test_it_opens_on_the_lessons(tmp_path: Path) -> None:
    code = f"import sys, runpy; sys.prefix = {str(tmp_path)!r}; runpy.run_path('binder/postBuild')"
    subprocess.run([sys.executable, "-c", code], cwd=ROOT, check=True)
    config = tmp_path / "etc" / "jupyter" / "jupyter_lab_config.json"
    options = json.loads(config.read_text(encoding="utf-8"))["LabApp"]
    assert options["default_url"] == "/lab/tree/lessons"
    assert options["news_url"] is None
    assert os.access(BINDER / "postBuild", os.X_OK)
