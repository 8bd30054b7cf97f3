"""Run every benchmark in turn: ``python -m benchmarks``, or those named, without ``bench_``."""

from __future__ import annotations

import runpy
import sys
from pathlib import Path


def main() -> None:
    there = {path.stem[6:]: path for path in sorted(Path(__file__).parent.glob("bench_*.py"))}
    chosen = sys.argv[1:] or list(there)
    if unknown := [name for name in chosen if name not in there]:
        sys.exit(f"no benchmark {', '.join(unknown)}: there are {', '.join(there)}.")
    for name in chosen:
        print(f"\n{'=' * 20} {name}", flush=True)
        sys.argv = [str(there[name])]
        runpy.run_path(str(there[name]), run_name="__main__")


if __name__ == "__main__":
    main()
