"""The mean payoff difference and its extremes, against exact arithmetic and a fine grid."""

from __future__ import annotations

import numpy as np
import pytest
import sympy as sp
from payoff_differences import polynomial
from scipy.stats import binom

from cogov_games.errors import InputError
from cogov_games.solvers.payoff_difference import evaluate, extremes


def test_evaluate_matches_exact_arithmetic():
    rng = np.random.default_rng(6)
    difference = rng.normal(size=12)
    p = polynomial(difference.tolist())
    x = np.array([0.0, 1e-9, 0.3, 0.5, 0.77, 1 - 1e-9, 1.0])
    expected = [float(p.eval(sp.Rational(*float(v).as_integer_ratio()))) for v in x]
    assert evaluate(difference, x) == pytest.approx(expected, abs=1e-14)
    assert evaluate(np.stack([difference, -difference]), 0.3).shape == (2,)


def test_extremes_of_the_mean_gain() -> None:
    rng = np.random.default_rng(4)
    x = np.linspace(0, 1, 20001)
    for n in (1, 2, 3, 7, 20):
        d = np.round(rng.normal(size=(30, n)), 1)
        low, high = extremes(d.reshape(5, 6, n))
        mean = binom.pmf(np.arange(n), n - 1, x[:, None]) @ d.T
        assert low.ravel() == pytest.approx(mean.min(axis=0), abs=2e-6 * n**2)
        assert high.ravel() == pytest.approx(mean.max(axis=0), abs=2e-6 * n**2)
        assert (low.ravel() <= mean.min(axis=0) + 1e-12).all()
        assert (high.ravel() >= mean.max(axis=0) - 1e-12).all()
    assert [float(e) for e in extremes([0.0, 0.0, 0.0])] == [0, 0]


@pytest.mark.parametrize(
    ("call", "name"),
    [
        (lambda: evaluate([1.0, 2.0], 1.5), "x"),
        (lambda: evaluate([1.0, 2.0], "half"), "x"),
        (lambda: evaluate(np.zeros((2, 4)), np.zeros(3)), "x"),
        (lambda: evaluate(None, 0.5), "difference"),
    ],
)
def test_bad_input_names_the_argument(call, name):
    with pytest.raises(InputError, match=rf"^{name} "):
        call()
