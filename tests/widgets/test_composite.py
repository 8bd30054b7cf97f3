"""Closing a widget leaves nothing of it in the kernel, and nobody calls it any more."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable

import ipywidgets
import pytest
from ipywidgets.widgets.widget import _instances

import cogov_games as cg
from cogov_games.widgets.live import LiveChart
from cogov_games.widgets.loader import vega_loader
from cogov_games.widgets.observe import Observe
from cogov_games.widgets.play import Play
from cogov_games.widgets.predict import Prediction
from cogov_games.widgets.projector import projector
from cogov_games.widgets.quiz import Check

POINTS = {"data": {"name": "points"}, "mark": "point", "encoding": {}}
MADE: dict[str, Callable[[], ipywidgets.Widget]] = {
    "explorer": lambda: cg.catalogue["public_good"].explore(),
    "play": lambda: cg.catalogue["public_good"].play(rounds=2),
    "prediction": lambda: Prediction("How many?"),
    "check": lambda: Check("2 + 2?", number=4),
    "class": lambda: cg.show_plays(
        cg.PlayData((cg.Move("1", "A", 1, "p1", "resident", "contribute"),)),
        cg.catalogue["public_good"],
    ),
    "chart": lambda: LiveChart(POINTS),
    "projector": projector,
}


@pytest.mark.parametrize("name", MADE)
def test_a_closed_widget_leaves_nothing_open_and_nothing_alive(name: str) -> None:
    vega_loader()
    before = set(_instances)
    widget = MADE[name]()
    assert widget.model_id in _instances
    widget.close()
    assert set(_instances) == before
    alive = weakref.ref(widget)
    del widget
    gc.collect()
    assert alive() is None


def test_a_changed_language_leaves_no_board_alive() -> None:
    explorer = cg.catalogue["public_good"].explore()
    old = weakref.ref(explorer.board)
    explorer.speak("zh")
    gc.collect()
    assert old() is None
    assert explorer.board.comm is not None
    explorer.close()


def test_who_is_closed_is_told_nothing_more(monkeypatch: pytest.MonkeyPatch) -> None:
    prediction = Prediction("How many?")
    play = cg.catalogue["public_good"].play(rounds=2, after=prediction)
    observed = Observe(prediction, play)
    told: list[str] = []
    monkeypatch.setattr(Observe, "push", lambda *_: told.append("observe"))
    observed.close()
    prediction.lock(0.5, "because")
    play.choose(True)
    assert told == []
    monkeypatch.setattr(Play, "push", lambda *_: told.append("play"))
    play.restart()
    assert told == ["play"]
    play.close()
    prediction.close()


def test_a_renewed_loader_leaves_nothing_open() -> None:
    vega_loader()
    before = len(_instances)
    vega_loader(renew=True)
    assert len(_instances) == before
