"""Reads a file in a process of its own, which has so much time and memory and no more.

A small file can unpack to millions of paragraphs and keep its parser busy for hours; no
bound on the file's size stops that. The process gets the bytes and nothing else of ours: no
settings, no keys, no database.
"""

from __future__ import annotations

import importlib
import io
import os
import pickle
import subprocess
import sys
from dataclasses import replace
from decimal import Decimal
from typing import Any

from huigong.kernel.errors import DomainError, Invalid, Unavailable
from huigong.policy.reading import document as shapes
from huigong.policy.reading.document import ReadDocument
from huigong.policy.reading.refusals import MAX_BYTES, too_large

PROCESSOR_SECONDS = 30  # of the largest file; what is small gets less
WALL_SECONDS = 30
_LEAST_SECONDS, _BYTES_A_SECOND = 10, 200_000
MEMORY_BYTES = 1536 * 1024 * 1024
CHILD = "huigong.policy.reading.child"
ALLOWED = {
    shapes.__name__: frozenset({"Attribution", "Citation", "Doubt", "Point", "ReadClause", "ReadDocument", "Target"}),
    "datetime": frozenset({"date"}),
    Decimal.__module__: frozenset({"Decimal"}),
}  # fmt: skip


def read_apart(data: bytes, *, source: str = "", seconds: int | None = None) -> ReadDocument:
    """Read a file's bytes of any format the reader takes; `seconds` bounds the processor's time, by default by size.

    Raises `DomainError` with a code that starts with `reading.`: those of `read_file`, and
    `reading.too_slow` where the time ran out.
    """
    if len(data) > MAX_BYTES:
        raise too_large()
    seconds = seconds or seconds_for(len(data))
    try:
        ended = subprocess.run(
            [sys.executable, "-m", CHILD, str(seconds), str(MEMORY_BYTES)],
            input=data,
            capture_output=True,
            timeout=max(WALL_SECONDS, 2 * seconds),
            env=environment(),
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise _too_slow(seconds) from error
    except OSError as error:
        raise Unavailable(
            "reading.no_process", what="现在读不了文件。", why=f"{error}。", do="请稍后再试。"
        ) from error
    if ended.returncode:
        raise _too_slow(seconds)
    read, refused = unpacked(ended.stdout)
    if refused:
        raise Invalid(**refused)
    return replace(read, source=source)


def seconds_for(size: int) -> int:
    """The processor's time that a file of so many bytes gets."""
    return min(PROCESSOR_SECONDS, _LEAST_SECONDS + size // _BYTES_A_SECOND)


def unpacked(answer: bytes) -> tuple[ReadDocument, dict[str, str]]:
    """The child's answer; raises `DomainError` where it holds anything but the shapes of a reading."""
    read, refused = _Shapes(io.BytesIO(answer)).load()
    return read, refused


def environment() -> dict[str, str]:
    """What the process is told: where programs and our code lie, and no setting of ours."""
    kept = {name: value for name in ("PATH", "LANG", "SYSTEMROOT") if (value := os.environ.get(name))}
    return kept | {"PYTHONPATH": os.pathsep.join(path for path in sys.path if path), "PYTHONUTF8": "1"}


def _too_slow(seconds: int) -> DomainError:
    return Invalid(
        "reading.too_slow",
        what="这个文件读不完。",
        why=f"它展开以后太大或太复杂，超过了 {seconds} 秒或 {MEMORY_BYTES // 1024**2} MB 的限度。",
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
