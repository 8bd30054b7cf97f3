"""What is no number is one error, whatever it is given to."""

import datetime
from decimal import Decimal
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
CALLS = {
    "number": lambda v: number("it", v),
    "whole": lambda v: whole("it", v, 0, 100),
    "numbers": lambda v: numbers("it", [0.5, v]),
    "solve": lambda v: GAME.solve(GAME.first_regime, **{NAMES[0]: v}),
    "nash_equilibria": lambda v: cg.nash_equilibria([[v, 1], [1, 2]], [[1, 2], [1, 2]]),
    "shapley": lambda v: cg.shapley({frozenset("a"): v}),
    "core": lambda v: cg.core({frozenset("a"): v}),
    "nucleolus": lambda v: cg.nucleolus({frozenset("a"): v}),
    "token_equilibria": lambda v: cg.token_equilibria([[0, 2], [1, 1]], people=v),
    "token payoffs": lambda v: cg.token_equilibria([[0, 2], [1, v]], people=2),
    "volunteers": lambda v: cg.volunteer_equilibria([0.1, v], 1),
    "resolution": lambda v: GAME.regime_map(*NAMES[:2], resolution=v),
    "seed": lambda v: GAME.play(seed=v),
    "optimism": lambda v: GAME.play(optimism=v),
}


@pytest.mark.parametrize("place", range(len(NO_NUMBERS)))
@pytest.mark.parametrize("call", CALLS)
def test_what_is_no_number_is_one_short_error(call: str, place: int) -> None:
    value: Any = NO_NUMBERS[place]
    if value is None and call in ("seed", "optimism"):
        return
    with pytest.raises(cg.InputError) as caught:
        CALLS[call](value)
    assert len(str(caught.value)) < 300
