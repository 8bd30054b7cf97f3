"""The closed form: what it verifies, what it calls complete, and what it says."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import sympy as sp

import cogov_games as cg
from cogov_games.study import contracts
from cogov_games.charts import equilibria
from cogov_games.errors import InputError
from cogov_games.forms.closed import patterns
from cogov_games.forms.situation import Situation
from cogov_games.forms.closed import ClosedForm, Party
from cogov_games.forms.closed.line import Line
from cogov_games.forms.closed.shape import shape_of
from cogov_games.forms.group import Group
from cogov_games.mechanism import Mechanism
from cogov_games.model.regimes import Regime
from cogov_games.words import Words

x, a, b, c, r, j, n = sp.symbols("x a b c r j n")
W = Words("share", "比例")


def form(push, **rest) -> ClosedForm:
    return ClosedForm("share", W, "x", push, Words("push", "推力"), Words("none", "无"),
                      Words("some", "部分"), Words("all", "全体"), **rest)  # fmt: skip


def situation(binds=None, **values) -> Situation:
    shape = np.broadcast_shapes(*(np.shape(v) for v in values.values()))
    arrays = {k: np.broadcast_to(np.asarray(v, float), shape) for k, v in values.items()}
    return Situation(arrays, binds or {})


def test_degree_and_breaks_are_read_off_the_push() -> None:
    def read(push):
        shape = shape_of(sp.sympify(push), "x")
        return shape.degree, {sp.simplify(e) for e in shape.breaks}

    assert read(a * x**2 + b) == (2, set())
    assert read(sp.Piecewise((x, x < a / b), (x**3 - 1, True)) * x) == (4, {a / b})
    assert read(sp.Piecewise((x, a < b), (1, True))) == (1, set())
    assert read(sp.Max(a * x, b, 2 * x) - 1) == (1, {b / a, b / 2, 0})
    assert read(sp.Abs(2 * x - a)) == (1, {a / 2})
    assert read(sp.exp(x) - a) == (None, set())
    assert read(sp.Piecewise((x, x**2 < a), (1, True)))[0] is None
    assert read(x**9)[0] is None


@pytest.mark.parametrize(
    ("push", "complete"),
    [
        (x - c, True),
        (sp.Min(x, c) - sp.Rational(1, 4), True),
        (sp.exp(x) - 1 - c, False),
        (x**9 - c, False),
    ],
)
def test_complete_only_where_it_is_certain(push, complete) -> None:
    found = form(push).equilibria(situation(c=[0.2, 0.5]))
    assert list(found.complete) == [complete] * 2
    assert (np.nan_to_num(found.regret) <= 1e-9 * found.scale[:, None]).all()


def test_declared_turns_make_the_list_complete_and_find_a_tangency() -> None:
    push = sp.exp((x - a) ** 2) - 1 - c
    found = form(push, turns=(a,)).equilibria(situation(a=0.4, c=[0.01, 0.0, -0.01]))
    assert found.complete.all()
    half = np.sqrt(np.log(1.01))
    expected = [[0.4 - half, 0.4 + half, 1], [0.4, 1, np.nan], [1, np.nan, np.nan]]
    assert found.states["x"] == pytest.approx(np.array(expected), nan_ok=True)
    assert found.stability.tolist() == [[1, 0, 1], [2, 1, -1], [1, -1, -1]]


def test_a_wrong_root_would_show_in_the_regret() -> None:
    line = Line(form(x - c), situation(c=[0.4]))
    lines, _ = line.solve()
    moved = replace(lines, x=np.array([[0.0, 0.4 + 1e-3, 1.0]]))
    assert line.regret(moved)[0] == pytest.approx([0, 1e-3, 0], abs=1e-9)
    ends = Line(form(c - x), situation(c=[0.4]))
    assert ends.regret(replace(lines, x=np.array([[0.0, 0.4, 1.0]])))[0] == pytest.approx(
        [0.4, 0, 0.6]
    )


def test_a_push_that_is_only_rounding_is_none() -> None:
    found = form(a + b - c, status_quo="x0").equilibria(situation(a=0.1, b=0.2, c=0.3, x0=0.7))
    assert list(found.states["x"]) == [0, 0.7, 1]
    assert found.continua == ((0, 1, 2),)
    assert int(found.reached) == 1
    assert found.states["x"][found.reached] == 0.7
    assert (found.regret <= 1e-12).all()


def test_what_a_regime_binds_may_depend_on_the_state() -> None:
    linear = form(a - c).equilibria(situation({"a": x / 2}, c=[0.2, 0.9]))
    plain = form(x / 2 - c).equilibria(situation(c=[0.2, 0.9]))
    assert np.array_equal(linear.states["x"], plain.states["x"], equal_nan=True)


def test_what_follows_may_follow_from_what_follows() -> None:
    made = form(c - x, follows={"r": x + 1, "j": 2 * r}, parties=(Party("p", W, j - x),))
    found = made.equilibria(situation(c=0.25))
    assert [float(found.states[s][0]) for s in "xrj"] == pytest.approx([0.25, 1.25, 2.5])
    assert float(found.payoffs["p"][0]) == pytest.approx(2.25)
    formulas = made.closed_form(int(found.pattern[0]), {}, {})
    assert formulas == {"x": c, "r": c + 1, "j": 2 * (c + 1)}


@pytest.mark.parametrize("values", [(1, -1.3, 0.36), (-1, 1.3, -0.36), (2, -1.2, 0.18)])
def test_roots_of_parabolas_as_formulas(values) -> None:
    made = form(a * x**2 + b * x + c)
    known = dict(zip("abc", values, strict=True))
    found = made.equilibria(situation(**known))
    inner = [k for k, code in enumerate(found.pattern) if code > patterns.HIGH]
    assert inner
    for k in inner:
        formula = made.closed_form(int(found.pattern[k]), {}, {})["x"]
        assert float(formula.subs(known)) == pytest.approx(found.states["x"][k], abs=1e-9)


def test_an_end_cannot_move_with_the_state() -> None:
    with pytest.raises(InputError, match="end of the state's interval"):
        form(x - c, high=1 + x)


def test_the_curve_shows_jumps_and_reaches_both_ends() -> None:
    made = form(sp.Piecewise((1, x < c), (-1, True)), low=sp.Rational(1, 5))
    at, push = made.push_curve(situation(c=0.51234))
    assert (at[0], at[-1]) == (0.2, 1)
    jump = np.flatnonzero(np.diff(push))
    assert at[jump] == pytest.approx([0.51234], abs=1e-5)
    assert at[jump + 1] == pytest.approx([0.51234], abs=1e-5)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("turns", [None, ()])
@pytest.mark.parametrize("push", [sp.log(c) - x, sp.sqrt(x - 2 * c) - 1])
def test_where_the_push_is_no_number_there_is_no_equilibrium(push, turns) -> None:
    found = form(push, turns=turns).equilibria(situation(c=[-2.0, 1.5]))
    assert found.present.any(axis=-1).sum() == 1
    assert not (found.present & np.isnan(found.regret)).any()
    nothing = form(push, turns=turns).equilibria(situation(c=np.zeros((0,))))
    assert nothing.present.shape[0] == 0


# Regimes with forms of different kinds -----------------------------------------------------------


def mixed() -> Mechanism:
    """The public good, where under multi-center governance a declared condition takes the lead."""
    m = cg.catalogue["public_good"]
    other = form(x - sp.Rational(1, 2), status_quo="x0", follows={"j": (n - 1) * x})
    regimes = tuple(
        replace(regime, form=other) if regime.key == "multi_center" else regime
        for regime in m.declared_regimes
    )
    return replace(m, declared_regimes=regimes)


def test_each_panel_is_drawn_by_its_own_form() -> None:
    m = mixed()
    blocks = equilibria.blocks({key: m.form_of(key) for key in list(m.regimes)[:3]})
    assert [block.regimes for block in blocks] == [
        ["government_led"],
        ["multi_center"],
        ["cooperative"],
    ]
    assert [type(block.form) for block in blocks] == [Group, ClosedForm, Group]
    assert blocks[0].alike == blocks[2].alike != blocks[1].alike
    alike = equilibria.blocks(dict.fromkeys("abc", cg.catalogue["public_good"].form))
    assert [block.regimes for block in alike] == [["a", "b", "c"]]


def test_an_explorer_of_mixed_forms() -> None:
    explorer = mixed().explore(start=0.3)
    charts = explorer.board.frame["charts"]
    assert {"main", "main-2", "main-3"} <= charts.keys()
    rows = {name: charts[name]["data"]["rows"] for name in ("main", "main-2", "main-3")}
    places = [row["x"] for row in rows["main-2"] if row["kind"] == "point"]
    assert places == [0, 0.5, 1]
    assert {row["regime"] for row in rows["main-2"]} == {"multi_center"}
    assert [row["x"] for row in rows["main-2"] if row["kind"] == "start"] == [0.3]
    extents = [
        [(row["x"], row["y"]) for row in rows[name] if row["kind"] == "extent"] for name in rows
    ]
    assert extents[0] == extents[2] != []
    assert extents[1] == []
    assert explorer.board.template.index('"main"') < explorer.board.template.index('"main-2"')
    explorer.set(start=0.7)
    kinds = [row["kind"] for row in explorer.board.frame["charts"]["main-2"]["data"]["rows"]]
    assert "arrow" in kinds
    assert "multi-center: tips from “none” to “all”" in explorer.board.frame["html"]["changes"]
    explorer.speak("zh")
    assert "全体" in explorer.board.frame["html"]["state-multi_center"]


def test_mixed_forms_keep_the_contracts_and_compare() -> None:
    m = mixed()
    contracts.equilibria_are_verified(m, 64)
    contracts.json_round_trip(m)
    assert m.compare(start=0.7).welfare["multi_center"] == pytest.approx(20 * 0.2 - 1 - 0.3)
    assert m.regime_map("start", "local_cost", 10).welfare["multi_center"].shape == (10, 10)


def test_a_cost_that_depends_on_the_state_is_part_of_boundaries_and_break_even() -> None:
    m = cg.catalogue["reputation"]
    row = {"vH": 10, "cH": 5, "dc": 3, "delta": 0.8, "lam": 0.8, "qG": 0.4, "chiG": 0.5, "F": 2,
           "qP": 0.5, "chiP": 0.4, "k": 0.1, "chiC": 0.9}  # fmt: skip
    assert m.solve("cooperative", **row, tau=3).selected.profile["z"] == 0
    for tau in (0.1, 3.0):  # also where the exchange is not set up any more
        place = m.compare(**row, tau=tau).break_even
        assert place == pytest.approx(5 - 0.8 * 0.75 / 0.63 - 2 - 1.9)
    assert m.boundary("government_led", "multi_center", **row).relation is not None
    assert isinstance(m.regimes["cooperative"], Regime)


def test_a_jump_is_drawn_as_a_jump() -> None:
    explorer = cg.catalogue["norm_evolution"].explore(p0=0.2)
    rows = explorer.board.frame["charts"]["main"]["data"]["rows"]
    curve = [(round(row["x"], 3), round(row["y"], 9)) for row in rows
             if row["kind"] == "curve" and row["regime"] == "multi_center"]  # fmt: skip
    assert curve[0] == (0, 0)
    assert (0.25, 0) in curve
    assert (0.25, 0.4) in curve
    assert (0.75, 0.4) in curve
    said = explorer.board.frame["html"]["state-multi_center"]
    assert "every state stays where it is, from “nobody is trustworthy” to" in said
    assert said.count("(0.25)") == 1  # it is not listed once more as another equilibrium


def test_a_start_that_stays_is_a_kind_of_its_own() -> None:
    """So that the branch of the edge goes on where the start joins the list."""
    made = form(sp.Piecewise((0, x < c), (1, True)), status_quo="x0")
    found = made.equilibria(situation(c=0.5, x0=[0.2, 0.7]))
    assert found.pattern[0].tolist() == [
        patterns.LOW,
        patterns.START,
        found.pattern[1, 1],
        patterns.HIGH,
    ]
    assert str(made.label(patterns.START)) == "it stays: some"
    assert str(made.label(int(found.pattern[1, 1]))) == "edge: some"
    assert made.closed_form(patterns.START, {}, {}) == {"x": sp.Symbol("x0")}
