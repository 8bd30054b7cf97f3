"""The data of a mechanism with something hostile in place of one of its nodes."""

import json
import random
from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import cogov_games as cg
from hostile import NODES


def nodes(node: Any) -> Iterator[tuple[Any, Any]]:
    """Yield where anything stands in the data: a container and a key into it."""
    if not isinstance(node, list | dict):
        return
    for key, inner in list(enumerate(node) if isinstance(node, list) else node.items()):
        yield node, key
        yield from nodes(inner)


def mutated(text: str, seed: int) -> str:
    """Return the JSON with one to three nodes replaced."""
    draw = random.Random(seed)
    data = json.loads(text)
    for _ in range(draw.randint(1, 3)):
        container, key = draw.choice(list(nodes(data["mechanism"])))
        container[key] = deepcopy(draw.choice(NODES))
    return json.dumps(data)


def is_read_or_refused(text: str) -> bool:
    """Return whether a text declares a mechanism, that can be written again; fail on a long error."""
    try:
        declared = cg.Mechanism.from_json(text)
    except cg.InputError as error:
        message = str(error)
    else:
        assert cg.Mechanism.from_json(declared.to_json()) == declared
        return True
    assert len(message) < 1000
    return False
