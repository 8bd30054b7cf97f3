"""Sweeps say what solving at each point says."""

from itertools import product

import numpy as np
import pytest
from every_regime import ALL

import cogov_games as cg
from cogov_games.forms.equilibria import STABILITY
from cogov_games.model.parameters import axis_values


@pytest.mark.parametrize(("key", "regime"), ALL)
def test_sweep_agrees_with_solve_at_every_point(key: str, regime: str) -> None:
    m = cg.catalogue[key]
    first, second = list(m.parameters)[1:3]
    axes = {name: axis_values(m.parameters[name], 4)[:4] for name in (first, second)}
    sweep = m.sweep(regime, **axes)
    assert list(sweep.axes) == [first, second]
    assert sweep.welfare.shape == (4, 4)
    for i, j in product(range(4), repeat=2):
        s = m.solve(regime, **{first: axes[first][i], second: axes[second][j]})
        assert sweep.count[i, j] == len(s.equilibria)
        assert sweep.welfare[i, j] == pytest.approx(s.welfare, abs=1e-9)
        if s.selected and s.selected.cooperation is not None:
            assert sweep.cooperation[i, j] == pytest.approx(s.selected.cooperation, abs=1e-9)
        codes = sweep.stability[i, j][np.isfinite(sweep.welfare_all[i, j])]
        assert [STABILITY[code] for code in codes] == [e.stability for e in s.equilibria]
        every = sweep.welfare_all[i, j]
        assert every[np.isfinite(every)] == pytest.approx([e.welfare for e in s.equilibria])


def test_axes_keep_their_order_and_labels() -> None:
    m = cg.catalogue["inspection"]
    sweep = m.sweep("cooperative", g=[1.0, 2.0, 3.0], harm=[10, 12], rho=0.5)
    swapped = m.sweep("cooperative", harm=[10, 12], gain=[1.0, 2.0, 3.0], fine_share=0.5)
    assert list(sweep.axes) == ["gain", "harm"]
    assert list(swapped.axes) == ["harm", "gain"]
    assert np.array_equal(sweep.welfare, swapped.welfare.T)
    assert m.sweep("cooperative").welfare.shape == ()


def test_whole_numbers_of_people_may_be_swept_in_one_batch() -> None:
    m = cg.catalogue["public_good"]
    n = np.arange(4, 41)
    sweep = m.sweep("cooperative", n=n)
    alone = [m.solve("cooperative", n=int(k)) for k in n]
    assert sweep.welfare == pytest.approx([s.welfare for s in alone])
    shares = sweep.states["x"]
    for row, s in zip(shares, alone, strict=True):
        found = [e.profile["contribute"] for e in s.equilibria]
        assert row[np.isfinite(row)] == pytest.approx(found, abs=1e-8)


def test_to_xarray() -> None:
    pytest.importorskip("xarray")
    m = cg.catalogue["public_good"]
    sweep = m.sweep("cooperative", pG=[0.1, 0.3], sanction_government=[0.5, 1.1, 2])
    data = sweep.to_xarray()
    assert dict(data.sizes)["detection_government"] == 2
    at = data.sel(detection_government=0.3, sanction_government=1.1)
    s = m.solve("cooperative", pG=0.3, S=1.1)
    assert float(at.welfare) == pytest.approx(s.welfare)
    assert int(at["count"]) == len(s.equilibria) == 3
    found = at.x.values[np.isfinite(at.x.values)]
    assert found == pytest.approx([e.profile["contribute"] for e in s.equilibria])
    assert data.attrs == {"mechanism": "public_good", "regime": "cooperative"}


def test_a_bare_primitive_in_solve_and_sweep_is_the_regime_s_own() -> None:
    m = cg.catalogue["inspection"]
    own = {"government_led": "dG", "multi_center": "dP"}
    for regime, symbol in own.items():
        bare, bound = m.solve(regime, detection=0.7), m.solve(regime, **{symbol: 0.7})
        assert [e.profile for e in bare.equilibria] == [e.profile for e in bound.equilibria]
        assert bare.welfare == bound.welfare
        assert bare.primitives["detection"] == 0.7
        sweep = m.sweep(regime, detection=[0.5, 0.7])
        assert sweep.welfare[1] == pytest.approx(bare.welfare)
    assert (
        m.solve("laissez_faire", detection=0.9, fine=12).welfare > m.solve("laissez_faire").welfare
    )
