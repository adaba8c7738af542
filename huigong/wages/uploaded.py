"""Tables of a month as people upload them, put where they are read from."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path, PurePath

from huigong.kernel.errors import Invalid
from huigong.kernel.sentences import say
from huigong.wages.reconciling.tables import PROJECTS, TABLES

_FILES = frozenset([".xlsx", ".xlsm", ".xls", ".ods", ".csv", ".tsv", ".txt"])
MOST_BYTES = 20 * 1024 * 1024  # of all files together: a month of a site of thousands


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
