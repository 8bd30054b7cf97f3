"""The setting of an explorer: values, what they lead to, and how one came there."""

from __future__ import annotations

import ast
import time
from collections import deque
from collections.abc import Mapping

from ..errors import InputError
from ..model.declaration import Declaration
from ..model.outcome import Outcome, outcome
from ..model.parameters import Parameter
from ..model.regimes import GOVERNANCE
from ..study.conditions import conditions, tipping
from ..words import say, unknown

GESTURE = 1.0
"""Seconds without a move after which the next move starts a new ghost and a new undo step."""
REMEMBERED = 200
"""Undo steps that are kept."""


class ExplorerState:
    """Values of all parameters, the outcomes under all regimes, and the axes of the charts.

    Attributes
    ----------
    start, values : dict of parameter name to float
        Where the explorer was opened, and where it is.
    regimes, shown : list of str
        All regimes, and those that have a panel.
    outcomes, before : dict of regime to Outcome
        At these values, and where the present gesture began.
    axes : dict of str to parameter name
        Of the branch chart (``"branch"``) and of the map (``"x"``, ``"y"``).
    """

    def __init__(self, mechanism: Declaration, values: Mapping[str, float]) -> None:
        self.mechanism = mechanism
        self.start = mechanism.default_values | mechanism.check_values(values)
        self.values = dict(self.start)
        self.regimes = list(mechanism.regimes)
        self.shown = [key for key in self.regimes if key in GOVERNANCE] or self.regimes
        self.conditions = {
            key: (*conditions(mechanism, key), *tipping(mechanism, key)) for key in self.regimes
        }
        self.outcomes = self._solve()
        self.before = dict(self.outcomes)
        self._history: deque[dict[str, float]] = deque(maxlen=REMEMBERED)
        self._moved = ("", 0.0)
        self._placed: tuple[dict[str, float], dict[str, list[tuple[str, float]]]] = ({}, {})
        names = list(self.sliding)
        across, up = mechanism.map_axes or (names[0], names[1])
        self.axes = {"branch": self._busiest(across), "x": across, "y": up}

    def move(self, values: dict[str, float], mover: str, *, remember: bool = True) -> None:
        """Go to other values; moves of one slider that follow each other closely are one gesture."""
        last, when = self._moved
        now = time.monotonic()
        if mover != last or now - when > GESTURE or mover in ("set", "undo", "reset"):
            self.before = self.outcomes
            if remember and values != self.values:
                self._history.append(dict(self.values))
        self._moved = (mover, now)
        self.values = values
        self.outcomes = self._solve()

    def last(self) -> dict[str, float] | None:
        """Take the values before the last gesture from what is remembered, if there is one."""
        return self._history.pop() if self._history else None

    @property
    def line(self) -> str:
        """The present setting as one line of Python."""
        changed = [
            f"{name}={value:g}" if float(f"{value:g}") == value else f"{name}={value!r}"
            for name, value in self.values.items()
            if value != self.mechanism.parameters[name].default
        ]
        return f'cg.catalogue["{self.mechanism.key}"].compare({", ".join(changed)})'

    @property
    def sliding(self) -> dict[str, Parameter]:
        """The parameters that a slider moves."""
        return {n: p for n, p in self.mechanism.parameters.items() if p.choices is None}

    def choose_axes(self, axes: Mapping[str, str]) -> None:
        """Choose axes by name or symbol; x and y never are the same.

        Raises
        ------
        InputError
            For an unknown axis or a parameter that no slider moves.
        """
        chosen = dict(self.axes)
        for axis, label in axes.items():
            if axis not in chosen:
                raise unknown("axis", axis, chosen)
            name = self.mechanism.find(label).name
            if name not in self.sliding:
                raise unknown("slider", label, self.sliding)
            chosen[axis] = name
        if chosen["x"] == chosen["y"]:
            moved = "y" if "x" in axes else "x"
            chosen[moved] = self.axes["x" if moved == "y" else "y"]
        if chosen["x"] == chosen["y"]:
            chosen["y"] = next(name for name in self.sliding if name != chosen["x"])
        self.axes = chosen

    def places(self) -> dict[str, list[tuple[str, float]]]:
        """Return, by slider, the regimes and places (from 0 to 1) of its marks."""
        if self._placed[0] != self.values:
            self._placed = dict(self.values), self._find_places()
        return self._placed[1]

    def _busiest(self, otherwise: str) -> str:
        """Return the slider along which equilibria change most often."""
        marks = {name: len(set(places)) for name, places in self.places().items()}
        most = max(marks, key=lambda name: marks[name], default=otherwise)
        return most if marks[most] else otherwise

    def _find_places(self) -> dict[str, list[tuple[str, float]]]:
        marks: dict[str, list[tuple[str, float]]] = {name: [] for name in self.sliding}
        for regime in self.shown:
            for condition in self.conditions[regime]:
                for name, places in condition.places(self.values).items():
                    parameter = self.mechanism.parameters[name]
                    span = parameter.high - parameter.low
                    for place in places:
                        mark = regime, round((place - parameter.low) / span, 4)
                        if mark not in marks.get(name, [mark]):
                            marks[name].append(mark)
        return marks

    def _solve(self) -> dict[str, Outcome]:
        return {key: outcome(self.mechanism, key, self.values) for key in self.regimes}


def read_setting(line: str, mechanism: Declaration) -> dict[str, float]:
    """Return the values that a line like ``cg.catalogue["key"].compare(a=0.4)`` sets.

    Raises
    ------
    InputError
        If the line is no such call or names another mechanism.
    """
    wanted = say(
        "paste a line such as {example}", example=f'cg.catalogue["{mechanism.key}"].compare(…)'
    )
    try:
        call = ast.parse(line.strip(), mode="eval").body
    except SyntaxError:
        raise InputError(wanted) from None
    match call:
        case ast.Call(
            func=ast.Attribute(value=ast.Subscript(slice=ast.Constant(value=key))),
            args=[],
            keywords=given,
        ):
            if key != mechanism.key:
                raise InputError(say("this setting belongs to {key}", key=repr(key)))
        case _:
            raise InputError(wanted)
    try:
        return {str(k.arg): ast.literal_eval(k.value) for k in given}
    except ValueError:
        raise InputError(wanted) from None
