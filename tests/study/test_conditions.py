"""Thresholds are where equilibria change: none missed, none invented, whatever the form."""

from dataclasses import replace
from fractions import Fraction
from functools import cache
from math import comb

import nashpy
import numpy as np
import pytest
import sympy as sp
from changes_of_equilibria import MECHANISMS, bases, changes, conditions, off_round
from doubles import collective_risk, cournot, three_by_three
from scipy.stats import binom

import cogov_games as cg
from cogov_games.declare import DeclaredBoundary, DeclaredCondition, Piecewise, Words
from cogov_games.errors import InputError
from cogov_games.forms.group.thresholds import bump_of
from cogov_games.study import conditions as thresholds
from cogov_games.study import contracts
from cogov_games.study.contracts import ContractError, sample
from cogov_games.widgets.sentences import Narrator

ALL = [(key, regime) for key, m in MECHANISMS.items() for regime in m.regimes]
QUICK = [pair for pair in ALL if pair[0] != cournot.key]
WORDS = Words("it holds", "成立"), Words("it fails", "不成立")


def kinds(found) -> list[tuple[int, ...]]:
    patterns = np.where(found.present, found.pattern, -1)
    return [tuple(sorted(int(p) for p in row if p >= 0)) for row in patterns]


# None missed, none invented ----------------------------------------------------------------------


@pytest.mark.parametrize(("key", "regime"), QUICK)
def test_conditions_are_exactly_where_the_equilibria_change(key: str, regime: str) -> None:
    """Along every slider, at the defaults and elsewhere, judged by solving at many points."""
    m = MECHANISMS[key]
    listed, seen = conditions(key, regime), 0
    for base in bases(m, 2 if m is collective_risk else 6):
        placed = [c.crossings(**base) for c in listed]
        for name, p in m.parameters.items():
            if p.role in ("overhead", "agreement"):
                assert not any(name in places for places in placed)
                continue
            grid = off_round(p, 160)
            codes = kinds(m.outcome(regime, {**base, name: grid}).found)
            found = changes(codes)
            said = [place for places in placed for place in places.get(name, ())]
            inside = [place for place in said if grid[0] < place <= grid[-1]]
            after = {int(np.searchsorted(grid, place)) - 1 for place in inside}
            assert found <= after, (name, base, [grid[i] for i in found - after])
            for place in said:  # the sets differ right at the place, not only somewhere near
                width = 3e-6 * (p.high - p.low)
                pair = [place - 1, place] if p.integer else [place - width, place + width]
                pair = np.clip(pair, p.low, p.high)
                before, behind = kinds(m.outcome(regime, {**base, name: pair}).found)
                assert before != behind, (name, base, place)
            seen += len(found)
    assert seen > 0 or not listed


@pytest.mark.parametrize("regime", list(collective_risk.regimes))
def test_numbers_of_equilibria_of_the_collective_risk_counted_by_hand(regime: str) -> None:
    """Signs of the mean gain at 1,501 shares, from SciPy's binomial distribution."""
    m = collective_risk
    x = np.linspace(0, 1, 1501)

    @cache
    def chances(people: float):
        return binom.pmf(np.arange(people), people - 1, x[:, None])

    def count(v: dict[str, float]) -> int:
        others = np.arange(v["people"])
        step = others == v["threshold"] - 1
        bonus = v["bonus_government"] * (regime in ("government_led", "cooperative"))
        local = v["bonus_local"] * (regime in ("multi_center", "cooperative"))
        gain = v["risk"] * step - v["cost"] + bonus + local * (others >= v["local_threshold"])
        mean = chances(v["people"]) @ gain
        return int((np.diff(np.sign(mean)) != 0).sum() + (mean[0] < 0) + (mean[-1] > 0))

    listed, checked = conditions(m.key, regime), 0
    for base in bases(m, 3, seed=23):
        placed = [c.crossings(**base) for c in listed]
        for name, p in m.parameters.items():
            if p.role in ("overhead", "agreement"):
                continue
            grid = off_round(p, 80)
            full = m.default_values | base
            counts = [count({**full, name: float(value)}) for value in grid]
            said = [place for places in placed for place in places.get(name, ())]
            after = {int(np.searchsorted(grid, place)) - 1 for place in said}
            assert changes(counts) <= after, (name, base)
            checked += len(changes(counts))
    assert checked >= 4


@pytest.mark.parametrize("regime", ["multi_center", "cooperative"])
def test_numbers_of_equilibria_of_the_three_by_three_game_counted_by_nashpy(regime: str) -> None:
    m, listed, checked = three_by_three, conditions(three_by_three.key, regime), 0
    for base in ({}, {"v": 0.6, "t": 1.1}):
        placed = [c.crossings(**base) for c in listed]
        for name, p in m.parameters.items():
            if p.role in ("overhead", "agreement") or {"v", "t"} & base.keys() & {p.symbol}:
                continue
            grid = off_round(p, 13)
            situation = m.situation(regime, {**base, name: grid})
            counts = []
            for A, B in zip(*m.form.tables(situation), strict=True):
                shift = 1 - min(A.min(), B.min())
                game = nashpy.Game(A + shift, B + shift)
                counts.append(len(list(game.vertex_enumeration())))
            said = [place for places in placed for place in places.get(name, ())]
            after = {int(np.searchsorted(grid, place)) - 1 for place in said}
            assert changes(counts) <= after, (name, base)
            checked += len(changes(counts))
    assert checked >= 2


def test_what_the_selection_tips_is_found_too() -> None:
    """Where the best equilibrium changes although the set stays: at welfare that is equal."""
    m, regime, checked = three_by_three, "multi_center", 0
    listed = (*m.conditions(regime), *thresholds.tipping(m, regime))
    for base in (*bases(m, 1, seed=2), {"win": 0.5}):
        placed = [c.crossings(**base) for c in listed]
        for name in ("win", "loss", "tie_bonus", "meeting_local"):
            grid = off_round(m.parameters[name], 100)
            result = m.outcome(regime, {**base, name: grid})
            codes = result.select(result.found.pattern).tolist()
            same = {i for i in changes(codes) if i not in changes(kinds(result.found))}
            said = [x for places in placed for x in places.get(name, ())]
            after = {int(np.searchsorted(grid, place)) - 1 for place in said}
            assert changes(codes) <= after, (name, base)
            checked += len(same)
    assert checked > 0


# Closed, implicit, numeric -----------------------------------------------------------------------


def test_the_critical_risk_is_the_catalogue_s() -> None:
    """r_crit = c / [C(N-1, M-1) x^(M-1) (1-x)^(N-M)] at x = (M-1)/(N-1)."""
    together, fold = collective_risk.conditions("laissez_faire")
    assert (together.key, fold.key) == ("together", "somewhere")
    assert fold.kind == "closed"
    assert fold.counts == (1, 3)
    (critical,) = fold.crossings()["risk"]
    assert critical == pytest.approx(0.289352, abs=5e-7)
    for n in range(4, 13):
        x = Fraction(2, n - 1)
        exact = Fraction(1, 10) / (comb(n - 1, 2) * x**2 * (1 - x) ** (n - 3))
        assert fold.margin(N=n, r=float(min(exact, 1))) == pytest.approx(
            float(min(exact, 1) / exact - 1) / 10, abs=1e-15
        )
    r, c, N, M = sp.symbols("r c N M")
    at = {N: 6, M: 3}
    peak = sp.binomial(5, 2) * sp.Rational(2, 5) ** 2 * sp.Rational(3, 5) ** 3
    assert sp.simplify((fold.relation.lhs - fold.relation.rhs).subs(at) - (r * peak - c)) == 0
    assert fold.holds(r=0.29)
    assert not fold.holds(r=0.289)
    assert len(collective_risk.solve("laissez_faire", r=0.29).equilibria) == 3
    assert len(collective_risk.solve("laissez_faire", r=0.289).equilibria) == 1


def test_a_bonus_shifts_the_critical_risk() -> None:
    (fold,) = (c for c in conditions(collective_risk.key, "government_led") if c.key == "somewhere")
    assert fold.crossings(sG=0.05)["risk"] == pytest.approx([0.289352 / 2], abs=3e-7)
    assert "sG" in {str(s) for s in fold.relation.free_symbols}
    assert "s" in {str(s) for s in fold.short.free_symbols}


@pytest.mark.parametrize("key", ["somewhere", "kind.4"])
def test_equations_of_an_implicit_fold_hold_at_the_threshold(key: str) -> None:
    (fold,) = (c for c in conditions(collective_risk.key, "multi_center") if c.key == key)
    assert fold.kind == "implicit"
    assert fold.short is None
    base = {"r": 0.6, "sP": 0.15, "nP": 2}
    if key == "kind.4":  # the only zeros that "together" does not share
        base["sP"] = 0.3
    place = max(fold.crossings(**base)["cost"])
    values = {**{p.symbol: p.default for p in collective_risk.parameters.values()}, **base}
    values = {sp.Symbol(s): sp.nsimplify(v) for s, v in values.items()} | {sp.Symbol("c"): place}
    x = sp.Symbol("x")
    level, slope = (sp.expand(e.lhs.subs(values).doit().subs(values).doit()) for e in fold.relation)
    roots = [z for z in sp.Poly(slope, x).nroots() if abs(sp.im(z)) < 1e-9 and 0 < sp.re(z) < 1]
    assert min(abs(level.subs(x, sp.re(z))) for z in roots) < 1e-9


def test_equations_of_a_mixed_support_hold_at_the_threshold() -> None:
    m = three_by_three
    (full,) = (c for c in m.conditions("multi_center") if c.kind == "implicit")
    base = {"win": 1.0, "loss": 0.7}
    place = full.crossings(**base)["tie_bonus"][0]
    values = {
        **{p.symbol: p.default for p in m.parameters.values()},
        "v": 1.0,
        "w": 0.7,
        "t": place,
    }
    equations = [e.subs({sp.Symbol(s): v for s, v in values.items()}) for e in full.relation]
    shares = [sp.Symbol(s) for s in m.form.states]
    *linear, corner = equations
    (solved,) = sp.solve(linear, shares, dict=True)
    assert abs(corner.lhs.subs(solved)) < 1e-8  # ties are judged to 1e-9 of the payoff range
    inside = {**values, "t": place + (0.01 if full.holds(**base, t=place + 0.01) else -0.01)}
    s = m.solve("multi_center", **{k: v for k, v in inside.items() if k in "vwt"})
    assert any(all(q > 0 for q in e.profile["left"].values()) for e in s.equilibria)


def test_numeric_conditions_say_what_solving_says() -> None:
    m = cournot
    for condition in conditions(m.key, "cooperative"):
        assert condition.kind == "numeric"
        assert condition.relation is None
        assert condition._repr_latex_() is None
        who, end = condition.key.split(".")
        for base in bases(m, 5, seed=3):
            limit = (m.default_values | base)["capacity"]
            action = m.solve("cooperative", **base).equilibria[0].profile[who]
            assert condition.holds(**base) == (action > 0 if end == "low" else action >= limit)


def test_conditions_that_change_no_equilibrium_are_not_listed() -> None:
    """Whether scissors or rock is worse against rock: paper is the best reply in either case."""
    margins = {m.key: m for m in three_by_three.form.margins({}, {})}
    margin = margins["left.scissors.rock.rock"]
    situation = three_by_three.situation("government_led", sample(three_by_three, 256))
    value = margin.value(situation)
    assert 0 < (value >= 0).mean() < 1
    assert margin.key not in {c.key for c in conditions(three_by_three.key, "government_led")}


def test_a_reader_is_not_flooded() -> None:
    for key, regime in ALL:
        assert len(conditions(key, regime)) <= 5


def test_folds_are_listed_only_where_they_matter() -> None:
    for regime in cg.catalogue["public_good"].regimes:
        keys = {c.key for c in cg.catalogue["public_good"].conditions(regime)}
        assert keys <= {"alone", "together", "always"}


a, b, j, M = sp.symbols("a b j M")


def on(*condition):
    return Piecewise((1, *condition), (0, True))


def step(gap):
    """Return 1 from a gap of zero on, for whole numbers."""
    return sp.Min(1, sp.Max(0, gap + 1))


@pytest.mark.parametrize(
    ("gain", "expected"),
    [
        (a + b * on(sp.Eq(j, M - 1)), (a, b, M - 1)),
        (a + b * (on(j < M) - on(j + 1 < M)), (a, b, M - 1)),
        (a - b * on(j + 1 >= M) + b * on(j > M - 1), (a, -b, M - 1)),
        (a + b * (step(j + 1 - M) - step(j - M)), (a, b, M - 1)),
        (a * step(j) + b * (step(j + 1 - M) - step(j - M)), (a, b, M - 1)),
        (a * step(j - 1) + b * (step(j + 1 - M) - step(j - M)), None),
        (a + b * on(j >= 4) - b * on(j >= 5), (a, b, 4)),
        (a + b * on(j >= M), None),  # a step: the mean gain is monotone
        (a + b * on(j >= M) - b * on(j >= M + 2), None),  # two counts wide
        (a + b * on(sp.Eq(j, M)) + on(j >= 2), None),
        (a + b * j, None),
        (a + j * on(sp.Eq(j, M)), (a, M, M)),
        (j + b * on(sp.Eq(j, M)), None),
    ],
)
def test_gains_that_differ_at_one_count_are_recognised(gain, expected) -> None:
    found = bump_of(sp.expand(gain), j)
    assert found == (None if expected is None else tuple(map(sp.sympify, expected)))


# Declared closed forms ---------------------------------------------------------------------------

r, c, N, K, sG, F, tau, s_, S, pG, eps = sp.symbols("r c N M sG F tau s S pG eps")
PEAK = (
    sp.binomial(N - 1, K - 1)
    * ((K - 1) / (N - 1)) ** (K - 1)
    * ((N - K) / (N - 1)) ** (N - K)
)  # fmt: skip


def declared(relation, regime: str = "government_led", **rest):
    condition = DeclaredCondition("critical_risk", regime, relation, *WORDS, **rest)
    return replace(collective_risk, declared_conditions=(condition,))


def test_a_declared_condition_replaces_what_it_explains() -> None:
    m = declared(r >= (c - s_) / PEAK)
    contracts.declared_conditions_hold(m)
    first, *others = m.conditions("government_led")
    assert {o.key for o in others} == {"alone", "together"}
    assert first.key == "critical_risk"
    assert first.kind == "closed"
    assert first.relation == sp.Ge(r, (c - sG) / PEAK, evaluate=False)
    assert first.short == sp.Ge(r, (c - s_) / PEAK, evaluate=False)
    assert first.meaning == WORDS[0]
    assert first.counts == (1, 3)
    assert first.holds(r=0.15)
    assert not first.holds(r=0.14)
    assert {o.key for o in m.conditions("laissez_faire")} == {"together", "somewhere"}


@pytest.mark.parametrize(
    ("relation", "message"),
    [
        (r >= 1.02 * (c - s_) / PEAK, "no equilibrium changes at .*'risk'"),
        (r >= (c - s_ / 2) / PEAK, "no equilibrium changes at"),
        (r >= c - s_, "no equilibrium changes at"),
        (r + 2 >= c, "nowhere crossed"),
    ],
)
def test_a_wrong_declared_condition_is_caught(relation, message: str) -> None:
    with pytest.raises(ContractError, match=message):
        contracts.declared_conditions_hold(declared(relation))


def test_a_declared_condition_may_matter_only_somewhere() -> None:
    """Deterrence decides only where inspecting pays for the inspector."""
    m, (d, f, g, kG, w, h, rho) = cg.catalogue["inspection"], sp.symbols("d f g c w h r")
    deterrence = DeclaredCondition("deterrence", "government_led", d * f >= (1 - d) * g, *WORDS)
    with pytest.raises(ContractError, match="deterrence"):
        contracts.declared_conditions_hold(replace(m, declared_conditions=(deterrence,)))
    pays = d * (w * h + rho * f) > kG
    there = replace(m, declared_conditions=(replace(deterrence, where=pays),))
    contracts.declared_conditions_hold(there)
    keys = [c.key for c in there.conditions("government_led")]
    assert keys == ["deterrence", "inspector.inspect.violate"]  # one sentence for one threshold


def boundary(relation, **rest):
    m = cg.catalogue["public_good"]
    between = DeclaredBoundary("government_led", "laissez_faire", relation, **rest)
    return replace(m, declared_boundaries=(between,))


n_, a_, e_ = sp.symbols("n a e")
PAYS = S * pG + a_ >= 1 + eps * S  # under government everybody contributes then
GAIN = e_ * (n_ * a_ - 1) - F / n_
RIGHT = {"relation": GAIN >= 0, "where": PAYS & (a_ < 1)}


def test_a_declared_boundary_is_shown_and_verified() -> None:
    m = boundary(**RIGHT)
    contracts.declared_boundaries_hold(m)
    values = {"pG": 0.8, "S": 2}
    found = m.boundary("government_led", "laissez_faire", **values)
    assert found.kind == "closed"
    assert found.relation == sp.Eq(GAIN, 0)
    turned = m.boundary("laissez_faire", "government_led", **values)
    assert turned.relation == sp.Eq(0, GAIN)
    elsewhere = m.boundary("government_led", "laissez_faire", pG=0.1)
    assert elsewhere.relation != sp.Eq(GAIN, 0)


@pytest.mark.parametrize(
    ("relation", "where"),
    [
        (GAIN >= 0, sp.true),
        (GAIN <= 0, RIGHT["where"]),
        (sp.Rational(1, 100) <= GAIN, RIGHT["where"]),
        (e_ * (n_ * a_ - 1) >= F / (n_ - 1), RIGHT["where"]),
    ],
)
def test_a_wrong_declared_boundary_is_caught(relation, where) -> None:
    with pytest.raises(ContractError, match="the other leads at"):
        contracts.declared_boundaries_hold(boundary(relation, where=where))


def test_a_declared_boundary_must_be_crossed() -> None:
    with pytest.raises(ContractError, match="nowhere crossed"):
        contracts.declared_boundaries_hold(boundary(GAIN >= 0, where=a_ > 2))


def test_a_declared_break_even_cost_is_verified() -> None:
    """With one equilibrium and no costs but those of agreeing, it is the gain in rent."""
    m = cg.catalogue["inspection"]
    kept = tuple(x for x in m.declared_regimes if x.key in ("cooperative", "laissez_faire"))
    two = replace(m, declared_regimes=kept)
    dG, dP, g, h, kG, rho, psi = sp.symbols("dG dP g h kG rho psi")
    d = 1 - (1 - dG) * (1 - dP)
    cost = psi * kG
    deters, worth = d * (g + S) >= g, d * (h + rho * S) >= cost
    mixed = cost / (d * (h + rho * S)), g / (d * (g + S))
    welfare = Piecewise(
        (-h, ~worth),
        (-mixed[0] * h * (1 - mixed[1] * d) - cost * mixed[1], deters),
        (-h * (1 - d) - cost, True),
    )
    right = replace(two, declared_break_even=welfare + h - F)
    contracts.declared_break_even_holds(right)
    with pytest.raises(ContractError, match="break-even"):
        contracts.declared_break_even_holds(replace(two, declared_break_even=welfare + h))


def test_declarations_survive_json() -> None:
    m = replace(
        declared(r >= (c - s_) / PEAK, where=(r > c) & (N >= 4)),
        declared_boundaries=(DeclaredBoundary("government_led", "cooperative", tau >= F),),
        declared_break_even=F / 2 + tau * sp.sqrt(N),
    )
    again = cg.Mechanism.from_json(m.to_json())
    assert again == m
    assert (
        again.conditions("government_led")[0].relation == m.conditions("government_led")[0].relation
    )


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda: declared(sp.Eq(r, c)), "inequality"),
        (lambda: declared(r >= sp.Symbol("zeta")), "zeta"),
        (lambda: declared(r >= sp.Symbol("x")), "x"),
        (lambda: declared(r >= c, regime="goverment_led"), "government_led"),
        (lambda: declared(r >= c, where=c), "where"),
        (lambda: boundary(sp.Symbol("p") >= F), "'p'"),
        (lambda: replace(collective_risk, declared_break_even=sp.Symbol("s")), "'s'"),
    ],
)
def test_declarations_are_checked(wrong, message: str) -> None:
    with pytest.raises(InputError, match=message):
        wrong()


# Boundaries and words ----------------------------------------------------------------------------


def test_a_lead_that_jumps_at_a_tie_changes_exactly_there() -> None:
    m = cg.catalogue["inspection"]
    values = {"g": 2, "h": 10, "kG": 3.9, "dG": 0.4, "rho": 0.2}
    places = m.boundary("government_led", "laissez_faire", **values).crossings["fine_government"]
    assert places == pytest.approx(
        [3], abs=1e-14
    )  # d S = (1 - d) g: deterrence begins to bite, at 0.6 * 2 / 0.4
    m = cg.catalogue["public_good"]
    places = m.boundary("government_led", "laissez_faire", pG=0.5, a=0.3).crossings
    assert places["sanction_government"] == pytest.approx([1.4], abs=2e-15)


def test_of_several_cases_a_sentence_names_the_one_that_applies() -> None:
    """If not all are needed, one runs the risk or not, whether or not one helps."""
    narrator = Narrator(collective_risk)
    for people, on_the_right in ((3, 0.1), (6, 0.17)):
        result = collective_risk.outcome("government_led", {"N": people, "r": 0.07, "sG": 0.02})
        text = narrator.state("government_led", result)
        line = next(t for t in text.split("</div>") if "when all others do" in t)
        assert "piecewise" not in text
        right = line.split("&lt;")[1]
        assert ("<mi>r</mi>" in right) == (people == 6)
        assert "= 0.09 &lt;" in line
        assert right.endswith(f"= {on_the_right}")


@pytest.mark.parametrize("language", ["en", "zh"])
def test_the_explorer_words_conditions_without_a_formula(language: str) -> None:
    cg.use_language(language)
    said = {"en": "it pays to help for some number of participants",
            "zh": "在某些参与人数下，参与合算"}[language]  # fmt: skip
    unsaid = {"en": "it does not pay to help, however many others do",
              "zh": "无论多少人参与，参与都不合算"}[language]  # fmt: skip
    narrator = Narrator(collective_risk)
    for cost, expected, other in ((0.15, said, unsaid), (0.5, unsaid, said)):
        result = collective_risk.outcome("multi_center", {"cost": cost})
        text = narrator.state("multi_center", result)
        assert expected in text
        assert other not in text
    text = Narrator(cournot).state("cooperative", cournot.outcome("cooperative", {}))
    assert ("pays" in text, "合算" in text) == (False, False)


def test_the_explorer_marks_folds_and_numeric_conditions() -> None:
    explorer = collective_risk.explore()
    marks = explorer.places()
    assert ("government_led", pytest.approx(0.1447, abs=1e-4)) in marks["risk"]
    cost = [place for regime, place in marks["cost"] if regime == "multi_center"]
    grid = off_round(collective_risk.parameters["cost"], 400)
    counts = collective_risk.sweep("multi_center", cost=grid).count
    at = (grid[sorted(changes(counts.tolist()))] - 0.02) / 0.58
    assert all(min(abs(place - x) for place in cost) < 0.005 for x in at)
    assert len(cost) == len(set(cost))
