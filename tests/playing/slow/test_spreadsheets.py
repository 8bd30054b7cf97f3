"""Tables as large as may be read, and larger: what they take of the memory has a bound."""

import sys
from pathlib import Path

import pytest

from large_tables import LARGE, read_in_a_process

MOST = 300
"""MB of the process at most, of which the package itself takes about 140."""
WIDE = {"50 MB of moves with wide characters": 500}
"""Python keeps a text that has one emoji with four bytes for each character."""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="reads the most memory from /proc")
@pytest.mark.parametrize("name", LARGE)
def test_memory(tmp_path: Path, name: str) -> None:
    said, peak = read_in_a_process(LARGE[name](tmp_path))
    assert said.startswith(("<play data: ", "path = "))
    assert peak < WIDE.get(name, MOST)
