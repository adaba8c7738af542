"""What a place has said itself on top of the packs: a small file for each kind of thing, in the data folder.

The database keeps who said what, when and from which day. A file is drawn from it after each change, and
again when a process starts. Every serving process looks now and then whether more was said, on this machine or
another, or a file was touched: so one that was lost or spoilt heals. Every process reads
it anew as soon as it has changed, which costs it one look at the folder. So what is asked of the packs still
needs neither framework nor database.
"""

from __future__ import annotations

import json
import logging
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Generic, TypeVar

from huigong.kernel.errors import DomainError
from huigong.kernel.packs.errors import PackError
from huigong.kernel.packs.kept import Kept
from huigong.kernel.packs.where import DATA_VARIABLE, data_folder
from huigong.kernel.registries import Registry
from huigong.kernel.wholefiles import written_whole

T = TypeVar("T")
Entry = TypeVar("Entry")
Row = dict[str, Any]
Rows = Callable[[], Sequence[Row]]
Newest = Callable[[], object]
_Mark = tuple[int, int, int]
_FOLDER = "local"
_log = logging.getLogger("huigong.packs")


@dataclass(frozen=True)
class _Source:
    rows: Rows
    newest: Newest


_drawn: Registry[str, _Source] = Registry("kind of local data")
_looked: dict[str, tuple[object, _Mark | None]] = {}


def draws(name: str, rows: Rows, *, newest: Newest) -> None:
    """From `AppConfig.ready`: the file of this name is drawn from what `rows` reads: values that JSON keeps.

    `newest` is cheap and differs whenever something was said since.
    """
    _drawn.add(name, _Source(rows, newest))


def draw(name: str) -> bool:
    """Draws one file anew from the database; whether it differed. To be called once a change is committed."""
    return _written(name, _drawn[name].rows())


def draw_all() -> int:
    """Draws every file anew; how many differed."""
    return sum(draw(name) for name in _drawn)


def look() -> int:
    """Draws the files of which more was said since this process last looked, or that were touched; how many differed."""
    return sum(map(_look, _drawn))


def _look(name: str) -> bool:
    newest = _drawn[name].newest()  # before the rows: what is said meanwhile is seen by the next look
    if _looked.get(name) == (newest, _mark(name)):
        return False
    differed = draw(name)
    _looked[name] = (newest, _mark(name))
    return differed


def marks() -> tuple[_Mark | None, ...]:
    """What changes whenever one of the files does: copies of pages that were made before are old."""
    return tuple(_mark(name) for name in _drawn)


def readable(name: str, rows: Sequence[Mapping[str, Any]], read: Callable[[Any], Entry]) -> Sequence[Entry]:
    """What `read` makes of the rows. One that it cannot read is left out and logged: the others still hold.

    Packs change below what a place said long ago, and a program may know less than the one that drew the file.
    """
    entries = []
    for number, row in enumerate(rows, start=1):
        try:
            entries.append(read(row))
        except (DomainError, KeyError, TypeError, ValueError):
            _log.exception("row %d of the local file %s is left out", number, name)
    return entries


@dataclass(frozen=True)
class _Value(Generic[T]):
    mark: _Mark
    below: T
    value: T


class Laid(Generic[T]):
    """What the packs say with the local file laid over it by `lay(value, rows)`.

    Called with a folder, it answers from that folder's packs alone: they are being checked or compared.
    """

    def __init__(self, kept: Kept[T], *, name: str, lay: Callable[[T, Sequence[Row]], T]) -> None:
        self.kept, self._name, self._lay = kept, name, lay
        self._last: _Value[T] | None = None

    def __call__(self, folder: Path | None = None) -> T:
        below = self.kept(folder)
        mark = None if folder else _mark(self._name)
        if mark is None:
            return below
        last = self._last
        if last is None or last.mark != mark or last.below is not below:
            last = self._last = _Value(mark, below, self._lay(below, _rows(self._name)))
        return last.value

    def troubles(self, folder: Path | None = None) -> tuple[PackError, ...]:
        """What was set aside while reading the packs."""
        return self.kept.troubles(folder)


def _path(name: str) -> Path:
    return _in(os.environ.get(DATA_VARIABLE, ""), name)


@lru_cache(maxsize=64)
def _in(_named: str, name: str) -> Path:
    """By the variable that names the data folder, since finding out where that is takes longer than looking."""
    return data_folder() / _FOLDER / f"{name}.json"


def _mark(name: str) -> _Mark | None:
    try:
        seen = _path(name).stat()
    except OSError:
        return None
    return seen.st_mtime_ns, seen.st_size, seen.st_ino


def _rows(name: str) -> Sequence[Row]:
    try:
        rows = json.loads(_path(name).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        _log.exception(
            "the local file %s cannot be read; the packs alone are used until it is drawn anew", name
        )
        return ()
    if not isinstance(rows, list):
        _log.error("the local file %s holds no rows; the packs alone are used until it is drawn anew", name)
        return ()
    return [row for row in rows if isinstance(row, dict)]


def _written(name: str, rows: Sequence[Row]) -> bool:
    path, text = _path(name), json.dumps(list(rows), ensure_ascii=False, indent=1, sort_keys=True)
    try:
        known = path.read_text(encoding="utf-8")
    except (OSError, ValueError):
        known = "" if rows or path.exists() else text  # nothing was ever said here: no file says so too
    if known == text:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    with written_whole(path) as part:
        part.write_text(text, encoding="utf-8")
    return True
