"""Run a submitted notebook and write down its answers; this is what runs inside the sandbox.

``python -m cogov_games.classroom.grading.answers NOTEBOOK OUT WATCHED NAME...`` runs the code cells one after
the other, errors or not, and writes the named variables to OUT as JSON, together with the errors and
with every attempt to open something in the folder WATCHED. Answers are data: numbers, texts, lists,
dictionaries, SymPy expressions and mechanisms; nothing else of a submission is ever looked at.
"""

from __future__ import annotations

import json
import math
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

DEEPEST = 6
LONGEST = 20_000


def encode(value: Any, depth: int = 0) -> Any:
    """Return a value as JSON data that `decode` reads.

    Raises
    ------
    TypeError
        If the value is no data that an answer may have.
    """
    if depth > DEEPEST:
        raise TypeError("nested too deeply")
    if value is None or isinstance(value, bool | str):
        return value[:LONGEST] if isinstance(value, str) else value
    if isinstance(value, int | float):
        return value if math.isfinite(value) else {"float": repr(float(value))}
    if isinstance(value, list | tuple):
        return [encode(item, depth + 1) for item in value[:LONGEST]]
    if isinstance(value, Mapping):
        pairs = [[encode(k, depth + 1), encode(v, depth + 1)] for k, v in value.items()]
        return {"mapping": pairs}
    import numpy as np
    import sympy as sp

    from ...expressions import to_text
    from ...mechanism import Mechanism

    if isinstance(value, np.generic | np.ndarray):
        return encode(value.tolist(), depth)
    if isinstance(value, sp.Number):
        return encode(int(value) if value.is_Integer else float(value))
    if isinstance(value, sp.Basic):
        return {"expression": to_text(value)[:LONGEST]}
    if isinstance(value, Mechanism):
        return {"mechanism": value.to_json()}
    raise TypeError(f"{type(value).__name__} is no answer")


def decode(data: Any) -> Any:
    """Return the value that `encode` wrote.

    Raises
    ------
    InputError
        If an expression or a mechanism cannot be read.
    """
    if isinstance(data, list):
        return [decode(item) for item in data]
    if not isinstance(data, dict):
        return data
    ((kind, inner),) = data.items()
    if kind == "float":
        return float(inner)
    if kind == "mapping":
        return {_key(decode(k)): decode(v) for k, v in inner}
    if kind == "expression":
        from ...expressions import parse

        return parse(inner)
    from ...mechanism import Mechanism

    return Mechanism.from_json(inner)


def _key(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


def run(notebook: Path, watched: str, names: list[str]) -> dict[str, Any]:
    """Run a notebook's code cells; return its answers, errors and forbidden openings."""
    import nbformat
    from IPython.core.interactiveshell import InteractiveShell

    opened: list[str] = []

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event in ("open", "os.listdir", "os.scandir") and arguments:
            place = arguments[0]
            if isinstance(place, str | bytes | os.PathLike):
                path = os.path.abspath(os.fsdecode(place))
                if watched and os.path.commonpath([path, watched]) == watched:
                    opened.append(os.path.relpath(path, watched))

    shell: Any = InteractiveShell.instance()
    errors, cells = [], 0
    sys.addaudithook(watch)
    read: Any = nbformat.read
    for cell in read(notebook, as_version=4).cells:
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        cells += 1
        try:
            result = shell.run_cell(cell.source, store_history=False)
            error = result.error_before_exec or result.error_in_exec
        except BaseException as caught:
            error = caught
        if error is not None:
            errors.append([cell.get("id", str(cells)), f"{type(error).__name__}: {error}"[:300]])
    answers, unreadable, unanswered = {}, {}, []
    for name in names:
        if name not in shell.user_ns:
            continue
        if shell.user_ns[name] is ...:
            unanswered.append(name)
            continue
        try:
            answers[name] = encode(shell.user_ns[name])
        except Exception as error:
            unreadable[name] = str(error)[:300]
    return {
        "answers": answers, "unreadable": unreadable, "unanswered": unanswered, "errors": errors,
        "cells": cells, "opened": sorted(set(opened))[:20],
    }  # fmt: skip


def main() -> None:
    notebook, out, watched, *names = sys.argv[1:]
    sys.path[:0] = [str(Path(notebook).parent)]
    found = run(Path(notebook), watched, names)
    Path(out).write_text(json.dumps(found), encoding="utf-8")
    os._exit(0)  # whatever a submission left running does not matter


if __name__ == "__main__":
    main()
