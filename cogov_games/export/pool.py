"""Values that are stored once, however often they occur: tables by column, anything else whole."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any


class Pool:
    """Values and columns by number.

    Attributes
    ----------
    values : list
        JSON data. A table is ``[[rows, {field: number of a column}], ...]``: runs of rows with the
        same fields.
    columns : list of list

    Examples
    --------
    >>> pool = Pool()
    >>> pool.value("a"), pool.value("b"), pool.value("a")
    (0, 1, 0)
    >>> pool.table([{"x": 1, "y": 2}, {"x": 3, "y": 4}]), pool.values[2], pool.columns
    (2, [[2, {'x': 0, 'y': 1}]], [[1, 3], [2, 4]])
    """

    def __init__(self) -> None:
        self.values: list[Any] = []
        self.columns: list[list[Any]] = []
        self._numbers: dict[str, int] = {}

    def value(self, value: Any) -> int:
        """Keep a value and return its number."""
        return self._keep(self.values, value, "value")

    def table(self, rows: Sequence[Mapping[str, Any]]) -> int:
        """Keep a table and return its number among the values."""
        runs = []
        for fields, run in groupby(rows, key=tuple):
            members = list(run)
            columns = {
                field: self._keep(self.columns, [row[field] for row in members], "column")
                for field in fields
            }
            runs.append([len(members), columns])
        return self.value(runs)

    def _keep(self, kept: list[Any], value: Any, kind: str) -> int:
        key = kind + json.dumps(value)
        if key not in self._numbers:
            self._numbers[key] = len(kept)
            kept.append(value)
        return self._numbers[key]
