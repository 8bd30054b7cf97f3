"""Pure equilibria of any number of actors, by trying every deviation."""

from itertools import product

import numpy as np
import pytest
from replicator_jacobian import expected_code

from cogov_games.forms.equilibria import STABILITY
from cogov_games.solvers.eigenvalues import replicator_stability
from cogov_games.solvers.expected_payoffs import expected_payoffs
from cogov_games.solvers.pure import pure_equilibria


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
