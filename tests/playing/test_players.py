"""Types of computer players do what is stated of them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from playing_rules import every_game, rules, seen_at

from cogov_games.playing.options import precision_for
from cogov_games.playing.players import KINDS, Seen, logit_chances


@every_game
def test_best_responders_find_what_trying_everything_finds(
    key: str, regime: str, place: int
) -> None:
    for seed in range(5):
        seen = seen_at(rules(key, regime), place, seed)
        seats = np.arange(seen.role.people)
        assert seen.last is not None
        for seat, action in zip(seats, KINDS["best_response"].plays(seen, seats), strict=True):
            tried = []
            for other in seen.role.menu:
                changed = seen.last.copy()
                changed[seen.span.start + seat] = other
                tried.append(seen.table.payoffs(changed)[seen.span.start + seat])
            changed = seen.last.copy()
            changed[seen.span.start + seat] = action
            got = seen.table.payoffs(changed)[seen.span.start + seat]
            assert got == pytest.approx(max(tried), rel=1e-9, abs=1e-9)


def test_a_best_responder_who_is_indifferent_keeps_what_it_does() -> None:
    played = rules("public_good", "government_led", a=0.5, pG=0.25, S=2.0)
    for acts in (0.0, 1.0):
        last = np.full((20, 1), acts)
        seen = Seen(
            played.table, 0, played.ends[0], np.zeros(20), 0.5, 1.0, last,
            played.table.payoffs(last),
        )  # fmt: skip
        assert (KINDS["best_response"].plays(seen, np.arange(20)) == acts).all()


@every_game
def test_imitators_copy_one_who_earned_most(key: str, regime: str, place: int) -> None:
    for seed in range(5):
        seen = seen_at(rules(key, regime), place, seed)
        assert seen.earned is not None
        earned = seen.earned[seen.span]
        best = {tuple(seen.before[i]) for i in np.flatnonzero(earned == earned.max())}
        copied = KINDS["imitation"].plays(seen, np.arange(seen.role.people))
        assert {tuple(action) for action in copied} <= best


@pytest.mark.parametrize(("key", "regime"), [("inspection", "government_led"),
                                             ("common_pool", "laissez_faire")])  # fmt: skip
def test_logit_players_choose_as_often_as_the_formula_says(key: str, regime: str) -> None:
    played = rules(key, regime)
    seen = seen_at(played, 0, 3, precision=precision_for(played.table))
    offers = seen.offers[0]
    expected = np.exp(seen.precision * offers) / np.exp(seen.precision * offers).sum()
    assert logit_chances(offers[None], seen.precision)[0] == pytest.approx(expected)
    draws, rng = 2000, np.random.default_rng(8)
    counts = np.zeros(len(expected))
    for _ in range(draws):
        lucky = replace(seen, luck=rng.random(seen.role.people))
        action = KINDS["logit"].plays(lucky, np.array([0]))[0]
        counts[(seen.role.menu == action).all(axis=-1).argmax()] += 1
    spread = np.sqrt(expected * (1 - expected) * draws)
    assert (np.abs(counts - expected * draws) <= 4.5 * spread + 1e-9).all()


def test_a_precision_of_zero_is_chance_and_a_large_one_the_best_reply() -> None:
    offers = np.array([[1.0, 2.0, 0.0], [-800.0, -900.0, -1000.0]])
    assert logit_chances(offers, 0) == pytest.approx(np.full((2, 3), 1 / 3))
    assert logit_chances(offers, 1e3).argmax(axis=-1).tolist() == [1, 0]
    assert np.isfinite(logit_chances(offers, 1e3)).all()


@every_game
def test_conditional_cooperators_follow_their_own_role(key: str, regime: str, place: int) -> None:
    played = rules(key, regime)
    seen = seen_at(played, place, 4)
    seats = np.arange(seen.role.people)
    if seen.role.dials:
        actions = KINDS["conditional"].plays(seen, seats)
        for seat in seats:
            others = np.delete(seen.before, seat, axis=0)
            assert actions[seat] == pytest.approx(others.mean(axis=0))
        return
    rng, chosen = np.random.default_rng(1), []
    for _ in range(300):
        lucky = replace(seen, luck=rng.random(seen.role.people))
        chosen.append(KINDS["conditional"].plays(lucky, seats)[:, 0])
    for strategy in range(len(seen.role.strategies)):
        share = (seen.before[:, 0] == strategy).mean()
        spread = np.sqrt(0.25 / (300 * len(seats)))
        assert abs((np.array(chosen) == strategy).mean() - share) < 5 * spread


def test_altruists_and_free_riders_do_what_is_most_and_least_cooperative() -> None:
    cases: list[tuple[str, str, list[float], list[float]]] = [
        ("public_good", "laissez_faire", [0], [1]),
        ("punishment", "government_led", [1], [0]),
        (
            "common_pool",
            "laissez_faire",
            [8],
            [4.5],
        ),  # all take the equilibrium, or the best for all
        ("tournament", "laissez_faire", [0], [1.5]),
        ("team", "laissez_faire", [0], [1]),
    ]
    for key, regime, least, most in cases:
        seen = seen_at(rules(key, regime), 0, 2)
        seats = np.arange(seen.role.people)
        assert (KINDS["free_riders"].plays(seen, seats) == least).all(), key
        assert (KINDS["altruists"].plays(seen, seats) == most).all(), key


@every_game
def test_the_first_round_is_as_stated(key: str, regime: str, place: int) -> None:
    played = rules(key, regime)
    seen = seen_at(played, place, 6, last=False)
    role, seats = seen.role, np.arange(seen.role.people)
    if role.dials:
        begin = role.menu[0] + 0.3 * (role.menu[-1] - role.menu[0])
        assert KINDS["conditional"].plays(seen, seats) == pytest.approx(
            np.tile(begin, (len(seats), 1))
        )
    rng, size = np.random.default_rng(2), len(role.menu)
    chances = np.full(size, 1 / size)
    if len(role.strategies) == 2 == size:
        chances = np.array([0.7, 0.3])
    for kind in ("best_response", "imitation", "logit"):
        counts = np.zeros(size)
        for _ in range(150):
            lucky = replace(seen, luck=rng.random(role.people))
            for action in KINDS[kind].plays(lucky, seats):
                counts[(role.menu == action).all(axis=-1).argmax()] += 1
        total = counts.sum()
        assert (np.abs(counts - chances * total) <= 5 * np.sqrt(chances * total) + 5).all()
