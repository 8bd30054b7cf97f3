"""The one error that a user of the package meets."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


class InputError(ValueError):
    """A value that a public call cannot accept: names the parameter, the value and what is allowed."""


def unknown(kind: str, given: object, allowed: Iterable[str]) -> InputError:
    """Return the error for a misspelt name, with the nearest allowed names."""
    from .words import say  # which itself raises these errors

    names = list(allowed)
    same = [name for name in names if name.lower() == str(given).lower()]
    near = same or get_close_matches(str(given), names, n=1, cutoff=0.5)
    hint = say("Did you mean {name}?", name=repr(near[0])) + " " if near else ""
    sentence = "unknown {kind} {given}. {hint}Allowed: {names}."
    return InputError(
        say(sentence, kind=kind, given=repr(given), hint=hint, names=", ".join(names))
    )
