"""Who volunteers, and whole tokens: pure equilibria counted profile by profile."""

from fractions import Fraction
from itertools import combinations_with_replacement, product
from math import comb

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cogov_games as cg
from cogov_games.solvers.asymmetric import pure_equilibrium_counts, pure_regret
from cogov_games.solvers.tokens import best_replies

# How many act ------------------------------------------------------------------------------------


def brute_force(difference) -> list[int]:
    """Count, by the number who act, the profiles in which nobody gains by changing alone."""
    n = len(difference)
    counts = [0] * (n + 1)
    for profile in product((0, 1), repeat=n):
        others = [sum(profile) - own for own in profile]
        if all(
            difference[j] * (1 if own else -1) >= 0 for own, j in zip(profile, others, strict=True)
        ):
            counts[sum(profile)] += 1
    return counts


@given(st.lists(st.integers(-2, 2), min_size=1, max_size=7))
def test_pure_equilibria_profile_by_profile(difference: list[int]) -> None:
    n = len(difference)
    holds = pure_equilibrium_counts(difference)
    assert [comb(n, k) * int(h) for k, h in enumerate(holds)] == brute_force(difference)
    assert holds.any()
    regret = pure_regret(difference)
    assert ((regret == 0) == holds).all()
    for k in range(n + 1):
        stop = -difference[k - 1] if k else 0
        start = difference[k] if k < n else 0
        assert regret[k] == max(stop, start, 0)


def test_ties_are_relative_to_the_payoffs() -> None:
    assert pure_equilibrium_counts([1e-9, -1], scale=1).tolist() == [False, True, False]
    assert pure_equilibrium_counts([1e-14, -1], scale=1).tolist() == [True, True, False]
    assert pure_equilibrium_counts([1e-9, -1e-9], scale=1e4).tolist() == [True, True, True]
    batch = np.array([[[1, -1], [-1, 1]], [[0, 0], [1, 1]]])
    assert pure_equilibrium_counts(batch).tolist() == [
        [[False, True, False], [True, False, True]],
        [[True, True, True], [False, False, True]],
    ]


def test_solution_tells_who_volunteers() -> None:
    s = cg.catalogue["whistle"].solve("multi_center", n=12, b=1, c=0.25)
    (one,) = s.asymmetric
    assert (one.acting, one.profiles, one.regret) == (1, 12, 0)
    assert one.payoffs == {"wait": 1, "respond": 0.75}
    assert cg.catalogue["inspection"].solve("government_led").asymmetric == ()


def test_solution_counts_ties() -> None:
    """At a + p S = 1 every profile of the public good is an equilibrium."""
    s = cg.catalogue["public_good"].solve("government_led", n=6, a=0.25, S=1.5, pG=0.5)
    assert [(e.acting, e.profiles) for e in s.asymmetric] == [(k, comb(6, k)) for k in range(1, 6)]
    assert all(e.regret == pytest.approx(0, abs=1e-12) for e in s.asymmetric)
    none = cg.catalogue["public_good"].solve("government_led", n=6, a=0.25, S=1.5, pG=0.49)
    assert none.asymmetric == ()


# Different costs ---------------------------------------------------------------------------------


def volunteer_tables(costs, b: float = 1) -> list[np.ndarray]:
    acts = np.indices((2,) * len(costs))
    return [b * (acts.sum(axis=0) > 0) - c * acts[i] for i, c in enumerate(costs)]


def gains(costs, x, b: float = 1) -> np.ndarray:
    """Return what each would gain by the better pure strategy, from the payoff tables."""
    lost = []
    for i, table in enumerate(volunteer_tables(costs, b)):
        for k in reversed([k for k in range(len(costs)) if k != i]):
            table = np.moveaxis(table, k, -1) @ np.array([1 - x[k], x[k]])
            table = np.atleast_1d(table)
        lost.append(table.max() - np.array([1 - x[i], x[i]]) @ table)
    return np.array(lost)


def test_published_points() -> None:
    found = cg.volunteer_equilibria([0.2, 0.3, 0.3])
    assert found.interior.round(4).tolist() == [[0.3292, 0.5528, 0.5528]]
    assert len(cg.volunteer_equilibria([0.1, 0.4, 0.4]).interior) == 0  # trap
    for n, share, failure in (
        (2, 0.75, 0.0625), (3, 0.5, 0.125), (6, 0.2421, 0.1895), (9, 0.1591, 0.2102),
        (12, 0.1184, 0.2204),
    ):  # fmt: skip
        alike = cg.volunteer_equilibria([0.2] * n, benefit=0.8)
        assert alike.interior.round(4).tolist() == [[share] * n]
        assert round(float(alike.failure[-1]), 4) == failure
        assert len(alike.pure) == n
        assert alike.complete


@pytest.mark.parametrize("seed", range(6))
def test_two_volunteers_against_the_bimatrix_solver(seed: int) -> None:
    rng = np.random.default_rng(seed)
    costs, b = rng.choice([0.1, 0.3, 0.5, 0.9, 1.3], 2), float(rng.choice([0.4, 1, 2]))
    first, second = volunteer_tables(costs, b)
    expected = sorted((x[1], y[1]) for x, y in cg.nash_equilibria(first, second))
    found = sorted(map(tuple, cg.volunteer_equilibria(costs, b).probabilities))
    assert found == [pytest.approx(e) for e in expected]


@given(st.lists(st.sampled_from([0.05, 0.1, 0.2, 0.4, 0.5, 0.8, 1.5]), min_size=2, max_size=5))
def test_volunteers_do_not_gain_by_deviating(costs: list[float]) -> None:
    found = cg.volunteer_equilibria(costs, 1)
    assert found.complete
    assert len(found) > 0
    assert len(np.unique(found.probabilities.round(9), axis=0)) == len(found)
    for k, x in enumerate(found.probabilities):
        assert gains(costs, x).max() <= 1e-12
        assert found.regret[k] == pytest.approx(gains(costs, x).max(), abs=1e-12)
        assert found.failure[k] == pytest.approx(np.prod(1 - x))
        for i, table in enumerate(volunteer_tables(costs)):
            p = np.ones(())
            for q in x:
                p = np.multiply.outer(p, [1 - q, q])
            assert found.payoffs[k, i] == pytest.approx((p * table).sum())


@pytest.mark.parametrize(
    "costs", [(0.2, 0.3, 0.3), (0.1, 0.4, 0.4), (0.5, 0.6, 0.9), (0.3, 0.8, 1.2)]
)
def test_no_equilibrium_of_three_volunteers_is_missing(costs: tuple[float, ...]) -> None:
    """Every point of a grid at which nobody gains much lies next to a listed equilibrium."""
    axis = np.linspace(0, 1, 81)
    x = np.stack(np.meshgrid(axis, axis, axis), axis=-1).reshape(-1, 3)
    lost = np.zeros(len(x))
    for i, c in enumerate(costs):
        nobody = np.prod(np.delete(1 - x, i, axis=1), axis=1)
        act, wait = 1 - c, 1 - nobody
        lost = np.maximum(lost, np.maximum(act, wait) - x[:, i] * act - (1 - x[:, i]) * wait)
    listed = cg.volunteer_equilibria(costs).probabilities
    near = x[lost < 0.005]
    distance = np.abs(near[:, None] - listed).max(axis=-1)
    assert distance.min(axis=1).max() < 0.12
    assert (distance.min(axis=0) < 0.02).all()  # and each listed one is near such a point


def test_volunteers_on_the_edge() -> None:
    """Cost equal to the benefit: indifferent even if nobody else goes."""
    edge = cg.volunteer_equilibria([1, 1])
    assert edge.probabilities.tolist() == [[0, 0], [1, 0], [0, 1]]
    assert not edge.complete
    # (.1, .4, .25): the product of the ratios, .01, is the square of the first: it would stay out
    # with certainty, so the pair of the others is listed once and not again as a triple
    tie = cg.volunteer_equilibria([0.1, 0.4, 0.25])
    pair = [x for x in tie.probabilities if 0 < x[1] < 1 and 0 < x[2] < 1]
    assert len(pair) == 1
    assert pair[0] == pytest.approx([0, 0.75, 0.6])


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: cg.volunteer_equilibria([0.1]), "2 to 12 persons"),
        (lambda: cg.volunteer_equilibria([0.1] * 13), "2 to 12 persons"),
        (lambda: cg.volunteer_equilibria([0.1, 0]), "costs must be above 0, got 0.0"),
        (lambda: cg.volunteer_equilibria([0.1, 0.2], benefit=-1), "benefit must be above 0"),
        (lambda: cg.volunteer_equilibria([0.1, "x"]), "costs must be an array of numbers"),
        (lambda: cg.token_equilibria(np.ones((3, 4)), 3), r"it needs shape \(3, 5\)"),
        (lambda: cg.token_equilibria(np.ones((3, 5)), 0), "people = 0"),
        (lambda: cg.token_equilibria(np.ones((3, 5)), True), "people = True"),
        (lambda: cg.token_equilibria([1, 2], 2), r"shape \(2,\)"),
        (lambda: cg.token_equilibria([["a"]], 1), "array of numbers"),
        (lambda: cg.token_equilibria([[np.inf]], 1), "finite"),
        (lambda: cg.token_equilibria(np.zeros((31, 601)), 21), "more than 100000 multisets"),
    ],
)  # fmt: skip
def test_errors_name_what_is_wrong(call, said: str) -> None:
    with pytest.raises(cg.InputError, match=said):
        call()


# Whole tokens ------------------------------------------------------------------------------------


def test_common_pool() -> None:
    """Ostrom, Gardner and Walker: a = 23, b = 1/4, w = 5, eight users: five multisets."""
    x, others = np.ogrid[0:26, 0:176]
    payoff = 5 * (25 - x) + 23 * x - 0.25 * x * (x + others)
    found = cg.token_equilibria(payoff, 8)
    assert (len(found), sum(found.profiles)) == (5, 1107)
    assert set(found.totals) == {64}
    exact = cg.token_equilibria((4 * payoff).astype(int), 8)
    assert exact.multisets == found.multisets
    assert (8,) * 8 in found.multisets


@pytest.mark.parametrize(("tax", "gift"), [(0, 3), (2, 1)])
def test_hired_cleaners(tax: int, gift: int) -> None:
    """Andreoni's design: U = (7 - t - g)^.32 G^.68 for three; (3, 3, 3) and, taxed, (1, 1, 1)."""
    tokens = 7 - tax
    g, others = np.ogrid[0 : tokens + 1, 0 : 2 * tokens + 1]
    payoff = (7 - tax - g) ** 0.32 * (g + others + 3 * tax) ** 0.68
    assert cg.token_equilibria(payoff, 3).multisets == ((gift,) * 3,)


@given(st.integers(1, 4), st.integers(1, 3), st.data())
def test_tokens_profile_by_profile(people: int, tokens: int, data) -> None:
    width = (people - 1) * tokens + 1
    cell = st.integers(-2, 2)
    table = data.draw(
        st.lists(
            st.lists(cell, min_size=width, max_size=width), min_size=tokens + 1, max_size=tokens + 1
        )
    )
    expected: dict[tuple[int, ...], int] = {}
    for profile in product(range(tokens + 1), repeat=people):
        rest = [sum(profile) - own for own in profile]
        if all(
            table[own][r] == max(row[r] for row in table)
            for own, r in zip(profile, rest, strict=True)
        ):
            key = tuple(sorted(profile))
            expected[key] = expected.get(key, 0) + 1
    for payoff in (table, np.array(table) / 7, [[Fraction(v, 7) for v in row] for row in table]):
        found = cg.token_equilibria(payoff, people)
        assert dict(zip(found.multisets, found.profiles, strict=True)) == expected


def test_exact_numbers_have_no_tolerance() -> None:
    tiny = Fraction(1, 10**15)
    assert cg.token_equilibria([[Fraction(1)], [1 + tiny]], 1).multisets == ((1,),)
    assert cg.token_equilibria([[1.0], [1.0 + 1e-15]], 1).multisets == ((1,),)  # no payoff range
    assert cg.token_equilibria([[1.0, 0.0], [1 + 1e-15, 0.0]], 2).multisets == (
        (0, 0), (0, 1), (1, 1),
    )  # fmt: skip
    games = np.random.default_rng(1).integers(0, 3, (4, 5, 3, 7))
    for index in np.ndindex(4, 5):
        assert (best_replies(games)[index] == best_replies(games[index])).all()


def test_every_multiset_where_nothing_matters() -> None:
    found = cg.token_equilibria(np.zeros((4, 10)), 4)
    assert sorted(found.multisets) == sorted(combinations_with_replacement(range(4), 4))
    assert sum(found.profiles) == 4**4
