"""What each folder reads from the packs, read once for a policies folder and kept.

The packs are read when the server starts; a change of the files counts from the next start.
What is wrong with one region is set aside and told by `troubles()`; the others serve.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Generic, TypeVar

from huigong.kernel.errors import Unavailable
from huigong.kernel.packs.errors import PackError, Report
from huigong.kernel.packs.where import folder as installed

T = TypeVar("T")
_log = logging.getLogger("huigong.packs")
_all: list[Kept] = []
_told: list[Kept] = []


@dataclass(frozen=True)
class _Read(Generic[T]):
    value: T
    troubles: tuple[PackError, ...]


class Kept(Generic[T]):
    """Calls `read(folder, report)` once for each policies folder.

    `read` puts what is wrong with single regions into the report and returns what can be
    served; it raises `PackError` where nothing can. That becomes `Unavailable` (`packs.broken`).
    `told` is False for what has no part in `troubles()`.
    """

    def __init__(self, read: Callable[[Path, Report], T], *, told: bool = True) -> None:
        self._read = read
        self._results: dict[Path, _Read[T]] = {}
        _all.append(self)
        if told:
            _told.append(self)

    def __call__(self, folder: Path | None = None) -> T:
        """What was read from the installed packs, or from `folder`."""
        return self._of(folder or installed()).value

    def troubles(self, folder: Path | None = None) -> tuple[PackError, ...]:
        """What was set aside while reading."""
        return self._of(folder or installed()).troubles

    def has_read(self, folder: Path) -> bool:
        """Whether the folder was read already."""
        return folder in self._results

    def _of(self, folder: Path) -> _Read[T]:
        if folder not in self._results:
            self._results[folder] = self._fresh(folder)
        return self._results[folder]

    def _fresh(self, folder: Path) -> _Read[T]:
        report = Report()
        try:
            value = self._read(folder, report)
        except PackError as error:
            raise Unavailable(
                "packs.broken",
                what="政策资料包有错误，无法使用",
                why="\n" + "\n".join(str(trouble) for trouble in error.every[:20]),
                do="\n请运行 huigong pack check，按提示改好后再启动",
            ) from error
        for trouble in report:
            _log.error("set aside: %s", trouble)
        return _Read(value, tuple(report))


def read_all(folder: Path | None = None) -> None:
    """Reads whatever any folder keeps of the packs; raises `Unavailable` where something cannot be served."""
    for kept in _all:
        kept(folder)


def troubles(folder: Path | None = None) -> tuple[PackError, ...]:
    """What is wrong with regions that were set aside when the packs were read, for officers to see."""
    where = folder or installed()
    every = (error for kept in _told if kept.has_read(where) for error in kept.troubles(where))
    return tuple({(str(error.place), error.what, error.why): error for error in every}.values())
