"""The nucleolus against published tables, the rule of the Talmud and random allocations."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations

import numpy as np
import pytest
from coalition_games import MAJORITY, SWEDEN, TVA, Game, game, integers
from hypothesis import given, settings
from hypothesis import strategies as st

import cogov_games as cg
from cogov_games.solvers.characteristic import characteristic
from cogov_games.solvers.nucleolus import kohlberg, lexicographic

# Published numbers


def test_tennessee_valley() -> None:
    """Straffin and Heaney 1981."""
    assert list(cg.shapley(TVA, cost=True).values()) == [117829, 100756.5, 193998.5]
    assert list(cg.nucleolus(TVA, cost=True).values()) == [116234, 93540, 202810]
    assert cg.nucleolus(TVA, cost=True).exact == {"1": 116234, "2": 93540, "3": 202810}
    assert not cg.core(TVA, cost=True).empty
    assert cg.core(TVA, cost=True).contains(cg.shapley(TVA, cost=True))


def test_swedish_nucleolus_against_the_working_paper() -> None:
    """The working paper prints 18.60 and 19.21 for M and T, which with these costs is no nucleolus:
    M then complains more than in ours, before any other coalition differs."""
    ours = cg.nucleolus(SWEDEN, cost=True)
    assert dict(ours) == pytest.approx(
        {"A": 20.35, "H": 12.06, "K": 5, "L": 8.61, "M": 18.32, "T": 19.49}, abs=0.006
    )
    printed = {**ours, "M": 18.60, "T": 19.21}

    def complaints(x) -> list[float]:
        return sorted((round(sum(x[p] for p in s) - float(c), 9) for s, c in SWEDEN.items() if len(s) < 6),
                      reverse=True)  # fmt: skip

    assert complaints(ours) < complaints(printed)


@pytest.mark.parametrize(
    ("estate", "awards"),
    [
        (100, (100 / 3,) * 3),
        (200, (50, 75, 75)),
        (300, (50, 100, 150)),
        (500, (66 + 2 / 3, 166 + 2 / 3, 266 + 2 / 3)),
    ],
)
def test_marriage_contracts_of_the_talmud(estate: int, awards: tuple[float, ...]) -> None:
    """Aumann and Maschler 1985; the last line follows from their rule."""
    claims = dict(zip("ABC", (100, 200, 300), strict=True))
    v = bankruptcy(claims, estate)
    assert tuple(cg.nucleolus(v).values()) == pytest.approx(awards)
    assert tuple(talmud(claims, estate).values()) == pytest.approx(awards)


def bankruptcy(claims: dict, estate: float) -> Game:
    """What a group gets after paying all others in full."""
    everything = sum(claims.values())
    return game(claims, lambda s: max(0, estate - everything + sum(claims[p] for p in s)))


def talmud(claims: dict, estate: float) -> dict:
    """Half the claims are met as equally as possible, and then half the losses."""
    half = sum(claims.values()) / 2
    gains = {p: c / 2 for p, c in claims.items()}
    if estate <= half:
        return equal_awards(gains, estate)
    losses = equal_awards(gains, 2 * half - estate)
    return {p: claims[p] - loss for p, loss in losses.items()}


def equal_awards(claims: dict, estate: float) -> dict:
    low, high = 0.0, max(claims.values())
    for _ in range(200):
        level = (low + high) / 2
        low, high = (
            (level, high) if sum(min(c, level) for c in claims.values()) < estate else (low, level)
        )
    return {p: min(c, high) for p, c in claims.items()}


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 60), min_size=2, max_size=5), st.fractions(0, 1))
def test_nucleolus_of_a_bankruptcy_is_the_talmud_rule(owed: list[int], share: Fraction) -> None:
    claims = dict(enumerate(owed))
    estate = sum(owed) * share
    found = cg.nucleolus(bankruptcy(claims, estate))
    assert dict(found) == pytest.approx(talmud(claims, float(estate)), abs=1e-6)


# Complaints


def excesses(v: Game, x) -> list[float]:
    size = max(map(len, v))
    return sorted((v[s] - sum(x[p] for p in s) for s in v if len(s) < size), reverse=True)


def lexicographically_less(a: list[float], b: list[float], slack: float) -> bool:
    for one, other in zip(a, b, strict=True):
        if abs(one - other) > slack:
            return one < other
    return False


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 5).flatmap(integers), st.integers(0, 10**6), st.booleans())
def test_no_other_allocation_has_smaller_complaints(v: Game, seed: int, floors: bool) -> None:
    """Random allocations, near and far, never beat it; with floors only imputations compete."""
    players = sorted(max(v, key=len))
    n = len(players)
    gain = v[frozenset(players)] - sum(v[frozenset([p])] for p in players)
    if floors and gain < 0:
        with pytest.raises(cg.InputError, match="no imputation"):
            cg.nucleolus(v)
        return
    found = (cg.nucleolus if floors else cg.prenucleolus)(v)
    assert sum(found.exact.values()) == v[frozenset(players)]
    rng = np.random.default_rng(seed)
    for scale in 10.0 ** -np.arange(-1, 6).repeat(8):
        step = rng.normal(size=n) * scale
        x = {p: found[p] + s for p, s in zip(players, step - step.mean(), strict=True)}
        if not floors or all(x[p] >= v[frozenset([p])] for p in players):
            assert not lexicographically_less(excesses(v, x), excesses(v, found), 1e-9)


@settings(max_examples=40, deadline=None)
@given(st.integers(2, 5).flatmap(integers))
def test_certificate(v: Game) -> None:
    """Every level's weights add up to one for each player, all positive, none left out."""
    found = cg.prenucleolus(v)
    players = sorted(max(v, key=len))
    complaint = {s: v[s] - sum(found[p] for p in s) for s in v if len(s) < len(players)}
    for level in found.certificate:
        assert not level.floors
        assert min(level.weights.values()) > 0
        for p in players:
            assert sum(w for s, w in level.weights.items() if p in s) == pytest.approx(1, abs=1e-7)
        left_out = [c for s, c in complaint.items() if s not in level.weights]
        assert min(complaint[s] for s in level.weights) == pytest.approx(level.excess, abs=1e-7)
        assert max(left_out, default=-1e9) < level.excess
    worth = characteristic(v).worth
    if len(players) > 2:
        moved = np.array([found[p] for p in players]) + np.array([1, -1] + [0] * (len(players) - 2))
        assert kohlberg(worth, moved, floors=False) is None


@settings(max_examples=30, deadline=None)
@given(integers(3))
def test_prenucleolus_of_three_players_in_closed_form(v: Game) -> None:
    """By enumeration: the best of all points at which complaints tie so that they determine it."""
    n, players = 3, [0, 1, 2]
    proper = [s for s in v if len(s) < n]
    best = None
    rows = {s: [int(p in s) for p in players] for s in v}
    for tied in combinations(combinations(proper, 2), n - 1):
        system = [
            [1, 1, 1],
            *([a - b for a, b in zip(rows[s], rows[t], strict=True)] for s, t in tied),
        ]
        if abs(np.linalg.det(system)) < 0.5:
            continue
        x = np.linalg.solve(system, [v[frozenset(players)], *(v[s] - v[t] for s, t in tied)])
        point = dict(enumerate(x))
        if best is None or lexicographically_less(excesses(v, point), excesses(v, best), 1e-9):
            best = point
    assert dict(cg.prenucleolus(v)) == pytest.approx(best, abs=1e-7)


def test_nucleolus_and_prenucleolus_differ_where_the_floor_binds() -> None:
    v = {(1,): 0, (2,): 0, (3,): 0, (1, 2): 10, (1, 3): 0, (2, 3): 0, (1, 2, 3): 4}
    assert cg.prenucleolus(v).exact == {1: Fraction(7, 2), 2: Fraction(7, 2), 3: -3}
    found = cg.nucleolus(v)
    assert found.exact == {1: 2, 2: 2, 3: 0}
    assert found.certificate[0].floors == {3: pytest.approx(1)}
    assert kohlberg(characteristic(v).worth, np.array([3.5, 3.5, -3]), floors=True) is None
    assert kohlberg(characteristic(v).worth, np.array([2.0, 2, 0]), floors=False) is None


def test_nucleolus_needs_an_imputation() -> None:
    v = {("A",): 2, ("B",): 2, ("A", "B"): 3}
    with pytest.raises(cg.InputError, match=r"no imputation.* 3.*4"):
        cg.nucleolus(v)
    assert cg.prenucleolus(v).exact == {"A": Fraction(3, 2), "B": Fraction(3, 2)}


@given(integers(4), st.integers(1, 9), st.lists(st.integers(-9, 9), min_size=4, max_size=4))
@settings(max_examples=20, deadline=None)
def test_nucleolus_moves_with_shift_and_unit(v: Game, unit: int, shift: list[int]) -> None:
    other = {s: unit * v[s] + sum(shift[p] for p in s) for s in v}
    one, two = cg.prenucleolus(v).exact, cg.prenucleolus(other).exact
    assert two == {p: unit * one[p] + shift[p] for p in one}
    huge = {s: 1e9 * value for s, value in v.items()}
    assert dict(cg.prenucleolus(huge)) == pytest.approx(
        {p: 1e9 * float(x) for p, x in one.items()}, abs=1
    )


def test_inessential_and_lonely_games() -> None:
    additive = game("ABC", len)
    assert dict(cg.nucleolus(additive)) == {"A": 1, "B": 1, "C": 1}
    assert dict(cg.nucleolus(game("ABC", lambda s: 0))) == {"A": 0, "B": 0, "C": 0}
    alone = {("A",): 5}
    for solution in (cg.shapley, cg.banzhaf, cg.nucleolus, cg.prenucleolus, cg.least_core):
        assert dict(solution(alone)) == {"A": 5}
    assert [dict(x) for x in cg.core(alone).vertices] == [{"A": 5}]
    assert not cg.core(alone).empty


def test_ten_players() -> None:
    rng = np.random.default_rng(1)
    v = game(range(10), lambda s: float(len(s) ** 2 + rng.uniform()))
    found = cg.nucleolus(v)
    assert sum(found.values()) == pytest.approx(v[frozenset(range(10))])
    assert found.exact is None
    assert cg.core(v).contains(found)


def test_nucleolus_for_a_partition_keeps_to_its_groups() -> None:
    worth = characteristic(MAJORITY).worth
    x, _ = lexicographic(worth, floors=False, blocks=(0b011, 0b100))
    assert x[:2].sum() == pytest.approx(1)
    assert x[2] == pytest.approx(0)


def test_reprs_are_short() -> None:
    assert repr(cg.core(TVA, cost=True)) == "core of 3 players, epsilon -47286"
    assert repr(cg.nucleolus(MAJORITY)) == "Nucleolus(A: 0.333333, B: 0.333333, C: 0.333333)"
