"""Polars inside this process: streams from Parquet to Parquet."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path
from threading import Lock

import polars as pl

from huigong.catalogue.screening_many.mark import KEY, mark_of
from huigong.catalogue.screening_many.people import ID, People, Progress
from huigong.catalogue.screening_many.plan import Asked, answers, columns
from huigong.rules.compile.polars import PolarsProgram


def screen(asked: Asked, people: People, out: Path, *, progress: Progress | None = None) -> tuple[str, ...]:
    """Writes one row a person to `out`, in any order; gives the facts that were read."""
    source, program = _begun(asked, people)
    words: defaultdict[str, dict[str, pl.Expr]] = defaultdict(dict)

    def say(service: str, text: str) -> pl.Expr:
        # A word is written as its number; the same object for the same word, so that it is known again.
        listed = words[service]
        return listed.setdefault(text, pl.lit(len(listed), dtype=pl.UInt16))

    def reason(service: str, number: pl.Expr) -> pl.Expr:
        return number.cat.to(pl.Enum(list(words[service])))

    outputs = columns(asked, program, say, reason)
    read = source.select(ID, *program.inputs)
    frame = program.frame(_told(read, progress) if progress else read, outputs, keep=[ID])
    mark = {KEY: mark_of(asked, people).text}
    frame.sink_parquet(out, compression="snappy", maintain_order=False, metadata=mark)
    return tuple(sorted(program.used))


def screen_answers(asked: Asked, people: People, out: Path) -> None:
    """Writes one row a person to `out`, in any order, with what each service answers and nothing else."""
    source, program = _begun(asked, people)
    outputs = answers(asked, program)
    frame = program.frame(source.select(ID, *program.inputs), outputs, keep=[ID])
    frame.sink_parquet(out, compression="snappy", maintain_order=False)


def _begun(asked: Asked, people: People) -> tuple[pl.LazyFrame, PolarsProgram]:
    source = pl.scan_parquet(people.files)
    kinds = dict(source.collect_schema())
    return source, PolarsProgram(asked.setting, people.facts, kinds, digits=people.digits)


def _told(source: pl.LazyFrame, progress: Progress) -> pl.LazyFrame:
    """Tells `progress` how much of the people has been read, 0 to 1, as they pass."""
    total, lock, seen = source.select(pl.len()).collect().item(), Lock(), 0

    def pass_on(some: pl.DataFrame) -> pl.DataFrame:
        nonlocal seen
        with lock:
            seen += some.height
            progress(seen / max(total, 1))
        return some

    return source.map_batches(pass_on, streamable=True, validate_output_schema=False)
