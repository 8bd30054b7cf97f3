"""The explorer in plain Python: every move is verified, nothing bad gets in, nothing is lost."""

from __future__ import annotations

import json
import math
import re

import ipywidgets
import numpy as np
import pytest
import sympy as sp

import cogov_games as cg
from cogov_games.charts.branches import branches_spec
from cogov_games.errors import InputError
from cogov_games.widgets import formulas

KEYS = list(cg.catalogue)


@pytest.fixture(params=KEYS)
def explorer(request):
    cg.use_language("en")
    return cg.catalogue[request.param].explore()


OF_EACH_FORM = {cg.catalogue[key].form.kind: key for key in reversed(KEYS)}.values()


@pytest.fixture(params=OF_EACH_FORM)
def one_of_each_form(request):
    cg.use_language("en")
    return cg.catalogue[request.param].explore()


def shown_numbers(explorer):
    """Every number in the data of the explorer's charts."""
    for chart in explorer.board.frame["charts"].values():
        for rows in chart["data"].values():
            for row in rows:
                yield from (v for v in row.values() if isinstance(v, int | float))


def test_a_random_walk_leaves_every_shown_equilibrium_verified(explorer, monkeypatch):
    rng = np.random.default_rng(7)
    monkeypatch.setattr(explorer, "_schedule", lambda: None)
    rows = list(explorer.rows.values())
    for move in range(120):
        row = rows[rng.integers(len(rows))]
        steps = round((row.parameter.high - row.parameter.low) / row.parameter.step)
        place = rng.choice([0, steps, rng.integers(steps + 1)])
        row.slider.value = min(row.parameter.low + place * row.parameter.step, row.parameter.high)
        for result in explorer.outcomes.values():
            found = result.found
            assert found.present.any(), explorer.line
            worst = np.nanmax(found.regret)
            assert worst <= 1e-8 * max(float(found.scale), 1e-12), (explorer.line, worst)
        if move % 20 == 0:
            for draw in explorer._slow:
                draw()
            assert all(math.isfinite(value) for value in shown_numbers(explorer)), explorer.line


def test_the_line_of_python_gives_the_same_setting(explorer):
    name, row = next(iter(explorer.rows.items()))
    row.slider.value = row.parameter.high
    result = eval(explorer.line, {"cg": cg})
    assert result.values == explorer.values
    assert name in explorer.line
    other = cg.catalogue[explorer.mechanism.key].explore()
    other.load(explorer.line)
    assert other.values == explorer.values


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("", "paste a line"),
        ("import os", "paste a line"),
        ("__import__('os').system('true')", "paste a line"),
        ('cg.catalogue["nothing"].compare()', "nothing"),
        ('cg.catalogue["KEY"].compare(tau=__import__("os"))', "paste a line"),
        ('cg.catalogue["KEY"].compare(tua=0.1)', "tua"),
        ('cg.catalogue["KEY"].compare(tau=-5)', "agreement_cost = -5"),
        ('cg.catalogue["KEY"].compare(tau="much")', "much"),
    ],
)
def test_a_bad_setting_is_explained_in_place_and_nothing_is_lost(one_of_each_form, line, named):
    explorer = one_of_each_form
    before = dict(explorer.values)
    explorer.setting.value = line.replace("KEY", explorer.mechanism.key)
    explorer.load_button.click()
    assert re.sub("&.*?;", "", named) in explorer.load_error.value
    assert explorer.values == before
    tau = explorer.rows["agreement_cost"].parameter.high
    explorer.setting.value = f'cg.catalogue["{explorer.mechanism.key}"].compare(tau={tau})'
    explorer.load_button.click()
    assert explorer.load_error.value == ""
    assert explorer.values["agreement_cost"] == tau


def test_a_bad_number_is_explained_under_its_slider(explorer):
    row = explorer.rows["agreement_cost"]
    row.number.value = row.parameter.high + 1
    assert "agreement_cost" in row.error
    assert "allowed" in row.error
    assert explorer.values["agreement_cost"] == row.parameter.default
    row.number.value = row.parameter.high
    assert row.error == ""
    assert explorer.values["agreement_cost"] == row.parameter.high == row.slider.value


def test_a_number_between_two_places_of_the_slider_is_kept():
    m = cg.catalogue["inspection"]
    explorer = m.explore(fine_local=1)
    row = explorer.rows["fine_local"]
    assert row.parameter.step == 0.5
    for typed, place in ((1.3, 1.5), (1.25, 1.5), (1.2, 1), (19.9, 20)):
        row.number.value = typed
        row.slider.value = place  # a page puts the handle there and reports it
        assert explorer.values["fine_local"] == typed == row.number.value
    row.slider.value = 19.5
    assert explorer.values["fine_local"] == 19.5 == row.number.value
    row.slider.value = 20
    assert explorer.values["fine_local"] == 20
    row.slider.value = 19.5
    assert explorer.values["fine_local"] == 19.5


def test_undo_and_reset(explorer):
    row = explorer.rows["agreement_cost"]
    start = dict(explorer.values)
    row.slider.value = row.parameter.high
    explorer.undo()
    assert explorer.values == start
    assert row.slider.value == start["agreement_cost"]
    row.slider.value = row.parameter.high
    explorer.reset()
    assert explorer.values == start
    explorer.undo()
    assert explorer.values["agreement_cost"] == row.parameter.high


def test_both_languages(explorer):
    chinese = re.compile("[\u4e00-\u9fff]")
    english = explorer.board.frame["html"]
    for slot, text in english.items():
        assert not chinese.search(text), (slot, text)
    values = dict(explorer.values)
    explorer.speak("zh")
    assert explorer.values == values
    for slot in ("verdict", "state-cooperative", "menu-x"):
        assert chinese.search(explorer.board.frame["html"][slot])
    assert chinese.search(next(iter(explorer.rows.values())).label.value)
    assert cg.current_language() == "en"


def test_every_number_in_the_sentences_is_a_number(explorer):
    for row in list(explorer.rows.values())[:6]:
        for value in (row.parameter.low, row.parameter.high):
            row.slider.value = value
            for text in explorer.board.frame["html"].values():
                assert "nan" not in re.sub("<[^>]*>", "", text).lower()
        explorer.reset()


def test_axes(explorer):
    names = list(explorer.sliding)
    explorer.choose(branch=names[2], x=names[1], y=names[0])
    assert explorer.axes == {"branch": names[2], "x": names[1], "y": names[0]}
    explorer.choose(x=names[0])
    assert explorer.axes["x"] != explorer.axes["y"]
    with pytest.raises(InputError, match="axis"):
        explorer.choose(z=names[0])
    with pytest.raises(InputError, match="nonsense"):
        explorer.choose(x="nonsense")


def test_cells_of_the_map_cover_it(explorer):
    cells = explorer.board.frame["charts"]["map"]["data"]["cells"]
    area = sum((c["x1"] - c["x0"]) * (c["y1"] - c["y0"]) for c in cells)
    x, y = (explorer.mechanism.parameters[explorer.axes[axis]] for axis in "xy")
    assert area == pytest.approx((x.high - x.low) * (y.high - y.low))


def test_what_appeared_vanished_and_tipped():
    explorer = cg.catalogue["public_good"].explore(start=0.1)
    assert explorer.board.frame["html"]["changes"] == "&nbsp;"
    explorer.rows["detection_government"].slider.value = 0.8
    said = explorer.board.frame["html"]["changes"]
    assert said.split("<br>") == [
        "government-led: tips from “none contribute” to “all contribute”",
        "cooperative: tips from “none contribute” to “all contribute”; "
        "“critical mass: some contribute” has vanished",
    ]
    kinds = [row["kind"] for row in explorer.board.frame["charts"]["main"]["data"]["rows"]]
    assert kinds.count("ghost") == kinds.count("arrow") == 2


def test_marks_stand_where_equilibria_change():
    explorer = cg.catalogue["public_good"].explore()
    styles = explorer._marks.value
    place = 0.8 / 1.1
    assert f"calc({100 * place:.2f}%"[:10] in styles
    assert ".cogov-slider-detection_government" in styles
    assert ".cogov-slider-people " not in styles
    assert ".cogov-slider-start " in styles  # where the critical mass lies


def test_a_branch_is_drawn_whole_where_its_stability_changes():
    explorer = cg.catalogue["inspection"].explore(fine_government=0)
    explorer.choose(branch="detection_local")
    explorer.settle()
    rows = explorer.board.frame["charts"]["branches"]["data"]["rows"]
    for regime in explorer.shown:
        lines: dict[str, list[float]] = {}
        for row in rows:
            if row["kind"] == "branch" and row["regime"] == regime:
                lines.setdefault(row["branch"] + row["stability"], []).append(row["x"])
        for points in lines.values():
            assert len(points) > 1 or points[0] in (0.05, 1), (regime, lines)
        assert min(map(min, lines.values())) == 0.05
        assert max(map(max, lines.values())) == 1


def test_the_axis_of_a_share_holds_efforts_beyond_the_first_best():
    chart = cg.catalogue["tournament"].explore().board.frame["charts"]["branches"]
    assert max(row["y"] for row in chart["data"]["rows"] if "y" in row) > 1.1
    spec = json.dumps(branches_spec(["government_led"], "effort", share=True))
    assert '"domain": {"unionWith": [0, 1]}' in spec


def test_a_tie_names_what_is_selected_and_what_else_is_an_equilibrium():
    explorer = cg.catalogue["public_good"].explore(a=0.4, pG=0.3, S=2)
    said = re.sub("<[^>]*>", "", explorer.board.frame["html"]["state-government_led"])
    assert "→ all contribute" in said
    assert (
        "a tie: every mixture of “none contribute / all contribute” is an equilibrium too" in said
    )


def test_a_row_goes_back_to_where_the_explorer_was_opened():
    explorer = cg.catalogue["public_good"].explore(start=0.1)
    row = explorer.rows["start"]
    row.slider.value = 0.5
    row.reset.click()
    assert explorer.values["start"] == 0.1


def test_changing_the_language_leaves_no_widgets_behind():
    explorer = cg.catalogue["public_good"].explore()
    counts = []
    for language in ("zh", "en", "zh", "en"):
        explorer.speak(language)
        counts.append(len(ipywidgets.Widget.widgets))
    assert counts[0] == counts[2]
    assert counts[1] == counts[3]


@pytest.mark.parametrize(
    "values", [{"nonsense": 1}, {"n": 4.5}, {"n": math.nan}, {"detection": 0.5}]
)
def test_opening_with_bad_values_is_one_clear_error(values):
    with pytest.raises(InputError, match=next(iter(values)).replace("n", "(people|n)", 1)):
        cg.catalogue["public_good"].explore(**values)


def test_a_minus_before_a_fraction_is_no_hyphen() -> None:
    b = sp.Symbol("b")
    written = formulas.math(b**2 - 4 * b**3 / 3, {"b": "b"})
    assert "<mo>−</mo>" in written
    assert "<mo>-</mo>" not in written


def test_a_minus_before_a_product_goes_into_its_difference() -> None:
    g, v, r, c = symbols = sp.symbols("g v r c")
    for product, read in (
        (-g * v * (r - 1) / c, g * v * (1 - r) / c),
        (-g / ((r - 1) * (r + 1)), g / ((1 - r) * (r + 1))),
        (c + sp.sqrt(-g * (r - 1)), c + sp.sqrt(g * (1 - r))),
        (-g * v / (r - 1) ** 2, -g * v / (r - 1) ** 2),  # an even power has no sign to turn
        (-g * (r + 1), -g * (r + 1)),
    ):
        values = dict(zip(symbols, (0.3, 1.7, 0.4, 2.0), strict=True))
        assert product.evalf(subs=values) == pytest.approx(read.evalf(subs=values))
        names = {str(symbol): str(symbol) for symbol in symbols}
        assert formulas.math(product, names) == formulas.math(read, names)
        if read != product:
            assert not formulas.math(product, names).startswith(
                '<math displaystyle="true"><mrow><mo>−'
            )
            assert formulas.math(product, names).count("−") == 1
