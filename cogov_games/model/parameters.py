"""Parameters: what a learner can move, and what values are allowed."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from keyword import iskeyword
from typing import Any, Literal, get_args

import numpy as np
from numpy.typing import ArrayLike
from sympy import Expr

from ..errors import InputError
from ..expressions import Array, sympify_fields
from ..quantities import not_allowed, number, numbers
from ..register import declarable
from ..words import Words, say, unknown
from .keys import check_latex

Role = Literal["society", "institution", "overhead", "agreement", "status_quo", "primitive"]
RESERVED = ("self", "regime", "resolution")
"""Names of arguments beside which parameters are given."""


@declarable
@dataclass(frozen=True)
class Parameter:
    """A number that describes the society or an institution.

    Parameters
    ----------
    name : str
        A self-explaining identifier, such as ``"detection_local"``.
    symbol : str
        The ASCII key by which formulas and tables call it, such as ``"pP"``.
    default, low, high : float
        Default and smallest and largest allowed values, in `unit`.
    meaning : Words
        What it stands for.
    role : str
        ``"society"`` (shared by all regimes), ``"institution"``, ``"overhead"`` (a cost in which
        welfare falls), ``"agreement"`` (the cost of agreeing), ``"status_quo"`` (where the society
        starts) or ``"primitive"`` (an institutional term that each regime sets in its own way).
    integer : bool
        Whether only whole numbers are allowed.
    choices : tuple of float, optional
        The only values allowed, where they are not a range.
    unit : Words, optional
    latex : str, optional
        How a formula writes the symbol.
    advanced : bool
        Whether an explorer folds it away at first.
    formula : expression, optional
        How a primitive follows from the others, for one that no regime binds.

    Raises
    ------
    InputError
        If the declaration contradicts itself.
    """

    name: str
    symbol: str
    default: float
    low: float
    high: float
    meaning: Words
    role: Role = "society"
    integer: bool = False
    choices: tuple[float, ...] | None = None
    unit: Words | None = None
    latex: str | None = None
    advanced: bool = False
    formula: Expr | None = None

    def __post_init__(self) -> None:
        sympify_fields(self, "formula")
        for label in (self.name, self.symbol):
            if not label.isascii() or not label.isidentifier() or iskeyword(label):
                raise InputError(
                    f"a parameter's name and symbol are ASCII identifiers, not {label!r}."
                )
            if label in RESERVED:
                raise InputError(f"no parameter is called {label!r}: calls use that word.")
        if self.role not in get_args(Role):
            raise unknown("role", self.role, get_args(Role))
        if not -math.inf < self.low < self.high < math.inf:
            raise InputError(
                f"{self.name}: low {self.low} must be below high {self.high}, both finite."
            )
        if self.latex is not None:
            check_latex(self.name, self.latex)
        self.check(self.default)

    def check(self, value: object) -> float:
        """Return `value` as a float, or raise the one error that says what is allowed."""
        truth = isinstance(value, bool | np.bool_) and self.choices is not None
        found = number(self.name, float(value) if truth else value, allowed=self.allowed())  # type: ignore[arg-type]
        return float(self.check_array(found))

    def check_array(self, values: ArrayLike) -> Array:
        """Return `values` (any shape) as floats, or raise for the first that is not allowed."""
        truths = self.choices is not None and np.asarray(values).dtype.kind == "b"
        array = numbers(
            self.name, np.asarray(values, dtype=float) if truths else values, allowed=self.allowed()
        )
        bad = (array < self.low) | (array > self.high)
        if self.integer:
            bad |= array != np.round(array)
        if self.choices is not None:
            bad |= ~np.isin(array, self.choices)
        if bad.any():
            raise not_allowed(self.name, array[bad].flat[0], self.allowed())
        return array

    def allowed(self) -> str:
        """Say which values are allowed."""
        if self.choices is not None:
            return say("one of {choices}", choices=", ".join(f"{c:g}" for c in self.choices))
        ends = {"low": f"{self.low:g}", "high": f"{self.high:g}"}
        if self.integer:
            return say("a whole number from {low} to {high}", **ends)
        return say("a number from {low} to {high}", **ends)

    @property
    def step(self) -> float:
        """The largest round step, at most a fortieth of the range, whose grid from `low` on holds
        the default; between evenly spaced choices the space between them.
        """
        if self.choices is not None:
            return float(np.diff(np.sort(self.choices)).min())
        if self.integer:
            return 1.0
        span = self.high - self.low
        exponent = math.floor(math.log10(span / 40))
        for power in range(exponent, exponent - 4, -1):
            for digit in (5, 2, 1):
                step = digit * 10.0**power
                steps = (self.default - self.low) / step
                if step <= span / 40 and abs(steps - round(steps)) < 1e-9:
                    return float(f"{step:g}")
        return span / 200


def axis_values(parameter: Parameter, resolution: int) -> Array:
    """Return about `resolution` evenly spaced allowed values; of whole numbers all, up to 1,000."""
    if parameter.choices is not None:
        return np.array(sorted(parameter.choices), dtype=float)
    if parameter.integer:
        return np.unique(np.round(np.linspace(parameter.low, parameter.high, 1000)))
    return np.linspace(parameter.low, parameter.high, resolution)


class Names:
    """Finds a parameter by its name or by its symbol."""

    def __init__(self, parameters: Iterable[Parameter]) -> None:
        self._by_label: dict[str, Parameter] = {}
        for parameter in parameters:
            for label in {parameter.name, parameter.symbol}:
                if label in self._by_label:
                    raise InputError(f"the label {label!r} stands for two parameters.")
                self._by_label[label] = parameter

    def find(self, label: str) -> Parameter:
        """Return the parameter, or raise with the nearest allowed label."""
        try:
            return self._by_label[label]
        except (KeyError, TypeError):
            names = sorted({parameter.name for parameter in self._by_label.values()})
            symbols = sorted(set(self._by_label) - set(names))
            raise unknown("parameter", label, names + symbols) from None

    def by_name(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values by parameter name, unchecked; none may be given twice."""
        found: dict[str, Any] = {}
        for label, value in values.items():
            name = self.find(label).name
            if name in found:
                raise InputError(say("{name} is given twice.", name=name))
            found[name] = value
        return found

    def check(self, values: Mapping[str, object]) -> dict[str, float]:
        """Return checked values by parameter name."""
        named = self.by_name(values)
        return {name: self._by_label[name].check(value) for name, value in named.items()}
