"""Pairs of neighbouring games all over the slider ranges: where equilibria change, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.stats import qmc

from ..expressions import Array
from ..forms.margins import AnyMargin, Margin, NumericMargin
from ..forms.situation import Situation
from ..model.declaration import Declaration
from ..model.outcome import Outcome, outcome
from ..model.parameters import Parameter, axis_values

Kind = tuple[int, int]
Bools = NDArray[np.bool_]

SPAN = 0.1
"""How far apart the points of a pair are, as a share of the distance to another random point."""
MOST = 24
"""Most thresholds without a formula that are listed for a regime."""
ASIDE = 1e-4
"""How far from a threshold, as a share of the pair's distance, its two sides are compared."""


def sample(parameters: Mapping[str, Parameter], size: int, seed: int = 1) -> dict[str, Array]:
    """Return quasi-random parameter values by name, each of shape (size,)."""
    unit = qmc.Sobol(len(parameters), rng=seed).random(size)
    return {
        name: spread(parameter, column)
        for (name, parameter), column in zip(parameters.items(), unit.T, strict=True)
    }


def spread(parameter: Parameter, unit: Array) -> Array:
    """Return allowed values for numbers from 0 to 1."""
    if parameter.choices is not None:
        choices = np.array(sorted(parameter.choices), dtype=float)
        return np.asarray(choices[(unit * len(choices)).astype(int)])
    if parameter.integer:
        return np.floor(parameter.low + unit * (parameter.high - parameter.low + 1))
    return parameter.low + unit * (parameter.high - parameter.low)


def neighbours(mechanism: Declaration, size: int, points: int = 22) -> dict[str, Array]:
    """Return pairs of values (N, 2): all over the ranges, and along each slider at the defaults.

    Along a slider the points lie off its round values, where ties are frequent.
    """
    parameters = mechanism.parameters
    here, there = (sample(parameters, size, seed) for seed in (1, 2))
    blocks = []
    far = {}
    for name, parameter in parameters.items():
        fixed = parameter.integer or parameter.choices is not None
        far[name] = here[name] + (0.0 if fixed else SPAN) * (there[name] - here[name])
    blocks.append({name: np.stack([here[name], far[name]], axis=-1) for name in parameters})
    for name, parameter in parameters.items():
        if parameter.role in ("overhead", "agreement"):
            continue
        grid = axis_values(parameter, points)
        if not (parameter.integer or parameter.choices):
            grid = grid[:-1] + 0.381966 * np.diff(grid)
        pairs = np.stack([grid[:-1], grid[1:]], axis=-1)
        defaults = {k: np.full(pairs.shape, p.default) for k, p in parameters.items()}
        blocks.append({**defaults, name: pairs})
    return {name: np.concatenate([block[name] for block in blocks]) for name in parameters}


def bridged(mechanism: Declaration, values: Mapping[str, Array]) -> Bools:
    """Return which pairs (N, 2) differ in no whole number or choice, shape (N,)."""
    same = np.ones(next(iter(values.values())).shape[0], dtype=bool)
    for name, parameter in mechanism.parameters.items():
        if parameter.integer or parameter.choices is not None:
            same &= values[name][:, 0] == values[name][:, 1]
    return same


def straddle(
    values: Mapping[str, Array], holds: Callable[[Mapping[str, Array]], Bools]
) -> dict[str, Array]:
    """Return points just before and after the place between two points where something changes.

    Parameters
    ----------
    values : mapping of name to array (R, 2)
    holds : callable
        Tells of such a mapping, of arrays (R, C), whether something holds, shape (R, C).

    Returns
    -------
    mapping of name to array (R, 2)
        In the order of `values`, `ASIDE` of the distance to each side.
    """

    def at(share: Array) -> dict[str, Array]:
        return {
            name: np.where(pair[:, :1] == pair[:, 1:], pair[:, :1],
                           pair[:, :1] + share * (pair[:, 1:] - pair[:, :1]))
            for name, pair in values.items()
        }  # fmt: skip

    low = np.zeros((len(next(iter(values.values()))), 1))
    high = low + 1
    before = holds(at(low))
    for _ in range(44):
        middle = (low + high) / 2
        same = holds(at(middle)) == before
        low, high = np.where(same, middle, low), np.where(same, high, middle)
    place = (low + high) / 2
    return at(np.clip(np.concatenate([place - ASIDE, place + ASIDE], axis=1), 0, 1))


def differ(result: Outcome, *, also_selected: bool = True) -> Bools:
    """Return where the two games of a pair have other kinds of equilibria, or select another.

    Parameters
    ----------
    result : Outcome
        Of shape (..., 2).

    Returns
    -------
    bool array (...)
    """
    found = result.found
    codes = np.sort(np.where(found.present, found.pattern, -1), axis=-1)
    apart = np.asarray((codes[..., 0, :] != codes[..., 1, :]).any(axis=-1))
    if also_selected and result.index is not None:
        chosen = result.select(found.pattern)
        apart |= chosen[..., 0] != chosen[..., 1]
    return apart


@dataclass(frozen=True)
class Probe:
    """A regime solved at N pairs of neighbouring points.

    Attributes
    ----------
    values : mapping of name to array (N, 2)
    result : Outcome
        Of shape (N, 2).
    """

    mechanism: Declaration
    regime: str
    values: Mapping[str, Array]
    result: Outcome

    @classmethod
    def of(cls, mechanism: Declaration, regime: str, size: int | None = None) -> Probe:
        """Solve a regime at about `size` pairs, or as many as its form can afford."""
        if size is None:
            transfers = mechanism.regimes[regime].transfers
            size = mechanism.form_of(regime).probes(transfers)
        values = neighbours(mechanism, size)
        return cls(mechanism, regime, values, outcome(mechanism, regime, values))

    @property
    def situation(self) -> Situation:
        """The solved situation, of shape (N, 2)."""
        return self.result.situation

    @cached_property
    def changed(self) -> Bools:
        """Whether the two games of a pair differ in their kinds of equilibria, shape (N,)."""
        return differ(self.result, also_selected=False)

    def split(self, margin: AnyMargin) -> Bools:
        """Return whether a margin has different signs in the two games of a pair, shape (N,)."""
        holds = self._value(margin) >= 0
        return np.asarray(holds[:, 0] != holds[:, 1])

    def _value(self, margin: AnyMargin) -> Array:
        return margin.value(self.situation, lambda: self.result.found)

    def tied(self, margins: Iterable[AnyMargin]) -> Bools:
        """Return whether some formula is zero in either game of a pair, shape (N,)."""
        near = np.zeros(self.changed.shape, dtype=bool)
        for margin in margins:
            if isinstance(margin, Margin):
                size = np.abs(self._value(margin))
                near |= (size <= 1e-9 * np.nanmax(size, initial=0.0)).any(axis=-1)
        return near

    def tallies(self) -> dict[Kind, Bools]:
        """Return, for each kind and number, where there are at least so many, shape (N, 2)."""
        found = self.result.found
        tables = {}
        for pattern in np.unique(found.pattern[found.present]).tolist():
            tally = found.tally(pattern)
            for least in range(1, int(tally.max()) + 1):
                tables[pattern, least] = np.asarray(tally >= least)
        return tables

    def selected(self) -> dict[Kind, Bools]:
        """Return, for each kind, where the selected equilibrium is of it, shape (N, 2)."""
        if self.result.index is None:
            return {}
        chosen = self.result.select(self.result.found.pattern)
        return {(code, 1): chosen == code for code in np.unique(chosen).astype(int).tolist()}

    def across(self, margin: AnyMargin, pairs: Bools) -> tuple[dict[str, Array], Bools]:
        """Return the points (R, 2) next to a margin's zero in those pairs, and where the kinds of
        equilibria, or the selected one's, differ between them.
        """

        def holds(values: Mapping[str, Array]) -> Bools:
            situation = self.mechanism.situation(self.regime, values)
            form = self.mechanism.form_of(self.regime)
            return np.asarray(margin.value(situation, lambda: form.equilibria(situation)) >= 0)

        sides = straddle({name: array[pairs] for name, array in self.values.items()}, holds)
        return sides, differ(outcome(self.mechanism, self.regime, sides))

    @cached_property
    def bridged(self) -> Bools:
        """Pairs between which no whole number or choice changes, shape (N,)."""
        return bridged(self.mechanism, self.values)

    def idle(self, margin: AnyMargin, most: int = 64) -> bool:
        """Return whether a margin was seen to cross zero without any change in the equilibria."""
        split = self.split(margin) & self.bridged
        if not split.any():
            return False
        suspects = np.flatnonzero(split & self.changed)[:most]
        if not suspects.size:
            return True
        chosen = np.zeros(split.shape, dtype=bool)
        chosen[suspects] = True
        return not self.across(margin, chosen)[1].any()


def needed(
    probe: Probe,
    margins: Sequence[AnyMargin],
    tables: Mapping[Kind, Bools],
    missing: Callable[[Kind], NumericMargin],
    explained: Bools | None = None,
) -> list[AnyMargin]:
    """Return the margins that explain every change between the games of a pair.

    Parameters
    ----------
    probe : Probe
    margins : sequence of margins
        The optional ones are kept only where no other changes its sign.
    tables : mapping of kind to array (N, 2)
        What is to be explained.
    missing : callable
        Returns the margin for a kind whose change no margin explains.
    explained : bool array (N,), optional
        Pairs about which there is nothing more to say.

    Notes
    -----
    A change is explained if some margin has different signs in the two games. Pairs with a tie are
    left out.
    """
    apart = {kind: table[:, 0] != table[:, 1] for kind, table in tables.items()}
    still = np.any(list(apart.values()), axis=0) & ~probe.tied(margins)
    if explained is not None:
        still &= ~explained
    kept: list[AnyMargin] = []
    for margin in sorted(margins, key=lambda margin: margin.optional):
        split = probe.split(margin)
        if not margin.optional or (split & still).any():
            kept.append(margin)
            still &= ~split
    for _ in range(MOST):
        if not still.any():
            break
        kind = max(apart, key=lambda kind: int((apart[kind] & still).sum()))
        kept.append(missing(kind))
        still &= ~apart[kind]
    return kept
