"""Conditions say what solving at each point says."""

import numpy as np
import pytest
import sympy as sp
from every_regime import ALL

import cogov_games as cg
from cogov_games.model.parameters import axis_values
from cogov_games.study.contracts import sample


def points(m, size: int, seed: int = 1) -> list[dict[str, float]]:
    """Return parameter values drawn from the slider ranges."""
    drawn = sample(m, 2 ** int(np.ceil(np.log2(size))), seed)
    return [{name: float(array[i]) for name, array in drawn.items()} for i in range(size)]


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
