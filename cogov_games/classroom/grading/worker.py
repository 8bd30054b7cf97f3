"""Judging in a process of its own, under a clock and, where the system has one, a memory limit.

``python -m cogov_games.classroom.grading.worker KEY`` reads a JSON line with a question and an
answer from its input and writes one with the verdict. If it dies or takes too long, that answer
gets no points, and the next one a new process.
"""

from __future__ import annotations

import json
import os
import queue
import runpy
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

from ...catalogue.shipped import catalogue
from ...errors import InputError
from ...study.rubric import OWN, Rubric, from_text, judge
from ...words import current_language, say, use_language
from .limits import limit_memory

SECONDS = 30.0
"""For one answer; an honest one takes less than a second."""

START_SECONDS = 120.0
"""For the process to start."""

MEMORY = 2_000_000_000
"""Bytes of address space; about 600 MB are used."""

APART: int = getattr(subprocess, "CREATE_NEW_PROCESS_GROUP", 0)
"""With a session of its own, where Windows has none: a Ctrl+C for the grader is not for the process
that judges, whose death would cost a student points."""

READY = b"ready\n"
"""The first line of a process that can judge; any other says why it cannot."""

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
"""Each thread of a numeric library would take address space of its own."""


@dataclass(frozen=True)
class Judged:
    """What was found of one answer.

    Attributes
    ----------
    points : float
    met : tuple of bool
        For each criterion of the question; empty if the answer was none of its kind.
    fault : str
        What was wrong with the answer as a whole, or with judging it.
    """

    points: float
    met: tuple[bool, ...] = ()
    fault: str = ""


def read_rubric(key: Path) -> Rubric:
    """Return the questions of a key, a folder with the file ``key.json``."""
    return from_text((key / "key.json").read_bytes())


class Worker:
    """A process that judges answers by a key, started again whenever it has ended."""

    def __init__(self, key: Path, seconds: float = SECONDS, memory: int = MEMORY) -> None:
        self._key, self._seconds, self._memory = key, seconds, memory
        self._process: subprocess.Popen[bytes] | None = None
        self._lines: queue.Queue[bytes] = queue.Queue()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def judge(self, question: str, data: Any) -> Judged:
        """Judge one answer, which is JSON data."""
        if self._process is None:
            self._start()
        assert self._process is not None
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps([question, data]).encode() + b"\n")
            self._process.stdin.flush()
            line = self._lines.get(timeout=self._seconds)
            points, met, fault = json.loads(line)
        except queue.Empty:
            self.close()
            seconds = f"{self._seconds:g}"
            return Judged(0.0, fault=say("took longer than {seconds} seconds", seconds=seconds))
        except (OSError, ValueError):
            self.close()
            return Judged(0.0, fault=say("could not be judged: it broke or took too much memory"))
        return Judged(points, tuple(met), fault)

    def _start(self) -> None:
        package = Path(__file__).parents[3]
        path = os.pathsep.join([str(package), *filter(None, [os.environ.get("PYTHONPATH")])])
        environment = {**os.environ, **dict.fromkeys(THREADS, "1"), "PYTHONPATH": path}
        command = [
            sys.executable, "-m", __name__, str(self._key.resolve()), str(self._memory),
            current_language(),
        ]  # fmt: skip
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            env=environment, start_new_session=True, creationflags=APART,
        )  # fmt: skip
        self._lines = queue.Queue()
        threading.Thread(target=_pump, args=(self._process, self._lines), daemon=True).start()
        try:
            first = self._lines.get(timeout=START_SECONDS)
        except queue.Empty:
            first = b""
        if first != READY:
            self.close()
            why = first.decode("utf-8", "replace").strip() or say("the process did not start")
            raise InputError(
                say("key = {given} cannot judge: {why}", given=repr(str(self._key)), why=why)
            )

    def close(self) -> None:
        """End the process."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    try:
                        pipe.close()
                    except OSError:  # what was not yet written is lost with it
                        continue
            self._process = None


def _pump(process: subprocess.Popen[bytes], lines: queue.Queue[bytes]) -> None:
    """Hand on what a process writes, line by line, and an empty line when it has ended."""
    assert process.stdout is not None
    try:
        for line in process.stdout:
            lines.put(line)
    except ValueError:  # closed from the other side
        pass
    lines.put(b"")


def main() -> None:
    """Judge what comes in, line by line, until nothing more does."""
    key = Path(sys.argv[1])
    use_language(sys.argv[3])
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what anybody prints is not for the grader
    try:
        rubric = read_rubric(key)
        own = runpy.run_path(str(key / "own.py")) if _has_own(rubric) else {}
        for question in rubric.questions.values():  # what is loaded now is not charged to an answer
            for criterion in question.criteria:
                if name := criterion.arguments.get("mechanism"):
                    catalogue[name]
    except Exception as error:  # the teacher's own Python may raise whatever it likes
        told = f"{type(error).__name__}: {error}"
        out.write(" ".join(told.split()).encode()[:300] + b"\n")
        return
    limit_memory(int(sys.argv[2]))
    out.write(READY)
    out.flush()
    for line in sys.stdin.buffer:
        name, data = json.loads(line)
        verdict = judge(rubric.questions[name], data, catalogue, own)
        found = [verdict.points, [met for _, met in verdict.told], verdict.fault]
        out.write(json.dumps(found).encode() + b"\n")
        out.flush()


def _has_own(rubric: Rubric) -> bool:
    return any(c.judge == OWN for q in rubric.questions.values() for c in q.criteria)


if __name__ == "__main__":
    main()
