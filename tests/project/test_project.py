"""What the repository must and must not hold."""

import json
import re
import runpy
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
CONSTRAINTS = [
    Requirement(line)
    for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]
MADE = {".git", ".venv", "wheels", "wheels.part", "static", "__pycache__", "dist", "build"}
CACHES = ("_cache", "_checkpoints", ".egg-info", ".hypothesis")
TEXT = {".cff", ".css", ".csv", ".ipynb", ".js", ".json", ".md", ".py", ".toml", ".txt", ".yml", ""}


def files() -> Iterator[Path]:
    """Yield the project's own text files."""
    for path in sorted(ROOT.rglob("*")):
        parts = set(path.relative_to(ROOT).parts)
        made = parts & MADE or any(part.endswith(CACHES) for part in parts)
        if path.is_file() and path.suffix in TEXT and not made:
            yield path


def offenders(pattern: str, paths: Iterator[Path]) -> list[str]:
    """Return where a pattern occurs."""
    return [
        f"{path.relative_to(ROOT)}: {match.group()}"
        for path in paths
        for match in re.finditer(pattern, path.read_text(encoding="utf-8"))
    ]


NOTEBOOKS = [path for path in files() if path.suffix == ".ipynb"]


def test_no_path_of_a_machine() -> None:
    homes = r"(?<![\w.~}/-])/(?:root|home/\w+|Users/\w+|work|opt|srv)/"
    own = "|".join(re.escape(str(path)) for path in {ROOT, Path(sys.prefix)})
    assert offenders(f"{homes}|{own}", files()) == []


def test_installation_files_name_no_host() -> None:
    names = ("constraints.txt", "start.py", ".ci/run", ".github/workflows/ci.yml")
    paths = [*(ROOT / name for name in names), *(ROOT / "binder").iterdir()]
    own_files = (path for path in paths if path.is_file())
    assert offenders(r"\w+://\S+", own_files) == []


def test_no_delivery_network_in_package_and_lessons() -> None:
    networks = r"(?i)jsdelivr|unpkg\.com|cdnjs|esm\.sh|skypack|cdn\.|googleapis|requirejs"
    shown = (
        path
        for path in files()
        if path.relative_to(ROOT).parts[0] in ("cogov_games", "lessons", "exercises", "teacher")
    )
    assert offenders(networks, shown) == []


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_notebooks_are_small_and_carry_no_widget_state(path: Path) -> None:
    assert path.stat().st_size <= 300_000
    assert "widgets" not in json.loads(path.read_text(encoding="utf-8"))["metadata"]


def test_constraints_are_exact() -> None:
    for pin in CONSTRAINTS:
        assert [specifier.operator for specifier in pin.specifier] == ["=="], pin
        assert pin.url is None


def test_jsonschema_is_held_back() -> None:
    pin = next(pin for pin in CONSTRAINTS if pin.name == "jsonschema")
    assert pin.specifier.contains("4.24.1")
    assert not pin.specifier.contains("4.25.0")


def test_everything_that_is_installed_for_us_is_pinned() -> None:
    pins = {canonicalize_name(pin.name): pin for pin in CONSTRAINTS if applies(pin)}
    metadata = PROJECT["project"]
    extras = metadata["optional-dependencies"].values()
    todo = [Requirement(text) for texts in (metadata["dependencies"], *extras) for text in texts]
    seen: set[tuple[str, frozenset[str]]] = set()
    while todo:
        requirement = todo.pop()
        key = (canonicalize_name(requirement.name), frozenset(requirement.extras))
        if key in seen or not applies(requirement):
            continue
        seen.add(key)
        assert key[0] in pins, f"constraints.txt has no version of {requirement}"
        try:
            found = distribution(requirement.name)
        except PackageNotFoundError:
            continue  # an extra that this environment leaves out
        assert pins[key[0]].specifier.contains(found.version, prereleases=True), requirement
        todo += [
            needed
            for text in found.requires or ()
            if applies(needed := Requirement(text), requirement.extras)
        ]
    assert len(seen) > 50


def applies(requirement: Requirement, extras: set[str] | frozenset[str] = frozenset()) -> bool:
    """Return whether a requirement holds on this system for any of some extras."""
    marker = requirement.marker
    return marker is None or any(marker.evaluate({"extra": extra}) for extra in (*extras, ""))


def test_the_build_is_pinned_as_the_rest_is() -> None:
    pins = {canonicalize_name(pin.name): pin for pin in CONSTRAINTS}
    for text in PROJECT["build-system"]["requires"]:
        requirement = Requirement(text)
        assert requirement.specifier == pins[canonicalize_name(requirement.name)].specifier


def test_version_is_said_once() -> None:
    version = PROJECT["project"]["version"]
    citation = (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\nversion: {version}\n" in citation


def test_the_wheel_carries_data_and_bundle(tmp_path: Path) -> None:
    """Package data are found by the build, not listed: see that none is lost."""
    from zipfile import ZipFile

    build = "import sys; from hatchling.build import build_wheel; print(build_wheel(sys.argv[1]))"
    subprocess.run(
        [sys.executable, "-c", build, str(tmp_path)], cwd=ROOT, check=True, capture_output=True
    )
    (wheel,) = tmp_path.glob("*.whl")
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
    package = ROOT / "cogov_games"
    own = {path.relative_to(ROOT).as_posix() for path in files() if path.is_relative_to(package)}
    assert own <= names
    assert {"cogov_games/py.typed", "cogov_games/widgets/static/vega.js"} <= names
    assert not any(name.startswith(("tests/", "lessons/")) for name in names)


@pytest.mark.parametrize(
    "path", sorted((ROOT / "benchmarks").glob("bench_*.py")), ids=lambda path: path.stem
)
def test_every_benchmark_can_be_imported(path: Path) -> None:
    assert callable(runpy.run_path(str(path))["main"])


def test_the_hooks_of_a_commit_download_nothing_and_run_lint() -> None:
    import yaml

    text = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    repositories = yaml.safe_load(text)["repos"]
    assert [repository["repo"] for repository in repositories] == ["local"]
    for hook in (hook for repository in repositories for hook in repository["hooks"]):
        assert hook["language"] == "system"
        assert hook["entry"] == "python3 start.py lint"
