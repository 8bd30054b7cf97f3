"""Wrong input: one clear error in every public call, naming what was given and what is allowed."""

import math
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
import sympy as sp

import cogov_games as cg
from cogov_games.declare import Parameter, Words

KEY = "public_good"


def mechanism():
    return cg.catalogue[KEY]


CALLS = {
    "solve": lambda **v: mechanism().solve("cooperative", **v),
    "dynamics": lambda **v: mechanism().dynamics("cooperative", **v),
    "compare": lambda **v: mechanism().compare(**v),
    "boundary": lambda **v: mechanism().boundary("government_led", "cooperative", **v),
    "sweep": lambda **v: mechanism().sweep("cooperative", **v),
    "sweep beside an axis": lambda **v: mechanism().sweep("cooperative", psi=[0, 1], **v),
    "regime_map": lambda **v: mechanism().regime_map("S", "pP", resolution=3, **v),
    "condition.holds": lambda **v: mechanism().conditions("cooperative")[0].holds(**v),
    "condition.margin": lambda **v: mechanism().conditions("cooperative")[0].margin(**v),
    "explore": lambda **v: mechanism().explore(**v),
    "explorer.set": lambda **v: mechanism().explore().set(**v),
    "play": lambda **v: mechanism().play(**v),
}
TAKES_ARRAYS = {"sweep", "sweep beside an axis", "condition.margin"}

WRONG_VALUES = [
    ({"pG": 1.5}, ["detection_government", "1.5", "from 0 to 1"]),
    ({"detection_government": -0.1}, ["detection_government", "-0.1", "from 0 to 1"]),
    ({"pG": 1.0000001}, ["detection_government", "1.0000001", "from 0 to 1"]),
    ({"pG": math.nan}, ["detection_government", "nan", "from 0 to 1"]),
    ({"pG": math.inf}, ["detection_government", "inf", "from 0 to 1"]),
    ({"pG": -math.inf}, ["detection_government", "-inf", "from 0 to 1"]),
    ({"pG": 10**400}, ["detection_government", "from 0 to 1"]),
    ({"pG": "0.3"}, ["detection_government", "'0.3'", "not a number"]),
    ({"pG": "high"}, ["detection_government", "'high'", "not a number"]),
    ({"pG": np.str_("0.3")}, ["detection_government", "0.3", "not a number"]),
    ({"pG": None}, ["detection_government", "None", "not a number"]),
    ({"pG": True}, ["detection_government", "True", "not a number"]),
    ({"pG": np.bool_(False)}, ["detection_government", "False", "not a number"]),
    ({"pG": 0.3j}, ["detection_government", "0.3j", "not a number"]),
    ({"pG": {"a": 1}}, ["detection_government", "not a number"]),
    ({"pG": sp.Symbol("z")}, ["detection_government", "z", "not a number"]),
    ({"n": 4.5}, ["people", "4.5", "whole number from 4 to 40"]),
    ({"n": 41}, ["people", "41", "whole number from 4 to 40"]),
    ({"n": "20"}, ["people", "'20'", "not a number"]),
    ({"pg": 0.3}, ["parameter", "'pg'", "Did you mean 'pG'"]),
    ({"detecton_local": 0.3}, ["'detecton_local'", "Did you mean 'detection_local'"]),
    ({"zzz": 0.3}, ["parameter", "'zzz'", "detection_government", "pG"]),
    ({"pG": 0.3, "detection_government": 0.3}, ["detection_government", "twice"]),
    ({"detection_government": 0.3, "pG": 0.4}, ["detection_government", "twice"]),
]


@pytest.mark.parametrize(("values", "said"), WRONG_VALUES, ids=str)
@pytest.mark.parametrize("call", CALLS)
def test_wrong_value(call: str, values: dict, said: list[str]) -> None:
    with pytest.raises(cg.InputError) as caught:
        CALLS[call](**values)
    message = str(caught.value)
    for words in said:
        assert words in message
    assert "\n" not in message


@pytest.mark.parametrize("value", [[0.1, 0.2], (0.1,), np.array([0.1, 0.2]), [[0.1], [0.2, 0.3]]])
@pytest.mark.parametrize("call", sorted(set(CALLS) - TAKES_ARRAYS))
def test_an_array_where_one_number_is_wanted(call: str, value: object) -> None:
    with pytest.raises(cg.InputError, match=r"detection_government|pG"):
        CALLS[call](pG=value)


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ([0.1, math.nan], "nan"),
        ([0.1, 1.5], "1.5"),
        (["a", "b"], "not an array of numbers"),
        ([None, 0.1], "not an array of numbers"),
        ([True, False], "not an array of numbers"),
        ([[0.1, 0.2], [0.3, 0.4]], "shape"),
        ([[0.1], [0.2, 0.3]], "not an array of numbers"),
        ([], "detection_government"),
        (np.zeros((2, 2, 2)), "shape"),
    ],
)
def test_wrong_axis_of_a_sweep(value: object, said: str) -> None:
    with pytest.raises(cg.InputError, match="detection_government") as caught:
        mechanism().sweep("cooperative", pG=value)
    assert said in str(caught.value)


def test_two_axes_for_one_parameter() -> None:
    with pytest.raises(cg.InputError, match="detection_government is given twice"):
        mechanism().sweep("cooperative", pG=[0.1, 0.2], detection_government=[0.3])


REGIME_CALLS = {
    "solve": lambda r: mechanism().solve(r),
    "solve by keyword": lambda r: mechanism().solve(regime=r),
    "conditions": lambda r: mechanism().conditions(regime=r),
    "boundary, first": lambda r: mechanism().boundary(r, "cooperative"),
    "boundary, second": lambda r: mechanism().boundary("cooperative", r),
    "sweep": lambda r: mechanism().sweep(regime=r, pG=[0.1, 0.2]),
    "play": lambda r: mechanism().play(regime=r),
}


@pytest.mark.parametrize("regime", ["coperative", "", 3, ("cooperative",), ["cooperative"]])
@pytest.mark.parametrize("call", REGIME_CALLS)
def test_unknown_regime(call: str, regime: object) -> None:
    with pytest.raises(cg.InputError, match="unknown regime") as caught:
        REGIME_CALLS[call](regime)
    message = str(caught.value)
    assert repr(regime) in message
    for key in mechanism().regimes:
        assert key in message
    if regime == "coperative":
        assert "Did you mean 'cooperative'?" in message


def bimatrix(a: object, b: object):
    return cg.nash_equilibria(a, b)


OTHER = [
    (lambda: cg.catalogue["inspecton"], ["inspecton", "Did you mean 'inspection'", "common_pool"]),
    (lambda: cg.catalogue[3], ["3", "inspection"]),
    (lambda: cg.catalogue[["inspection"]], ["inspection"]),
    (lambda: cg.catalogue.scan("no_such_folder"), ["no_such_folder"]),
    (lambda: cg.catalogue.scan(None), ["None"]),
    (lambda: cg.load("no_such_file.py"), ["no_such_file.py"]),
    (lambda: cg.load(7), ["7"]),
    (lambda: cg.load(__file__), ["test_errors.py", "mechanism"]),
    (lambda: cg.use_language("fr"), ["language", "'fr'", "en, zh"]),
    (lambda: cg.use_language(None), ["language", "None", "en, zh"]),
    (lambda: cg.use_language(["zh"]), ["language", "en, zh"]),
    (lambda: cg.check("inspection"), ["mechanism", "inspection"]),
    (lambda: bimatrix([[1, 2]], [[1, 2, 3]]), ["shape", "(1, 2)", "(1, 3)"]),
    (lambda: bimatrix([[1, math.nan]], [[1, 2]]), ["A[0, 1]", "nan", "finite"]),
    (lambda: bimatrix([[1, 2]], [[1, math.inf]]), ["B[0, 1]", "inf", "finite"]),
    (lambda: bimatrix([["a", 2]], [[1, 2]]), ["A", "a"]),
    (lambda: bimatrix(None, None), ["A", "None"]),
    (lambda: bimatrix([1, 2], [1, 2]), ["A", "shape"]),
    (lambda: bimatrix([[]], [[]]), ["A", "shape"]),
    (lambda: bimatrix([[1], [1, 2]], [[1]]), ["A"]),
    (lambda: mechanism().boundary("cooperative", "cooperative"), ["cooperative", "twice"]),
    (lambda: mechanism().regime_map("pG", "pG"), ["detection_government", "twice"]),
    (lambda: mechanism().regime_map("pG", "detection_government"), ["detection_government"]),
    (lambda: mechanism().regime_map("pG", "pg"), ["'pg'", "Did you mean 'pG'"]),
    (lambda: mechanism().regime_map("pG", None), ["None"]),
    (lambda: mechanism().regime_map("pG", ["S"]), ["S"]),
    (lambda: mechanism().regime_map("pG", "S", pG=0.3), ["detection_government", "axis"]),
    (lambda: mechanism().regime_map("pG", "S", resolution=1), ["resolution", "1", "2 to 1000"]),
    (lambda: mechanism().regime_map("pG", "S", resolution=2.5), ["resolution", "2.5"]),
    (lambda: mechanism().regime_map("pG", "S", resolution=True), ["resolution", "True"]),
    (lambda: mechanism().regime_map("pG", "S", resolution="9"), ["resolution", "'9'"]),
    (lambda: cg.Mechanism.from_json("{"), ["JSON"]),
    (lambda: cg.Mechanism.from_json("[]"), ["JSON"]),
    (lambda: cg.Mechanism.from_json("{}"), ["JSON"]),
    (lambda: cg.Mechanism.from_json('{"format": "other"}'), ["format", "other"]),
    (lambda: cg.Mechanism.from_json(None), ["JSON"]),
    (lambda: cg.Mechanism.from_json(3), ["JSON"]),
    (lambda: cg.catalogue["collusion"].play(), ["closed_form", "group, population, strategic"]),
    (lambda: mechanism().explore(detection=0.5), ["detection"]),
]


@pytest.mark.parametrize("number", range(len(OTHER)))
def test_wrong_call(number: int) -> None:
    call, said = OTHER[number]
    with pytest.raises(cg.InputError) as caught:
        call()
    for words in said:
        assert words in str(caught.value)


def test_an_unknown_mechanism_is_a_key_error_too() -> None:
    assert cg.catalogue.get("no such") is None
    assert "no such" not in cg.catalogue
    with pytest.raises(KeyError):
        cg.catalogue["no such"]


@pytest.mark.parametrize(
    "value",
    [0.25, np.float32(0.25), np.float64(0.25), np.array(0.25), Fraction(1, 4), sp.Rational(1, 4),
     sp.Float(0.25)],
    ids=repr,
)  # fmt: skip
def test_every_kind_of_number_is_the_same_number(value: object) -> None:
    m = mechanism()
    assert m.solve("government_led", pG=value).values == m.solve("government_led", pG=0.25).values


def test_decimals_are_numbers_or_refused() -> None:
    with pytest.raises(cg.InputError, match="detection_government"):
        mechanism().solve("government_led", pG=Decimal("0.25"))


def test_whole_numbers_may_be_written_as_floats() -> None:
    m = mechanism()
    assert m.solve("cooperative", n=20.0).values == m.solve("cooperative", n=np.int32(20)).values


def test_names_and_symbols_mean_the_same() -> None:
    m = mechanism()
    assert (
        m.solve("cooperative", pG=0.4).values
        == m.solve("cooperative", detection_government=0.4).values
    )


def test_errors_speak_the_current_language() -> None:
    cg.use_language("zh")
    with pytest.raises(cg.InputError, match="不在允许范围内") as caught:
        mechanism().solve("cooperative", pG=3)
    assert "detection_government = 3" in str(caught.value)
    with pytest.raises(cg.InputError, match="是否想写"):
        mechanism().solve("coperative")


def test_a_failed_call_changes_nothing() -> None:
    explorer = mechanism().explore(pG=0.4)
    before = dict(explorer.values)
    with pytest.raises(cg.InputError):
        explorer.set(pP=0.2, pG=7)
    assert explorer.values == before


# Declarations ------------------------------------------------------------------------------------

WORDS = Words("a", "甲")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"low": 2, "high": 1}, "below"),
        ({"low": 1, "high": 1}, "below"),
        ({"low": math.nan}, "below"),
        ({"high": math.inf}, "finite"),
        ({"default": 3}, "from 0 to 1"),
        ({"default": 0.5, "integer": True}, "whole number"),
        ({"default": 0.5, "choices": (0, 1)}, "one of 0, 1"),
        ({"role": "king"}, "unknown role 'king'"),
        ({"name": "two words"}, "identifiers"),
        ({"name": "概率"}, "identifiers"),
        ({"symbol": "lambda"}, "identifiers"),
        ({"symbol": ""}, "identifiers"),
        ({"name": "regime"}, "regime"),
        ({"symbol": "resolution"}, "resolution"),
    ],
)
def test_wrong_parameter(changes: dict, said: str) -> None:
    right = {"name": "share", "symbol": "q", "default": 0, "low": 0, "high": 1, "meaning": WORDS}
    Parameter(**right)
    with pytest.raises(cg.InputError, match=said):
        Parameter(**{**right, **changes})


def test_choices_take_truth_values() -> None:
    p = Parameter("fixed", "z", 0, 0, 1, WORDS, choices=(0, 1))
    assert p.check(True) == 1
    assert p.check_array([True, False]).tolist() == [1, 0]
    with pytest.raises(cg.InputError, match="one of 0, 1"):
        p.check(0.5)
