"""Cheap talk: senders and receivers who try every other move."""

from __future__ import annotations

import numpy as np
import pytest

from cogov_games.solvers.cheap_talk import partitions


@pytest.mark.parametrize("b", [0.01, 0.03, 0.1, 0.2, 0.3])
def test_every_number_of_classes_is_an_equilibrium_by_trial(b) -> None:
    """The sender tries every other report in 2,001 states, the receiver 2,001 other decisions."""
    found = partitions(b)
    t = np.linspace(0, 1, 2001)
    for k, loss in enumerate(found.loss, start=1):
        cuts, messages = found.cuts[k - 1, : k + 1], found.messages[k - 1, :k]
        cell = np.clip(np.searchsorted(cuts, t) - 1, 0, k - 1)
        gains = (messages[cell] - t - b) ** 2 - (
            (messages[:, None] - t - b) ** 2
        ).min(axis=0)  # fmt: skip
        assert gains.max() < 1e-12
        assert found.regret[k - 1] < 1e-12
        for low, high, message in zip(cuts[:-1], cuts[1:], messages, strict=True):
            y = np.linspace(0, 1, 2001)[:, None]
            inside = low + (high - low) * (np.arange(400) + 0.5) / 400
            best = y[((y - inside) ** 2).mean(axis=1).argmin(), 0]
            assert message == pytest.approx(best, abs=5e-4)
        assert loss == pytest.approx(1 / (12 * k**2) + b**2 * (k**2 - 1) / 3)
    count = len(found.loss)
    assert 2 * count * (count - 1) * b < 1 <= 2 * (count + 1) * count * b


def test_other_cuts_tempt_the_sender() -> None:
    """The regret is no constant: halves would be equilibria without a bias only."""
    b = 0.1
    half = (0.25 - 0.5 - b) ** 2 - (0.75 - 0.5 - b) ** 2
    assert half > 0.01
    found = partitions(np.array([b, 0.2]))
    assert found.loss.shape == (2, 2)
    assert (found.cuts[:, 1, 1] == 0.5 - 2 * np.array([b, 0.2])).all()
