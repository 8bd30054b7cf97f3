"""SymPy expressions as vectorised NumPy functions and as plain text."""

from __future__ import annotations

import ast
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike, NDArray
from sympy.printing.numpy import SciPyPrinter

from .errors import InputError

Array = NDArray[np.float64]
Environment = Mapping[str, ArrayLike]


class _Printer(SciPyPrinter):  # type: ignore[misc]
    """Prints Min and Max so that arrays of different shapes broadcast."""

    def _fold(self, function: str, arguments: Sequence[sp.Expr]) -> str:
        text = self._print(arguments[0])
        for argument in arguments[1:]:
            text = f"{self._module_format('numpy.' + function)}({text}, {self._print(argument)})"
        return str(text)

    def _print_Min(self, expression: sp.Min) -> str:
        return self._fold("minimum", expression.args)

    def _print_Max(self, expression: sp.Max) -> str:
        return self._fold("maximum", expression.args)


class Compiled:
    """Several expressions as one function of an environment that maps symbols to arrays."""

    def __init__(self, expressions: tuple[sp.Expr, ...]) -> None:
        symbols = sorted(set().union(*(e.free_symbols for e in expressions)), key=str)
        self.names = tuple(str(symbol) for symbol in symbols)
        self._function: Callable[..., list[Any]] = sp.lambdify(
            symbols,
            list(expressions),
            modules=["scipy", "numpy"],
            printer=_Printer({"fully_qualified_modules": False, "inline": True}),
            cse=True,
        )

    def __call__(self, environment: Environment) -> list[Array]:
        """Return one array per expression; their shapes broadcast against the environment's."""
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            values = self._function(*(environment[name] for name in self.names))
        return [np.asarray(value, dtype=float) for value in values]


@lru_cache(maxsize=1024)
def compiled(expressions: tuple[sp.Expr, ...]) -> Compiled:
    """Return the expressions as one function, compiled once."""
    return Compiled(expressions)


_CALLS: dict[str, Any] = {
    name: getattr(sp, name)
    for name in ("Min", "Max", "Piecewise", "sqrt", "exp", "log", "erf", "erfc", "erfinv", "binomial",
                 "floor", "ceiling", "Abs", "And", "Or", "Not")
}  # fmt: skip
_OPERATORS: dict[type[ast.AST], Callable[[Any, Any], Any]] = {
    ast.Add: lambda a, b: a + b,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: lambda a, b: a * b,
    ast.Div: lambda a, b: a / b,
    ast.Pow: lambda a, b: a**b,
    ast.LtE: sp.Le,
    ast.Lt: sp.Lt,
    ast.GtE: sp.Ge,
    ast.Gt: sp.Gt,
    ast.Eq: sp.Eq,
    ast.NotEq: sp.Ne,
    ast.BitAnd: sp.And,
    ast.BitOr: sp.Or,
}


def parse(text: str) -> sp.Basic:
    """Return the expression that `to_text` wrote; nothing but arithmetic is ever evaluated."""
    try:
        return _build(ast.parse(text, mode="eval").body)
    except (SyntaxError, KeyError) as error:
        raise InputError(f"{text!r} is not an expression of this package.") from error


def _build(node: ast.AST) -> Any:
    match node:
        case ast.Constant(value=bool(value)):
            return sp.true if value else sp.false
        case ast.Constant(value=int(value)):
            return sp.Integer(value)
        case ast.Constant(value=float(value)):
            return sp.Float(value)
        case ast.Name(id=name):
            return {"pi": sp.pi, "E": sp.E}.get(name) or sp.Symbol(name)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_build(operand)
        case ast.UnaryOp(op=ast.Invert(), operand=operand):
            return sp.Not(_build(operand))
        case ast.BinOp(left=ast.UnaryOp(op=ast.USub(), operand=left), op=operator, right=right) if (
            isinstance(operator, ast.Mult | ast.Div)
        ):
            return -_build(ast.BinOp(left, operator, right))
        case ast.BinOp(left=left, op=operator, right=right):
            return _OPERATORS[type(operator)](_build(left), _build(right))
        case ast.Compare(left=left, ops=[operator], comparators=[right]):
            return _OPERATORS[type(operator)](_build(left), _build(right))
        case ast.Tuple(elts=elements):
            return tuple(_build(element) for element in elements)
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
            return _CALLS[name](*(_build(argument) for argument in arguments))
    raise KeyError(ast.dump(node))


def to_text(expression: sp.Basic) -> str:
    """Return the expression as text that `parse` reads."""
    return str(sp.sstr(expression, full_prec=True))
