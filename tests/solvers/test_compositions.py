"""Compositions are listed once each, in one order."""

import pytest
from exact_chain import states_of

from cogov_games.errors import InputError
from cogov_games.solvers.compositions import compositions, positions


@pytest.mark.parametrize(("total", "kinds"), [(0, 3), (1, 2), (5, 2), (4, 3), (6, 4), (3, 1)])
def test_compositions(total: int, kinds: int) -> None:
    rows = compositions(total, kinds)
    assert [tuple(row) for row in rows.tolist()] == sorted(states_of(total, kinds), reverse=True)
    assert positions(rows, total).tolist() == list(range(len(rows)))


@pytest.mark.parametrize(
    ("call", "words"),
    [
        (lambda: compositions(200, 6), "at most"),
    ],
)  # fmt: skip
def test_one_clear_error(call, words: str) -> None:
    with pytest.raises(InputError, match=words):
        call()
