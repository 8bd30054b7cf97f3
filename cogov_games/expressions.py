"""SymPy expressions as vectorised NumPy functions and as plain text."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike, NDArray
from sympy.printing.numpy import SciPyPrinter
from sympy.printing.str import StrPrinter

from .bounds import DEEPEST, Bounds, TooLarge, is_name, syntax
from .errors import InputError, shortened

Array = NDArray[np.float64]
Environment = Mapping[str, ArrayLike]


class _Printer(SciPyPrinter):  # type: ignore[misc]
    """Prints functions of several arguments so that arrays of different shapes broadcast."""

    def _fold(self, function: str, arguments: Sequence[sp.Basic]) -> str:
        text = self._print(arguments[0])
        for argument in arguments[1:]:
            text = f"{self._module_format('numpy.' + function)}({text}, {self._print(argument)})"
        return str(text)

    def _print_Min(self, expression: sp.Min) -> str:
        return self._fold("minimum", expression.args)

    def _print_Max(self, expression: sp.Max) -> str:
        return self._fold("maximum", expression.args)

    def _print_And(self, expression: sp.And) -> str:
        return self._fold("logical_and", expression.args)

    def _print_Or(self, expression: sp.Or) -> str:
        return self._fold("logical_or", expression.args)

    def _print_erfinv(self, expression: sp.erfinv) -> str:
        function = self._module_format("scipy.special.erfinv")
        return f"{function}({self._print(expression.args[0])})"


def sympify_fields(declaration: object, *names: str) -> None:
    """Turn what a frozen dataclass holds in these fields, tuples and mappings too, into SymPy.

    Raises
    ------
    InputError
        If something there is neither a number nor an expression: a text never becomes one.
    """
    for name in names:
        try:
            held = _sympified(getattr(declaration, name))
        except sp.SympifyError:
            raise InputError(
                f"{name} = {shortened(getattr(declaration, name))} of {type(declaration).__name__} is not "
                "allowed: numbers and SymPy expressions, never a text."
            ) from None
        object.__setattr__(declaration, name, held)


def _sympified(value: Any) -> Any:
    """Return numbers and expressions as SymPy's; without ``strict`` a text would be executed."""
    if value is None:
        return None
    if isinstance(value, Mapping):
        return {key: _sympified(item) for key, item in value.items()}
    if isinstance(value, Iterable) and not isinstance(value, str | sp.Basic):
        return tuple(map(_sympified, value))
    return sp.sympify(value, strict=True)


def at_least(k: sp.Expr, n: sp.Expr, p: sp.Expr) -> sp.Expr:
    """Return the chance of at least k successes in n independent trials.

    Parameters
    ----------
    k, n : expression
        Whole numbers; k may lie outside 0..n.
    p : expression
        The chance of a success.

    Returns
    -------
    expression
        By the regularised incomplete beta function, so that its size does not grow with n.

    Examples
    --------
    >>> n, p = sp.symbols("n p")
    >>> compiled((at_least(2, n, p),))({"n": np.array([1, 2, 3]), "p": np.array(0.5)})
    [array([0.  , 0.25, 0.5 ])]
    """
    k, n, p = (sp.sympify(value, strict=True) for value in (k, n, p))
    return sp.Piecewise((1, k <= 0), (0, k > n), (sp.betainc_regularized(k, n - k + 1, 0, p), True))


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


def named(expressions: Mapping[str, sp.Expr]) -> dict[sp.Symbol, sp.Expr]:
    """Return the mapping with SymPy symbols as keys, for substitution."""
    return {sp.Symbol(name): expression for name, expression in expressions.items()}


def evaluate(expressions: Sequence[sp.Expr], environment: Mapping[str, Array]) -> list[Array]:
    """Return the expressions' values in an environment of arrays."""
    return compiled(tuple(expressions))(environment)


_CALLS: dict[str, Any] = {
    name: getattr(sp, name)
    for name in ("Min", "Max", "Piecewise", "sqrt", "exp", "log", "erf", "erfc", "erfinv", "binomial",
                 "betainc_regularized", "floor", "ceiling", "Abs", "And", "Or", "Not", "Heaviside", "sign")
} | {"pi": lambda: sp.pi}  # fmt: skip
_OPERATORS: dict[type[ast.AST], Any] = {
    ast.Add: sp.Add,
    ast.Sub: lambda a, b: a - b,
    ast.Mult: sp.Mul,
    ast.Div: lambda a, b: a / b,
    ast.Pow: sp.Pow,
    ast.LtE: sp.Le,
    ast.Lt: sp.Lt,
    ast.GtE: sp.Ge,
    ast.Gt: sp.Gt,
    ast.Eq: sp.Eq,
    ast.NotEq: sp.Ne,
    ast.BitAnd: sp.And,
    ast.BitOr: sp.Or,
}
_FAULTS = (
    ValueError, KeyError, IndexError, TypeError, AttributeError, ArithmeticError,
    NotImplementedError, RecursionError, MemoryError,
)  # fmt: skip


def parse(text: str) -> sp.Basic:
    """Return the expression that `to_text` wrote; nothing but arithmetic is ever evaluated.

    Raises
    ------
    InputError
        If the text is none, or beyond what `bounds` allows.
    """
    tree = syntax(text)
    try:
        built = _Builder().built(tree)
        if not isinstance(built, sp.Basic):
            raise TypeError("a row of expressions")
        return built
    except _FAULTS as error:
        reason = f": {error}" if isinstance(error, TooLarge) else ""
        raise InputError(
            f"{shortened(text)} is not an expression of this package{reason}."
        ) from error


class _Builder:
    """Builds an expression from its syntax tree, one bounded step after the other."""

    def __init__(self) -> None:
        self._bounds = Bounds()

    def _apply(self, function: Any, *arguments: Any) -> Any:
        self._bounds.before(function, arguments)
        return self._checked(function(*arguments))

    def _checked(self, value: Any) -> Any:
        self._bounds.after(value)
        return value

    def built(self, node: ast.AST, depth: int = 0) -> Any:
        if depth > DEEPEST:
            raise TooLarge("operations too deep inside one another")

        def inner(node: ast.AST) -> Any:
            return self.built(node, depth + 1)

        match node:
            case ast.Constant(value=bool(value)):
                return sp.true if value else sp.false
            case ast.Constant(value=int(value)):
                return self._checked(sp.Integer(value))
            case ast.Constant(value=float(value)):
                return self._checked(sp.Float(value))
            case ast.Name(id=name) if is_name(name):
                return sp.Symbol(name)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return self._apply(sp.Mul, sp.S.NegativeOne, inner(operand))
            case ast.UnaryOp(op=ast.Invert(), operand=operand):
                return self._apply(sp.Not, inner(operand))
            case ast.BinOp():
                return self._chain(node, inner)
            case ast.Compare(left=left, ops=[operator], comparators=[right]):
                return self._apply(_OPERATORS[type(operator)], inner(left), inner(right))
            case ast.Tuple(elts=elements):
                return tuple(inner(element) for element in elements)
            case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
                return self._apply(_CALLS[name], *map(inner, arguments))
        raise TooLarge(f"{type(node).__name__} is no part of an expression")

    def _chain(self, node: ast.BinOp, inner: Callable[[ast.AST], Any]) -> Any:
        """Build a - b + c, which Python nests to the left, from its first term on."""
        steps = []
        first: ast.AST = node
        while isinstance(first, ast.BinOp):
            steps.append((first.op, first.right))
            first = first.left
        steps.reverse()
        negative = False
        match first, steps[0][0]:
            case ast.UnaryOp(op=ast.USub(), operand=operand), ast.Mult() | ast.Div():
                first, negative = operand, True  # SymPy writes -(a*b) as -a*b
        value = inner(first)
        for operator, right in steps:
            value = self._apply(_OPERATORS[type(operator)], value, inner(right))
            if negative:
                value, negative = self._apply(sp.Mul, sp.S.NegativeOne, value), False
        return value


def to_text(expression: sp.Basic) -> str:
    """Return the expression as text that `parse` reads."""
    return str(_Writer().doprint(expression))


class _Writer(StrPrinter):  # type: ignore[misc]
    """Writes constants so that no symbol can be mistaken for them, and floats exactly."""

    def _print_Float(self, value: sp.Float) -> str:
        return repr(float(value))

    def _print_Pi(self, value: sp.Expr) -> str:
        return "pi()"

    def _print_Exp1(self, value: sp.Expr) -> str:
        return "exp(1)"
