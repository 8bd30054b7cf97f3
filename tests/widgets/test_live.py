"""The live chart, as far as it needs no browser."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import altair as alt
import numpy as np
import pytest
from IPython.core.interactiveshell import InteractiveShell

from cogov_games.charts.welfare import waterfall_spec
from cogov_games.widgets import offline
from cogov_games.errors import InputError
from cogov_games.widgets import bundle
from cogov_games.widgets.live import LiveBoard, LiveChart, plain
from cogov_games.widgets.loader import vega_loader

WIDGET = "application/vnd.jupyter.widget-view+json"
POINTS = {"data": {"name": "points"}, "mark": "point", "encoding": {}}
LAYOUT = '<div data-chart="left"></div><div data-chart="right"></div><p data-html="words"></p>'


class Recorder(LiveBoard):
    """A board that records what would go to the page."""

    def __init__(self, *args: Any, **options: Any) -> None:
        self.sent: list[dict[str, Any]] = []
        super().__init__(*args, **options)

    def send(self, content: Any, buffers: Any = None) -> None:
        self.sent.append(json.loads(json.dumps(content, allow_nan=False)))


@pytest.fixture
def board() -> Recorder:
    return Recorder(LAYOUT, {"left": POINTS, "right": POINTS})


def meet(board: LiveBoard, revision: int = 0) -> None:
    """Do what a page does when it has the board."""
    board._handle_custom_msg({"revision": revision}, [])


def test_a_push_sends_one_message_with_only_what_it_changes(board: Recorder) -> None:
    meet(board)
    board.push({"left": {"data": {"points": [{"x": 1}]}, "signals": {"at": 0.5}}}, {"words": "a"})
    board.push({"right": {"alt": "empty"}})
    assert [set(message["charts"]) for message in board.sent] == [{"left"}, {"right"}]
    assert board.sent[1] == {
        "revision": 2,
        "charts": {"right": {"alt": "empty"}},
        "html": {},
        "stale": [],
    }


def test_the_frame_keeps_the_whole_state(board: Recorder) -> None:
    board.push({"left": {"data": {"points": [{"x": 1}]}, "signals": {"at": 0.5}}})
    board.push({"left": {"data": {"points": [{"x": 2}]}, "alt": "two"}}, {"words": "later"})
    assert board.frame["charts"]["left"] == {
        "data": {"points": [{"x": 2}]},
        "signals": {"at": 0.5},
        "alt": "two",
    }
    assert board.frame["html"] == {"words": "later"}
    assert board.get_state("frame")["frame"]["revision"] == 2


def test_a_page_that_missed_a_push_gets_the_whole_state(board: Recorder) -> None:
    board.push(html={"words": "missed"})
    meet(board)
    assert board.sent[-1]["frame"]["html"] == {"words": "missed"}
    meet(board, revision=1)
    assert len(board.sent) == 1


def test_fresh_data_end_staleness(board: Recorder) -> None:
    board.push(stale=["left", "right"])
    board.push({"left": {"data": {"points": []}}})
    assert board.frame["stale"] == ["right"]
    board.push(stale=[])
    assert board.frame["stale"] == []


def test_events_reach_every_listener(board: Recorder) -> None:
    got: list[tuple[str, Any]] = []
    board.on_event(lambda event, value: got.append((event, value)))
    board.on_event(lambda event, value: got.append((event.upper(), value)))
    board._handle_custom_msg({"event": "undo", "value": "1"}, [])
    assert got == [("undo", "1"), ("UNDO", "1")]


@pytest.mark.parametrize(
    ("update", "words"),
    [
        ({"charts": {"lefft": {}}}, "'lefft'. Did you mean 'left'?"),
        ({"charts": {"left": {"date": {}}}}, "'date'. Did you mean 'data'?"),
        ({"html": {"word": ""}}, "'word'. Did you mean 'words'?"),
        ({"stale": ["rigth"]}, "'rigth'. Did you mean 'right'?"),
        ({"charts": {"left": {"signals": {"at": object}}}}, "cannot send <class 'object'>"),
    ],
)
def test_a_wrong_push_is_refused_and_changes_nothing(
    board: Recorder, update: dict[str, Any], words: str
) -> None:
    with pytest.raises(InputError) as error:
        board.push(**update)
    assert words in str(error.value)
    assert board.frame["revision"] == 0


def test_slots_and_specifications_must_match() -> None:
    with pytest.raises(InputError, match=r"chart slots \['left', 'right'\], specs has \['left'\]"):
        LiveBoard(LAYOUT, {"left": POINTS})


def test_values_become_what_json_can_hold() -> None:
    value = {"a": np.array([1.0, np.nan]), "b": np.int64(2), "c": (np.float64("inf"), np.True_)}
    assert plain(value) == {"a": [1.0, None], "b": 2, "c": [None, True]}


def test_reprs_carry_no_address(board: Recorder) -> None:
    assert repr(board) == "Recorder(charts=['left', 'right'], html=['words'])"
    assert repr(LiveChart(POINTS)) == "LiveChart('point')"
    assert board._repr_mimebundle_()[0]["text/plain"] == repr(board)


def test_one_loader_serves_the_kernel_and_is_replaced_when_closed(board: Recorder) -> None:
    first = vega_loader()
    assert LiveChart(POINTS).engine == first.key
    assert vega_loader() is first
    first.close()
    LiveChart(POINTS)
    assert vega_loader() is not first
    second = vega_loader()
    board._handle_custom_msg({"missing": "engine"}, [])
    assert vega_loader() is not second


def test_charts_carry_no_engine_of_their_own() -> None:
    assert len(json.dumps(LiveChart(POINTS).get_state(), default=str)) < 30_000
    assert len(vega_loader().source) > 500_000


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the bundle and its source."""
    (tmp_path / "static").mkdir()
    shutil.copy(bundle.ENTRY, tmp_path)
    shutil.copy(bundle.BUNDLE, tmp_path / "static")
    monkeypatch.setattr(bundle, "ENTRY", tmp_path / bundle.ENTRY.name)
    monkeypatch.setattr(bundle, "BUNDLE", tmp_path / "static" / bundle.BUNDLE.name)
    return tmp_path


def test_a_missing_or_stale_bundle_is_refused_in_one_line(package: Path) -> None:
    assert bundle.read()
    bundle.ENTRY.write_text("export { vega };", encoding="utf-8")
    with pytest.raises(bundle.BundleError, match=r"was built from other sources: run `.*`"):
        bundle.read()
    bundle.BUNDLE.unlink()
    with pytest.raises(bundle.BundleError, match=r"is missing: run `.*`") as error:
        bundle.read()
    assert "\n" not in str(error.value)


def test_line_endings_do_not_make_a_bundle_stale(package: Path) -> None:
    bundle.ENTRY.write_bytes(bundle.ENTRY.read_bytes().replace(b"\n", b"\r\n"))
    assert bundle.read()


def test_the_bundle_is_built_from_its_source(package: Path) -> None:
    pytest.importorskip("vl_convert")
    made = bundle.BUNDLE.stat().st_mtime_ns
    bundle.build()
    assert bundle.BUNDLE.stat().st_mtime_ns == made
    bundle.BUNDLE.unlink()
    bundle.build()
    assert "vegaEmbed" in bundle.read()


def test_the_bundle_understands_the_charts_of_this_altair() -> None:
    major, minor = alt.SCHEMA_VERSION.removeprefix("v").split(".")[:2]
    ours = bundle.VEGA_LITE.split(".")
    assert (int(major), int(minor)) <= (int(ours[0]), int(ours[1]))
    assert major == ours[0]


# A reader's own charts


@pytest.fixture
def shell() -> Iterator[InteractiveShell]:
    shell = InteractiveShell.instance()
    assert offline.install()
    yield shell
    InteractiveShell.clear_instance()


@pytest.fixture
def chart() -> alt.Chart:
    return alt.Chart(alt.Data(values=[{"a": 1}])).mark_bar().encode(x="a:Q")


@pytest.mark.parametrize("kind", ["chart", "layer", "concat", "facet", "repeat"])
def test_every_kind_of_chart_goes_to_the_engine(
    shell: InteractiveShell, chart: alt.Chart, kind: str
) -> None:
    charts = {
        "chart": chart,
        "layer": chart + chart,
        "concat": chart | chart,
        "facet": chart.facet("a:N"),
        "repeat": chart.repeat(["a"]),
    }
    data, _ = shell.display_formatter.format(charts[kind])
    assert set(data) == {WIDGET, "text/plain"}
    assert data["text/plain"].startswith("alt.")


def test_a_renderer_that_the_reader_chose_is_left_alone(
    shell: InteractiveShell, chart: alt.Chart
) -> None:
    with alt.renderers.enable("mimetype"):
        data, _ = shell.display_formatter.format(chart)
    assert any("vegalite" in kind for kind in data)
    assert WIDGET not in data


def test_the_renderer_can_be_enabled_by_name(chart: alt.Chart) -> None:
    offline.register()
    with alt.renderers.enable("cogov"):
        data, _ = chart._repr_mimebundle_()
    assert set(data) == {WIDGET}


def test_files_beside_the_notebook_are_read_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("towns.csv").write_text("town,litter\n城镇,3\n", encoding="utf-8")
    seen: list[Any] = []
    monkeypatch.setattr(LiveChart, "__init__", lambda self, spec, options=None: seen.append(spec))
    monkeypatch.setattr(LiveChart, "_repr_mimebundle_", lambda self: ({}, {}))
    for source in ("towns.csv", "http://localhost/towns.csv", "absent.csv"):
        offline.renderer(alt.Chart(source).mark_bar().encode(x="litter:Q").to_dict())
    assert seen[0]["data"] == {
        "values": "town,litter\n城镇,3\n",
        "format": {"type": "csv"},
    }
    assert [spec["data"]["url"] for spec in seen[1:]] == [
        "http://localhost/towns.csv",
        "absent.csv",
    ]


def test_installing_imports_neither_altair_nor_widgets() -> None:
    code = (
        "import sys, IPython; IPython.InteractiveShell.instance();"
        "from cogov_games.widgets import offline; assert offline.install();"
        "print([name for name in ('altair', 'anywidget', 'ipywidgets') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_the_totals_of_the_waterfall_are_kept_off_its_bars() -> None:
    layers = waterfall_spec(["government_led"], ["behaviour"])["layer"]
    behind, words = (layer["mark"] for layer in layers if layer["data"]["name"] == "totals"
                     and layer["mark"]["type"] == "text")  # fmt: skip
    assert behind["stroke"] == "var(--cogov-surface)"
    assert behind == {
        **words,
        **{key: behind[key] for key in ("stroke", "strokeWidth", "strokeJoin")},
    }
