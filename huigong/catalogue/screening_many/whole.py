"""Work on many people: failures become a plain `DomainError`, results are written completely or not at all."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa

from huigong.kernel import wholefiles
from huigong.kernel.errors import Invalid, Unavailable

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
    """Where to write; it becomes `out` once everything is written. Raises as `told_plainly`."""
    with told_plainly("筛查到一半停了，结果没有写"), wholefiles.written_whole(out) as part:
        yield part


def require_apart(out: Path, *, people: Path) -> None:
    """Raises `DomainError` (`screen.same_file`) where the result would take the place of the people, or lie among them."""
    members = people.rglob("*.parquet") if people.is_dir() else [people]
    if (
        any(_same(out, member) for member in members)
        or any(_same(folder, people) for folder in (out, *out.resolve().parents))
        or (out.is_dir() and any(_same(out, folder) for folder in people.resolve().parents))
    ):
        raise Invalid(
            "screen.same_file",
            what=f"“{out}”就是写着人的文件，或者在它的文件夹里",
            why="结果会盖掉人，或者下一次被当成人来读",
            do="请换一个 --out",
        )


def _same(first: Path, second: Path) -> bool:
    return first.exists() and second.exists() and first.samefile(second)
