"""What a mechanism's parts are called carries no markup, whoever wrote its JSON."""

from __future__ import annotations

import json
from typing import Any

import pytest

import cogov_games as cg
from cogov_games.model.keys import check_latex
from markup import MARKUP

MECHANISM = cg.catalogue["inspection"]
PLACES = [
    ("key",), ("declared_regimes", 0, "key"), ("form", "players", 0, "key"),
    ("form", "players", 0, "strategies", 0, "key"), ("form", "players", 0, "strategies", 1, "share"),
    ("declared_parameters", 0, "name"), ("declared_parameters", 0, "symbol"),
    ("declared_parameters", 0, "latex"), ("declared_regimes", 0, "binds", "map", 0, 0),
]  # fmt: skip


def spoiled(place: tuple[str | int, ...], text: str) -> str:
    """Return the mechanism's JSON with this text in one place."""
    data = json.loads(MECHANISM.to_json())
    part: Any = data["mechanism"]
    for step in place[:-1]:
        part = part[step]
    part[place[-1]] = text
    return json.dumps(data)


@pytest.mark.parametrize("place", PLACES, ids=lambda place: "-".join(map(str, place)))
@pytest.mark.parametrize("text", [*MARKUP, "", " a", "a'b", "a\u2028b", "a;b"])
def test_a_key_that_is_no_plain_word_is_refused(place: tuple[str | int, ...], text: str) -> None:
    with pytest.raises(cg.InputError) as caught:
        type(MECHANISM).from_json(spoiled(place, text))
    assert len(str(caught.value)) < 400


@pytest.mark.parametrize("place", [("presets",), ("variants",)])
def test_a_preset_and_a_variant_are_called_by_a_plain_word(place: tuple[str]) -> None:
    data = json.loads(MECHANISM.to_json())
    data["mechanism"]["variants"] = {"map": []}
    part = json.loads(json.dumps(data["mechanism"])) if place == ("variants",) else {"map": []}
    for name, allowed in (("spoken_1", True), (MARKUP[0], False)):
        data["mechanism"][place[0]] = {"map": [[name, part]]}
        text = json.dumps(data)
        if allowed:
            assert list(getattr(type(MECHANISM).from_json(text), place[0])) == [name]
        else:
            with pytest.raises(cg.InputError, match=place[0].removesuffix("s")):
                type(MECHANISM).from_json(text)


@pytest.mark.parametrize(
    "latex", [r"\kappa_G^2", "s_P", "g(0)", r"\varepsilon_{i,j}", "Pi", r"\ell"]
)
def test_symbols_are_written_as_before(latex: str) -> None:
    check_latex("cost", latex)


@pytest.mark.parametrize(
    "latex",
    [r"\input{x}", r"\kappa\def\x{\x\x}", r"\pii", "a=b", r"\htmlData{a}", "$x$", "a b", ""],
)
def test_no_other_command_gets_into_a_formula(latex: str) -> None:
    with pytest.raises(cg.InputError, match="cost"):
        check_latex("cost", latex)


def test_a_key_begins_with_a_letter_or_digit() -> None:
    with pytest.raises(cg.InputError, match="__proto__"):
        type(MECHANISM).from_json(spoiled(("form", "players", 0, "key"), "__proto__"))
