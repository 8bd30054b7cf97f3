"""Regime maps: which regime is best where, over two parameters or primitives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..charts.regime_map import map_chart, map_rows
from ..errors import InputError
from ..expressions import Array
from ..model.declaration import Declaration
from ..model.outcome import outcome
from ..model.parameters import Parameter, axis_values
from ..quantities import whole
from .comparison import leaders


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
        x, y = (f"{parameter.meaning} ({parameter.symbol})" for parameter in self.axes)
        rows = map_rows(self.regimes, self.x_values, self.y_values, self.best, self.tie)
        return map_chart(list(self.regimes), x, y, rows)


def regime_map(
    mechanism: Declaration, x: str, y: str, resolution: int, values: Mapping[str, float]
) -> RegimeMap:
    """Compare the regimes on a grid over two parameters; see `Mechanism.regime_map`."""
    resolution = whole("resolution", resolution, 2, 1000)
    across, up = mechanism.find(x), mechanism.find(y)
    if across is up:
        raise InputError(f"a regime map needs two different parameters, not {across.name} twice.")
    clash = {mechanism.find(label).name for label in values} & {across.name, up.name}
    if clash:
        raise InputError(f"{sorted(clash)[0]} is an axis of the map and cannot be set as well.")
    fixed = mechanism.check_values(values, primitives=True)
    xs, ys = axis_values(across, resolution), axis_values(up, resolution)
    grid_x, grid_y = np.meshgrid(xs, ys)
    spanned: dict[str, ArrayLike] = {**fixed, across.name: grid_x, up.name: grid_y}
    welfare = {
        key: outcome(mechanism, key, spanned, bare=False).selected_welfare
        for key in mechanism.regimes
    }
    welfare = {key: np.broadcast_to(w, grid_x.shape) for key, w in welfare.items()}
    near = leaders(np.stack(list(welfare.values())))
    return RegimeMap(
        mechanism.key, across.name, up.name, xs, ys, tuple(welfare), welfare,
        near.argmax(axis=0), near.sum(axis=0) > 1, (across, up),
    )  # fmt: skip
