"""Every test speaks English at first, and hypothesis draws the same examples in every run."""

from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import settings

import cogov_games as cg

settings.register_profile("repeatable", deadline=None, derandomize=True)
settings.load_profile("repeatable")


@pytest.fixture(autouse=True)
def _english() -> Iterator[None]:
    cg.use_language("en")
    yield
    cg.use_language("en")


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    """Give all browser tests to one worker: one server and one browser serve the whole run."""
    from xdist.scheduler import LoadScopeScheduling

    class OneBrowser(LoadScopeScheduling):
        def _split_scope(self, nodeid: str) -> str:
            return "browser" if nodeid.startswith("tests/browser/") else nodeid

    return OneBrowser(config, log)
