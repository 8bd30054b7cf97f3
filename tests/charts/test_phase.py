"""Phase portraits: what is drawn for one population, two and three."""

from __future__ import annotations

import json
from itertools import product

import numpy as np
import pytest
from population_examples import PENNIES, optional_public_good
from tiny_games import actor

import cogov_games as cg
from cogov_games.study.dynamics import portrait_spec
from cogov_games.solvers.population_games import matrix_game, population_game
from cogov_games.solvers.replicator import Replicator
from cogov_games.words import speaking


class Drawn:
    """What a portrait needs of a mechanism's dynamics, for any game."""

    def __new__(cls, game: Replicator):
        d = cg.catalogue["inspection"].dynamics("government_led")
        form = type(
            "Form", (), {
                "populations": tuple(actor(f"P{i}", size) for i, size in enumerate(game.sizes)),
                "profile": staticmethod(lambda states: states),
                "from_shares": staticmethod(lambda shares: dict(enumerate(map(float, shares)))),
            },
        )  # fmt: skip
        drawn = object.__new__(type("D", (type(d),), {"form": form}))
        drawn.__dict__.update(mechanism=d.mechanism, regime=d.regime, game=game)
        return drawn


GAMES = {
    "time": matrix_game([[2, 0], [0, 1]]),
    "triangle": optional_public_good(),
    "square": population_game([PENNIES, PENNIES]),
    "cube": population_game([np.arange(8.0).reshape(2, 2, 2) % 3 for _ in range(3)]),
    "nothing moves": matrix_game(np.zeros((3, 3))),
}


def rows_of(spec, kind: str) -> list[dict]:
    return [row for row in json.loads(spec["data"]["values"]) if row["kind"] == kind]


@pytest.mark.parametrize("name", GAMES)
def test_portraits(name: str) -> None:
    import altair as alt

    drawn = Drawn(GAMES[name])
    spec = portrait_spec(drawn)
    json.dumps(spec, allow_nan=False)
    alt.Chart.from_dict(spec).to_dict()
    points = rows_of(spec, "point")
    assert len(points) == len(drawn.rest_points)
    assert [p["stability"] for p in points] == [p.stability for p in drawn.rest_points]
    assert len(rows_of(spec, "edge")) == {"triangle": 3, "square": 4, "cube": 12}.get(name, 3) * (
        name != "time"
    )
    if name == "nothing moves":
        assert len(rows_of(spec, "still")) == 3
        assert rows_of(spec, "path") == []
        return
    assert len({row["path"] for row in rows_of(spec, "path")}) >= 10
    if name == "cube":
        assert {row["text"] for row in rows_of(spec, "name")} == {
            "".join(map(str, v)) for v in product(range(2), repeat=3)
        }
    with speaking("zh"):
        assert "静止点" in portrait_spec(drawn)["description"]


def test_trajectories_have_the_colour_of_where_they_end() -> None:
    spec = portrait_spec(Drawn(GAMES["square"]))
    stable = [p for p in rows_of(spec, "point") if p["stability"] == "stable"]
    assert len(stable) == 2
    paths = [row for row in rows_of(spec, "path") if row["end"] != "-1"]
    last = {row["path"]: row for row in paths}
    drawn = Drawn(GAMES["square"]).points.shares
    for row in last.values():
        assert [row["x"], row["y"]] == pytest.approx(drawn[int(row["end"])][1::2], abs=0.02)
    assert len({row["end"] for row in paths}) == 2
    nulls = rows_of(spec, "null")
    assert sorted((n["x"], n["x2"], n["y"], n["y2"]) for n in nulls) == [
        (0.0, 1.0, 0.5, 0.5), (0.5, 0.5, 0.0, 1.0),
    ]  # fmt: skip


def test_arrows_point_where_shares_move() -> None:
    spec = portrait_spec(Drawn(population_game([[[0, 0], [1, 1]], [[0, 0], [0, 0]]])))
    angles = {row["angle"] for kind in ("flow", "head") for row in rows_of(spec, kind)}
    assert angles == {90.0}  # to the right


WRONG = {
    "no portrait": (lambda: portrait_spec(Drawn(matrix_game(np.eye(4)))), "4 strategies"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_wrong_input(name: str) -> None:
    call, said = WRONG[name]
    with pytest.raises(cg.InputError, match=said):
        call()
