"""Components and maximal Nash subsets, against trying every set."""

from __future__ import annotations

from itertools import chain, combinations, product

import numpy as np
from bimatrix_games import regret, small_games
from hypothesis import given, settings

from cogov_games.solvers.bimatrix import nash_equilibria
from cogov_games.solvers.components import components, maximal_subsets


def subsets_by_brute_force(x, y):
    """Return all maximal complete pairs of sets of vertices, trying every set."""
    edges = {(tuple(p), tuple(q)) for p, q in zip(x.tolist(), y.tolist(), strict=True)}
    rows, columns = sorted({p for p, _ in edges}), sorted({q for _, q in edges})
    nonempty = chain.from_iterable(combinations(rows, k) for k in range(1, len(rows) + 1))
    complete = []
    for side in nonempty:
        other = frozenset(q for q in columns if all((p, q) in edges for p in side))
        if other:
            complete.append((frozenset(side), other))
    return {
        (p, q)
        for p, q in complete
        if not any((p, q) != (r, s) and p <= r and q <= s for r, s in complete)
    }


@settings(max_examples=60, deadline=None)
@given(small_games(largest=3))
def test_subsets_are_the_maximal_interchangeable_ones(game):
    found = nash_equilibria(*game)
    listed = [
        (frozenset(tuple(v) for v in x), frozenset(tuple(v) for v in y))
        for x, y in maximal_subsets(found.x, found.y)
    ]
    assert len(set(listed)) == len(listed)
    assert set(listed) == subsets_by_brute_force(found.x, found.y)
    rng = np.random.default_rng(0)
    for xs, ys in (subset for part in found.components for subset in part.subsets):
        mixed = [rng.dirichlet(np.ones(len(side))) @ np.array(side) for side in (xs, ys)]
        assert regret(*game, *mixed) < 1e-9


@settings(max_examples=60, deadline=None)
@given(small_games(largest=3))
def test_components_partition_the_equilibria(game):
    found = nash_equilibria(*game)
    members = [k for part in found.components for k in part.equilibria]
    assert sorted(members) == list(range(len(found)))
    of = {k: c for c, part in enumerate(found.components) for k in part.equilibria}
    for i, j in combinations(range(len(found)), 2):
        if (found.x[i] == found.x[j]).all() or (found.y[i] == found.y[j]).all():
            assert of[i] == of[j]
    for part in found.components:
        reached = {part.equilibria[0]}
        for _ in part.equilibria:
            reached |= {
                k
                for k, r in product(part.equilibria, tuple(reached))
                if (found.x[k] == found.x[r]).all() or (found.y[k] == found.y[r]).all()
            }
        assert reached == set(part.equilibria)
        assert part.isolated == (len(part.equilibria) == 1)


def test_a_bent_continuum_is_one_component_of_two_segments():
    """The two segments share the corner (0, 1), (1, 0)."""
    x, y = [[1, 0], [0, 1], [0, 1]], [[1, 0], [1, 0], [0, 1]]
    (part,) = components(x, y)
    assert part.equilibria == (0, 1, 2)
    sizes = sorted((len(p), len(q)) for p, q in part.subsets)
    assert sizes == [(1, 2), (2, 1)]


def test_padding_is_left_out_of_components():
    padded = [[1.0, 0.0], [np.nan, np.nan]]
    assert components(padded, padded)[0].equilibria == (0,)
    assert len(maximal_subsets(padded, padded)) == 1
