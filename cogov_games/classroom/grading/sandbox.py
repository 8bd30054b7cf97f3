"""Run a program that one does not trust: bounded in time, memory and processes, without one's files.

Nothing here is a guarantee against a determined attacker; it keeps accidents and pranks of a class
from stopping the rest. On Linux the program gets name spaces of its own, in which a folder can be
hidden from it; elsewhere it only gets a process group, and `can_hide` says so.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import psutil

POLL = 0.05
"""Seconds between two looks at what the program uses."""
PROCESSES = 64
"""Processes that a program may have at a time."""
KEPT = ("LANG", "LC_ALL", "PATH", "SYSTEMROOT", "TZ")
"""Variables of the environment that a program sees."""


@dataclass(frozen=True)
class Limits:
    """What a program may use: seconds in all, bytes of memory and processes at a time."""

    seconds: float = 60.0
    memory: int = 2_000_000_000
    processes: int = PROCESSES


@dataclass(frozen=True)
class Finished:
    """How a program ended.

    Attributes
    ----------
    status : str
        ``"ended"``, or the limit that it broke: ``"seconds"``, ``"memory"``, ``"processes"``.
    code : int
        Its exit code, negative for a signal.
    seconds : float
    errors : str
        The end of what it wrote to its standard error.
    """

    status: str
    code: int
    seconds: float
    errors: str


@cache
def can_hide() -> bool:
    """Return whether a folder can be hidden from a program on this system."""
    return _namespaces() and _works([*_apart(Path(__file__).parent), sys.executable, "-c", ""])


@cache
def _namespaces() -> bool:
    return sys.platform == "linux" and shutil.which("unshare") is not None and _works(_alone())


def _works(command: list[str]) -> bool:
    command = command if command[-1] == "" else [*command, "true"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


def _alone() -> list[str]:
    """Return the prefix that gives a program processes of its own, which end with it."""
    return ["unshare", "--user", "--map-root-user", "--pid", "--fork", "--kill-child",
            "--mount-proc", "--ipc", "--mount"]  # fmt: skip


def _apart(hidden: Path) -> list[str]:
    """Return the prefix that also covers a folder; a second name space locks the cover."""
    cover = 'mount -t tmpfs -o ro,size=4k none "$0" && exec unshare --user --mount "$@"'
    return [*_alone(), "sh", "-c", cover, str(hidden)]


def run_confined(
    command: Sequence[str], folder: Path, limits: Limits, hidden: Path | None = None
) -> Finished:
    """Run a program in a folder and end it, with all that it started, at the first broken limit.

    Parameters
    ----------
    command : sequence of str
    folder : Path
        Its working directory, home and place for temporary files.
    limits : Limits
    hidden : Path, optional
        A folder that it finds empty, where the system allows that.
    """
    prefix: list[str] = []
    if hidden is not None and can_hide():
        prefix = _apart(hidden.resolve())
    elif _namespaces():
        prefix = _alone()
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    home = {name: str(folder) for name in ("HOME", "USERPROFILE", "TMPDIR", "TEMP", "TMP")}
    own_group = (
        {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}  # type: ignore[attr-defined]
        if sys.platform == "win32"
        else {"start_new_session": True}
    )
    log = folder / ".errors"
    start = time.monotonic()
    with log.open("wb") as errors:
        process = subprocess.Popen(
            [*prefix, *command], cwd=folder, env=kept | home, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=errors, **own_group,
        )  # fmt: skip
        try:
            status = _watch(process, limits, start)
        finally:
            _end(process)
    text = log.read_bytes()[-2000:].decode("utf-8", "replace")
    return Finished(status, process.returncode, time.monotonic() - start, text)


def _watch(process: subprocess.Popen[bytes], limits: Limits, start: float) -> str:
    """Wait for the end, or for the first broken limit, which is returned."""
    while True:
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(POLL)
            return "ended"
        if time.monotonic() - start > limits.seconds:
            return "seconds"
        family = _family(process.pid)
        if len(family) > limits.processes:
            return "processes"
        if sum(map(_memory, family)) > limits.memory:
            return "memory"


def _family(pid: int) -> list[psutil.Process]:
    with contextlib.suppress(psutil.Error):
        top = psutil.Process(pid)
        return [top, *top.children(recursive=True)]
    return []


def _memory(process: psutil.Process) -> int:
    """Return the memory of a process, what it shares with others counted in part."""
    with contextlib.suppress(psutil.Error):
        used = process.memory_full_info()
        return int(getattr(used, "pss", used.rss))
    return 0


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program with everything in its group and its family."""
    family = _family(process.pid)
    if sys.platform != "win32":
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    for member in family:
        with contextlib.suppress(psutil.Error):
            member.kill()
    process.wait()
