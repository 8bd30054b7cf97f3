"""A mechanism is one file; the forms are general; a declaration is data that survives JSON."""

import re
import json
import shutil
import subprocess
import sys
from itertools import product
from pathlib import Path

import numpy as np
import pytest
import sympy as sp
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import cogov_games as cg
from cogov_games.catalogue.folder import Catalogue
from cogov_games.declare import (
    Abs, Account, Actor, Continuous, Group, Mechanism, Min, Parameter, Piecewise, Player, Regime,
    Selection, Strategic, Strategy, exp, log, sqrt, symbols,
)  # fmt: skip
from cogov_games.expressions import parse, to_text
from cogov_games.words import speaking
from tiny_games import a, b, x, y, X, j, n, words, parameter, tiny, actor, TWO

HERE = Path(__file__).parents[1]
EXAMPLE = HERE / "example_mechanism.py"
PACKAGE = Path(cg.__file__).parent


# A fourth mechanism ------------------------------------------------------------------------------


@pytest.fixture
def fourth(tmp_path: Path) -> Catalogue:
    """Return a catalogue of the built-in mechanisms and a folder with one more file."""
    shutil.copy(EXAMPLE, tmp_path)
    catalogue = Catalogue(PACKAGE / "games")
    built_in = list(catalogue)
    assert catalogue.scan(tmp_path) == ["example_mechanism"]
    assert list(catalogue) == [*built_in, "example_mechanism"]
    return catalogue


def test_one_file_of_under_sixty_lines() -> None:
    text = EXAMPLE.read_text(encoding="utf-8")
    assert len(text.splitlines()) < 60
    assert text.count("import") == 1
    for path in PACKAGE.rglob("*"):
        if path.suffix in {".py", ".json", ".js"} and "static" not in path.parts:
            assert "example_mechanism" not in path.read_text(encoding="utf-8")


def test_it_appears_in_the_catalogue(fourth: Catalogue) -> None:
    m = fourth["example_mechanism"]
    assert "example_mechanism" in repr(fourth)
    assert str(m.title) in fourth._repr_html_()
    cg.use_language("zh")
    assert m.title.zh in fourth._repr_html_()


def test_it_keeps_the_contracts(fourth: Catalogue) -> None:
    shares = cg.check(fourth["example_mechanism"])
    assert set(shares) == {"government_led", "multi_center", "cooperative", "laissez_faire"}


def test_it_solves_and_compares(fourth: Catalogue) -> None:
    m = fourth["example_mechanism"]
    s = m.solve("laissez_faire", benefit=2, effort=1)
    assert [e.profile["join"] for e in s.equilibria] == pytest.approx([0, 0.5, 1])
    c = m.compare()
    assert c.best == ("multi_center",)
    assert c.welfare["multi_center"] == pytest.approx(0.9)  # 2 - 1 - k
    assert c.welfare["cooperative"] == pytest.approx(0.6)  # 2 - 1 - F/n - k - tau
    alone, together = m.conditions("multi_center")
    sP, c_, b_ = symbols("sP c b")
    assert alone.relation == sp.Ge(sP, c_, evaluate=False)
    assert together.relation == sp.Ge(b_ + sP, c_, evaluate=False)
    assert m.regime_map("bonus_local", "effort", resolution=5).best.shape == (5, 5)
    assert m.boundary("multi_center", "laissez_faire").crossings["bonus_local"] == (
        pytest.approx(1 - 2 * 0.3),  # the start 0.3 is then the critical mass
    )


def test_it_opens_an_explorer(fourth: Catalogue) -> None:
    pytest.importorskip("ipywidgets")
    m = fourth["example_mechanism"]
    for language in ("en", "zh"):
        cg.use_language(language)
        explorer = m.explore(benefit=3)
        explorer.set(bonus_local=1)
        assert explorer.values["benefit"] == 3
        assert "bonus_local=1" in explorer.line
    assert repr(explorer) == "<explorer of example_mechanism>"


def test_a_reader_adds_a_folder_to_the_package_catalogue(tmp_path: Path) -> None:
    shutil.copy(EXAMPLE, tmp_path)
    program = (
        "import cogov_games as cg\n"
        f"cg.catalogue.scan({str(tmp_path)!r})\n"
        "print(cg.catalogue['example_mechanism'].solve('cooperative').welfare)\n"
        f"print(cg.load({str(tmp_path / EXAMPLE.name)!r}) == cg.catalogue['example_mechanism'])"
    )
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, cwd=tmp_path,
        env={"PYTHONPATH": str(PACKAGE.parent)},
    )  # fmt: skip
    assert run.stdout.split() == ["0.6", "True"]


def test_a_key_is_taken_once(fourth: Catalogue, tmp_path: Path) -> None:
    other = tmp_path / "other"
    other.mkdir()
    shutil.copy(EXAMPLE, other / "inspection.py")
    with pytest.raises(cg.InputError, match="inspection"):
        fourth.scan(other)
    with pytest.raises(cg.InputError, match="file name and key must agree"):
        cg.load(other / "inspection.py")


# Each form, used generically ---------------------------------------------------------------------


def test_three_by_three() -> None:
    """Rock, scissors, paper with a twist: every payoff table of two actors is solved completely."""
    payoffs = {
        (f"s{i}", f"s{k}"): ((0, 1, -1)[(k - i) % 3] * a, -(0, 1, -1)[(k - i) % 3] * b)
        for i, k in product(range(3), repeat=2)
    }
    form = Strategic((actor("A", 3), actor("B", 3)), payoffs)
    m = tiny(form, TWO, symbols("A_s0"))
    s = m.solve("government_led", a=2, b=0.5)
    (only,) = s.equilibria
    assert s.complete
    assert list(only.profile["A"].values()) == pytest.approx([1 / 3] * 3)
    assert only.payoffs == pytest.approx({"A": 0, "B": 0}, abs=1e-12)
    assert m.solve("government_led", b=0).complete  # B does not care: continua
    assert len(m.solve("government_led", b=0).continua) >= 1
    assert Mechanism.from_json(m.to_json()) == m


def test_three_actors() -> None:
    """Three actors who want to do what the majority does: two of eight cells are equilibria."""
    players = (actor("A", 2), actor("B", 2), actor("C", 2))
    cells = list(product(range(2), repeat=3))
    payoffs = {
        tuple(f"s{i}" for i in cell): tuple(a * (cell.count(i) - 1) - b * i for i in cell)
        for cell in cells
    }
    m = tiny(Strategic(players, payoffs), TWO, a * symbols("A_s1"))

    def pure_equilibria(a: float, b: float) -> set[tuple[int, ...]]:
        def pay(cell, i):
            return a * (cell.count(cell[i]) - 1) - b * cell[i]

        return {
            cell for cell in cells
            if all(
                pay(cell, i) >= pay((*cell[:i], 1 - cell[i], *cell[i + 1:]), i) for i in range(3)
            )
        }  # fmt: skip

    for values in ({"a": 1, "b": 1}, {"a": 0.25, "b": 1.5}, {"a": 0.5, "b": 1}, {"a": 2, "b": 0}):
        s = m.solve("government_led", **values)
        found = {tuple(e.profile[who]["s1"] for who in ("A", "B", "C")) for e in s.equilibria}
        pure = {cell for cell in found if set(cell) <= {0, 1}}
        assert pure == pure_equilibria(**values)
        assert s.complete
        assert len(pure) + len(s.rest_points) == 8
        # 2 a (2 q - 1) = b where all mix with probability q
        q = (1 + values["b"] / (2 * values["a"])) / 2
        mixed = [tuple(cell) for cell in found - pure]
        assert mixed == ([pytest.approx((q, q, q))] if q < 1 else [])


def test_no_equilibrium_is_reported_as_none() -> None:
    """Matching pennies beside an onlooker has no pure equilibrium; with his three strategies, no
    other is looked for."""
    players = (actor("A", 2), actor("B", 2), actor("C", 3))
    payoffs = {
        tuple(f"s{i}" for i in cell): ((s := 2 * (cell[0] == cell[1]) - 1) * a, -s * a, b * 0)
        for cell in product(range(2), range(2), range(3))
    }
    m = tiny(Strategic(players, payoffs), TWO, symbols("A_s1"))
    s = m.solve("government_led")
    assert (s.equilibria, s.selected, s.complete) == ((), None, False)
    assert np.isnan(s.welfare)
    assert np.isnan(s.welfare_range).all()
    assert m.compare().best == ()
    assert m.sweep("government_led", a=[1, 2]).count.tolist() == [0, 0]
    with pytest.raises(AssertionError, match="no equilibrium"):
        cg.check(m)


def test_two_actors_with_one_who_has_three_strategies() -> None:
    """A strictly dominated strategy is never played; the rest is solved by hand."""
    table = [[(3, 0), (0, 2)], [(0, 2), (3, 0)], [(-1, 9), (-1, 9)]]
    payoffs = {
        (f"s{i}", f"s{k}"): (a * table[i][k][0], table[i][k][1]) for i in range(3) for k in range(2)
    }
    m = tiny(Strategic((actor("A", 3), actor("B", 2)), payoffs), TWO, 0 * a)
    (only,) = m.solve("multi_center").equilibria
    assert list(only.profile["A"].values()) == pytest.approx([0.5, 0.5, 0])


def coordination() -> Mechanism:
    """Replies x = a y^2: equilibria 0, 1/a (unstable) and the upper end 2."""
    form = Continuous((
        Player("u", words("u"), "x", 0, 2, a * x * y**2 - x**2 / 2),
        Player("v", words("v"), "y", 0, 2, a * y * x**2 - y**2 / 2),
    ))  # fmt: skip
    return tiny(form, TWO, X)


@pytest.mark.parametrize(("slope", "points"), [(1, [0, 1, 2]), (0.8, [0, 1.25, 2]), (0.4, [0])])
def test_nonlinear_game_with_several_equilibria(slope: float, points: list[float]) -> None:
    s = coordination().solve("government_led", a=slope)
    found = sorted((e.profile["u"], e.profile["v"]) for e in s.equilibria)
    assert np.array(found) == pytest.approx(np.array([(p, p) for p in points]), abs=1e-7)
    kinds = {round(e.profile["u"], 6): e.stability for e in s.equilibria}
    assert kinds[0] == "stable"
    if len(points) == 3:
        assert kinds[points[1]] == "unstable"
        assert kinds[2] == "stable"
    assert not s.complete


def test_nonlinear_games_in_a_batch() -> None:
    slopes = np.linspace(0.1, 3, 30)
    sweep = coordination().sweep("government_led", a=slopes)
    # at slope 1/2 the unstable equilibrium meets the upper end
    assert sweep.count.tolist() == [1] * 4 + [2] + [3] * 25
    assert slopes[4] == 0.5


def test_kinks() -> None:
    """Both choose where their payoff has a kink: x = y/2 + sqrt(2), y = x/3 + 1."""
    form = Continuous((
        Player("u", words("u"), "x", 0, 4, -Abs(x - y / 2 - sqrt(2))),
        Player("v", words("v"), "y", 0, 4, Min(y - x / 3 - 1, 0) - Min(0, 3 * (y - x / 3 - 1)) / 3
               - Abs(y - x / 3 - 1)),
    ))  # fmt: skip
    (only,) = tiny(form, TWO, X).solve("government_led").equilibria
    expected = (0.5 + np.sqrt(2)) / (1 - 1 / 6)
    assert only.profile["u"] == pytest.approx(expected, abs=1e-9)
    assert only.profile["v"] == pytest.approx(expected / 3 + 1, abs=1e-9)


def test_kinks_that_are_steeper_on_one_side() -> None:
    """A search that trusts the nearest grid point would miss such peaks."""
    for steep, flat in ((40, 1), (1, 40)):
        gap = x - a
        form = Continuous((Player("u", words("u"), "x", 0, 4, Min(steep * gap, -flat * gap)),))
        m = tiny(form, TWO, X)
        for peak in (0.123, 1.7071, 2.9):
            (only,) = m.solve("government_led", a=peak).equilibria
            assert only.profile["u"] == pytest.approx(peak, abs=1e-9)


def test_a_local_peak_is_no_equilibrium() -> None:
    """Two peaks and a valley between satisfy the first-order condition; one is the best."""
    form = Continuous((Player("u", words("u"), "x", -2, 2, -((x**2 - 1) ** 2) + (b - 1) * x / 5),))
    m = tiny(form, TWO, X)
    (right,) = m.solve("government_led", b=2).equilibria
    (left,) = m.solve("government_led", b=0).equilibria
    assert 1 < right.profile["u"] < 1.1
    assert left.profile["u"] == pytest.approx(-right.profile["u"])
    both = m.solve("government_led", b=1).equilibria
    assert sorted(e.profile["u"] for e in both) == pytest.approx([-1, 1])


def test_weakest_link_has_a_continuum_and_admits_that_more_may_exist() -> None:
    """Effort counts up to the partner's: all (x, x) are equilibria, the ends are found."""
    form = Continuous((
        Player("u", words("u"), "x", 0, 2, a * Min(x, y) - x / 4),
        Player("v", words("v"), "y", 0, 2, a * Min(x, y) - y / 4),
    ))  # fmt: skip
    s = tiny(form, TWO, X).solve("government_led")
    found = [(e.profile["u"], e.profile["v"]) for e in s.equilibria]
    assert np.array(found)[:, 0] == pytest.approx(np.array(found)[:, 1], abs=1e-9)
    assert min(found) == pytest.approx((0, 0), abs=1e-9)
    assert max(found) == pytest.approx((2, 2), abs=1e-9)
    assert not s.complete


def test_many_alike_players_in_a_nonlinear_game() -> None:
    """Cournot with unit-elastic demand, n sellers with cost a: x = (n - 1) / (n^2 a)."""
    form = Continuous((Player("seller", words("s"), "x", 0.001, 3, x / X - a * x, n),))
    people = Parameter("people", "n", 12, 2, 40, words("n"), integer=True)
    m = tiny(form, (*TWO, people), X)
    for size in (2, 5, 12, 40):
        (only,) = m.solve("government_led", n=size, a=0.5).equilibria
        assert only.profile["seller"] == pytest.approx((size - 1) / (size**2 * 0.5), rel=1e-7)


def test_infinite_slope_at_the_end_of_an_interval() -> None:
    form = Continuous((
        Player("u", words("u"), "x", 0, 1, a * log(x + y) - x),
        Player("v", words("v"), "y", 0, 1, b * sqrt(y) - y),
    ))  # fmt: skip
    (only,) = tiny(form, TWO, X).solve("government_led", a=1, b=1).equilibria
    assert only.profile == pytest.approx({"u": 0.75, "v": 0.25}, abs=1e-7)


def test_convex_payoffs_are_solved_at_the_ends() -> None:
    """x^2 is largest at the ends; the first-order condition in the middle is the worst choice."""
    form = Continuous((Player("u", words("u"), "x", -1, 2, a * x**2),))
    (only,) = tiny(form, TWO, X).solve("government_led").equilibria
    assert only.profile["u"] == 2
    assert only.regret <= 1e-9


def test_continuous_game_without_equilibrium() -> None:
    form = Continuous((
        Player("u", words("u"), "x", 0, 1, a * (x - y) ** 2),
        Player("v", words("v"), "y", 0, 1, -((x - y) ** 2)),
    ))  # fmt: skip
    assert tiny(form, TWO, X).solve("government_led").equilibria == ()


def test_derived_primitives_reach_nonlinear_games() -> None:
    p, q = symbols("p q")
    form = Continuous((Player("u", words("u"), "x", 0, 9, q * x - x**3 / 3),))
    primitives = (
        parameter("p", 1, 0, 2, "primitive"),
        parameter("q", 1, 0, 9, "primitive", formula=p * a),
    )
    regimes = (
        Regime("government_led", words("g"), {"p": b}),
        Regime("multi_center", words("m"), {"p": 1}),
    )
    m = tiny(form, (*TWO, *primitives), X, regimes)
    (only,) = m.solve("government_led", a=2, b=2).equilibria
    assert only.profile["u"] == pytest.approx(2)  # x^2 = q = p a = 4
    (only,) = m.solve("government_led", a=2, p=0.5).equilibria
    assert only.profile["u"] == pytest.approx(1)


def test_a_transfer_changes_one_regime() -> None:
    form = Continuous((Player("u", words("u"), "x", 0, 9, a * x - x**2 / 2),))
    regimes = (
        Regime("government_led", words("g"), transfers={"u": -b * x}),
        Regime("multi_center", words("m")),
    )
    m = tiny(form, TWO, X, regimes)
    assert m.solve("government_led", a=3, b=1).selected.profile["u"] == pytest.approx(2)
    assert m.solve("multi_center", a=3, b=1).selected.profile["u"] == pytest.approx(3)


def test_a_group_whose_transfer_counts_the_others() -> None:
    """A bonus once two of the three others act, as a step in their number."""
    member = Actor(
        "m", words("m"), (Strategy("no", words("no")), Strategy("yes", words("yes"), "x"))
    )
    form = Group(member, 4, (0, -1))
    regimes = (
        Regime(
            "government_led", words("g"), transfers={"yes": Piecewise((3 * a, j >= 2), (0, True))}
        ),
        Regime("multi_center", words("m")),
    )
    m = tiny(form, TWO, x, regimes)
    s = m.solve("government_led", a=1)
    # 3 Pr(at least 2 of 3) = 1: 3 (3 x^2 - 2 x^3) = 1
    critical = min(r.real for r in np.roots([-6, 9, 0, -1]) if 0 < r.real < 1)
    assert [e.profile["yes"] for e in s.equilibria] == pytest.approx([0, critical, 1])
    assert [e.profile["yes"] for e in m.solve("multi_center").equilibria] == [0]


def test_basin_weighted_welfare() -> None:
    member = Actor(
        "m", words("m"), (Strategy("no", words("no")), Strategy("yes", words("yes"), "x"))
    )
    form = Group(member, n, (0, a * j / (n - 1) - b))
    people = Parameter("people", "n", 11, 2, 40, words("n"), integer=True)
    s = tiny(form, (*TWO, people), 2 * x, selection="basin_weighted").solve(
        "multi_center", a=2, b=0.5
    )
    assert s.selected is None
    assert s.welfare == pytest.approx(2 * (1 - 0.25))
    assert s.welfare_range == pytest.approx((0, 2))


def test_welfare_range_reaches_into_continua() -> None:
    """Where everybody is indifferent, welfare 4 x (1 - x) - 3 is highest between the ends."""
    member = Actor(
        "m", words("m"), (Strategy("no", words("no")), Strategy("yes", words("yes"), "x"))
    )
    regimes = (
        Regime("government_led", words("g"), overhead=sp.Integer(3)),
        Regime("multi_center", words("m")),
    )
    m = tiny(Group(member, 5, (a, b)), TWO, 4 * x * (1 - x), regimes)
    s = m.solve("government_led", a=1, b=1)
    assert s.continua == ((0, 1),)
    assert [e.welfare for e in s.equilibria] == [-3, -3]
    assert s.welfare_range == pytest.approx((-3, -2))


def all_alike(bent: bool) -> Mechanism:
    """Three actors; they are indifferent along a diagonal, or, bent, two are anyway."""
    players = (actor("A", 2), actor("B", 2), actor("C", 2))
    payoffs = {
        tuple(f"s{i}" for i in (p, q, r)): (
            (0, 0, r * (4 * p * q - 1)) if bent else (p * (q - r), q * (r - p), r * (p - q))
        )
        for p, q, r in product(range(2), repeat=3)
    }
    p, q = symbols("A_s1 B_s1")
    return tiny(Strategic(players, payoffs), TWO, 4 * p * (1 - q) - a)


def test_equilibria_along_a_curve() -> None:
    """Mixtures of the ends are one equilibrium after the other, but not each with each."""
    m = all_alike(bent=False)
    s = m.solve("government_led")
    assert s.complete
    (curve,) = s.curved
    ends = [tuple(s.equilibria[k].profile[who]["s1"] for who in "ABC") for k in curve.ends]
    assert ends == [(0, 0, 0), (1, 1, 1)]
    assert curve.states["A_s0"] == pytest.approx(1 - curve.states["B_s1"])
    assert [e.welfare for e in s.equilibria] == [-1] * len(s.equilibria)
    assert s.welfare_range == pytest.approx((-1, 0))  # best in the middle: 4 p (1 - p) - 1
    first, last = (k + 1 for k in curve.ends)
    assert f"a curve of equilibria joins {first}, {last}" in repr(s)
    said = re.sub("<[^>]*>", "", m.explore().board.frame["html"]["state-government_led"])
    assert "a tie: a curve of equilibria joins “" in said
    assert m.sweep("government_led", a=[1, 2]).count.tolist() == [len(s.equilibria)] * 2


def test_equilibria_on_a_surface() -> None:
    s = all_alike(bent=True).solve("government_led")
    assert [part.dimension for part in s.curved] == [2, 2, 2]
    assert "a surface of equilibria joins" in repr(s)
    with speaking("zh"):
        said = all_alike(bent=True).explore().board.frame["html"]["state-government_led"]
    assert "之间有一片均衡曲面相连" in re.sub("<[^>]*>", "", said)


def test_a_regime_may_play_another_game() -> None:
    other = Continuous((Player("u", words("u"), "x", 0, 9, -((x - 7) ** 2)),))
    form = Continuous((Player("u", words("u"), "x", 0, 9, a * x - x**2 / 2),))
    regimes = (
        Regime("government_led", words("g"), form=other),
        Regime("multi_center", words("m"), {}),
    )
    m = tiny(form, TWO, X, regimes)
    c = m.compare(a=3)
    assert c.welfare == pytest.approx({"government_led": 7, "multi_center": 3})
    assert Mechanism.from_json(m.to_json()) == m


# Declarations that contradict themselves ---------------------------------------------------------

SIMPLE = Continuous((Player("u", words("u"), "x", 0, 9, a * x - x**2 / 2),))


@pytest.mark.parametrize(
    ("declare", "said"),
    [
        (lambda: tiny(SIMPLE, TWO, symbols("zz")), "zz"),
        (lambda: tiny(SIMPLE, TWO, X, cooperation=symbols("zz")), "zz"),
        (lambda: tiny(SIMPLE, TWO, X, accounts=(Account("k", words("k"), symbols("zz")),)), "zz"),
        (lambda: tiny(SIMPLE, TWO, X, (Regime("government_led", words("g"), overhead=symbols("zz")),)),
         "zz"),
        (lambda: tiny(SIMPLE, TWO, symbols("a", positive=True)), "assumptions"),
        (lambda: tiny(SIMPLE, TWO, X, map_axes=("a", "zz")), "unknown parameter 'zz'"),
        (lambda: tiny(SIMPLE, (TWO[0], TWO[0], TWO[1]), X, map_axes=None), "two parameters"),
        (lambda: tiny(SIMPLE, TWO, X, (Regime("cooperative", words("g")),) * 2), "twice"),
        (lambda: tiny(SIMPLE, TWO, X, (Regime("cooperative", words("g"), transfers={"v": a}),)),
         "unknown receiver of a transfer 'v'"),
        (lambda: tiny(SIMPLE, TWO, X, (Regime("cooperative", words("g"), {"p": X}),)), "transfer"),
        (lambda: tiny(SIMPLE, TWO, X, selection="reached_from"), "status quo"),
        (lambda: tiny(SIMPLE, TWO, X, selection="basin_weighted"), "basins"),
        (lambda: tiny(SIMPLE, TWO, X, selection="most_informative"), "information"),
        (lambda: Selection("first", words("r")), "unknown selection rule 'first'"),
        (lambda: Strategic((actor("A", 2), actor("B", 2)), {}), "payoff table"),
        (lambda: Strategic((actor("A", 1), actor("B", 1)), {("s0", "s0"): (0,)}), "2 payoffs"),
        (lambda: Group(actor("A", 2), 3, (0, 1)), "share symbol"),
        (lambda: Group(actor("A", 3), 3, (0, 1)), "two strategies"),
    ],
)  # fmt: skip
def test_contradictions_are_found_at_once(declare, said: str) -> None:
    with pytest.raises(cg.InputError, match=said):
        declare()


def test_a_theme_is_one_of_the_catalogue() -> None:
    m = cg.catalogue["inspection"]
    fields = {name: getattr(m, name) for name in m.__dataclass_fields__}
    with pytest.raises(
        cg.InputError, match=r"unknown theme 'supervison'\. Did you mean 'supervision'"
    ):
        Mechanism(**fields | {"theme": "supervison"})


# JSON --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("key", cg.catalogue)
def test_json_gives_the_same_mechanism(key: str) -> None:
    m = cg.catalogue[key]
    text = m.to_json()
    again = Mechanism.from_json(text)
    assert again == m
    assert again.to_json() == text
    for regime in m.regimes:
        assert repr(again.solve(regime)) == repr(m.solve(regime))
    assert again.compare().welfare == m.compare().welfare


def test_json_of_the_example() -> None:
    m = cg.load(EXAMPLE)
    assert Mechanism.from_json(m.to_json()) == m


EVIL = [
    "__import__('os').system('true')",
    "().__class__",
    "x.__class__.__mro__",
    "open('f')",
    "exec('1')",
    "eval('1')",
    "lambda: 1",
    "[x for x in (1,)]",
    "x if x else 1",
    "'text'",
    "f'{x}'",
    "x[0]",
    "{1: 2}",
    "exp(x=1)",
    "exp(*x)",
    "9**9**9**9",
    "2**100000000",
    "x := 1",
    "1 < x < 2",
    "(" * 500 + "x" + ")" * 500,
    "-" * 100_000 + "1",
    "\0",
    "",
]


@pytest.mark.parametrize("text", EVIL, ids=range(len(EVIL)))
def test_nothing_but_arithmetic_is_read(text: str) -> None:
    with pytest.raises(cg.InputError):
        parse(text)
    data = json.loads(cg.catalogue["inspection"].to_json())
    data["mechanism"]["cooperation"] = {"expression": text}
    with pytest.raises(cg.InputError):
        Mechanism.from_json(json.dumps(data))


def test_unknown_kinds_are_refused() -> None:
    data = json.loads(cg.catalogue["inspection"].to_json())
    data["mechanism"]["title"]["kind"] = "Popen"
    with pytest.raises(cg.InputError):
        Mechanism.from_json(json.dumps(data))


LEAVES = st.sampled_from([*symbols("x y E pi I S e"), sp.pi, sp.E]) | st.integers(-9, 9).map(
    sp.Integer
) | st.floats(-1e6, 1e6, allow_subnormal=False).map(sp.Float) | st.fractions(
    min_value=-9, max_value=9, max_denominator=99
).map(lambda f: sp.Rational(f.numerator, f.denominator))  # fmt: skip


def grown(children):
    pairs = st.tuples(children, children)
    return (
        pairs.map(lambda p: p[0] + p[1])
        | pairs.map(lambda p: p[0] * p[1])
        | pairs.map(lambda p: sp.Min(symbols("x"), p[1] ** 2 + 1))
        | pairs.map(lambda p: sp.Piecewise((p[0], symbols("x") < 2), (p[1], True)))
        | children.map(lambda e: sp.sqrt(e**2 + 1))
        | children.map(lambda e: exp(-(symbols("y") ** 2) / 2) - e)
    )


@settings(max_examples=60)
@given(st.recursive(LEAVES, grown, max_leaves=6))
def test_every_expression_survives_text(expression: sp.Expr) -> None:
    assume(not expression.has(sp.zoo, sp.nan, sp.oo))
    # larger or smaller than any float
    assume(all(f == sp.Float(float(f)) for f in expression.atoms(sp.Float)))
    assert parse(to_text(expression)) == expression
