"""Maps say what comparing at each cell says."""

from itertools import product

import numpy as np
import pytest

import cogov_games as cg


def test_the_map_over_primitives_is_compare_at_every_cell() -> None:
    m = cg.catalogue["inspection"]
    chart = m.regime_map("fine", "detection", resolution=5, harm=15)
    assert (chart.x, chart.y) == ("fine", "detection")
    for i, j in product(range(5), repeat=2):
        c = m.compare(f=chart.x_values[j], d=chart.y_values[i], h=15)
        assert {k: w[i, j] for k, w in chart.welfare.items()} == pytest.approx(c.welfare)
        assert chart.regimes[chart.best[i, j]] == c.best[0]
        assert chart.tie[i, j] == (len(c.best) > 1)


@pytest.mark.parametrize("key", cg.catalogue)
def test_the_map_is_compare_at_every_cell(key: str) -> None:
    m = cg.catalogue[key]
    names = [name for name, p in m.parameters.items() if p.role == "institution"]
    x, y = names[:2] if len(names) > 1 else m.map_axes
    chart = m.regime_map(x, y, resolution=4)
    seen = set()
    for i, j in np.ndindex(chart.best.shape):
        c = m.compare(**{x: chart.x_values[j], y: chart.y_values[i]})
        assert {k: w[i, j] for k, w in chart.welfare.items()} == pytest.approx(c.welfare)
        assert chart.regimes[chart.best[i, j]] == c.best[0]
        seen.add(c.best)
    assert len(seen) > 1
