"""Hostile values in every question of every key: at most that answer is wrong, nothing else moves."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from exercise_files import EXERCISE_NAMES, SOLUTIONS, key_of
from submissions import table

from cogov_games.classroom.grading.grade import grade_folder
from cogov_games.classroom.grading.submissions import File, Submission, read
from cogov_games.model.answers import HANDED_IN, MIME


def strings(canary: Path) -> list[str]:
    """Return texts that would write a file, take long or take memory if they were executed."""
    touch = f"open({str(canary)!r}, 'w').write('x')"
    return [
        touch, f"exec({touch!r})", f"__import__('os').system('touch {canary}')", f"(lambda: {touch})()",
        "().__class__.__base__.__subclasses__()", "a.__class__.__mro__", "f'{" + touch + "}'",
        f"[{touch} for _ in (1,)]", "lambda: 0", "a if a else b", "a := 1", "*a", "**a", "a[0]",
        "((10**1000)**1000)**1000", "9**9**9**9", "factorial(10**9)", "binomial(10000000, 5000000)",
        "floor(exp(exp(100)))", "sqrt(" + "9" * 4000 + ")", "(" * 5000 + "a" + ")" * 5000,
        "9" * 4000, "10**5000", "-" * 5000 + "a", "~" * 3000 + "a", "a" * 5000, "a" + "+a" * 2000,
        "Min(" + ",".join(f"a**{i}" for i in range(900)) + ")", "Piecewise((a, a > 0))",
        "1/0", "0**0", "exp(exp(exp(exp(9))))", "log(0)", "erfinv(2)", "a\u0000", "\u202ea", "'", '"',
        "=cmd|' /C calc'!A0", "<script>alert(1)</script>", "../../etc/passwd", "",
    ]  # fmt: skip


VALUES: list[Any] = [
    None, True, 0, -1, 1e300, -1e300, 1e-320, 10**300, [], {}, [[[[[1]]]]], ["x"] * 50, ["x"] * 3,
    list(range(49)), {"a": "x"}, {"a": 1e300}, {"people": 1e300}, {"people": [1]}, {"__class__": 1},
    {str(i): 1 for i in range(40)}, ["__class__", "__init__", "exec"], {"n": -1, "people": 1},
]  # fmt: skip

RAW = [
    "NaN", "Infinity", "-Infinity", "1e999", "9" * 4000, "1" + "0" * 400, '"\\ud800"',
    "[" * 5000 + "]" * 5000, '{"a": 1, "a": 2}', "[" + "1," * 30_000 + "1]", "exec('1')", "",
]  # fmt: skip
"""Texts in the place of a value, most of which are no JSON."""


def mutants(original: str, canary: Path) -> list[str]:
    """Return a mechanism's JSON with something hostile in each sort of place."""
    found = []

    def change(make: Callable[[dict[str, Any]], object]) -> None:
        data = json.loads(original)
        make(data["mechanism"])
        found.append(json.dumps(data))

    for text in strings(canary)[:28]:
        change(lambda m, t=text: m["declared_regimes"][0].update(overhead={"expression": t}))
    change(lambda m: m.update(kind="__class__"))
    change(lambda m: m.update(form={"kind": "Mechanism"}))
    change(lambda m: m.update(form=m["declared_regimes"][0]))
    change(lambda m: m.update(declared_regimes=m["declared_regimes"] * 50))
    change(lambda m: m.update(declared_parameters=m["declared_parameters"] * 50))
    change(lambda m: m.update(welfare={"map": [["behaviour", {"expression": "n**n**n"}]]}))
    change(lambda m: m.update(welfare={"map": [["behaviour", {"expression": "exp(exp(n*99))"}]]}))
    change(lambda m: m.update(accounts=[m["accounts"]] if m["accounts"] else 3))
    change(lambda m: m.update(key="<img src=x onerror=alert(1)>"))
    change(lambda m: m.update(title={"kind": "Words", "en": "x" * 50_000, "zh": ""}))
    change(lambda m: m.clear())
    return found


def record(exercise: str, number: str, question: str, kind: str, value: str) -> str:
    """Return an answer as JSON text, whatever the text of its value is."""
    data = {"format": "cogov_games answer 1", "exercise": exercise, "number": number,
            "question": question, "kind": kind, "value": "VALUE"}  # fmt: skip
    return json.dumps(data).replace('"VALUE"', value)


def as_file(records: list[str]) -> str:
    return f'{{"format": "{HANDED_IN}", "answers": [{",".join(records)}]}}'


def as_notebook(records: list[str], exercise: str) -> str:
    outputs = ",".join(f'{{"data": {{"{MIME}": {r}}}}}' for r in records)
    about = json.dumps({"cogov": {"exercise": exercise}})
    return f'{{"cells": [{{"outputs": [{outputs}]}}], "metadata": {about}}}'


@pytest.mark.slow
@pytest.mark.parametrize("name", EXERCISE_NAMES)
def test_hostile_values_cost_at_most_their_own_answer(name: str, tmp_path: Path) -> None:
    exercise, key, folder = name.removesuffix(".ipynb"), key_of(name), tmp_path / "class"
    folder.mkdir()
    canary = tmp_path / "canary.txt"
    honest = read(File(name, (SOLUTIONS / "en" / name).read_bytes()), exercise)
    assert isinstance(honest, Submission)
    answers = {q: (a.kind, json.dumps(a.value)) for q, a in honest.answers.items()}
    mechanism = next(json.loads(v) for kind, v in answers.values() if kind == "mechanism")
    values = [json.dumps(v) for v in (*strings(canary), *VALUES)] + RAW
    values += [json.dumps(m) for m in mutants(mechanism, canary)]

    def hand_in(number: str, changed: dict[str, tuple[str, str]]) -> None:
        for n, suffix in ((number, "json"), (f"{number}n", "ipynb")):
            given = [record(exercise, n, q, *changed.get(q, answers[q])) for q in answers]
            text = as_file(given) if suffix == "json" else as_notebook(given, exercise)
            (folder / f"{n}.{suffix}").write_text(text, encoding="utf-8")

    hand_in("first", {})
    hand_in("last", {})
    for place, value in enumerate(values):
        hand_in(f"h{place:03}", {q: (kind, value) for q, (kind, _) in answers.items() if q != "q7"})
    before = {p: p.read_bytes() for p in [*folder.iterdir(), *key.iterdir()] if p.is_file()}
    around = {p.name for p in Path.cwd().iterdir()}
    graded = grade_folder(folder, key, tmp_path / "grades.csv", seconds=60)
    rows = {row["student number"]: row for row in table(tmp_path / "grades.csv")}
    for number in ("first", "firstn", "last", "lastn"):
        assert rows[number]["points"] == rows[number]["of"], rows[number]
    hostile = {number: row for number, row in rows.items() if number.startswith("h")}
    ignored = [i for i in graded.ignored if i.file.startswith("h")]
    assert len(hostile) + len(ignored) == 2 * len(values)
    for number, row in hostile.items():
        told = (values[int(number[1:4])][:80], row)
        assert float(row["points"]) <= 6, told  # a number may be near enough for a point
        assert "longer than" not in row["faults"], told
    assert not canary.exists()
    assert {p: p.read_bytes() for p in before} == before
    assert {p.name for p in Path.cwd().iterdir()} == around
