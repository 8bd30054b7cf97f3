"""Playing, predicting, checking and observing, without a browser."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import cogov_games as cg
from cogov_games.playing.sitting import Round
from cogov_games.widgets.observe import Observe
from cogov_games.widgets.play import Play
from cogov_games.widgets.predict import Prediction
from cogov_games.words import speaking

GAME = cg.catalogue["public_good"]
TOWN = {"free_riders": 5, "conditional": 12, "altruists": 2}
QUESTION = cg.Words("How many?", "多少？")


def played(choices: list[bool], **options: Any) -> Play:
    play = GAME.play(rounds=len(choices), **options)
    for choice in choices:
        play.choose(choice)
    return play


def acting(turn: Round, play: Play, kind: str | None = None) -> int:
    """Return how many computer players, of one type or all, acted in a round."""
    kinds = np.array(play.session.company.kinds)
    some = kinds != "you" if kind is None else kinds == kind
    return int(turn.actions[some, 0].sum())


def test_payoffs_are_those_of_the_public_good() -> None:
    a, e = 0.3, 2.0
    play = played([True, False, True, False], a=a, e=e, **TOWN)
    for turn in play.history:
        acted = turn.action == "contribute"
        own = 0.0 if acted else e
        assert turn.payoff == pytest.approx(own + a * e * (acting(turn, play) + acted))
    assert play.total == pytest.approx(sum(turn.payoff for turn in play.history))


def test_fines_count_at_their_average() -> None:
    play = played([False], regime="government_led", pG=0.25, S=2.0, **TOWN)
    (turn,) = play.history
    assert turn.payoff == pytest.approx(1 + 0.2 * acting(turn, play) - 0.25 * 2.0)


def test_reports_change_the_chance_of_a_fine() -> None:
    play = played([False], regime="cooperative", psi=1, pG=0.3, pP=0.7, S=1.1, **TOWN)
    (turn,) = play.history
    others = acting(turn, play)
    p = 1 - (1 - 0.3) * (1 - 0.7 * others / 19)
    assert turn.payoff == pytest.approx(1 + 0.2 * others - p * 1.1)


def test_types_do_what_is_stated() -> None:
    play = played([True, False] * 5, **TOWN)
    for turn in play.history:
        assert acting(turn, play, "free_riders") == 0
        assert acting(turn, play, "altruists") == 2
        others = acting(turn, play, "conditional") + 2
        assert turn.share(0, 1) == pytest.approx((others + (turn.action == "contribute")) / 20)


def test_conditional_cooperators_follow_the_last_round() -> None:
    everybody = {"free_riders": 0, "conditional": 19, "altruists": 0}
    for act, optimism in ((True, 1.0), (False, 0.0)):
        play = played([act] * 5, optimism=optimism, **everybody)
        assert {turn.share(0, 1) for turn in play.history} == {float(act)}
    gaps = []
    for seed in range(60):
        play = played([True, True], seed=seed, **TOWN)
        first, second = play.history
        gaps.append(acting(second, play, "conditional") / 12 - first.share(0, 1))
    assert abs(np.mean(gaps)) < 4 * np.sqrt(0.25 / (12 * 60))


def test_a_seed_repeats_the_luck_and_another_does_not() -> None:
    runs = [played([True] * 10, seed=seed, **TOWN).data(group="a").moves for seed in (3, 3, 4)]
    assert runs[0] == runs[1]
    assert runs[0] != runs[2]


@settings(max_examples=15, deadline=None)
@given(st.lists(st.booleans(), min_size=1, max_size=6), st.integers(0, 1000))
def test_the_counterfactual_is_the_same_town_with_other_choices(
    choices: list[bool], seed: int
) -> None:
    play = played(choices, seed=seed, **TOWN)
    for act in (False, True):
        again = played([act] * len(choices), seed=seed, **TOWN)
        assert play.counterfactual(act) == pytest.approx(again.total)
    expected = 0.5
    company = play.session.company
    some = np.array(company.kinds) == "conditional"
    for turn in play.history:
        lucky = company.luck[turn.number - 1, some] < expected
        assert turn.actions[some, 0].tolist() == lucky.tolist()
        expected = turn.share(0, 1)


def test_types_left_out_fill_the_town() -> None:
    assert sum(GAME.play().counts.values()) == 19
    nobody = {"best_response": 0, "imitation": 0, "logit": 0}
    assert GAME.play(free_riders=5, altruists=2).counts == TOWN | nobody
    assert GAME.play(conditional=12, altruists=2).counts == TOWN | nobody
    assert GAME.play(logit=19).counts == dict.fromkeys(TOWN | nobody, 0) | {"logit": 19}
    assert sum(GAME.play(n=4).counts.values()) == 3


def test_the_end_compares_with_the_same_town() -> None:
    play = played([True] * 3, **TOWN)
    told = play.frame["html"]["end"]
    assert f"{play.total:.3g}" in told
    assert f"{play.counterfactual(False):.3g}" in told
    assert "not evidence" in told
    play.restart()
    assert play.history == ()
    assert play.played == 0
    assert play.frame["html"]["end"] == ""


def test_the_end_says_why_it_compares_with_what_all_could_have_done() -> None:
    play = cg.catalogue["tournament"].play(regime="government_led", rounds=2, seed=7)
    for _ in range(2):
        play.choose(0.5)
    told = play.frame["html"]["end"]
    assert "always chosen 1.5, which counts as full cooperation, each would have got 1.75" in told


def test_clicks_play_and_do_no_harm_afterwards() -> None:
    play = GAME.play(rounds=1)
    play._event("choose", "act")
    play._event("choose", "contribute")
    play._event("choose", "contribute")
    play._event("nonsense", None)
    assert [turn.action for turn in play.history] == ["contribute"]
    with pytest.raises(cg.InputError, match="all 1 rounds"):
        play.choose(True)
    play._event("again", "")
    assert play.history == ()


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"rounds": 0}, "rounds = 0"),
        ({"rounds": 2.5}, "rounds = 2.5"),
        ({"free_riders": 20}, "free_riders = 20"),
        ({"free_riders": 10, "conditional": 10}, "together 19"),
        ({"free_riders": 1, "conditional": 1, "altruists": 1}, "together 19"),
        ({"logit": 20}, "logit = 20"),
        ({"precision": -1}, "precision = -1"),
        ({"precision": "high"}, "precision"),
        ({"vote": 10}, "vote = 10"),
        ({"role": "mayor"}, "unknown role"),
        ({"people": 7.5}, "people"),
        ({"seed": -1}, "seed = -1"),
        ({"optimism": float("nan")}, "optimism"),
        ({"optimism": "much"}, "optimism"),
        ({"regime": "monarchy"}, "unknown regime"),
        ({"marginal_retrun": 0.4}, "marginal_return"),
        ({"a": 7}, "marginal_return = 7"),
        ({"after": 3}, "after = 3"),
    ],
)
def test_wrong_options_are_explained(options: dict[str, Any], message: str) -> None:
    with pytest.raises(cg.InputError, match=message):
        GAME.play(**options)


def test_a_prediction_needs_a_reason_and_then_stays() -> None:
    prediction = Prediction(QUESTION, 0, 1, 0.05, format=".0%")
    prediction.slider.value = 0.35
    prediction.button.click()
    assert not prediction.locked
    assert "reason" in prediction.message.value
    prediction.words.value = "  因为  "
    prediction.button.click()
    assert not prediction.locked
    prediction.words.value = " Some <b>always</b> do. "
    prediction.button.click()
    assert prediction.locked
    assert (prediction.value, prediction.reason) == (0.35, "Some <b>always</b> do.")
    assert "35%" in prediction.message.value
    prediction.slider.value, prediction.words.value = 0.9, "changed"
    assert (prediction.value, prediction.reason) == (0.35, "Some <b>always</b> do.")
    with pytest.raises(cg.InputError, match="locked"):
        prediction.lock(0.5, "again")
    with pytest.raises(Exception, match="read-only"):
        prediction.locked = False


@pytest.mark.parametrize("value", [2, -0.1, float("nan"), "half", True])
def test_a_prediction_out_of_range_is_refused(value: Any) -> None:
    prediction = Prediction(QUESTION)
    with pytest.raises(cg.InputError, match="value = "):
        prediction.lock(value, "a reason")
    assert not prediction.locked


@pytest.mark.parametrize(
    "options", [{"low": 1, "high": 0}, {"step": 0}, {"step": 3}, {"format": "?"}]
)
def test_a_prediction_without_a_range_is_refused(options: dict[str, Any]) -> None:
    with pytest.raises(cg.InputError):
        Prediction(QUESTION, **options)


def test_nothing_is_played_or_shown_before_the_prediction_is_locked() -> None:
    prediction = Prediction(QUESTION, 0, 1, 0.05, format=".0%")
    play = GAME.play(rounds=2, after=prediction, **TOWN)
    seen = cg.observe(prediction, play)
    told = [seen.stage]

    def rows() -> list[str]:
        drawn = seen.frame["charts"]["share"]["data"]["rows"]
        return [row["kind"] for row in drawn if row["kind"] != "label"]

    play._event("choose", "contribute")
    assert play.history == ()
    with pytest.raises(cg.InputError, match="lock the prediction"):
        play.choose(True)
    assert rows() == []
    assert "quilib" not in str(seen.frame["html"]).replace("What", "")
    prediction.lock(0.4, "some <i>will</i>")
    told.append(seen.stage)
    assert rows() == ["prediction"]
    play.choose(True)
    assert rows() == ["prediction", "play", "own"]
    play.choose(False)
    told.append(seen.stage)
    assert told == ["prediction", "play", "revealed"]
    assert rows() == ["prediction", "play", "play", "own", "own", "equilibrium"]
    shown = seen.frame["charts"]["share"]["data"]["rows"]
    assert shown[0]["y"] == 0.4
    assert [row["y"] for row in shown[1:3]] == [turn.share(0, 1) for turn in play.history]
    assert [(row["y"], row["acted"]) for row in shown[3:5]] == [
        (turn.share(0, 1), turn.action == "contribute") for turn in play.history
    ]
    assert shown[5]["y"] == GAME.solve("laissez_faire").equilibria[0].profile["contribute"] == 0
    assert "<i>" not in seen.frame["html"]["said"]
    assert "40%" in seen.frame["html"]["said"]
    play.restart()
    assert seen.stage == "play"
    assert rows() == ["prediction"]


def test_all_equilibria_are_drawn_and_stability_is_told() -> None:
    prediction = Prediction(QUESTION)
    play = played([True], regime="cooperative", **TOWN)
    seen = cg.observe(prediction, play)
    prediction.lock(0.5, "a reason")
    rows = [r for r in seen.frame["charts"]["share"]["data"]["rows"] if r["kind"] == "equilibrium"]
    assert [row["y"] for row in rows] == pytest.approx([0, 0.871985, 1], abs=1e-6)
    assert [row["stable"] for row in rows] == [True, False, True]


def test_an_observation_needs_a_share_and_a_play() -> None:
    with pytest.raises(cg.InputError, match="is not a play"):
        cg.observe(Prediction(QUESTION), None)  # type: ignore[arg-type]
    with pytest.raises(cg.InputError, match="is not a prediction"):
        cg.observe(0.4, GAME.play())  # type: ignore[arg-type]
    with pytest.raises(cg.InputError, match="a share"):
        cg.observe(Prediction(QUESTION, 0, 20, 1), GAME.play())


def choice_check() -> cg.Check:
    return cg.Check(
        cg.Words("Which?", "哪个？"),
        [
            cg.Choice(cg.Words("this", "这个"), cg.Words("No, because …", "不对，因为……")),
            cg.Choice("a < b", cg.Words("Yes.", "对。"), right=True),
        ],
    )


def test_a_wrong_choice_says_why_and_can_be_mended() -> None:
    check = choice_check()
    check._event("choose", "0")
    assert not check.solved
    assert "No, because" in check.frame["html"]["said"]
    assert "cogov-wrong" in check.frame["html"]["said"]
    assert "a &lt; b" in check.frame["html"]["controls"]
    check._event("choose", "1")
    assert check.solved
    assert check.tries == 2
    assert "cogov-right" in check.frame["html"]["said"]
    check.answer(0)
    assert (check.solved, check.tries) == (True, 2)


def number_check() -> cg.Check:
    return cg.Check("How much?", number=0.6, tolerance=0.005, because="Yes.", otherwise="No.",
                    slips={0.4: "That is a."})  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "words", "right"),
    [
        ("0.6", "Yes.", True), ("0,6", "Yes.", True), ("60%", "Yes.", True),
        ("0.604", "Yes.", True), ("60 ％", "Yes.", True), ("0.606", "No.", False), ("3/5", "Yes.", True), ("2 / 5", "That is a.", False),
        (".4", "That is a.", False), ("-0.6", "No.", False),
        ("0．6", "Yes.", True), ("０，６", "Yes.", True), ("６０％", "Yes.", True), ("３／５", "Yes.", True),
        ("－０。６", "No.", False), ("−0.6", "No.", False),
    ],
)  # fmt: skip
def test_numbers_are_read_as_people_write_them(typed: str, words: str, right: bool) -> None:
    check = number_check()
    check._event("number", typed)
    assert words in check.frame["html"]["said"]
    assert check.solved == right
    assert check.tries == 1
    check._event("number", typed)
    assert check.tries == 1


@pytest.mark.parametrize("typed", ["much", "1/0", "1/", "/2", "1/2/3", "nan", "1e999", "<b>"])
def test_what_is_no_number_is_explained_in_place(typed: str) -> None:
    check = number_check()
    check._event("number", typed)
    assert "type a number" in check.frame["html"]["said"]
    assert check.tries == 0


def hinted_check() -> cg.Check:
    return cg.Check("How much?", number=0.6, because="Yes.", otherwise="No.",
                    hints=[cg.Words("Think of <a>.", "想想 <a>。"), cg.Words("Then b.", "再想 b。")])  # fmt: skip


def test_hints_come_one_by_one_and_only_when_asked_for() -> None:
    check = hinted_check()
    shown = check.frame["html"]
    assert "Think" not in shown["hints"]
    assert "hint 1 of 2" in shown["hints"]
    check._event("hint", "")
    assert "Think of &lt;a&gt;." in shown["hints"]
    assert "Then b." not in shown["hints"]
    assert "hint 2 of 2" in shown["hints"]
    check._event("number", "0.5")
    assert "Think" in shown["hints"]
    assert check.hint() == "Then b."
    assert "<button" not in shown["hints"]
    assert (check.hinted, check.tries, check.solved) == (2, 1, False)
    check._event("hint", "")
    with pytest.raises(cg.InputError, match="all 2 hints"):
        check.hint()
    with pytest.raises(cg.InputError, match="all 0 hints"):
        number_check().hint()
    assert number_check().frame["html"]["hints"] == ""


def test_hints_speak_the_language_in_which_the_check_was_made() -> None:
    with speaking("zh"):
        check = hinted_check()
    assert check.hint() == "想想 <a>。"
    assert not re.search(
        "[A-Za-z]{2,}", re.sub("<[^>]*>|&lt;|&gt;", "", check.frame["html"]["hints"])
    )


def test_wrong_checks_are_refused() -> None:
    for arguments in ({}, {"choices": [cg.Choice("a", "b", True)]}, {"number": float("inf")},
                      {"number": 1, "choices": [cg.Choice("a", "b", True)] * 2},
                      {"choices": [cg.Choice("a", "b")] * 2}):  # fmt: skip
        with pytest.raises(cg.InputError):
            cg.Check("?", **arguments)  # type: ignore[arg-type]
    with pytest.raises(cg.InputError, match="sequence of texts"):
        cg.Check("?", number=1, hints="one")
    with pytest.raises(cg.InputError, match="no choice 5"):
        choice_check().answer(5)
    with pytest.raises(cg.InputError, match="answer = nan is not allowed: a finite number"):
        number_check().answer(float("nan"))


def test_every_widget_speaks_the_language_it_was_made_in() -> None:
    with speaking("zh"):
        prediction = Prediction(QUESTION, format=".0%")
        play = GAME.play(rounds=1, after=prediction)
        seen = cg.observe(prediction, play)
        check = choice_check()
    prediction.button.click()
    assert "理由" in prediction.message.value
    prediction.lock(0.5, "总有人愿意")
    play.choose(True)
    check.answer(0)
    boards = play.frame["html"], seen.frame["html"]
    texts = [*boards[0].values(), *boards[1].values(), check.frame["html"]["said"]]
    assert "不对" in texts[-1]
    assert "第 1 轮" in "".join(texts)
    for text in texts:
        plain = re.sub(r"<[^>]*>|&nbsp;|a < b", "", text)
        assert not re.search(r"[A-Za-z]{3,}", plain), plain


def test_reprs_are_short_and_free_of_addresses() -> None:
    prediction = Prediction(QUESTION)
    play = GAME.play()
    shown = [prediction, play, Observe(prediction, play), choice_check()]
    assert list(map(repr, shown)) == [
        "<prediction, open>", "<play of public_good>", "<observation of public_good>",
        "<check, open>",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "▶ run this cell (Shift+Enter): {} appears here"),
        ("zh", "▶ 请运行本格（Shift+Enter）：{}会出现在这里"),
    ],
)
def test_a_notebook_says_what_appears_where_before_a_cell_is_run(language: str, told: str) -> None:
    """That is the text which a notebook stores of a widget."""
    with speaking(language):
        prediction, play = Prediction(QUESTION), GAME.play()
        for widget, words in (
            (prediction, cg.Words("the question", "预测题")),
            (play, cg.Words("the game", "游戏")),
            (Observe(prediction, play), cg.Words("the chart", "图")),
            (choice_check(), cg.Words("the question", "题目")),
            (GAME.explore(), cg.Words("the explorer", "探索器")),
            (cg.projector(), cg.Words("the button", "按钮")),
            (cg.show_plays(play.data(), GAME), cg.Words("the chart", "图")),
        ):
            data, _ = widget._repr_mimebundle_()
            assert data["text/plain"] == told.format(words)
            assert data["application/vnd.jupyter.widget-view+json"]["model_id"] == widget.model_id
