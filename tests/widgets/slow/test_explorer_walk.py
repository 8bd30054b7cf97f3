"""A thousand slider moves on every mechanism: nothing raises, everything shown is verified."""

import numpy as np
import pytest

import cogov_games as cg
from cogov_games.forms.equilibria import TOLERANCE
from cogov_games.widgets.explorer import Explorer

MOVES, DRAWN = 1000, 50


def walk(key: str, seed: int) -> list[tuple[str, float]]:
    """Return moves of one slider each, mostly small, some to an end, all on the slider's steps."""
    rng = np.random.default_rng(seed)
    parameters = list(cg.catalogue[key].parameters.values())
    at = {p.name: p.default for p in parameters}
    moves = []
    for _ in range(MOVES):
        p = parameters[rng.integers(len(parameters))]
        if p.choices is not None:
            value = float(rng.choice(p.choices))
        elif rng.random() < 0.1:
            value = (p.low, p.high)[rng.integers(2)]
        else:
            steps = round((at[p.name] - p.low) / p.step) + rng.integers(-5, 6)
            value = float(np.clip(round(p.low + steps * p.step, 10), p.low, p.high))
        at[p.name] = value
        moves.append((p.name, value))
    return moves


@pytest.mark.slow
@pytest.mark.parametrize("key", cg.catalogue)
def test_every_equilibrium_on_a_walk_is_verified(key: str) -> None:
    m = cg.catalogue[key]
    at, path = m.default_values, []
    for name, value in walk(key, seed=1):
        at = {**at, name: value}
        path.append(at)
    values = {name: np.array([step[name] for step in path]) for name in at}
    for regime in m.regimes:
        result = m.outcome(regime, values)
        assert result.found.present.any(axis=-1).all(), regime
        assert np.isfinite(result.selected_welfare).all(), regime
        slack = TOLERANCE * np.maximum(result.found.scale, 1e-300)[..., None]
        assert (np.nan_to_num(result.found.regret) <= slack).all(), regime


@pytest.mark.slow
@pytest.mark.parametrize("key", cg.catalogue)
def test_an_explorer_follows_a_walk(key: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every twentieth setting of the walk, reached by the sliders themselves."""
    explorer = cg.catalogue[key].explore()
    monkeypatch.setattr(Explorer, "_schedule", lambda self: None)
    for i, (name, value) in enumerate(walk(key, seed=2)):
        if i % (MOVES // DRAWN) == 0:
            explorer.rows[name].slider.value = value
            assert explorer.values[name] == pytest.approx(value, abs=1e-9)
            assert explorer.rows[name].error == ""
            for outcome in explorer.outcomes.values():
                slack = TOLERANCE * np.maximum(outcome.found.scale, 1e-300)
                assert (np.nan_to_num(outcome.found.regret) <= slack).all()
    monkeypatch.undo()
    explorer.settle()
