"""Replicator dynamics of a mechanism: rest points, trajectories and the phase portrait."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..charts.flow import Flow
from ..charts.phase import phase_portrait
from ..charts.theme import Spec, title
from ..errors import InputError
from ..expressions import Array
from ..forms.base import Form
from ..forms.situation import Situation
from ..model.declaration import Declaration
from ..model.solution import RestPoint, described
from ..model.tables import html_table, profile_text
from ..solvers import rest_points as found
from ..solvers.replicator import Replicator, trajectories
from ..solvers.stability import Stability
from ..words import listed, number, say

NEAR = 0.02
"""A trajectory ends at a stable rest point if no share is farther from it than this."""


@dataclass(frozen=True, eq=False)
class Trajectories:
    """Shares over time from many starts.

    Attributes
    ----------
    times : array (T,)
    shares : mapping of actor to array (..., T, k)
        One entry per strategy, in the order of the declaration.
    ends : int array (...)
        Position among the rest points of the stable one that is reached at the last time, to
        within 0.02 in every share; -1 if there is none.
    """

    times: Array
    shares: Mapping[str, Array] = field(repr=False)
    ends: NDArray[np.intp]


@dataclass(frozen=True, eq=False, repr=False)
class Dynamics:
    """Replicator dynamics of one game: each actor is a population, whose strategies' shares move.

    Attributes
    ----------
    rest_points : tuple of RestPoint
    continua : tuple of tuples of int
        Sets of rest points (by position) between which all mixtures are rest points as well.
    complete : bool
        Whether the list is proven exhaustive.

    Notes
    -----
    A share grows at a rate of its payoff less the population's mean. See `rest_points` and
    `replicator` in `cogov_games.solvers` for methods and tolerances.

    References
    ----------
    Taylor, P. D. and Jonker, L. B. (1978). Evolutionarily stable strategies and game dynamics.
    Mathematical Biosciences 40, 145-156.
    """

    mechanism: Declaration
    regime: str
    situation: Situation

    def __post_init__(self) -> None:
        _ = self.game  # raises where the form has no replicator dynamics

    @property
    def form(self) -> Form:
        """The form of game that is played."""
        return self.mechanism.form_of(self.regime)

    @cached_property
    def game(self) -> Replicator:
        """Payoffs as functions of the shares, for the solvers."""
        return self.form.replicator(self.situation)

    @cached_property
    def points(self) -> found.RestPoints:
        """The rest points as arrays."""
        return found.rest_points(self.game)

    @cached_property
    def rest_points(self) -> tuple[RestPoint, ...]:
        return described(self.form, self.points)

    @property
    def continua(self) -> tuple[tuple[int, ...], ...]:
        return self.points.continua

    @property
    def complete(self) -> bool:
        return self.points.complete

    def trajectories(self, starts: ArrayLike, times: ArrayLike) -> Trajectories:
        """Follow the dynamics from many starts at once.

        Parameters
        ----------
        starts : (..., K), or (..., N) where each of N actors has two strategies
            Shares of all strategies, one actor after the other; or of each actor's second strategy.
        times : (T,)
            Increasing, the first that of the start.

        Returns
        -------
        Trajectories

        Raises
        ------
        InputError
            If starts are not shares or times do not increase.
        """
        sizes = self.game.sizes
        try:
            given = np.asarray(starts, dtype=float)
        except (TypeError, ValueError) as error:
            raise InputError(f"starts = {starts!r} is not an array of numbers.") from error
        if set(sizes) == {2} and given.ndim and given.shape[-1] == len(sizes):
            given = np.stack([1 - given, given], axis=-1).reshape(*given.shape[:-1], -1)
        paths, ends = self._followed(given, times)
        parts = [paths[..., start:stop] for start, stop in self.game.spans]
        keys = [actor.key for actor in self.form.populations]
        shares = dict(zip(keys, parts, strict=True))
        return Trajectories(np.asarray(times, dtype=float), shares, ends)

    def _followed(self, starts: Array, times: ArrayLike) -> tuple[Array, NDArray[np.intp]]:
        """Return shares over time (..., T, K), and which rest points are reached (...)."""
        paths = trajectories(self.game, starts, times)
        return paths, self._ends(paths)

    def _ends(self, paths: Array) -> NDArray[np.intp]:
        stable = np.flatnonzero(self.points.stability == Stability.STABLE)
        if not stable.size:
            return np.full(paths.shape[:-2], -1)
        away = np.abs(paths[..., -1, None, :] - self.points.shares[stable]).max(axis=-1)
        nearest = away.argmin(axis=-1)
        return np.asarray(np.where(away.min(axis=-1) <= NEAR, stable[nearest], -1))

    def portrait(self) -> Any:
        """Return the phase portrait as an Altair chart.

        One population: shares over time (two strategies) or a triangle (three). Populations with
        two strategies each: a square (two of them) or a cube (three).

        Raises
        ------
        InputError
            For other numbers of populations and strategies.
        """
        import altair as alt

        return alt.Chart.from_dict(portrait_spec(self))

    def __repr__(self) -> str:
        lines = [
            f"replicator dynamics of {self.mechanism.key} under {self.regime}: "
            f"{len(self.rest_points)} rest points"
            f"{'' if self.complete else ' (list not proven complete)'}"
        ]
        for point in self.rest_points:
            nash = ", equilibrium" if point.is_equilibrium else ""
            lines.append(f"   {profile_text(point.profile)} | {point.classification}{nash}")
        for subset in self.continua:
            every = ", ".join(str(k + 1) for k in subset)
            lines.append(f"   all mixtures of {every} are at rest")
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        rows = [
            [
                profile_text(point.profile),
                say(point.classification),
                listed(_complex(value) for value in point.eigenvalues),
                "●" if point.is_equilibrium else "",
            ]
            for point in self.rest_points
        ]
        head = [say(k) for k in ("rest point", "type", "eigenvalues", "equilibrium")]
        return html_table(head, rows)


def portrait_spec(dynamics: Dynamics) -> Spec:
    """Return the phase portrait with its data as a Vega-Lite specification.

    Raises
    ------
    InputError
        Unless there is one population with two or three strategies, or there are two or three
        populations with two strategies each.
    """
    flow = Flow(
        title=f"{dynamics.mechanism.title} {title(dynamics.regime)}",
        populations=dynamics.form.populations,
        game=dynamics.game,
        find=lambda: dynamics.points,
        follow=dynamics._followed,
    )
    return phase_portrait(flow)


def dynamics(mechanism: Declaration, regime: str, values: Mapping[str, float]) -> Dynamics:
    """Return the replicator dynamics of one game; see `Mechanism.dynamics`."""
    checked = mechanism.check_values(values, primitives=True)
    return Dynamics(mechanism, regime, mechanism.situation(regime, checked))


def _complex(value: complex) -> str:
    if not value.imag:
        return number(value.real)
    sign = "+" if value.imag > 0 else "−"
    return f"{number(value.real)} {sign} {number(abs(value.imag))}i"
