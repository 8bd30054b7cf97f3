"""The tripartite game: published parameter sets, vertices and masks."""

from itertools import product

import numpy as np
import pytest
import sympy as sp

import cogov_games as cg
from cogov_games.declare import Actor, Restricted, Strategic, Strategy, Words, presets
from cogov_games.study.vertices import classify
from cogov_games.widgets.sentences import Narrator

M = cg.catalogue["tripartite"]
DRUGS = M.variants["drug_safety"]
TABLE = cg.vertex_table(M, "cooperative")
SYMBOLS = {p.symbol: sp.Symbol(p.symbol) for p in M.parameters.values()}

PI = {sp.Symbol(name): formula for name, formula in M.derived.items()}

# The published sets ------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["000", "001", "101", "111", "110"])
def test_each_published_set_has_one_stable_vertex(name: str) -> None:
    """Wang et al. (2023), in the order in which they claim them."""
    assert TABLE.stable(**M.presets[name]) == (name,)
    stable = [
        e for e in M.solve("cooperative", **M.presets[name]).equilibria if e.stability == "stable"
    ]
    assert [
        "".join(
            str(int(a[s]))
            for a, s in zip(e.profile.values(), ("treat", "join", "regulate"), strict=True)
        )
        for e in stable
    ] == [name]


def test_the_sets_are_those_of_the_package() -> None:
    assert list(M.presets) == ["000", "001", "101", "111", "110"]
    assert M.presets == presets("wang2023")
    assert M.presets["110"]["Pe"] == 10
    assert set(M.presets["000"]) == set(SYMBOLS) - {"x0", "tau"}


def test_zero_eigenvalues_are_no_saddles() -> None:
    """In the second set the government is indifferent once the enterprise treats and none joins."""
    at = TABLE.at(**M.presets["001"])
    assert {n for n, v in at.items() if v.kind == "non-hyperbolic"} == {"100", "101"}
    assert at["100"].eigenvalues[2] == pytest.approx(0, abs=1e-12)
    assert at["110"].kind == "unstable"
    assert at["000"].kind == "saddle"
    kinds = {v.kind for p in M.presets.values() for v in TABLE.at(**p).values()}
    assert kinds == {"stable", "saddle", "unstable", "non-hyperbolic"}


@pytest.mark.parametrize(
    ("values", "kind"),
    [((-1, -2), "stable"), ((1, 2), "unstable"), ((1, -2), "saddle"), ((-1, 0), "non-hyperbolic"),
     ((1, 1e-10), "non-hyperbolic"), ((1, 1e-8), "unstable"), ((-1, -1e-8), "stable")],
)  # fmt: skip
def test_classification(values: tuple[float, ...], kind: str) -> None:
    assert classify(np.array(values), 1.0) == kind
    assert classify(np.array(values) * 1e6, 1e6) == kind


def test_drug_safety() -> None:
    """Zhu, Rong and Zhang (2021): one stable vertex, and two."""
    table = cg.vertex_table(DRUGS, "laissez_faire")
    assert table.stable(**DRUGS.presets["one"]) == ("110",)
    assert table.stable(**DRUGS.presets["bistable"]) == ("001", "110")
    starts = {
        x0: DRUGS.solve("laissez_faire", **DRUGS.presets["bistable"], x0=x0) for x0 in (0.1, 0.9)
    }
    shares = {x0: s.selected.profile["regulator"]["strict"] for x0, s in starts.items()}
    assert shares == {0.1: 1, 0.9: 0}


# Formulas ----------------------------------------------------------------------------------------


def test_gains_are_the_published_ones() -> None:
    """The gain of each population, as in the authors' differential equations."""
    g = SYMBOLS
    pi = g["PA"] + (1 - g["eA"]) * (1 - g["gov"]) * g["Pe"]
    k0 = g["eA"] * (g["Rc"] - (1 - g["gamma"]) * g["CA"] - (1 - g["gov"]) * g["Pe"])
    for v in product((0, 1), repeat=3):
        x, y, z = v
        expected = (
            k0 + g["eta"] * g["PA"] * y + (g["alpha"] + g["beta"]) * pi * z,
            g["CB0"] - g["delta"] * g["CB1"] + g["zeta"] * g["Rp"] + g["lam"] * g["CH"] * (1 - x)
            + g["epsilon"] * g["delta"] * g["CB1"] * z,
            g["G0"] + g["G1"] - g["CG1"] + g["beta"] * pi - (g["alpha"] + g["beta"]) * pi * x
            + (g["theta"] * (g["G0"] + g["G1"]) - g["epsilon"] * g["delta"] * g["CB1"]) * y,
        )  # fmt: skip
        found = TABLE["".join(map(str, v))].eigenvalues
        for i in range(3):
            assert sp.expand(found[i].subs(PI) - (1 - 2 * v[i]) * expected[i]) == 0


def test_payoff_cells() -> None:
    """Two cells of the published matrix, written out."""
    g = SYMBOLS
    pi = g["PA"] + (1 - g["eA"]) * (1 - g["gov"]) * g["Pe"]
    full = (
        (1 + g["eta"]) * g["PA"] + (1 - g["eA"]) * (1 - g["gov"]) * g["Pe"]
        - g["eA"] * (1 - g["gamma"]) * g["CA"] + g["eA"] * g["Rc"] + g["alpha"] * pi,
        (1 - g["eA"]) * g["CH"] + g["zeta"] * g["Rp"] - (1 - g["epsilon"]) * g["delta"] * g["CB1"],
        -(1 - g["kappa"]) * (1 - g["eA"]) * g["CE"] + g["kappa"] * (1 - g["eA"]) * g["gov"] * g["Pe"]
        + (1 + g["theta"]) * g["G1"] - g["CG1"] - g["alpha"] * pi - g["epsilon"] * g["delta"] * g["CB1"],
    )  # fmt: skip
    none = (
        g["PA"] + (1 - g["gov"]) * g["Pe"], g["CH"] - g["CB0"],
        -(1 - g["kappa"]) * g["CE"] + g["kappa"] * g["gov"] * g["Pe"] - g["G0"],
    )  # fmt: skip
    for cell, expected in (
        (("treat", "join", "regulate"), full), (("pollute", "stay_out", "leave_alone"), none),
    ):  # fmt: skip
        for a, b in zip(M.form.payoffs[cell], expected, strict=True):
            assert sp.expand(a.subs(PI) - b) == 0


def test_eigenvalues_are_those_of_the_jacobian() -> None:
    """Differentiate the replicator equations and take numerical eigenvalues at the vertices."""
    for regime in M.regimes:
        table = cg.vertex_table(M, regime)
        form = M.form_of(regime)
        for values in M.presets.values():
            full = form.tables(M.situation(regime, values))
            for name, vertex in table.at(**values).items():
                point = np.array([int(d) for d in name], dtype=float)
                free = [i for i, s in enumerate("xyz") if s not in getattr(form, "fixed", {})]
                step = 1e-6
                columns = []
                for j in free:
                    shift = np.eye(3)[j] * step
                    columns.append(
                        (velocity(full, point + shift) - velocity(full, point - shift)) / (2 * step)
                    )
                jacobian = np.array(columns).T[free]
                found = np.sort(np.linalg.eigvals(jacobian).real)
                assert found == pytest.approx(np.sort(vertex.eigenvalues), abs=1e-6)


def velocity(tables: list[np.ndarray], x: np.ndarray) -> np.ndarray:
    """Return the replicator dynamics of three populations, written out cell by cell."""
    out = []
    for i in range(3):
        gain = 0.0
        for cell in product((0, 1), repeat=3):
            weight = np.prod([x[k] if cell[k] else 1 - x[k] for k in range(3) if k != i])
            gain += (1 if cell[i] else -1) * weight * tables[i][cell]
        out.append(x[i] * (1 - x[i]) * gain)
    return np.array(out)


def test_conditions_and_exports() -> None:
    vertex = TABLE["111"]
    assert all(isinstance(c, sp.StrictLessThan) for c in vertex.conditions)
    for name, values in M.presets.items():
        at = {sp.Symbol(k): v for k, v in values.items()}
        assert all(c.subs(PI).subs(at) for c in TABLE[name].conditions)
        assert not all(c.subs(PI).subs(at) for c in TABLE["010"].conditions)
    latex = TABLE.to_latex({"alpha": r"\alpha_1"})
    assert latex.startswith(r"\begin{tabular}{llll}")
    assert latex.count(r"\\") == 9
    assert r"\alpha_1" in latex
    assert "C_{B0}" in latex
    assert r"\Pi" in latex
    assert "CB0" not in latex
    assert "111" in TABLE._repr_html_()
    masked = cg.vertex_table(M, "government_led")
    assert [v.name for v in masked.vertices] == ["000", "001", "100", "101"]
    assert masked["101"].eigenvalues == (TABLE["101"].eigenvalues[0], TABLE["101"].eigenvalues[2])
    with pytest.raises(
        cg.InputError, match="vertex '010' is not allowed: one of 000, 001, 100, 101"
    ):
        masked["010"]
    with pytest.raises(cg.InputError, match="its form is group"):
        cg.vertex_table(cg.catalogue["public_good"], "cooperative")
    with pytest.raises(cg.InputError, match="unknown regime"):
        cg.vertex_table(M, "coperative")


def test_vertex_table_of_two_populations_knows_what_a_regime_binds() -> None:
    table = cg.vertex_table(cg.catalogue["inspection"], "government_led")
    values = {"g": 2, "S": 6, "dG": 0.8, "kG": 1, "h": 10, "rho": 0.2}
    assert table.at(**values)["11"].eigenvalues == pytest.approx((-(2 - 0.8 * 8), -(8 + 0.96 - 1)))
    assert table.stable(**values) == ()
    # at d (g + f) < g everybody violates; whether it pays to inspect is another matter
    assert table.stable(**{**values, "dG": 0.1}) == ("11",)
    assert table.stable(**{**values, "dG": 0.1, "kG": 2}) == ("10",)


# Masks -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("regime", ["government_led", "multi_center", "laissez_faire"])
def test_who_has_no_channel_stays_out(regime: str) -> None:
    closed = {"government_led": "y", "multi_center": "z", "laissez_faire": "yz"}[regime]
    rng = np.random.default_rng(3)
    p = M.parameters
    for _ in range(20):
        values = {n: float(rng.uniform(q.low, q.high)) for n, q in p.items()}
        s = M.solve(regime, **values)
        assert s.complete
        full = M.form.tables(M.situation(regime, values))
        for e in s.equilibria:
            x = [
                e.profile[a][k]
                for a, k in (
                    ("enterprise", "treat"),
                    ("public", "join"),
                    ("government", "regulate"),
                )
            ]
            assert all(share == 0 for share, name in zip(x, "xyz", strict=True) if name in closed)
            for i, (actor, name) in enumerate(
                zip(("enterprise", "public", "government"), "xyz", strict=True)
            ):
                ends = [mean(full[i], [*x[:i], v, *x[i + 1 :]]) for v in (0, 1)]
                now = mean(full[i], x)
                assert e.payoffs[actor] == pytest.approx(now)
                if name not in closed:
                    assert max(ends) - now <= 1e-8 * np.ptp(full[i])


def mean(table: np.ndarray, x: list[float]) -> float:
    return sum(
        table[cell] * np.prod([x[k] if cell[k] else 1 - x[k] for k in range(3)])
        for cell in product((0, 1), repeat=3)
    )


def test_matching_pennies_without_the_public() -> None:
    """The mixed point of enterprise and government, which the dynamics circle."""
    values = {"G0": 10, "G1": 10, "CG1": 24, "beta": 0.3, "alpha": 0.1, "Rc": 28, "eA": 0.5}
    s = M.solve("government_led", **values)
    (only,) = s.equilibria
    assert s.selected is only
    pi = 40 + 0.5 * 0.5 * 20
    k0 = 0.5 * (28 - 0.9 * 35 - 0.5 * 20)
    assert only.profile["government"]["regulate"] == pytest.approx(-k0 / (0.4 * pi))
    assert only.profile["enterprise"]["treat"] == pytest.approx(
        (10 + 10 - 24 + 0.3 * pi) / (0.4 * pi)
    )
    form = M.form_of("government_led")
    pattern = int(M.outcome("government_led", values).found.pattern[0])
    formulas = form.closed_form(pattern, {}, {})
    assert formulas["y"] == 0
    at = {**{p.symbol: p.default for p in M.parameters.values()}, **values}
    assert float(formulas["z"].subs(PI).subs(at)) == pytest.approx(-k0 / (0.4 * pi))


def test_indifference_leaves_a_segment() -> None:
    """An enterprise that gains nothing either way may treat with any chance."""
    values = {"Rc": 32, "gamma": 0.2, "CA": 35, "gov": 0.8, "Pe": 20}  # 32 - .8 35 - .2 20 = 0
    s = M.solve("laissez_faire", **values)
    assert [e.profile["enterprise"]["treat"] for e in s.equilibria] == [0, 1]
    assert s.continua == ((0, 1),)
    assert s.complete


def test_closing_needs_a_choice_that_is_left() -> None:
    players, table = M.form.players, M.form.payoffs
    for closed, said in (
        (("x", "y", "z"), "leaves nobody a choice"),
        (("y", "public_stay_out"), "leaves somebody nothing to do"),
        (("q",), "unknown strategy 'q'"),
    ):
        with pytest.raises(cg.InputError, match=said):
            Restricted(players, table, closed=closed)
    other = Restricted(players, table, closed=("public_stay_out",))  # all must join
    found = other.equilibria(M.situation("cooperative", M.presets["110"]))
    assert (found.states["y"][found.present] == 1).all()
    again = type(M).from_json(M.to_json())
    assert again == M
    assert isinstance(again.form_of("multi_center"), Restricted)
    assert isinstance(again.form, Strategic)


# Where populations settle ------------------------------------------------------------------------


def test_a_status_quo_needs_two_strategies() -> None:
    three = Actor("a", Words("a", "甲"), tuple(
        Strategy(f"s{i}", Words(f"s{i}", f"策{i}")) for i in range(3)
    ))  # fmt: skip
    with pytest.raises(cg.InputError, match="two strategies each"):
        Strategic((three,), {(f"s{i}",): (i,) for i in range(3)}, "x0")


# What regimes are worth --------------------------------------------------------------------------


def test_regimes_at_the_published_sets() -> None:
    """Welfare is the sum of the payoffs where the populations settle, less the cost of agreeing."""
    for name, values in M.presets.items():
        c = M.compare(**values, tau=1.5)
        full = M.form.tables(M.situation("cooperative", values))
        cell = tuple(int(d) for d in name)
        assert c.welfare["cooperative"] == pytest.approx(sum(t[cell] for t in full) - 1.5)
        assert c.first_best["cooperative"] == pytest.approx(
            max(
                sum(t[c] for t in full) + (values["CG1"] if c[2] else 0)
                for c in np.ndindex(2, 2, 2)
            )
        )


def test_the_reasons_are_the_replies_to_what_the_others_do() -> None:
    """Twelve best replies are conditions; three of them are why an equilibrium holds."""
    narrator = Narrator(M)
    assert len(M.conditions("cooperative")) > 3
    result = M.outcome("cooperative", {})
    told = narrator.state("cooperative", result)
    assert told.count("best reply of") == 3
    chosen = int(result.select(result.found.pattern))
    form = M.form_of("cooperative")
    keys = {c.key for c in M.conditions("cooperative") if form.explains(c.key, chosen)}
    assert {key.split(".")[0] for key in keys} == {actor.key for actor in form.players}
