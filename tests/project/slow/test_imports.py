"""What works where neither Jupyter nor charts are installed."""

import pytest
from processes import run

import cogov_games as cg

WITHOUT = """
import sys
class Absent:
    names = {"altair", "ipywidgets", "anywidget", "traitlets", "IPython", "ipykernel", "xarray",
             "nashpy", "jupyterlab", "vl_convert", "pandas"}
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in self.names:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Absent())
import numpy as np
import cogov_games as cg
for key, m in cg.catalogue.items():
    for regime in m.regimes:
        m.solve(regime)._repr_html_()
        [c.holds() for c in m.conditions(regime)]
    name = next(n for n, p in m.parameters.items() if not p.integer)
    p = m.parameters[name]
    m.sweep("cooperative", **{name: np.linspace(p.low, p.high, 5)})
    m.compare()._repr_html_()
    m.regime_map(*list(m.parameters)[:2], resolution=4)
    m.boundary("government_led", "cooperative")
    assert m.from_json(m.to_json()) == m
    print(key)
cg.catalogue._repr_html_()
print(len(cg.nash_equilibria([[1, 0], [0, 1]], [[1, 0], [0, 1]])))
"""


@pytest.mark.slow
def test_the_core_works_without_jupyter() -> None:
    assert run(WITHOUT).split() == [*cg.catalogue, "3"]
