"""Latency of the explorer in a real browser: ``python -m benchmarks.bench_explorer [MECHANISM]``.

Fifty arrow keys on a slider that moves the equilibrium, every view open: milliseconds from key down
to the last change of the main diagram, the sentences and the welfare bars; and the time until the
branch chart and the map have settled after the last key.
"""

from __future__ import annotations

import argparse
import statistics

from tests.browser.lab import notebook_of, running_lab

MAIN, BARS, SLOW = '[data-chart="main"]', '[data-chart="welfare"]', '[data-chart="branches"]'
SAID = '[data-html="state-cooperative"]'
SETUPS = {
    "inspection": ("detection_government", (MAIN, SAID, BARS)),
    "common_pool": ("return_first", (MAIN, SAID, BARS)),
    "public_good": ("detection_local", (MAIN, SAID)),
}
"""For each mechanism a slider, and the views that each of its steps changes."""
PRESSES = 50


def main() -> None:
    """Measure and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mechanism", nargs="*", default=list(SETUPS))
    options = parser.parse_args()
    for key in options.mechanism:
        cell = f'import cogov_games as cg\ncg.catalogue["{key}"].explore()'
        with running_lab() as lab, lab.open(notebook_of(cell), width=1400, height=1000) as notebook:
            notebook.run_all()
            notebook.page.wait_for_timeout(2000)
            slider, views = SETUPS[key]
            notebook.focus(f".cogov-slider-{slider} .noUi-handle")
            keys = ["ArrowRight", "ArrowLeft"] * (PRESSES // 2)
            notebook.latencies(", ".join(views), keys[:6])
            fast = sorted(notebook.latencies(", ".join(views), keys))
            slow = sorted(notebook.latencies(SLOW, keys[:10], 900))
            print(
                f"{key}: {len(views)} views after a key, {len(fast)} presses: "
                f"median {statistics.median(fast):.0f} ms, "
                f"p95 {fast[int(0.95 * len(fast))]:.0f} ms; "
                f"branch chart and map settled after {statistics.median(slow):.0f} ms "
                f"(largest {slow[-1]:.0f} ms)"
            )


if __name__ == "__main__":
    main()
