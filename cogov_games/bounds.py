"""How large an expression that came as text may be, so that reading it ends at once.

SymPy computes exactly and eagerly: a few characters can ask it for more digits than the memory holds,
or for the sign of a number that is zero. So nothing is built whose numbers double precision cannot
hold apart, and no single step multiplies digits by more than `HIGHEST_POWER`.
"""

from __future__ import annotations

import ast
import math
from collections.abc import Callable
from itertools import combinations
from typing import Any

import sympy as sp

from .errors import InputError, shortened
from .quantities import LARGEST

LONGEST = 20_000
"""Characters of a text."""
MOST_OPERATIONS = 4_000
"""Names, numbers, calls and operators of an expression."""
DEEPEST = 60
"""Operations one inside the other; a sum counts once, however many terms it has."""
MOST_ARGUMENTS = 30
"""Arguments of a function."""
MOST_EFFORT = 2_000
"""Comparisons between the arguments of `Min` and `Max`, those inside them included, which SymPy makes
two by two; `NUMBER` for a function or comparison of pure numbers, which it looks at digit by digit."""
NUMBER = 20
MOST_RELATIONS = 12
"""Comparisons that one condition, or all of a case distinction, is made of."""
LONGEST_NAME = 60
"""Characters of a name."""
MOST_DIGITS = 300
"""Digits of a whole number, and of a fraction's two parts."""
HIGHEST_POWER = 500
"""Of the numbers in an exponent."""
LARGEST_COUNT = 500
"""Of the numbers of cases given to `binomial` and `betainc_regularized`."""
APART = 1e-9
"""Of the summands' size: nearer numbers count as equal."""

_POWERS_OF_TEN = 10**MOST_DIGITS


RELATIONS = (sp.Le, sp.Lt, sp.Ge, sp.Gt, sp.Eq, sp.Ne)


class TooLarge(ValueError):
    """An expression that is beyond a bound."""


def syntax(text: str) -> ast.expr:
    """Return the syntax tree of a text that is neither too long nor too large.

    Raises
    ------
    InputError
        If it is, or if it is no expression at all.
    """
    if not isinstance(text, str):
        raise InputError(f"an expression is given as text, not as {shortened(text)}.")
    if len(text) > LONGEST:
        raise InputError(
            f"{shortened(text)} is too long: an expression has at most {LONGEST} characters."
        )
    try:
        tree = ast.parse(text, mode="eval").body
    except (ValueError, SyntaxError, RecursionError, MemoryError) as error:
        raise InputError(f"{shortened(text)} is not an expression.") from error
    parts = sum(isinstance(node, ast.expr | ast.operator | ast.cmpop) for node in ast.walk(tree))
    if parts > MOST_OPERATIONS:
        raise InputError(
            f"{shortened(text)} is too large: an expression has at most {MOST_OPERATIONS} parts."
        )
    return tree


def is_name(text: str) -> bool:
    """Return whether a symbol may be called so."""
    return text.isidentifier() and not text.startswith("__") and len(text) <= LONGEST_NAME


def _binomial(n: float, k: float) -> float:
    if max(abs(n), abs(k)) > LARGEST_COUNT:
        raise TooLarge("a binomial coefficient of numbers that are too large")
    return 1.0


def _beta(a: float, b: float, low: float, high: float) -> float:
    if max(abs(a), abs(b)) > LARGEST_COUNT or not 0 <= low <= 1 or not 0 <= high <= 1:
        raise TooLarge("a beta function of numbers that are too large")
    return 1.0


def _inverse(share: float) -> float:
    if not -1 < share < 1:
        raise TooLarge("the inverse of the error function outside -1..1")
    return 1.0


def _sign(value: float) -> float:
    return float((value > 0) - (value < 0))


FUNCTIONS: dict[Any, Callable[..., float]] = {
    sp.Add: lambda *terms: math.fsum(terms),
    sp.Mul: lambda *factors: math.prod(factors),
    sp.Pow: lambda base, exponent: base**exponent,
    sp.exp: math.exp,
    sp.log: math.log,
    sp.sqrt: math.sqrt,
    sp.erf: math.erf,
    sp.erfc: math.erfc,
    sp.erfinv: _inverse,
    sp.floor: math.floor,
    sp.ceiling: math.ceil,
    sp.Abs: abs,
    sp.sign: _sign,
    sp.Heaviside: lambda value, *_: (1 + _sign(value)) / 2,
    sp.Min: min,
    sp.Max: max,
    sp.binomial: _binomial,
    sp.betainc_regularized: _beta,
}
"""What the functions are worth in double precision, or 1 where the size is all that is asked."""


class Bounds:
    """Checks the steps by which one expression is built."""

    def __init__(self) -> None:
        self._known: dict[Any, float | None] = {}
        self._effort = 0

    def before(self, function: Any, arguments: tuple[Any, ...]) -> None:
        """Raise `TooLarge` if this step could be more than SymPy does at once."""
        if len(arguments) > MOST_ARGUMENTS:
            raise TooLarge(f"{len(arguments)} arguments")
        if function in (sp.Piecewise, sp.And, sp.Or, sp.Not):
            pairs = [p if isinstance(p, tuple) else (p,) for p in arguments]
            relations = [
                len(condition.atoms(sp.core.relational.Relational)) for *_, condition in pairs
            ]
            if sum(max(count, 1) for count in relations) > MOST_RELATIONS:
                raise TooLarge("too many comparisons")
            return
        if not all(isinstance(argument, sp.Expr) for argument in arguments):
            raise TooLarge("something else where a number is expected")
        if function is sp.Pow:
            self._exponent(arguments[1])
        if function is sp.exp and arguments[0].has(sp.log):
            self._exponent(arguments[0])
        if function in (sp.Min, sp.Max):
            inner = set().union(*(a.atoms(sp.Min, sp.Max) for a in arguments))
            self._spend((len(arguments) + sum(len(extreme.args) for extreme in inner)) ** 2)
        if function in (sp.Min, sp.Max, *RELATIONS):
            for a, b in combinations(arguments, 2):
                self.after(a - b)
        if function in (sp.floor, sp.ceiling):
            self._between_whole(arguments[0])
        values = [self.after(argument) for argument in arguments]
        if None in values:
            return
        if function in FUNCTIONS:
            _worth(function, values)
        if not all(argument.is_Integer for argument in arguments) and function not in (
            sp.Add,
            sp.Mul,
        ):
            self._spend(NUMBER)

    def _spend(self, effort: int) -> None:
        self._effort += effort
        if self._effort > MOST_EFFORT:
            raise TooLarge("too many comparisons, or functions of numbers")

    def after(self, expression: Any) -> float | None:
        """Return a number's value in double precision, None for what is no number.

        Raises
        ------
        TooLarge
            If something in it is beyond a bound.
        """
        if expression not in self._known:
            self._known[expression] = self._value(expression)
        return self._known[expression]

    def _value(self, expression: Any) -> float | None:
        if isinstance(expression, sp.Rational):
            if max(abs(expression.p), expression.q) > _POWERS_OF_TEN:
                raise TooLarge("a number of too many digits")
            return _held(expression.p / expression.q)
        if isinstance(expression, sp.Number | sp.NumberSymbol):
            if expression.is_finite is False or expression is sp.nan:
                raise TooLarge("a number that is not finite")
            value = float(expression)
            return _held(value, zero=not expression)
        values = [self.after(argument) for argument in expression.args]
        if isinstance(expression, sp.Pow):
            self._exponent(expression.exp)
        if isinstance(expression, sp.Add):
            numbers = [value for value in values if value is not None]
            if len(numbers) > 1 and abs(math.fsum(numbers)) <= APART * math.fsum(map(abs, numbers)):
                raise TooLarge("a sum that may be zero")
        if isinstance(expression, sp.Symbol | sp.logic.boolalg.Boolean) or None in values:
            return None
        return _worth(expression.func, values, zero=False)

    def _exponent(self, exponent: sp.Expr) -> None:
        if any(abs(number) > HIGHEST_POWER for number in exponent.atoms(sp.Number)):
            raise TooLarge("a power that is too high")

    def _between_whole(self, argument: sp.Expr) -> None:
        terms = [term for term in sp.Add.make_args(argument) if not term.is_Rational]
        value = math.fsum(filter(None, map(self.after, terms)))
        whole = round(value)
        if value and abs(value - whole) <= APART * max(1.0, abs(value)):
            raise TooLarge("a number that may be whole")


def _worth(function: Any, values: list[Any], *, zero: bool = True) -> float:
    try:
        value = FUNCTIONS[function](*values)
    except (ArithmeticError, ValueError):
        raise TooLarge("a number that is too large, or not real") from None
    return _held(value, zero=zero)


def _held(value: complex, *, zero: bool = True) -> float:
    """Return a value that is real and that double precision holds."""
    if isinstance(value, complex) or not abs(value) <= LARGEST:
        raise TooLarge("a number that is too large, or not real")
    if abs(value) < 1 / LARGEST and (value or not zero):
        raise TooLarge("a number that is too small")
    return float(value)
