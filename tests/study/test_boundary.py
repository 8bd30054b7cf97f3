"""Sweeps, maps, boundaries and conditions say what solving at each point says."""

from dataclasses import replace
from itertools import pairwise, product

import numpy as np
import pytest
import sympy as sp

import cogov_games as cg
from cogov_games.study.contracts import sample
from cogov_games.forms.equilibria import STABILITY
from cogov_games.model.parameters import axis_values

ALL = [(key, regime) for key, m in cg.catalogue.items() for regime in m.regimes]


def points(m, size: int, seed: int = 1) -> list[dict[str, float]]:
    """Return parameter values drawn from the slider ranges."""
    drawn = sample(m, 2 ** int(np.ceil(np.log2(size))), seed)
    return [{name: float(array[i]) for name, array in drawn.items()} for i in range(size)]


# Sweeps ------------------------------------------------------------------------------------------


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


# Bare primitives ---------------------------------------------------------------------------------


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


def test_a_bare_primitive_in_compare_is_every_regime_s_but_laissez_faire_keeps_its_own() -> None:
    m = cg.catalogue["inspection"]
    c = m.compare(detection=0.7, f=9)
    for regime, s in c.solutions.items():
        if regime == "laissez_faire":
            assert s.primitives["detection"] == 0
            assert c.welfare[regime] == m.compare().welfare[regime]
        else:
            assert s.primitives["detection"] == 0.7
            assert s.primitives["fine"] == 9
            assert c.welfare[regime] == m.solve(regime, detection=0.7, fine=9).welfare


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


# Boundaries --------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", cg.catalogue)
@pytest.mark.parametrize(
    "pair", [("government_led", "cooperative"), ("government_led", "multi_center"),
             ("multi_center", "cooperative"), ("laissez_faire", "cooperative")],
)  # fmt: skip
def test_the_lead_changes_where_the_boundary_says(key: str, pair: tuple[str, str]) -> None:
    m = cg.catalogue[key]
    if not {*pair} <= {*m.regimes}:
        pytest.skip("the mechanism has no such regime")
    first, second = pair
    if not set(pair) <= set(m.regimes):
        pytest.skip("it has not both regimes")
    found = m.boundary(first, second)

    def ahead(name: str, *values: float) -> list[bool]:
        one, two = (m.sweep(regime, **{name: values}).welfare for regime in pair)
        noise = 1e-14 * np.maximum(1.0, np.abs(one) + np.abs(two))  # as `boundary` says
        gap = one - two
        return (np.where(np.abs(gap) <= noise, 0.0, gap) >= 0).tolist()

    assert set(found.crossings) <= set(m.parameters)
    for name, places in found.crossings.items():
        p = m.parameters[name]
        jumps = p.integer or p.choices is not None
        step = p.step if jumps else 1e-6 * (p.high - p.low)
        for place in places:
            after = place if jumps else min(place + step, p.high)
            below, above = ahead(name, max(place - step, p.low), after)
            assert below != above, (name, place)
    for name, p in m.parameters.items():  # and nowhere else
        leads = ahead(name, *axis_values(p, 41))
        changes = sum(one != two for one, two in pairwise(leads))
        assert changes <= len(found.crossings.get(name, ()))
        assert changes % 2 == len(found.crossings.get(name, ())) % 2


def test_boundary_relation_is_equal_welfare() -> None:
    m = cg.catalogue["public_good"]
    found = m.boundary("government_led", "cooperative", pG=0.8, S=2)
    k, tau = sp.symbols("k tau")
    assert found.kind == "closed"
    # both reach full contribution: only the added costs differ, F / n cancels
    assert sp.simplify(found.relation.lhs - (k + tau)) == 0
    m = cg.catalogue["inspection"]
    found = m.boundary("government_led", "multi_center")
    checked = 0
    for name, places in found.crossings.items():
        for place in places:
            values = {p.symbol: p.default for p in m.parameters.values()}
            values[m.parameters[name].symbol] = place
            sides = [
                {r: m.solve(r, **{name: place + step}) for r in (found.first, found.second)}
                for step in (-1e-9, 1e-9)
            ]
            gaps = [s[found.first].welfare - s[found.second].welfare for s in sides]
            kinds = [
                str(s[r].selected.label) == str(m.solve(r).selected.label) for s in sides for r in s
            ]
            # no jump, and the kinds of equilibria at the defaults, for which the relation is made
            if max(map(abs, gaps)) < 1e-6 and all(kinds):
                assert float(found.relation.lhs.subs(values)) == pytest.approx(0, abs=1e-6)
                checked += 1
    assert checked >= 3


# Conditions --------------------------------------------------------------------------------------


@pytest.mark.parametrize(("key", "regime"), ALL)
def test_a_relation_is_what_holds_tests(key: str, regime: str) -> None:
    m = cg.catalogue[key]
    drawn = sample(m, 512, seed=3)
    symbols = {m.parameters[name].symbol: array for name, array in drawn.items()}
    for condition in m.conditions(regime):
        if condition.kind != "closed":
            continue
        gap = sp.lambdify(sorted(symbols), condition.relation.lhs - condition.relation.rhs)
        for i in range(0, 512, 64):
            one = {name: float(array[i]) for name, array in drawn.items()}
            difference = gap(**{name: float(array[i]) for name, array in symbols.items()})
            assert condition.holds(**one) == (difference >= 0)
        # as an array; sympy's own Min and Max do not broadcast, so point by point here
        difference = np.array(
            [gap(*row) for row in zip(*(symbols[s] for s in sorted(symbols)), strict=True)]
        )
        margin = condition.margin(**drawn)
        clear = np.abs(difference) > 1e-9
        assert ((margin >= 0) == (difference > 0))[clear].all()
        assert clear.sum() > 200
        assert condition.meaning != condition.otherwise
        assert condition.meaning.zh != condition.otherwise.zh


@pytest.mark.parametrize("regime", list(cg.catalogue["inspection"].regimes))
def test_conditions_decide_the_equilibria_of_the_inspection_game(regime: str) -> None:
    """With both deterrence and worth of inspecting known, so is the kind of equilibrium."""
    m = cg.catalogue["inspection"]
    conditions = {c.key: c for c in m.conditions(regime)}
    deterrence = conditions.get("official.violate.inspect")
    inspecting = conditions.get("inspector.inspect.violate")
    kinds = set()
    for values in points(m, 100, seed=4):
        s = m.solve(regime, **values)
        violates_anyway = deterrence.holds(**values) if deterrence else True
        inspects = inspecting.holds(**values) if inspecting else False
        expected = (1, 0) if not inspects else (1, 1) if violates_anyway else None
        (only,) = s.equilibria
        found = (only.profile["official"]["violate"], only.profile["inspector"]["inspect"])
        if expected is None:
            assert 0 < found[0] < 1
            assert 0 < found[1] < 1
        else:
            assert found == expected
        kinds.add(expected)
    assert len(kinds) == (1 if regime == "laissez_faire" else 3)


@pytest.mark.parametrize("regime", list(cg.catalogue["public_good"].regimes))
def test_conditions_decide_the_equilibria_of_the_public_good(regime: str) -> None:
    m = cg.catalogue["public_good"]
    conditions = {c.key: c for c in m.conditions(regime)}
    seen = set()
    for values in points(m, 100, seed=6):
        found = [e.profile["contribute"] for e in m.solve(regime, **values).equilibria]
        if regime == "cooperative":
            alone, together = (conditions[key].holds(**values) for key in ("alone", "together"))
        else:
            condition = conditions.get("always")
            alone = together = condition is not None and condition.holds(**values)
        assert (0 in found) == (not alone)
        assert (1 in found) == together
        assert len(found) == (3 if together and not alone else 1)
        seen.add((alone, together))
    assert len(seen) == {"cooperative": 3, "laissez_faire": 1}.get(regime, 2)


@pytest.mark.parametrize("regime", list(cg.catalogue["common_pool"].regimes))
def test_conditions_decide_the_corners_of_the_common_pool(regime: str) -> None:
    m = cg.catalogue["common_pool"]
    drawn = sample(m, 1024, seed=7)
    drawn["endowment"] = 5 + (drawn["endowment"] - 5) / 5  # lower, so that limits bind
    found = m.outcome(regime, drawn).found
    assert (found.present.sum(axis=-1) == 1).all()
    for condition in m.conditions(regime):
        who, end = condition.key.split(".")
        take = found.states["x1" if who == "user" else "x2"][:, 0]
        expected = take > 0 if end == "low" else take >= drawn["endowment"]
        margin = condition.margin(**drawn)
        clear = (np.abs(margin) > 1e-6) & np.isfinite(found.payoffs[who][:, 0])
        assert ((margin > 0) == expected)[clear].all(), condition.key
        assert 0 < expected[clear].mean() < 1


@pytest.mark.parametrize(("key", "regime"), ALL)
def test_counts_are_numbers_of_equilibria_on_both_sides(key: str, regime: str) -> None:
    m = cg.catalogue[key]
    for condition in m.conditions(regime):
        if condition.counts is None:
            continue
        without, with_it = condition.counts
        found = {False: set(), True: set()}
        for name, p in m.parameters.items():
            if not p.integer:
                grid = axis_values(p, 41)
                counts = m.sweep(regime, **{name: grid}).count
                for holds, count in zip(
                    np.broadcast_to(condition.margin(**{name: grid}) >= 0, grid.shape),
                    counts,
                    strict=True,
                ):
                    found[bool(holds)].add(int(count))
        for name, places in condition.crossings().items():  # and close to where it crosses
            p = m.parameters[name]
            for near in (-1e-6, 1e-6):
                at = [min(max(x + near * (p.high - p.low), p.low), p.high) for x in places]
                if not p.integer and p.choices is None:
                    counts = m.sweep(regime, **{name: at}).count
                    margins = np.broadcast_to(condition.margin(**{name: np.array(at)}), len(at))
                    for margin, count in zip(margins, counts, strict=True):
                        found[bool(margin >= 0)].add(int(count))
        assert without in found[False]
        assert with_it in found[True]


def test_government_led_switches_and_cooperation_needs_a_critical_mass() -> None:
    m = cg.catalogue["public_good"]
    (switch,) = m.conditions("government_led")
    assert switch.counts == (1, 1)
    S, pG, a, eps = sp.symbols("S pG a eps")
    assert switch.relation == sp.Ge(S * pG + a, S * eps + 1, evaluate=False)
    alone, together = m.conditions("cooperative")
    assert alone.counts == (3, 1)
    assert together.counts == (1, 3)


def test_margins_take_arrays() -> None:
    (switch,) = cg.catalogue["public_good"].conditions("government_led")
    pG = np.linspace(0, 1, 11)
    margin = switch.margin(pG=pG, S=1.5, a=0.25)
    assert margin == pytest.approx(0.25 + 1.5 * pG - 1)


# Costs of agreeing -------------------------------------------------------------------------------


@pytest.mark.parametrize("key", cg.catalogue)
def test_break_even_is_where_the_cooperative_regime_starts_or_stops_being_best(key: str) -> None:
    m = cg.catalogue[key]
    (tau,) = [p for p in m.parameters.values() if p.role == "agreement"]
    drawn = sample(m, 512, seed=9)
    welfare = {k: m.outcome(k, {**drawn, tau.name: 0.0}).selected_welfare for k in m.regimes}
    others = np.max([w for k, w in welfare.items() if k != "cooperative"], axis=0)
    lead = welfare["cooperative"] - others
    worth, hopeless = np.flatnonzero(lead > 1e-6 * tau.high), np.flatnonzero(lead < -1e-6)
    assert len(worth) >= 5
    for i in hopeless[:5]:
        assert (
            m.compare(**{name: float(array[i]) for name, array in drawn.items()}).break_even is None
        )
    for i in worth[:5]:
        values = {name: float(array[i]) for name, array in drawn.items()}
        place = m.compare(**values).break_even
        little = 1e-3 * tau.high  # at which whatever is worth it is set up
        costs = m.solve("cooperative", **{**values, tau.name: little}).breakdown["agreement"]
        costs /= -little
        assert place == pytest.approx(lead[i] / costs)
        width = 1e-6 * tau.high
        if place < tau.high - width:
            below = m.compare(**{**values, tau.name: place - width})
            above = m.compare(**{**values, tau.name: place + width})
            assert below.best == ("cooperative",)
            assert "cooperative" not in above.best or len(above.best) > 1  # if nothing is set up


def test_break_even_is_none_where_agreeing_costs_nothing() -> None:
    """The cost of agreeing may be scaled down to zero; then no value of it decides."""
    m = cg.catalogue["inspection"]
    tau, psi = sp.symbols("tau psi")
    cheap = tuple(
        replace(r, agreement=tau * (psi - sp.Rational(1, 20))) if r.agreement != 0 else r
        for r in m.declared_regimes
    )
    free = replace(m, declared_regimes=cheap)
    good = {"g": 2, "h": 10, "kG": 2, "dG": 0.4, "S": 12, "dP": 0.8, "sP": 0.5}
    assert free.compare(**good, psi=0.05).break_even is None
    assert m.compare(**good, psi=0.5).break_even > 0.1
    scaled = free.compare(**good, psi=0.5).break_even
    assert scaled == pytest.approx(m.compare(**good, psi=0.5).break_even / 0.45)
