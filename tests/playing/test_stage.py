"""Playing a game whose rounds go on: who has to leave, when it ends, what the learner can still do."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import cogov_games as cg
from cogov_games.playing.table import AWAY
from cogov_games.widgets import kept
from cogov_games.widgets.play import Play
from cogov_games.words import speaking

GAME = cg.catalogue["reputation"]
TOWN = {"people": 12, "free_riders": 3, "conditional": 6, "altruists": 2}


def play(**options: Any) -> Play:
    return GAME.play(**{"regime": "government_led", "premium": 0.5, **TOWN, **options})


def to_the_end(game: Play, action: str) -> Play:
    while not game.over:
        game.choose(*([] if game.session.away else [action]))
    return game


def test_a_round_pays_the_premium_and_what_cheating_saves_and_nothing_after_leaving() -> None:
    pays = {0.0: 0.7 + 1.5, 1.0: 0.7, AWAY: 0.0}
    game = to_the_end(play(premium=0.7, dc=1.5, rounds=12), "cheat")
    for turn in game.history:
        expected = [pays[action] for action in turn.actions[:, 0]]
        np.testing.assert_allclose(turn.payoffs, expected)
    assert {a for turn in game.history for a in turn.actions[:, 0]} == set(pays)


def test_only_cheats_leave_and_nobody_comes_back() -> None:
    turns = [t.actions[:, 0] for t in to_the_end(play(rounds=30), "honest").history]
    for before, after in pairwise(turns):
        assert (after[before == AWAY] == AWAY).all()
        assert (after[before == 1] != AWAY).all()
    assert (turns[-1] == AWAY).sum() > 3


def test_cheats_leave_as_often_as_they_are_found_and_must_go() -> None:
    cheats = {"free_riders": 59, "conditional": 0, "altruists": 0, "people": 60}
    left = [
        to_the_end(play(qG=0.6, chiG=0.5, rounds=2, seed=seed, **cheats), "cheat").history[1]
        for seed in range(60)
    ]
    share = np.mean([turn.actions[:, 0] == AWAY for turn in left])
    assert share == pytest.approx(0.3, abs=0.025)  # 3.3 standard errors of 3600 draws


def test_the_number_of_rounds_is_drawn_or_given() -> None:
    drawn = [play(seed=seed, delta=0.8).rounds for seed in range(400)]
    assert np.mean(drawn) == pytest.approx(1 / (1 - 0.8), rel=0.15)
    assert np.mean(np.array(drawn) == 1) == pytest.approx(0.2, abs=0.06)
    assert play(rounds=7).rounds == 7
    assert play(vote=2).rounds == 10


@pytest.mark.parametrize("seed", [3, 10, 44])
def test_where_the_end_is_open_nothing_tells_it(seed: int) -> None:
    game = play(seed=seed)
    last = game.rounds
    assert game.drawn_rounds == 20
    told = str(game.frame["html"]["round"]) + str(game.frame["html"]["rules"])
    assert f"of {last}" not in told
    assert str(play(seed=seed, rounds=last).frame["html"]["round"]).count(f"of {last}") == 1


def test_who_had_to_leave_can_only_watch() -> None:
    game = play(seed=44)
    while not game.session.away:
        game.choose("cheat")
    with pytest.raises(cg.InputError, match="you had to leave"):
        game.choose("honest")
    assert re.findall(r'data-event="choose"', game.frame["html"]["buttons"]) == [
        'data-event="choose"'
    ]
    rounds, total = game.played, game.total
    game._event("choose", "")
    assert (game.played, game.total, game.history[-1].action) == (rounds + 1, total, "left")
    game.restart()
    assert not game.session.away


def test_always_the_same_is_what_one_would_have_got() -> None:
    for seed in range(1, 9):
        game = to_the_end(play(seed=seed), "honest")
        assert game.counterfactual("honest") == pytest.approx(game.total)
        assert game.counterfactual("cheat") == pytest.approx(
            to_the_end(play(seed=seed), "cheat").total
        )


def test_in_the_mean_it_pays_what_the_equilibrium_says() -> None:
    """Always to cheat is worth 2.5 / (1 - 0.9 · 0.8) = 8.93, always to be honest 0.5 / 0.1 = 5."""
    games = [play(seed=seed) for seed in range(600)]
    for action, worth in (("cheat", 2.5 / 0.28), ("honest", 5.0)):
        mean = np.mean([game.counterfactual(action) for game in games])
        assert mean == pytest.approx(worth, rel=0.12)
    assert games[0].table.worth == pytest.approx([2.5 / 0.28, 5])


@pytest.mark.parametrize(("premium", "honest"), [(1.1, 0), (1.12, 1)])
def test_best_responders_look_at_all_rounds(premium: float, honest: int) -> None:
    others = {"free_riders": 0, "conditional": 0, "altruists": 0, "best_response": 11}
    game = play(rounds=2, premium=premium, **others)
    game.choose("honest")
    game.choose("honest")
    there = game.history[1].actions[1:, 0]
    assert set(there[there != AWAY]) == {honest}


def test_reputation_is_played_at_the_premium_that_it_finds_unless_one_is_given() -> None:
    found = GAME.solve("cooperative", chiC=0.7).selected.profile["premium"]
    game = GAME.play(regime="cooperative", chiC=0.7)
    assert game.session.values["premium"] == pytest.approx(found)
    assert game.mechanism is GAME.variants["promise"]
    assert GAME.play(m=0.25).session.values["premium"] == 0.25
    with pytest.raises(cg.InputError, match="premium = 11"):
        GAME.play(premium=11)
    with pytest.raises(cg.InputError, match="cannot be played"):
        cg.catalogue["norm_evolution"].play()


def test_what_was_played_is_saved_without_those_who_left_and_read_again(tmp_path: Path) -> None:
    game = to_the_end(play(seed=44), "cheat")
    data = game.data()
    present = sum(int((turn.actions[:, 0] != AWAY).sum()) for turn in game.history)
    assert len(data) == present < 12 * game.rounds
    game.to_csv(tmp_path / "plays.csv")
    again = cg.read_plays(tmp_path / "plays.csv", GAME.variants["promise"])
    assert (again.moves, again.faults) == (data.moves, ())


def test_a_play_is_taken_up_after_a_restart(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(kept.FOLDER, str(tmp_path))
    monkeypatch.setattr(kept, "_answers", kept._Answers())
    cg.keep_answers("stage")
    total = to_the_end(play(seed=44), "cheat").total
    monkeypatch.setattr(kept, "_answers", kept._Answers())
    cg.keep_answers("stage")
    again = play(seed=44)
    assert again.over
    assert again.total == total


def test_the_chart_shows_the_share_of_all_and_the_verified_equilibrium() -> None:
    prediction = cg.Prediction("How many?")
    game = play(seed=44, after=prediction)
    observed = cg.observe(prediction, game)
    prediction.lock(0.3, "cheats go")
    assert "to the end" in observed.frame["html"]["next"]
    to_the_end(game, "honest")
    rows = observed.frame["charts"]["share"]["data"]["rows"]
    shares = [row["y"] for row in rows if row["kind"] == "play"]
    assert shares == pytest.approx([turn.share(0, 1) for turn in game.history], abs=1e-6)
    (level,) = (row for row in rows if row["kind"] == "equilibrium")
    assert (level["y"], level["stable"]) == (0, True)
    assert "nobody gains by changing alone" in observed.frame["html"]["said"]


@pytest.mark.parametrize("vote", [0, 2])
def test_chinese_is_chinese_throughout(vote: int) -> None:
    with speaking("zh"):
        game = play(seed=44, vote=vote)
        texts = " ".join(game.frame["html"].values())
        while not game.session.away:
            game.choose("cheat")
            texts += " ".join(game.frame["html"].values())
        while not game.over:
            if game.awaited == "vote":
                game.vote("multi_center")
            else:
                game.choose(*([] if game.session.away else ["cheat"]))
            texts += " ".join(game.frame["html"].values())
    visible = re.sub(r"<[^>]*>|&nbsp;", " ", texts)
    assert re.findall(r"[A-Za-z]{3,}", visible) == []
    assert "再旁观一轮" in visible
    assert "已退出" in visible


def test_a_vote_changes_who_has_to_leave() -> None:
    game = play(vote=3, rounds=8)
    for _ in range(5):
        game.choose("honest")
    game.vote("cooperative")
    assert game.ballot is not None
    to_the_end(game, "honest")
    assert game.history[-1].rules.regime == game.ballot.winner


def test_a_class_that_played_on_paper_is_drawn_with_the_equilibrium(tmp_path: Path) -> None:
    promise = GAME.variants["promise"]
    sheet = cg.class_sheet(promise, tmp_path / "sheet.csv", groups=2, players=6, rounds=3)
    lines = [
        line if line.startswith(("#", "session")) else line.replace(",,,", ",honest,,")
        for line in sheet.read_text(encoding="utf-8-sig").splitlines()
    ]
    sheet.write_text("\n".join(lines), encoding="utf-8")
    assert len(cg.read_plays(sheet, promise)) == 2 * 6 * 3
    rules = {"premium": 1, "cheating_gain": 2, "patience": 5 / 6, "detection_government": 1}
    for exit_, level in ((1 / 6, 0), (1 / 3, 0), (1 / 2, 1)):
        shown = cg.show_plays(sheet, promise, "government_led", exit_government=exit_, **rules)
        rows = shown.frame["charts"]["x"]["data"]["rows"]
        assert [row["y"] for row in rows if row["kind"] == "equilibrium"] == [level]
        assert [row["y"] for row in rows if row["kind"] == "all"] == [1, 1, 1]
