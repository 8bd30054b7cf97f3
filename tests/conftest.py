"""Every test speaks English at first, and hypothesis draws the same examples in every run."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

import cogov_games as cg

SAMPLE = {
    "public_good", "inspection", "common_pool", "reputation", "compact", "delegation", "tournament",
}  # fmt: skip
"""Mechanisms of all common forms, on which the fast part runs the tests that run on every one."""

settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    cg.use_language("en")
    yield
    cg.use_language("en")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave a test that runs on every mechanism to the slow part, but for the sample."""
    for item in items:
        parameters = item.callspec.params.values() if hasattr(item, "callspec") else ()
        keys = {value for value in parameters if isinstance(value, str) and value in cg.catalogue}
        if keys - SAMPLE:
            item.add_marker(pytest.mark.slow)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give all browser tests to one worker: one server and one browser serve the whole run."""
    from xdist.scheduler import LoadScopeScheduling

    class OneBrowser(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return "browser" if nodeid.startswith("tests/browser/") else nodeid

    return OneBrowser(config, log)


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Print the processor time of this run: its own and that of the processes that it waited for."""
    used = os.times()
    minutes, seconds = divmod(sum(used[:4]), 60)
    terminalreporter.write_line(f"processor time: {minutes:.0f} min {seconds:.0f} s")
