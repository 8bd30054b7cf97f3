"""Buck-passing and the whistle: the volunteer's dilemma, and a public signal that names one."""

from itertools import product

import numpy as np
import pytest
import sympy as sp
from hypothesis import given
from hypothesis import strategies as st

import cogov_games as cg
from cogov_games.charts.by_form import diagram_of
from cogov_games.charts.equilibria import equilibrium_rows
from cogov_games.declare import Actor, Group, Signal, Strategy, Words, symbols
from cogov_games.forms.situation import Situation
from cogov_games.solvers.correlated import disobedience
from cogov_games.words import speaking

M = cg.catalogue["whistle"]
REGIMES = ("government_led", "multi_center", "cooperative")
n, d, j = symbols("n d j")


@pytest.mark.parametrize(
    ("departments", "share", "failure"),
    [(2, 0.75, 0.0625), (3, 0.5, 0.125), (6, 0.2421, 0.1895), (9, 0.1591, 0.2102), (12, 0.1184, 0.2204)],
)  # fmt: skip
def test_volunteers_of_goeree_holt_and_smith(
    departments: int, share: float, failure: float
) -> None:
    """Their design V = 1, C = L = .2: benefit V - L = .8, so c / b = 1/4."""
    s = M.solve("multi_center", n=departments, b=0.8, c=0.2)
    (only,) = s.equilibria
    assert round(only.profile["respond"], 4) == share
    assert round(1 - only.cooperation, 4) == failure
    assert only.payoffs["department"] == pytest.approx(0.6)
    assert s.welfare == pytest.approx(departments * 0.6)
    assert s.first_best == pytest.approx(departments * 0.8 - 0.2)
    assert s.complete


def test_closed_forms() -> None:
    form = M.form_of("multi_center")
    states = form.closed_form(2, {}, {})
    at = {"n": 9, "b": 0.8, "c": 0.2}
    assert float(states["x"].subs(at)) == pytest.approx(1 - 0.25 ** (1 / 8))
    assert states["u"] == symbols("b") - symbols("c")
    obeyed = M.form_of("cooperative").closed_form(-1, {}, {})
    assert float((n * obeyed["u"]).subs(at)) == pytest.approx(9 * 0.8 - 0.2)
    border = M.boundary("multi_center", "cooperative", n=4)
    assert border.kind == "closed"  # (n - 1) c = tau
    assert border.crossings["agreement_cost"] == (pytest.approx(0.75),)
    assert border.crossings["cost"] == (pytest.approx(0.4 / 3),)


@pytest.mark.parametrize("values", [
    {"n": 4, "b": 1, "c": 0.3, "mu": 0.5, "q": 0.7, "F": 0.2, "tau": 0.5},
    {"n": 17, "b": 1.7, "c": 0.9, "mu": 2, "q": 0.2, "F": 1, "tau": 0.1},
])  # fmt: skip
def test_welfare_of_each_regime(values: dict) -> None:
    size, b, c, mu, q, F, tau = values.values()
    w = M.compare(**values).welfare
    assert w["multi_center"] == pytest.approx(size * (b - c))
    assert w["government_led"] == pytest.approx(size * b - c - (1 - q) * mu - F)
    assert w["cooperative"] == pytest.approx(size * b - c - tau)


def test_nobody_goes_where_the_cost_exceeds_the_benefit() -> None:
    """Then nobody obeys either: a whistle is no sanction."""
    for regime in REGIMES:
        s = M.solve(regime, b=0.5, c=0.6, tau=0.4)
        (only,) = s.equilibria
        assert s.selected.cooperation == pytest.approx(0)
        assert s.asymmetric == ()
        assert "none" in only.label.en
    (named,) = M.conditions("cooperative")
    assert str(named.relation) == "b >= c"
    assert named.counts == (1, 2)
    tie = M.solve("cooperative", b=0.5, c=0.5)
    assert [e.stability for e in tie.equilibria][-1] == "neutral"
    assert tie.selected.profile["named"]["respond"] == 1


def test_obedience_is_the_best_correlated_equilibrium() -> None:
    for size in (2, 3, 5):
        s = M.solve("cooperative", n=size, b=1, c=0.25, tau=0)
        acts = np.indices((2,) * size)
        tables = [(acts.sum(axis=0) > 0) - 0.25 * acts[i] for i in range(size)]
        best = cg.correlated_equilibrium(tables)
        assert s.welfare == pytest.approx(best.value)
        named = s.selected
        assert named.profile == {
            "named": {"wait": 0, "respond": 1},
            "others": {"wait": 1, "respond": 0},
        }
        assert named.payoffs["department"] == pytest.approx(best.value / size)
        assert named.cooperation == pytest.approx(1)
        spread = np.where(acts.sum(axis=0) == 1, 1 / size, 0)
        assert disobedience(tables, spread).max() <= 1e-12


def test_ignoring_the_signal_stays_an_equilibrium() -> None:
    s = M.solve("cooperative")
    ignored, obeyed = s.equilibria
    (alone,) = M.solve("multi_center").equilibria
    assert ignored.profile["named"] == ignored.profile["others"] == alone.profile
    assert s.selected is obeyed
    assert (ignored.stability, obeyed.stability) == ("stable", "stable")
    assert s.welfare_range == pytest.approx((alone.welfare - 0.4, obeyed.welfare))


# The form, for any payoffs and any number of those named -----------------------------------------


def signal(size: int, naming: int, gain: list[int]) -> tuple[Signal, Situation]:
    """Return a group whose gain from acting is d times a polynomial through these values."""
    curve = sp.interpolate(list(zip(range(size), gain, strict=True)), j) if size > 1 else gain[0]
    member = Actor("a", Words("a", "甲"), (
        Strategy("no", Words("no", "否")), Strategy("yes", Words("yes", "是"), "x"),
    ))  # fmt: skip
    form = Signal(member, n, (j, j + d * curve), average="u", naming=naming)
    values = {"n": np.array([size, size]), "d": np.array([1.0, -1.0])}
    return form, Situation(values)


@given(st.integers(2, 5), st.data())
def test_obedience_profile_by_profile(size: int, data) -> None:
    """A public signal is obeyed if and only if what it recommends is a pure equilibrium."""
    gain = data.draw(st.lists(st.integers(-2, 2), min_size=size, max_size=size))
    naming = data.draw(st.integers(0, size))
    form, situation = signal(size, naming, gain)
    found = form.equilibria(situation)
    for game, sign in enumerate((1, -1)):
        told = [1] * naming + [0] * (size - naming)
        holds = 0 < naming < size and all(
            sign * gain[naming - own] * (1 if own else -1) >= 0 for own in told
        )
        obeyed = found.pattern[game] == -1
        present = obeyed & found.present[game]
        assert present.sum() == int(holds)
        if holds:
            k = int(np.flatnonzero(present)[0])
            mean = (
                naming * (naming - 1 + sign * gain[naming - 1]) + (size - naming) * naming
            ) / size
            assert found.states["u"][game, k] == pytest.approx(mean)
            assert found.payoffs["a"][game, k] == pytest.approx(mean)
            assert found.states["x"][game, k] == pytest.approx(naming / size)
            assert found.regret[game, k] <= 1e-9
            strict = all(sign * gain[naming - own] * (1 if own else -1) > 0 for own in told)
            assert found.stability[game, k] == (1 if strict else 3)
    plain = Group(form.member, form.size, form.payoffs, average="u").equilibria(situation)
    ignored = form.equilibria(situation).states["x"][..., :-1]
    assert np.array_equal(ignored, plain.states["x"], equal_nan=True)


def test_groups_of_different_sizes_in_one_batch() -> None:
    sizes = [2, 3, 6, 12]
    swept = M.sweep("cooperative", n=sizes, c=[0.1, 0.25])
    for (i, size), (k, c) in product(enumerate(sizes), enumerate((0.1, 0.25))):
        alone = M.solve("cooperative", n=size, c=c)
        assert swept.welfare[i, k] == pytest.approx(alone.welfare)
        assert swept.count[i, k] == len(alone.equilibria)


def test_average_payoff_of_a_group() -> None:
    """The symbol gives the expectation over who acts, not the payoff at the expected number."""
    s = M.solve("multi_center", n=7, b=1, c=0.4)
    x = s.selected.profile["respond"]
    served = 1 - (1 - x) ** 7
    assert s.selected.cooperation == pytest.approx(served)
    assert s.welfare == pytest.approx(7 * served - 7 * x * 0.4)


def test_words_of_the_signal() -> None:
    s = M.solve("cooperative")
    assert s.selected.label.en == (
        "the signal is obeyed (those named: take the case; the others: wait for others)"
    )
    assert "被点名者" in s.selected.label.zh
    assert s.equilibria[0].label.en.startswith("the signal is ignored: ")
    explorer = M.explore()
    explorer.set(tau=2)
    explorer.speak("zh")


def test_diagram_shows_what_obeying_gains() -> None:
    outcome = M.outcome("cooperative", {"b": 0.4, "c": 0.5})
    diagram = diagram_of(outcome.form)
    rows = equilibrium_rows(diagram, "cooperative", outcome, None, None)
    bars = {row["who"]: row["y"] for row in rows if row["kind"] == "curve"}
    assert bars == {"those named": pytest.approx(-0.1), "the others": pytest.approx(0.5)}
    with speaking("zh"):
        spec = diagram.spec(outcome.form, ["cooperative"])
        rows = equilibrium_rows(diagram, "cooperative", outcome, None, None)
    assert [row["who"] for row in rows if row["kind"] == "curve"] == ["被点名者", "其余各方"]
    assert spec["spec"]["layer"][0]["encoding"]["x"]["sort"] == ["被点名者", "其余各方"]
