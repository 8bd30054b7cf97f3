"""Time the group solver and count what `numpy.roots` gets wrong on the same games.

Run with ``python benchmarks/bench_group.py``.
"""

from __future__ import annotations

from collections.abc import Callable
from math import comb
from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from cogov_games.solvers.group import symmetric_equilibria

Floats = NDArray[np.float64]
GAMES, PERSONS, SAMPLE = 40_000, 20, 500


def best_of(run: Callable[[], object], repeats: int) -> float:
    times = []
    for _ in range(repeats):
        start = perf_counter()
        run()
        times.append(perf_counter() - start)
    return min(times)


def families(rng: np.random.Generator) -> dict[str, Floats]:
    others = np.arange(PERSONS) / (PERSONS - 1)
    level = rng.uniform(0, 1, (GAMES, 1))
    risk = np.repeat(-0.4 * level, PERSONS, axis=1)
    risk[np.arange(GAMES), rng.integers(0, PERSONS, GAMES)] += 1.0
    return {
        "linear": rng.normal(size=(GAMES, 1)) + rng.normal(size=(GAMES, 1)) * others,
        "monotone": np.cumsum(rng.exponential(size=(GAMES, PERSONS)), axis=1) - 20 * level,
        "threshold": 1 / (1 + np.exp(-30 * (others - rng.uniform(0, 1, (GAMES, 1))))) - level,
        "collective risk": risk,
        "steps of 0.1": rng.integers(-10, 11, (GAMES, PERSONS)) / 10.0,
        "random": rng.normal(size=(GAMES, PERSONS)),
    }


def numpy_roots(difference: Floats) -> Floats:
    """Return the real roots in (0, 1) as `numpy.roots` gives them, imaginary parts < 1e-9."""
    m = difference.size - 1
    power = np.zeros(m + 1)
    for j in range(m + 1):
        for k in range(m - j + 1):
            power[j + k] += difference[j] * comb(m, j) * comb(m - j, k) * (-1) ** k
    found = np.roots(power[::-1])
    real = found[np.abs(found.imag) < 1e-9].real
    return np.sort(real[(real > 0) & (real < 1)])


def main() -> None:
    print(f"{GAMES:,} games of {PERSONS} persons; numpy.roots on {SAMPLE} of them, scaled up")
    print(
        f"{'family':<17}{'seconds':>9}{'one, us':>9}{'roots':>7}{'x roots':>9}{'differ':>8}"
        f"{'regret':>10}"
    )
    for name, games in families(np.random.default_rng(0)).items():
        found = symmetric_equilibria(games)
        all_at_once = best_of(lambda d=games: symmetric_equilibria(d), 5)  # type: ignore[misc]
        alone = np.median(
            [best_of(lambda d=d: symmetric_equilibria(d), 5) for d in games[:50]]  # type: ignore[misc]
        )
        sample = games[:SAMPLE]
        loop = best_of(lambda s=sample: [numpy_roots(d) for d in s], 1)  # type: ignore[misc]
        interior = ((found.x > 0) & (found.x < 1)).sum(axis=-1)
        wrong = sum(
            numpy_roots(d).size != count for d, count in zip(sample, interior, strict=False)
        )
        ratio = loop / SAMPLE * GAMES / all_at_once
        print(
            f"{name:<17}{all_at_once:>9.4f}{1e6 * alone:>9.0f}{interior.mean():>7.2f}"
            f"{ratio:>8.0f}x{wrong / SAMPLE:>8.1%}{np.nanmax(found.regret):>10.1e}"
        )
    print("differ: share of games in which numpy.roots finds another number of interior roots")


if __name__ == "__main__":
    main()
