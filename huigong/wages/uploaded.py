"""Tables of a month as people upload them, put where they are read from."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path, PurePath

from huigong.kernel.errors import DomainError, Invalid, TooMany
from huigong.kernel.sentences import say
from huigong.kernel.turns import Turns
from huigong.wages.reconciling.tables import PROJECTS, TABLES

_FILES = frozenset([".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt"])
MOST_BYTES = 20 * 1024 * 1024  # of all files together: a month of a site of thousands

_turns = Turns(
    patience=20
)  # tables are read one set at a time for a process, so that pages are served meanwhile


def one_at_a_time() -> AbstractContextManager[None]:
    """The turn to read tables. It is taken before anything is locked. Raises `TooMany` (`wage.busy`)."""
    return _turns.turn(_busy)


def written_into(folder: Path, files: Mapping[str, tuple[str, bytes]]) -> Path:
    """The folder with the files in it. `files`: table → name of the file as people know it, and its bytes.

    Raises `Invalid`: `wage.file`, `wage.too_large`.
    """
    folder.mkdir()
    known = {table.name: table for table in TABLES}
    if sum(len(data) for _, data in files.values()) > MOST_BYTES:
        raise Invalid(
            "wage.too_large",
            what="文件加起来太大了",
            why="一次最多 20 MB",
            do="请去掉图片和多余的表再传",
            about=PROJECTS.name,
        )
    for name, (called, data) in files.items():
        suffix = PurePath(called).suffix.lower()
        if name not in known or suffix not in _FILES:
            raise Invalid(
                "wage.file",
                what=say("“{name}”读不了", name=called[:60]),
                do="请另存为 xlsx 或者 csv 再传",
                about=name,
            )
        (folder / f"{name}{suffix}").write_bytes(data)
    return folder


def require_seldom(lately: int, most: int) -> None:
    """What one officer may have kept within a day is bounded, since each version stays. Raises `TooMany` (`wage.too_often`)."""
    if lately >= most:
        raise TooMany(
            "wage.too_often",
            what=say("一天最多报{most}次", most=most),
            why="报过的每一次都要留着",
            do="请核对好，明天再报",
        )


def _busy() -> DomainError:
    return TooMany(
        "wage.busy",
        what="现在有别的项目的表正在核对",
        why="一次只核对一份，别的页面才不会变慢",
        do="请过一分钟再传一次",
    )
