"""What the public calls return."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import ArrayLike, NDArray

from .errors import InputError
from .expressions import Array
from .forms.equilibria import AsymmetricEquilibrium, CurvedContinuum, EquilibriumSet
from .forms.situation import Situation
from .parameters import Parameter
from .words import Words, say


def _number(value: float | None) -> str:
    return "–" if value is None or np.isnan(value) else f"{value + 0.0:.6g}"


def _row(cells: list[str], tag: str = "td") -> str:
    return "<tr>" + "".join(f"<{tag}>{cell}</{tag}>" for cell in cells) + "</tr>"


def html_table(head: list[str], rows: list[list[str]], caption: str = "") -> str:
    """Return a plain HTML table."""
    title = f"<caption>{caption}</caption>" if caption else ""
    body = "".join(_row(row) for row in rows)
    return f"<table>{title}<thead>{_row(head, 'th')}</thead><tbody>{body}</tbody></table>"


def profile_text(profile: Mapping[str, Any]) -> str:
    """Return a profile on one line, rounded for reading."""
    parts = []
    for key, value in profile.items():
        inner = f"({profile_text(value)})" if isinstance(value, Mapping) else f"{value:.4g}"
        parts.append(f"{key}: {inner}" if not inner.startswith("(") else f"{key} {inner}")
    return ", ".join(parts)


@dataclass(frozen=True)
class Equilibrium:
    """One equilibrium of one game.

    Attributes
    ----------
    profile : mapping
        Who does what: probabilities or shares by strategy, or actions by player.
    payoffs : mapping of actor to float
    welfare : float
    cooperation : float or None
        The mechanism's own measure, between 0 and 1 where it is a share.
    stability : str or None
        ``"stable"``, ``"unstable"``, ``"semi-stable"``, ``"neutral"`` or ``"non-hyperbolic"``.
    regret : float
        The largest gain from a unilateral deviation, verified to be zero up to the tolerance.
    label : Words
        Which kind of equilibrium this is.
    """

    profile: Mapping[str, Any]
    payoffs: Mapping[str, float]
    welfare: float
    cooperation: float | None
    stability: str | None
    regret: float
    label: Words


@dataclass(frozen=True)
class RestPoint:
    """A state at which replicator dynamics stand still.

    Attributes
    ----------
    profile : mapping
        Who does what: shares by strategy.
    stability : str
        ``"stable"``, ``"unstable"``, ``"neutral"`` (imaginary eigenvalues: the linear part circles)
        or ``"non-hyperbolic"`` (an eigenvalue is zero: the linear part does not decide).
    classification : str
        ``"stable"``, ``"unstable"`` in all directions, ``"saddle"``, or ``"non-hyperbolic"`` where
        the real part of an eigenvalue is zero.
    eigenvalues : tuple of complex
        At a vertex the gains from each deviation, in the order of the strategies.
    is_equilibrium : bool
        Whether nobody would gain by deviating.
    """

    profile: Mapping[str, Any]
    stability: str
    classification: str
    eigenvalues: tuple[complex, ...]
    is_equilibrium: bool


@dataclass(frozen=True)
class Solution:
    """All equilibria of a mechanism under one regime.

    Attributes
    ----------
    equilibria : tuple of Equilibrium
    continua : tuple of tuples of int
        Sets of equilibria (by position) between which all mixtures are equilibria as well.
    curved : tuple of CurvedContinuum
        Curves and surfaces of equilibria, by their ends (positions) and sampled points.
    rest_points : tuple of RestPoint
        Pure states that are at rest but no equilibria; `Mechanism.dynamics` finds all others too.
    asymmetric : tuple of AsymmetricEquilibrium
        In a group, where `equilibria` are symmetric: pure equilibria in which only some act.
    complete : bool
        Whether the list is proven exhaustive.
    selected : Equilibrium or None
        The one that the mechanism's selection rule picks; None for a mean over basins, and where
        no equilibrium was found (welfare is NaN then).
    welfare : float
    welfare_range : pair of float
        Smallest and largest welfare over all equilibria.
    first_best : float
        The largest welfare over all actions, without institutional cost.
    breakdown : mapping of component to float
    by_actor : mapping of actor to float
    primitives : mapping of name to float
        What the institution comes to, at these values.
    tolerance : float
        Regret allowed, as a share of the payoff range.
    """

    mechanism: str
    regime: str
    values: Mapping[str, float]
    primitives: Mapping[str, float]
    equilibria: tuple[Equilibrium, ...]
    continua: tuple[tuple[int, ...], ...]
    curved: tuple[CurvedContinuum, ...]
    rest_points: tuple[RestPoint, ...]
    asymmetric: tuple[AsymmetricEquilibrium, ...]
    complete: bool
    selected: Equilibrium | None
    welfare: float
    welfare_range: tuple[float, float]
    first_best: float
    breakdown: Mapping[str, float]
    by_actor: Mapping[str, float]
    tolerance: float

    def __repr__(self) -> str:
        lines = [
            f"{self.mechanism} under {self.regime}: {len(self.equilibria)} "
            f"{'equilibrium' if len(self.equilibria) == 1 else 'equilibria'}"
            f"{'' if self.complete else ' (list not proven complete)'}"
        ]
        for equilibrium in self.equilibria:
            mark = "*" if equilibrium is self.selected else " "
            lines.append(
                f" {mark} {profile_text(equilibrium.profile)} | welfare "
                f"{_number(equilibrium.welfare)} | {equilibrium.stability}"
            )
        for subset in self.continua:
            lines.append(
                f"   all mixtures of {', '.join(str(k + 1) for k in subset)} are equilibria"
            )
        for part in self.curved:
            ends = ", ".join(str(k + 1) for k in part.ends)
            lines.append(
                f"   a {'curve' if part.dimension == 1 else 'surface'} of equilibria joins {ends}"
            )
        lines.append(f"welfare {_number(self.welfare)}, first best {_number(self.first_best)}")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = [
            [
                ("● " if e is self.selected else "") + str(e.label),
                profile_text(e.profile),
                _number(e.welfare),
                say(e.stability) if e.stability else "–",
                f"{e.regret:.1e}",
            ]
            for e in self.equilibria
        ]
        head = [say(k) for k in ("equilibrium", "profile", "welfare", "stability", "regret")]
        return html_table(
            head, rows, say("● = selected; first best {value}", value=_number(self.first_best))
        )


@dataclass(frozen=True)
class Comparison:
    """The regimes side by side at the same values.

    Attributes
    ----------
    welfare : mapping of regime to float
    best : tuple of str
        The regimes with the highest welfare; several in a tie.
    breakdown : mapping of regime to mapping of component to float
        Behaviour, harm, enforcement, overhead and the cost of agreeing; they add up to welfare.
    by_actor : mapping of regime to mapping of actor to float
    first_best : mapping of regime to float
    break_even : float or None
        The cost of agreeing at which the best regime changes; None if there is none above zero.
        Welfare is linear in it, so that it is exact up to the rounding of the welfares compared.
    solutions : mapping of regime to Solution
    """

    mechanism: str
    values: Mapping[str, float]
    welfare: Mapping[str, float]
    best: tuple[str, ...]
    breakdown: Mapping[str, Mapping[str, float]]
    by_actor: Mapping[str, Mapping[str, float]]
    first_best: Mapping[str, float]
    break_even: float | None
    solutions: Mapping[str, Solution]

    def __repr__(self) -> str:
        rows = [
            f"  {key:<15} {_number(value):>10}{'  best' if key in self.best else ''}"
            for key, value in self.welfare.items()
        ]
        return "\n".join([f"{self.mechanism}: welfare by regime", *rows])

    def _repr_html_(self) -> str:
        from .regimes import TITLES

        parts = list(next(iter(self.breakdown.values())))
        rows = []
        for key, value in self.welfare.items():
            title = str(TITLES[key]) if key in TITLES else key
            best = f"<b>{_number(value)}</b>" if key in self.best else _number(value)
            rows.append([title, best, *(_number(self.breakdown[key][part]) for part in parts)])
        head = [say("regime"), say("welfare"), *(say(part) for part in parts)]
        return html_table(head, rows)


@dataclass(frozen=True)
class Condition:
    """A threshold at which the set of equilibria changes.

    Attributes
    ----------
    kind : str
        ``"closed"``: `relation` is a formula. ``"implicit"``: `relation` is a tuple of equations
        that hold at the threshold, for some value of their unknowns, which are no parameters.
        ``"numeric"``: there is no relation; whether it holds is found by solving the game.
    relation : SymPy relational, tuple of equations, or None
    short : SymPy relational or None
        The same in the institutional primitives, for a closed one.
    meaning, otherwise : Words
        What it says when it holds, and when it fails.
    routine : bool or None
        The case that goes without saying.

    Notes
    -----
    Numbers are exact for closed conditions up to rounding. A change that is found by solving lies
    where the solver sees it, within the tolerance for ties (see `Boundary`).
    """

    key: str
    kind: str
    relation: sp.Basic | None
    short: sp.Basic | None
    meaning: Words
    otherwise: Words
    routine: bool | None
    _situation: Callable[[Mapping[str, ArrayLike]], Situation] = field(repr=False, compare=False)
    _margin: Callable[..., Array] = field(repr=False, compare=False)
    _cross: Callable[..., Mapping[str, tuple[float, ...]]] = field(repr=False, compare=False)
    _count: Callable[[], tuple[int, int] | None] = field(repr=False, compare=False)

    def margin(self, **values: ArrayLike) -> Array:
        """Return the margin, zero at the threshold, at values that broadcast.

        For a numeric condition it is 1 where the condition holds and -1 where it fails.
        """
        return self._margin(self._situation(values))

    def read(self, situation: Situation, found: EquilibriumSet) -> Array:
        """Return the margin where the game was solved already."""
        return self._margin(situation, lambda: found)

    def crossings(self, **values: float) -> Mapping[str, tuple[float, ...]]:
        """Return, by parameter, where the condition starts or stops to hold and the equilibria
        change, the others fixed.

        Parameters
        ----------
        **values : float
            The others' values; unset ones have their defaults.

        Returns
        -------
        mapping of parameter name to tuple of float
            For a whole-number parameter the first number after the change.

        Raises
        ------
        InputError
            For an unknown name or a value that is not allowed.

        Notes
        -----
        A change is found by halving between 201 points of the slider to 1e-13 of their distance,
        where there is no formula between 41 points to 1e-8; two changes between the same two
        points are missed. Places where neither the kinds of equilibria nor the selected one differ, 1e-6
        of the range to either side, are left out: not every best reply is part of an equilibrium.
        """
        return self._cross(values)

    def places(self, values: Mapping[str, float]) -> Mapping[str, tuple[float, ...]]:
        """Return the `crossings` for drawing: to a millionth of each slider, or a thousandth where
        there is no formula.
        """
        return self._cross(values, steps=6 if self.kind == "numeric" else 14)

    def holds(self, **values: float) -> bool:
        """Return whether the condition holds at these values (unset: defaults).

        Raises
        ------
        InputError
            For an unknown name or a value that is not allowed.
        """
        margin = self.margin(**values)
        if margin.ndim:
            given = ", ".join(name for name, value in values.items() if np.ndim(value))
            raise InputError(f"{given} is not a single number; `margin` takes arrays.")
        return float(margin) >= -1e-12

    @cached_property
    def counts(self) -> tuple[int, int] | None:
        """Numbers of equilibria just where it fails and just where it holds, other parameters at
        their defaults; None where no slider crosses it.

        They are counted at the first crossing along any slider, 1e-6 of its range to either side.
        """
        return self._count()

    def _repr_latex_(self) -> str | None:
        return None if self.relation is None else f"$${sp.latex(self.relation)}$$"


@dataclass(frozen=True)
class Boundary:
    """Where one regime overtakes another.

    Attributes
    ----------
    crossings : mapping of parameter name to tuple of float
        Values of that parameter, all others fixed, at which the lead changes; for a whole-number
        parameter the first number after the change.
    relation : SymPy equation or None
        Equal welfare in closed form: as the mechanism declares it, or for the kinds of equilibria
        that are selected at `values`, checked against the welfare there to 1e-8.
    kind : str
        ``"closed"`` with a relation, ``"numeric"`` without.

    Notes
    -----
    Crossings are found by halving between 201 points, to 1e-13 of the distance of two points; two
    crossings between the same two points are missed. Where the lead jumps because an equilibrium
    appears or vanishes, the solver sees the jump where a payoff difference exceeds its tolerance
    for ties (of the payoff scale: 1e-12 in group games, 1e-9 in the others). If the place lies
    within 1e-6 of the range of a condition in closed form, it is the condition's, exact to
    rounding; otherwise it is off by that tolerance over the slope of the payoff difference.
    """

    first: str
    second: str
    values: Mapping[str, float]
    crossings: Mapping[str, tuple[float, ...]]
    relation: sp.Basic | None
    kind: str

    def _repr_latex_(self) -> str | None:
        return None if self.relation is None else f"$${sp.latex(self.relation)}$$"


@dataclass(frozen=True)
class Sweep:
    """A mechanism under one regime over a labelled grid of parameter values.

    Attributes
    ----------
    axes : mapping of parameter name to array
        In order; the arrays below have one axis per entry.
    welfare, cooperation, count : arrays
        Under the selection rule; the number of equilibria found.
    states : mapping of symbol to array (..., K)
        All equilibria, NaN-padded; `welfare_all` their welfare, `stability` their codes.
    """

    mechanism: str
    regime: str
    axes: Mapping[str, Array]
    welfare: Array
    cooperation: Array | None
    count: NDArray[np.int64]
    states: Mapping[str, Array]
    welfare_all: Array
    stability: NDArray[np.int8]

    def __repr__(self) -> str:
        size = " × ".join(f"{name} ({len(axis)})" for name, axis in self.axes.items())
        return f"sweep of {self.mechanism} under {self.regime} over {size or 'one point'}"

    def to_xarray(self) -> Any:
        """Return an `xarray.Dataset`; needs the research extra.

        Raises
        ------
        ImportError
            If xarray is not installed.
        """
        try:
            import xarray as xr
        except ImportError as error:
            raise ImportError("to_xarray needs xarray: install cogov_games[research].") from error
        names = list(self.axes)
        data: dict[str, tuple[list[str], NDArray[Any]]] = {
            "welfare": (names, self.welfare),
            "count": (names, self.count),
        }
        if self.cooperation is not None:
            data["cooperation"] = (names, self.cooperation)
        every = [*names, "equilibrium"]
        data |= {symbol: (every, array) for symbol, array in self.states.items()}
        data |= {
            "equilibrium_welfare": (every, self.welfare_all),
            "stability": (every, self.stability),
        }
        attributes = {"mechanism": self.mechanism, "regime": self.regime}
        return xr.Dataset(data, coords=dict(self.axes), attrs=attributes)


@dataclass(frozen=True)
class RegimeMap:
    """Which regime is best where, over two parameters.

    Attributes
    ----------
    x, y : str
        Parameter names; `x_values` (X,), `y_values` (Y,).
    welfare : mapping of regime to array (Y, X)
    best : int array (Y, X)
        Position in `regimes` of the regime with the highest welfare; the first of a tie.
    tie : bool array (Y, X)
    axes : (Parameter, Parameter)
        The two parameters, with their words.
    """

    mechanism: str
    x: str
    y: str
    x_values: Array
    y_values: Array
    regimes: tuple[str, ...]
    welfare: Mapping[str, Array]
    best: NDArray[np.int64]
    tie: NDArray[np.bool_]
    axes: tuple[Parameter, Parameter]

    def __repr__(self) -> str:
        shares = [
            f"{key} {np.mean((self.best == i) & ~self.tie):.0%}"
            for i, key in enumerate(self.regimes)
        ]
        return (
            f"regime map of {self.mechanism} over {self.x} × {self.y}: {', '.join(shares)}, "
            f"tie {self.tie.mean():.0%}"
        )

    def chart(self) -> Any:
        """Return the map as an Altair chart, with words in the current language."""
        from .charts.regime_map import map_chart, map_rows

        x, y = (f"{parameter.meaning} ({parameter.symbol})" for parameter in self.axes)
        rows = map_rows(self.regimes, self.x_values, self.y_values, self.best, self.tie)
        return map_chart(list(self.regimes), x, y, rows)
