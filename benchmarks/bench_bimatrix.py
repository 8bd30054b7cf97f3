"""Bimatrix games: our time and number of equilibria beside other libraries', in one run.

Run ``python benchmarks/bench_bimatrix.py``. Nashpy is always there; QuantEcon and pygambit are
measured if they are installed. Every library solves the same games; the slow ones solve only the
first few of them, and their time per game is compared.
"""

from __future__ import annotations

import argparse
import time
import warnings
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from typing import Any

import numpy as np
import numpy.typing as npt

from cogov_games.solvers.bimatrix import ExtremeEquilibria, nash_equilibria

Games = npt.NDArray[np.float64]
Solver = Callable[[Games, Games], int]


def ours(a: Games, b: Games) -> int:
    found = nash_equilibria(a, b)
    assert isinstance(found, ExtremeEquilibria)
    assert len(found.x) == len(found.y) == len(a)  # the full result is read
    return int(found.count.sum())


def nashpy_supports(a: Games, b: Games) -> int:
    import nashpy

    games = (nashpy.Game(*pair) for pair in zip(a, b, strict=True))
    return sum(len(list(game.support_enumeration())) for game in games)


def nashpy_vertices(a: Games, b: Games) -> int:
    import nashpy

    shifted = zip(a - a.min() + 1, b - b.min() + 1, strict=True)
    games = (nashpy.Game(*pair) for pair in shifted)
    return sum(len(list(game.vertex_enumeration())) for game in games)


def quantecon_games(a: Games, b: Games) -> Iterator[Any]:
    from quantecon import game_theory

    for p, q in zip(a, b, strict=True):
        players = game_theory.Player(p), game_theory.Player(q.T.copy())
        yield game_theory.NormalFormGame(players)


def quantecon_supports(a: Games, b: Games) -> int:
    from quantecon.game_theory import support_enumeration

    return sum(len(support_enumeration(game)) for game in quantecon_games(a, b))


def quantecon_vertices(a: Games, b: Games) -> int:
    from quantecon.game_theory import vertex_enumeration

    return sum(len(vertex_enumeration(game)) for game in quantecon_games(a, b))


def gambit(a: Games, b: Games) -> int:
    import pygambit

    kind = getattr(pygambit, "StrategicGame", pygambit.Game)  # renamed in Gambit 17
    games = (kind.from_arrays(*pair) for pair in zip(a, b, strict=True))
    solved = (pygambit.nash.enummixed_solve(game, rational=True) for game in games)
    return sum(len({str(found) for found in one.equilibria}) for one in solved)  # it lists repeats


SOLVERS: dict[str, tuple[str, Solver]] = {
    "Nashpy, supports": ("nashpy", nashpy_supports),
    "Nashpy, vertices of shifted game": ("nashpy", nashpy_vertices),
    "QuantEcon, supports": ("quantecon", quantecon_supports),
    "QuantEcon, vertices": ("quantecon", quantecon_vertices),
    "Gambit, exact": ("pygambit", gambit),
}


def best_time(solve: Solver, a: Games, b: Games) -> tuple[float, int]:
    """Return the least time in seconds, of up to 7 runs within 2 seconds, and the number found."""
    solve(a[:1], b[:1])
    least, runs, begin = np.inf, 0, time.perf_counter()
    while runs == 0 or (runs < 7 and time.perf_counter() - begin < 2):
        start = time.perf_counter()
        found = solve(a, b)
        least, runs = min(least, time.perf_counter() - start), runs + 1
    return least, found


def compare(title: str, a: Games, b: Games, few: dict[str, int]) -> None:
    """Print one table; each of the others solves the first `few[package]` games, or none."""
    seconds, found = best_time(ours, a, b)
    print(f"\n{title}: {len(a):,} games in {1e3 * seconds:.2f} ms, {found:,} equilibria")
    print(f"  {'on the first games':34}{'games':>7}{'ms':>10}{'found':>9}{'ours':>9}{'ratio':>10}")
    for name, (package, solve) in SOLVERS.items():
        games = min(len(a), few.get(package, 0))
        if not games or find_spec(package) is None:
            print(f"  {name:34}{'not run' if not games else 'not installed':>16}")
            continue
        try:
            theirs, number = best_time(solve, a[:games], b[:games])
        except Exception as error:  # another library's failure is a result, not an end
            print(f"  {name:34}{games:7,}  {type(error).__name__}: {error}")
            continue
        ratio = (theirs / games) / (seconds / len(a))
        here = ours(a[:games], b[:games])
        print(f"  {name:34}{games:7,}{1e3 * theirs:10.1f}{number:9,}{here:9,}{_times(ratio):>10}")


def _times(ratio: float) -> str:
    return f"{ratio:,.0f}x" if ratio >= 10 else f"{ratio:.2f}x"


def main() -> None:
    parser = argparse.ArgumentParser(description="Bimatrix games: time and equilibria found.")
    parser.add_argument("--games", type=int, default=10_000, help="games in a grid")
    parser.add_argument("--few", type=int, default=1_000, help="2x2 games for slow libraries")
    options = parser.parse_args()
    warnings.simplefilter("ignore")
    rng = np.random.default_rng(0)

    for m, n in ((2, 2), (3, 3), (2, 4)):
        few = options.few if (m, n) == (2, 2) else options.few // 4
        each = {"nashpy": few, "quantecon": few, "pygambit": few}
        a, b = rng.random((2, options.games, m, n))
        compare(f"{m}x{n}, random", a, b, each)
        a, b = rng.integers(0, 11, (2, options.games, m, n)) / 10
        compare(f"{m}x{n}, payoffs in steps of 0.1", a, b, each)
    for size, slow in ((5, ["nashpy", "pygambit"]), (8, ["nashpy"]), (10, [])):
        a, b = rng.random((2, 1, size, size))
        compare(f"{size}x{size}, random", a, b, dict.fromkeys([*slow, "quantecon"], 1))


if __name__ == "__main__":
    main()
