"""Work on many people that ends well or with a plain word, and results that are there whole or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa

from huigong.kernel.errors import Unavailable

_FAILURES = (duckdb.Error, pl.exceptions.PolarsError, pa.ArrowException, OSError)


@contextmanager
def told_plainly(what: str) -> Iterator[None]:
    """Raises `DomainError` (`screen.stopped`) with `what` where people cannot be read or answers not be written."""
    try:
        yield
    except _FAILURES as error:
        raise Unavailable(
            "screen.stopped",
            what=what,
            why=str(error).splitlines()[0][:200],
            do="人的文件可能坏了，或者硬盘满了：请核对后再运行一次",
        ) from error


@contextmanager
def written_whole(out: Path) -> Iterator[Path]:
    """Where to write; it becomes `out` once everything is written, and an earlier `out` stays until then.

    Raises as `told_plainly`.
    """
    part = out.with_name(f"{out.name}.part")
    try:
        with told_plainly("筛查到一半停了，结果没有写"):
            yield part
            part.replace(out)
    finally:
        part.unlink(missing_ok=True)
