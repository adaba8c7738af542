"""The list of people whom a clerk has to tell: what a page of it takes where 200,000 wait.

`python3 run.py bench newly` fills a database in a folder that is thrown away: every person has two things that are new and
no login (`--people`). A page is counted, read, unsealed and put into the trail as the desk does it; the first page and the
last that is shown. `--write` replaces its section of docs/reference/performance.md. Exit code 1 beyond the aim.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from bench import page

ROOT = Path(__file__).resolve().parents[1]
TITLE = "The list of people whom a clerk has to tell"
REGION = "510421"
TIMES = 30
AIM = 60  # milliseconds, as for every list


def fill(people: int) -> None:
    """The people share the sealed texts of one: only their keys and indexes differ."""
    from django.db import connection
    from django.utils import timezone

    from huigong.catalogue.models import News, RegisterScreening
    from huigong.registry.models import Person

    now = timezone.now()
    Person.objects.create(
        name="虚构一", resident_number="999999198005170017", phone="13900000001", sex="male",
        born_on=date(1980, 5, 17), hukou_place="511402", residence=REGION, registered_at=now,
    )  # fmt: skip
    table = Person._meta.db_table
    names = [str(field.column) for field in Person._meta.concrete_fields if field.column != "id"]
    own = {"public_id": "lower(hex(randomblob(16)))", "resident_number_index": "hex(randomblob(32))"}
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH RECURSIVE upto(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM upto WHERE n < %s) "
            f"INSERT INTO {table} ({', '.join(names)}) "
            f"SELECT {', '.join(own.get(name, name) for name in names)} FROM {table}, upto",
            [people],
        )
    screening = RegisterScreening.objects.create(region=REGION, on=timezone.localdate(now), began_at=now)
    keys = Person.objects.order_by("pk").values_list("pk", flat=True)
    News.objects.bulk_create(
        (
            News(
                person_id=key, service_id=service, region=REGION, first_seen_at=now, screening=screening,
                since=screening.on - timedelta(days=key % 90),
            )
            for key in keys
            for service in ("residence-permit", "basic-public-health")
        ),
        batch_size=5000,
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def measure(people: int) -> dict[str, list[float]]:
    """Milliseconds of each page, so many times."""
    from django.utils import timezone

    from huigong.catalogue import news
    from huigong.directory.principals import Grant, Principal
    from huigong.portals.desk.parts import paging

    fill(people)
    spent: dict[str, list[float]] = {}
    for named, number in (("the first page", "1"), ("the last page that is shown", str(paging.LAST))):
        spent[named] = []
        for turn in range(TIMES):
            clerk = Principal(f"clerk-{turn}", "虚构", (Grant("clerk", REGION),))
            began, asked = time.perf_counter(), {"page": number}
            every = news.untold(clerk)
            pages = paging.asked(asked, total=every[: paging.enough(asked) + 1].count())
            rows = news.untold_rows(clerk, pages.of(every), now=timezone.now())
            spent[named].append((time.perf_counter() - began) * 1000)
            assert len(rows) == paging.SIZE
    return spent


def step(people: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "huigong.config.settings"
    import django

    django.setup()
    print(json.dumps(measure(people)))


def run(data: Path, *words: str) -> str:
    done = subprocess.run(
        [sys.executable, "-m", *words],
        cwd=ROOT,
        env={**os.environ, "HUIGONG_DATA": str(data)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.exit(done.stderr[-3000:])
    return done.stdout


def section(people: int, lines: list[tuple[str, str]], load: float) -> str:
    """What stands in docs/reference/performance.md."""
    table = "\n".join(f"| {what} | {figure} |" for what, figure in lines)
    return f"""\
Measured on {date.today().isoformat()}, {os.cpu_count()} cores, SQLite, {people:,} people with two things each;
other work kept {load:.1f} processes running. Counting, reading, unsealing fifty people and their looks in the trail; aim:
{AIM} ms at the 95th percentile.

| What | Measured |
|---|---|
{table}
"""


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py bench newly")
    parser.add_argument("--people", type=int, default=200_000)
    parser.add_argument("--write", action="store_true", help="replace the section of the page of figures")
    parser.add_argument("--step", action="store_true", help=argparse.SUPPRESS)
    wanted = parser.parse_args(words)
    if wanted.step:
        step(wanted.people)
        return 0
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="huigong-bench-") as folder:
        run(Path(folder), "huigong", "set-up")
        spent = json.loads(run(Path(folder), "bench.newly", "--step", "--people", str(wanted.people)))
    slowest = {named: statistics.quantiles(each, n=20)[-1] for named, each in spent.items()}
    lines = [
        (named, f"{statistics.median(each):.0f} ms, p95 {slowest[named]:.0f} ms")
        for named, each in spent.items()
    ]
    for what, figure in lines:
        print(f"{what} | {figure}")
    if wanted.write:
        page.put("newly", section(wanted.people, lines, load), title=TITLE)
    return 1 if max(slowest.values()) > AIM else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
