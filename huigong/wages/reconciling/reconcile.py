"""One month of a region, reconciled: reads the tables, finds the differences, writes them."""

from __future__ import annotations

import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from huigong.kernel import regions
from huigong.kernel.errors import Invalid, Unavailable
from huigong.kernel.wholefiles import written_whole
from huigong.wages.law import Law
from huigong.wages.parameters import parameters
from huigong.wages.reconciling import attending, details, loading, placing, sums
from huigong.wages.reconciling.engines import Cluster, Engine, Here
from huigong.wages.reconciling.judging import judge
from huigong.wages.reconciling.months import Month, literal
from huigong.wages.reconciling.outcome import Outcome, as_json, outcome_of
from huigong.wages.reconciling.reading import FILE, LINE, Reader
from huigong.wages.reconciling.refusals import REASONS
from huigong.wages.reconciling.showing import name_files, write_differences
from huigong.wages.reconciling.sources import Sources, quoted, sources_of
from huigong.wages.reconciling.tables import TABLES

MEMORY = "1200MB"
_FOREVER = date(9999, 12, 31)
_REGION = re.compile(r"[0-9]{2,12}")


def reconcile(
    folder: Path,
    out: Path,
    *,
    month: Month,
    region: str,
    as_of: date | None = None,
    session: Any = None,
    detailed: bool = False,
) -> Outcome:
    """Writes `exceptions.parquet`, `refused.parquet` and `summary.json` into `out`, each whole or not at all; `detailed`
    also `workers.parquet` and `projects.parquet` (see `details`).

    `region`: the figures with which the codes of its places begin; `session`: a Spark that compares in this
    process's place, whose machines all see `out`. Raises `DomainError` for what cannot be used.
    """
    prefix = _prefix(region)
    if not folder.is_dir():
        raise Invalid("reconcile.folder", what=f"没有“{folder}”这个文件夹", do="请写对 --from")
    law, day = Law(parameters(), month.first), literal(as_of or _FOREVER)
    with _told_plainly(), _scratch(out) as scratch, _connected(scratch) as connection:
        sources = {table.name: sources_of(table, folder, scratch) for table in TABLES}
        if not any(each.parts for each in sources.values()):
            raise Invalid(
                "reconcile.nothing",
                what=f"“{folder}”里没有可以核对的表",
                do="文件或者文件夹叫 roster、attendance、payroll、bank、projects",
            )
        reader = Reader(connection)
        _read(sources, reader, month, prefix=prefix, law=law)
        engine: Engine = Cluster(connection, session, scratch) if session else Here(connection)
        engine.take(*sums.READ)
        sums.add_up(engine, month, as_of=day)
        engine.give("leaving")
        loading.load_earlier(sources["bank"], reader, month)
        engine.take("earlier")
        sums.compare(engine)
        judged = judge(engine, sources, month, law=law, region=prefix, as_of=day)
        engine.give("hits")
        outcome = outcome_of(connection, engine, judged, provisional=month.working_days.provisional)
        name_files(reader, list(sources.values()))
        if detailed:
            engine.give("months")
            details.make_details(reader, sources, month)
        _write(connection, outcome, out, month, detailed=detailed)
    return outcome


def _prefix(region: str) -> str:
    """`21` of 21 or 210000, `2107` of 210700; nothing of the nation's code, in which every place lies."""
    plain = region.strip()
    if not _REGION.fullmatch(plain):
        raise Invalid(
            "reconcile.region", what=f"“{region[:20]}”不是区划代码", do="请写 21 或者 2107 这样的数字"
        )
    if plain == regions.NATION:
        return ""
    return re.sub(r"(?:00)+$", "", plain)


def _read(sources: Mapping[str, Sources], reader: Reader, month: Month, *, prefix: str, law: Law) -> None:
    placing.place(sources["projects"], reader, month, prefix=prefix, law=law)
    placed = bool(sources["projects"].parts)
    for wanted in (loading.ROSTER_LINES, loading.PAYROLL_LINES, loading.BANK_LINES):
        loading.load(wanted, sources[wanted.table.name], reader, month, placed=placed)
    attending.load(sources["attendance"], reader, month, placed=placed, full_day=law.full_day)


def _write(
    connection: duckdb.DuckDBPyConnection, outcome: Outcome, out: Path, month: Month, *, detailed: bool
) -> None:
    with ExitStack() as stack:
        if detailed:
            both = (stack.enter_context(written_whole(out / name)) for name in details.FILES)
            details.write_details(connection, *(quoted(str(path)) for path in both))
        differences, refused, summary = (
            stack.enter_context(written_whole(out / name))
            for name in ("exceptions.parquet", "refused.parquet", "summary.json")
        )
        write_differences(connection, quoted(str(differences)), month=month.text)
        _write_refused(connection, quoted(str(refused)))
        text = json.dumps(as_json(outcome), ensure_ascii=False, indent=2)
        summary.write_text(f"{text}\n", encoding="utf-8")


def _write_refused(connection: duckdb.DuckDBPyConnection, out: str) -> None:
    """A row a refused line: its table, file, line and why; nothing of what stands in it."""
    words = ", ".join(f"('{reason}', '{text}')" for reason, text in REASONS.items())
    lines = " UNION ALL ".join(
        f"SELECT '{table.name}' AS origin, {FILE} AS number, {LINE} AS line, reason FROM {table.name}_read "
        "WHERE reason IS NOT NULL"
        for table in TABLES
    )
    connection.execute(
        f'COPY (SELECT origin AS "table", name AS file, line, reason, words FROM ({lines}) '
        f"JOIN files USING (origin, number) JOIN (VALUES {words}) AS told(reason, words) USING (reason) "
        f"ORDER BY 1, number, line) TO {out} (FORMAT parquet, USE_TMP_FILE false)"
    )


@contextmanager
def _told_plainly() -> Iterator[None]:
    """A failure of the engine or of the disk, in words that name nobody."""
    try:
        yield
    except (duckdb.Error, OSError) as error:
        kind = (
            "硬盘或内存不够"
            if isinstance(error, OSError | duckdb.OutOfMemoryException)
            else type(error).__name__
        )
        raise Unavailable(
            "reconcile.stopped",
            what="核对到一半停了，结果没有写",
            why=kind,
            do="文件可能坏了，或者硬盘满了：请核对后再运行一次",
        ) from error


@contextmanager
def _scratch(out: Path) -> Iterator[Path]:
    """A folder in `out` for what does not fit into memory; gone at the end."""
    out.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=".huigong-", dir=out))
    try:
        yield scratch
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


@contextmanager
def _connected(scratch: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY,
        "preserve_insertion_order": False,
        "temp_directory": str(scratch / "spilled"),
    }
    connection = duckdb.connect(config=settings)
    try:
        yield connection
    finally:
        connection.close()
