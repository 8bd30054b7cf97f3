"""Judging in a process of its own: its death costs one answer, not the table."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from submissions import KEY

from cogov_games.classroom.grading.worker import Worker
from cogov_games.errors import InputError
from cogov_games.words import speaking

OWN = """
import os, sys

def odd(value):
    if value == 1:
        while True:
            pass
    if value == 2:
        hoard = []
        while True:
            hoard.append(bytearray(10**8))
    if value == 3:
        os._exit(7)
    if value == 4:
        raise SystemExit(3)
    print("to nobody", flush=True)
    sys.stdout.write("[99, [], '']\\\\n")
    return value == 5
"""


@pytest.fixture
def odd_key(tmp_path: Path) -> Path:
    data = json.loads(json.dumps(KEY))
    data["questions"][0]["criteria"] = [
        {"judge": "own", "arguments": {"function": "odd"}, "points": 2, "hidden": True,
         "wrong": {"en": "", "zh": ""}}
    ]  # fmt: skip
    (tmp_path / "key.json").write_text(json.dumps(data), encoding="utf-8")
    (tmp_path / "own.py").write_text(OWN, encoding="utf-8")
    return tmp_path


def test_a_judge_that_breaks_costs_one_answer(odd_key: Path) -> None:
    with Worker(odd_key, seconds=20) as worker:
        assert worker.judge("q1", 5).points == 2
        for value in (3, 4):
            broken = worker.judge("q1", value)
            assert (broken.points, broken.met) == (0, ())
            assert broken.fault == "could not be judged: it broke or took too much memory"
            assert worker.judge("q1", 5).points == 2


def test_a_judge_that_does_not_end_is_ended(odd_key: Path) -> None:
    with Worker(odd_key, seconds=2) as worker, speaking("zh"):
        assert worker.judge("q1", 1).fault == "评判超过 2 秒"
        assert "不能是 'x'" in worker.judge("q1", "x").fault


@pytest.mark.skipif(sys.platform not in ("linux", "win32"), reason="macOS has no such limit")
def test_a_judge_that_takes_memory_is_ended(odd_key: Path) -> None:
    with Worker(odd_key, seconds=60, memory=2 * 10**9) as worker:
        assert "too much memory" in worker.judge("q1", 2).fault
        assert worker.judge("q1", 5).points == 2


@pytest.mark.skipif(sys.platform == "win32", reason="Windows tells groups of processes apart")
def test_a_ctrl_c_for_the_grader_is_not_for_the_process_that_judges(odd_key: Path) -> None:
    with Worker(odd_key) as worker:
        worker.judge("q1", 5)
        assert worker._process is not None
        assert os.getpgid(worker._process.pid) != os.getpgid(0)


def test_nothing_is_left_running(odd_key: Path) -> None:
    with Worker(odd_key) as worker:
        worker.judge("q1", 5)
        process = worker._process
        assert isinstance(process, subprocess.Popen)
    assert process.poll() is not None


@pytest.mark.parametrize("own", ["def odd(value:", "1 / 0", "import nothing_of_that_name"])
def test_a_key_that_cannot_judge_is_one_error(odd_key: Path, own: str) -> None:
    (odd_key / "own.py").write_text(own, encoding="utf-8")
    with Worker(odd_key) as worker, pytest.raises(InputError, match=r"cannot judge: \w+Error: "):
        worker.judge("q1", 5)
