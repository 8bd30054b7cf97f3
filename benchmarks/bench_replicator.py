"""Trajectories of replicator dynamics: time and error beside SciPy's LSODA and EGTtools.

Run ``python benchmarks/bench_replicator.py``. The game is the optional public goods game (Hauert et
al. 2002): six in a group, cooperators, defectors and loners, t from 0 to 100, 1,000 times. Errors
are the largest in any share, against an integration at relative tolerance 1e-13.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from importlib.util import find_spec
from time import process_time

import numpy as np
from numpy.typing import NDArray
from scipy.integrate import odeint, solve_ivp

from cogov_games.solvers.compositions import compositions
from cogov_games.solvers.population_games import PolynomialGame, group_game, matrix_game
from cogov_games.solvers.replicator import trajectories
from cogov_games.solvers.rest_points import rest_points

Floats = NDArray[np.float64]
TIMES = np.linspace(0, 100, 1000)


def optional_public_good() -> PolynomialGame:
    counts = compositions(5, 3)
    size = counts[:, 0] + counts[:, 1] + 1
    share = 3 * counts[:, 0] / size
    table = np.stack([share + 3 / size - 1, share, np.ones(len(size))], axis=-1)
    table[size == 1] = 1.0
    return group_game(table, counts)


def best_of(run: Callable[[], object], repeats: int) -> float:
    times = []
    for _ in range(repeats):
        start = process_time()
        run()
        times.append(process_time() - start)
    return 1e3 * min(times)


def velocity(game: PolynomialGame) -> Callable[[Floats, float], Floats]:
    """Return the right-hand side as one would write it, in shares."""

    def rates(x: Floats, _: float) -> Floats:
        f = game.payoffs(x)
        return np.asarray(x * (f - x @ f))

    return rates


def reference(game: PolynomialGame, start: Floats) -> Floats:
    def rates(_: float, logs: Floats) -> Floats:
        return game.growth(logs)

    solved = solve_ivp(rates, (0, 100), np.log(start), "DOP853", TIMES, rtol=1e-13, atol=1e-14)
    weights = np.exp(solved.y.T)
    return np.asarray(weights / weights.sum(axis=1, keepdims=True))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--starts", type=int, default=100)
    parser.add_argument("--repeats", type=int, default=15)
    options = parser.parse_args()
    game = optional_public_good()
    starts = np.random.default_rng(0).dirichlet(np.ones(3), options.starts)
    exact = [reference(game, start) for start in starts]

    alone = [
        best_of(lambda s=s: trajectories(game, s, TIMES), options.repeats) for s in starts[:20]
    ]  # type: ignore[misc]
    all_at_once = best_of(lambda: trajectories(game, starts, TIMES), 5)
    error = max(
        np.abs(a - b).max() for a, b in zip(trajectories(game, starts, TIMES), exact, strict=True)
    )
    print(
        f"ours: one trajectory {np.median(alone):.2f} ms (of 20 starts {min(alone):.2f} to "
        f"{max(alone):.2f}); {options.starts} at once {all_at_once:.0f} ms; error {error:.1e}"
    )
    rates = velocity(game)
    for rtol, atol in ((1.49e-8, 1.49e-8), (1e-10, 1e-12), (1e-12, 1e-14)):

        def lsoda(start: Floats, rtol: float = rtol, atol: float = atol) -> Floats:
            return np.asarray(odeint(rates, start, TIMES, rtol=rtol, atol=atol, mxstep=10_000))

        times = [best_of(lambda s=s: lsoda(s), options.repeats) for s in starts[:20]]  # type: ignore[misc]
        error = max(np.abs(lsoda(s) - e).max() for s, e in zip(starts[:20], exact, strict=False))
        ratio = np.median(times) / np.median(alone)
        each = np.median(times) * options.starts / all_at_once
        print(
            f"LSODA in shares, rtol {rtol:.0e}: {np.median(times):.2f} ms ({ratio:.2f}x; one by one "
            f"{each:.1f}x of ours at once), error {error:.1e}"
        )

    cycle = matrix_game([[0, -1.5, 1], [1, 0, -1.5], [-1.5, 1, 0]])
    start = np.array([0.9, 0.09, 0.01])
    far = reference(cycle, start)
    shares = odeint(velocity(cycle), start, TIMES, rtol=1e-10, atol=1e-12, mxstep=10_000)
    print(
        "rock, paper, scissors that run out to the boundary: error "
        f"{np.abs(trajectories(cycle, start, TIMES) - far).max():.1e}, "
        f"LSODA in shares, rtol 1e-10 {np.abs(shares - far).max():.1e}"
    )
    print(f"rest points: {best_of(lambda: rest_points(game), 5):.1f} ms")

    if find_spec("egttools") is None:
        print("EGTtools: not installed")
        return
    from egttools.analytical import replicator_equation

    matrix = np.array([[0.0, -1.0, 1.0], [1.0, 0.0, -1.0], [-1.0, 1.0, 0.0]])
    pairs = matrix_game(matrix)
    time = best_of(
        lambda: odeint(lambda x, _: replicator_equation(x, matrix), start, TIMES), options.repeats
    )
    ours = best_of(lambda: trajectories(pairs, start, TIMES), options.repeats)
    print(f"EGTtools in odeint, rock, paper, scissors: {time:.2f} ms; ours {ours:.2f} ms")


if __name__ == "__main__":
    main()
