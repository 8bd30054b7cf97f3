"""Keys and formulas are plain, so that pages, charts and style sheets can be built from them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from reprlib import repr as shortened

from sympy.core.alphabets import greeks

from ..errors import InputError

_KEY = re.compile(r"[^\W_]\w*")
_GREEK = "|".join(["ell", *greeks, *map(str.capitalize, greeks), *(f"var{g}" for g in greeks)])
_LATEX = re.compile(rf"(?:\\(?:{_GREEK})(?![A-Za-z])|[A-Za-z0-9_^{{}}(),])+")


def check_keys(kind: str, keys: Iterable[object]) -> None:
    """Raise unless every key is a word of letters, digits and underscores."""
    for key in keys:
        if not isinstance(key, str) or not _KEY.fullmatch(key):
            raise InputError(
                f"{kind} = {shortened(key)} is not allowed: letters, digits and underscores, "
                "of which no underscore comes first."
            )


def check_latex(name: str, latex: object) -> None:
    r"""Raise unless this writes a symbol: letters, Greek ones too, digits, and where they stand.

    Examples
    --------
    >>> check_latex("cost", r"\kappa_G^2")
    >>> check_latex("cost", r"\href{a}{b}")
    Traceback (most recent call last):
    ...
    cogov_games.errors.InputError: latex = '\\href{a}{b}' of cost is not allowed: letters, Greek ones
    such as \kappa, digits, and the signs _ ^ { } ( ) and comma.
    """
    if not isinstance(latex, str) or not _LATEX.fullmatch(latex):
        raise InputError(
            f"latex = {shortened(latex)} of {name} is not allowed: letters, Greek ones such as "
            r"\kappa, digits, and the signs _ ^ { } ( ) and comma."
        )
