"""Stability of equilibria in strategic form, against finite differences of the dynamics."""

from itertools import product

import numpy as np
import pytest

from cogov_games.forms.equilibria import STABILITY
from cogov_games.solvers.bimatrix import extreme_equilibria
from cogov_games.solvers.eigenvalues import replicator_stability
from cogov_games.solvers.expected_payoffs import expected_payoffs
from cogov_games.solvers.pure import pure_equilibria


def velocity(tables: list[np.ndarray], mixes: list[np.ndarray]) -> list[np.ndarray]:
    """Return the replicator dynamics of every population, written out by loops."""
    sizes = tables[0].shape
    result = []
    for i, table in enumerate(tables):
        payoff = np.zeros(sizes[i])
        for cell in product(*map(range, sizes)):
            weight = np.prod([mixes[k][cell[k]] for k in range(len(sizes)) if k != i])
            payoff[cell[i]] += weight * table[cell]
        result.append(mixes[i] * (payoff - mixes[i] @ payoff))
    return result


def jacobian(tables: list[np.ndarray], mixes: list[np.ndarray]) -> np.ndarray:
    """Differentiate along directions that keep each population's shares summing to one."""
    sizes = [len(mix) for mix in mixes]
    columns = []
    for i, size in enumerate(sizes):
        for s in range(1, size):
            step = np.zeros(size)
            step[s], step[0] = 1e-6, -1e-6
            ends = [
                np.concatenate([
                    v[1:] for v in velocity(
                        tables, [m + sign * step if k == i else m for k, m in enumerate(mixes)])
                ])
                for sign in (1, -1)
            ]  # fmt: skip
            columns.append((ends[0] - ends[1]) / 2e-6)
    return np.array(columns).T


def expected_code(tables: list[np.ndarray], mixes: list[np.ndarray]) -> str | None:
    """Return the stability, or None where finite differences cannot tell."""
    top = np.linalg.eigvals(jacobian(tables, mixes)).real.max()
    return None if abs(top) < 1e-4 else "unstable" if top > 0 else "stable"


@pytest.mark.parametrize("shape", [(2, 2), (3, 3), (2, 3), (3, 2), (4, 2)])
def test_stability_of_two_populations(shape: tuple[int, int]) -> None:
    rng = np.random.default_rng(11)
    told = {"stable": 0, "unstable": 0}
    for _ in range(25):
        tables = [rng.normal(size=shape) for _ in range(2)]
        found = extreme_equilibria(*tables)
        codes = replicator_stability(tables, [found.x, found.y])
        for k in range(found.count):
            expected = expected_code(tables, [found.x[k], found.y[k]])
            if expected is not None:
                assert STABILITY[codes[k]] == expected
                told[expected] += 1
    assert min(told.values()) > 3


def test_cycles_are_neutral() -> None:
    """Matching pennies and rock, scissors, paper circle around their equilibrium."""
    for size in (2, 3):
        table = np.array([[(0, 1, -1)[(k - i) % 3] for k in range(3)] for i in range(3)], float)
        table = np.array([[1, -1], [-1, 1]], float) if size == 2 else table
        mix = np.full((1, size), 1 / size)
        assert STABILITY[replicator_stability([table, -table], [mix, mix])[0]] == "neutral"


@pytest.mark.parametrize("shape", [(2, 2, 2), (2, 3, 2), (3, 2, 4)])
def test_three_actors(shape: tuple[int, ...]) -> None:
    """All pure equilibria, by trying every deviation; their stability; their payoffs."""
    rng = np.random.default_rng(4)
    seen = 0
    for _ in range(20):
        tables = [rng.integers(-3, 4, shape).astype(float) for _ in shape]
        mixes, regret = pure_equilibria(tables)
        count = np.isfinite(regret).sum()
        found = {tuple(int(np.argmax(mix[k])) for mix in mixes) for k in range(count)}
        expected = {
            cell for cell in product(*map(range, shape))
            if all(
                tables[i][cell] >= max(
                    tables[i][(*cell[:i], d, *cell[i + 1:])] for d in range(shape[i]))
                for i in range(3)
            )
        }  # fmt: skip
        assert found == expected
        assert len(found) == count
        codes = replicator_stability(tables, mixes)
        for k in range(count):
            point = [mix[k] for mix in mixes]
            cell = tuple(int(np.argmax(p)) for p in point)
            code = expected_code(tables, point)
            assert code is None or STABILITY[codes[k]] == code
            for i, table in enumerate(tables):
                assert expected_payoffs(table, mixes)[k] == table[cell]
                # what each own strategy would yield
                own = expected_payoffs(table, mixes, (i,))[k]
                deviations = [table[(*cell[:i], d, *cell[i + 1 :])] for d in range(shape[i])]
                assert own.tolist() == deviations
            seen += 1
    assert seen > 10


def test_pure_equilibria_at_near_ties() -> None:
    """A gain of a millionth of the payoff range counts, one of rounding does not."""
    for gain, count in ((1e-6, 1), (1e-15, 2)):
        table = np.zeros((2, 2, 2))
        table[1] = gain  # the first actor would rather play 1
        others = [np.array([1.0, 0.0]).reshape(shape) * np.ones((2, 2, 2))
                  for shape in ((1, 2, 1), (1, 1, 2))]  # fmt: skip
        _, regret = pure_equilibria([table, *others])
        assert np.isfinite(regret).sum() == count


def test_batches_agree_with_single_games() -> None:
    rng = np.random.default_rng(6)
    tables = [rng.normal(size=(5, 7, 3, 2)) for _ in range(2)]
    found = extreme_equilibria(*tables)
    codes = replicator_stability(tables, [found.x, found.y])
    for index in np.ndindex(5, 7):
        one = [table[index] for table in tables]
        alone = extreme_equilibria(*one)
        count = int(alone.count)
        assert count == found.count[index]
        assert found.x[index][:count] == pytest.approx(alone.x[:count])
        single = replicator_stability(one, [alone.x, alone.y])
        assert codes[index][:count].tolist() == single[:count].tolist()
        assert (codes[index][count:] == -1).all()
