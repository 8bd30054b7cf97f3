"""Thresholds of a game that is solved slowly, against iterated best replies."""

import numpy as np
import pytest
from changes_of_equilibria import bases, changes, conditions, off_round
from doubles import cournot


@pytest.mark.slow
@pytest.mark.parametrize("regime", list(cournot.regimes))
def test_corners_of_the_pumping_game_by_iterated_best_replies(regime: str) -> None:
    """The best reply solves 3 g q^2 + 2 q = A - k - p - (the other's q), cut to 0..e."""
    m, listed, checked = cournot, conditions(cournot.key, regime), 0
    weights = {"government_led": (1, 0), "multi_center": (0, 1), "cooperative": (1, 1)}
    on_g, on_p = weights.get(regime, (0, 0))

    def places(v: dict[str, float]) -> tuple[int, ...]:
        price = on_g * v["price_government"] + on_p * v["price_local"]
        bend, q = 3 * v["curvature"], [0.0, 0.0]
        for _ in range(150):
            for i, cost in enumerate(("first_cost", "second_cost")):
                room = v["first_return"] - v[cost] - price - q[1 - i]
                free = room / 2 if bend == 0 else (np.sqrt(max(1 + bend * room, 0)) - 1) / bend
                q[i] = min(max(free, 0.0), v["capacity"])
        return tuple(0 if y < 1e-9 else 2 if y > v["capacity"] - 1e-9 else 1 for y in q)

    for base in bases(m, regime == "cooperative", seed=9):
        full = m.default_values | base
        said = [c.crossings(**base) for c in listed]
        for name, p in m.parameters.items():
            if p.role in ("overhead", "agreement"):
                continue
            grid = off_round(p, 30)
            codes = [places({**full, name: float(value)}) for value in grid]
            inside = [x for s in said for x in s.get(name, ()) if grid[0] < x <= grid[-1]]
            after = {int(np.searchsorted(grid, place)) - 1 for place in inside}
            assert changes(codes) == after, (name, base)
            checked += len(after)
    assert checked >= 3
