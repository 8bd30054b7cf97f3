"""The numbers by which the mechanisms are known, to the digits in which they were printed.

The rows hold published or independently computed values: the symbols are those of the formulas,
L, G, P, C stand for the regimes.
"""

import json
from itertools import combinations_with_replacement
from pathlib import Path

import nashpy
import numpy as np
import pytest

import cogov_games as cg

REGIMES = {
    "L": "laissez_faire",
    "G": "government_led",
    "P": "multi_center",
    "C": "cooperative",
}

TABLE = json.loads((Path(__file__).parents[1] / "data/witnesses.json").read_text("utf-8"))


@pytest.mark.parametrize("case", [c for c in TABLE["rows"] if c["mechanism"] == "public_good"])
def test_witness_where_reports_need_no_participants(case: dict) -> None:
    """The rows were printed for psi = 0, where the start does not matter."""
    for start in (0, 0.5, 1):
        c = cg.catalogue["public_good"].compare(**case["row"], psi=0, x0=start)
        expected = [case["welfare"][letter] for letter in "GPCL"]
        assert list(c.welfare.values()) == pytest.approx(expected, abs=1e-9)
        assert c.best == (REGIMES[case["best"]],)


# The public good ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("row", "share"),
    [
        ({"n": 20, "a": 0.2, "pG": 0.3, "pP": 0.7, "S": 1.1, "psi": 1}, 0.871985),
        ({"n": 20, "a": 0.2, "pG": 0.3, "pP": 0.7, "S": 1.1, "psi": 0.5}, 0.743970),
        ({"n": 40, "a": 0.4, "pG": 0.4, "pP": 0.8, "S": 0.9, "psi": 1}, 0.555556),
        ({"n": 5, "a": 0.4, "pG": 0.2, "pP": 0.8, "S": 1, "psi": 1}, 0.625),
    ],
)
def test_critical_mass_of_participants_who_report(row: dict, share: float) -> None:
    m = cg.catalogue["public_good"]
    s = m.solve("cooperative", **row)
    assert s.complete
    assert [round(e.profile["contribute"], 6) for e in s.equilibria] == [0, share, 1]
    assert [e.stability for e in s.equilibria] == ["stable", "unstable", "stable"]
    n, a = row["n"], row["a"]
    for e in s.equilibria:  # x (na - 1) - F/n - k - tau at the defaults of F, k and tau
        x = e.profile["contribute"]
        assert e.welfare == pytest.approx(x * (n * a - 1) - 4 / n - 0.3 - 0.1)
    below, above = (
        m.solve("cooperative", **row, x0=x0).selected for x0 in (share - 1e-3, share + 1e-3)
    )
    assert below.profile["contribute"] == 0
    assert above.profile["contribute"] == 1


def test_government_led_public_good_has_one_equilibrium_that_switches() -> None:
    m = cg.catalogue["public_good"]
    row = {"n": 20, "a": 0.25, "S": 1.5}  # the threshold pG = (1 - a) / S = 0.5 is exact
    for p, share in ((0, 0), (0.499, 0), (0.501, 1), (1, 1)):
        s = m.solve("government_led", **row, pG=p)
        assert [e.profile["contribute"] for e in s.equilibria] == [share]
    tie = m.solve("government_led", **row, pG=0.5)
    assert [e.profile["contribute"] for e in tie.equilibria] == [0, 1]
    assert tie.continua == ((0, 1),)
    assert tie.selected.profile["contribute"] == 1  # at equality a player contributes


def test_four_players_with_twenty_tokens() -> None:
    m = cg.catalogue["public_good"]
    row = {"n": 4, "e": 20, "a": 0.4}
    s = m.solve("laissez_faire", **row)
    assert [e.profile["contribute"] for e in s.equilibria] == [0]
    (nobody,) = s.equilibria
    assert nobody.payoffs["resident"] == pytest.approx(20)
    assert s.first_best + nobody.payoffs["resident"] == pytest.approx(32)
    (always,) = m.conditions("government_led")
    # threshold pS = .6, here with S = 1
    assert not always.holds(**row, S=1, pG=0.599999)
    assert always.holds(**row, S=1, pG=0.6)
    assert always.holds(**row, S=1.5, pG=0.4)
    assert not always.holds(**row, S=1.5, pG=0.399999)


def test_false_fines_weaken_sanctions() -> None:
    """Contribute if and only if a + (p - eps) S >= 1."""
    (always,) = cg.catalogue["public_good"].conditions("government_led")
    row = {"a": 0.5, "S": 2.0}
    assert always.holds(**row, pG=0.5, eps=0.25)
    assert not always.holds(**row, pG=0.5, eps=0.251)
    assert not always.holds(**row, pG=0.499, eps=0.25)


# The common pool ---------------------------------------------------------------------------------

OSTROM = {"a": 23, "b": 0.25, "w": 5, "n": 8}


@pytest.mark.parametrize(("e", "equilibrium", "optimum"), [(10, 66, 90.5), (25, 141, 165.5)])
def test_ostrom_gardner_walker(e: float, equilibrium: float, optimum: float) -> None:
    s = cg.catalogue["common_pool"].solve("laissez_faire", **OSTROM, e=e)
    (only,) = s.equilibria
    assert only.profile["user"] == pytest.approx(8)
    assert s.complete
    assert s.welfare == pytest.approx(128)
    assert s.first_best == pytest.approx(324)
    assert round(s.welfare / s.first_best, 3) == 0.395
    assert only.payoffs["user"] == pytest.approx(equilibrium)
    # the optimum X = 36 shared by all: w e + rent / n
    assert 5 * e + s.first_best / 8 == pytest.approx(optimum)


def test_total_use_in_equilibrium_and_at_the_optimum() -> None:
    m = cg.catalogue["common_pool"]
    total = {p: float(m.sweep("cooperative", **OSTROM, price=p).states["X"][0]) for p in (0, 7.875)}
    assert total == {0: pytest.approx(64), 7.875: pytest.approx(36)}


def test_corrective_price() -> None:
    s = cg.catalogue["common_pool"].solve("government_led", **OSTROM, pG=1, SG=40, sig=0, F=0)
    assert s.primitives["price"] == pytest.approx(7.875)
    assert s.welfare == pytest.approx(s.first_best)


def test_whole_tokens_have_other_equilibria_with_the_same_total() -> None:
    """With whole tokens there are 5 multisets of choices (1107 profiles) in equilibrium."""
    a, b, w, n = (OSTROM[k] for k in "abwn")

    def payoff(own: int, others: int) -> float:
        return (a - w) * own - b * (own + others) * own

    best = {
        others: {x for x in range(26) if payoff(x, others) >= max(
            payoff(y, others) for y in range(26)) - 1e-12}
        for others in range(25 * n)
    }  # fmt: skip
    # the reply to R others is within 1/2 of (72 - R) / 2, so no choice differs from X - R much
    multisets = [
        m for m in combinations_with_replacement(range(4, 13), n)
        if all(x in best[sum(m) - x] for x in set(m))
    ]  # fmt: skip
    profiles = sum(_orders(m) for m in multisets)
    assert (len(multisets), profiles) == (5, 1107)
    assert {sum(m) for m in multisets} == {64}
    continuous = cg.catalogue["common_pool"].sweep("laissez_faire", **OSTROM)
    assert float(continuous.states["X"][0]) == pytest.approx(64)


def _orders(multiset: tuple[int, ...]) -> int:
    from math import factorial, prod

    counts = [multiset.count(x) for x in set(multiset)]
    return factorial(len(multiset)) // prod(factorial(c) for c in counts)


def closed_form_total(a: float, b: float, w: float, n: int, f: float, leak: float) -> float:
    """Total use if only a share of users pays the price f; payers leave where it is too high."""
    m = (1 - leak) * n
    if f <= (a - w) / (n + 1 - m):
        return (n * (a - w) - m * f) / ((n + 1) * b)
    return (n - m) * (a - w) / ((n - m + 1) * b)


@pytest.mark.parametrize("leak", [0, 0.125, 0.25, 0.5, 0.75, 0.9])
@pytest.mark.parametrize("sP", [0, 1, 2.5, 4, 6, 8, 12])
def test_common_pool_with_outsiders(leak: float, sP: float) -> None:
    m = cg.catalogue["common_pool"]
    found = m.sweep("multi_center", **OSTROM, e=50, leak=leak, pP=0.9, sP=sP)
    f = min(0.9 * sP, 7.875)
    assert found.count == 1
    assert float(found.states["X"][0]) == pytest.approx(closed_form_total(**OSTROM, f=f, leak=leak))


# Inspection --------------------------------------------------------------------------------------

INSPECTION = {"kG": 1, "dG": 0.8, "g": 2, "S": 6, "h": 10, "rho": 0.2, "F": 0}


def test_inspection_game() -> None:
    s = cg.catalogue["inspection"].solve("government_led", **INSPECTION)
    (only,) = s.equilibria
    assert only.profile["inspector"]["inspect"] == pytest.approx(0.3125)
    assert only.profile["official"]["violate"] == pytest.approx(25 / 224)
    assert round(only.profile["official"]["violate"], 7) == 0.1116071
    assert round(-s.welfare, 7) == 1.1495536
    assert s.complete


def test_nashpy_agrees_on_the_inspection_game() -> None:
    g, f, d, k, h, rho = 2, 6, 0.8, 1, 10, 0.2
    row = np.array([[0, 0], [g, g - d * (g + f)]])
    column = np.array([[0, -k], [-h, -(1 - d) * h + d * rho * f - k]])
    ((x, y),) = nashpy.Game(row, column).support_enumeration()
    (only,) = cg.catalogue["inspection"].solve("government_led", **INSPECTION).equilibria
    assert list(only.profile["official"].values()) == pytest.approx(x)
    assert list(only.profile["inspector"].values()) == pytest.approx(y)


def test_without_a_share_the_fine_does_not_change_violations() -> None:
    m = cg.catalogue["inspection"]
    for fine in (6, 12):
        (only,) = m.solve("government_led", **{**INSPECTION, "rho": 0, "S": fine}).equilibria
        assert only.profile["official"]["violate"] == pytest.approx(0.125)


@pytest.mark.parametrize(
    ("changed", "v", "q", "welfare"),
    [
        # k >= d (omega h + rho f): nobody inspects, even where violating would pay regardless
        ({"kG": 6, "dG": 0.5}, 1, 0, -10 - 0.25),
        ({"kG": 6, "dG": 0.5, "S": 0, "g": 5}, 1, 0, -10 - 0.25),
        # d (g + f) <= g: everybody violates and is inspected
        ({"dG": 0.2, "S": 1, "g": 4}, 1, 1, -(1 - 0.2) * 10 - 1 - 0.25),
    ],
)
def test_corners_in_their_order(changed: dict, v: float, q: float, welfare: float) -> None:
    s = cg.catalogue["inspection"].solve("government_led", **{**INSPECTION, "F": 0.25, **changed})
    assert s.selected.profile["official"]["violate"] == v
    assert s.selected.profile["inspector"]["inspect"] == q
    assert s.welfare == pytest.approx(welfare)


def test_a_tie_makes_every_share_of_violators_an_equilibrium() -> None:
    """At d (g + f) = g every v from v* to 1 is an equilibrium; the worst is selected."""
    s = cg.catalogue["inspection"].solve("government_led", g=2, S=2, dG=0.5, h=10, kG=1, rho=0, F=0)
    violations = sorted(e.profile["official"]["violate"] for e in s.equilibria)
    assert violations == pytest.approx([1 / (0.5 * 10), 1])
    assert all(e.profile["inspector"]["inspect"] == 1 for e in s.equilibria)
    assert s.continua == ((0, 1),)
    assert s.selected.profile["official"]["violate"] == 1
    assert s.welfare == pytest.approx(-0.5 * 10 - 1)
    assert s.welfare_range == pytest.approx((-6, -2))


@pytest.mark.parametrize("omega", [0.3, 0.5, 0.8, 1])
def test_loss_where_local_supervisors_mind_part_of_the_harm(omega: float) -> None:
    """Loss [k / (d (g + f))] (g + f / omega)."""
    g, f, d, k = 2, 3, 0.9, 0.5
    s = cg.catalogue["inspection"].solve("multi_center", g=g, sP=f, dP=d, kP=k, omega=omega, h=10)
    assert -s.welfare == pytest.approx(k / (d * (g + f)) * (g + f / omega))
