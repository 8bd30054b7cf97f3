"""Interval bounds hold at random points, and what they prove is true."""

import numpy as np
import pytest
import sympy as sp

from cogov_games.forms.continuous.intervals import bounds, unique_zero

x, y = sp.symbols("x y")

EXPRESSIONS = [
    x * y - x**2,
    (x - y) ** 3 / 3 - 2 * y,
    1 / (x + y + 7) - x,
    1 / x**2 + y,
    1 / x,
    sp.exp(-x * y) * sp.log(y + 5),
    sp.sqrt(x + 4) * sp.erf(y),
    (y + 4) ** sp.Rational(-3, 2),
    sp.Max(x, y) - sp.Min(x**2, 1, y),
    sp.Abs(x) + sp.pi,
    sp.Integer(3),
]


@pytest.mark.parametrize("expression", EXPRESSIONS, ids=str)
def test_values_stay_between_the_bounds(expression: sp.Expr) -> None:
    rng = np.random.default_rng(4)
    ends = np.sort(rng.uniform(-3, 3, (2, 200, 2)), axis=-1)
    box = {name: (e[:, :1], e[:, 1:]) for name, e in zip("xy", ends, strict=True)}
    points = {name: low + (high - low) * rng.random((200, 50)) for name, (low, high) in box.items()}
    low, high = bounds(expression, box)
    value = sp.lambdify([x, y], expression, ["scipy", "numpy"])(points["x"], points["y"])
    slack = 1e-12 * (1 + np.abs(value))
    assert (value >= low - slack).all()
    assert (value <= high + slack).all()


def test_bounds_of_single_operations_are_tight() -> None:
    box = {"x": (np.asarray(-2.0), np.asarray(3.0)), "y": (np.asarray(0.0), np.asarray(4.0))}
    for expression, expected in (
        (x**2, (0, 9)), (x**3, (-8, 27)), (1 / x, (-np.inf, np.inf)), (1 / y, (0.25, np.inf)),
        (y**-2, (1 / 16, np.inf)), (-2 * x + y, (-6, 8)), (x * y, (-8, 12)), (sp.sqrt(x), (0, 3**0.5)),
        (sp.log(y), (-np.inf, np.log(4))), (sp.Abs(x), (-np.inf, np.inf)),
    ):  # fmt: skip
        assert bounds(expression, box) == pytest.approx(expected)


def interval(low: float, high: float) -> tuple[np.ndarray, np.ndarray]:
    return np.array([low]), np.array([high])


@pytest.mark.parametrize(
    ("off", "diagonal", "shown"),
    [
        ((-0.5, 0.9), (-2, -1), True),
        ((-1.0, 0.9), (-2, -1), False),
        ((-0.5, 1.0), (-2, -1), False),
        ((-0.5, 0.5), (-2, 0), False),
        ((-0.5, 0.5), (1, 2), False),
    ],
)
def test_dominant_negative_diagonals_show_uniqueness(off, diagonal, shown: bool) -> None:
    rows = ((interval(-2, -1), interval(0, 0)), (interval(*off), interval(*diagonal)))
    assert unique_zero(rows) == shown


def test_every_piece_of_the_box_must_be_shown() -> None:
    good = (np.full((2, 3), -2.0), np.full((2, 3), -1.0))
    one_bad = (good[0], np.array([[-1, -1, -1], [-1, 0.1, -1]]))
    assert unique_zero(((good,),)).tolist() == [True, True]
    assert unique_zero(((one_bad,),)).tolist() == [True, False]
