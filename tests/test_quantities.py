"""What is no number is one error, whatever it is given to."""

import datetime
from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

import numpy as np
import pytest

import cogov_games as cg
from cogov_games.quantities import number, numbers, whole

NO_NUMBERS = (
    True, np.True_, None, "1", b"1", 1j, np.complex128(1), Decimal(1), np.datetime64("2020-01-01"), np.timedelta64(3, "s"),
    np.array(5, "m8[ns]"), datetime.date(2020, 1, 1), np.ma.masked, np.ma.array(1.0, mask=True), [1], {}, object(), float("nan"), float("inf"),
    -float("inf"), 10**400, -(10**400), 1e301, np.float64("nan"), "9" * 10_000,
)  # fmt: skip
GAME = cg.catalogue["public_good"]
NAMES = list(GAME.parameters)
FIRST, NORMS = GAME.first_regime, cg.catalogue["norm_evolution"]
explorer = cache(GAME.explore)  # made when it is asked for


class Pairs(dict[Any, Any]):
    """A mapping of any value to a word, also of what no dictionary takes as a key."""

    def __init__(self, key: Any) -> None:
        super().__init__({0: ""})
        self.key = key

    def __iter__(self) -> Iterator[Any]:
        return iter([self.key])


CALLS = {
    "number": lambda v: number("it", v),
    "whole": lambda v: whole("it", v, 0, 100),
    "numbers": lambda v: numbers("it", [0.5, v]),
    # a mechanism
    "solve": lambda v: GAME.solve(FIRST, **{NAMES[0]: v}),
    "compare": lambda v: GAME.compare(**{NAMES[0]: v}),
    "outcome": lambda v: GAME.outcome(FIRST, {NAMES[0]: v}),
    "outcome of an array": lambda v: GAME.outcome(FIRST, {NAMES[0]: [5, v]}),
    "sweep": lambda v: GAME.sweep(FIRST, **{NAMES[0]: [5, v]}),
    "boundary": lambda v: GAME.boundary("government_led", "multi_center", **{NAMES[0]: v}),
    "regime_map": lambda v: GAME.regime_map(*NAMES[:2], **{NAMES[2]: v}),
    "resolution": lambda v: GAME.regime_map(*NAMES[:2], resolution=v),
    "dynamics": lambda v: NORMS.dynamics(NORMS.first_regime, **{next(iter(NORMS.parameters)): v}),
    "Z": lambda v: NORMS.finite_population(NORMS.first_regime, Z=v),
    "beta": lambda v: NORMS.finite_population(NORMS.first_regime, beta=v),
    "mu": lambda v: NORMS.finite_population(NORMS.first_regime, mu=v),
    # solvers
    "nash_equilibria": lambda v: cg.nash_equilibria([[v, 1], [1, 2]], [[1, 2], [1, 2]]),
    "correlated": lambda v: cg.correlated_equilibrium([[v, 1], [1, 2]], [[1, 2], [1, 2]]),
    "symmetric correlated": lambda v: cg.symmetric_correlated_equilibrium([0, v], [1, 2]),
    "shapley": lambda v: cg.shapley({frozenset("a"): v}),
    "banzhaf": lambda v: cg.banzhaf({frozenset("a"): v}),
    "core": lambda v: cg.core({frozenset("a"): v}),
    "least_core": lambda v: cg.least_core({frozenset("a"): v}),
    "nucleolus": lambda v: cg.nucleolus({frozenset("a"): v}),
    "prenucleolus": lambda v: cg.prenucleolus({frozenset("a"): v}),
    "token_equilibria": lambda v: cg.token_equilibria([[0, 2], [1, 1]], people=v),
    "token payoffs": lambda v: cg.token_equilibria([[0, 2], [1, v]], people=2),
    "volunteers": lambda v: cg.volunteer_equilibria([0.1, v], 1),
    "benefit": lambda v: cg.volunteer_equilibria([0.1, 0.2], v),
    # what a learner moves
    "explore": lambda v: GAME.explore(**{NAMES[0]: v}),
    "explorer": lambda v: explorer().set(**{NAMES[0]: v}),
    "play": lambda v: GAME.play(**{NAMES[0]: v}),
    "rounds": lambda v: GAME.play(rounds=v),
    "people": lambda v: cg.catalogue["inspection"].play(people=v),
    "vote": lambda v: GAME.play(vote=v),
    "seed": lambda v: GAME.play(seed=v),
    "optimism": lambda v: GAME.play(optimism=v),
    "precision": lambda v: GAME.play(precision=v),
    "free_riders": lambda v: GAME.play(free_riders=v),
    "choose": lambda v: cg.catalogue["purchase"].play(rounds=2).choose(v, 1.0),
    "prediction low": lambda v: cg.Prediction("?", v, 2),
    "prediction high": lambda v: cg.Prediction("?", 0, v),
    "prediction step": lambda v: cg.Prediction("?", 0, 1, v),
    "lock": lambda v: cg.Prediction("?").lock(v, "because"),
    "check number": lambda v: cg.Check("?", number=v, because="", otherwise=""),
    "check tolerance": lambda v: cg.Check("?", number=1, tolerance=v, because="", otherwise=""),
    "check slips": lambda v: cg.Check("?", number=1, because="", otherwise="", slips=Pairs(v)),
    "check answer": lambda v: cg.Check("?", number=1, because="", otherwise="").answer(v),
    "sheet people": lambda v: cg.class_sheet(GAME, "nowhere/class.csv", players=v),
    "sheet rounds": lambda v: cg.class_sheet(GAME, "nowhere/class.csv", rounds=v),
}
UNSET = {"seed", "optimism", "precision", "free_riders", "rounds", "people", "lock", "play",
         "check number", "sheet people", "sheet rounds"}  # fmt: skip
"""Where None says that nothing is set."""


@pytest.mark.parametrize("place", range(len(NO_NUMBERS)))
@pytest.mark.parametrize("call", CALLS)
def test_what_is_no_number_is_one_short_error(call: str, place: int) -> None:
    value: Any = NO_NUMBERS[place]
    if value is None and call in UNSET:
        return
    with pytest.raises(cg.InputError) as caught:
        CALLS[call](value)
    assert len(str(caught.value)) < 300
