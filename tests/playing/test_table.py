"""Tables of every form that can be played: payoffs derived again by hand."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from playing_rules import CATALOGUE, column, rules, some_actions
from plays_to_the_end import PLAYABLE
from scipy.special import erf

import cogov_games as cg
from cogov_games.forms.situation import Situation
from cogov_games.playing.table import Dial
from cogov_games.playing.players import KINDS
from cogov_games.words import speaking


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


def test_games_of_other_forms_say_which_can_be_played() -> None:
    for key, m in CATALOGUE.items():
        if key not in PLAYABLE and m.played is None:
            with speaking("en"), pytest.raises(cg.InputError, match="population, strategic"):
                m.play()


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
