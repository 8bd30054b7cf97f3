"""JSON from strangers: what is no data of bounded size is one error."""

import pytest

from cogov_games.errors import InputError
from cogov_games.model.strict_json import DEEPEST, load


@pytest.mark.parametrize(
    ("text", "data"),
    [("{}", {}), ('[1, -2.5, "学"]', [1, -2.5, "学"]), (b"\xef\xbb\xbf[true, null]", [True, None])],
)
def test_data_come_back(text: str | bytes, data: object) -> None:
    assert load(text, 100) == data


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[" * 100_000, "deep"),
        ("[" * (DEEPEST + 1) + "]" * (DEEPEST + 1), "deep"),
        ('{"a": 1, "a": 2}', "a key twice"),
        ("NaN", "NaN is no number"),
        ("[-Infinity]", "-Infinity is no number"),
        ("1e999", "too large"),
        ("9" * 4000, "4000 characters"),
        ("0." + "9" * 4000, "4002 characters"),
        ('"\\ud800"', "half of a character"),
        ('{"\\udfff": 1}', "half of a character"),
        ("\ud800", "no JSON"),
        (b"\xff\xfe[\x00]\x00", "no JSON"),
        ("", "no JSON"),
        ("exec('1')", "no JSON"),
        ("[1" + " " * 200_000 + "]", "long"),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_what_is_no_data_is_one_error(text: str | bytes, message: str) -> None:
    with pytest.raises(InputError, match=message):
        load(text, 150_000)
