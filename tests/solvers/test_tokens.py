"""Whole tokens: pure equilibria counted profile by profile."""

from fractions import Fraction
from itertools import combinations_with_replacement, product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cogov_games as cg
from cogov_games.solvers.tokens import best_replies


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


@pytest.mark.parametrize(
    ("call", "said"),
    [
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
