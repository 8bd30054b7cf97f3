"""A class's data beside the equilibria: what is drawn, what is said, and what was left out."""

import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest

import cogov_games as cg
from cogov_games.charts.classroom import label_sides
from cogov_games.playing.records import COLUMNS, Move, PlayData
from cogov_games.classroom.panel import Classroom
from cogov_games.words import speaking

GOOD, INSPECTION = cg.catalogue["public_good"], cg.catalogue["inspection"]
HEAD = ",".join(COLUMNS)


@pytest.fixture(autouse=True)
def english():
    with speaking("en"):
        yield


def moves(*actions: str, group: str = "A", turn: int = 1, **more: Any) -> list[Move]:
    """One move of each player of a group."""
    role = more.pop("role", "resident")
    return [
        Move("s", group, turn, f"{role}{i}", role, action, **more)
        for i, action in enumerate(actions)
    ]


C, K = "contribute", "free_ride"
DATA = PlayData(
    (
        *moves(C, C, K, K, prediction=0.4), *moves(C, K, group="B", prediction=0.8),
        *moves(C, K, K, K, turn=2, prediction=0.4), *moves(K, K, group="B", turn=2),
    )
)  # fmt: skip


def rows(shown: Classroom, state: str, kind: str) -> list[dict[str, Any]]:
    return [r for r in shown.frame["charts"][state]["data"]["rows"] if r["kind"] == kind]


def test_predictions_that_agree_are_said_once() -> None:
    shown = cg.show_plays(PlayData(tuple(moves(C, C, K, prediction=0.4))), GOOD)
    assert "Predictions (3): 40%." in shown.said


def test_groups_all_predictions_and_equilibria_are_on_one_chart() -> None:
    shown = cg.show_plays(DATA, GOOD)
    groups = {(r["group"], r["x"]): r["y"] for r in rows(shown, "x", "group")}
    assert groups == {
        ("s / A", 1): 0.5, ("s / A", 2): 0.25, ("s / B", 1): 0.5, ("s / B", 2): 0.0,
    }  # fmt: skip
    # three of six, then one of six: all players count alike, not all groups
    assert [r["y"] for r in rows(shown, "x", "all")] == pytest.approx([3 / 6, 1 / 6], abs=1e-6)
    foreseen = {(r["x"], r["y"]): r["players"] for r in rows(shown, "x", "prediction")}
    assert foreseen == {(0.7, 0.4): 4, (0.7, 0.8): 2}  # what is repeated in round 2 counts once
    (level,) = rows(shown, "x", "equilibrium")
    assert (level["y"], level["stable"], level["text"]) == (0.0, True, "equilibrium: 0%")
    assert shown.said == (
        "Round 2, share who contribute: 17% on average, groups from 0% to 25%. "
        "That is 17 percentage points above the nearest equilibrium, 0%.",
        "Predictions (6): from 40% to 80%, half of them up to 40%.",
        "Equilibrium (laissez-faire): none contribute.",
        "Checked: in equilibrium nobody gains by changing alone.",
    )
    assert "1: 50%, 2: 17%" in shown.frame["charts"]["x"]["alt"]
    assert "players: 6, groups: 2, rounds: 2" in shown.frame["html"]["heading"]


def test_a_change_of_the_rule_changes_the_equilibria_from_then_on() -> None:
    data = PlayData(tuple(move for t in range(1, 5) for move in moves(C, C, turn=t)))
    shown = cg.show_plays(data, GOOD, {1: "laissez_faire", 3: "cooperative"})
    levels = rows(shown, "x", "equilibrium")
    assert {(r["regime"], r["x"]) for r in levels} == {("laissez_faire", 0.5), ("cooperative", 2.5)}
    found = GOOD.solve("cooperative").equilibria
    drawn = [r["y"] for r in levels if r["regime"] == "cooperative"]
    assert drawn == pytest.approx([e.profile[C] for e in found], abs=1e-6)
    assert [r["stable"] for r in levels[1:]] == [e.stability == "stable" for e in found]
    assert [r["x"] for r in rows(shown, "x", "change")] == [2.5]
    assert "That is where an equilibrium lies." in shown.said[0]


def test_two_roles_have_a_chart_each_with_their_part_of_the_mixed_equilibrium() -> None:
    data = PlayData(
        (
            *moves("violate", "comply", role="official", prediction=0.3),
            *moves("inspect", "rest", role="inspector", prediction=0.9),
        )
    )
    shown = cg.show_plays(data, INSPECTION, "government_led", about="inspector")
    (found,) = INSPECTION.solve("government_led").equilibria
    for state, role, act in (("v", "official", "violate"), ("q", "inspector", "inspect")):
        (level,) = rows(shown, state, "equilibrium")
        assert level["y"] == pytest.approx(found.profile[role][act], abs=1e-6)
        assert rows(shown, state, "all") == [{"kind": "all", "x": 1, "y": 0.5}]
    assert rows(shown, "v", "prediction") == []
    assert {r["y"] for r in rows(shown, "q", "prediction")} == {0.3, 0.9}


@pytest.mark.parametrize(
    ("violating", "of", "told"),
    [
        (2, 10, "20% on average. That is 8 percentage points above the nearest equilibrium, 12.5%."),
        (3, 23, "13% on average. That is 1 percentage point above the nearest equilibrium, 12.5%."),
        (1, 8, "12% on average. That is where an equilibrium lies."),
        (7, 57, "12% on average. That is where an equilibrium lies."),
    ],
)  # fmt: skip
def test_an_equilibrium_that_is_not_whole_in_percent_has_one_decimal(
    violating: int, of: int, told: str
) -> None:
    officials = moves(*["violate"] * violating, *["comply"] * (of - violating), role="official")
    data = PlayData((*officials, *moves("rest", role="inspector")))
    town = {"detection_government": 0.8, "inspection_cost_government": 1, "fine_share": 0}
    shown = cg.show_plays(data, INSPECTION, "government_led", **town, fine_government=12)
    (level,) = rows(shown, "v", "equilibrium")
    assert level["text"] == "equilibrium: 12.5%"
    assert shown.said[0] == f"Round 1, official: share who violate: {told}"
    (level,) = rows(cg.show_plays(DATA, GOOD), "x", "equilibrium")
    assert level["text"] == "equilibrium: 0%"


def test_actions_that_are_numbers() -> None:
    m = cg.catalogue["tournament"]
    data = PlayData(tuple(moves("", "", role="mayor")))
    with pytest.raises(cg.InputError, match="no number"):
        cg.show_plays(data, m)
    data = PlayData(
        tuple(Move("s", "A", 1, f"p{i}", "mayor", a, 2.5) for i, a in enumerate((0.4, 0.9)))
    )
    shown = cg.show_plays(data, m, "government_led", prize_government=5)
    (found,) = m.solve("government_led", prize_government=5).equilibria
    (level,) = rows(shown, "a", "equilibrium")
    assert level["y"] == pytest.approx(found.profile["mayor"], rel=1e-6)
    assert rows(shown, "a", "all")[0]["y"] == pytest.approx(0.65)
    assert rows(shown, "a", "prediction")[0]["y"] == 2.5
    low, high = shown.specs["a"]["layer"][1 + 1]["encoding"]["y"]["scale"]["domain"]
    assert low < 0 < 2.5 < high


def test_more_than_two_strategies_have_a_chart_each() -> None:
    m = cg.catalogue["punishment"]
    shown = cg.show_plays(
        PlayData(tuple(moves("pool", "peer", "pool", "defect"))), m, "government_led"
    )
    shares = {state: rows(shown, state, "all")[0]["y"] for state in shown.specs}
    assert shares == {"x": 0, "y": 0.25, "z": 0, "v": 0.5, "w": 0.25}
    assert "long run" in shown.said[-1]
    assert cg.show_plays(DATA_OF_POOL, m, about="peer").about.strategy == "peer"


DATA_OF_POOL = PlayData(tuple(moves("pool", prediction=0.5)))


def test_a_continuum_is_a_band() -> None:
    """A fine that exactly makes up for what is missing: whoever obeys is indifferent."""
    m = cg.catalogue["tripartite"]
    for regime in m.regimes:
        shown = cg.show_plays(PlayData(()), m, regime)
        spans = m.outcome(regime, {}).found
        drawn = [r for state in shown.specs for r in rows(shown, state, "band")]
        assert bool(drawn) == bool(spans.continua or spans.curved)
    tied = _tied_inspection()
    shown = cg.show_plays(PlayData(tuple(moves("comply", "violate", role="official"))), tied, "r")
    found = tied.solve("r")
    assert found.continua
    ends = [found.equilibria[k].profile["official"]["violate"] for k in found.continua[0]]
    band = rows(shown, "v", "band")[0]
    assert (band["y"], band["y2"]) == (min(ends), max(ends)) == (0, 1)
    assert "within a continuum" in shown.said[0]


def _tied_inspection() -> cg.Mechanism:
    """A game in which what the official does changes nobody's payoff."""
    from cogov_games.declare import (
        Actor, Mechanism, Parameter, Regime, Selection, Strategic, Strategy, Words, symbols,
    )  # fmt: skip

    def named(text: str) -> Words:
        return Words(text, "字")

    def two(actor: str, first: str, second: str, symbol: str) -> Actor:
        return Actor(
            actor, named(actor),
            (Strategy(first, named(first), f"{symbol}0"), Strategy(second, named(second), symbol)),
        )  # fmt: skip

    cost = symbols("c")
    official = two("official", "comply", "violate", "v")
    inspector = two("inspector", "rest", "inspect", "q")
    payoffs = {
        (o.key, i.key): (0, 0 if i.key == "rest" else -cost)
        for o in official.strategies
        for i in inspector.strategies
    }
    words = named("tied")
    return Mechanism.declare(
        key="tied", title=words, story=words, idea=words, leaves_out=words, theme="supervision",
        article="S1", references=(), form=Strategic((official, inspector), payoffs),
        selection=Selection("best", words), welfare={"behaviour": -symbols("v")},
        welfare_note=words,
        parameters=(Parameter("cost", "c", 1, 0, 2, words),),
        regimes=(Regime("r", words),),
    )  # fmt: skip


def test_faulty_rows_are_listed_by_line_and_the_good_ones_drawn(tmp_path: Path) -> None:
    lines = [
        HEAD,
        "一班,甲,1,01,居民,出力,40%,",
        "一班,甲,1,02,居民,睡觉,,",
        "一班,甲,x,03,居民,搭便车,,",
    ]
    for encoding in ("utf-8", "gb18030"):
        file = tmp_path / "class.csv"
        file.write_text("\n".join(lines), encoding=encoding)
        with speaking("zh"):
            shown = cg.show_plays(file, GOOD)
        assert rows(shown, "x", "all") == [{"kind": "all", "x": 1, "y": 1.0}]
        faults = shown.frame["html"]["faults"]
        assert "有 2 行未采用" in faults
        assert re.search(r"第 3 行.*睡觉.*搭便车，出力", faults)
        assert "第 4 行" in faults
    assert "left out" not in cg.show_plays(DATA, GOOD).frame["html"]["faults"]


def test_a_file_without_a_good_row_still_tells_why(tmp_path: Path) -> None:
    file = tmp_path / "class.csv"
    file.write_text(f"{HEAD}\ns,A,1,p1,resident,<b>,,\n", encoding="utf-8")
    shown = cg.show_plays(file, GOOD)
    assert "nobody has moved" in shown.said[0]
    assert "&lt;b&gt;" in shown.frame["html"]["faults"]


def test_everything_said_is_chinese_in_chinese() -> None:
    with speaking("zh"):
        boards = [
            cg.show_plays(DATA, GOOD, {1: "laissez_faire", 2: "cooperative"}),
            cg.show_plays(PlayData(()), INSPECTION, "government_led"),
            cg.show_plays(DATA_OF_POOL, cg.catalogue["punishment"], "government_led"),
            cg.show_plays(PlayData(()), cg.catalogue["common_pool"], "multi_center"),
        ]
    for board in boards:
        texts = [*board.frame["html"].values(), *board.said]
        texts += [r["text"] for c in board.frame["charts"].values()
                  for r in c["data"]["rows"] if "text" in r]  # fmt: skip
        for text in texts:
            assert not re.search(r"[A-Za-z]{3,}", re.sub(r"<[^>]*>", "", text)), text
        assert not re.search(r"share|round", json.dumps([s["layer"] for s in board.specs.values()]))


@pytest.mark.parametrize(
    "key",
    ["public_good", "collective_risk", "whistle", "inspection", "tripartite", "common_pool", "team",
     "tournament", "spillover", "hired_cleaners", "partnership", "punishment", "tax_competition"],
)  # fmt: skip
def test_every_equilibrium_that_is_drawn_is_one_of_the_games_own(key: str) -> None:
    m = cg.catalogue[key]
    for regime in m.regimes:
        if not m.form_of(regime).measures:
            continue
        shown = cg.show_plays(PlayData(()), m, regime)
        found = m.outcome(regime, {}).found
        assert (found.regret[found.present] <= 1e-9 * found.scale).all()
        for state in shown.specs:
            own = {f"{v:.4g}" for v in found.states[state][found.present]}
            drawn = {f"{r['y']:.4g}" for r in rows(shown, state, "equilibrium")}
            assert drawn
            assert drawn <= own


PLAYED = [
    "public_good", "collective_risk", "whistle", "inspection", "tripartite", "common_pool", "team",
    "tournament", "appraisal", "spillover", "hired_cleaners", "partnership", "purchase",
    "punishment",
]  # fmt: skip


@pytest.mark.parametrize("key", PLAYED)
def test_what_was_played_at_the_computer_is_drawn_as_well(key: str) -> None:
    m = cg.catalogue[key]
    play = m.play(rounds=2)
    for _ in range(2):
        role = play.session.here
        if role.strategies:
            play.choose(role.strategies[role.open[-1]].key)
        else:
            play.choose(*((dial.low + dial.high) / 2 for dial in role.dials))
    shown = cg.show_plays(play.data(), m, play.regime)
    assert shown.rounds == 2
    for measure in shown.measures:
        done = [
            float(move.action == measure.strategy) if measure.strategy else float(move.action)
            for move in play.data().moves
            if move.role == measure.role and move.round == 2
        ]
        drawn = [r["y"] for r in rows(shown, measure.state, "all") if r["x"] == 2]
        mean = [sum(done) / len(done)] if done else []  # nobody is outside the rule without one
        assert drawn == pytest.approx(mean, rel=1e-6)


def test_rounds_behind_a_closed_form_are_compared_with_its_state() -> None:
    (m,) = cg.catalogue["reputation"].variants.values()
    data = PlayData(tuple(moves("honest", "cheat", "honest", role="provider")))
    shown = cg.show_plays(data, m, "cooperative")
    assert rows(shown, "x", "all")[0]["y"] == pytest.approx(2 / 3, rel=1e-6)
    found = m.outcome("cooperative", {}).found
    drawn = {round(r["y"], 6) for r in rows(shown, "x", "equilibrium")}
    assert drawn == {round(float(v), 6) for v in found.states["x"][found.present]}


@pytest.mark.parametrize(
    ("make", "message"),
    [
        (lambda: cg.show_plays(3, GOOD), "is no play data"),
        (lambda: cg.show_plays(DATA, GOOD, "monarchy"), "unknown regime"),
        (lambda: cg.show_plays(DATA, GOOD, {2: "cooperative"}), "the first among them"),
        (lambda: cg.show_plays(DATA, GOOD, marginal_retrun=1), "marginal_return"),
        (lambda: cg.show_plays(DATA, GOOD, about="mayor"), "mayor"),
        (lambda: cg.show_plays(DATA, INSPECTION), "unknown role"),
        (lambda: cg.show_plays(PlayData(tuple(moves("sleep"))), GOOD), "unknown action"),
        (lambda: cg.show_plays(PlayData(()), cg.catalogue["collusion"]), "cannot be compared"),
    ],
)
def test_what_cannot_be_drawn_is_explained(make: Any, message: str) -> None:
    with pytest.raises(cg.InputError, match=message):
        make()


def test_labels_give_way_to_the_line_above_them_and_to_the_top() -> None:
    levels = [{"x": 1, "y": y} for y in (0.1, 0.15, 0.5, 1.0)]
    assert [r["below"] for r in label_sides(levels, 0, 1)] == [True, False, False, True]


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_filled_sheet_is_read_again(tmp_path: Path, suffix: str, language: str) -> None:
    with speaking(language):
        file = cg.class_sheet(
            INSPECTION, tmp_path / f"class.{suffix}", groups=2, players=3, rounds=2
        )
        empty = cg.read_plays(file, INSPECTION)
        assert (len(empty.faults), len(empty.told())) == (2 * 2 * 3 * 2, 1)  # nothing done yet
        official, inspector = INSPECTION.form.actors
        names = {
            str(official.title): str(official.strategies[1].title),
            str(inspector.title): str(inspector.strategies[0].title),
        }
        _fill(file, names)
        data = cg.read_plays(file, INSPECTION)
    assert data.faults == ()
    assert len(data) == 24
    assert {(m.role, m.action) for m in data.moves} == {
        ("official", "violate"), ("inspector", "rest"),
    }  # fmt: skip
    assert cg.show_plays(data, INSPECTION).rounds == 2


def _fill(file: Path, names: dict[str, str]) -> None:
    """Write what everybody did into an empty sheet."""
    if file.suffix == ".csv":
        lines = file.read_text("utf-8-sig").splitlines()
        done = [
            f"{line.removesuffix(',,,')},{names[line.split(',')[4]]},,"
            if line.endswith(",,,")
            else line
            for line in lines
        ]
        file.write_text("\n".join(done), "utf-8-sig")
        return
    book = openpyxl.load_workbook(file)
    for row in book.active.iter_rows():
        if row[4].value in names:
            row[5].value = names[row[4].value]
    lists = {v.formula1 for v in book.active.data_validations.dataValidation}
    assert any(names.popitem()[1] in text for text in lists)
    book.save(file)


def test_a_sheet_says_what_may_be_written(tmp_path: Path) -> None:
    notes = cg.class_sheet(cg.catalogue["tournament"], tmp_path / "a.csv").read_text("utf-8-sig")
    assert "# action: a number from 0 to 4" in notes
    tariff = cg.class_sheet(cg.catalogue["purchase"], tmp_path / "a.csv", players=1, groups=1)
    lines = tariff.read_text("utf-8-sig").splitlines()
    assert [line for line in lines if line.startswith("1,1,1,")] == [
        "1,1,1,A1,cost cutting,,,", "1,1,1,A1,innovation,,,",
    ]  # fmt: skip
    tariff.write_text("\n".join(lines).replace(",,,", ",0.5,,"), "utf-8-sig")
    data = cg.read_plays(tariff, cg.catalogue["purchase"])
    assert (len(data), data.faults) == (20, ())
    assert {move.role for move in data.moves} == {"saving", "innovation"}
    file = cg.class_sheet(GOOD, tmp_path / "a.csv", groups=2, rounds=3, people=7)
    assert len(cg.read_plays(file, GOOD).faults) == 2 * 3 * 7
    with pytest.raises(cg.InputError, match="cannot be played"):
        cg.class_sheet(cg.catalogue["collusion"], tmp_path / "a.csv")
    for options, message in (
        ({"groups": 0}, "groups = 0"),
        ({"rounds": True}, "rounds = True"),
        ({"players": 0}, "players = 0"),
        ({"people": 1}, "people = 1"),
    ):
        with pytest.raises(cg.InputError, match=message):
            cg.class_sheet(GOOD, tmp_path / "a.csv", **options)
    with pytest.raises(cg.InputError, match=r"\.csv or \.xlsx"):
        cg.class_sheet(GOOD, tmp_path / "a.doc")


def test_a_chart_of_endless_rounds_or_groups_is_not_drawn() -> None:
    many = [move for group in range(1001) for move in moves(C, group=f"{group}")]
    with pytest.raises(cg.InputError, match="data have 1,001 groups: at most 1,000 can be drawn"):
        cg.show_plays(PlayData(tuple(many)), GOOD)
    late = tuple(moves(C, turn=10**9))
    with pytest.raises(cg.InputError, match="round = 1000000000 of data is not allowed: at most 1000"):
        cg.show_plays(PlayData(late), GOOD)
