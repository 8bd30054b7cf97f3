"""The export: what a page shows without a kernel is what the kernel would have shown."""

from __future__ import annotations

import json
import os
import random
import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path
from typing import Any

import nbformat
import pytest

import cogov_games as cg
from cogov_games.errors import InputError
from cogov_games.export import Handout, Lesson, Page, pdf, run
from cogov_games.export.markup import markdown, mathml, outside
from cogov_games.export.pool import Pool
from cogov_games.export.stills import still
from cogov_games.widgets import kept
from cogov_games.widgets.explorer import Explorer
from cogov_games.widgets.live import LiveChart
from cogov_games.widgets.predict import Prediction
from cogov_games.widgets.quiz import Check
from cogov_games.words import Words, say, speaking
from notebooks import LANGUAGES, LESSONS, NAMES, ROOT

NOTEBOOKS = sorted(ROOT.glob("lessons/*/*.ipynb"))


def table(pool: Pool, number: int) -> list[dict[str, Any]]:
    """Return a pooled table as rows."""
    return [
        {field: pool.columns[column][row] for field, column in fields.items()}
        for count, fields in pool.values[number]
        for row in range(count)
    ]


def unpacked(pool: Pool, slots: list[Any], content: list[int]) -> dict[str, Any]:
    """Return a pooled content as the frame of a board."""
    found: dict[str, Any] = {"charts": {}, "html": {}}
    for (kind, *names), number in zip(slots, content, strict=True):
        if kind == "html":
            found["html"][names[0]] = pool.values[number]
        elif kind != "marks":
            chart = found["charts"].setdefault(names[0], {"data": {}, "signals": {}})
            if kind == "alt":
                chart["alt"] = pool.values[number]
            elif kind == "data":
                chart["data"][names[1]] = table(pool, number)
            else:
                chart["signals"][names[1]] = pool.values[number]
    return found


def shown(explorer: Explorer) -> dict[str, Any]:
    frame = explorer.board.frame
    return json.loads(json.dumps({"charts": frame["charts"], "html": frame["html"]}))


def live(key: str, language: str, home: dict[str, float], **moved: float) -> dict[str, Any]:
    """Return what a fresh explorer shows after one move."""
    with speaking(language):
        explorer = cg.catalogue[key].explore(**home)
    explorer.set(**moved)
    explorer.draw()
    return shown(explorer)


def test_a_table_of_uneven_rows_comes_back_as_it_was() -> None:
    rows = [{"x": 1, "y": None}, {"x": 2, "y": 3}, {"x": 4}, {}, {"y": 5, "x": 6}]
    pool = Pool()
    assert table(pool, pool.table(rows)) == rows
    assert table(pool, pool.table([])) == []


@pytest.mark.parametrize(
    ("key", "language", "start"),
    [
        ("collusion", "en", {}),
        ("collusion", "zh", {}),
        ("team", "zh", {}),
        ("participation", "en", {}),
    ],
)
def test_each_stop_shows_what_a_live_explorer_shows_there(
    key: str, language: str, start: dict[str, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Explorer, "_schedule", lambda self: None)
    with speaking(language):
        explorer = cg.catalogue[key].explore(**start)
    home, opened, pool = dict(explorer.values), shown(explorer), Pool()
    page = still(explorer, pool, stops=3)
    assert dict(explorer.values) == home
    assert unpacked(pool, page["slots"], page["frame"]) == opened
    sliders = [slider for group in page["groups"] for slider in group["sliders"]]
    assert [
        slider["name"]
        for slider in sliders
        if slider["stops"][slider["home"]] != home[slider["name"]]
    ] == []
    quo = next((slider for slider in sliders if "sides" in slider), None)
    names = {slider["name"] for slider in sliders}
    assert names == set(cg.catalogue[key].parameters)
    rng = random.Random(1)
    for slider in sliders:
        name = slider["name"]
        if slider is quo:
            place = rng.randrange(len(slider["stops"]))
            base = quo["stops"][quo["bases"][quo["sides"][place]]]
            content, begin = slider["frames"][place], home | {name: base}
        else:
            side = rng.randrange(len(slider["frames"]))
            place = rng.randrange(len(slider["stops"]))
            begin = home | ({quo["name"]: quo["stops"][quo["bases"][side]]} if quo else {})
            content = slider["frames"][side][place]
        expected = live(key, language, begin, **{name: slider["stops"][place]})
        assert unpacked(pool, page["slots"], content) == expected, (name, place)


def test_stops_lie_on_both_sides_of_every_change_and_on_both_ends(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Explorer, "_schedule", lambda self: None)
    m = cg.catalogue["collusion"]
    explorer = m.explore()
    page = still(explorer, Pool(), stops=2)
    found = 0
    for slider in (s for group in page["groups"] for s in group["sliders"]):
        p = m.parameters[slider["name"]]
        assert slider["stops"] == sorted(set(slider["stops"]))
        assert [slider["stops"][0], slider["stops"][-1]] == [p.low, p.high]
        assert [p.check(value) for value in slider["stops"]] == slider["stops"]
        for _, place in explorer.places().get(p.name, ()):
            value = p.low + place * (p.high - p.low)
            below = max(stop for stop in slider["stops"] if stop <= value)
            above = min(stop for stop in slider["stops"] if stop >= value)
            assert above - below <= p.step * (1 + 1e-6)
            found += 1
    assert found > 3


def test_the_start_has_one_base_for_each_side_of_its_marks(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(Explorer, "_schedule", lambda self: None)
    explorer = cg.catalogue["public_good"].explore(start=0.1)
    rows = [explorer.rows[name] for name in ("start", "agreement_cost", "sanction_government")]
    monkeypatch.setattr(explorer, "groups", lambda: {"society": rows})
    page = still(explorer, Pool(), stops=2)
    sliders = {s["name"]: s for group in page["groups"] for s in group["sliders"]}
    quo = sliders["start"]
    assert quo["stops"][quo["bases"][0]] == 0.1
    mass = next(
        e
        for e in cg.catalogue["public_good"].solve("cooperative").equilibria
        if 0 < e.cooperation < 1
    )
    assert [side == 1 for side in quo["sides"]] == [
        stop > mass.cooperation for stop in quo["stops"]
    ]
    assert quo["stops"][quo["bases"][1]] > mass.cooperation
    assert {len(slider["frames"]) for name, slider in sliders.items() if name != "start"} == {2}


CHOICES = [
    cg.Choice(Words("one", "一"), Words("too little", "太少")),
    cg.Choice("two <b>", "right & good", right=True),
    cg.Choice("three", "too much"),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_check_leads_through_the_same_states_as_the_live_one(language: str) -> None:
    with speaking(language):
        live = cg.Check(Words("1 + 1?", "1 加 1？"), CHOICES, hints=("Count.", "Use fingers."))
    pool = Pool()
    page = still(live, pool)
    assert len(page["states"]) == (1 + len(CHOICES)) * (1 + len(live.hints))
    rng, state = random.Random(2), 0
    for _ in range(25):
        move = rng.choice(sorted(page["moves"][state]))
        event, _, value = move.partition("/")
        live._receive(None, {"event": event, "value": value}, None)
        state = page["moves"][state][move]
        found = unpacked(pool, page["slots"], page["states"][state])
        assert found["html"] == live.frame["html"]
    assert live.tries > 0
    assert live.hinted == 2
    assert any("太少" in str(value) for value in pool.values) == (language == "zh")


def test_a_number_is_told_right_from_slip_and_from_anything_else() -> None:
    asked = cg.Check(
        "1/4?", number=0.25, tolerance=0.01, because="yes", otherwise="no", slips={4: "upside down"}
    )
    pool = Pool()
    page = still(asked, pool)
    assert page["numbers"] == [0.25, 4.0]

    def said(*keys: str) -> str:
        state = 0
        for key in keys:
            state = page["moves"][state][f"number/{key}"]
        return str(unpacked(pool, page["slots"], page["states"][state])["html"]["said"])

    assert "yes" in said("0")
    assert "upside down" in said("1")
    assert "no" in said("other")
    assert say("Please type a number, such as {example}.", example="0.25") in said("none")
    assert "yes" in said("1", "none", "0")


def test_a_prediction_has_every_number_as_it_is_written() -> None:
    page = still(cg.Prediction("How many?", 0, 1, 0.25, format=".0%"), Pool())
    assert page["written"] == ["0%", "25%", "50%", "75%", "100%"]
    assert "25%" in page["locked"][1]


def test_what_is_played_and_observed_says_that_it_needs_a_kernel() -> None:
    prediction = cg.Prediction("How many?")
    play = cg.catalogue["public_good"].play(after=prediction)
    assert still(play, Pool())["kind"] == "play"
    assert still(cg.observe(prediction, play), Pool())["kind"] == "observe"
    assert still(object(), Pool())["kind"] == "other"
    chart = LiveChart({"data": {"name": "rows"}, "mark": "point", "encoding": {}})
    assert still(chart, Pool())["kind"] == "board"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.parent.name + path.stem[:2])
def test_every_formula_of_the_lessons_becomes_mathml(path: Path) -> None:
    formulas = 0
    for cell in nbformat.read(path, as_version=4).cells:
        if cell.cell_type == "markdown":
            page = markdown(cell.source, path.parent)
            formulas += page.count("<math")
            assert "$" not in re.sub(r"<[^>]*>", "", page)
            assert outside(page) == []
    assert formulas > 5


@pytest.mark.parametrize("name", NAMES)
def test_every_question_of_the_lessons_can_be_answered_on_a_page(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(kept, "_answers", kept._Answers())
    monkeypatch.setenv(kept.FOLDER, os.devnull)
    space: dict[str, Any] = {}
    for cell in nbformat.read(LESSONS / "en" / name, as_version=4).cells:
        if cell.cell_type == "code":
            exec(compile(cell.source, cell.id, "exec"), space)
    asked = [value for value in space.values() if isinstance(value, Check | Prediction)]
    assert len(asked) >= 5
    for value in asked:
        pool = Pool()
        page = still(value, pool)
        if isinstance(value, Check):
            said = {
                str(unpacked(pool, page["slots"], state)["html"]["said"])
                for state in page["states"]
            }
            assert any("cogov-right" in words for words in said)
            assert any("cogov-wrong" in words for words in said)
        else:
            assert len(set(page["written"])) == len(page["written"]) > 3


def test_a_formula_that_cannot_be_written_is_named() -> None:
    assert "<mtable" in mathml(r"\begin{aligned} a &= b \\ c &= d \end{aligned}", block=True)
    for tex in (r"a_b_c", r"\left[ x", r"\nosuch{x}"):
        with pytest.raises(InputError, match=re.escape(repr(tex))):
            mathml(tex)


def lesson(*cells: Any) -> Lesson:
    return Lesson("test", Path(), "en", list(cells), {}, {"values": [], "columns": []})


def test_a_page_that_would_load_something_is_refused(tmp_path: Path) -> None:
    text = nbformat.v4.new_markdown_cell
    page = Page(lesson(text("# Title & more\n\n[a link](https://example.org) $x<1$"))).html
    assert "<title>Title &amp; more</title>" in page
    assert outside(page) == []
    for source in (
        "![](https://example.org/a.png)",
        '<iframe src="//example.org"></iframe>',
        "<style>@import 'https://example.org/a.css'</style>",
        '<p style="background:url(https://example.org/a.png)">',
        "![](missing.png)",
    ):
        with pytest.raises(InputError, match="a page holds all that it shows"):
            _ = Page(lesson(text(source))).html


def test_a_picture_beside_the_lesson_goes_into_the_page(tmp_path: Path) -> None:
    (tmp_path / "dot.svg").write_text("<svg xmlns='http://www.w3.org/2000/svg'/>", encoding="utf-8")
    cell = nbformat.v4.new_markdown_cell("![a dot](dot.svg)")
    page = Page(Lesson("test", tmp_path, "en", [cell], {}, {"values": [], "columns": []})).html
    assert "data:image/svg+xml;base64," in page


def test_a_handout_asks_first_and_answers_on_a_page_for_the_teacher() -> None:
    asked = cg.Check("1 + 1?", CHOICES)
    widgets = {"a": still(asked, Pool()), "b": still(cg.Prediction("How many?"), Pool())}
    cells = [
        nbformat.v4.new_code_cell(
            "show",
            outputs=[
                nbformat.v4.new_output(
                    "display_data", {"application/vnd.jupyter.widget-view+json": {"model_id": name}}
                )
            ],
        )
        for name in widgets
    ]
    made = Lesson("test", Path(), "en", cells, widgets, {"values": [], "columns": []})
    body = re.sub(r'<script type="text/plain".*', "", Handout(made).html, flags=re.S)
    question, answers = body.split('<section class="teacher">')
    assert "☐ B" in question
    assert "two &lt;b&gt;" in question
    assert "right &amp; good" not in question
    assert "✓</span> B&ensp;right &amp; good" in answers
    assert "✗</span> A&ensp;too little" in answers
    assert question.count('class="blank') >= 3
    assert "<code>" not in body


def test_without_a_browser_the_error_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(pdf.shutil, "which", lambda name: None)
    monkeypatch.setattr(pdf, "PLACES", {})
    assert pdf.find_browser() is None
    with pytest.raises(InputError, match="install one of them"):
        pdf.print_pdf("<p>", tmp_path / "a.pdf")


def test_browsers_are_found_where_they_are_installed(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    place = tmp_path / "Edge" / "msedge.exe"
    place.parent.mkdir()
    place.touch()
    monkeypatch.setattr(pdf.shutil, "which", lambda name: None)
    monkeypatch.setattr(pdf.sys, "platform", "win32")
    monkeypatch.setattr(pdf, "PLACES", {"win32": ("Chrome/chrome.exe", "Edge/msedge.exe")})
    monkeypatch.setenv("PROGRAMFILES", str(tmp_path))
    assert pdf.find_browser() == place


def test_a_browser_that_prints_nothing_is_an_error(tmp_path: Path) -> None:
    target = tmp_path / "a.pdf"
    target.write_bytes(b"of yesterday")
    with pytest.raises(InputError, match=r"did not print a\.pdf"):
        pdf.print_pdf("<p>", target, tmp_path / "no-browser")


def test_a_notebook_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    (tmp_path / "broken.ipynb").write_text("{", encoding="utf-8")
    for name in ("missing.ipynb", "broken.ipynb"):
        with pytest.raises(InputError, match=name):
            run(tmp_path / name)


def test_a_page_runs_its_own_script_and_nothing_else() -> None:
    marked = nbformat.v4.new_markdown_cell("# Title\n\n<style>b { color: red }</style>\n<b>red</b>")
    board = {"kind": "board", "styles": "i { color: blue }"}
    page = Page(Lesson("name", Path(), "en", [marked], {"w": board}, {})).html
    policy = re.search(r'Content-Security-Policy" content="([^"]+)"', page)
    assert policy is not None
    rules = dict(rule.split(" ", 1) for rule in policy[1].split("; "))
    for name in ("default-src", "connect-src", "base-uri", "form-action"):
        assert rules[name] == "'none'"

    def hashed(text: str) -> str:
        return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"

    (script,) = re.findall(r'<script type="module">(.*?)</script>', page, re.S)
    assert rules["script-src"] == f"{hashed(script)} blob:"
    sheets = [*re.findall(r"<style>(.*?)</style>", page, re.S), board["styles"]]
    assert len(sheets) == 3
    assert sorted(rules["style-src"].split()) == sorted(map(hashed, sheets))
