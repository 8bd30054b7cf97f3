"""Township authority: printed numbers, and senders and receivers who try every other move."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

import cogov_games as cg
from cogov_games.charts.advice import decision_rows
from cogov_games.forms.situation import Situation
from cogov_games.solvers.cheap_talk import partitions

M = cg.catalogue["delegation"]
FREE = {"F": 0, "k": 0, "tau": 0}


def reports(b, iota=0.0):
    return M.solve("government_led", b=b, iota=iota, **FREE)


def lost(rule, bias=0.0):
    """Return the mean squared distance of a decision rule from t + bias, on a fine grid."""
    t = (np.arange(200_000) + 0.5) / 200_000
    return float(np.mean((rule(t) - t - bias) ** 2))


@pytest.mark.parametrize(
    ("b", "cells", "talk", "free", "capped"),
    [(0.04, 4, 0.0132083, 0.0016, 0.0015147), (0.1, 2, 0.0308333, 0.01, 0.0086667)],
)
def test_the_printed_losses(b, cells, talk, free, capped) -> None:
    s = reports(b)
    assert s.complete
    assert [e.profile["cells"] for e in s.equilibria] == list(range(1, cells + 1))
    assert s.selected.profile["cells"] == cells
    assert round(-s.welfare, 7) == talk
    c = M.compare(b=b, **FREE).welfare
    assert round(-c["multi_center"], 7) == free
    assert round(-c["cooperative"], 7) == capped


def test_the_printed_cap() -> None:
    s = M.solve("cooperative", b=0.3, **FREE)
    assert s.welfare == pytest.approx(-0.054)
    assert s.selected.profile["cap"] == pytest.approx(0.7)


def test_delegation_beats_no_information_below_one_over_the_root_of_twelve() -> None:
    edge = 12**-0.5
    for b, better in ((edge - 1e-6, True), (edge + 1e-6, False)):
        free = M.solve("multi_center", b=b, **FREE)
        assert (free.welfare > reports(b).equilibria[0].welfare) is better


@pytest.mark.parametrize("k", [2, 3, 4, 6])
def test_a_class_that_has_just_vanished_is_not_reported(k) -> None:
    """At 2 k (k - 1) b = 1 the first class has no width, whatever the rounding."""
    edge = 1 / (2 * k * (k - 1))
    assert len(reports(edge).equilibria) == k - 1
    assert len(reports(edge - 1e-9).equilibria) == k
    if k == 2:  # the two classes then tell no more than nothing: a look always tells as much
        assert reports(edge - 1e-9).welfare == pytest.approx(-1 / 12)
        return
    condition = {c.key: c for c in M.conditions("government_led")}[f"cells_{k}"]
    assert condition.holds(b=edge - 1e-6)
    assert not condition.holds(b=edge + 1e-6)


def test_a_batch_solves_each_game_as_if_alone() -> None:
    b, iota = np.random.default_rng(2).uniform([[0.01], [0]], [[0.5], [1]], (2, 60))
    batch = M.outcome("government_led", {"b": b, "iota": iota, **FREE})
    for i in range(60):
        alone = M.outcome("government_led", {"b": b[i], "iota": iota[i], **FREE})
        assert batch.found.present[i].sum() == alone.found.present.sum()
        assert batch.selected_welfare[i] == pytest.approx(float(alone.selected_welfare))
        talk = partitions(b[i]).loss.min()
        assert -alone.selected_welfare == pytest.approx(min(talk, (1 - iota[i]) / 12))


def test_a_county_that_sees_enough_does_not_listen() -> None:
    heard = 1 / 48 + 0.1**2
    for iota, cells in ((1 - 12 * heard - 1e-6, 2), (1 - 12 * heard + 1e-6, 1)):
        s = reports(0.1, iota)
        assert s.selected.profile["cells"] == cells
        assert s.welfare == pytest.approx(-heard, abs=1e-6)
    assert reports(0.1, 1 - 12 * heard).selected.profile["cells"] == 2  # a tie: both are fine
    assert str(s.selected.label.en) == "the county decides by itself"
    assert reports(0.4, 1).welfare == 0


@pytest.mark.parametrize("b", [0.05, 0.2, 0.45, 0.5, 0.7, 1.2])
def test_no_other_cap_is_better(b) -> None:
    """A cap at ½ leaves no choice; from b = ½ on that is best."""
    form = M.form_of("cooperative")
    situation = Situation({"b": np.asarray(b)})
    found = form.equilibria(situation)
    cap, loss = float(found.states["cap"][0]), float(found.states["L"][0])
    assert loss == pytest.approx(b**2 - 4 * b**3 / 3 if b <= 0.5 else 1 / 12)
    assert loss == pytest.approx(lost(lambda t: np.minimum(t + b, cap)), abs=1e-8)
    for other in np.linspace(0, 1 + b, 60):
        assert loss <= lost(lambda t, c=other: np.minimum(t + b, c)) + 1e-8
    assert found.regret[0] < 1e-12
    assert form.closed_form(int(found.pattern[0]), {}, {})["cap"].subs("b", b) == pytest.approx(cap)
    sender = -float(found.payoffs["township"][0])
    assert sender == pytest.approx(lost(lambda t: np.minimum(t + b, cap), b), abs=1e-8)


@pytest.mark.parametrize("row", [{"b": 0.04}, {"b": 0.2}, {"b": 0.4, "iota": 0}])
def test_the_diagram_shows_what_is_decided(row) -> None:
    """Both losses follow from the line that is drawn, except where the county sees with noise."""
    for regime in M.regimes:
        result = M.outcome(regime, {"iota": 0, **row})
        points = [r for r in decision_rows(result) if r["who"] == "what is decided"]
        t = (np.arange(200_000) + 0.5) / 200_000
        x, y = (np.array([p[axis] for p in points]) for axis in "xy")
        x = x + 1e-12 * np.arange(len(x))  # of two corners at one place, the later is the higher
        drawn = np.interp(t, x, y)
        assert ((drawn - t) ** 2).mean() == pytest.approx(
            -float(result.by_actor["county"]), abs=1e-6
        )
        assert ((drawn - t - row["b"]) ** 2).mean() == pytest.approx(
            -float(result.by_actor["township"]), abs=1e-6
        )


def test_errors_name_what_is_allowed() -> None:
    with pytest.raises(cg.InputError, match=r"bias = 0 is not allowed: a number above"):
        partitions([0.1, 0.0])
    with pytest.raises(cg.InputError, match="notion"):
        replace(M.form, notion="vote")
    with pytest.raises(cg.InputError, match="own is what the notion talk needs"):
        replace(M.form, notion="capped")


def test_contracts_of_the_package() -> None:
    assert min(cg.check(M).values()) > 0.05
