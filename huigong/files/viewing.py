"""Showing a document on a page: as a picture or a table that was made apart, so that nothing of the file itself runs."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from huigong.files import queries
from huigong.files.content import kinds
from huigong.files.content.kinds import Kind
from huigong.files.queries import Viewer
from huigong.kernel.apart import environment
from huigong.kernel.errors import Invalid, TooMany
from huigong.kernel.turns import Turns

SHOWN = frozenset({Kind.PDF, Kind.TEXT}) | kinds.TABLES
"""The kinds that are shown this way; pictures are shown as they are."""
_MODULE = "huigong.files.content.looking"
_MEMORY, _SECONDS, _WALL_SECONDS = 1024 * kinds.MEGABYTE, 10, 20.0
_turns = Turns(patience=10)


@dataclass(frozen=True)
class Sight:
    """One page of a document: its `picture` (JPEG), or the first `rows` of the sheet called `name`; of so many `pages`."""

    name: str
    pages: int
    page: int
    rows: tuple[tuple[str, ...], ...]
    picture: bytes


def look(viewer: Viewer, file_id: UUID, *, page: int, now: datetime) -> Sight:
    """Page `page` of a document, from 1; the look is in the trail as for `queries.opened`.

    Raises as that does, and `DomainError` (`files.not_shown`) for what cannot be shown within bounds of time and
    memory, `files.busy` when others wait already.
    """
    file = queries.opened(viewer, file_id, now=now)
    if file.kind not in SHOWN:
        raise _not_shown()
    data = b"".join(file.chunks)
    words = [sys.executable, "-m", _MODULE, file.kind.value, str(page), str(_MEMORY), str(_SECONDS)]
    with _turns.turn(_busy):
        try:
            process = subprocess.run(
                words, input=data, capture_output=True, timeout=_WALL_SECONDS, check=True, env=environment()
            )
        except (subprocess.SubprocessError, OSError) as error:
            raise _not_shown() from error
    head, _, picture = process.stdout.partition(b"\n")
    told = json.loads(head)
    rows = tuple(tuple(row) for row in told["rows"])
    return Sight(told["name"], told["pages"], min(max(page, 1), told["pages"]), rows, picture)


def _not_shown() -> Invalid:
    return Invalid(
        code="files.not_shown",
        what="这个文件不能在这里显示",
        why="它太大、打不开，或者不是能显示的种类",
        do="请下载以后打开",
    )


def _busy() -> TooMany:
    return TooMany(
        code="files.busy", what="现在看文件的人太多", why="文件要一个一个地打开", do="请过一会儿再看"
    )
