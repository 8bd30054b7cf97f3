"""The catalogue: every mechanism whose file lies in a scanned folder."""

from __future__ import annotations

import importlib.util
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import InputError
from ..words import unknown

if TYPE_CHECKING:
    from ..mechanism import Mechanism
    from .overview import Overview


class Catalogue(Mapping[str, "Mechanism"]):
    """Mechanisms by key; a file is read when its mechanism is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._files: dict[str, Path] = {}
        self._loaded: dict[str, Mechanism] = {}
        self.scan(folder)

    def scan(self, folder: str | Path) -> list[str]:
        """Add the mechanism files of a folder; each declares ``mechanism`` under its file's name.

        They are Python, and run with all your rights when their mechanism is first asked for: scan
        only what you trust. For the rest there is JSON, which `Mechanism.from_json` reads and never
        executes.

        Raises
        ------
        InputError
            If there is no such folder, or a key is taken by another file.
        """
        if not isinstance(folder, str | Path) or not Path(folder).is_dir():
            raise InputError(f"folder = {folder!r} is no folder.")
        folder = Path(folder).resolve()
        found = [file for file in sorted(folder.glob("*.py")) if not file.stem.startswith("_")]
        for file in found:
            if self._files.setdefault(file.stem, file) != file:
                raise InputError(
                    f"the key {file.stem!r} is taken by {self._files[file.stem].name}."
                )
        return [file.stem for file in found]

    def __getitem__(self, key: str) -> Mechanism:
        if key not in self:
            raise UnknownMechanism(key, unknown("mechanism", key, self._files))
        if key not in self._loaded:
            self._loaded[key] = load(self._files[key])
        return self._loaded[key]

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and key in self._files

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def __repr__(self) -> str:
        return f"<catalogue: {', '.join(self)}>"

    def overview(self, by: str = "theme", search: str = "") -> Overview:
        """Return the mechanisms as a table by theme, article or form.

        Parameters
        ----------
        by : {"theme", "article", "form"}
        search : str
            Only mechanisms that contain all these words, in English or Chinese.

        Raises
        ------
        InputError
            If `by` is not one of the three, or `search` is no text.
        """
        from .overview import overview

        return overview(self.values(), by, search)

    def search(self, words: str) -> Overview:
        """Return the mechanisms that contain all these words, in English or Chinese.

        Raises
        ------
        InputError
            If `words` is no text.
        """
        return self.overview(search=words)

    def _repr_html_(self) -> str:
        return self.overview()._repr_html_()


class UnknownMechanism(InputError, KeyError):
    """A key that the catalogue does not have."""

    def __init__(self, key: object, error: InputError) -> None:
        super().__init__(str(error))
        self.key = key

    def __str__(self) -> str:
        return str(self.args[0])


def load(file: str | Path) -> Mechanism:
    """Return the mechanism that a Python file declares, which is run: load only what you trust.

    Raises
    ------
    InputError
        If the file declares no ``mechanism``, or one whose key is not the file's name.
    """
    from ..mechanism import Mechanism

    if not isinstance(file, str | Path):
        raise InputError(f"file = {file!r} is no Python file.")
    file = Path(file)
    name = f"cogov_games.games.{file.stem}"
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None or not file.is_file():
        raise InputError(f"file = {file.name!r} is no Python file.")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    mechanism = getattr(module, "mechanism", None)
    if not isinstance(mechanism, Mechanism):
        raise InputError(f"{file.name} declares no `mechanism`.")
    if mechanism.key != file.stem:
        raise InputError(f"{file.name} declares {mechanism.key!r}; file name and key must agree.")
    return mechanism
