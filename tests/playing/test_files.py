"""Files that people hand in: whatever else has a path is refused, and nothing waits for it."""

import os
from pathlib import Path

import pytest

import cogov_games as cg
from cogov_games.playing.files import regular_file


def refused(path: object, most: int = 10) -> str:
    with pytest.raises(cg.InputError) as told, regular_file(path, most):  # type: ignore[arg-type]
        pass
    assert len(str(told.value)) < 400
    return str(told.value)


def test_what_is_no_file(tmp_path: Path) -> None:
    assert "is no file" in refused(tmp_path / "none.csv")
    assert "is no file that holds a table" in refused(tmp_path)
    assert "cannot be opened" in refused(tmp_path / ("x" * 5000))
    assert "is no path" in refused("a\0b")
    assert "is no path" in refused(None)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="needs pipes that have a path")
def test_pipes_devices_and_links(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.csv")
    assert "is no file that holds a table" in refused(tmp_path / "pipe.csv")
    assert "is no file that holds a table" in refused("/dev/zero")
    (tmp_path / "round.csv").symlink_to(tmp_path / "round.csv")
    assert "cannot be opened" in refused(tmp_path / "round.csv")
    (tmp_path / "to_pipe.csv").symlink_to(tmp_path / "pipe.csv")
    assert "is no file that holds a table" in refused(tmp_path / "to_pipe.csv")
    (tmp_path / "a.csv").write_bytes(b"text")
    (tmp_path / "to_file.csv").symlink_to(tmp_path / "a.csv")
    with regular_file(tmp_path / "to_file.csv", 10) as file:
        assert file.read() == b"text"


def test_the_size_is_known_before_anything_is_read(tmp_path: Path) -> None:
    with (tmp_path / "sparse.csv").open("wb") as file:
        file.truncate(3 * 10**9)
    assert "has 2,861 MB: at most 64 MB" in refused(tmp_path / "sparse.csv", 64 * 2**20)
