"""The points at which each regime is best, with everybody's welfare, to the digits as printed.

The rows of ``data/witnesses.json`` hold independently computed values: their symbols are those of the
formulas, and L, G, P, C stand for the regimes.
"""

import json
from pathlib import Path

import pytest

import cogov_games as cg

REGIMES = {
    "L": "laissez_faire",
    "G": "government_led",
    "P": "multi_center",
    "C": "cooperative",
}
TABLE = json.loads((Path(__file__).parents[1] / "data/witnesses.json").read_text("utf-8"))
ROWS = [row for row in TABLE["rows"] if row["mechanism"] in cg.catalogue]
BREAK_EVEN = {key: tau for key, tau in TABLE["break_even"].items() if key in cg.catalogue}


def name(row: dict) -> str:
    return f"{row['mechanism']}-{row['best']}"


def decimals(value: float) -> int:
    return len(repr(value).partition(".")[2]) if isinstance(value, float) else 0


@pytest.mark.parametrize("row", ROWS, ids=name)
def test_witness(row: dict) -> None:
    c = cg.catalogue[row["mechanism"]].compare(**row["row"])
    for letter, value in row["welfare"].items():
        digits = max(decimals(v) for v in row["welfare"].values())
        found = c.welfare[REGIMES[letter]]
        assert abs(found - value) <= 0.5000001 * 10.0**-digits + 1e-12, (letter, found)
    assert c.best == (REGIMES[row["best"]],)


@pytest.mark.parametrize("key", BREAK_EVEN)
def test_break_even_cost_of_agreeing(key: str) -> None:
    m = cg.catalogue[key]
    (row,) = (r["row"] for r in ROWS if r["mechanism"] == key and r["best"] == "C")
    place = m.compare(**row).break_even
    assert round(place, 5) == BREAK_EVEN[key]
    at = m.compare(**{**row, "tau": place})
    assert len(at.best) == 2
    assert "cooperative" in at.best
    assert m.compare(**{**row, "tau": place - 1e-4}).best == ("cooperative",)
    assert "cooperative" not in m.compare(**{**row, "tau": place + 1e-4}).best
