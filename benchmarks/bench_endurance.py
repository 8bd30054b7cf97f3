"""Endurance: ``python -m benchmarks.bench_endurance [--moves 100000] [--seed 1]``.

Random moves of an explorer of every mechanism, without a page: sliders mostly, but also undo, reset,
settings that are loaded, languages and axes. Each explorer is opened once, which is told as it takes
longer than many moves. Printed after each round over all mechanisms: moves, errors, and memory after
garbage collection. Neither errors nor growth are expected once the first rounds have filled the
caches.
"""

from __future__ import annotations

import argparse
import asyncio
import gc
import random
import sys
import time
import traceback
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import ipywidgets
import psutil

import cogov_games as cg

ROUNDS, ROUND = 10, 1_000
"""A walk has so many rounds at least, and so many moves a round at most."""
KINDS = {"slide": 90, "undo": 3, "load": 2, "choose": 2, "reset": 1, "speak": 1, "settle": 1}
"""How often each kind of move is made, in a hundred."""


@dataclass(frozen=True)
class Point:
    """Where a walk stands after a round: bytes of the kernel, and what else is counted."""

    moves: int
    bytes: int
    counts: dict[str, int]

    def __str__(self) -> str:
        counts = ", ".join(f"{count:,} {name}" for name, count in self.counts.items())
        return f"{self.moves:>7,} moves: kernel {self.bytes / 2**20:.0f} MiB, {counts}"


@dataclass
class Walk:
    """What a walk found: its points, and the errors with the moves that led to them."""

    points: list[Point] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)

    def add(self, point: Point, told: bool) -> None:
        self.points.append(point)
        if told:
            print(point, flush=True)


def walk(
    moves: int,
    seed: int,
    *,
    keys: Sequence[str] = (),
    rounds: int = ROUNDS,
    told: bool = False,
) -> Walk:
    """Move the explorers of mechanisms, by default of all, at random and without a page.

    A running loop lets the slow charts wait, as in a notebook; they are drawn by the moves that
    settle.
    """
    return asyncio.run(_walk(moves, random.Random(seed), keys or list(cg.catalogue), rounds, told))


async def _walk(
    moves: int, luck: random.Random, keys: Sequence[str], rounds: int, told: bool
) -> Walk:
    found, made = Walk(), 0
    explorers = []
    for place, key in enumerate(keys):
        if told:
            print(f"open {key} ({place + 1} of {len(keys)})", flush=True)
        explorers.append(cg.catalogue[key].explore())
    for turn in range(rounds):
        for place, explorer in enumerate(explorers):
            share = turn * len(explorers) + place + 1
            end = moves * share // (rounds * len(explorers))
            while made < end:
                made += 1
                kind = luck.choices(list(KINDS), list(KINDS.values()))[0]
                try:
                    MOVES[kind](explorer, luck)
                except Exception:
                    found.errors.append(f"{kind}, {explorer.line}\n{traceback.format_exc()}")
                await asyncio.sleep(0)  # else the loop keeps what each move puts off
        gc.collect()
        counts = {
            "objects": len(gc.get_objects()), "widgets": len(ipywidgets.widgets.widget._instances),
            "errors": len(found.errors),
        }  # fmt: skip
        found.add(Point(made, psutil.Process().memory_info().rss, counts), told)
    for explorer in explorers:
        explorer.close()
    return found


def _slide(explorer: Any, luck: random.Random) -> None:
    row = luck.choice(list(explorer.rows.values()))
    slider, parameter = row.slider, row.parameter
    steps = int((parameter.high - parameter.low) / parameter.step)
    slider.value = round(parameter.low + luck.randint(0, steps) * parameter.step, 10)


def _load(explorer: Any, luck: random.Random) -> None:
    name, parameter = luck.choice(list(explorer.mechanism.parameters.items()))
    value = luck.choice((parameter.low, parameter.default, parameter.high))
    explorer.load(f'cg.catalogue["{explorer.mechanism.key}"].compare({name}={value!r})')


def _choose(explorer: Any, luck: random.Random) -> None:
    explorer.choose(**{luck.choice(("branch", "x", "y")): luck.choice(list(explorer.sliding))})


MOVES = {
    "slide": _slide,
    "undo": lambda explorer, _: explorer.undo(),
    "load": _load,
    "choose": _choose,
    "reset": lambda explorer, _: explorer.reset(),
    "speak": lambda explorer, luck: explorer.speak(luck.choice(("en", "zh"))),
    "settle": lambda explorer, _: explorer.settle(),
}


def main() -> None:
    """Walk and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--moves", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    began = time.perf_counter()
    rounds = max(ROUNDS, options.moves // ROUND)
    failed = walk(options.moves, options.seed, rounds=rounds, told=True).errors
    print(f"{time.perf_counter() - began:.0f} s")
    if failed:
        sys.exit("\n".join(failed))


if __name__ == "__main__":
    main()
