"""Sweeps: one regime over a labelled grid of parameter values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..errors import InputError
from ..expressions import Array
from ..model.declaration import Declaration
from ..model.outcome import outcome


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


def sweep(mechanism: Declaration, regime: str, values: Mapping[str, ArrayLike]) -> Sweep:
    """Solve one regime on the grid that the array-valued parameters span; see `Mechanism.sweep`."""
    mechanism.check_regime(regime)
    axes: dict[str, Array] = {}
    fixed: dict[str, ArrayLike] = {}
    for name, value in mechanism.by_name(values).items():
        if isinstance(value, list | tuple) or np.ndim(value) > 0:
            axes[name] = mechanism.find(name).check_array(value)
            if axes[name].ndim != 1 or axes[name].size == 0:
                raise InputError(f"{name} has shape {axes[name].shape}; give one axis.")
        else:
            fixed[name] = value
    grid = np.meshgrid(*axes.values(), indexing="ij") if axes else []
    spanned = dict(zip(axes, grid, strict=True))
    result = outcome(mechanism, regime, {**fixed, **spanned})
    return Sweep(
        mechanism=mechanism.key,
        regime=regime,
        axes=axes,
        welfare=result.selected_welfare,
        cooperation=None if result.cooperation is None else result.select(result.cooperation),
        count=result.found.present.sum(axis=-1),
        states=result.found.states,
        welfare_all=result.welfare,
        stability=result.found.stability,
    )
