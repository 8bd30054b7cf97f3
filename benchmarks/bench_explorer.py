"""Latency of the explorer in a real browser: ``python -m benchmarks.bench_explorer [MECHANISM]``.

Fifty arrow keys on a slider that moves the equilibrium, every view open: milliseconds from key down
to the last change of the main diagram, the sentences and the welfare bars; and the time until the
branch chart and the map have settled after the last key.
"""

from __future__ import annotations

import argparse
import statistics

from tests.browser.lab import notebook_of, running_lab

SLIDERS = {"public_good": "start", "inspection": "detection_government", "common_pool": "return_first"}
FAST = (
    '[data-chart="main"], [data-html^="state-"], [data-html="verdict"], [data-chart="welfare"]'
)
PRESSES = 50


def main() -> None:
    """Measure and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("mechanism", nargs="*", default=list(SLIDERS))
    options = parser.parse_args()
    for key in options.mechanism:
        cell = f'import cogov_games as cg\ncg.catalogue["{key}"].explore()'
        with running_lab() as lab, lab.open(notebook_of(cell), width=1400, height=1000) as notebook:
            notebook.run_all()
            notebook.wait_for_text("", '[data-chart="map"]')
            notebook.page.wait_for_timeout(2000)
            notebook.focus(f".cogov-slider-{SLIDERS[key]} .noUi-handle")
            keys = ["ArrowRight", "ArrowLeft"] * (PRESSES // 2)
            notebook.latencies(FAST, keys[:6])
            fast = sorted(notebook.latencies(FAST, keys))
            slow = sorted(notebook.latencies('[data-chart="map"], [data-chart="branches"]', keys[:6], 900))
            print(
                f"{key}: main diagram, sentences and welfare after a key, {len(fast)} presses: "
                f"median {statistics.median(fast):.0f} ms, p95 {fast[int(0.95 * len(fast))]:.0f} ms; "
                f"branches and map settled after {statistics.median(slow):.0f} ms "
                f"(largest {slow[-1]:.0f} ms)"
            )


if __name__ == "__main__":
    main()
