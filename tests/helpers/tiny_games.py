"""Mechanisms around one form, with nothing else of interest."""

from cogov_games.declare import (
    Actor,
    Mechanism,
    Parameter,
    Regime,
    Selection,
    Strategy,
    Words,
    symbols,
)

a, b, x, y, X, j, n = symbols("a b x y X j n")


def words(text: str) -> Words:
    return Words(text, f"词：{text}")


def parameter(symbol: str, default: float, low: float, high: float, role: str = "society", **more):
    return Parameter(f"{symbol}_value", symbol, default, low, high, words(symbol), role, **more)


def tiny(form, parameters, welfare, regimes=None, selection="best", **more) -> Mechanism:
    """Return a mechanism around a form, with nothing else of interest."""
    return Mechanism.declare(
        key="tiny", title=words("t"), story=words("s"), idea=words("i"), leaves_out=words("l"),
        theme="trust", article="S0", references=(), form=form, parameters=parameters,
        regimes=regimes or (Regime("government_led", words("g")), Regime("multi_center", words("p"))),
        selection=Selection(selection, words("rule")), welfare={"behaviour": welfare},
        welfare_note=words("n"), **more,
    )  # fmt: skip


def actor(key: str, size: int) -> Actor:
    return Actor(key, words(key), tuple(Strategy(f"s{i}", words(f"s{i}")) for i in range(size)))


TWO = (parameter("a", 1, 0.1, 3), parameter("b", 1, 0, 2))
