"""Extreme equilibria in exact arithmetic: slow, and nothing in common with the solver.

A vertex of {(x, v): x >= 0, sum(x) = 1, payoff of each response <= v} is a feasible point that is
the only solution of some m of its inequalities held tight. Pairs of vertices are equilibria if no
pure strategy earns more; labels are not used.
"""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import combinations, product

Strategy = tuple[Fraction, ...]
Matrix = Sequence[Sequence[Fraction | int]]


def exact_equilibria(a: Matrix, b: Matrix) -> set[tuple[Strategy, Strategy]]:
    """Return the extreme equilibria (x, y) of the game with payoffs `a` (row), `b` (column)."""
    return {
        (x, y)
        for x, y in product(_vertices(_transposed(b)), _vertices(a))
        if exact_regret(a, b, x, y) == 0
    }


def exact_regret(a: Matrix, b: Matrix, x: Strategy, y: Strategy) -> Fraction:
    """Return the most that either player gains by deviating from (x, y)."""
    by_row = [_dot(row, y) for row in a]
    by_column = [_dot(column, x) for column in _transposed(b)]
    return max(max(by_row) - _dot(by_row, x), max(by_column) - _dot(by_column, y))


def _vertices(replies: Matrix) -> set[Strategy]:
    """Return the vertices of the mixed strategies; `replies[j][i]` is response j's payoff at i."""
    size = len(replies[0])
    unit = [[Fraction(i == j) for j in range(size)] for i in range(size)]
    inequalities = [([*row, Fraction(0)], Fraction(0)) for row in unit]
    inequalities += [([*map(Fraction, row), Fraction(-1)], Fraction(0)) for row in replies]
    simplex = ([Fraction(1)] * size + [Fraction(0)], Fraction(1))
    found = set()
    for tight in combinations(inequalities, size):
        solution = _unique_solution([simplex, *tight])
        if solution is None:
            continue
        *x, value = solution
        if min(x) >= 0 and all(_dot(row, x) <= value for row in replies):
            found.add(tuple(x))
    return found


def _unique_solution(
    equations: Sequence[tuple[Sequence[Fraction], Fraction]],
) -> list[Fraction] | None:
    """Solve a square system by elimination, or return None if it is singular."""
    rows = [[*left, right] for left, right in equations]
    size = len(rows)
    for j in range(size):
        pivot = next((i for i in range(j, size) if rows[i][j] != 0), None)
        if pivot is None:
            return None
        rows[j], rows[pivot] = rows[pivot], rows[j]
        rows[j] = [entry / rows[j][j] for entry in rows[j]]
        for i in range(size):
            if i != j and rows[i][j] != 0:
                factor = rows[i][j]
                rows[i] = [e - factor * p for e, p in zip(rows[i], rows[j], strict=True)]
    return [row[-1] for row in rows]


def _dot(left: Sequence[Fraction | int], right: Sequence[Fraction]) -> Fraction:
    return sum((p * q for p, q in zip(left, right, strict=True)), Fraction(0))


def _transposed(matrix: Matrix) -> Matrix:
    return list(zip(*matrix, strict=True))
