"""Tables of published numbers that come with the package."""

from __future__ import annotations

import csv
from importlib.resources import files

import sympy as sp


def coalition_table(name: str) -> dict[tuple[str, ...], sp.Rational]:
    """Return what each coalition costs or is worth, from a table of the package.

    Parameters
    ----------
    name : str
        ``"young_okada_hashimoto"``: cost of water supply for six groups of municipalities in
        southern Sweden, in millions of crowns; one letter stands for one group.

    Returns
    -------
    dict of tuple of player keys to Rational

    References
    ----------
    Young, H. P., Okada, N. and Hashimoto, T. (1982). Cost allocation in water resources
    development. *Water Resources Research* 18, 463-475.

    Examples
    --------
    >>> coalition_table("young_okada_hashimoto")["H", "L"]
    25
    """
    _, *rows = _rows(name)
    return {tuple(coalition): sp.Rational(cost) for coalition, cost in rows}


def presets(name: str) -> dict[str, dict[str, float]]:
    """Return published parameter sets, from a table of the package.

    Parameters
    ----------
    name : str
        Its first column names the sets, the others are headed by parameters' symbols.

    Returns
    -------
    dict of name to dict of symbol to float

    Examples
    --------
    >>> list(presets("wang2023"))
    ['000', '001', '101', '111', '110']
    """
    (_, *symbols), *rows = _rows(name)
    return {key: dict(zip(symbols, map(float, row), strict=True)) for key, *row in rows}


def _rows(name: str) -> list[list[str]]:
    text = files("cogov_games").joinpath("data", f"{name}.csv").read_text(encoding="utf-8")
    return list(csv.reader(text.splitlines()))
