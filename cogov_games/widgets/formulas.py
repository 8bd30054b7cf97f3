"""Formulas on a page: MathML, which browsers draw themselves."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import sympy as sp
from sympy.printing.mathml import MathMLPresentationPrinter

from ..parameters import Parameter


def names_of(parameters: Mapping[str, Parameter]) -> dict[str, str]:
    """Return how each symbol is written: Greek letters and subscripts, as SymPy spells them."""
    return {
        p.symbol: (p.latex or p.symbol).replace("\\", "").replace("varepsilon", "epsilon")
        for p in parameters.values()
    }


@lru_cache(maxsize=512)
def _math(expression: sp.Basic, names: tuple[tuple[str, str], ...]) -> str:
    written = expression.subs({sp.Symbol(old): sp.Symbol(new) for old, new in names if old != new})
    printer = MathMLPresentationPrinter({"mul_symbol": "&InvisibleTimes;"})
    body = printer.doprint(written)
    return f"<math>{body}</math>"


def math(expression: sp.Basic, names: Mapping[str, str]) -> str:
    """Return the expression as presentation MathML."""
    return _math(expression, tuple(sorted(names.items())))


def number(value: float) -> str:
    """Return a number to three significant digits, without an exponent where one can do without."""
    if value != value:
        return "–"
    if value == 0 or 1e-3 <= abs(value) < 1e5:
        text = f"{value:.3g}" if abs(value) < 1000 else f"{value:.0f}"
        return text.replace("-", "−")
    return f"{value:.2e}".replace("-", "−")
