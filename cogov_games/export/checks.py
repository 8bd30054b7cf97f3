"""A check as the states that a reader's answers lead to."""

from __future__ import annotations

import inspect
import re
from collections.abc import Sequence
from html import unescape
from typing import Final

from ..errors import InputError
from ..widgets.kept import forget_answers
from ..widgets.quiz import Check
from ..words import speaking
from .boards import Data, board, frame
from .pool import Pool

MOST: Final = 400
"""States of a check beyond which it is not followed."""


def check(asked: Check, pool: Pool) -> Data:
    """Return a check as the states that answers lead to, each answer's words included.

    Notes
    -----
    A check's states are what it shows. They are found by giving fresh copies of the check every
    sequence of answers that leads to something new. Of numbers there are as many classes as the
    check tells apart: the right one, each slip, any other, and what is no number.
    """
    with speaking(asked.language):
        first = _again(asked)
        content = frame(first, pool)
        typed = {
            slot
            for slot in content
            if slot[0] == "html" and "<input" in first.frame["html"][slot[1]]
        }  # what a reader has typed stays
        states = [list(content.values())]
        moves: list[dict[str, int]] = [{}]
        paths: list[tuple[tuple[str, str], ...]] = [()]
        for state, path in enumerate(paths):
            for key, event, value in _answers(_replay(asked, path)):
                after = _replay(asked, (*path, (event, value)))
                found = frame(after, pool)
                shown = [content[slot] if slot in typed else n for slot, n in found.items()]
                if shown not in states:
                    if len(states) == MOST:
                        raise InputError(f"the check {asked.question!s:.60} has too many states.")
                    states.append(shown)
                    moves.append({})
                    paths.append((*path, (event, value)))
                moves[state][key] = states.index(shown)
        first.close()
        return {
            "kind": "check",
            **board(first, content),
            "states": states,
            "moves": moves,
            "numbers": _numbers(asked),
            "tolerance": asked.tolerance,
            "paper": _paper(asked),
        }


def _again(asked: Check) -> Check:
    """Return a fresh copy of a check: its attributes are named as its parameters are."""
    names = inspect.signature(type(asked)).parameters
    forget_answers()
    return type(asked)(**{name: getattr(asked, name) for name in names})


def _replay(asked: Check, path: Sequence[tuple[str, str]]) -> Check:
    """Return a copy of a check after these events, closed to the page."""
    copy = _again(asked)
    for event, value in path:
        copy._receive(None, {"event": event, "value": value}, None)
    copy.close()
    return copy


def _numbers(asked: Check) -> list[float]:
    """Return the numbers that a check tells apart, the right one first."""
    return [] if asked.number is None else [float(n) for n in (asked.number, *asked.slips)]


def _answers(asked: Check) -> list[tuple[str, str, str]]:
    """Return all that a reader can do: the key of the move, the event, its value."""
    found = []
    for tag in re.findall(r"<(?:button|input)\b[^>]*>", "".join(asked.frame["html"].values())):
        given = dict(re.findall(r'data-(event|value)="([^"]*)"', tag))
        if "event" not in given or " disabled" in tag:
            continue
        event, value = unescape(given["event"]), unescape(given.get("value", ""))
        if tag.startswith("<button"):
            found.append((f"{event}/{value}", event, value))
            continue
        numbers = _numbers(asked)
        other = 2 * max(map(abs, numbers)) + 10 * asked.tolerance + 1
        texts = {**{str(i): repr(n) for i, n in enumerate(numbers)}, "other": repr(other)}
        found += [(f"{event}/{k}", event, text) for k, text in {**texts, "none": "?"}.items()]
    return found


def _paper(asked: Check) -> Data:
    """Return a check's words for a printed page."""
    right = asked.number is not None
    return {
        "question": str(asked.question),
        "choices": [[c.right, str(c.text), str(c.because)] for c in asked.choices],
        "number": f"{asked.number:g}" if right else None,
        "because": str(asked.because),
        "slips": [[f"{wrong:g}", str(words)] for wrong, words in asked.slips.items()],
        "hints": [str(words) for words in getattr(asked, "hints", ())],
    }
