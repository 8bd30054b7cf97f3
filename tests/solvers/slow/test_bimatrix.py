"""Bimatrix games that take long: large ones in exact arithmetic, and ten million small ones."""

from __future__ import annotations

import subprocess
import sys

import pytest
from bimatrix_games import assert_exact

from cogov_games.solvers.bimatrix import nash_equilibria


@pytest.mark.slow
def test_nashpy_issue_231_as_it_was_reported(six_by_six):
    a = six_by_six[0]
    assert_exact(a, a.T, nash_equilibria(a, a.T))
    assert_exact(*six_by_six, nash_equilibria(*six_by_six))


TEN_MILLION_GAMES = """
import re
from pathlib import Path
import numpy as np
import cogov_games as cg
rng, found = np.random.default_rng(0), 0
for _ in range(20):
    a, b = rng.integers(0, 11, (2, 500_000, 2, 2)) / 10
    result = cg.nash_equilibria(a, b)
    found += int(result.count.sum()) + 0 * len(result.x) * len(result.y)
print(found, re.search(r"VmHWM:\\s+(\\d+) kB", Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="peak memory is read from Linux's /proc")
def test_ten_million_games_in_chunks_stay_below_500_megabytes():
    # getrusage() would not do: the peak that it gives a child begins with the parent's own
    run = subprocess.run(
        [sys.executable, "-c", TEN_MILLION_GAMES], capture_output=True, text=True, check=True
    )
    found, peak = map(int, run.stdout.split())
    assert found > 10_000_000
    assert peak * 1024 < 500e6
