"""No reported equilibrium has a profitable deviation, and none is missing.

Payoffs are written here once more, in plain Python from the published formulas, so that neither
the mechanisms' declarations nor the solvers' own regret is trusted.
"""

from fractions import Fraction
from itertools import product
from math import comb

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

import cogov_games as cg

REGIMES = ("government_led", "multi_center", "cooperative", "laissez_faire")
RUNS = settings(max_examples=60)


def draws(key: str):
    """Return a strategy of parameter values by symbol: slider steps, where ties are, and others."""
    mechanism = cg.catalogue[key]
    values = {}
    for p in mechanism.parameters.values():
        if p.integer:
            values[p.symbol] = st.integers(int(p.low), int(p.high))
            continue
        steps = round((p.high - p.low) / p.step)
        on_grid = st.integers(0, steps).map(
            lambda i, p=p: min(max(round(p.low + i * p.step, 10), p.low), p.high)
        )
        values[p.symbol] = on_grid | st.floats(p.low, p.high, allow_subnormal=False)
    return st.fixed_dictionaries(values)


# Inspection --------------------------------------------------------------------------------------


def inspection_terms(regime: str, v: dict) -> dict[str, Fraction]:
    v = {key: Fraction(value) for key, value in v.items()}
    joint = 1 - (1 - v["dG"]) * (1 - v["dP"])
    return {
        "government_led": {"d": v["dG"], "f": v["S"], "c": v["kG"], "r": v["rho"], "w": 1},
        "multi_center": {"d": v["dP"], "f": v["sP"], "c": v["kP"], "r": 0, "w": v["omega"]},
        "cooperative": {"d": joint, "f": v["S"], "c": v["psi"] * v["kG"], "r": v["rho"], "w": 1},
        "laissez_faire": {"d": 0, "f": 0, "c": v["kG"], "r": 0, "w": 1},
    }[regime] | {"g": v["g"], "h": v["h"]}


def inspection_payoffs(t: dict) -> tuple[list[list], list[list]]:
    """Rows: comply, violate; columns: rest, inspect."""
    official = [[0, 0], [t["g"], (1 - t["d"]) * t["g"] - t["d"] * t["f"]]]
    harm = t["w"] * t["h"]
    caught = -(1 - t["d"]) * harm + t["d"] * t["r"] * t["f"] - t["c"]
    return official, [[0, -t["c"]], [-harm, caught]]


def extreme_2x2(a: list[list], b: list[list]) -> set[tuple]:
    """Return all extreme equilibria (P(second row), P(second column)) in exact arithmetic."""

    def cut(first, second):
        """Where the gain from the second strategy is zero, between the corners, or nothing."""
        return [] if first == second else [c for c in [first / (first - second)] if 0 <= c <= 1]

    gain_row = [a[1][j] - a[0][j] for j in (0, 1)]
    gain_column = [b[i][1] - b[i][0] for i in (0, 1)]
    rows = {Fraction(0), Fraction(1), *cut(*map(Fraction, gain_column))}
    columns = {Fraction(0), Fraction(1), *cut(*map(Fraction, gain_row))}

    def fits(gain, own):
        return not ((gain > 0 and own < 1) or (gain < 0 and own > 0))

    return {
        (x, y)
        for x, y in product(rows, columns)
        if fits((1 - y) * gain_row[0] + y * gain_row[1], x)
        and fits((1 - x) * gain_column[0] + x * gain_column[1], y)
    }


def near_tie(a: list[list], b: list[list]) -> bool:
    """Whether a gain is no tie, but as small as rounding."""
    gains = [a[1][j] - a[0][j] for j in (0, 1)] + [b[i][1] - b[i][0] for i in (0, 1)]
    size = max(abs(e) for table in (a, b) for row in table for e in row)
    return any(0 < abs(gain) < 1e-6 * size for gain in gains)


def regret_2x2(a, b, x, y) -> float:
    a, b = np.array(a, dtype=float), np.array(b, dtype=float)
    return max((a @ y).max() - x @ a @ y, (x @ b).max() - x @ b @ y)


@RUNS
@given(values=draws("inspection"), regime=st.sampled_from(REGIMES))
def test_inspection_equilibria(values: dict, regime: str) -> None:
    s = cg.catalogue["inspection"].solve(regime, **values)
    a, b = inspection_payoffs(inspection_terms(regime, values))
    pairs = [
        [np.array(list(e.profile[who].values())) for who in ("official", "inspector")]
        for e in s.equilibria
    ]
    size = max(abs(float(e)) for table in (a, b) for row in table for e in row)
    for e, (x, y) in zip(s.equilibria, pairs, strict=True):
        assert (x >= 0).all()
        assert (y >= 0).all()
        assert x.sum() == pytest.approx(1)
        assert y.sum() == pytest.approx(1)
        assert regret_2x2(a, b, x, y) <= 1e-8 * size
        assert e.payoffs["official"] == pytest.approx(float(x @ np.array(a, float) @ y))
        assert e.payoffs["inspector"] == pytest.approx(float(x @ np.array(b, float) @ y))
    assert s.complete
    for subset in s.continua:  # every mixture within a continuum is an equilibrium
        for i, j in product(subset, repeat=2):
            for weight in (0.25, 0.5):
                x, y = (
                    weight * p + (1 - weight) * q for p, q in zip(pairs[i], pairs[j], strict=True)
                )
                assert regret_2x2(a, b, x, y) <= 1e-8 * size
    if not near_tie(a, b):
        found = sorted((x[1], y[1]) for x, y in pairs)
        expected = sorted((float(x), float(y)) for x, y in extreme_2x2(a, b))
        assert len(found) == len(expected)
        assert np.array(found) == pytest.approx(np.array(expected), abs=1e-7)


@pytest.mark.parametrize("regime", REGIMES)
def test_inspection_on_tenths_where_ties_are_frequent(regime: str) -> None:
    """Exact arithmetic on tenths, against floats in which 0.1 + 0.2 is not 0.3."""
    m = cg.catalogue["inspection"]
    rng = np.random.default_rng(5)
    ties = 0
    for _ in range(120):
        tenths = {
            "g": rng.integers(1, 5), "S": rng.integers(0, 5), "sP": rng.integers(0, 5),
            "dG": rng.choice([2, 4, 5, 8, 10]), "dP": rng.choice([2, 4, 5, 8, 10]),
            "kG": rng.integers(1, 10), "kP": rng.integers(1, 10), "h": 10,
            "rho": rng.choice([0, 2, 5, 10]),
            "omega": rng.integers(1, 11), "psi": rng.integers(1, 11),
        }  # fmt: skip
        exact = {key: Fraction(int(value), 10) for key, value in tenths.items()}
        a, b = inspection_payoffs(inspection_terms(regime, exact))
        s = m.solve(regime, **{key: int(value) / 10 for key, value in tenths.items()})
        found = sorted(
            (e.profile["official"]["violate"], e.profile["inspector"]["inspect"])
            for e in s.equilibria
        )
        expected = sorted((float(x), float(y)) for x, y in extreme_2x2(a, b))
        assert len(found) == len(expected), exact
        assert np.array(found) == pytest.approx(np.array(expected), abs=1e-7)
        ties += len(expected) > 1
    assert ties > 3 or regime == "laissez_faire"


# The public good ---------------------------------------------------------------------------------


def gain_from_contributing(regime: str, v: dict, j: int) -> float:
    """What contributing yields more than not, when j of the others contribute."""
    n, local = v["n"], v["pP"] * (1 - v["psi"] + v["psi"] * j / (v["n"] - 1))
    p, s = {
        "government_led": (v["pG"], v["S"]),
        "multi_center": (v["pP"], v["sP"]),
        "cooperative": (1 - (1 - v["pG"]) * (1 - local), v["S"]),
        "laissez_faire": (0, 0),
    }[regime]
    keep = v["e"] + v["a"] * v["e"] * j - p * s * v["e"]
    give = v["a"] * v["e"] * (j + 1) - v["eps"] * s * v["e"]
    assert n > j
    return give - keep


def mean_gain(regime: str, v: dict, x: float) -> float:
    m = v["n"] - 1
    return sum(
        comb(m, j) * x**j * (1 - x) ** (m - j) * gain_from_contributing(regime, v, j)
        for j in range(m + 1)
    )


@RUNS
@given(values=draws("public_good"), regime=st.sampled_from(REGIMES))
@example(
    values={"n": 20, "a": 0.2, "pG": 0.3, "pP": 0.7, "S": 1.1, "sP": 0.5, "psi": 1, "eps": 0,
            "e": 1, "x0": 0.9, "F": 4, "k": 0.3, "tau": 0.1},
    regime="cooperative",
)  # fmt: skip
@example(
    values={"n": 10, "a": 0.4, "pG": 0.3, "pP": 0.7, "S": 2, "sP": 0.5, "psi": 1, "eps": 0,
            "e": 1, "x0": 0.9, "F": 4, "k": 0.3, "tau": 0.1},
    regime="government_led",
)  # fmt: skip
def test_public_good_equilibria(values: dict, regime: str) -> None:
    s = cg.catalogue["public_good"].solve(regime, **values)
    size = values["e"] * (1 + values["n"] * values["a"] + 4)
    shares = [e.profile["contribute"] for e in s.equilibria]
    assert shares == sorted(shares)
    for share in shares:
        gain = mean_gain(regime, values, share)
        # at 0 nobody may gain from contributing, at 1 nobody from stopping, between neither
        assert gain <= 1e-9 * size or share == 1
        assert gain >= -1e-9 * size or share == 0
    assert s.complete
    grid = np.linspace(0, 1, 201)
    gains = np.array([mean_gain(regime, values, x) for x in grid])
    if np.abs(gains).max() <= 1e-11 * size:
        assert s.continua == ((0, 1),)
        return
    sign = np.where(np.abs(gains) <= 1e-11 * size, 0, np.sign(gains))
    assert (0.0 in shares) == (sign[0] <= 0)
    assert (1.0 in shares) == (sign[-1] >= 0)
    for i in range(len(grid) - 1):
        if sign[i] * sign[i + 1] < 0:
            assert any(grid[i] <= share <= grid[i + 1] for share in shares)


def test_reached_follows_the_gain_from_the_start() -> None:
    m = cg.catalogue["public_good"]
    rng = np.random.default_rng(3)
    base = m.solve("cooperative").values
    symbols = {p.name: p.symbol for p in m.parameters.values()}
    seen = set()
    for _ in range(60):
        values = {symbols[name]: value for name, value in base.items()}
        values |= {"n": 20, "x0": rng.random(), "S": rng.uniform(0.5, 2), "pG": rng.random() / 2}
        share = m.solve("cooperative", **values).selected.profile["contribute"]
        x = values["x0"]
        up = mean_gain("cooperative", values, x) > 0
        grid = np.linspace(x, 1.0 if up else 0.0, 2001)
        same = [(mean_gain("cooperative", values, y) > 0) == up for y in grid]
        stop = grid[same.index(False)] if False in same else grid[-1]
        assert share == pytest.approx(stop, abs=1e-3)
        seen.add(round(share))
    assert seen == {0, 1}


# The common pool ---------------------------------------------------------------------------------


def common_pool_terms(regime: str, v: dict) -> tuple[float, float]:
    """Return the price and the share of users who do not pay."""
    joint = 1 - (1 - v["pG"]) * (1 - v["pP"])
    price, outside = {
        "government_led": (v["pG"] * v["SG"], 0),
        "multi_center": (v["pP"] * v["sP"], v["leak"]),
        "cooperative": (joint * v["SG"], 0),
        "laissez_faire": (0, 0),
    }[regime]
    return min(price, (v["a"] - v["w"]) * (v["n"] - 1) / (2 * v["n"])), outside


def best_take(v: dict, others: float, price: float) -> float:
    """The maximiser of w (e - x) + x (a - b (x + others)) - price x on [0, e]."""
    return min(max((v["a"] - v["w"] - price - v["b"] * others) / (2 * v["b"]), 0), v["e"])


def iterated(v: dict, price: float, outside: float, start: tuple[float, float]) -> np.ndarray:
    """Follow best replies, each type in turn at its symmetric fixed point, until they stop."""
    inside = 1 - outside
    x = np.array(start)

    def settle(count: float, elsewhere: float, cost: float) -> float:
        low, high = 0.0, v["e"]
        for _ in range(60):
            middle = (low + high) / 2
            if best_take(v, elsewhere + (count - 1) * middle, cost) > middle:
                low = middle
            else:
                high = middle
        return (low + high) / 2

    for _ in range(4000):
        before = x.copy()
        x[0] += 0.5 * (settle(inside * v["n"], outside * v["n"] * x[1], price) - x[0])
        if outside:
            x[1] += 0.5 * (settle(outside * v["n"], inside * v["n"] * x[0], 0) - x[1])
        if np.abs(x - before).max() < 1e-13 * v["e"]:
            break
    return x


@settings(max_examples=40)
@given(values=draws("common_pool"), regime=st.sampled_from(REGIMES))
def test_common_pool_equilibria(values: dict, regime: str) -> None:
    v = values
    price, outside = common_pool_terms(regime, v)
    s = cg.catalogue["common_pool"].solve(regime, **values)
    (only,) = s.equilibria
    assert s.complete
    x1, x2 = only.profile["user"], only.profile["outsider"]
    counts = ((1 - outside) * v["n"], outside * v["n"])
    total = counts[0] * x1 + counts[1] * x2
    grid = np.linspace(0, v["e"], 1001)
    for own, cost, count in ((x1, price, counts[0]), (x2, 0, counts[1])):
        if not count:
            continue
        rest = total - own
        takes = np.append(grid, [own, best_take(v, rest, cost)])
        payoffs = v["w"] * (v["e"] - takes) + takes * (v["a"] - v["b"] * (rest + takes) - cost)
        assert payoffs.max() - payoffs[-2] <= 1e-8 * max(1, np.abs(payoffs).max())
    if not outside:
        assert "outsider" not in only.payoffs


@settings(max_examples=15)
@given(values=draws("common_pool"), regime=st.sampled_from(REGIMES))
def test_best_replies_lead_to_the_equilibrium_from_everywhere(values: dict, regime: str) -> None:
    price, outside = common_pool_terms(regime, values)
    (only,) = cg.catalogue["common_pool"].solve(regime, **values).equilibria
    found = np.array([only.profile["user"], only.profile["outsider"]])[: 2 if outside else 1]
    for low, high in product((0, 0.5, 1), repeat=2):
        start = (low * values["e"], high * values["e"])
        reached = iterated(values, price, outside, start)[: len(found)]
        assert found == pytest.approx(reached, abs=1e-6 * values["e"])
