"""A register of millions: finding one by its key, a page of a list, a person's page, and the night.

`python3 run.py bench records` fills a thrown-away SQLite database with a million plates (`--rows`), three in a thousand of
which turn tonight. Rows are copied in the database from one that was recorded as people do, so that filling takes
half a minute and not a day. `--write` replaces its section of docs/reference/performance.md.
Exit code 1 where a look takes longer than its aim.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from bench import page

TITLE = "A register of a million records"
TODAY = date(2026, 6, 1)
NOW = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
ONE_IN = 333
AIMS = {"key": 0.05, "night": 60.0}
WORDS = {
    "key": "one record by its key",
    "list": "the first page of a list by state, counted as far as anybody turns pages",
    "person": "all that registers say of a person",
    "night": "the night, of whose records 0.3 % turn",
}


def main(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py bench records", description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--write", action="store_true")
    asked = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as folder:
        measured = _measure(Path(folder), asked.rows)
    for name, (seconds, said) in measured.items():
        print(f"{WORDS[name]}: {_spell(seconds)} {said}", flush=True)
    if asked.write:
        page.put("records", _section(measured, asked.rows), title=TITLE)
    return int(any(measured[name][0] > aim for name, aim in AIMS.items()))


def _measure(folder: Path, rows: int) -> dict[str, tuple[float, str]]:
    person = _begun(folder)
    _copied(rows)
    from huigong.records import listing, nights, queries
    from tests.unit.records.packs import COUNTY
    from tests.unit.records.someone import POLICE

    police = POLICE.with_purpose("bench")

    def by_key() -> str:
        values = {"车架号": "AB123"}
        return f"{len(queries.with_key(police, 'ebike-plate', values, region=COUNTY, now=NOW))} found"

    def by_list() -> str:
        records = listing.listed(police, "ebike-plate", state="有效", now=NOW)
        return f"{len(listing.rows(records[:50]))} of {records[:1001].count()}"

    def of_person() -> str:
        return f"{len(queries.of_person(police, person, now=NOW))} records"

    looks = {"key": _timed(by_key), "list": _timed(by_list), "person": _timed(of_person)}
    return looks | {"night": _timed(lambda: f"{nights.turn(now=NOW)} turned", times=1)}


def _begun(folder: Path) -> str:
    """A database with one plate, recorded as people do; the public id of whose it is."""
    from tests.unit.records.packs import COUNTY, installed

    installed(folder / "policies")
    os.environ |= {"HUIGONG_POLICIES": str(folder / "policies"), "HUIGONG_DATA": str(folder / "data")}
    os.environ["DJANGO_SETTINGS_MODULE"] = "huigong.config.settings"
    (folder / "data").mkdir()
    import django

    django.setup()
    from dataclasses import asdict

    from django.core.management import call_command

    from huigong.records.actions.recording import Subject, begin
    from huigong.records.kinds import About
    from huigong.registry.actions import people
    from tests.unit.records.someone import CLERK, POLICE
    from tests.unit.registry.someone import new_person

    call_command("migrate", verbosity=0)
    somebody = people.register(by=CLERK, now=NOW, **asdict(new_person(1, residence=COUNTY))).public_id.hex
    begin(
        by=POLICE,
        now=NOW,
        kind="ebike-plate",
        subject=Subject(About.PERSON, somebody),
        region=COUNTY,
        event="签发",
        on=TODAY - timedelta(days=20),
        said={"车架号": "AB123", "检验有效期": "2027-06-01"},
    )
    return somebody


def _copied(rows: int) -> None:
    """The plate as often as is wanted, each with a key and a number of its own, about nobody."""
    from django.db import connection

    from huigong.records.models import Record, RecordKey

    numbers = f"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows})"
    own = {
        "id": "i + 1",
        "public_id": "lower(hex(randomblob(16)))",
        "number": "'bench' || i",
        "person_id": "NULL",
        "date_1": f"date('{TODAY}', CASE WHEN i % {ONE_IN} = 0 THEN '-1 days' ELSE '+' || (40 + i % 300) || ' days' END)",
        "next_change_on": f"CASE WHEN i % {ONE_IN} = 0 THEN '{TODAY}' ELSE date('{TODAY}', '+' || (10 + i % 300) || ' days') END",
    }
    key = {"id": "i + 1", "record_id": "i + 1", "digest": "lower(hex(randomblob(32)))"}
    with connection.cursor() as cursor:
        for model, changed in ((Record, own), (RecordKey, key)):
            columns = [field.column for field in model._meta.concrete_fields]
            chosen = ", ".join(changed.get(column, f"r.{column}") for column in columns)
            into = f"INSERT INTO {model._meta.db_table} ({', '.join(columns)})"
            cursor.execute(
                f"{into} {numbers} SELECT {chosen} FROM n, {model._meta.db_table} r WHERE r.id = 1"
            )
        cursor.execute("ANALYZE")


def _timed(look: Callable[[], Any], *, times: int = 5) -> tuple[float, str]:
    seconds, said = [], ""
    for _ in range(times):
        began = time.perf_counter()
        said = str(look())
        seconds.append(time.perf_counter() - began)
    return median(seconds), said


def _section(measured: dict[str, tuple[float, str]], rows: int) -> str:
    load = os.getloadavg()[0]
    lines = [
        f"Measured on {date.today().isoformat()}, SQLite, {rows:,} records of one kind; other work kept {load:.1f} processes running.",
        "",
        "| What | To reach | Measured | Reached |",
        "|---|---|---|---|",
    ]
    for name, (seconds, said) in measured.items():
        aim = AIMS.get(name)
        reached = "–" if aim is None else "yes" if seconds <= aim else "no"
        lines.append(
            f"| {WORDS[name]} | {f'≤ {_spell(aim)}' if aim else '–'} | {_spell(seconds)}; {said} | {reached} |"
        )
    return "\n".join(lines)


def _spell(seconds: float) -> str:
    return f"{seconds * 1000:.1f} ms" if seconds < 1 else f"{seconds:.1f} s"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
