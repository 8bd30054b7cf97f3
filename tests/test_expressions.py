"""Text becomes an expression through one door, and that is narrow: whatever is too much ends at once."""

import ast
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sympy as sp

import cogov_games as cg
from cogov_games import bounds
from cogov_games.expressions import parse, to_text
from hostile import TEXTS
from processes import run

MEMORY = 200 << 20
"""Bytes that the reading of one text may take on top of what Python and SymPy do."""


def texts(node: Any) -> Iterator[str]:
    for inner in node.values() if isinstance(node, dict) else node:
        if isinstance(inner, dict) and inner.keys() == {"expression"}:
            yield inner["expression"]
        elif isinstance(inner, list | dict):
            yield from texts(inner)


OURS = sorted({text for m in cg.catalogue.values() for text in texts(json.loads(m.to_json()))})


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_what_is_too_much_or_no_arithmetic_is_one_short_error(text: str) -> None:
    before = dict(os.environ)
    with pytest.raises(cg.InputError) as caught:
        parse(text)
    assert len(str(caught.value)) < 200
    assert dict(os.environ) == before


@pytest.mark.parametrize(
    "value", [None, 3, b"x", ["x"], sp.Symbol("x"), 10**5000, object()], ids=type
)
def test_only_text_is_read(value: Any) -> None:
    with pytest.raises(cg.InputError):
        parse(value)


@pytest.mark.skipif(sys.platform != "linux", reason="memory is limited as Linux does it")
def test_reading_takes_little_memory() -> None:
    """All of them in one process that may take little more memory than it needs to begin."""
    helpers = str(Path(__file__).parent / "helpers")
    run(f"""
import resource, sys
from cogov_games import InputError
from cogov_games.expressions import parse
sys.path.append({helpers!r})
from hostile import TEXTS

def refused(text):
    try:
        parse(text)
    except InputError:
        return True

parse("Min(x, 1) + floor(y) + Piecewise((1, x < 3), (0, True))")
assert refused("Min(exp(1), floor(x + log(8)/log(2)))")
taken = int(open("/proc/self/statm").read().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (taken + {MEMORY},) * 2)
assert all(map(refused, TEXTS))
""")


@pytest.mark.parametrize("text", OURS, ids=range(len(OURS)))
def test_an_expression_of_the_catalogue_comes_back_as_it_was(text: str) -> None:
    assert to_text(parse(text)) == text


def _parts(text: str) -> int:
    return sum(
        isinstance(n, ast.expr | ast.operator | ast.cmpop) for n in ast.walk(ast.parse(text))
    )


def test_the_bounds_leave_the_catalogue_far_more_room_than_it_takes() -> None:
    assert 5 * max(map(len, OURS)) < bounds.LONGEST
    assert 5 * max(map(_parts, OURS)) < bounds.MOST_OPERATIONS


@pytest.mark.parametrize(
    "text",
    [" + ".join(f"x{i}*y{i}" for i in range(300)), "(1 + r)**360", f"Max({', '.join('abcdefghij')})",
     "floor(7/2 + x)", "10**(-9)*x", "1e-300*x + 1e300", "exp(-600)", "binomial(40, 20)", "0.5**T",
     "sqrt(2)*sqrt(pi())*x", "betainc_regularized(3, 5, 0, 1/3)"],
)  # fmt: skip
def test_what_a_researcher_may_write_is_read(text: str) -> None:
    expression = parse(text)
    assert parse(to_text(expression)) == expression
