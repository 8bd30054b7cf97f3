"""A key and what is handed in for it."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

from cogov_games.model.answers import HANDED_IN, MIME

EXERCISE = "01_demo"

KEY: dict[str, Any] = {
    "format": "cogov_games exercise 1",
    "exercise": EXERCISE,
    "questions": [
        {
            "name": "q1", "kind": "number", "points": 2,
            "form": {"en": "Give one number.", "zh": "请给出一个数。"},
            "criteria": [
                {"judge": "between", "arguments": {"low": 0, "high": 1}, "points": 1,
                 "wrong": {"en": "Between 0 and 1.", "zh": "在 0 到 1 之间。"}},
                {"judge": "near", "arguments": {"number": 0.6, "tolerance": 1e-9}, "points": 1,
                 "wrong": {"en": "", "zh": ""}, "hidden": True},
            ],
        },
        {
            "name": "q2", "kind": "expression", "points": 3,
            "form": {"en": "Give an expression.", "zh": "请给出一个表达式。"},
            "criteria": [
                {"judge": "equals", "arguments": {"expression": "1 - a", "ranges": {"a": [0, 1]}},
                 "points": 3, "wrong": {"en": "", "zh": ""}, "hidden": True},
            ],
        },
        {"name": "q3", "kind": "text", "points": 4, "by_hand": True,
         "form": {"en": "Give a text.", "zh": "请写一段文字。"}},
    ],
}  # fmt: skip

KINDS = {"q1": "number", "q2": "expression", "q3": "text"}
RIGHT = {"q1": 0.6, "q2": "1 - a", "q3": "It depends."}


def records(number: str, values: dict[str, Any], exercise: str = EXERCISE) -> list[dict[str, Any]]:
    """Return answers as they are written down, without asking whether they may be."""
    return [
        {"format": "cogov_games answer 1", "exercise": exercise, "number": number, "question": name,
         "kind": KINDS.get(name, "text"), "value": value}
        for name, value in values.items()
    ]  # fmt: skip


def file_of(number: str, values: dict[str, Any], exercise: str = EXERCISE) -> str:
    return json.dumps({"format": HANDED_IN, "answers": records(number, values, exercise)})


def notebook_of(
    number: str, values: dict[str, Any], source: str = "", exercise: str = EXERCISE
) -> str:
    """Return a notebook whose outputs carry these answers, with a cell of code that nobody runs."""
    cells: list[dict[str, Any]] = [
        {"cell_type": "code", "source": source, "metadata": {}, "execution_count": 1, "outputs": []}
    ]
    for record in records(number, values, exercise):
        output = {"output_type": "display_data", "metadata": {}, "data": {MIME: record}}
        cells.append({**cells[0], "source": "", "outputs": [output]})
    return json.dumps(
        {"cells": cells, "metadata": {"cogov": {"exercise": exercise}}, "nbformat": 4,
         "nbformat_minor": 5}
    )  # fmt: skip


def hand_in(folder: Path, number: str, values: dict[str, Any], *, notebook: bool = False) -> Path:
    """Put a file of answers, or a notebook, into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{number}{'.ipynb' if notebook else f'_{EXERCISE}.json'}"
    make = notebook_of if notebook else file_of
    file.write_text(make(number, values), encoding="utf-8")
    return file


def table(out: Path) -> list[dict[str, str]]:
    with out.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


