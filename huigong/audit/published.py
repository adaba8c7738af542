"""Heads of the trail kept outside the database: one line each in a file that is only ever added to.

Whoever controls the database can remove its end without a trace inside it; not where
somebody else keeps a line of what was.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from huigong.audit.models import AuditBatch
from huigong.kernel.errors import Invalid, Unavailable


@dataclass(frozen=True)
class Head:
    """The end of the trail at a moment: after batch `batch` and event `sequence`, as signed then."""

    batch: int
    sequence: int
    sealed_at: str
    digest: str
    key_id: str
    signature: str

    @classmethod
    def of(cls, batch: AuditBatch) -> Head:
        return cls(
            batch=batch.number,
            sequence=batch.last_sequence,
            sealed_at=batch.sealed_at.isoformat(),
            digest=batch.digest,
            key_id=batch.key_id,
            signature=batch.signature,
        )


def newest() -> Head | None:
    """The head of the last batch, or None before the first."""
    batch = AuditBatch.objects.order_by("-number").first()
    return Head.of(batch) if batch else None


def append(head: Head, path: Path) -> None:
    """Adds the head as the last line, and returns when the disk has it.

    Raises `DomainError` (`audit.not_published`) where the file cannot be written.
    """
    line = json.dumps(asdict(head), separators=(",", ":")) + "\n"
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("a", encoding="utf-8") as file:
            file.write(line)
            file.flush()
            os.fsync(file.fileno())
    except OSError as error:
        raise Unavailable(
            code="audit.not_published",
            what=f"审计链头没有写进 {path}",
            why=error.strerror or str(error),
            do="请检查这个位置能不能写，或者换一个文件",
        ) from error


def heads(path: Path) -> tuple[Head, ...]:
    """The heads in a file, in its order.

    Raises `DomainError`: `audit.no_heads` (no such file), `audit.heads_unreadable` (with the line).
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Invalid(
            code="audit.no_heads",
            what=f"读不到已公布的审计链头：{path}",
            why="文件不在，或者不是文字文件",
            do="请核对文件名；公布用 huigong audit publish --to 文件",
        ) from error
    return tuple(_heads(lines, path))


def _heads(lines: Iterable[str], path: Path) -> Iterable[Head]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            head = Head(**json.loads(line))
        except (ValueError, TypeError) as error:
            raise _unreadable(path, number) from error
        if not (
            type(head.batch) is int and all(isinstance(text, str) for text in list(asdict(head).values())[2:])
        ):
            raise _unreadable(path, number)
        yield head


def _unreadable(path: Path, number: int) -> Invalid:
    return Invalid(
        code="audit.heads_unreadable",
        what=f"{path} 第 {number} 行不是审计链头",
        why="这一行被改动过，或者没有写完",
        do="请找没有改动过的那一份再核验",
    )
