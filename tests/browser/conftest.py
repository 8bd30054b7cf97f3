"""Fixtures of the browser tests: one server and one browser for the whole run.

A test asks for `lab` and opens notebooks with ``lab.open(...)``; every notebook that it opened is
closed, and the test fails if one of them asked for anything beyond this machine.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import nbformat
import pytest

pytest.importorskip("playwright", reason="the browser tests need playwright")

from playwright.sync_api import expect

from .lab import PATIENCE, Lab, NotebookPage, chromium_path, running_lab

expect.set_options(timeout=1000 * PATIENCE)


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "browser: drives JupyterLab in a real browser")


@pytest.fixture(scope="session")
def running() -> Iterator[Lab]:
    """The server and the browser of this run."""
    if chromium_path() is None:
        if os.environ.get("COGOV_REQUIRE_BROWSER") == "1":
            pytest.fail("COGOV_REQUIRE_BROWSER=1, but no Chromium was found")
        pytest.skip("no Chromium was found")
    with running_lab() as lab:
        yield lab


class TestLab:
    """Opens notebooks for one test; see `tests.browser.lab.Lab.open` for the arguments."""

    __test__ = False

    def __init__(self, lab: Lab, stack: ExitStack) -> None:
        self._lab = lab
        self._stack = stack
        self.opened: list[NotebookPage] = []

    def open(self, notebook: str | Path | nbformat.NotebookNode, **options: Any) -> NotebookPage:
        """Open a notebook; it is closed when the test ends."""
        page = self._stack.enter_context(self._lab.open(notebook, **options))
        self.opened.append(page)
        return page


@pytest.fixture
def lab(running: Lab) -> Iterator[TestLab]:
    """Open notebooks; afterwards none may have left this machine."""
    with ExitStack() as stack:
        test_lab = TestLab(running, stack)
        yield test_lab
        outside = {page.name: page.outside for page in test_lab.opened if page.outside}
    assert not outside, f"requests that left this machine: {outside}"
