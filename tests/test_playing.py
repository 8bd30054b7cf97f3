"""Tables, types, rounds and the vote, without a widget: numbers derived again by hand."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy.special import erf

import cogov_games as cg
from cogov_games.forms.situation import Situation
from cogov_games.playing.options import precision_for
from cogov_games.playing.sitting import Company, Round, Rules, ballot, sitting
from cogov_games.playing.table import Dial, Table
from cogov_games.playing.types import KINDS, Seen, logit_chances
from cogov_games.words import speaking

CATALOGUE = cg.catalogue
PLAYABLE = (
    "public_good", "collective_risk", "whistle", "inspection", "tripartite", "common_pool", "team",
    "tournament", "appraisal", "spillover", "hired_cleaners", "partnership", "purchase",
    "punishment", "land_requisition", "tax_competition",
)  # fmt: skip


def rules(key: str, regime: str, people: int | None = None, **values: float) -> Rules:
    m = CATALOGUE[key]
    return Rules(m, regime, m.check_values(values), people)


def column(values: Iterable[float]) -> np.ndarray:
    return np.array(list(values), dtype=float)[:, None]


# Payoffs, derived by hand


def test_a_group_pays_what_the_number_of_others_says() -> None:
    """Collective risk: 1 less the cost, and with chance r all is lost below four contributors."""
    table = rules("collective_risk", "laissez_faire").table
    for acts in itertools.product((0, 1), repeat=6):
        kept = 1.0 if sum(acts) >= 4 else 1 - 0.7
        expected = [kept - 0.15 * act for act in acts]
        assert table.payoffs(column(acts)) == pytest.approx(expected)


def test_a_population_pays_what_the_strategies_of_the_others_say() -> None:
    """Punishment: r c times the others' contributions, per other; fines from whoever punishes."""
    r, c, fine, fee, trouble = 3, 1, 0.7, 0.7, 0.7
    keys = ["contribute", "defect", "stay_out", "pool", "peer"]

    def paid(me: str, others: list[str], *, fee_due: float, found: float) -> float:
        company = [o for o in others if o != "stay_out"]
        if me == "stay_out" or not company:
            return 1.0
        giving = sum(o in ("contribute", "pool", "peer") for o in company)
        shared = r * c * giving / len(company)
        pools, peers = company.count("pool"), company.count("peer")
        return {
            "contribute": shared - c - found * fine * pools,
            "defect": shared - fine * (pools + peers),
            "pool": shared - c - fee_due,
            "peer": shared - c - found * fine * pools - trouble * company.count("defect"),
        }[me]

    for regime, fee_due, found in (
        ("government_led", fee, 1.0), ("cooperative", fee / 2, 0.5), ("multi_center", 0.0, 0.0)
    ):  # fmt: skip
        table = rules("punishment", regime).table
        for group in itertools.combinations_with_replacement(range(5), 5):
            who = [keys[i] for i in group]
            expected = [
                paid(me, who[:i] + who[i + 1 :], fee_due=fee_due, found=found)
                for i, me in enumerate(who)
            ]
            assert table.payoffs(column(group)) == pytest.approx(expected), (regime, who)


def test_a_member_of_a_population_gets_the_mean_over_all_of_the_other_role() -> None:
    """Inspection under government: g, h, d, fine, share and cost as in the game's table."""
    g, h, d, fine, share, cost = 2, 10, 0.6, 12, 0.2, 2
    table = rules("inspection", "government_led", people=4).table
    official = {(0, 0): 0, (0, 1): 0, (1, 0): g, (1, 1): g - d * (g + fine)}
    inspector = {
        (0, 0): 0, (0, 1): -cost, (1, 0): -h, (1, 1): -(1 - d) * h + d * share * fine - cost,
    }  # fmt: skip
    for violating, inspecting in itertools.product(range(5), repeat=2):
        acts = [1] * violating + [0] * (4 - violating) + [1] * inspecting + [0] * (4 - inspecting)
        first, second = acts[:4], acts[4:]
        expected = [np.mean([official[v, q] for q in second]) for v in first]
        expected += [np.mean([inspector[v, q] for v in first]) for q in second]
        assert table.payoffs(column(acts)) == pytest.approx(expected)


def test_one_against_one_is_the_game_itself() -> None:
    for key in ("inspection", "tripartite"):
        m = CATALOGUE[key]
        for regime in m.regimes:
            table = rules(key, regime, people=1).table
            cells = m.form_of(regime).tables(m.situation(regime, {}))
            for cell in itertools.product((0, 1), repeat=len(cells)):
                expected = [float(payoff[cell]) for payoff in cells]
                assert table.payoffs(column(cell)) == pytest.approx(expected)


def test_the_common_pool_pays_rent_and_wage_and_outsiders_pay_no_price() -> None:
    a, b, w, e = 23, 0.25, 5, 25
    rng = np.random.default_rng(5)
    for regime, payers, price in (("laissez_faire", 8, 0.0), ("multi_center", 6, 0.8 * 4)):
        table = rules("common_pool", regime).table
        assert [role.people for role in table.roles] == [payers, 8 - payers][: 1 + (payers < 8)]
        taken = rng.uniform(0, 25, 8)
        income = w * e + (a - w) * taken - b * taken.sum() * taken
        income[:payers] -= price * taken[:payers]
        assert table.payoffs(taken[:, None]) == pytest.approx(income)


def test_the_tournament_pays_the_prize_with_the_true_chance() -> None:
    first, second, prize, r, slope = 0.9, 0.4, 4, 0.5, 0.28
    chance = (1 + erf(np.sqrt(np.pi) * slope * (1 - r) * (first - second))) / 2
    expected = [prize * chance - first**2 / 2, prize * (1 - chance) - second**2 / 2]
    table = rules("tournament", "government_led").table
    assert table.payoffs(column([first, second])) == pytest.approx(expected)


def test_officials_who_decide_alone_do_not_meet() -> None:
    table = rules("purchase", "multi_center", people=3).table
    actions = np.array([[1.0, 0.5], [0.2, 0.0], [0.0, 1.5]])
    expected = [2 * a + 0.5 * 2 * b - a**2 - b**2 for a, b in actions]
    assert table.payoffs(actions) == pytest.approx(expected)
    changed = table.payoffs(actions + np.array([[0, 0], [1, 1], [0, 0]]))
    assert changed[[0, 2]] == pytest.approx([expected[0], expected[2]])


def some_actions(table: Table, rng: np.random.Generator) -> np.ndarray:
    chosen = [role.menu[rng.integers(len(role.menu), size=role.people)] for role in table.roles]
    return np.concatenate(chosen)


@pytest.mark.parametrize("key", PLAYABLE)
def test_alternatives_are_the_payoffs_after_one_changes_alone(key: str) -> None:
    rng = np.random.default_rng(11)
    for regime in CATALOGUE[key].regimes:
        try:
            table = rules(key, regime).table
        except cg.InputError:
            assert key == "whistle"
            continue
        actions = some_actions(table, rng)
        for r, span in enumerate(table.spans):
            offers = table.alternatives(r, actions)
            for seat in range(span.start, min(span.stop, span.start + 3)):
                for pick in rng.integers(len(table.roles[r].menu), size=3):
                    changed = actions.copy()
                    changed[seat] = table.roles[r].menu[pick]
                    assert offers[seat - span.start, pick] == pytest.approx(
                        table.payoffs(changed)[seat]
                    )


@pytest.mark.parametrize("key", PLAYABLE)
def test_nobody_gains_at_the_table_where_theory_says_so(key: str) -> None:
    """At a pure or continuous equilibrium the tables agree with the solver, up to the steps."""
    m, seen = CATALOGUE[key], 0
    for regime in m.regimes:
        try:
            played = rules(key, regime)
        except cg.InputError:
            continue
        table, form = played.table, m.form_of(regime)
        if form.kind == "population":
            continue
        for found in played.solution.equilibria:
            chosen = []
            for role in table.roles:
                inner = found.profile.get(role.key)
                states = inner if isinstance(inner, dict) else found.profile
                if role.strategies:
                    used = [i for i, s in enumerate(role.strategies) if states[s.key] == 1]
                    chosen.append(column(used[:1] * role.people) if used else None)
                else:
                    at = [states[dial.key] for dial in role.dials]
                    chosen.append(np.tile(at, (role.people, 1)))
            if any(c is None for c in chosen):
                continue
            actions = np.concatenate(chosen)
            payoffs = table.payoffs(actions)
            for r, span in enumerate(table.spans):
                gains = table.alternatives(r, actions) - payoffs[span, None]
                assert gains.max() <= 1e-8 * max(1.0, np.abs(payoffs).max())
                seen += 1
    assert seen or key == "punishment" or key == "whistle"


def test_steps_are_round_and_reach_both_ends() -> None:
    for low, high in ((0, 25), (0, 1), (-5.714, 5.714), (0.01, 2), (0.8, 0.8), (0, 8), (3, 3.004)):
        steps = Dial("x", cg.Words("x", "x"), low, high).steps
        assert steps[0] == low
        assert steps[-1] == high
        assert len(steps) <= 53
        assert (np.diff(steps) > 0).all()
    assert Dial("x", cg.Words("x", "x"), 0, 25).step == pytest.approx(0.5)


# What the types do


def seen_at(
    played: Rules, place: int, seed: int, *, precision: float = 1.0, last: bool = True
) -> Seen:
    rng = np.random.default_rng(seed)
    table = played.table
    actions = some_actions(table, rng)
    luck = rng.random(table.roles[place].people)
    if not last:
        return Seen(table, place, played.ends[place], luck, 0.3, precision)
    return Seen(
        table, place, played.ends[place], luck, 0.3, precision, actions, table.payoffs(actions)
    )


GAMES = (
    ("public_good", "cooperative", 0), ("punishment", "government_led", 0),
    ("inspection", "government_led", 1), ("tripartite", "cooperative", 2),
    ("common_pool", "multi_center", 0), ("tournament", "government_led", 0),
    ("purchase", "multi_center", 0),
)  # fmt: skip
every_game = pytest.mark.parametrize(("key", "regime", "place"), GAMES)


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


def first_action(play: Any) -> tuple[Any, ...]:
    role = play.session.here
    if role.strategies:
        return (role.strategies[role.open[-1]].key,)
    return tuple((2 * dial.low + dial.high) / 3 for dial in role.dials)


def play_to_the_end(play: Any) -> None:
    for _ in range(play.rounds + (play.session.last_rounds > 0)):
        if play.awaited == "vote":
            play.vote(list(play.session.candidates)[-1])
        else:
            play.choose(*first_action(play))


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


def test_games_of_other_forms_say_which_can_be_played() -> None:
    for key, m in CATALOGUE.items():
        if key not in PLAYABLE and m.played is None:
            with speaking("en"), pytest.raises(cg.InputError, match="population, strategic"):
                m.play()


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


def test_the_number_of_people_follows_the_game_or_the_option() -> None:
    assert CATALOGUE["public_good"].play(people=7).table.seats == 7
    assert CATALOGUE["inspection"].play(people=3).table.seats == 6
    assert CATALOGUE["inspection"].play(people=1, best_response=1).counts["best_response"] == 1
    assert CATALOGUE["appraisal"].play(people=4).table.seats == 4
    play = CATALOGUE["inspection"].play("inspector", people=4, imitation=1, logit=3)
    assert play.counts == dict.fromkeys(KINDS, 0) | {"imitation": 2, "logit": 5}
    assert play.session.company.kinds[4] == "you"


def test_a_kind_whose_number_is_not_whole_weighs_as_declared() -> None:
    """Seven users, a quarter out of reach: 5 and 2 people stand for 5.25 and 1.75."""
    played = rules("common_pool", "multi_center", n=7)
    assert [role.people for role in played.table.roles] == [5, 2]
    x = np.array([[3.0]] * 5 + [[10.0]] * 2)
    total = 5.25 * 3 + 1.75 * 10
    expected = 5 * 25 + 18 * 10 - 0.25 * total * 10
    assert played.table.payoffs(x)[-1] == pytest.approx(expected)


def test_a_game_in_strategic_form_with_four_actors_is_refused() -> None:
    from cogov_games.playing.by_form import table_of

    form = CATALOGUE["tripartite"].form
    four = object.__new__(type(form))
    object.__setattr__(four, "players", (*form.actors, form.actors[0]))
    with pytest.raises(cg.InputError, match="at most three"):
        table_of(four, Situation({"x0": np.asarray(0.5)}))
