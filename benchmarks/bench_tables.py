"""The most memory that a table of a class takes to be read: ``python -m benchmarks.bench_tables``.

Each table is as large as is read, or larger, and is read by a process of its own (Linux only).
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from time import perf_counter

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "helpers"))


def main() -> None:
    """Measure and print the figures."""
    from large_tables import LARGE, read_in_a_process

    for name, make in LARGE.items():
        with tempfile.TemporaryDirectory() as folder:
            path = make(Path(folder))
            size, start = path.stat().st_size / 2**20, perf_counter()
            said, peak = read_in_a_process(path)
            seconds = perf_counter() - start
        print(f"{name} ({size:.1f} MB): {peak:.0f} MB, {seconds:.1f} s; {said.splitlines()[0]}")


if __name__ == "__main__":
    main()
