"""What importing the package costs, and what it does without."""

from pathlib import Path

import pytest

import cogov_games as cg
from processes import run

HEAVY = ("sympy", "altair", "ipywidgets", "anywidget", "IPython", "nashpy", "xarray", "pandas",
         "scipy.optimize", "scipy.stats", "scipy.integrate", "jupyterlab")  # fmt: skip
SOLVERS = [
    f"cogov_games.solvers.{path.stem}"
    for path in (Path(cg.__file__).parent / "solvers").glob("[a-z]*.py")
]


def loaded(statement: str, names: tuple[str, ...]) -> set[str]:
    """Return which of the modules a statement loads in a fresh interpreter."""
    return set(run(f"{statement}\nimport sys\nprint(*({set(names)!r} & set(sys.modules)))").split())


def test_the_package_loads_nothing_heavy() -> None:
    assert loaded("import cogov_games", HEAVY) == set()
    assert loaded("import cogov_games as cg; list(cg.catalogue), dir(cg)", HEAVY) == set()


@pytest.mark.parametrize("module", SOLVERS)
def test_solvers_load_neither_algebra_nor_charts(module: str) -> None:
    assert loaded(f"import {module}", ("sympy", "altair", "ipywidgets", "anywidget")) == set()


def test_the_integrator_is_loaded_by_the_first_trajectory() -> None:
    statement = "import cogov_games.solvers.rest_points"
    assert loaded(statement, ("scipy.integrate", "scipy.optimize")) == set()


def test_solving_loads_no_chart_and_no_widget() -> None:
    statement = "import cogov_games as cg; cg.catalogue['public_good'].compare()"
    assert loaded(statement, ("altair", "ipywidgets", "anywidget", "IPython", "xarray")) == set()


def test_xarray_is_asked_for_by_name() -> None:
    program = """
import sys
sys.modules["xarray"] = None  # as if it were not installed
import cogov_games as cg
try:
    cg.catalogue["inspection"].sweep("cooperative", gain=[1, 2]).to_xarray()
except ImportError as error:
    print(error)
"""
    assert "cogov_games[research]" in run(program)


def test_public_names() -> None:
    for name in cg.__all__:
        assert getattr(cg, name) is not None
        assert name in dir(cg)
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = cg.no_such_name
