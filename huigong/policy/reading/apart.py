"""Reads a file in a process of its own, which has so much time and memory and no more.

A small file can unpack to millions of paragraphs and keep its parser busy for hours; no
bound on the file's size stops that. The process gets the bytes and nothing else of ours: no
settings, no keys, no database.
"""

from __future__ import annotations

import contextlib
import importlib
import io
import pickle
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import Decimal
from threading import Thread, Timer
from typing import IO, Any

from huigong.kernel.apart import environment
from huigong.kernel.errors import DomainError, Invalid, Unavailable
from huigong.policy.reading import document as shapes
from huigong.policy.reading import recognition
from huigong.policy.reading.document import ReadDocument
from huigong.policy.reading.refusals import MAX_BYTES, too_large

PROCESSOR_SECONDS = 30  # of the largest file; what is small gets less
WALL_SECONDS = 30
_LEAST_SECONDS, _BYTES_A_SECOND = 10, 200_000
MEMORY_BYTES = 1536 * 1024 * 1024
CHILD = "huigong.policy.reading.child"
PROGRESS = re.compile(rb"page ([0-9]{1,4}) ([0-9]{1,4})")
ALLOWED = {
    shapes.__name__: frozenset({"Attribution", "Citation", "Doubt", "Point", "ReadClause", "ReadDocument", "Target"}),
    "datetime": frozenset({"date"}),
    Decimal.__module__: frozenset({"Decimal"}),
}  # fmt: skip


def read_apart(
    data: bytes,
    *,
    source: str = "",
    seconds: int | None = None,
    scanned_pages: int = 0,
    on_page: Callable[[int, int], None] | None = None,
) -> ReadDocument:
    """Read a file's bytes of any format the reader takes; `seconds` bounds the processor's time, by default by size.

    A scanned file of at most `scanned_pages` pages is recognised where the `ocr` extra is
    installed; `on_page` hears number and count of each page before its turn.
    Raises `DomainError` with a code that starts with `reading.`: those of `read_file`, and
    `reading.too_slow` where the time ran out.
    """
    if len(data) > MAX_BYTES:
        raise too_large()
    read, refused = _answer(data, _Bounds(seconds or seconds_for(len(data)), MEMORY_BYTES))
    if refused.get("code") == "reading.scanned" and scanned_pages and recognition.installed():
        bounds = _Bounds(recognition.seconds_for(scanned_pages), recognition.MEMORY_BYTES, scanned_pages)
        read, refused = _answer(data, bounds, on_page)
    if refused:
        raise Invalid(**refused)
    return replace(read, source=source)


@dataclass(frozen=True)
class _Bounds:
    """What the process may take; with `pages` it recognises so many scanned ones."""

    seconds: int
    memory: int
    pages: int = 0

    @property
    def words(self) -> list[str]:
        return [str(number) for number in (self.seconds, self.memory, self.pages)]


def _answer(
    data: bytes, bounds: _Bounds, on_page: Callable[[int, int], None] | None = None
) -> tuple[ReadDocument, dict[str, str]]:
    try:
        process = subprocess.Popen(
            [sys.executable, "-m", CHILD, *bounds.words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(),
        )
    except OSError as error:
        raise Unavailable(
            "reading.no_process", what="现在读不了文件。", why=f"{error}。", do="请稍后再试。"
        ) from error
    clock = Timer(max(WALL_SECONDS, 2 * bounds.seconds), process.kill)
    told = Thread(target=_tell, args=(process.stderr, on_page))
    with process:
        clock.start()
        told.start()
        try:
            answer = _exchanged(process, data)
        finally:
            clock.cancel()
            process.kill()
            told.join()
    if process.returncode:
        raise _too_slow(bounds)
    return unpacked(answer)


def _exchanged(process: subprocess.Popen[bytes], data: bytes) -> bytes:
    """Hand the bytes over and wait for the answer; a process that died early leaves the pipe broken."""
    assert process.stdin
    assert process.stdout
    with contextlib.suppress(BrokenPipeError, OSError):
        process.stdin.write(data)
    with contextlib.suppress(BrokenPipeError, OSError):
        process.stdin.close()
    answer = process.stdout.read()
    process.wait()
    return answer


def _tell(lines: IO[bytes], on_page: Callable[[int, int], None] | None) -> None:
    """Read what the process says until it ends, so that it never waits, and pass its progress on."""
    for line in lines:
        match = PROGRESS.fullmatch(line.strip())
        if match and on_page:
            on_page(int(match[1]), int(match[2]))


def seconds_for(size: int) -> int:
    """The processor's time that a file of so many bytes gets."""
    return min(PROCESSOR_SECONDS, _LEAST_SECONDS + size // _BYTES_A_SECOND)


def unpacked(answer: bytes) -> tuple[ReadDocument, dict[str, str]]:
    """The child's answer; raises `DomainError` where it holds anything but the shapes of a reading."""
    read, refused = _Shapes(io.BytesIO(answer)).load()
    return read, refused


def _too_slow(bounds: _Bounds) -> DomainError:
    return Invalid(
        "reading.too_slow",
        what="这个文件读不完。",
        why=f"它展开以后太大或太复杂，超过了 {bounds.seconds} 秒或 {bounds.memory // 1024**2} MB 的限度。",
        do="请只保留政策文件的正文，另存为 TXT 或 DOCX 后再试。",
    )


class _Shapes(pickle.Unpickler):
    """Admits the shapes of a reading and nothing else, whatever a broken parser may have written."""

    def find_class(self, module: str, name: str) -> Any:
        if name not in ALLOWED.get(module, ()):
            raise Unavailable(
                "reading.no_process", what="现在读不了文件。", why=f"读出了意外的内容：{name}。"
            )
        return getattr(importlib.import_module(module), name)
