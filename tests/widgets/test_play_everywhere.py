"""Every game that can be played, in both languages, from the prediction to what is observed."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Any

import numpy as np
import pytest

import cogov_games as cg
from cogov_games.charts.observe import label_rows, prediction_row
from cogov_games.words import speaking
from plays_to_the_end import PLAYABLE, play_to_the_end

ALLOWED = r"exp\(|Logit|&[a-z#0-9x]+;|<[^>]*>"


def played(key: str, **options: Any) -> tuple[cg.Prediction, Any]:
    """Return a locked prediction and a play of four rounds, the last two after a vote if possible."""
    m = cg.catalogue[key]
    prediction = cg.Prediction(cg.Words("How much?", "多少？"), 0, 1)
    try:
        play = m.play(rounds=4, vote=2, after=prediction, **options)
    except cg.InputError:
        play = m.play(rounds=4, after=prediction, **options)
    return prediction, play


def texts(*boards: Any) -> list[str]:
    """Return everything that a learner reads on some boards, charts included."""
    found = []
    for board in boards:
        found += board.frame["html"].values()
        for chart in board.frame["charts"].values():
            found.append(chart["alt"])
            found += [row["text"] for row in chart["data"]["rows"] if "text" in row]
    return found


@pytest.mark.parametrize("key", PLAYABLE)
def test_every_game_is_played_to_the_end_in_chinese(key: str) -> None:
    with speaking("zh"):
        prediction, play = played(key)
        seen = cg.observe(prediction, play)
        read = texts(play, seen)
        prediction.lock(0.4, "随便猜的")
        for _ in range(4 + (play.session.last_rounds > 0)):
            if play.awaited == "vote":
                play.vote(next(iter(play.session.candidates)))
            else:
                role = play.session.here
                if role.strategies:
                    play._event("choose", role.strategies[role.open[0]].key)
                else:
                    for i, dial in enumerate(role.dials):
                        play._event(f"number-{i}", f"{(dial.low + dial.high) / 2:.3f}")
                    play._event("play", "")
            read += texts(play, seen)
        assert seen.stage == "revealed"
    assert play.spec()["layer"][0]  # the axis of numbers needs a verb in both languages
    for text in read:
        assert not re.search(r"[A-Za-z]{3,}", re.sub(ALLOWED, "", text)), text
        assert "{" not in text


@pytest.mark.parametrize("key", PLAYABLE)
def test_the_chinese_rules_count_those_who_play_a_role(key: str) -> None:
    """Officials, households, regions have each a measure word of their own; players are people."""
    with speaking("zh"):
        play = cg.catalogue[key].play()
        rules = play.frame["html"]["rules"]
    assert f"你的角色：{play.role.title.zh}（这一角色共 {play.role.people} 人）。" in rules
    assert not re.search(r"\d 个(?!百分点)", rules)


@pytest.mark.parametrize("key", PLAYABLE)
def test_every_equilibrium_that_is_drawn_was_verified_under_the_rules_of_its_rounds(
    key: str,
) -> None:
    prediction, play = played(key)
    seen = cg.observe(prediction, play)
    prediction.lock(0.4, "a guess")
    play_to_the_end(play)
    rows = [r for r in seen.frame["charts"]["share"]["data"]["rows"] if r["kind"] == "equilibrium"]
    stages = play.session.stages
    expected = []
    for rules in stages:
        solution = cg.catalogue[key].solve(rules.regime)
        assert rules.verified
        assert solution.equilibria
        shown = solution.equilibria
        if len(play.series) > 1:
            shown = (solution.selected or solution.equilibria[0],)
        here = {role.key for role in rules.table.roles}
        for s in play.series:
            if s.role.key in here:
                expected += [s.level(found.profile) for found in shown]
    assert [row["y"] for row in rows] == pytest.approx(expected)
    cuts = {(row["x"], row["x2"]) for row in rows}
    assert len(cuts) == len(stages)
    if len(stages) == 2:
        (_, first_end), (second_start, _) = sorted(cuts)
        assert first_end == second_start == 2.5


@pytest.mark.parametrize("key", PLAYABLE)
def test_the_chart_shows_what_was_played(key: str) -> None:
    prediction, play = played(key)
    prediction.lock(0.4, "a guess")
    play_to_the_end(play)
    rows = play.frame["charts"]["share"]["data"]["rows"]
    for s in play.series:
        drawn = {r["x"]: r["y"] for r in rows if r["kind"] == "play" and r["series"] == s.key}
        for turn in play.history:
            table = turn.rules.table
            here = [r for r, role in enumerate(table.roles) if role.key == s.role.key]
            if not here:
                assert turn.number not in drawn
                continue
            acts = turn.actions[table.spans[here[0]], 0 if s.is_share else s.place]
            mean = np.mean(acts == s.place) if s.is_share else acts.mean()
            assert drawn[turn.number] == pytest.approx(mean)
    marks = [r for r in rows if r["kind"] == "own"]
    per_round = max(1, len(play.role.dials))
    assert len(marks) == 4 * per_round


@pytest.mark.parametrize("key", PLAYABLE)
def test_the_chart_has_its_scale_before_the_first_round(key: str) -> None:
    play = cg.catalogue[key].play()
    domains = {
        tuple(layer["encoding"]["y"]["scale"]["domain"])
        for layer in play.specs["share"]["layer"]
        if "y" in layer["encoding"]
    }
    ((low, high),) = domains
    dials = [d for role in play.table.roles for d in role.dials]
    least = min((d.low for d in dials), default=0)
    most = max((d.high for d in dials), default=1)
    assert low < least < most < high
    assert (least - low, high - most) == pytest.approx([0.04 * (most - least)] * 2)


def test_labels_stand_apart_and_none_is_lost() -> None:
    for key in PLAYABLE:
        prediction, play = played(key)
        seen = cg.observe(prediction, play)
        prediction.lock(0.4, "a guess")
        play_to_the_end(play)
        rows = seen.frame["charts"]["share"]["data"]["rows"]
        heights = [r["y"] for r in rows if "y" in r and r["kind"] != "label"]
        size = 1.08 if play.shares else max(heights) - min(heights)
        for side in ("left", "right"):
            labels = [r for r in rows if r["kind"] == "label" and r["side"] == side]
            places = sorted(r["y"] for r in labels)
            assert all(b - a >= 0.079 * size for a, b in pairwise(places)), key
            told = " ".join(r["text"] for r in labels)
            assert all(r["text"] in told for r in rows if r.get("side") == side)
            lines = {(r["text"], r["colour"]) for r in rows if r.get("side") == side}
            assert {(r["text"], r["colour"]) for r in labels} <= lines


@pytest.mark.parametrize(("first", "side"), [(0.5, -1), (0.75, 1), (0.3, 1), (0.4, 1)])
def test_the_word_of_a_prediction_does_not_hide_the_first_round(first: float, side: int) -> None:
    rows = [
        prediction_row(0.4, "your prediction: 40%"),
        {"kind": "play", "x": 1, "y": first},
        {"kind": "play", "x": 2, "y": 0.5},
    ]
    (label,) = label_rows(rows, shares=True)
    assert label["y"] == pytest.approx(0.4 + side * 0.06 * 1.08)


def test_a_number_can_be_predicted_where_numbers_are_played() -> None:
    m = cg.catalogue["common_pool"]
    prediction = cg.Prediction("How much will be taken?", 0, 25, 0.5, format=".1f")
    play = m.play(rounds=2, after=prediction)
    seen = cg.observe(prediction, play)
    prediction.lock(6, "they hold back")
    for taken in (3, 7.5):
        play.choose(taken)
    rows = seen.frame["charts"]["share"]["data"]["rows"]
    assert [r["y"] for r in rows if r["kind"] == "prediction"] == [6]
    assert [r["y"] for r in rows if r["kind"] == "own"] == [3, 7.5]
    assert [r["y"] for r in rows if r["kind"] == "equilibrium"] == pytest.approx([8])
    assert "6.0" in seen.frame["html"]["said"]
    with pytest.raises(cg.InputError, match="a share"):
        cg.observe(prediction, cg.catalogue["inspection"].play())


def test_a_typed_number_is_played_or_explained_in_place() -> None:
    play = cg.catalogue["tournament"].play(rounds=2)
    for typed in ("", "much", "4.1", "-1", "nan"):
        play._event("number-0", typed)
        play._event("play", "")
        assert "type a number from 0 to 4" in play.frame["html"]["round"]
        assert play.history == ()
    play._event("number-0", "1,5")
    play._event("play", "")
    assert play.history[0].actions[0] == 1.5
    assert "type a number" not in play.frame["html"]["round"]
    assert 'value="1,5"' in play.frame["html"]["buttons"]


def test_the_votes_of_all_are_told_and_how_they_come_about() -> None:
    play = cg.catalogue["inspection"].play(rounds=3, vote=1)
    play.choose(True)
    play.choose(True)
    asked = play.frame["html"]["round"]
    assert "under which regime" in asked
    assert "best responders" in asked
    assert "free riders" not in asked
    notes = play.frame["html"]["buttons"]
    for key in play.session.candidates:
        assert str(play.mechanism.regimes[key].note) in notes
    play._event("vote", "cooperative")
    held = play.ballot
    assert held is not None
    told = play.frame["html"]["round"]
    for number in held.count.values():
        assert f": {number}" in told
    play._event("vote", "cooperative")
    play.choose(True)
    assert play.over
    assert "under which regime" not in play.frame["html"]["round"]


def test_hostile_words_stay_words() -> None:
    prediction = cg.Prediction("How much?", 0, 1)
    play = cg.catalogue["tournament"].play(rounds=1, after=prediction)
    seen = cg.observe(prediction, play)
    prediction.lock(0.4, "<script>alert(1)</script>")
    play._event("number-0", '"><b>')
    play._event("play", "")
    assert "<script>" not in seen.frame["html"]["said"]
    assert "<b>" not in play.frame["html"]["buttons"]


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_average_over_the_rounds_is_said_where_it_was_predicted(language: str) -> None:
    words = {
        "en": "On average over all rounds: official: violate {}, inspector: inspect {}.",
        "zh": "各轮平均：办事人员：违规 {}，监督者：检查 {}。",
    }
    with speaking(language):
        prediction, play = played("inspection")
        seen = cg.observe(prediction, play, average=True)
        prediction.lock(0.4, "a guess")
        play_to_the_end(play)
        without = cg.observe(prediction, play)
    means = [
        float(np.mean([turn.actions[span, 0] for turn in play.history]))
        for span in play.table.spans
    ]
    line = words[language].format(*(f"{100 * mean:.3g}%" for mean in means))
    assert line in seen.frame["html"]["said"]
    assert line.split("：" if language == "zh" else ":")[0] not in without.frame["html"]["said"]
