"""Examines a file in a process of its own, which has so much time and memory and no more.

A small file can keep its reader busy for hours or unpack to more than the machine has; no
measuring beforehand finds every such file. The process is kept for the next file, since starting
it costs more than examining a photograph.
"""

from __future__ import annotations

import atexit
import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Collection
from contextvars import ContextVar
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from huigong.files.content import kinds, refusing
from huigong.files.content.examining import Examined, check_first_bytes
from huigong.files.content.kinds import Kind
from huigong.kernel.apart import environment
from huigong.kernel.errors import Invalid, TooMany, Unavailable
from huigong.kernel.turns import Turns

_MODULE = "huigong.files.content.child"
_MEMORY = 1536 * kinds.MEGABYTE
_SECONDS, _WALL_SECONDS = 15, 30.0  # of processor and by the clock, for one file
_LONG = 2.0  # seconds of processor, after which others have noticed
_MOST_FILES = 500  # of one process, so that what a reader leaks comes back


class Costly(Invalid):
    """Refused, and finding out took much time or memory: whoever sends many of these is kept from sending more."""


TOOK_LONG: ContextVar[Callable[[], None]] = ContextVar("TOOK_LONG", default=lambda: None)
"""Is told in this thread of a file that was taken after others had to wait for it: many of these are kept out as well."""


class _Died(Exception):
    """The process ended before it had answered."""


class _Examiner:
    """A process that examines one file after the other."""

    def __init__(self) -> None:
        words = [str(_MEMORY), str(_SECONDS), settings.LANGUAGE_CODE, *map(str, settings.LOCALE_PATHS)]
        self._process = subprocess.Popen(
            [sys.executable, "-m", _MODULE, *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment(),
        )
        self._left = _MOST_FILES

    @property
    def is_fit(self) -> bool:
        return self._left > 0 and self._process.poll() is None

    def ask(self, request: dict[str, Any], data: bytes) -> tuple[dict[str, Any], list[bytes]]:
        """The head of the answer and its parts. Raises `_Died`, also when the time is over."""
        self._left -= 1
        clock = threading.Timer(_WALL_SECONDS, self._process.kill)
        clock.daemon = True
        clock.start()
        try:
            return self._exchanged(request, data)
        except (OSError, ValueError) as error:
            raise _Died from error
        finally:
            clock.cancel()

    def _exchanged(self, request: dict[str, Any], data: bytes) -> tuple[dict[str, Any], list[bytes]]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(request).encode() + b"\n")
        self._process.stdin.write(data)
        self._process.stdin.flush()
        head = json.loads(self._process.stdout.readline())
        sizes = head.get("sizes", [])
        parts = [self._process.stdout.read(size) for size in sizes]
        if [len(part) for part in parts] != sizes:
            raise _Died
        return head, parts

    def end(self) -> None:
        self._process.kill()
        self._process.__exit__(None, None, None)


_turns = Turns(
    patience=_SECONDS + 5
)  # longer than any file: who waits for one of somebody else gets there; one file is open at a time for a process: memory is bounded by one
_kept: list[_Examiner] = []  # none or one, used by the thread that has the turn


def examine_apart(data: bytes, *, longest_side: int, wanted: Collection[Kind] = kinds.EVERYTHING) -> Examined:
    """What `content.examine` says of the file, within the bounds of time and memory.

    Raises as it does; `Costly` (`files.too_dear`, `files.bomb`) beyond the bounds, `TooMany` (`files.busy`) at
    once when others wait already and when nobody got to it within twenty seconds, `Unavailable`
    (`files.no_examiner`) where no process can start. What its first bytes tell is refused without a process.
    """
    check_first_bytes(data)
    request = {
        "size": len(data),
        "side": longest_side,
        "wanted": [kind.value for kind in wanted],
        "language": translation.get_language() or settings.LANGUAGE_CODE,
    }
    with _turns.turn(_busy):
        head, parts = _asked(request, data)
    if "refused" in head:
        raise (Costly if head["dear"] else Invalid)(**head["refused"])
    if head["seconds"] > _LONG:
        TOOK_LONG.get()()
    return Examined(Kind(head["kind"]), *parts)


def _asked(request: dict[str, Any], data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """Keeps the process only after a file that was no trouble to it."""
    examiner = _fit_examiner()
    try:
        head, parts = examiner.ask(request, data)
    except _Died as error:
        _end_kept()
        raise Costly(**refusing.too_dear().as_dict()) from error
    except BaseException:
        _end_kept()
        raise
    if head["dear"]:
        _end_kept()
    return head, parts


def _fit_examiner() -> _Examiner:
    if _kept and not _kept[0].is_fit:
        _end_kept()
    if not _kept:
        try:
            _kept.append(_Examiner())
        except OSError as error:
            raise Unavailable(
                code="files.no_examiner",
                what=_("现在检查不了文件，所以没有收"),
                why=_("机器上开不了检查文件的程序，不是您的文件有问题"),
                do=_("请过一会儿再传；还不行，请打服务电话"),
            ) from error
    return _kept[0]


def _busy() -> TooMany:
    return TooMany(
        code="files.busy",
        what=_("现在传文件的人多，没有轮到您"),
        why=_("文件要一个一个检查，不是您的文件有问题"),
        do=_("请过一分钟再传一次"),
    )


def _end_kept() -> None:
    while _kept:
        _kept.pop().end()


def _forget() -> None:
    """A forked process starts its own: two that talk to one would read each other's answers."""
    _kept.clear()


atexit.register(_end_kept)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
