"""Finite populations in exact fractions: the whole chain, its law, and who takes over."""

from fractions import Fraction
from itertools import product
from math import comb, exp, inf

import numpy as np

from cogov_games.solvers.compositions import compositions


def states_of(total: int, kinds: int) -> list[tuple[int, ...]]:
    return [c for c in product(range(total + 1), repeat=kinds) if sum(c) == total]


def payoff_in(table: np.ndarray, size: int, state: tuple[int, ...], i: int) -> Fraction:
    """Return the mean payoff of an i: all groups of the others are counted."""
    k = len(state)
    others = [n - (j == i) for j, n in enumerate(state)]
    order = [tuple(row) for row in compositions(size - 1, k).tolist()]
    total = Fraction(0)
    for group in states_of(size - 1, k):
        ways = 1
        for have, drawn in zip(others, group, strict=True):
            ways *= comb(have, drawn)
        total += ways * Fraction(table[i, order.index(group)])
    return total / comb(sum(state) - 1, size - 1)


def win(lead: Fraction, beta: float) -> Fraction:
    if beta == inf:
        return Fraction(1 + (lead > 0) - (lead < 0), 2)
    return Fraction(1 / (1 + exp(-min(max(beta * float(lead), -700), 700))))


def chain(table, size, population, beta, mu, process="fermi", exact=True):
    """Return the states and the transition matrix of the whole chain, in exact arithmetic."""
    k = len(table)
    states = states_of(population, k)
    mu = Fraction(mu)
    matrix = [[Fraction(0)] * len(states) for _ in states]
    for a, state in enumerate(states):
        pay = [payoff_in(table, size, state, i) if state[i] else None for i in range(k)]
        present = [i for i in range(k) if state[i]]
        top = max(pay[i] for i in present)
        weights = [
            state[i] * (int(pay[i] == top) if beta == inf else Fraction(exp(beta * float(pay[i] - top))))
            if state[i] else 0
            for i in range(k)
        ]  # fmt: skip
        for i, j in product(present, range(k)):
            if i == j:
                continue
            chosen = Fraction(state[i], population)
            if process == "fermi":
                copied = Fraction(0)
                if state[j]:
                    copied = Fraction(state[j], population - 1) * win(pay[j] - pay[i], beta)
                chance = chosen * ((1 - mu) * copied + mu / (k - 1))
            else:
                parent = Fraction(weights[j]) / sum(weights)
                chance = chosen * ((1 - mu) * parent + mu * (1 - parent) / (k - 1))
            moved = tuple(n - (s == i) + (s == j) for s, n in enumerate(state))
            matrix[a][states.index(moved)] += chance
        matrix[a][a] = 1 - sum(matrix[a])
    return states, matrix


def solved(rows: list[list[Fraction]], right: list[Fraction]) -> list[Fraction]:
    """Solve linear equations exactly."""
    n = len(rows)
    m = [[*row, r] for row, r in zip(rows, right, strict=True)]
    for c in range(n):
        pivot = next(r for r in range(c, n) if m[r][c] != 0)
        m[c], m[pivot] = m[pivot], m[c]
        m[c] = [v / m[c][c] for v in m[c]]
        for r in range(n):
            if r != c and m[r][c] != 0:
                m[r] = [v - m[r][c] * w for v, w in zip(m[r], m[c], strict=True)]
    return [row[-1] for row in m]


def exact_law(matrix: list[list[Fraction]]) -> list[Fraction]:
    n = len(matrix)
    rows = [[matrix[a][b] - (a == b) for a in range(n)] for b in range(n - 1)]
    return solved([*rows, [Fraction(1)] * n], [*[Fraction(0)] * (n - 1), Fraction(1)])


def exact_fixation(table, size, population, beta) -> Fraction:
    """Return the chance that one second-strategy user takes over, by first-step analysis."""
    states, matrix = chain(table, size, population, beta, 0)
    order = {state[1]: a for a, state in enumerate(states)}
    inner = range(1, population)
    rows = [
        [(a == b) - matrix[order[a]][order[b]] for b in inner] for a in inner
    ]  # fmt: skip
    return solved(rows, [matrix[order[a]][order[population]] for a in inner])[0]
