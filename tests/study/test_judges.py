"""Judges: what is right is found right however it is written, and what is not, not."""

from dataclasses import replace

import pytest
import sympy as sp

import cogov_games as cg
from cogov_games.errors import InputError
from cogov_games.expressions import parse
from cogov_games.study import judges
from cogov_games.study.judges import check_frame, holds_at, vocabulary
from cogov_games.model.solution import solve

C = cg.catalogue
RANGES = {"a": [0.1, 0.9], "p": [0.5, 0.95], "eps": [0.05, 0.4]}


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("(1 - a)/(p - eps)", True),
        ("(a - 1)/(eps - p)", True),
        ("1/(p - eps) - a/(p - eps)", True),
        ("exp(log(1 - a))/(p - eps)", True),
        ("(1 - a)/p", False),
        ("(1 - a)/(p - eps) + 0.000001", False),
        ("(1 - a)/(p - eps)*b", False),
        ("log(a - 1)", False),
        ("exp(exp(exp(9*a)))", False),
        ("(1 - a)/(p - eps)*Heaviside(a - 0.5)", False),
    ],
)
def test_equal_expressions(text: str, right: bool) -> None:
    asked = {"expression": "(1 - a)/(p - eps)", "ranges": RANGES}
    assert judges.equals(parse(text), C, **asked) is right


def test_equal_where_a_symbol_is_set() -> None:
    asked = {"expression": "(1 - a)/p", "ranges": {k: RANGES[k] for k in "ap"}, "where": {"eps": 0}}
    assert judges.equals(parse("(1 - a)/(p - eps)"), C, **asked)
    assert not judges.equals(parse("(1 - a)/(p - eps - 0.1)"), C, **asked)
    assert judges.symbols(parse("a + p"), C, names=["a", "p", "eps"])
    assert not judges.symbols(parse("a + S"), C, names=["a", "p", "eps"])


def test_numbers() -> None:
    assert judges.between(0.5, C, low=0, high=1)
    assert judges.between(1e9, C, low=0)
    assert not judges.between(1.0, C, low=0, high=1)
    assert judges.near(0.6501, C, number=0.65, tolerance=1e-3)
    assert not judges.near(0.652, C, number=0.65, tolerance=1e-3)
    assert judges.apart(0.5, C, numbers=[0.35, 1], tolerance=1e-3)
    assert not judges.apart(1.0, C, numbers=[0.35, 1], tolerance=1e-3)


def test_places_of_equilibria() -> None:
    asked = {"mechanism": "public_good", "regime": "cooperative", "at": {"psi": 0.5},
             "action": "contribute", "stability": "unstable", "tolerance": 1e-3}  # fmt: skip
    (mass,) = (e.profile["contribute"] for e in C["public_good"].solve("cooperative", psi=0.5).equilibria
               if e.stability == "unstable")  # fmt: skip
    assert judges.near_equilibrium(mass, C, **asked)
    assert not judges.near_equilibrium(mass + 2e-3, C, **asked)


def test_where_something_turns() -> None:
    asked = {"mechanism": "reputation", "regime": "cooperative", "parameter": "delta",
             "relation": "z > 0.5", "at": {"lam": 1}}  # fmt: skip
    low, high = 0.2, 0.9
    while high - low > 1e-6:
        middle = (low + high) / 2
        there = C["reputation"].solve("cooperative", lam=1, delta=middle).selected.profile["z"]
        low, high = (low, middle) if there else (middle, high)
    assert judges.turns(high, C, **asked, above=1e-3, below=1e-3)
    assert not judges.turns(high + 0.01, C, **asked, above=1e-3, below=1e-3)
    assert judges.turns(high + 0.01, C, **asked, above=1e-3)
    assert not judges.turns(high - 0.01, C, **asked, above=1e-3)
    with pytest.raises(InputError):
        judges.turns(7.0, C, **asked, above=1e-3)


def test_choices_and_settings() -> None:
    best = C["public_good"].compare(n=8, a=0.4).best
    asked = {"mechanism": "public_good", "place": 0, "at": {"n": 8, "a": 0.4}}
    assert judges.best_at(best, C, **asked)
    assert not judges.best_at(("laissez_faire",), C, **asked)
    assert judges.regimes(("cooperative",) * 3, C, mechanism="public_good", count=3)
    assert not judges.regimes(("cooperative",) * 2, C, mechanism="public_good", count=3)
    assert not judges.regimes(("anarchy",) * 3, C, mechanism="public_good", count=3)
    assert judges.sets({"people": 5.0}, C, mechanism="public_good", parameters=["people"])
    assert not judges.sets({"a": 0.5}, C, mechanism="public_good", parameters=["people"])
    with pytest.raises(InputError):
        judges.sets({"people": 1e9}, C, mechanism="public_good", parameters=["people"])
    setting = {"people": 5.0, "marginal_return": 0.22}
    assert judges.best_there(setting, C, mechanism="public_good", regime="laissez_faire")
    assert not judges.best_there({}, C, mechanism="public_good", regime="laissez_faire")


def swapped(regime: str, **binds: str) -> cg.Mechanism:
    m = C["public_good"]
    changed = [
        replace(r, binds={**r.binds, **{k: sp.Symbol(v) for k, v in binds.items()}})
        if r.key == regime
        else r
        for r in m.declared_regimes
    ]
    return replace(m, declared_regimes=tuple(changed))


def test_changed_mechanisms() -> None:
    at = {"n": 10, "a": 0.3, "pP": 0.7, "S": 1.2, "sP": 0.2}
    asked = {"mechanism": "public_good", "regimes": ["multi_center"], "at": at}
    right = swapped("multi_center", s="S")
    assert judges.changes_only(right, C, **asked)
    assert not judges.changes_only(C["public_good"], C, **asked)
    assert not judges.changes_only(swapped("government_led", s="sP"), C, **asked)
    relation = "(Abs(sanction - S) < 1e-9) & (contribute > 0.99)"
    assert judges.holds(right, C, regimes=["multi_center"], relation=relation, at=at)
    assert not judges.holds(C["public_good"], C, regimes=["multi_center"], relation=relation, at=at)


def test_a_mechanism_keeps_its_frame() -> None:
    m = C["public_good"]
    check_frame(swapped("multi_center", s="S"), m)
    fewer = replace(m, declared_regimes=m.declared_regimes[:2])
    for other, message in ((C["team"], "parameters"), (fewer, "regimes")):
        with pytest.raises(InputError, match=message):
            check_frame(other, m)


def test_relations_speak_of_parameters_actions_and_welfare() -> None:
    m = C["inspection"]
    known = vocabulary(m, solve(m, "government_led", {}))
    assert {"welfare", "first_best", "official_violate", "g", "rho"} <= known.keys()
    assert holds_at(m, "government_led", "welfare_government_led <= first_best", {})
    assert not holds_at(m, "government_led", "official_violate > 1", {})
    with pytest.raises(InputError, match="monarchy is not known"):
        holds_at(m, "government_led", "monarchy > 1", {})
