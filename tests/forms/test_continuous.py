"""Continuous games whose equilibria are known or found by brute force on a grid."""

from itertools import product

import numpy as np
import pytest
import sympy as sp

import cogov_games as cg
from cogov_games.declare import (
    Abs, Actor, Max, Min, Piecewise, Words, exp, log, sqrt, symbols,
)  # fmt: skip
from cogov_games.forms.equilibria import EquilibriumSet
from cogov_games.forms.situation import Situation
from cogov_games.forms.continuous import Continuous, Player

a, b, x, y, X = symbols("a b x y X")


def player(action, low, high, payoff, count=1, decider=None) -> Player:
    title = Words(f"player {action}", f"参与人{action}")
    return Player(f"p_{action}", title, str(action), low, high, payoff, count, decider)


def solve(form: Continuous, **values) -> EquilibriumSet:
    arrays = np.broadcast_arrays(*(np.asarray(v, dtype=float) for v in values.values()))
    return form.equilibria(Situation(dict(zip(values, arrays, strict=True))))


def profiles(form: Continuous, found: EquilibriumSet) -> list[tuple[float, ...]]:
    states = np.stack([found.states[name] for name in form.actions], axis=-1)
    assert (found.regret[found.present] <= 1e-9 * found.scale).all()
    return sorted(map(tuple, np.round(states[found.present], 9)))


def on_grid(form: Continuous, points: int = 241, **values: float) -> list[np.ndarray]:
    """Return the clusters of grid profiles of two players that are mutual best replies."""
    environment = {sp.Symbol(name): value for name, value in values.items()}
    sides = [np.linspace(float(p.low), float(p.high), points) for p in form.players]
    mesh = np.meshgrid(*sides, indexing="ij")
    best = []
    for i, p in enumerate(form.players):
        payoff = sp.lambdify([x, y, X], p.payoff.subs(environment), "numpy")
        values_ = np.broadcast_to(payoff(*mesh, mesh[0] + mesh[1]), mesh[0].shape)
        best.append(values_ == values_.max(axis=i, keepdims=True))
    near = [_spread(is_best) for is_best in best]
    clusters: list[list[np.ndarray]] = []
    step = 3.5 * max(side[1] - side[0] for side in sides)
    for index in np.argwhere(near[0] & near[1]):
        place = np.array([side[i] for side, i in zip(sides, index, strict=True)])
        for cluster in clusters:
            if min(np.abs(place - other).max() for other in cluster) <= step:
                cluster.append(place)
                break
        else:
            clusters.append([place])
    return [np.mean(cluster, axis=0) for cluster in clusters]


def _spread(mask: np.ndarray) -> np.ndarray:
    """Return the mask grown by one cell, since no grid point need be a best reply exactly."""
    wide = np.pad(mask, 1)
    n, m = mask.shape
    return np.any([wide[i : i + n, j : j + m] for i, j in product(range(3), repeat=2)], axis=0)


def same(found: list[tuple[float, ...]], clusters: list[np.ndarray], within: float) -> bool:
    return len(found) == len(clusters) and all(
        min(np.abs(np.array(f) - c).max() for c in clusters) <= within for f in found
    )


# Several equilibria ------------------------------------------------------------------------------

wave = Continuous(
    (
        player(x, 0, 1, a * y * (1 - y) * x - x**2 / 2),
        player(y, 0, 1, a * x * (1 - x) * y - y**2 / 2),
    )
)


def test_two_symmetric_and_two_asymmetric_equilibria() -> None:
    """Replies a z (1 - z): fixed points 0 and 1 - 1/a, and the two-cycle of the logistic map."""
    r = 3.3
    found = profiles(wave, solve(wave, a=r))
    root = np.sqrt((r - 3) * (r + 1))
    p, q = (r + 1 - root) / (2 * r), (r + 1 + root) / (2 * r)
    expected = sorted([(0, 0), (1 - 1 / r, 1 - 1 / r), (p, q), (q, p)])
    assert np.array(found) == pytest.approx(np.array(expected), abs=1e-8)
    assert same(found, on_grid(wave, a=r), 0.02)
    assert not solve(wave, a=r).complete


def test_below_the_fork_only_the_symmetric_ones_are_left() -> None:
    assert profiles(wave, solve(wave, a=2)) == [(0, 0), (0.5, 0.5)]
    tame = solve(wave, a=0.4)
    assert profiles(wave, tame) == [(0, 0)]
    assert tame.complete  # the slopes of the replies stay below one


def test_alike_players_of_one_kind_are_scanned() -> None:
    other = X - x
    form = Continuous((player(x, 0, 1, a * other * (1 - other) * x - x**2 / 2, 2),))
    found = solve(form, a=[0.4, 2, 3.3])
    assert np.array_equal(found.complete, [True, False, False])
    expected = [[0, np.nan], [0, 0.5], [0, 1 - 1 / 3.3]]
    assert np.allclose(np.sort(found.states["x"], axis=-1)[:, :2], expected, equal_nan=True)
    assert found.states["X"] == pytest.approx(2 * found.states["x"], nan_ok=True)


# Fixed costs, kinks and jumps --------------------------------------------------------------------


def entry_cost(own):
    return Piecewise((0, own <= 0), (b, True))


cournot = Continuous(
    (
        player(x, 0, 9, x * (10 - X) - x - entry_cost(x)),
        player(y, 0, 9, y * (10 - X) - y - entry_cost(y)),
    )
)


@pytest.mark.parametrize(
    ("cost", "expected"),
    [
        (4, [(3, 3)]),
        (7, [(0, 4.5), (3, 3), (4.5, 0)]),
        (9.5, [(0, 4.5), (4.5, 0)]),
        (21, [(0, 0)]),
    ],
)
def test_cournot_with_a_fixed_cost(cost: float, expected: list[tuple[float, float]]) -> None:
    """Both in until entry against a monopolist pays, (9/4)^2; one in until 81/4."""
    found = profiles(cournot, solve(cournot, b=cost))
    assert np.array(found) == pytest.approx(np.array(expected), abs=1e-7)
    assert same(found, on_grid(cournot, points=181, b=cost), 0.2)


kanbur_keen = Continuous(
    (
        player(x, 0, 2, x * (1 + 2 * Max(0, y - x) - Max(0, x - y))),
        player(y, 0, 2, y * (2 - 2 * Max(0, y - x) + Max(0, x - y))),
    )
)


def test_shoppers_who_cross_the_border_for_the_lower_tax() -> None:
    """Kanbur and Keen (1993), h = 1, H = 2, delta = 1: 2/3 and 5/6."""
    found = profiles(kanbur_keen, solve(kanbur_keen, a=0))
    assert np.array(found) == pytest.approx(np.array([(2 / 3, 5 / 6)]), abs=1e-7)
    assert same(found, on_grid(kanbur_keen), 0.03)


def test_a_declared_solution_is_verified_and_saves_the_search() -> None:
    closed = {"x": sp.Rational(2, 3) * a, "y": sp.Rational(5, 6) * a}
    form = Continuous(kanbur_keen.players, solution=closed)
    found = solve(form, a=[1, 1.2, 1])  # in the middle it is wrong: the search takes over
    assert found.states["x"][:, 0] == pytest.approx([2 / 3] * 3)
    assert found.states["y"][:, 0] == pytest.approx([5 / 6] * 3)
    assert found.states["x"][0, 0] == 2 / 3
    assert (found.regret <= 1e-9 * found.scale[:, None]).all()
    with pytest.raises(cg.InputError, match="solution"):
        Continuous(kanbur_keen.players, solution={"x": a})


@pytest.mark.parametrize("penalty", [0.1, 0.5, 3])
def test_a_penalty_from_a_threshold_on(penalty: float) -> None:
    """a x - x^2/2 - b max(0, x - 1): up to the threshold, and beyond it where that pays."""
    form = Continuous((player(x, 0, 4, a * x - x**2 / 2 - b * Max(0, x - 1)),))
    wish = np.linspace(-0.5, 5, 56)
    found = solve(form, a=wish, b=penalty)
    assert found.present.sum(axis=-1).tolist() == [1] * 56
    best = np.where(wish <= 1, wish, np.maximum(1, wish - penalty))
    assert found.states["x"][:, 0] == pytest.approx(np.clip(best, 0, 4), abs=1e-12)


def test_a_fine_that_jumps_leaves_two_best_actions_at_a_tie() -> None:
    """x - x^2/2 - b [x > 1/2]: 1/2 or 1, which are equally good at b = 1/8."""
    form = Continuous((player(x, 0, 2, x - x**2 / 2 - Piecewise((b, x > 0.5), (0, True))),))
    for fine, expected in ((0.12, [1]), (0.125, [0.5, 1]), (0.13, [0.5])):
        found = solve(form, b=fine)
        assert np.ravel(profiles(form, found)) == pytest.approx(expected, abs=1e-9)
        assert found.continua == ()


# Actions that depend on nobody else --------------------------------------------------------------


def test_best_actions_of_two_independent_players_combine() -> None:
    """Each has two best actions, so that there are four equilibria."""
    form = Continuous((player(x, -2, 2, -((x**2 - 1) ** 2)), player(y, 0, 1, Abs(y - a))))
    found = solve(form, a=0.5)
    assert profiles(form, found) == [(-1, 0), (-1, 1), (1, 0), (1, 1)]
    assert not found.complete
    assert found.continua == ()
    assert profiles(form, solve(form, a=0.4)) == [(-1, 1), (1, 1)]


def test_indifference_is_a_continuum_with_two_ends() -> None:
    form = Continuous((player(x, 0, 3, (a - 1) * x), player(y, 0, 2, Min(y, 1))))
    found = solve(form, a=1)
    assert profiles(form, found) == [(0, 1), (0, 2), (3, 1), (3, 2)]
    assert found.continua == ((0, 1, 2, 3),)
    assert profiles(form, solve(form, a=1.1)) == [(3, 1), (3, 2)]
    assert solve(form, a=1.1).continua == ((0, 1),)
    alone = Continuous((form.players[0],))
    for value, ends in ((0.9, [0]), (1, [0, 3]), (1.1, [3])):
        assert np.ravel(profiles(alone, solve(alone, a=value))).tolist() == ends
        assert solve(alone, a=value).complete  # a linear payoff is concave


@pytest.mark.parametrize(
    ("payoff", "best", "shown"),
    [
        (a * log(x + 1) - x, lambda v: v - 1, True),
        (2 * a * sqrt(x) - x, lambda v: v**2, True),
        (a * x - exp(x), lambda v: np.log(v), True),
        (a * x**2 / 2 - x**3 / 3, lambda v: v, False),
        (a * x**2, lambda v: np.full_like(v, 5), True),
    ],
)
def test_smooth_payoffs_of_one_player(payoff, best, shown: bool) -> None:
    form = Continuous((player(x, 0, 5, payoff),))
    values = np.linspace(0.2, 3, 29)
    found = solve(form, a=values)
    assert found.states["x"].shape == (29, 1)
    assert found.states["x"][:, 0] == pytest.approx(np.clip(best(values), 0, 5), abs=1e-12)
    assert (found.complete == shown).all()


def test_payoffs_may_still_depend_on_the_others() -> None:
    """A spillover that no own action changes: each chooses alone, both are better off."""
    form = Continuous(
        (player(x, 0, 4, a * log(1 + x) - x + y**2), player(y, 0, 4, x - (y - 1) ** 4))
    )
    found = solve(form, a=3)
    assert np.array(profiles(form, found)) == pytest.approx(np.array([(2, 1)]), abs=1e-4)
    assert found.payoffs["p_x"][0] == pytest.approx(3 * np.log(3) - 2 + 1, abs=1e-4)


def test_batches_agree_with_single_games() -> None:
    rng = np.random.default_rng(6)
    values = rng.uniform(0.2, 3.5, (3, 4))
    for form in (wave, Continuous((player(x, 0, 5, a * log(x + 1) - x),))):
        batch = solve(form, a=values)
        for i in np.ndindex(3, 4):
            alone = solve(form, a=values[i])
            assert alone.present.sum() == batch.present[i].sum()
            assert alone.complete == batch.complete[i]
            for name in form.actions:
                one, other = alone.states[name], batch.states[name][i]
                assert np.sort(one[alone.present]) == pytest.approx(
                    np.sort(other[batch.present[i]])
                )


# Bounds ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("payoff", [a * x - x**2, a * log(1 + x) - x, a * x - x**2 - Max(0, x - 1)])
def test_a_prescribed_action_is_taken(payoff) -> None:
    form = Continuous((player(x, b, b, payoff),))
    found = solve(form, a=[0.5, 3], b=[0.7, 2])
    assert found.states["x"].tolist() == [[0.7], [2]]
    assert found.complete.tolist() == [not payoff.has(Max)] * 2
    assert str(form.label(int(found.pattern[0, 0]))) == "player x: as prescribed"
    assert form.label(int(found.pattern[0, 0])).zh.endswith("按规定")


@pytest.mark.parametrize("kink", [0, Max(0, x - y)])
def test_one_prescribed_and_one_free_action(kink) -> None:
    form = Continuous((player(x, a, a, -x * y), player(y, 0, 3, 2 * x * y - y**2 / 2 - kink)))
    assert np.array(profiles(form, solve(form, a=1.2))) == pytest.approx(np.array([(1.2, 2.4)]))


def test_an_order_does_not_change_what_would_be_best() -> None:
    ordered = Player("x", Words("x", "甲"), "x", b, b, a * x - x**2, feasible=(0, 2))
    form = Continuous((ordered,))
    situation = Situation({"a": np.array([1.0, 3.0]), "b": np.array([0.7, 2.0])})
    assert form.first_best(situation, a * x - x**2) == pytest.approx([0.25, 2.25])
    assert form.equilibria(situation).states["x"].tolist() == [[0.7], [2]]


def test_best_replies_are_exact_in_a_box_narrower_than_payoffs_can_tell_apart() -> None:
    form = Continuous(
        (player(x, 1 - a, 1, x * (2 - x) - Max(0, x - y)), player(y, 1 - a, 1, y * (1 + x - y)))
    )
    width = np.array([1e-1, 1e-3, 1e-5])
    situation = Situation({"a": width})
    places = np.stack([1 - width, 1 - width / 4], axis=-1)[:, None, :]
    replies = form.best_replies(situation, places, 1)[:, 0]
    assert np.abs(replies - (1 - width / 2)) == pytest.approx(0, abs=1e-13)


def test_a_regime_may_bind_an_action() -> None:
    """`team` as if the superior simply ordered an effort: the same form, other limits."""
    from dataclasses import replace

    from cogov_games.declare import Parameter, Regime

    m = cg.catalogue["team"]
    order, most = symbols("order most")
    form = replace(m.form, players=(replace(m.form.players[0], low=order, high=most),))
    regimes = tuple(
        Regime(r.key, r.note, {**r.binds, "order": o, "most": 1}, r.overhead, r.agreement)
        for r, o in zip(m.declared_regimes, (1, 0, 0, 0), strict=True)
    )
    ordered = replace(
        m, form=form, declared_regimes=regimes, declared_parameters=(
            *m.declared_parameters,
            Parameter("order", "order", 0, 0, 1, Words("ordered", "规定"), "primitive"),
            Parameter("most", "most", 1, 0.5, 1, Words("most", "上限"), "primitive"),
        ),
    )  # fmt: skip
    assert ordered.solve("government_led", beta=0).selected.profile["member"] == 1
    assert ordered.solve("laissez_faire").welfare == m.solve("laissez_faire").welfare
    low = ordered.solve("cooperative", psi=1, most=0.5)
    assert low.selected.profile["member"] == 0.5


def test_words_for_the_ends() -> None:
    form = Continuous((player(x, -1, 1, a * x - x**2 / 2),))
    said = [str(form.label(int(solve(form, a=v).pattern[0]))) for v in (-2, 0, 2)]
    assert [text.partition(": ")[2] for text in said] == [
        "at the lower limit", "between the limits", "at the limit",
    ]  # fmt: skip


# One decider with several actions ----------------------------------------------------------------

manager = Actor("manager", Words("manager", "负责人"))


def two_tasks(payoff) -> Continuous:
    return Continuous(
        (player(x, 0, 1, payoff, decider=manager), player(y, 0, 1, payoff, decider=manager))
    )


def test_a_decider_changes_all_actions_at_once() -> None:
    """Neither task pays alone, both do together: two players would stay at nothing."""
    payoff = 4 * x * y - x**2 - y**2 - a * x
    together, apart = two_tasks(payoff), Continuous(
        (player(x, 0, 1, payoff), player(y, 0, 1, payoff))
    )  # fmt: skip
    found = solve(together, a=0.1)
    assert profiles(together, found) == [(1, 1)]
    both = profiles(apart, solve(apart, a=0.1))
    assert np.array(both) == pytest.approx(np.array([(0, 0), (1 / 60, 1 / 30), (1, 1)]), abs=1e-8)
    assert found.payoffs.keys() == {"manager"}
    assert found.payoffs["manager"] == pytest.approx([1.9])
    assert [actor.key for actor in together.actors] == ["manager"]
    assert together.profile({"x": 1, "y": 1}) == {"p_x": 1, "p_y": 1}


def test_a_decider_s_transfers_reach_all_actions() -> None:
    form = two_tasks(-(x**2 + y**2) / 2)
    bonus = Situation({"a": np.asarray(0.5)}, transfers={"manager": a * x + a * y / 2})
    assert profiles(form, form.equilibria(bonus)) == [(0.5, 0.25)]
    assert form.paid == ("manager",)


def test_a_decider_has_one_payoff() -> None:
    with pytest.raises(cg.InputError, match="manager decides on several actions"):
        Continuous((player(x, 0, 1, x, decider=manager), player(y, 0, 1, y, decider=manager)))
    with pytest.raises(cg.InputError, match="count 1"):
        Continuous(
            (player(x, 0, 1, x, 2, decider=manager), player(y, 0, 1, x, decider=manager))
        )  # fmt: skip


# What is claimed ---------------------------------------------------------------------------------


def test_not_concave_but_every_first_order_point_is_known() -> None:
    """A convex game has its equilibria at corners; no face is singular, so none is missed."""
    form = Continuous((player(x, -1, 2, a * x**2), player(y, -1, 1, x * y - y**2 / 4)))
    found = solve(form, a=1)
    assert profiles(form, found) == [(2, 1)]
    assert found.complete


def test_a_line_of_equilibria_is_not_called_complete() -> None:
    form = Continuous(
        (player(x, 0, 1, -((x + y - 1) ** 2)), player(y, 0, 1, -((x + y - 1) ** 2)))
    )  # fmt: skip
    assert not solve(form, a=0).complete


def test_singular_faces_without_solutions_hide_nothing() -> None:
    """A dominant action of one and a reply of the other: linear payoffs, one equilibrium."""
    form = Continuous((player(x, 0, 1, a * x), player(y, 0, 1, (x - b) * y)))
    found = solve(form, a=[1, -1, 1], b=[0.5, 0.5, 1])
    assert np.array_equal(found.complete, [True, True, False])
    assert profiles(form, solve(form, a=1, b=0.5)) == [(1, 1)]
    assert profiles(form, solve(form, a=1, b=1)) == [(1, 0), (1, 1)]


def test_wrong_candidates_of_the_search_are_dropped() -> None:
    """Giving up pays in a sharp contest: the first-order point is no equilibrium."""
    other = X - x
    form = Continuous((player(x, 0, 4, sp.erf(a * (x - other)) - x**2 / 2, 2),))
    mild, sharp = solve(form, a=0.5), solve(form, a=2)
    assert profiles(form, mild) == [(round(1 / np.sqrt(np.pi), 9),)]
    assert profiles(form, sharp) == []
    assert mild.complete
    assert sharp.complete


def test_a_narrow_gain_from_deviating_is_seen() -> None:
    """A bonus for being within 0.05 of 3.3, worth more than the smooth optimum at 1."""
    bump = Piecewise((b, Abs(x - 3.3) <= 0.05), (0, True))
    form = Continuous((player(x, 0, 4, 2 * x - x**2 + bump),))
    assert np.ravel(profiles(form, solve(form, b=0.5))) == pytest.approx([1])
    assert np.ravel(profiles(form, solve(form, b=6))) == pytest.approx([3.25])


# The diagram -------------------------------------------------------------------------------------


def test_one_decider_alone_is_drawn_by_the_payoff() -> None:
    """The equilibrium sits on the curve's top; infinite payoffs are left out."""
    from cogov_games.charts.by_form import diagram_of
    from cogov_games.charts.equilibria import equilibrium_rows

    m = cg.catalogue["hired_cleaners"]
    for regime in m.regimes:
        rows = equilibrium_rows(diagram_of(m.form), regime, m.outcome(regime, {}), None, None)
        (point,) = (r for r in rows if r["kind"] == "point")
        curve = [(r["x"], r["y"]) for r in rows if r["kind"] == "curve"]
        assert point["x"] == pytest.approx(m.solve(regime).selected.profile["resident"])
        assert point["y"] == pytest.approx(max(y for _, y in curve), abs=2e-4)
        assert point["y"] >= max(y for _, y in curve) - 1e-12
        assert (curve[0][0], curve[-1][0]) == (0, 10)
    other = cg.catalogue["common_pool"].form
    assert diagram_of(other) != diagram_of(m.form)
