"""Sharing the cost of a joint project: the published case, its regimes, and games of other shapes."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest
import sympy as sp

import cogov_games as cg
from cogov_games.charts import coalition as charts
from cogov_games.charts.by_form import diagram_of
from cogov_games.charts.equilibria import equilibrium_rows
from cogov_games.study.contracts import check
from cogov_games.model.datasets import coalition_table
from cogov_games.declare import Actor, Coalition, Words
from cogov_games.forms.equilibria import STABILITY
from cogov_games.forms.situation import Situation

M = cg.catalogue["cost_sharing"]
COST = {frozenset(k): float(c) for k, c in coalition_table("young_okada_hashimoto").items()}
ALONE = {"A": 21.95, "H": 17.08, "K": 10.91, "L": 15.88, "M": 20.81, "T": 21.98}
PEOPLE = {"A": 10.13, "H": 21.00, "K": 3.19, "L": 8.22, "M": 34.22, "T": 7.07}


def parts(players: list, most: int):
    """All partitions into groups of at most `most`, by plain recursion."""
    if not players:
        yield []
        return
    first, *rest = players
    for k in range(most):
        for others in combinations(rest, k):
            left = [p for p in rest if p not in others]
            for tail in parts(left, most):
                yield [frozenset({first, *others}), *tail]


def refines(finer: list[frozenset], coarser: list[frozenset]) -> bool:
    return all(any(small <= large for large in coarser) for small in finer)


def test_the_table_is_whole() -> None:
    assert len(COST) == 63
    assert {p: COST[frozenset(p)] for p in "AHKLMT"} == ALONE
    assert COST[frozenset("AHKLMT")] == 83.82
    assert COST[frozenset("AKLT")] == pytest.approx(sum(ALONE[p] for p in "AKLT"))


@pytest.mark.parametrize(
    ("most", "cost"), [(1, 108.61), (2, 97.27), (3, 88.62), (4, 88.36), (5, 88.36)]
)
def test_small_consortia(most: int, cost: float) -> None:
    brute = min(sum(COST[g] for g in p) for p in parts(list("AHKLMT"), most))
    s = M.solve("multi_center", blk=most)
    assert brute == pytest.approx(cost)
    assert s.welfare == pytest.approx(-cost)
    cheapest = [p for p in parts(list("AHKLMT"), most) if sum(COST[g] for g in p) < brute + 1e-9]
    finest = [p for p in cheapest if not any(q != p and refines(q, p) for q in cheapest)]
    assert len(s.equilibria) == len(finest)
    for e, groups in zip(s.equilibria, finest, strict=True):
        for group in groups:
            assert sum(e.profile[p] for p in group) == pytest.approx(COST[group])
        # nobody may leave with partners of its own consortium, and consortia may not merge
        for group in groups:
            for k in range(1, len(group)):
                for some in combinations(sorted(group), k):
                    assert sum(e.profile[p] for p in some) <= COST[frozenset(some)] + 1e-9


def test_which_consortia_are_safe_from_groups_across() -> None:
    """Up to four, shares exist to which no group objects; with five allowed, AHKL and MT have none."""
    for most in range(1, 6):
        e = M.solve("multi_center", blk=most).equilibria[0]
        objecting = {
            g for g in COST if len(g) <= most and sum(e.profile[p] for p in g) > COST[g] + 1e-9
        }
        assert bool(objecting) == (most == 5)
        # up to two, A and K would save nothing as a pair; up to three, A could join M and T
        expected = {1: "stable", 2: "neutral", 3: "neutral", 4: "stable", 5: "semi-stable"}
        assert e.stability == expected[most]


def test_population_formula_is_left_by_all_in_turn() -> None:
    """H and M pay more than alone and leave; whom they leave behind save nothing together."""
    s = M.solve("government_led", compulsory=0, F=0)
    assert s.welfare == pytest.approx(-108.61)
    assert s.complete
    assert [dict(e.profile) for e in s.equilibria] == [pytest.approx(ALONE)]
    bound = M.solve("government_led", compulsory=1, F=0)
    assert dict(bound.selected.profile) == pytest.approx(PEOPLE, abs=0.006)
    losers = {p for p in ALONE if bound.selected.profile[p] > ALONE[p]}
    assert losers == {"H", "M"}
    # by brute force: in every group that saves something, somebody pays more than alone
    for group, cost in COST.items():
        heads = sum(PEOPLE[p] for p in group)
        shares = {p: cost * PEOPLE[p] / heads for p in group}
        assert len(group) == 1 or any(shares[p] > ALONE[p] + 1e-9 for p in group)


def test_a_milder_formula_keeps_all_on_board() -> None:
    """With weights in proportion to stand-alone costs everybody gains, and all take part."""
    form = replace(M.form_of("government_led"), weights=ALONE)
    found = form.equilibria(M.situation("government_led", {}))
    totals = found.states["C"]
    assert np.nanmin(totals) == pytest.approx(83.82)
    k = int(np.nanargmin(totals))
    assert found.regret[k] == 0
    assert STABILITY[found.stability[k]] == "stable"
    assert str(form.label(int(found.pattern[k]))) == "all together, shared by the formula"


def test_agreement_is_the_nucleolus() -> None:
    s = M.solve("cooperative", tau=0)
    assert s.welfare == pytest.approx(-83.82)
    assert dict(s.selected.profile) == pytest.approx(dict(cg.nucleolus(COST, cost=True)))
    assert s.selected.stability == "stable"
    assert s.selected.regret == 0


@pytest.mark.parametrize("alpha", [0, 0.25, 0.7, 1.2])
def test_savings_scale_everything(alpha: float) -> None:
    c = M.compare(alpha=alpha, tau=0, F=0, compulsory=1, blk=3)
    saved = {"government_led": 24.79, "multi_center": 108.61 - 88.62, "cooperative": 24.79}
    for regime, amount in saved.items():
        assert c.welfare[regime] == pytest.approx(alpha * amount - 108.61)
        assert c.first_best[regime] == pytest.approx(alpha * 24.79 - 108.61)


def test_totals_are_exact_though_games_are_compared_rounded() -> None:
    alpha = np.linspace(0.1, 1.2, 50)
    found = M.outcome("multi_center", {"alpha": alpha, "blk": np.full(50, 3)})
    assert found.selected_welfare == pytest.approx(19.99 * alpha - 108.61, abs=1e-12, rel=0)


def test_no_savings_tie_everything() -> None:
    s = M.solve("multi_center", alpha=0, blk=3)
    assert [str(e.label) for e in s.equilibria] == ["each alone"]
    assert s.selected.stability == "neutral"
    assert M.solve("cooperative", alpha=0).selected.stability == "neutral"


def test_a_batch_is_its_single_games() -> None:
    blk, alpha = np.meshgrid([1, 3, 5], [0.0, 0.4, 1.0])
    for regime in M.regimes:
        together = M.outcome(regime, {"blk": blk, "alpha": alpha}).selected_welfare
        for index in np.ndindex(blk.shape):
            one = M.solve(regime, blk=blk[index], alpha=alpha[index])
            assert together[index] == pytest.approx(one.welfare)


def test_the_condition_says_who_stays() -> None:
    (condition,) = M.conditions("government_led")
    assert condition.holds(compulsory=1)
    assert not condition.holds(compulsory=0)
    assert str(condition.relation) == "compulsory >= 1"


def test_contracts() -> None:
    shares = check(M)
    assert min(shares.values()) > 0


# Games of other shapes

TVA = {("a",): 163520, ("b",): 140826, ("c",): 250096, ("a", "b"): 301607, ("a", "c"): 378821,
       ("b", "c"): 367370, ("a", "b", "c"): 412584}  # fmt: skip
THREE = tuple(Actor(key, Words(key.upper(), f"{key.upper()} 方")) for key in "abc")
POINT = Situation({"z": np.asarray(1.0)})


def test_core_lists_the_shapley_value_where_it_is_in_the_core() -> None:
    found = Coalition(THREE, TVA).equilibria(POINT)
    assert found.states["share_a"].tolist() == pytest.approx([116234, 117829])
    assert found.continua == ((0, 1),)
    core = cg.core(TVA, cost=True)
    for weight in (0, 0.3, 1):
        mix = {k: weight * found.states[f"share_{k}"][0] + (1 - weight) * found.states[f"share_{k}"][1]
               for k in "abc"}  # fmt: skip
        assert core.contains(mix)


def test_an_empty_core_has_no_equilibrium() -> None:
    majority = {group: int(len(group) >= 2) for group in TVA}
    form = Coalition(THREE, majority, cost=False)
    assert not form.equilibria(POINT).present.any()
    pair = Coalition(THREE, majority, "consortia", cost=False, block=2).equilibria(POINT)
    # every pair may form, and every pair is left for a better offer
    assert [STABILITY[s] for s in pair.stability] == ["semi-stable"] * 3
    assert pair.states["total"].tolist() == [1, 1, 1]


def test_a_group_that_would_split_is_no_consortium() -> None:
    """Where even the best partition has a group with an empty core, nothing is reported."""
    majority = {group: int(len(group) >= 2) * 1.1 for group in TVA}
    majority["a", "b", "c"] = 1.2
    form = Coalition(THREE, majority, "consortia", cost=False, block=3)
    assert not form.equilibria(POINT).present.any()


def test_expressions_as_worths() -> None:
    z = sp.Symbol("z")
    worth = {group: cost * z for group, cost in TVA.items()}
    batch = Situation({"z": np.array([1.0, 2.0])})
    found = Coalition(THREE, worth).equilibria(batch)
    assert found.states["share_a"][:, 0] == pytest.approx([116234, 2 * 116234])
    assert found.regret.shape == (2, 2)


def test_free_membership_can_keep_a_part_together() -> None:
    """a and b gain by the formula; c would pay more than alone and stays out."""
    cost = {
        ("a",): 4,
        ("b",): 4,
        ("c",): 4,
        ("a", "b"): 5,
        ("a", "c"): 8,
        ("b", "c"): 8,
        ("a", "b", "c"): 9,
    }
    form = Coalition(THREE, cost, "formula", weights={"a": 1, "b": 1, "c": 3})
    found = form.equilibria(POINT)
    labels = [str(form.label(int(p))) for p in found.pattern[found.present]]
    assert labels == ["each alone", "A + B; C"]
    assert found.states["total"].tolist() == [12, 9]
    # alone, nobody gains by joining nobody; with one partner both gain: two equilibria
    assert found.regret.tolist() == [0, 0]


@pytest.mark.parametrize("seed", range(25))
def test_random_games_by_brute_force(seed: int) -> None:
    """Costs are small whole numbers, so that ties are frequent."""
    rng = np.random.default_rng(seed)
    players = tuple(Actor(key, Words(key, f"{key} 方")) for key in "abcd")
    cost = {
        group: int(rng.integers(2, 4 + 2 * k))
        for k in range(1, 5)
        for group in combinations("abcd", k)
    }
    weight = dict(zip("abcd", rng.integers(1, 4, 4).tolist(), strict=True))

    def asks(group: tuple, player: str) -> float:
        return cost[group] * weight[player] / sum(weight[p] for p in group)

    stable = {()}
    for group in (g for g in cost if len(g) > 1):
        inside = all(asks(group, p) <= cost[(p,)] + 1e-9 for p in group)
        outside = all(
            asks(tuple(sorted((*group, p))), p) >= cost[(p,)] - 1e-9
            for p in "abcd"
            if p not in group
        )
        if inside and outside:
            stable.add(group)
    form = Coalition(players, cost, "formula", weights=weight)
    found = form.equilibria(POINT)
    listed = set()
    for pattern in found.pattern[found.present].tolist():
        groups, _ = form._parts(pattern)
        listed.add(next((tuple(p.key for p in g) for g in groups if len(g) > 1), ()))
    assert listed == stable

    for most in (2, 3, 4):
        best = min(sum(cost[tuple(sorted(g))] for g in p) for p in parts(list("abcd"), most))
        found = Coalition(players, cost, "consortia", block=most).equilibria(POINT)
        totals = found.states["total"][found.present]
        assert totals == pytest.approx(np.full(len(totals), best))
        for k, code in zip(np.flatnonzero(found.present), found.stability, strict=False):
            share = {p: found.states[f"share_{p}"][k] for p in "abcd"}
            objecting = [
                g for g in cost if len(g) <= most and sum(share[p] for p in g) > cost[g] + 1e-7
            ]
            assert bool(objecting) == (STABILITY[code] == "semi-stable")

    agreed = Coalition(players, cost).equilibria(POINT)
    as_sets = {frozenset(g): c for g, c in cost.items()}
    assert agreed.present.any() == (not cg.core(as_sets, cost=True).empty)


def test_indifferent_members_are_said_to_be_so() -> None:
    cost = {group: 2 * len(group) for group in TVA}
    form = Coalition(THREE, cost, "formula", weights=dict.fromkeys("abc", 1))
    found = form.equilibria(POINT)
    named = {
        str(form.label(int(p))): STABILITY[s]
        for p, s in zip(found.pattern, found.stability, strict=True)
    }
    assert named["each alone"] == "stable"
    assert named["A + B; C"] == "neutral"
    assert len(named) == 5


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ({"worth": {("a",): 1}}, "lacks"),
        ({"worth": {**TVA, ("b", "a"): 1}}, "twice"),
        ({"rule": "cores"}, "core"),
        ({"rule": "formula"}, "weights"),
        ({"players": THREE[:1]}, "2 to 8"),
    ],
)
def test_wrong_declarations(arguments: dict, said: str) -> None:
    with pytest.raises(cg.InputError, match=said):
        Coalition(**{"players": THREE, "worth": TVA, **arguments})


# Diagrams


def outcome(form: Coalition, regime: str = "cooperative"):
    m = replace(
        M, form=form, declared_regimes=(replace(M.regimes[regime], form=None),), accounts=()
    )
    return m.outcome(regime, {})


def test_triangle_of_three_players() -> None:
    form = Coalition(THREE, TVA, total="C")
    diagram = diagram_of(form)
    assert diagram.curves is charts.triangle_rows
    rows = equilibrium_rows(diagram, "cooperative", outcome(form), None, None)
    kinds = [row["kind"] for row in rows]
    assert kinds.count("core") == 7  # six corners, closed
    marks = {row["what"]: (row["x"], row["y"]) for row in rows if row["kind"] == "mark"}
    points = [(row["x"], row["y"]) for row in rows if row["kind"] == "point"]
    assert points == [pytest.approx(marks["nucleolus"]), pytest.approx(marks["shapley"])]
    # the corner of a player is where it gets the whole gain
    gain = 163520 + 140826 + 250096 - 412584
    shares = [(163520 - 116234) / gain, (140826 - 93540) / gain, (250096 - 202810) / gain]
    assert marks["nucleolus"] == pytest.approx(tuple(shares @ charts.CORNERS))


def test_triangle_without_a_gain_is_empty() -> None:
    form = Coalition(THREE, {group: len(group) for group in TVA}, total="C")
    rows = equilibrium_rows(diagram_of(form), "cooperative", outcome(form), None, None)
    assert {row["kind"] for row in rows} == {"corner"}


def test_bars_show_shares_beside_what_each_has_alone() -> None:
    found = M.outcome("government_led", {"compulsory": 0})
    rows = charts.share_rows(found)
    alone = {r["who"]: r["y"] for r in rows if r["kind"] == "alone"}
    asked = {r["who"]: r["y"] for r in rows if r["kind"] == "asked"}
    share = {r["who"]: r["y"] for r in rows if r["kind"] == "share"}
    assert alone == pytest.approx(ALONE)
    assert asked == pytest.approx(PEOPLE, abs=0.006)
    assert share == pytest.approx(ALONE)
