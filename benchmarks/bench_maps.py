"""Regime maps of the public good: time per map and per game.

Run with ``python -m benchmarks.bench_maps``.
"""

from __future__ import annotations

import argparse
from statistics import median
from time import perf_counter

import cogov_games as cg

AXES = (
    ("detection_government", "sanction_government"),
    ("detection_local", "marginal_return"),
    ("start", "agreement_cost"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description="Regime maps of the public good, n = 20.")
    parser.add_argument("--runs", type=int, default=7)
    runs = parser.parse_args().runs
    m = cg.catalogue["public_good"]
    print(f"{'axes':<44}{'cells':>9}{'ms, median':>12}{'least':>8}{'us/game':>9}")
    for x, y in AXES:
        for side in (40, 200):
            times = []
            for _ in range(runs):
                start = perf_counter()
                m.regime_map(x, y, resolution=side, people=20)
                times.append(perf_counter() - start)
            games = side * side * len(m.regimes)
            print(
                f"{x + ', ' + y:<44}{f'{side}x{side}':>9}{1e3 * median(times):>12.1f}"
                f"{1e3 * min(times):>8.1f}{1e6 * median(times) / games:>9.2f}"
            )


if __name__ == "__main__":
    main()
