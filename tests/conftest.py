"""Every test speaks English at first, and hypothesis draws the same examples in every run."""

from collections.abc import Iterator

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
