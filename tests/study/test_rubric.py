"""Questions are data: read with every fault named, judged without ever raising."""

import copy
import json
from typing import Any

import pytest
from submissions import KEY, RIGHT

import cogov_games as cg
from cogov_games.errors import InputError
from cogov_games.study.judges import JUDGES
from cogov_games.study.rubric import from_data, from_text, judge

RUBRIC = from_data(KEY)


def points(question: str, data: Any) -> float:
    return judge(RUBRIC.questions[question], data, cg.catalogue).points


def test_points_add_up_by_criterion() -> None:
    assert [points("q1", x) for x in (0.6, 0.5, 1.5)] == [2, 1, 0]
    assert [points("q2", x) for x in ("1 - a", "(1 - a**2)/(1 + a)", "a")] == [3, 3, 0]
    assert points("q3", RIGHT["q3"]) == 0
    verdict = judge(RUBRIC.questions["q1"], "x", cg.catalogue)
    assert (verdict.points, verdict.told) == (0, ())
    assert "'x' is not allowed" in verdict.fault


def test_a_judge_that_cannot_judge_finds_nothing_right() -> None:
    data = copy.deepcopy(KEY)
    data["questions"][0]["criteria"] = [
        {"judge": "own", "arguments": {"function": "f"}, "points": 2, "hidden": True,
         "wrong": {"en": "", "zh": ""}}
    ]  # fmt: skip
    question = from_data(data).questions["q1"]

    def f(value: float) -> bool:
        return 1 / value > 1

    assert judge(question, 0.5, cg.catalogue, {"f": f}).points == 2
    assert judge(question, 0, cg.catalogue, {"f": f}).points == 0
    assert judge(question, 0.5, cg.catalogue).points == 0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda d: d.update(format="x"), "format = 'x'"),
        (lambda d: d.pop("questions"), "no questions"),
        (lambda d: d.update(questions=[]), "at least one question"),
        (lambda d: d.update(questions=d["questions"] * 2), "none twice"),
        (lambda d: d.update(exercise="../x"), "exercise ="),
        (lambda d: d["questions"][0].update(kind="code"), "kind"),
        (lambda d: d["questions"][0]["criteria"][0].update(judge="nearr"), "Did you mean 'near'"),
        (lambda d: d["questions"][0]["criteria"][0].update(arguments={}), "'low'"),
        (lambda d: d["questions"][0]["criteria"][0]["arguments"].update(x=1), "'x'"),
        (lambda d: d["questions"][0]["criteria"][0].update(judge="own"), "the judge own"),
        (lambda d: d["questions"][0].update(form="text"), "no questions"),
    ],
)
def test_what_is_no_rubric_is_one_error(change: Any, message: str) -> None:
    data = copy.deepcopy(KEY)
    change(data)
    with pytest.raises(InputError, match=message):
        from_data(data)


@pytest.mark.parametrize("text", [b"", b"[]", b"3", b"null", b'"x"', b"{}"])
def test_other_texts(text: bytes) -> None:
    with pytest.raises(InputError):
        from_text(text)


def test_every_judge_is_used_by_a_key_or_is_there_for_nothing() -> None:
    from exercise_files import TEACHER

    keys = [json.loads(p.read_text(encoding="utf-8")) for p in TEACHER.glob("keys/*/key.json")]
    used = {c["judge"] for k in keys for q in k["questions"] for c in q.get("criteria", [])}
    assert used == set(JUDGES)
