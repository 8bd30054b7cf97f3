"""Nothing that came from a file is executed: a text in an expression's place is refused."""

import json
import os
from collections.abc import Iterator
from typing import Any

import pytest

import cogov_games as cg
from changed_json import is_read_or_refused, mutated
from hostile import TEXTS

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


KEYS = list(cg.catalogue)


@pytest.mark.parametrize("number", range(300))
def test_changed_data_are_a_declaration_or_one_error(number: int) -> None:
    is_read_or_refused(mutated(cg.catalogue[KEYS[number % len(KEYS)]].to_json(), seed=number))


@pytest.mark.parametrize("hostile", TEXTS, ids=range(len(TEXTS)))
def test_a_hostile_expression_is_refused(hostile: str) -> None:
    data = json.loads(cg.catalogue["public_good"].to_json())
    container, place = next(places(data))
    container[place] = {"expression": hostile}
    with pytest.raises(cg.InputError):
        cg.Mechanism.from_json(json.dumps(data))


@pytest.mark.parametrize(
    "text",
    [
        "[" * 100_000, '{"format": ' * 1000, "[" * 400 + "]" * 400, " " * 5_000_000, "1" * 5000, "NaN", "", "\ud800",
        '{"format": NaN}', '{"format": "cogov_games mechanism 1", "mechanism": ' + "[" * 60 + "]" * 60 + "}",
        '{"format": "cogov_games mechanism 1", "mechanism": {"kind": "Words", "kind": "Words", "en": "", "zh": ""}}',
        '{"format": "' + "x" * 10_000 + '"}',
    ],
    ids=range(12),
)  # fmt: skip
def test_what_is_no_data_of_ours_is_one_short_error(text: str) -> None:
    with pytest.raises(cg.InputError) as caught:
        cg.Mechanism.from_json(text)
    assert len(str(caught.value)) < 300


@pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999", "1e301", "9" * 400])
def test_numbers_are_finite(number: str) -> None:
    text = cg.catalogue["public_good"].to_json()
    changed = text.replace('"default": ', f'"default": {number}, "low": ', 1)
    plain = text.replace('"low": ', '"default": ', 1)
    for wrong in (changed, plain, text.replace('"high": ', f'"high": {number}, "was": ', 1)):
        assert wrong != text
        with pytest.raises(cg.InputError):
            cg.Mechanism.from_json(wrong)
