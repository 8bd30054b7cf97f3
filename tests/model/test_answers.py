"""Answers are data: written down and read again by one gate, within bounds."""

import json
from dataclasses import replace

import numpy as np
import pytest
import sympy as sp

import cogov_games as cg
from cogov_games.errors import InputError
from cogov_games.model.answers import (
    FORMAT, KINDS, LARGEST_FILE, Answer, check_name, from_file, read, read_number, to_file, write,
)  # fmt: skip
from cogov_games.model.declaration import Declaration

a, p = sp.symbols("a p")


@pytest.mark.parametrize(
    ("kind", "value", "back"),
    [
        ("number", 0.65, 0.65),
        ("number", np.float64(0.25), 0.25),
        ("number", np.int64(3), 3.0),
        ("number", sp.Rational(1, 4), 0.25),
        ("number", sp.sqrt(2), float(sp.sqrt(2))),
        ("number", " ０．６５ ", 0.65),
        ("number", "65 %", 0.65),
        ("number", "1/4", 0.25),
        ("text", "因为……", "因为……"),
        ("choice", "cooperative", "cooperative"),
        ("choice", np.str_("cooperative"), "cooperative"),
        ("choice", 2, 2),
        ("order", ["b", "a"], ("b", "a")),
        ("order", ("b", 1), ("b", 1)),
        ("order", np.array(["b", "a"]), ("b", "a")),
        ("place", {"people": 5, "a": np.float64(0.2)}, {"people": 5.0, "a": 0.2}),
        ("expression", (1 - a) / p, (1 - a) / p),
        ("expression", 1, sp.Integer(1)),
        ("expression", 0.5, sp.Float(0.5)),
        ("expression", "(1 - a)/p", (1 - a) / p),
    ],
)
def test_an_answer_survives(kind: str, value: object, back: object) -> None:
    data = json.loads(json.dumps(write(kind, value)))
    found = read(kind, data)
    assert found == back
    assert type(found) is type(back)


@pytest.mark.parametrize("key", sorted(cg.catalogue))
def test_every_mechanism_can_be_an_answer(key: str) -> None:
    m = cg.catalogue[key]
    found = read("mechanism", json.loads(json.dumps(write("mechanism", m))))
    assert type(found) is Declaration
    assert found.to_json() == m.to_json()
    assert len(write("mechanism", m)) < LARGEST_FILE / 2


HOSTILE = [
    "__import__('os').system('true')", "exec('1')", "().__class__.__mro__", "lambda: 0",
    "((10**1000)**1000)**1000", "factorial(10**9)", "9" * 4000, "(" * 5000 + "a" + ")" * 5000,
    "10**5000", "1/(0*a)", "log(0)", "a" * 300_000, "\ud800", "", None, True, float("nan"), float("inf"), 10**400,
    -(10**301), [1] * 1_000_000, ["x"] * 51, {"a": 1}, {"a": {"b": 1}}, {1: 2}, [[["a"]]], object(),
    print, b"bytes", 1j, {"x" * 1000: 1}, {str(i): 1.0 for i in range(41)}, np.array([[1, 2]]),
    sp.Symbol("a") > 0, sp.oo, sp.I, sp.zoo, sp.nan,
]  # fmt: skip

def attempt(kind: str, value: object) -> tuple[object, str]:
    """Return the data of a value, or the error."""
    try:
        return write(kind, value), ""
    except InputError as error:
        return None, str(error)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("value", HOSTILE, ids=lambda value: repr(value)[:30].encode().hex()[:20])
def test_what_is_no_answer_of_a_kind_is_one_error(kind: str, value: object) -> None:
    """Whatever comes out is of the kind's own type, and nothing is executed or takes long."""
    types = {"number": float, "text": str, "choice": str | int, "order": tuple, "place": dict,
             "expression": sp.Expr, "mechanism": Declaration}  # fmt: skip
    data, error = attempt(kind, value)
    if error:
        assert len(error) < 400
    else:
        assert isinstance(read(kind, data), types[kind])
        json.dumps(data, allow_nan=False).encode()


def test_unknown_kinds_and_names() -> None:
    for ask in (read, write):
        with pytest.raises(InputError, match="Did you mean 'number'"):
            ask("numbr", 1)
    assert check_name("number", " ２０２４００１ ") == "2024001"
    assert check_name("number", "张三-2") == "张三-2"
    for name in ("", ".", "../x", "a/b", "a b", "x" * 81, "a\nb", "-a", 3, None, "\ud800"):
        with pytest.raises(InputError, match="letters, digits"):
            check_name("number", name)


def test_numbers_as_they_are_typed() -> None:
    assert [read_number(t) for t in ("0,5", "50%", "1/2", "−1", "０。５")] == [0.5, 0.5, 0.5, -1, 0.5]
    for text in ("", "x", "1/0", "inf", "nan", "1e999"):
        with pytest.raises(ValueError, match=r".*"):
            read_number(text)


ANSWER = Answer("01_x", "17", "q1", "number", 0.5)


def test_one_answer_and_a_file_of_them() -> None:
    assert Answer.from_data(json.loads(json.dumps(ANSWER.to_data()))) == ANSWER
    assert ANSWER.decoded == 0.5
    content = to_file({"q1": ANSWER, "q2": replace(ANSWER, question="q2", value=1)})
    assert [Answer.from_data(d).question for d in from_file(content)] == ["q1", "q2"]
    long = {f"q{i}": Answer("01_x", "", f"q{i}", "text", "长" * 5_000) for i in range(15)}
    with pytest.raises(InputError, match="allowed are 200000"):
        to_file(long)


@pytest.mark.parametrize(
    "change",
    [{"format": "x"}, {"exercise": "../x"}, {"number": "a b"}, {"question": ""}, {"kind": "code"},
     {"value": "x"}, {"points": 9}, {"value": None}],
)  # fmt: skip
def test_tampered_answers_are_none(change: dict) -> None:
    with pytest.raises(InputError):
        Answer.from_data({**ANSWER.to_data(), **change})
    assert FORMAT in str(ANSWER.to_data())


@pytest.mark.parametrize(
    "content", [b"", b"[]", b"{}", b'{"format": "cogov_games answers 1"}', b"x" * 200_001,
                b'{"format": "cogov_games answers 1", "answers": 3}'],
)  # fmt: skip
def test_other_files_are_none(content: bytes) -> None:
    with pytest.raises(InputError):
        from_file(content)
