"""What a stranger wrote is text: no word of a mechanism or of a class becomes part of a page."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from nbformat import v4

import cogov_games as cg
from cogov_games.catalogue.overview import overview
from cogov_games.export import WIDGET, Handout, Lesson, Page
from cogov_games.export.pool import Pool
from cogov_games.export.stills import still
from cogov_games.study.vertices import vertex_table
from cogov_games.widgets.explorer import Explorer
from cogov_games.widgets.live import LiveBoard
from markup import EVERYTHING, MARKUP, Elements, hostile

PACKAGE = Path(__file__).resolve().parents[2] / "cogov_games"
KEYS = ["public_good", "inspection", "common_pool", "reputation"]
"""Games of several forms."""


def html_of(board: LiveBoard) -> list[str]:
    return [board.template, *board.frame["html"].values()]


def check(found: list[str]) -> str:
    """Return the texts of some HTML, in which there is nothing but what the package put there."""
    read = [Elements(html) for html in found]
    assert [page.harmful for page in read if page.harmful] == []
    return "\n".join(text for page in read for text in page.texts)


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and not node.level:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def test_one_function_escapes() -> None:
    escaping = {"html", "html.escape", "xml.sax.saxutils.escape", "xml.sax.saxutils.quoteattr"}
    found = {
        path.relative_to(PACKAGE).as_posix(): sorted(escaping & set(imported(path)))
        for path in sorted(PACKAGE.rglob("*.py"))
        if escaping & set(imported(path))
    }
    assert found == {"words.py": ["html"]}


@pytest.mark.parametrize("key", KEYS)
def test_the_words_of_a_mechanism_are_text_in_every_widget(key: str) -> None:
    mechanism = hostile(cg.catalogue[key])
    found = [mechanism._repr_html_(), mechanism.compare()._repr_html_()]
    found += [mechanism.solve(regime)._repr_html_() for regime in mechanism.regimes]
    explorer = mechanism.explore()
    explorer.draw()
    found += [*html_of(explorer.board), *(row.label.value for row in explorer.rows.values())]
    prediction = cg.Prediction(EVERYTHING, 0, 1)
    play = mechanism.play(rounds=2, after=prediction)
    found += html_of(play)
    prediction.lock(0.5, EVERYTHING)
    found += [child.value for child in prediction.children if hasattr(child, "value")][:1]
    while not play.over:
        action = play.session.here
        play.choose(*([action.strategies[action.open[0]].key] if action.strategies
                      else [dial.low for dial in action.dials]))  # fmt: skip
        found += html_of(play)
    found += html_of(cg.observe(prediction, play)) if play.shares else []
    texts = check(found)
    assert EVERYTHING in texts
    assert all(markup in texts for markup in MARKUP)


def test_a_table_of_mechanisms_says_what_they_are_called() -> None:
    table = overview([hostile(cg.catalogue["inspection"])], by="article")
    assert check([table._repr_html_()]).count(EVERYTHING) == 4
    assert "<x>" in check([overview([], search="<x>")._repr_html_()])


def test_formulas_are_looked_for_in_formulas_only() -> None:
    mechanism = hostile(cg.catalogue["inspection"])
    shown = [mechanism._repr_html_(), mechanism.compare()._repr_html_()]
    assert all(
        html.split(">")[0].endswith('class="mathjax_ignore tex2jax_ignore"') for html in shown
    )
    table = vertex_table(mechanism, "laissez_faire")._repr_html_()
    assert '<span class="mathjax_process tex2jax_process">$g$</span>' in table


def test_a_chart_keeps_words_out_of_its_expressions(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Explorer, "_schedule", lambda self: None)
    specs = hostile(cg.catalogue["public_good"]).explore().board.specs
    expressions = [
        found
        for found in _values(specs, {"expr", "labelExpr", "calculate", "filter", "test", "signal"})
        if "pwned" in found
    ]
    for expression in expressions:
        table, end = json.JSONDecoder().raw_decode(expression, expression.index("{"))
        rest = expression[: expression.index("{")] + expression[end:]
        assert "pwned" in "".join(table.values())
        assert rest in {"()[datum.value]", 'split(()[datum.value], "|")'}
    assert len(expressions) > 0


def _values(part: Any, names: set[str]) -> Iterator[str]:
    if isinstance(part, list | tuple):
        for item in part:
            yield from _values(item, names)
    elif isinstance(part, dict):
        for name, item in part.items():
            if name in names and isinstance(item, str):
                yield item
            else:
                yield from _values(item, names)


def test_what_a_class_wrote_is_text(tmp_path: Path) -> None:
    mechanism = cg.catalogue["public_good"]
    rows = ["session,group,round,player,role,action,prediction,payoff"]
    cells = [json.dumps(text, ensure_ascii=False).replace('\\"', '""') for text in MARKUP]
    rows += [",".join([cell] * 8) for cell in cells]
    rows += [f"{cell},{cell},1,{cell},,contribute,,1" for cell in cells]
    path = tmp_path / "class.csv"
    path.write_text("\n".join(rows), encoding="utf-8")
    board = cg.show_plays(path, mechanism)
    assert len(board.data.moves) == len(MARKUP)
    assert "onerror" in check(html_of(board))
    before = tmp_path / "<b onclick=alert(1)>before.csv"
    before.write_text(
        "\n".join(["student,form,1", "Li,A,c", *(f"{c},{c},{c}" for c in cells)]), "utf-8"
    )
    told = cg.learning_gain(before, before)._repr_html_()
    texts = check([told])
    assert all(text.casefold() in texts.casefold() for text in MARKUP[:3])
    assert before.name in texts


@pytest.mark.parametrize("kind", [Page, Handout])
def test_an_exported_page_of_a_strangers_mechanism_has_none_of_its_markup(
    kind: type[Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Explorer, "_schedule", lambda self: None)
    pool, explorer = Pool(), hostile(cg.catalogue["public_good"]).explore()
    widgets = {
        "w": still(explorer, pool, stops=2),
        "p": still(cg.Prediction(EVERYTHING, 0, 1), pool),
    }
    cells = [
        v4.new_code_cell(
            EVERYTHING, outputs=[v4.new_output("display_data", {WIDGET: {"model_id": w}})]
        )
        for w in widgets
    ]
    cells[0].outputs.append(v4.new_output("stream", text=EVERYTHING))
    contents = {"values": pool.values, "columns": pool.columns}
    lesson = Lesson(EVERYTHING, Path(), "en", cells, widgets, contents)
    page = kind(lesson).html
    assert Elements(page).harmful == ["script"] * 5
    slots = zip(widgets["w"]["slots"], widgets["w"]["frame"], strict=True)
    texts = check([pool.values[number] for slot, number in slots if slot[0] == "html"])
    assert "pwned" in texts


def test_words_are_no_formulas_of_a_spreadsheet(tmp_path: Path) -> None:
    openpyxl = pytest.importorskip("openpyxl")
    mechanism = cg.catalogue["public_good"]
    said = f'"en": {json.dumps(str(mechanism.form.actors[0].title))}'
    formula = '"en": ' + json.dumps('=HYPERLINK("x")')
    assert said in mechanism.to_json()
    text = mechanism.to_json().replace(said, formula)
    stranger = type(mechanism).from_json(text)
    path = cg.class_sheet(stranger, tmp_path / "class.xlsx", players=2, rounds=1)
    cells = [cell for row in openpyxl.load_workbook(path).active.iter_rows() for cell in row]
    told = [str(cell.value) for cell in cells]
    assert sum(text.startswith("'=HYPERLINK") for text in told) >= 2
    assert not any(text.startswith("=") for text in told)
    assert {cell.data_type for cell in cells if "HYPERLINK" in str(cell.value)} == {"s"}
