"""The population form and the two mechanisms of finite populations, against independent counting."""

from dataclasses import replace
from fractions import Fraction
from itertools import product
from math import comb, inf

import numpy as np
import pytest
import sympy as sp
from hypothesis import given, settings
from hypothesis import strategies as st

import cogov_games as cg
import cogov_games.words
from cogov_games.declare import (
    Actor, Mechanism, Parameter, Population, Regime, Selection, Strategy, Words,
)  # fmt: skip
from cogov_games.errors import InputError
from cogov_games.forms.situation import Situation

RUNS = settings(max_examples=40, deadline=None)
REGIMES = ("government_led", "multi_center", "cooperative", "laissez_faire")

# Punishment: the payoffs once more, in exact fractions -------------------------------------------

X, Y, Z, V, W = range(5)


def institution(regime: str, p: dict) -> dict:
    open_to = {
        "government_led": [1, 1, p["vol"], 1, 0],
        "multi_center": [1, 1, p["vol"], 0, 1],
        "cooperative": [1, 1, 0, 1, 0],
        "laissez_faire": [1, 1, p["vol"], 0, 0],
    }[regime]
    fee = {"government_led": p["Gf"], "cooperative": (1 - p["lamG"]) * p["Gf"]}.get(regime, 0)
    unpaid = {"government_led": 1, "cooperative": p["q"]}.get(regime, 0)
    return {"open": open_to, "fee": fee, "unpaid": unpaid}


def gets(i: int, others: list[int], p: dict, terms: dict) -> Fraction:
    """Return the payoff of an i beside these other members."""
    company = others[X] + others[Y] + others[V] + others[W]
    if i == Z or company == 0:
        return p["sigma"]
    received = p["r"] * p["c"] * (others[X] + others[V] + others[W]) / company
    fined = p["Bv"] * others[V] * (1 if i == Y else terms["unpaid"])
    return {
        X: received - p["c"] - fined,
        Y: received - fined - p["Bv"] * others[W],
        V: received - p["c"] - terms["fee"],
        W: received - p["c"] - fined - p["gam"] * others[Y],
    }[i]


def lead(i: int, j: int, mutants: int, p: dict, terms: dict) -> Fraction:
    """Return what a j earns more than an i where so many of all are j and the rest are i."""
    size, people = p["N"], p["M"]
    total = []
    for me, mutants_seen in ((j, mutants - 1), (i, mutants)):
        mean = Fraction(0)
        for drawn in range(size):
            chance = Fraction(
                comb(mutants_seen, drawn) * comb(people - 1 - mutants_seen, size - 1 - drawn),
                comb(people - 1, size - 1),
            )
            others = [0] * 5
            others[i] += size - 1 - drawn
            others[j] += drawn
            if chance:
                mean += chance * gets(me, others, p, terms)
        total.append(mean)
    return total[0] - total[1]


def takes_over(leads: list[Fraction]) -> Fraction:
    """Return the chance that one mutant takes over if the better always wins, by first steps.

    Gambler's ruin with a coin where nothing is gained: no way up past a loss, none down past a
    gain.
    """
    if any(gain < 0 for gain in leads):
        return Fraction(0)
    coins = 0
    while coins < len(leads) and leads[coins] == 0:
        coins += 1
    return Fraction(1, coins + 1)


def long_run(regime: str, p: dict) -> np.ndarray:
    """Return the law over strategies by powers of the chain, from where the regime starts."""
    p = {key: Fraction(value).limit_denominator(10**6) for key, value in p.items()}
    p["N"], p["M"] = int(p["N"]), int(p["M"])
    terms = institution(regime, p)
    step = np.zeros((5, 5))
    for i, j in product(range(5), repeat=2):
        if i != j and terms["open"][i] and terms["open"][j]:
            leads = [lead(i, j, a, p, terms) for a in range(1, p["M"])]
            step[i, j] = takes_over(leads) / 4
    step += np.diag(1 - step.sum(axis=1))
    start = np.array(terms["open"], dtype=float)
    if terms["open"][V]:
        start = np.eye(5)[V]
    for _ in range(60):
        step = step @ step
        step /= step.sum(axis=1, keepdims=True)
    return start / start.sum() @ step


def draws():
    """Return parameter values on slider steps, where ties are; small populations."""
    m = cg.catalogue["punishment"]
    values = {}
    for p in m.parameters.values():
        if p.choices:
            values[p.symbol] = st.sampled_from(p.choices)
        elif p.integer:
            high = {"N": 5, "M": 24}[p.symbol]
            values[p.symbol] = st.integers(int(p.low), high)
        else:
            steps = round((p.high - p.low) / p.step)
            values[p.symbol] = st.integers(0, steps).map(
                lambda s, p=p: round(p.low + s * p.step, 10)
            )
    return st.fixed_dictionaries(values)


@RUNS
@given(values=draws(), regime=st.sampled_from(REGIMES))
def test_punishment_by_counting_groups(values: dict, regime: str) -> None:
    s = cg.catalogue["punishment"].solve(regime, **values)
    law = long_run(regime, values)
    assert list(s.selected.profile.values()) == pytest.approx(list(law), abs=1e-9)
    fee = float(institution(regime, values)["fee"])
    alone = np.array([(values["r"] - 1) * values["c"]] * 5)
    alone[Y], alone[Z], alone[V] = 0, values["sigma"], alone[V] - fee
    welfare = law @ alone - (values["tau"] if regime == "cooperative" else 0)
    assert s.welfare == pytest.approx(welfare, abs=1e-9)
    assert s.breakdown["enforcement"] == pytest.approx(-fee * law[V], abs=1e-9)
    assert s.complete
    assert len(s.equilibria) == 1
    assert s.selected.regret <= 1e-9


def formulas(p: dict) -> dict[str, float]:
    """Return the regimes' welfare as it was printed (Sigmund et al. 2010, regimes our own)."""
    gain, m = (p["r"] - 1) * p["c"], p["M"]
    free, fee = p["vol"] == 1, (1 - p["lamG"]) * p["Gf"]
    holds = p["q"] * p["Bv"] * (p["N"] - 1) > fee
    return {
        "government_led": gain - p["Gf"],
        "multi_center": (2 * (gain + p["sigma"]) + (m + 2) * gain) / (m + 8) if free else 0,
        "cooperative": (gain - fee if holds else 0) - p["tau"],
        "laissez_faire": (gain + 2 * p["sigma"]) / 4 if free else 0,
    }


def fine_bites(p: dict) -> bool:
    """Whether a single shirker loses among those who punish, and staying out is no lure."""
    spread = p["r"] * p["c"] / (p["M"] - 1) + p["gam"] * (p["N"] - 1) / (p["M"] - 1)
    enough = p["Bv"] * (p["N"] - 1) > p["c"] + p["Gf"] + spread
    return enough and (p["r"] - 1) * p["c"] - p["Gf"] > p["sigma"]


def test_printed_formulas_where_the_fine_bites() -> None:
    m = cg.catalogue["punishment"]
    rng = np.random.default_rng(7)
    seen = 0
    for _ in range(400):
        p = {
            q.symbol: float(rng.choice(q.choices)) if q.choices
            else float(rng.integers(q.low, q.high + 1)) if q.integer
            else rng.uniform(q.low, q.high)
            for q in m.parameters.values()
        }  # fmt: skip
        if not fine_bites(p):
            continue
        seen += 1
        for regime, welfare in formulas(p).items():
            assert m.solve(regime, **p).welfare == pytest.approx(welfare), (regime, p)
    assert seen > 40


def test_a_fine_below_cost_and_fee_holds_no_pool_together() -> None:
    """There shirkers take over from those who pay, which the printed formulas leave out."""
    m = cg.catalogue["punishment"]
    row = {"vol": 0, "N": 3, "Bv": 0.5, "c": 1, "Gf": 0.4, "lamG": 0.9, "q": 0.9, "tau": 0.1}
    values = {p.symbol: p.default for p in m.parameters.values()} | row
    assert formulas(values)["government_led"] == pytest.approx(1.6)
    assert formulas(values)["cooperative"] == pytest.approx(1.86)
    for regime, welfare in (("government_led", 0), ("cooperative", -0.1)):
        s = m.solve(regime, **row)
        assert s.selected.profile["defect"] == 1
        assert s.welfare == pytest.approx(welfare)
        assert long_run(regime, values)[Y] == pytest.approx(1)


def test_laws_of_the_game_are_the_printed_ones() -> None:
    m = cg.catalogue["punishment"]

    def law(regime: str, **values: float) -> list[float]:
        return list(m.solve(regime, **{"vol": 1, **values}).selected.profile.values())

    assert law("laissez_faire") == pytest.approx([1 / 4, 1 / 4, 1 / 2, 0, 0])
    first_order = law("government_led", unpaid_found=0)
    assert first_order == pytest.approx([2 / 7, 2 / 7, 2 / 7, 1 / 7, 0])
    assert law("government_led") == [0, 0, 0, 1, 0]
    for people in (20, 100, 200):
        expected = np.array([2, 2, 2, 0, people + 2]) / (people + 8)
        assert law("multi_center", M=people) == pytest.approx(list(expected))
    assert law("multi_center", vol=0) == [0, 1, 0, 0, 0]
    assert law("laissez_faire", vol=0) == [0, 1, 0, 0, 0]


def test_peers_beat_the_pool_from_a_fee_on() -> None:
    m = cg.catalogue["punishment"]
    row = {"r": 3, "c": 1, "sigma": 1, "M": 100, "vol": 1}
    edge = 6 / 108  # 2 - 1.94444...
    assert edge == pytest.approx(0.055556, abs=1e-6)
    for fee, best in ((edge - 1e-4, "government_led"), (edge + 1e-4, "multi_center")):
        c = m.compare(**row, Gf=fee, tau=2)
        assert c.best == (best,)
    assert c.welfare["multi_center"] == pytest.approx(1.94444, abs=5e-6)
    assert m.compare(**row, Gf=0.7).welfare["government_led"] == pytest.approx(1.3)


def test_the_shared_pool_is_stable_only_if_unpaid_fees_cost_more() -> None:
    m = cg.catalogue["punishment"]
    row = {"Gf": 1, "lamG": 0.5, "Bv": 1, "N": 5, "tau": 0.25, "vol": 1}
    for q, welfare in ((0.126, 1.25), (0.125, -0.25), (0.124, -0.25)):  # q B (N - 1) against 0.5
        assert m.solve("cooperative", **row, q=q).welfare == pytest.approx(welfare)


def test_a_batch_is_solved_as_its_games_are() -> None:
    m = cg.catalogue["punishment"]
    grid = {"N": np.array([3, 5, 5, 8]), "M": np.array([30, 30, 100, 41]), "vol": np.array([0, 1, 1, 0]),
            "sigma": np.array([0.5, 1, 2.5, 1])}  # fmt: skip
    for regime in REGIMES:
        batch = m.outcome(regime, grid).selected_welfare
        single = [
            m.solve(regime, **{k: float(v[i]) for k, v in grid.items()}).welfare for i in range(4)
        ]
        assert batch == pytest.approx(single)


# Collective risk ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("risk", "roots"), [(1, [0.121433, 0.735618]), (0.5, [0.196267, 0.631050]), (0.25, [])]
)
def test_roots_of_collective_risk(risk: float, roots: list[float]) -> None:
    s = cg.catalogue["collective_risk"].solve("laissez_faire", N=6, M=3, c=0.1, r=risk)
    shares = [e.profile["contribute"] for e in s.equilibria]
    assert [round(x, 6) for x in shares] == [0, *roots]
    assert [e.stability for e in s.equilibria] == ["stable", "unstable", "stable"][: len(shares)]


def test_critical_risk() -> None:
    m = cg.catalogue["collective_risk"]
    critical = 0.1 / (10 * 0.4**2 * 0.6**3)  # c / [C(5, 2) x^2 (1 - x)^3] at x = 2/5
    assert round(critical, 6) == 0.289352
    for risk, count in ((critical - 1e-6, 1), (critical + 1e-6, 3)):
        assert len(m.solve("laissez_faire", N=6, M=3, c=0.1, r=risk).equilibria) == count


@RUNS
@given(
    n=st.integers(6, 9),
    threshold=st.integers(2, 5),
    risk=st.integers(0, 20),
    cost=st.integers(1, 20),
    reward=st.integers(0, 20),
    needed=st.integers(0, 5),
)
def test_collective_risk_by_counting_members(n, threshold, risk, cost, reward, needed) -> None:
    """Welfare is the mean over starts, by following the gradient from each of many."""
    r, c, s, k = risk / 20, cost / 40, reward / 40, 0.01
    row = {"N": n, "M": threshold, "r": r, "c": c, "sP": s, "nP": needed, "kP": k}
    found = cg.catalogue["collective_risk"].solve("multi_center", **row)

    def mean(x: float, act: bool) -> tuple[float, float]:
        """Return the payoff before and after rewards and dues."""
        before = after = 0.0
        for j in range(n):
            chance = comb(n - 1, j) * x**j * (1 - x) ** (n - 1 - j)
            safe = j + act >= threshold
            pay = 1 - c * act - r * (not safe)
            before += chance * pay
            after += chance * (pay + act * (s * (j >= needed) - k))
        return before, after

    for e in found.equilibria:
        x = e.profile["contribute"]
        (low, low_after), (high, high_after) = mean(x, False), mean(x, True)
        assert e.welfare == pytest.approx(x * high + (1 - x) * low - k * x)
        own = x * high_after + (1 - x) * low_after
        assert max(low_after, high_after) - own <= 1e-9
        assert e.payoffs["household"] == pytest.approx(own)
    if found.continua:
        return
    shares = [e.profile["contribute"] for e in found.equilibria]
    reached = []
    for x in (np.arange(1000) + 0.5) / 1000:
        gain = mean(x, True)[1] - mean(x, False)[1]
        way = [
            (abs(share - x), e.welfare)
            for share, e in zip(shares, found.equilibria, strict=True)
            if (share - x) * gain > 0
        ]
        reached.append(min(way)[1])
    assert found.welfare == pytest.approx(np.mean(reached), abs=3e-3)


# A finite population of either form --------------------------------------------------------------


def test_collective_risk_in_a_finite_population() -> None:
    """The chain's steps are written out, payoffs by drawing groups without replacement."""
    m = cg.catalogue["collective_risk"]
    people, n, threshold, r, c, s, beta, mu = 12, 6, 3, 0.8, 0.1, 0.2, 3.0, 0.05
    found = m.finite_population(
        "government_led", Z=people, beta=beta, mu=mu, N=n, M=threshold, r=r, c=c, sG=s
    )

    def pay(k: int, act: bool) -> float:
        total = 0.0
        for j in range(n):
            ways = comb(k - act, j) * comb(people - 1 - (k - act), n - 1 - j)
            safe = j + act >= threshold
            total += ways / comb(people - 1, n - 1) * (1 - (c - s) * act - r * (not safe))
        return total

    weights, ratio = [1.0], []
    up, down = [], []
    for k in range(people + 1):
        gap = pay(k, True) - pay(k, False) if 0 < k < people else 0.0
        meet = k * (people - k) / (people * (people - 1))
        up.append((1 - mu) * meet / (1 + np.exp(-beta * gap)) + mu * (people - k) / people)
        down.append((1 - mu) * meet / (1 + np.exp(beta * gap)) + mu * k / people)
        if 0 < k < people:
            ratio.append(np.exp(-beta * gap))
    for k in range(people):
        weights.append(weights[-1] * up[k] / down[k + 1])
    law = np.array(weights) / sum(weights)
    assert found.compositions[:, 1].tolist() == list(range(people + 1))
    np.testing.assert_allclose(found.law, law, rtol=1e-9)
    fixation = 1 / (1 + np.cumprod(ratio).sum())
    assert found.fixation["free_ride", "contribute"] == pytest.approx(fixation)
    back = 1 / (1 + np.cumprod(1 / np.array(ratio)[::-1]).sum())
    assert found.rare_mutations["contribute"] == pytest.approx(fixation / (fixation + back))
    assert found.shares["contribute"] == pytest.approx(law @ np.arange(people + 1) / people)


def test_punishment_in_a_finite_population() -> None:
    m = cg.catalogue["punishment"]
    found = m.finite_population("laissez_faire", vol=1, Z=40, beta=inf, mu=1e-5)
    assert list(found.titles) == ["contribute", "defect", "stay_out"]
    assert list(found.rare_mutations.values()) == pytest.approx([1 / 4, 1 / 4, 1 / 2])
    assert list(found.shares.values()) == pytest.approx([1 / 4, 1 / 4, 1 / 2], abs=2e-3)
    assert found.fixation["stay_out", "contribute"] == pytest.approx(1 / 2)
    peers = m.finite_population("multi_center", vol=1, Z=12, beta=inf, mu=1e-6)
    assert list(peers.rare_mutations.values()) == pytest.approx(np.array([2, 2, 2, 14]) / 20)
    assert list(peers.shares.values()) == pytest.approx(np.array([2, 2, 2, 14]) / 20, abs=1e-3)
    assert peers.fixation["contribute", "peer"] == pytest.approx(1 / 12)


def test_strategies_that_stay_side_by_side_have_no_law_of_rare_mutations() -> None:
    m = cg.catalogue["collective_risk"]
    found = m.finite_population("laissez_faire", beta=inf)
    assert np.isnan(found.rare).all()
    assert found.fixation["free_ride", "contribute"] == 0


@pytest.mark.parametrize("language", ["en", "zh"])
def test_charts_and_tables_of_a_finite_population(language: str) -> None:
    with cg.words.speaking(language):
        two = cg.catalogue["collective_risk"].finite_population("multi_center", Z=20)
        three = cg.catalogue["punishment"].finite_population("laissez_faire", vol=1, Z=10)
        for found in (two, three):
            text = str(found.chart().to_dict())
            assert str(next(iter(found.titles.values()))) in found._repr_html_()
            if language == "zh":
                assert "长期" in text or "时间比例" in text
            assert "0x" not in repr(found)
        assert len(two.chart().to_dict()["datasets"].popitem()[1]) == 21


@pytest.mark.parametrize(
    ("key", "options", "words"),
    [
        ("inspection", {}, "no single population"),
        ("collective_risk", {"Z": 5}, "groups of 6"),
        ("collective_risk", {"Z": 50.5}, "Z = 50.5"),
        ("collective_risk", {"mu": 0}, "mu = 0"),
        ("collective_risk", {"beta": -1}, "beta = -1"),
        ("collective_risk", {"process": "moron"}, "moran"),
        ("collective_risk", {"rsk": 0.5}, "risk"),
        ("punishment", {"vol": 1, "Z": 500}, "compositions"),
    ],
)
def test_one_clear_error(key: str, options: dict, words: str) -> None:
    with pytest.raises(InputError, match=words):
        cg.catalogue[key].finite_population("multi_center", **options)


# An infinite population --------------------------------------------------------------------------


def social(population: sp.Expr | None = None, **more: object) -> Population:
    """A public good among n = 3, with loners."""
    strategies = (
        Strategy("c", Words("give", "出力"), "x"),
        Strategy("d", Words("take", "搭便车"), "y"),
        Strategy("l", Words("leave", "退出"), "z"),
    )
    r, nc, nd = sp.symbols("r nc nd")
    pot = r * nc / sp.Max(1, nc + nd)
    alone = 1 - sp.Min(1, nc + nd)
    return Population(
        member=Actor("citizen", Words("citizen", "居民"), strategies), size=sp.Integer(3),
        payoffs=(pot - 1 + 2 * alone, pot + alone, sp.Integer(1)), counts=("nc", "nd", "nl"),
        population=population, **more,
    )  # fmt: skip


def test_infinite_population_of_the_form() -> None:
    form = social()
    situation = Situation({"r": np.array([1.5, 4.0])})
    found = form.equilibria(situation)
    x = np.stack([found.states[name] for name in form.shares], axis=-1)
    for game, r in enumerate((1.5, 4.0)):
        for shares, regret in zip(x[game], found.regret[game], strict=True):
            if not np.isfinite(regret):
                continue
            own = np.zeros(3)
            for met in product(range(3), repeat=2):
                nc, nd = met.count(0), met.count(1)
                chance = np.prod(shares[list(met)])
                pot, alone = r * nc / max(1, nc + nd), nc + nd == 0
                own += chance * np.array([pot - 1 + 2 * alone, pot + alone, 1])
            assert own.max() - shares @ own <= 1e-9
        assert np.isfinite(found.regret[game]).any()
    means = form.mean_payoffs(situation, np.broadcast_to([0.2, 0.3, 0.5], (2, 1, 3)))
    assert means.shape == (2, 1, 3)


def mechanism(**regimes: Population) -> Mechanism:
    return Mechanism.declare(
        key="sets", title=Words("Sets", "集合"), story=Words("story", "故事"), idea=Words("idea", "观点"),
        leaves_out=Words("much", "许多"), theme="trust", article="S0", references=("a",),
        parameters=(
            Parameter("multiplier", "r", 3, 1.5, 5, Words("multiplier", "倍数")),
            Parameter("agreement_cost", "tau", 0.1, 0, 1, Words("cost", "成本"), "agreement"),
        ),
        form=social(sp.Integer(30)),
        regimes=tuple(Regime(key, Words(key, "模式"), form=form) for key, form in regimes.items()),
        selection=Selection("stationary_law", Words("law", "平稳分布")),
        welfare={"behaviour": sp.Symbol("payoff")}, welfare_note=Words("payoff", "收益"),
    )  # fmt: skip


def test_regimes_with_strategies_of_their_own() -> None:
    """A regime may take a strategy away; its panel then shows the others."""
    full = social(sp.Integer(30))
    fewer = replace(
        full,
        member=replace(full.member, strategies=full.member.strategies[:2]),
        payoffs=full.payoffs[:2], counts=full.counts[:2], available=(), start=(),
    )  # fmt: skip
    m = mechanism(government_led=full, multi_center=fewer, cooperative=full)
    assert len(m.solve("multi_center").selected.profile) == 2
    assert m.from_json(m.to_json()) == m
    explorer = m.explore()
    charts = explorer.board.move_frame()["charts"]
    rows = [r for name in charts if name.startswith("main") for r in charts[name]["data"]["rows"]]
    bars = {key: [r["who"] for r in rows if r["regime"] == key and "who" in r] for key in m.regimes}
    assert bars["government_led"] == ["give", "take", "leave"]
    assert bars["multi_center"] == ["give", "take"]
    explorer.set(r=4)
    explorer.speak("zh")
    with cg.words.speaking("zh"):
        assert "搭便车" in str(explorer.board.move_frame()["charts"]["main"]["data"]["rows"])


def test_selection_and_form_go_together() -> None:
    with pytest.raises(InputError, match="stationary_law"):
        replace(mechanism(government_led=social(sp.Integer(9))), form=social(),
                declared_regimes=(Regime("government_led", Words("a", "模式")),))  # fmt: skip


def test_intensity_and_coexistence() -> None:
    """With finite intensity the law is that of Fermi's rule; a lasting mixture is owned up to."""
    hawk, dove = sp.symbols("nh nd")
    v, cost = sp.symbols("v cost")
    form = Population(
        member=Actor("bird", Words("bird", "鸟"), (
            Strategy("hawk", Words("hawk", "鹰"), "x"), Strategy("dove", Words("dove", "鸽"), "y"))),
        size=sp.Integer(2), payoffs=((v - cost) / 2 * hawk + v * dove, v / 2 * dove),
        counts=("nh", "nd"), population=sp.Integer(10), intensity=sp.Rational(1, 2),
    )  # fmt: skip
    found = form.equilibria(Situation({"v": np.array([1.0, 1.0]), "cost": np.array([4.0, 0.5])}))
    assert found.complete.tolist() == [False, True]
    ratio = []
    for game, c in enumerate((4.0, 0.5)):
        leads = []
        for hawks in range(1, 10):
            h = ((hawks - 1) * (1 - c) / 2 + (10 - hawks)) / 9
            leads.append(h - (9 - hawks) / 9 / 2)
        up = 1 / (1 + np.exp(-np.cumsum(leads) / 2).sum())
        down = 1 / (1 + np.exp(np.cumsum(leads[::-1]) / 2).sum())
        ratio.append(up / (up + down))
        assert found.states["x"][game, 0] == pytest.approx(ratio[-1])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"counts": ("nc",)}, "counts"),
        ({"payoffs": (sp.Integer(0),)}, "payoffs"),
        ({"member": Actor("a", Words("a", "甲"), (Strategy("b", Words("b", "乙"), "x"),))}, "strategies"),
    ],
)
def test_declarations_that_contradict_themselves(change: dict, words: str) -> None:
    with pytest.raises(InputError, match=words):
        replace(social(), **change)


def test_replicator_dynamics_of_an_infinite_population_follow_its_mean_payoffs() -> None:
    m = mechanism(government_led=social(sp.Integer(30)))
    dynamics = m.dynamics("government_led")
    form, situation = m.form, m.situation("government_led", {})
    x = np.array([0.5, 0.3, 0.2])
    times = np.array([0.0, 1e-4])
    (moved,) = dynamics.trajectories(x, times).shares.values()
    payoffs = form.mean_payoffs(situation, x[None])[0]
    slope = x * (payoffs - x @ payoffs)
    assert (moved[1] - moved[0]) / 1e-4 == pytest.approx(slope, rel=1e-3)
    assert {p.classification for p in dynamics.rest_points} <= {
        "stable", "unstable", "saddle", "non-hyperbolic",
    }  # fmt: skip
