"""The folder of a key."""

from pathlib import Path

import pytest
from submissions import KEY


@pytest.fixture
def key(tmp_path: Path) -> Path:
    folder = tmp_path / "teacher" / "key"
    folder.mkdir(parents=True)
    for name, source in KEY.items():
        (folder / f"{name}.py").write_text(source, encoding="utf-8")
    return folder
