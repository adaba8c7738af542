"""Results that are there whole or not at all, whatever stops the work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa

from huigong.kernel.errors import DomainError

_FAILURES = (duckdb.Error, pl.exceptions.PolarsError, pa.ArrowException, OSError)


@contextmanager
def written_whole(out: Path) -> Iterator[Path]:
    """Where to write; it becomes `out` once everything is written, and an earlier `out` stays until then.

    Raises `DomainError` (`screen.stopped`) where people cannot be read or answers not be written.
    """
    part = out.with_name(f"{out.name}.part")
    try:
        yield part
        part.replace(out)
    except _FAILURES as error:
        raise DomainError(
            "screen.stopped",
            what="筛查到一半停了，结果没有写",
            why=str(error).splitlines()[0][:200],
            do="人的文件可能坏了，或者硬盘满了：请核对后再运行一次",
        ) from error
    finally:
        part.unlink(missing_ok=True)
