"""Volunteers with costs of their own, against payoff tables, grids and the bimatrix solver."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import cogov_games as cg


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
        (lambda: cg.volunteer_equilibria([0.1, "x"]), "costs = .* is not an array of numbers"),
    ],
)  # fmt: skip
def test_errors_name_what_is_wrong(call, said: str) -> None:
    with pytest.raises(cg.InputError, match=said):
        call()
