"""The folder of a key."""

import json
from pathlib import Path

import pytest
from submissions import KEY


@pytest.fixture
def key(tmp_path: Path) -> Path:
    folder = tmp_path / "teacher" / "key"
    folder.mkdir(parents=True)
    (folder / "key.json").write_text(json.dumps(KEY), encoding="utf-8")
    return folder
