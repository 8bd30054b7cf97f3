"""What judges an answer: each judge takes the decoded value and arguments that are plain data.

A judge returns whether the value is right; an `InputError` or a number that cannot be computed
means that it is not. Judges are called by name from an exercise's or a key's data, see `rubric`.
Relations are texts in the package's grammar. Their symbols are the parameters and primitives, by
name or symbol; what the actors do, by action (``contribute``) or actor and strategy
(``official_violate``); ``welfare``, ``first_best``, and ``welfare_REGIME`` for each regime.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cache

import numpy as np
import sympy as sp

from ..errors import InputError
from ..expressions import evaluate, parse
from ..model.declaration import Declaration
from ..model.solution import Solution, solve
from ..words import listed, say
from .comparison import compare

Mechanisms = Mapping[str, Declaration]
Judge = Callable[..., bool]
Setting = Mapping[str, float]

POINTS = 64
"""Places at which two expressions are compared."""

CLOSE = 1e-9
"""How far expressions may differ there, relative to their size."""

JUDGES: dict[str, Judge] = {}
"""The judges by name."""


def _judge(function: Judge) -> Judge:
    JUDGES[function.__name__] = function
    return function


# Numbers ------------------------------------------------------------------------------------------


@_judge
def between(value: float, mechanisms: Mechanisms, *, low: float, high: float = np.inf) -> bool:
    """The number lies strictly between the two."""
    return low < value < high


@_judge
def near(value: float, mechanisms: Mechanisms, *, number: float, tolerance: float) -> bool:
    """The number is less than the tolerance away from another one."""
    return abs(value - number) < tolerance


@_judge
def apart(
    value: float, mechanisms: Mechanisms, *, numbers: Sequence[float], tolerance: float
) -> bool:
    """The number is none of these, which one gets by a likely slip."""
    return all(abs(value - number) > tolerance for number in numbers)


@_judge
def near_equilibrium(
    value: float,
    mechanisms: Mechanisms,
    *,
    mechanism: str,
    regime: str,
    at: Setting,
    action: str,
    stability: str,
    tolerance: float,
) -> bool:
    """The number is what is done in the only equilibrium of this stability."""
    found = solve(mechanisms[mechanism], regime, at).equilibria
    (only,) = (e.profile[action] for e in found if e.stability == stability)
    return abs(value - float(only)) < tolerance


@_judge
def turns(
    value: float,
    mechanisms: Mechanisms,
    *,
    mechanism: str,
    regime: str,
    parameter: str,
    relation: str,
    at: Setting | None = None,
    above: float | None = None,
    below: float | None = None,
) -> bool:
    """A relation holds where the parameter is `above` more than the number, and does not where it
    is `below` less.
    """
    game = mechanisms[mechanism]
    there = None if above is None else {**(at or {}), parameter: value + above}
    before = None if below is None else {**(at or {}), parameter: value - below}
    return (there is None or holds_at(game, regime, relation, there)) and not (
        before is not None and holds_at(game, regime, relation, before)
    )


# Choices ------------------------------------------------------------------------------------------


@_judge
def regimes(value: Sequence[str], mechanisms: Mechanisms, *, mechanism: str, count: int) -> bool:
    """These are so many keys of regimes."""
    return len(value) == count and set(value) <= set(mechanisms[mechanism].regimes)


@_judge
def best_at(
    value: Sequence[str], mechanisms: Mechanisms, *, mechanism: str, place: int, at: Setting
) -> bool:
    """The choice at this place of the list, from 0, is the one regime that is best."""
    return (value[place],) == compare(mechanisms[mechanism], at).best


# Expressions --------------------------------------------------------------------------------------


@_judge
def symbols(value: sp.Expr, mechanisms: Mechanisms, *, names: Sequence[str]) -> bool:
    """The expression has no other symbols than these."""
    return {str(symbol) for symbol in value.free_symbols} <= set(names)


@_judge
def equals(
    value: sp.Expr,
    mechanisms: Mechanisms,
    *,
    expression: str,
    ranges: Mapping[str, Sequence[float]],
    where: Setting | None = None,
) -> bool:
    """The expression agrees with another one at `POINTS` random places of these ranges, where some
    symbols may be set to numbers.
    """
    known, fixed = parse(expression), where or {}
    if not {str(s) for s in value.free_symbols} <= ranges.keys() | fixed.keys():
        return False
    draws = np.random.default_rng(POINTS)
    places = {
        name: draws.uniform(ranges[name][0], ranges[name][1], POINTS) for name in sorted(ranges)
    }
    places |= {name: np.full(POINTS, float(number)) for name, number in fixed.items()}
    ours, theirs = evaluate([known, value], places)
    with np.errstate(all="ignore"):
        size = np.maximum(1.0, np.abs(ours))
        return bool(np.all(np.abs(ours - theirs) <= CLOSE * size))  # false for NaN


# Places and mechanisms ----------------------------------------------------------------------------


@_judge
def sets(
    value: Setting, mechanisms: Mechanisms, *, mechanism: str, parameters: Sequence[str]
) -> bool:
    """Values of these parameters only, each within its range."""
    game = mechanisms[mechanism]
    game.check_values(value)
    return {game.find(name).name for name in value} <= set(parameters)


@_judge
def best_there(value: Setting, mechanisms: Mechanisms, *, mechanism: str, regime: str) -> bool:
    """At these values this regime alone is best."""
    return compare(mechanisms[mechanism], value).best == (regime,)


@_judge
def changes_only(
    value: Declaration,
    mechanisms: Mechanisms,
    *,
    mechanism: str,
    regimes: Sequence[str],
    at: Setting,
) -> bool:
    """Of all regimes these alone, and all of these, have another welfare than in the original."""
    old, new = (compare(m, at).welfare for m in (mechanisms[mechanism], value))
    return {key for key in old if not abs(old[key] - new[key]) <= CLOSE} == set(regimes)


@_judge
def holds(
    value: Setting | Declaration,
    mechanisms: Mechanisms,
    *,
    regimes: Sequence[str],
    relation: str,
    mechanism: str | None = None,
    at: Setting | None = None,
) -> bool:
    """A relation holds under each of these regimes: in the mechanism that is the answer, or in this
    one at the values that are the answer.
    """
    if isinstance(value, Declaration):
        game, setting = value, dict(at or {})
    else:
        game, setting = mechanisms[str(mechanism)], {**value, **(at or {})}
    return all(holds_at(game, regime, relation, setting) for regime in regimes)


def holds_at(game: Declaration, regime: str, relation: str, at: Setting) -> bool:
    """Return whether a relation holds under a regime at these values."""
    asked = _relation(relation)
    names = {str(symbol) for symbol in asked.free_symbols}
    known = vocabulary(game, solve(game, regime, at, bare=False))
    if any(name.startswith("welfare_") for name in names):
        known |= {f"welfare_{key}": v for key, v in compare(game, at).welfare.items()}
    if missing := sorted(names - known.keys()):
        raise InputError(f"relation = {relation!r} is not allowed: {listed(missing)} is not known.")
    (found,) = evaluate([asked], {name: np.asarray(known[name]) for name in names})
    return bool(found)


@cache
def _relation(text: str) -> sp.Basic:
    return parse(text)


def vocabulary(game: Declaration, solution: Solution) -> dict[str, float]:
    """Return the numbers of which a relation may speak, by name."""
    found: dict[str, float] = {"welfare": solution.welfare, "first_best": solution.first_best}
    for name, value in {**solution.values, **solution.primitives}.items():
        found |= {name: value, game.find(name).symbol: value}
    for action, what in (solution.selected.profile if solution.selected else {}).items():
        if isinstance(what, Mapping):
            found |= {f"{action}_{strategy}": float(share) for strategy, share in what.items()}
        else:
            found[action] = float(what)
    return found


def check_frame(value: Declaration, original: Declaration) -> None:
    """Refuse a mechanism that is another one: it keeps parameters, regimes and kinds of form.

    Raises
    ------
    InputError
        If it does not.
    """
    if value.declared_parameters != original.declared_parameters:
        raise InputError(say("the parameters are not those of {key}.", key=original.key))
    if list(value.regimes) != list(original.regimes):
        raise InputError(say("the regimes are not those of {key}.", key=original.key))
    forms = [[type(m.form_of(key)) for key in original.regimes] for m in (value, original)]
    if forms[0] != forms[1]:
        raise InputError(say("the form of game is not that of {key}.", key=original.key))
