"""What solving returns: consistent numbers, readable text, nothing that can be changed by mistake."""

import re
from dataclasses import FrozenInstanceError, replace
from html.parser import HTMLParser

import numpy as np
import pytest
import sympy as sp

import cogov_games as cg
from cogov_games.study.contracts import sample
from cogov_games.declare import Selection, Words
from cogov_games.forms.equilibria import STABILITY
from cogov_games.words import speaking

from every_regime import ALL


def drawn(m, size: int = 6) -> list[dict[str, float]]:
    values = sample(m, 64, seed=12)
    return [{name: float(array[i]) for name, array in values.items()} for i in range(size)]


@pytest.mark.parametrize(("key", "regime"), ALL)
def test_solution_adds_up(key: str, regime: str) -> None:
    m = cg.catalogue[key]
    for values in drawn(m):
        s = m.solve(regime, **values)
        assert s.values == pytest.approx(values)
        assert sum(s.breakdown.values()) == pytest.approx(s.welfare)
        assert set(s.breakdown) == {*m.welfare, "overhead", "agreement"}
        assert s.breakdown["overhead"] <= 0
        assert s.breakdown["agreement"] <= 0
        low, high = s.welfare_range
        if m.selection.rule == "basin_weighted":  # a mean over all of them
            assert s.selected is None
            assert low - 1e-9 <= s.welfare <= high + 1e-9
        else:
            assert s.selected in s.equilibria
            assert s.selected.welfare == pytest.approx(s.welfare)
            assert set(s.by_actor) >= set(s.selected.payoffs)
        every = [e.welfare for e in s.equilibria]
        assert (low, high) == pytest.approx((min(every), max(every)))
        gross = high + sum(-s.breakdown[part] for part in ("overhead", "agreement", "enforcement")
                           if part in s.breakdown)  # fmt: skip
        assert s.first_best >= gross - 1e-6 * (1 + abs(gross))
        for e in s.equilibria:
            size = max((abs(p) for p in e.payoffs.values()), default=0.0)
            assert e.regret <= s.tolerance * (1 + size)
            assert e.stability in STABILITY


@pytest.mark.parametrize("key", cg.catalogue)
def test_comparison_is_the_solutions_side_by_side(key: str) -> None:
    m = cg.catalogue[key]
    for values in drawn(m):
        c = m.compare(**values)
        alone = {regime: m.solve(regime, **values) for regime in m.regimes}
        assert c.welfare == {regime: s.welfare for regime, s in alone.items()}
        assert c.breakdown == {regime: s.breakdown for regime, s in alone.items()}
        assert c.first_best == {regime: s.first_best for regime, s in alone.items()}
        assert c.by_actor == {regime: s.by_actor for regime, s in alone.items()}
        top = max(c.welfare.values())
        assert all(
            (w == pytest.approx(top, abs=1e-8)) == (k in c.best) for k, w in c.welfare.items()
        )


def test_ties_between_regimes_name_all_of_them() -> None:
    c = cg.catalogue["public_good"].compare(a=0.02, pG=0, pP=0, F=0, k=0, tau=0)
    assert set(c.best) == set(cg.catalogue["public_good"].regimes)
    chart = cg.catalogue["public_good"].regime_map(
        "tau", "F", resolution=3, a=0.02, pG=0, pP=0, k=0
    )
    assert chart.tie.all()


@pytest.mark.parametrize(
    ("language", "titles"),
    [
        ("en", ("cost of a local inspection (kP)", "cost of agreeing (tau)")),
        ("zh", ("地方监督成本 (kP)", "协商成本 (tau)")),
    ],
)
def test_the_axes_of_a_map_are_named_in_the_learners_language(
    language: str, titles: tuple[str, str]
) -> None:
    found = cg.catalogue["inspection"].regime_map("kP", "agreement_cost", resolution=3)
    with speaking(language):
        encoding = found.chart().to_dict()["layer"][0]["encoding"]
    assert (encoding["x"]["title"], encoding["y"]["title"]) == titles


def test_payoffs_of_the_accounts() -> None:
    """A contributor and a free rider of the public good, users and budget of the common pool."""
    c = cg.catalogue["public_good"].compare(n=20, a=0.2, pG=0.3, S=1.1, pP=0.7, F=4, k=0.3, tau=0.1)
    everybody = c.by_actor["cooperative"]  # all contribute: 20 x 0.2 - 4/20 - 0.3 - 0.1
    assert everybody["contributor"] == pytest.approx(4 - 0.6)
    assert everybody["resident"] == pytest.approx(4 - 0.6)
    # the one who would not: 1 + 0.2 x 19 - (1 - 0.7 x 0.3) x 1.1 - 0.6
    assert everybody["free_rider"] == pytest.approx(1 + 3.8 - 0.79 * 1.1 - 0.6)
    nobody = c.by_actor["laissez_faire"]
    assert nobody == pytest.approx({"resident": 1, "contributor": 0.2, "free_rider": 1})
    m = cg.catalogue["common_pool"]
    s = m.solve("government_led", n=8, a=23, b=0.25, w=5, e=25, pG=0.2, SG=10, F=30, sig=4)
    take = 8 - 2 / (9 * 0.25)
    assert s.by_actor["treasury"] == pytest.approx(2 * 8 * take - 0.25 * 4**2 - 30)
    assert s.by_actor["user"] == pytest.approx(8 * (18 - 0.25 * 8 * take - 2) * take)


def test_users_treasury_and_costs_account_for_the_whole_rent() -> None:
    m = cg.catalogue["common_pool"]
    for values in drawn(m):
        for regime in m.regimes:
            s = m.solve(regime, **values)
            assert sum(s.by_actor.values()) == pytest.approx(s.welfare)


@pytest.mark.parametrize(("rule", "share"), [("best", 1), ("worst", 0)])
def test_selection_of_the_best_and_the_worst(rule: str, share: int) -> None:
    m = cg.catalogue["public_good"]
    m = replace(m, selection=Selection(rule, Words("rule", "规则")))
    s = m.solve("cooperative")
    assert len(s.equilibria) == 3
    assert s.selected.profile["contribute"] == share
    assert s.welfare == (max if rule == "best" else min)(e.welfare for e in s.equilibria)
    assert m.sweep("cooperative", pG=[0.3]).welfare[0] == s.welfare


def test_selection_by_basins() -> None:
    m = cg.catalogue["public_good"]
    m = replace(m, selection=Selection("basin_weighted", Words("rule", "规则")))
    s = m.solve("cooperative", n=5, a=0.4, pG=0.2, pP=0.8, S=1, psi=1, F=0, k=0, tau=0)
    assert s.welfare == pytest.approx((1 - 0.625) * (5 * 0.4 - 1))
    assert s.selected is None


def test_rest_points_are_no_equilibria() -> None:
    m = cg.catalogue["public_good"]
    s = m.solve("government_led", pG=1, S=2)
    assert [e.profile["contribute"] for e in s.equilibria] == [1]
    assert [r.profile["contribute"] for r in s.rest_points] == [0]
    s = cg.catalogue["inspection"].solve("government_led")
    assert len(s.rest_points) == 4
    assert all(r.stability == "unstable" for r in s.rest_points)


class Balanced(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("key", cg.catalogue)
def test_representations(key: str) -> None:
    m = cg.catalogue[key]
    objects = [
        cg.catalogue, m, m.compare(), m.regime_map(*list(m.parameters)[1:3], resolution=3),
        m.boundary("government_led", "cooperative"), *m.parameters.values(), *m.regimes.values(),
        m.form, m.selection,
    ]  # fmt: skip
    for regime in m.regimes:
        s = m.solve(regime)
        objects += [s, *s.equilibria, *s.rest_points, *m.conditions(regime)]
        name, parameter = list(m.parameters.items())[1]
        objects.append(m.sweep(regime, **{name: [parameter.low, parameter.high]}))
    for thing in objects:
        text = repr(thing)
        assert text
        assert not re.search(r"0x[0-9a-f]{6,}| object at ", text), text
        if html := getattr(thing, "_repr_html_", None):
            parser = Balanced()
            parser.feed(html())
            assert parser.open == []
        if latex := getattr(thing, "_repr_latex_", None):
            text = latex()
            assert text is None or (text.startswith("$$") and text.endswith("$$"))


def test_solving_twice_prints_the_same() -> None:
    for key, regime in ALL:
        m = cg.catalogue[key]
        assert repr(m.solve(regime)) == repr(m.solve(regime))


def test_results_are_frozen() -> None:
    s = cg.catalogue["inspection"].solve("cooperative")
    with pytest.raises(FrozenInstanceError):
        s.welfare = 3
    with pytest.raises(FrozenInstanceError):
        s.equilibria[0].regret = 3


def test_text_of_a_solution() -> None:
    text = repr(cg.catalogue["public_good"].solve("cooperative"))
    assert text.splitlines()[0] == "public_good under cooperative: 3 equilibria"
    assert text.count("*") == 1
    assert "contribute: 0.872" in text


def test_marks_of_parameters() -> None:
    """The step of a slider is round, and its grid holds both ends' neighbour and the default."""
    for m in cg.catalogue.values():
        for p in m.parameters.values():
            assert 0 < p.step <= max(1.0 if p.integer or p.choices else 0, (p.high - p.low) / 40)
            steps = (p.default - p.low) / p.step
            assert steps == pytest.approx(round(steps), abs=1e-6)


def test_latex_of_a_condition_is_its_formula() -> None:
    (switch,) = cg.catalogue["public_good"].conditions("government_led")
    assert switch._repr_latex_() == f"$${sp.latex(switch.relation)}$$"


def test_maps_have_the_shape_of_their_axes() -> None:
    m = cg.catalogue["public_good"]
    chart = m.regime_map("n", "pG", resolution=7)
    assert chart.x_values.tolist() == list(range(4, 41))
    assert chart.best.shape == chart.tie.shape == (7, 37)
    for w in chart.welfare.values():
        assert w.shape == (7, 37)
        assert np.isfinite(w).all()
