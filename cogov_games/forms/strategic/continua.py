"""The continua of one game in strategic form: equilibria between which all are equilibria too."""

from __future__ import annotations

import numpy as np

from ...expressions import Array
from ...solvers import trilinear_continua
from ...solvers.components import maximal_subsets
from ..equilibria import CurvedContinuum
from .game import StrategicGame


def continua(
    game: StrategicGame, tables: list[Array], mixes: list[Array]
) -> tuple[tuple[tuple[int, ...], ...], tuple[CurvedContinuum, ...]]:
    """Return the continua of one game: those that mixtures span, and the curved ones."""
    if len(mixes) == 2:
        return _maximal_subsets(*mixes), ()
    second = np.stack([mix[:, 1] for mix in mixes], axis=-1)
    spanned, curved = trilinear_continua.continua(tables, second)
    return spanned, tuple(
        CurvedContinuum(
            part.ends,
            part.dimension,
            {
                name: share
                for p, names in zip(part.points.T, game.shares, strict=True)
                for name, share in zip(names, (1 - p, p), strict=True)
            },
        )
        for part in curved
    )


def _maximal_subsets(x: Array, y: Array) -> tuple[tuple[int, ...], ...]:
    """Return the maximal Nash subsets that are more than a point, as positions of equilibria."""
    subsets = []
    for rows, columns in maximal_subsets(x, y):
        inside = [
            k
            for k in range(len(x))
            if any(np.array_equal(x[k], row) for row in rows)
            and any(np.array_equal(y[k], column) for column in columns)
        ]
        if len(inside) > 1:
            subsets.append(tuple(inside))
    return tuple(subsets)
