"""What a page needs of the widgets when no kernel answers it, computed beforehand in the kernel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ..widgets.explorer import Explorer
from ..widgets.kept import forget_answers
from ..widgets.live import LiveBoard
from ..widgets.observe import Observe
from ..widgets.play import Play
from ..widgets.predict import LEAST, Prediction
from ..widgets.projector import Projector
from ..widgets.quiz import Check
from ..words import current_language, say, speaking
from .boards import Data, board, frame
from .checks import check
from .pool import Pool
from .sliders import STOPS, explorer

MIME: Final = "application/vnd.cogov.stills+json"


def publish(ids: Sequence[str], stops: int = STOPS) -> None:
    """Display, as data, the stills of the widgets that these ids name."""
    from IPython.display import display
    from ipywidgets.widgets import widget as registry

    widgets = {name: registry._instances[name] for name in ids if name in registry._instances}
    registry.Widget.close_all()  # what follows is for no page that is open
    forget_answers()
    pool = Pool()
    shown = {
        "language": current_language(),
        "widgets": {name: still(widget, pool, stops) for name, widget in widgets.items()},
        "pool": {"values": pool.values, "columns": pool.columns},
    }
    display({MIME: shown}, raw=True)  # type: ignore[no-untyped-call]


def still(widget: object, pool: Pool, stops: int = STOPS) -> Data:
    """Return what a page shows of a widget, and how it answers a reader without a kernel.

    Parameters
    ----------
    widget : object
        An explorer, check, prediction or board; of anything else a page says that it needs
        JupyterLab.
    pool : Pool
        Where the values go.
    stops : int
        Places at which each slider of an explorer is solved.
    """
    match widget:
        case Explorer():
            return explorer(widget, pool, stops)
        case Check():
            return check(widget, pool)
        case Prediction():
            return prediction(widget)
        case Projector():
            return {"kind": "nothing"}
        case Play():
            return {"kind": "play", "rounds": widget.rounds, **board(widget, frame(widget, pool))}
        case Observe():
            return {"kind": "observe"}
        case LiveBoard():
            return {"kind": "board", **board(widget, frame(widget, pool))}
    return {"kind": "other"}


def prediction(asked: Prediction) -> Data:
    """Return a prediction's question, its numbers as they are written, and its words."""
    steps = round((asked.high - asked.low) / asked.slider.step)
    values = [min(asked.low + k * asked.slider.step, asked.high) for k in range(steps + 1)]
    with speaking(asked.language):
        written = [asked.written(round(value, 10)) for value in values]
        locked = "Locked: {value}. Now go on and find out."
        missing = "Write your reason first: a few words say why you expect this number."
        return {
            "kind": "prediction",
            "question": str(asked.question),
            "written": written,
            "locked": [say(locked, value=value) for value in written],
            "missing": say(missing),
            "least": LEAST,
            "words": {
                "why": say("Why? One sentence is enough."),
                "because": say("Because …"),
                "lock": say("lock my prediction"),
            },
        }
