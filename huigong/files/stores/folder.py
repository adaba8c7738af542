"""Files in a folder of this machine, or one that several machines mount."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from huigong.files.stores import Stored, is_key, lost, unavailable
from huigong.kernel.wholefiles import written_whole

_READ_AT_ONCE = 256 * 1024
_PRIVATE = 0o700
_UNFINISHED = ".part"  # how `written_whole` names what it has not finished


class Folder:
    """`ab/abcd…` below `place`: 256 folders, names of random digits, readable by the owner only."""

    def __init__(self, place: Path) -> None:
        self.place = place

    def put(self, key: str, pieces: Iterable[bytes], *, size: int) -> None:
        path = self._path(key)
        try:
            self._make(path.parent)
            with written_whole(path) as part, part.open("wb") as file:
                for piece in pieces:
                    file.write(piece)
            _sync(path.parent)  # the name, too, is there after a power loss
        except OSError as error:
            raise unavailable(error) from error

    def get(self, key: str) -> Iterator[bytes]:
        try:
            file = self._path(key).open("rb")
        except FileNotFoundError as error:
            raise lost() from error
        except OSError as error:
            raise unavailable(error) from error

        def pieces() -> Iterator[bytes]:
            with file:
                while piece := file.read(_READ_AT_ONCE):
                    yield piece

        return pieces()

    def remove(self, key: str) -> None:
        try:
            self._path(key).unlink(missing_ok=True)
        except OSError as error:
            raise unavailable(error) from error

    def has(self, key: str) -> bool:
        return self._path(key).is_file()

    def everything(self) -> Iterator[Stored]:
        for path in self._files():
            if is_key(path.name):
                with suppress(FileNotFoundError):
                    yield Stored(path.name, _changed(path))

    def tidy(self, *, before: datetime) -> int:
        removed = 0
        for path in self._files():
            with suppress(FileNotFoundError):
                if path.name.endswith(_UNFINISHED) and _changed(path) < before:
                    path.unlink()
                    removed += 1
        return removed

    def _files(self) -> Iterator[Path]:
        for folder in sorted(self.place.glob("[0-9a-f][0-9a-f]")):
            yield from sorted(folder.iterdir())

    def _path(self, key: str) -> Path:
        if not is_key(key):
            raise ValueError("a key is 32 hexadecimal digits")
        return self.place / key[:2] / key

    def _make(self, folder: Path) -> None:
        for each in (self.place, folder):
            if not each.is_dir():
                each.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
                _sync(each.parent)


def _changed(path: Path) -> datetime:
    return datetime.fromtimestamp(path.stat().st_mtime, UTC)


def _sync(folder: Path) -> None:
    if os.name == "nt":  # a folder cannot be opened there
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
