"""Frames of phase portraits: how shares become points of a triangle, a square or a cube."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations, product
from typing import NamedTuple

import numpy as np

from ..errors import InputError
from ..expressions import Array
from ..forms.actors import Actor
from ..solvers.compositions import compositions
from ..words import labelled, listed, say
from .flow import both
from .theme import Row


class Frame(NamedTuple):
    """How shares (..., K) become points of the plane, and what is drawn around them.

    `edges` are pairs of points; `names` are texts at points, with shifts in pixels; `axes` are the
    titles of the axes of a unit square, if the frame is one.
    """

    project: Callable[[Array], Array]
    starts: Array
    edges: list[tuple[Array, Array]]
    names: list[Row]
    low: tuple[float, float]
    high: tuple[float, float]
    axes: tuple[str, str] | None = None
    notes: tuple[str, ...] = ()


def frame_of(populations: tuple[Actor, ...], sizes: tuple[int, ...]) -> Frame:
    """Return the frame for populations with so many strategies.

    Raises
    ------
    InputError
        Unless there is one population with three strategies, or there are two or three populations
        with two each.
    """
    if sizes == (3,):
        return _triangle(*populations)
    if sizes == (2, 2):
        return _square(populations)
    if sizes == (2, 2, 2):
        return _cube(populations)
    raise InputError(
        say(
            "there is no phase portrait for populations with {sizes} strategies: one population "
            "with two or three, or two or three populations with two each.",
            sizes=listed(sizes),
        )
    )


def _triangle(actor: Actor) -> Frame:
    corners = np.array([[0.0, 0.0], [1.0, 0.0], [0.5, np.sqrt(0.75)]])
    inner = compositions(7, 3)
    starts = inner[(inner > 0).all(axis=1)] / 7
    places = (("right", -4, 18), ("left", 4, 18), ("center", 0, -14))
    names = [
        {"x": x, "y": y, "text": str(s.title), "align": align, "dx": dx, "dy": dy}
        for (x, y), s, (align, dx, dy) in zip(corners, actor.strategies, places, strict=True)
    ]
    edges = list(combinations(corners, 2))
    low, high = (-0.12, -0.1), (1.12, 0.96)
    return Frame(lambda shares: np.asarray(shares @ corners), starts, edges, names, low, high)


def _square(populations: tuple[Actor, ...]) -> Frame:
    grid = np.array(list(product((0.08, 0.36, 0.64, 0.92), repeat=2)))
    corners = np.array([[0.0, 0], [1, 0], [1, 1], [0, 1]])
    edges = list(zip(corners, np.roll(corners, -1, axis=0), strict=True))
    first, second = (
        say("{actor}: share who {act}", actor=actor.title, act=actor.strategies[1].title)
        for actor in populations
    )
    return Frame(
        lambda shares: shares[..., 1::2], both(grid), edges, [], (0, 0), (1, 1), (first, second)
    )


AXES = np.array([[1.0, -0.16], [0.52, 0.36], [0.0, 0.95]])
"""Where the cube's three axes point in the plane: an oblique view in which no corners coincide."""


def _cube(populations: tuple[Actor, ...]) -> Frame:
    corners = np.array(list(product((0.0, 1.0), repeat=3)))
    edges = [(a @ AXES, b @ AXES) for a, b in combinations(corners, 2) if np.abs(a - b).sum() == 1]
    names: list[Row] = []
    for corner in corners:
        x, y = corner @ AXES
        front = corner[1] == 0
        names.append(
            {
                "x": x, "y": y, "text": "".join(str(int(c)) for c in corner),
                "align": "right" if front else "left", "dx": -10 if front else 10,
                "dy": 14 if corner[2] == 0 else -12,
            }
        )  # fmt: skip
    acting = [labelled(actor.title, actor.strategies[1].title) for actor in populations]
    note = say("a digit for each; 1 means: {acting}", acting=listed(acting, strong=True))
    starts = both(np.array(list(product((0.12, 0.5, 0.88), repeat=3))))
    low, high = (-0.16, -0.3), (1.7, 1.45)
    return Frame(
        lambda shares: shares[..., 1::2] @ AXES, starts, edges, names, low, high, None, (note,)
    )
