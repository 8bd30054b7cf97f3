"""Nothing that came from a file is executed: a text in an expression's place is refused."""

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest

import cogov_games as cg

CANARY = "COGOV_CANARY"
HOSTILE = f"__import__('os').environ.__setitem__('{CANARY}', 'executed')"


def places(node: Any) -> Iterator[tuple[Any, Any]]:
    """Yield where expressions stand in the data of a mechanism: a container and a key into it."""
    pairs = enumerate(node) if isinstance(node, list) else node.items()
    for key, inner in pairs:
        if isinstance(inner, dict) and inner.keys() == {"expression"}:
            yield node, key
        elif isinstance(inner, list | dict):
            yield from places(inner)


@pytest.mark.parametrize("key", cg.catalogue)
def test_a_text_in_an_expression_s_place_is_refused_and_not_executed(key: str) -> None:
    data = json.loads(cg.catalogue[key].to_json())
    found = list(places(data))
    assert found
    accepted = []
    for container, place in found:
        kept, container[place] = container[place], HOSTILE
        try:
            cg.Mechanism.from_json(json.dumps(data))
            accepted.append((key, kept))
        except cg.InputError:
            pass
        container[place] = kept
        assert CANARY not in os.environ, kept
    assert accepted == []
    assert cg.Mechanism.from_json(json.dumps(data)) == cg.catalogue[key]


def test_a_text_is_no_payoff() -> None:
    from cogov_games.declare import Account, Words

    with pytest.raises(cg.InputError, match="payoff = 'x' of Account is not allowed"):
        Account("k", Words("k", "某人"), "x")
    assert Account("k", Words("k", "某人"), 2).payoff == 2
