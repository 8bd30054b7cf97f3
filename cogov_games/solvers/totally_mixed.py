"""Where three populations with two strategies each all mix and none gains by either strategy.

Each population's gain is bilinear in the others' shares. Two of the gains give x and z as fractions
of y, and the third becomes a quadratic in y.
"""

from __future__ import annotations

import numpy as np

from .arrays import Array
from .equalisers import INSIDE, TOLERANCE

__all__ = ["totally_mixed"]

Point = tuple[float, float, float]
"""Shares x, y and z of the second strategies."""


def totally_mixed(gain: Array) -> tuple[list[Point], bool]:
    """Return the shares of the second strategies at which all mix and no gain is left.

    Parameters
    ----------
    gain : array (2, 2, 2, 3)
        What each population's second strategy yields more than the first at each vertex, as a share
        of the payoff range.

    Returns
    -------
    points : list of triples
        At most two, each solved for and not yet verified.
    complete : bool
        Whether there are no others: the quadratic does not vanish, and at none of its roots another
        share is left free.

    Examples
    --------
    The first would be like the second, he like the third, and the third unlike the first.

    >>> x, y, z = np.meshgrid([0.0, 1.0], [0.0, 1.0], [0.0, 1.0], indexing="ij")
    >>> totally_mixed(np.stack([2 * y - 1, 2 * z - 1, 1 - 2 * x], axis=-1))
    ([(0.5, 0.5, 0.5)], True)
    """
    a = _bilinear(gain[0, :, :, 0])  # in y, z
    b = _bilinear(gain[:, 0, :, 1])  # in x, z
    c = _bilinear(gain[:, :, 0, 2])  # in x, y
    # a and c as fractions: z = -p / q, x = -r / s, each linear in y, lowest power first
    p, q = a[:, 0], a[:, 1]
    r, s = c[0], c[1]
    quadratic = (
        b[0, 0] * np.convolve(s, q) - b[1, 0] * np.convolve(r, q)
        - b[0, 1] * np.convolve(p, s) + b[1, 1] * np.convolve(r, p)
    )  # fmt: skip
    if np.abs(quadratic).max() <= TOLERANCE:
        return [], False
    found, complete = [], True
    for y in _roots(quadratic):
        if not INSIDE < y < 1 - INSIDE:
            continue
        at = np.array([1.0, y])
        if min(abs(q @ at), abs(s @ at)) <= TOLERANCE:
            point, is_all = _without_denominator(a, b, c, y)
            complete &= is_all
        else:
            point = -(r @ at) / (s @ at), y, -(p @ at) / (q @ at)
        if point and min(point) > INSIDE and max(point) < 1 - INSIDE:
            found.append((float(point[0]), float(point[1]), float(point[2])))
    return found, complete


def _without_denominator(a: Array, b: Array, c: Array, y: float) -> tuple[Point | None, bool]:
    """Return the point at a root y where a fraction has no denominator, and whether it is all."""
    at = np.array([1.0, y])
    (p, q), (r, s) = at @ a, c @ at
    if (abs(q) <= TOLERANCE < abs(p)) or (abs(s) <= TOLERANCE < abs(r)):
        return None, True  # a gain is not zero for any share: nothing is at rest here
    if abs(q) <= TOLERANCE and abs(s) <= TOLERANCE:
        return None, False  # both shares are free: the third gain draws a curve
    if abs(q) <= TOLERANCE:  # z is free
        x = -r / s
        level, slope = np.array([1.0, x]) @ b
        if abs(slope) > TOLERANCE:
            return (x, y, -level / slope), True
    else:  # x is free
        z = -p / q
        level, slope = b @ np.array([1.0, z])
        if abs(slope) > TOLERANCE:
            return (-level / slope, y, z), True
    return None, bool(abs(level) > TOLERANCE)


def _bilinear(corners: Array) -> Array:
    """Return the coefficients [u power, v power] of a bilinear function from its corner values."""
    mixed = corners[1, 1] - corners[1, 0] - corners[0, 1] + corners[0, 0]
    one = corners[0, 0]
    return np.array([[one, corners[0, 1] - one], [corners[1, 0] - one, mixed]])


def _roots(quadratic: Array) -> list[float]:
    """Return the real roots of a quadratic, lowest power first; a double one once."""
    c, b, a = quadratic
    size = np.abs(quadratic).max()
    if abs(a) <= 1e-14 * size:
        return [float(-c / b)] if b else []
    disc = b * b - 4 * a * c
    if abs(disc) <= 1e-13 * size * size:
        return [float(-b / (2 * a))]
    if disc < 0:
        return []
    far = -0.5 * (b + np.copysign(np.sqrt(disc), b))
    return [float(far / a), float(c / far)] if far else [0.0]
