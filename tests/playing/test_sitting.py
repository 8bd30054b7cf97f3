"""Rounds, luck and the vote, without a widget."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import numpy as np
import pytest
from playing_rules import CATALOGUE, column, rules
from plays_to_the_end import PLAYABLE, play_to_the_end

import cogov_games as cg
from cogov_games.playing.sitting import Company, Round, Rules, ballot, sitting
from cogov_games.words import speaking

# Rounds and the vote


def test_what_others_do_never_changes_the_luck() -> None:
    m = CATALOGUE["inspection"]
    plays = [m.play(rounds=4, seed=3, logit=10) for _ in range(2)]
    for turn in range(4):
        plays[0].choose("violate")
        plays[1].choose("comply" if turn else "violate")
    assert np.array_equal(plays[0].session.company.luck, plays[1].session.company.luck)
    assert np.array_equal(plays[0].history[0].actions, plays[1].history[0].actions)


def company_of(*kinds: str, rounds: int = 4) -> Company:
    return Company.draw(("you", *kinds), rounds, 1, 0.5, 1.0)


def last_round(played: Rules, acts: Iterable[float]) -> Round:
    actions = column(acts)
    return Round(1, played, actions, played.table.payoffs(actions), 0)


def candidates(key: str, *regimes: str, **values: float) -> dict[str, Rules]:
    return {regime: rules(key, regime, **values) for regime in regimes}


def test_votes_follow_what_each_type_looks_at() -> None:
    """Four people; the cost of government is shared by all, and its fine falls on free riders."""
    voters = company_of("best_response", "imitation", "altruists")
    at = {"n": 4, "a": 0.4, "pG": 0.7, "S": 1, "F": 0.4}
    found = candidates("public_good", "laissez_faire", "government_led", **at)
    government, nobody = found["government_led"], found["laissez_faire"]
    assert government.cost == pytest.approx(0.1)
    assert nobody.cost == 0
    # all contribute under the fine: 1.6 each less 0.1, instead of 1; so look ahead, and all
    last = last_round(nobody, [1, 0, 0, 1])
    held = ballot(voters, found, "laissez_faire", last, "laissez_faire")
    assert held.votes[1] == held.votes[3] == "government_led"
    # looking back: who kept the afternoon had 1.8, and would have had 1.8 - 0.7 - 0.1
    assert held.votes[2] == "laissez_faire"
    assert held.count == {"laissez_faire": 2, "government_led": 2}
    assert not held.clear
    assert held.winner == "laissez_faire"
    # who contributed had 0.8 under both, less the cost of government
    held = ballot(
        voters, found, "laissez_faire", last_round(nobody, [1, 0, 1, 1]), "government_led"
    )
    assert held.votes == ("government_led", "government_led", "laissez_faire", "government_led")
    assert held.clear
    assert held.winner == "government_led"


def test_who_is_indifferent_keeps_the_present_regime_or_abstains() -> None:
    voters = company_of("best_response", "best_response", "best_response")
    free = {"n": 4, "a": 0.4, "F": 0, "k": 0, "tau": 0, "S": 1}
    three = candidates(
        "public_good", "laissez_faire", "government_led", "multi_center",
        pG=0.7, pP=0.7, sP=1, **free,
    )  # fmt: skip
    last = last_round(three["laissez_faire"], [0, 0, 0, 0])
    held = ballot(voters, three, "laissez_faire", last, "multi_center")
    assert held.votes == ("multi_center", None, None, None)
    assert held.winner == "multi_center"
    held = ballot(voters, three, "government_led", last, "multi_center")
    assert held.votes[1:] == ("government_led",) * 3


def test_after_the_vote_everybody_bears_a_share_of_the_cost() -> None:
    at = {"n": 4, "a": 0.4, "pG": 0.7, "S": 1, "F": 0.4}
    found = candidates("public_good", "laissez_faire", "government_led", **at)
    voters = company_of("altruists", "altruists", "free_riders")
    rounds = sitting(
        voters, found["laissez_faire"], [np.zeros(1)] * 4, (2, found["government_led"])
    )
    assert [played.rules.regime for played in rounds] == ["laissez_faire"] * 2 + [
        "government_led"
    ] * 2
    assert [played.payoff for played in rounds] == pytest.approx([1.8, 1.8, 1.0, 1.0])


@pytest.mark.parametrize(
    ("key", "regime", "share"),
    [
        ("public_good", "government_led", lambda v: v["F"] / v["n"]),
        ("collective_risk", "government_led", lambda v: v["FG"]),
        ("common_pool", "cooperative", lambda v: (v["F"] + v["k"] + v["tau"]) / v["n"]),
        ("inspection", "cooperative", lambda v: (v["F"] + v["tau"]) / 2),
        ("tripartite", "cooperative", lambda v: v["tau"] / 3),
        ("team", "government_led", lambda v: v["F"] / v["n"]),
        ("tournament", "government_led", lambda v: v["F"] / 2),
        ("appraisal", "cooperative", lambda v: v["F"] + v["k"] + v["tau"]),
        ("punishment", "cooperative", lambda v: v["tau"]),
    ],
)
def test_the_cost_is_shared_by_those_who_decide(
    key: str, regime: str, share: Callable[[dict[str, float]], float]
) -> None:
    values = {p.symbol: p.default for p in CATALOGUE[key].parameters.values()}
    assert rules(key, regime).cost == pytest.approx(share(values))


def test_people_change_roles_where_the_new_rules_part_them_otherwise() -> None:
    play = CATALOGUE["common_pool"].play(
        "outsider", regime="multi_center", rounds=2, vote=1, best_response=7
    )
    play.choose(10)
    assert [role.people for role in play.table.roles] == [6, 2]
    play.vote("government_led")
    assert play.ballot is not None
    assert sum(play.ballot.count.values()) == 8
    if play.ballot.winner == "government_led":
        assert play.session.here.key == "user"
    play.choose(10)
    assert play.history[-1].actions[play.history[-1].seat] == 10


def test_one_cannot_vote_on_what_the_same_people_cannot_play() -> None:
    with pytest.raises(cg.InputError, match="vote = 2 is not allowed: in whistle"):
        CATALOGUE["whistle"].play(vote=2)
    with pytest.raises(cg.InputError, match="no vote now"):
        CATALOGUE["inspection"].play(vote=2).vote("government_led")


def test_the_vote_comes_before_the_last_rounds_and_only_once() -> None:
    play = CATALOGUE["inspection"].play(rounds=4, vote=2)
    for _ in range(2):
        play.choose(True)
    assert play.awaited == "vote"
    with pytest.raises(cg.InputError, match="vote before"):
        play.choose(True)
    with pytest.raises(cg.InputError, match="unknown candidate"):
        play.vote("monarchy")
    play.vote("government_led")
    assert play.awaited == "choice"
    assert play.ballot is not None
    assert sum(play.ballot.count.values()) + play.ballot.votes.count(None) == 20
    with pytest.raises(cg.InputError, match="no vote now"):
        play.vote("government_led")
    play.choose(False)
    assert play.history[-1].rules.regime == play.ballot.winner
    play.restart()
    assert play.ballot is None
    assert play.history == ()


@pytest.mark.parametrize("key", PLAYABLE)
def test_a_play_is_saved_and_read_again_equal(key: str, tmp_path: Any) -> None:
    m = CATALOGUE[key]
    prediction = cg.Prediction("How much?", 0, 1)
    play = m.play(rounds=3, seed=4, after=prediction)
    prediction.lock(0.25, "a guess")
    play_to_the_end(play)
    data = play.data()
    seats, dials = play.table.seats, max(1, len(play.role.dials))
    assert len(data) == 3 * seats * dials
    own = [move for move in data.moves if move.player == "you" and move.payoff is not None]
    assert sum(move.payoff for move in own) == pytest.approx(play.total)
    assert {move.prediction for move in own} == {0.25}
    play.to_csv(tmp_path / "play.csv")
    again = cg.read_plays(tmp_path / "play.csv", m, play.regime)
    assert again.faults == ()
    assert again.moves == data.moves
    assert cg.read_plays(tmp_path / "play.csv").moves == data.moves


@pytest.mark.parametrize("key", PLAYABLE)
def test_the_same_seed_gives_the_same_play(key: str) -> None:
    moves = []
    for seed in (5, 5):
        play = CATALOGUE[key].play(rounds=3, seed=seed)
        play_to_the_end(play)
        moves.append(play.data().moves)
    assert moves[0] == moves[1]


@pytest.mark.parametrize("key", PLAYABLE)
def test_the_counterfactual_is_the_same_play_with_other_choices(key: str) -> None:
    m = CATALOGUE[key]
    play, again = m.play(rounds=3), m.play(rounds=3)
    play_to_the_end(play)
    menu = play.role.menu
    action = menu[len(menu) // 2]
    same = (play.role.strategies[int(action[0])].key,) if play.role.strategies else tuple(action)
    for _ in range(3):
        again.choose(*same)
    assert play.counterfactual(*same) == pytest.approx(again.total)


@pytest.mark.parametrize(
    ("key", "options", "message"),
    [
        ("inspection", {"free_riders": 1}, "free_riders = 1 is not allowed: in inspection"),
        ("appraisal", {"altruists": 2}, "altruists = 2 is not allowed: in appraisal"),
        ("inspection", {"people": 0}, "people = 0"),
        ("inspection", {"people": 61}, "people = 61"),
        ("inspection", {"role": "public"}, "unknown role"),
        ("common_pool", {"people": 3}, "the game itself says how many"),
        ("punishment", {"people": 3}, "people = 3 is not allowed"),
        ("whistle", {"regime": "cooperative"}, "public signal"),
        ("inspection", {"logit": 11}, "logit = 11"),
        ("tournament", {"imitation": 2}, "imitation = 2"),
    ],
)
def test_options_that_do_not_fit_the_game(key: str, options: dict[str, Any], message: str) -> None:
    with speaking("en"), pytest.raises(cg.InputError, match=message):
        CATALOGUE[key].play(**options)


@pytest.mark.parametrize(
    ("key", "action", "message"),
    [
        ("inspection", ("bribe",), "unknown action"), ("inspection", (0.5,), "unknown action"),
        ("common_pool", (26,), "user = 26"), ("common_pool", ("much",), "user = 'much'"),
        ("common_pool", (float("nan"),), "user = nan"), ("common_pool", (True,), "user = True"),
        ("common_pool", (1, 2), "give user"), ("common_pool", (), "give user"),
        ("purchase", (1,), "give saving, innovation"), ("purchase", (1, 3), "innovation = 3"),
        ("punishment", ("peer",), "unknown action"), ("punishment", (True,), "unknown action"),
    ],
)  # fmt: skip
def test_actions_that_cannot_be_taken(key: str, action: tuple[Any, ...], message: str) -> None:
    play = CATALOGUE[key].play()
    with pytest.raises(cg.InputError, match=message):
        play.choose(*action)
    assert play.history == ()
