"""What a play starts with."""

from math import inf

import pytest

from cogov_games.playing.options import precision_for


class Sized:
    """A table of which only the size is asked."""

    def __init__(self, size: float) -> None:
        self.size = lambda: size


@pytest.mark.parametrize(
    ("size", "precision"), [(10.0, 1.0), (0.4, 30.0), (1e300, 1e-299), (1e-9, 1e10)]
)
def test_precision_is_ten_over_what_a_choice_can_matter(size: float, precision: float) -> None:
    found = precision_for(Sized(size))
    assert found == pytest.approx(10 / size, rel=0.5)
    assert found == pytest.approx(precision, rel=0.35)


@pytest.mark.parametrize("size", [0.0, -1.0, inf, float("nan")])
def test_where_nothing_can_matter_or_without_end_it_is_one(size: float) -> None:
    assert precision_for(Sized(size)) == 1.0
