"""Formulas on a page: MathML, which browsers draw themselves."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache

import sympy as sp
from sympy.printing.mathml import MathMLPresentationPrinter

from ..model.parameters import Parameter
from ..words import escaped


def names_of(parameters: Mapping[str, Parameter]) -> dict[str, str]:
    """Return how each symbol is written: Greek letters and subscripts, as SymPy spells them."""
    return {
        p.symbol: (p.latex or p.symbol).replace("\\ell", "ℓ").replace("\\", "").replace("var", "")
        for p in parameters.values()
    }


@lru_cache(maxsize=512)
def _math(expression: sp.Basic, names: tuple[tuple[str, str], ...]) -> str:
    written = expression.subs(  # SymPy's printer takes names for markup
        {sp.Symbol(old): sp.Symbol(str(escaped(new))) for old, new in names if old != new}
    )
    written = written.xreplace({m: _turned(m) for m in written.atoms(sp.Mul)})
    printer = MathMLPresentationPrinter({"mul_symbol": "&InvisibleTimes;"})
    body = printer.doprint(written).replace("<mo>-</mo>", "<mo>−</mo>")  # a hyphen is lost here
    return f'<math displaystyle="true">{body}</math>'


def _turned(product: sp.Mul) -> sp.Expr:
    """Return the same product with its minus sign taken into a difference: ``-x (r - 1)`` is read
    as ``x (1 - r)``.
    """
    if product.as_coeff_Mul()[0] < 0:
        for factor in product.args:
            base, power = factor.as_base_exp()
            if base.is_Add and abs(power) == 1 and any(t.as_coeff_Mul()[0] < 0 for t in base.args):
                return -product / factor * (-base) ** power
    return product


def math(expression: sp.Basic, names: Mapping[str, str]) -> str:
    """Return the expression as presentation MathML."""
    return _math(expression, tuple(sorted(names.items())))
