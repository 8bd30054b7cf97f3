"""Compacts between regions: stable coalitions and trigger strategies against brute force."""

from __future__ import annotations

import importlib
from itertools import product

import numpy as np
import pytest
from scipy.optimize import minimize_scalar

import cogov_games as cg
from cogov_games.charts.by_form import diagram_of
from cogov_games.charts.equilibria import equilibrium_rows
from cogov_games.study.contracts import check
from cogov_games.declare import Agreement, Words, symbols
from cogov_games.forms.situation import Situation

M = cg.catalogue["compact"]
QUADRATIC = importlib.import_module("cogov_games.games.compact").quadratic
N, m = symbols("N m")


def test_ten_regions() -> None:
    """Nash 95, a stable coalition of three 143, all together 500."""
    ten = {"N": 10, "b": 1, "c": 1, "eta": 0, "F": 0, "tau": 0}
    assert M.solve("multi_center", **ten).welfare == pytest.approx(95)
    open_agreement = M.solve("multi_center", opened=1, **ten)
    assert open_agreement.welfare == pytest.approx(143)
    assert open_agreement.selected.profile == {"members": 3}
    assert M.solve("cooperative", delta=0.9, phi=1, **ten).welfare == pytest.approx(500)
    assert M.solve("government_led", **ten).welfare == pytest.approx(500)


@pytest.mark.parametrize(("size", "eta"), product(range(4, 21, 2), (0, 0.5)))
def test_three_sign_whatever_the_number_of_regions(size: int, eta: float) -> None:
    """π_s(k) − π_n(k−1) = −(b²/2c)(k−1)(k−3): the third is indifferent, so two are stable as well."""
    b, c = 1.3, 0.7
    s = M.solve("multi_center", N=size, b=b, c=c, eta=eta, opened=1)
    assert [e.profile["members"] for e in s.equilibria] == [2, 3]
    assert {e.stability for e in s.equilibria} == {"neutral"}
    form = M.form_of("multi_center")
    member, outsider = form.tables(
        M.situation("multi_center", {"N": size, "b": b, "c": c, "eta": eta})
    )
    k = np.arange(1, size + 1)
    effective = c * (1 - eta**2)
    assert member[1:] - outsider[:-1] == pytest.approx(
        -(b**2) / (2 * effective) * (k - 1) * (k - 3)
    )


def linear_payoffs(k: int, costs: list[float], b: float) -> np.ndarray:
    """Payoffs when the first k choose together and all others alone, by elementary means."""
    effort = [k * b / c if i < k else b / c for i, c in enumerate(costs)]
    return np.array([b * sum(effort) - c * q**2 / 2 for c, q in zip(costs, effort, strict=True)])


@pytest.mark.parametrize("size", [2, 6, 10])
def test_welfare_with_unequal_costs(size: int) -> None:
    b, c, eta = 0.8, 1.5, 0.4
    costs = [c * (1 + eta), c * (1 - eta)] * (size // 2)
    given = {"N": size, "b": b, "c": c, "eta": eta, "F": 0, "tau": 0, "delta": 0.99, "phi": 1}
    nash = sum(linear_payoffs(0, costs, b))
    joint = sum(linear_payoffs(size, costs, b))
    assert M.solve("multi_center", **given).welfare == pytest.approx(nash)
    assert nash == pytest.approx((size - 0.5) * size * b**2 / (c * (1 - eta**2)))
    best = M.solve("cooperative", **given)
    assert best.welfare == pytest.approx(joint) == pytest.approx(best.first_best)
    assert joint == pytest.approx(size**3 * b**2 / (2 * c * (1 - eta**2)))

    def uniform(q: float) -> float:
        return -(size * b * size * q - sum(costs) * q**2 / 2)

    ordered = -minimize_scalar(uniform, bounds=(0, 100), method="bounded").fun
    assert M.solve("government_led", **given).welfare == pytest.approx(ordered)
    assert ordered == pytest.approx(size**3 * b**2 / (2 * c))


def test_members_of_mixed_costs_are_the_mean_over_who_signs() -> None:
    """With an odd number of members the formula is the mean over both compositions."""
    b, c, eta, k, size = 0.9, 1.2, 0.3, 3, 6
    high, low = c * (1 + eta), c * (1 - eta)
    sums = []
    for highs in (1, 2):
        inside = [high] * highs + [low] * (k - highs)
        outside = [high] * (size // 2 - highs) + [low] * (size // 2 - k + highs)
        sums.append(sum(linear_payoffs(k, inside + outside, b)[:k]))
    member, _ = M.form_of("multi_center").tables(
        M.situation("multi_center", {"N": size, "b": b, "c": c, "eta": eta})
    )
    assert k * member[k] == pytest.approx(np.mean(sums))


@pytest.mark.parametrize("phi", [0.1, 0.5, 0.8, 1])
def test_patience_that_keeps_a_compact(phi: float) -> None:
    """δ* = 1/(1 + φ) for every number of regions, and by playing the repeated game out."""
    threshold = 1 / (1 + phi)
    for size, eta in ((4, 0), (10, 0.5)):
        for delta, kept in ((threshold - 1e-6, False), (threshold + 1e-6, True)):
            if delta > 0.99:
                continue
            s = M.solve("cooperative", N=size, eta=eta, phi=phi, delta=delta)
            assert [e.profile["members"] for e in s.equilibria] == ([0, size] if kept else [0])
    size, b, c = 6, 1.0, 1.0
    keep = linear_payoffs(size, [c] * size, b)[0]
    nash = linear_payoffs(0, [c] * size, b)[0]
    breach = b * ((size - 1) * size * b / c + b / c) - b**2 / (2 * c)
    for delta in (threshold - 0.02, threshold + 0.02):
        weights = delta ** np.arange(4000)
        seen = phi * nash + (1 - phi) * keep  # from the second period on
        gain = breach + (weights[1:] * seen).sum() - (weights * keep).sum()
        assert (gain > 0) == (delta < threshold)


def test_at_the_threshold_the_compact_is_kept_and_said_to_be_neutral() -> None:
    s = M.solve("cooperative", delta=0.5, phi=1)
    assert s.selected.profile == {"members": 10}
    assert s.selected.stability == "neutral"
    (condition,) = M.conditions("cooperative")
    assert str(condition.relation) == "delta*(phi + 1) >= 1"
    assert condition.holds(delta=0.5, phi=1)
    assert not condition.holds(delta=0.499, phi=1)


# Quadratic benefits


def quadratic_payoffs(k: int, size: int, a: float, b: float, c: float) -> tuple[float, float]:
    """Members choose jointly, foreseeing how the others settle by best replies, both numerically."""
    weight = b / size

    def replies(lead: float) -> float:
        low, high = 0.0, a  # one outsider's reply to the sum of all: find the fixed point
        for _ in range(100):
            q = (low + high) / 2
            marginal = weight * (a - lead - (size - k) * q) - c * q
            low, high = (q, high) if marginal > 0 else (low, q)
        return low

    def benefit(total: float) -> float:
        return weight * (a * total - total**2 / 2)

    def minus(lead: float) -> float:
        return -(k * benefit(lead + (size - k) * replies(lead)) - c * lead**2 / (2 * k))

    lead = (
        minimize_scalar(minus, bounds=(0, a), method="bounded", options={"xatol": 1e-10}).x
        if k
        else 0.0
    )
    alone = replies(lead)
    total = lead + (size - k) * alone
    return benefit(total) - (c * (lead / k) ** 2 / 2 if k else 0), benefit(total) - c * alone**2 / 2


@pytest.mark.parametrize(("size", "a", "b", "c"), [(5, 20, 1, 1), (10, 100, 1, 0.25), (7, 8, 2, 4)])
def test_quadratic_benefits_by_brute_force(size: int, a: float, b: float, c: float) -> None:
    rows = [quadratic_payoffs(k, size, a, b, c) for k in range(size + 1)]
    member, outsider = map(np.array, zip(*rows, strict=True))
    form = QUADRATIC.form_of("multi_center")
    point = Situation(
        {
            name: np.asarray(float(v))
            for name, v in {"N": size, "a": a, "b": b, "c": c, "opened": 1}.items()
        }
    )
    ours = form.tables(point)
    assert ours[0][1:] == pytest.approx(member[1:], rel=1e-7)
    assert ours[1][:-1] == pytest.approx(outsider[:-1], rel=1e-7)
    stable = [
        k for k in range(1, size + 1)
        if member[k] >= outsider[k - 1] and (k == size or outsider[k] >= member[k + 1])
    ]  # fmt: skip
    found = form.equilibria(point)
    assert found.states["m"].tolist() == stable
    assert len(stable) == 1


def test_few_sign_where_much_is_at_stake() -> None:
    """Barrett's point: many sign only where signing brings little."""
    at = {"N": 10, "a": 20, "b": 1, "F": 0, "tau": 0}
    cheap, dear = (QUADRATIC.solve("multi_center", c=c, **at) for c in (0.2, 4))
    assert cheap.selected.profile["members"] > dear.selected.profile["members"]
    gains = [s.first_best - QUADRATIC.solve("multi_center", c=c, opened=0, **at).welfare
             for s, c in ((cheap, 0.2), (dear, 4))]  # fmt: skip
    assert gains[0] < gains[1]


def test_breach_of_a_quadratic_compact_is_the_best_one() -> None:
    size, a, b, c = 6, 12, 1.5, 0.8
    weight, each = b / size, a * b / (c + size * b)

    def minus(q: float) -> float:
        total = (size - 1) * each + q
        return -(weight * (a * total - total**2 / 2) - c * q**2 / 2)

    best = -minimize_scalar(minus, bounds=(0, a), method="bounded", options={"xatol": 1e-12}).fun
    keep, nash = minus(each) * -1, quadratic_payoffs(0, size, a, b, c)[1]
    phi = 0.7
    threshold = (best - keep) / (best - keep + phi * (keep - nash))
    for delta, kept in ((threshold - 1e-5, False), (threshold + 1e-5, True)):
        s = QUADRATIC.solve("cooperative", N=size, a=a, b=b, c=c, phi=phi, delta=delta)
        assert ({"members": size} in [e.profile for e in s.equilibria]) == kept


# The form


def test_contracts() -> None:
    assert min(check(M).values()) > 0
    assert min(check(QUADRATIC).values()) > 0


def test_a_batch_of_different_sizes() -> None:
    sizes = np.array([2, 4, 10])
    found = M.outcome("multi_center", {"N": sizes, "opened": np.ones(3)})
    assert found.selected_welfare.tolist() == pytest.approx(
        [M.solve("multi_center", N=int(n), opened=1).welfare for n in sizes]
    )


def test_agreements_of_all_of_one_and_of_no_stable_size() -> None:
    """Members gain with every other member: all sign. Outsiders always gain more: one is alone."""
    five = Situation({"N": np.asarray(5.0)})

    def sizes(form: Agreement) -> list[float]:
        found = form.equilibria(five)
        return found.states["m"][found.present].tolist()

    assert sizes(Agreement(N, m, 0, "open")) == [5]
    assert sizes(Agreement(N, m, 0, "open", most=3)) == [3]
    assert sizes(Agreement(N, m, 0, "open", most=0)) == [0]
    assert sizes(Agreement(N, m, 3 * m, "open")) == [1]
    assert sizes(Agreement(N, m, m + 2, "open")) == [0]
    assert sizes(Agreement(N, (3 - m) ** 2, 2, "open")) == [1, 5]
    assert sizes(Agreement(N, m, 0, "mandate")) == [5]


def test_wrong_agreements() -> None:
    with pytest.raises(cg.InputError, match="open"):
        Agreement(N, m, 0, "opne")
    with pytest.raises(cg.InputError, match="breach"):
        Agreement(N, m, 0, "trigger")
    with pytest.raises(cg.InputError, match="breach"):
        Agreement(N, m, 0, "open", breach=m)


def test_sizes_are_drawn_with_what_a_member_gets_after_leaving() -> None:
    out = M.outcome("multi_center", {"opened": 1, "eta": 0})
    rows = equilibrium_rows(diagram_of(out.form), "multi_center", out, None, None)
    curves = {
        w: {r["x"]: r["y"] for r in rows if r.get("who") == w}
        for w in ("a member", "one who leaves")
    }
    assert curves["a member"][3] == pytest.approx(curves["one who leaves"][3])
    assert curves["a member"][2] > curves["one who leaves"][2]
    assert [(r["x"], r["selected"]) for r in rows if r["kind"] == "point"] == [
        (2, False),
        (3, True),
    ]
    assert Words("a member", "成员") == out.form.actors[0].title
