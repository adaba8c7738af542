"""At most so many files are read at once on this machine: each may take a processor and much memory for a while.

A slot is a locked file: whichever process holds it, the system gives it back when that
process ends, however it ends.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import IO

from django.conf import settings
from django.utils.translation import gettext as _

from huigong.kernel.errors import Unavailable

SLOTS = 2


@contextmanager
def slot() -> Iterator[None]:
    """Holds one of the machine's slots. Raises `DomainError` (`reading.busy`) at once where all are taken."""
    folder = settings.DATA_FOLDER / "reading"
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as held:
        files = (held.enter_context(_opened(folder / f"slot-{number}")) for number in range(SLOTS))
        if not any(_locked(file) for file in files):
            raise Unavailable(
                code="reading.busy",
                what=_("现在正在读别的文件，没有收下这一个"),
                why=_("读文件很占机器，同时只能读几个。"),
                do=_("请过一分钟再传一次。"),
            )
        yield


def _opened(path: Path) -> IO[bytes]:
    return os.fdopen(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "r+b")


def _locked(file: IO[bytes]) -> bool:
    try:
        _lock(file)
    except OSError:
        return False
    return True


try:
    import fcntl

    def _lock(file: IO[bytes]) -> None:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
except ImportError:  # Windows
    import msvcrt

    def _lock(file: IO[bytes]) -> None:
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
