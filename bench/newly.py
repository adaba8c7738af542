"""The list of people whom a clerk has to tell: what a page of it takes where 200,000 wait.

`python3 run.py bench newly` fills a database in a folder that is thrown away: every person has two things that are new and
no login (`--people`). A page is asked for as a browser does: counted, read, unsealed and put into the trail; the first one
and one in the middle of the list. `--write` replaces its section of docs/reference/performance.md. Exit code 1 beyond the aim.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from datetime import date
from pathlib import Path
from typing import Any

from bench import page
from bench.steps import run

TITLE = "The list of people whom a clerk has to tell"
REGION = "510421"
TIMES = 30
AIM = 100  # milliseconds, as for a search, which unseals what it shows and puts looks into the trail too


def fill(people: int) -> None:
    """The people share the sealed texts of one: only their keys and indexes differ."""
    from django.db import connection
    from django.utils import timezone

    from huigong.catalogue.models import News, RegisterScreening
    from huigong.registry.models import Person

    now = timezone.now()
    Person.objects.create(
        name="虚构一", resident_number="999999198005170012", phone="13900000001", sex="male",
        born_on=date(1980, 5, 17), hukou_place="511402", residence=REGION, registered_at=now,
    )  # fmt: skip
    screening = RegisterScreening.objects.create(region=REGION, on=timezone.localdate(now), began_at=now)
    for service in ("residence-permit", "basic-public-health"):
        News.objects.create(
            person=Person.objects.get(), service_id=service, region=REGION, since=screening.on, first_seen_at=now,
            screening=screening,
        )  # fmt: skip
    _multiply(
        Person, people, public_id="lower(hex(randomblob(16)))", resident_number_index="hex(randomblob(32))"
    )
    _multiply(News, people, person_id="n", since=f"date('{screening.on}', '-' || (n %% 90) || ' days')")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _multiply(model: type[Any], times: int, **own: str) -> None:
    """Every row so many times with `n` from 2 on; `own` are the columns in which the copies differ."""
    from django.db import connection

    table = model._meta.db_table
    names = [str(field.column) for field in model._meta.concrete_fields if field.column != "id"]
    copied = ", ".join(own.get(name, name) for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE upto(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM upto WHERE n < %s) "
            f"INSERT INTO {table} ({', '.join(names)}) SELECT {copied} FROM {table}, upto",
            [times],
        )


def measure(people: int) -> dict[str, list[tuple[float, float]]]:
    """Milliseconds of each page by the clock and of processor, so many times."""
    from django.utils import timezone

    from huigong.casework.queries.keyset import START, Place, turned
    from huigong.catalogue import news
    from huigong.catalogue.models import News
    from huigong.catalogue.services import catalogue
    from huigong.directory.principals import Grant, Principal
    from huigong.portals.desk.parts import paging
    from huigong.portals.desk.people import newly

    fill(people)
    catalogue()  # a page finds it read
    spent: dict[str, list[tuple[float, float]]] = {}
    middle = News.objects.order_by("region", "since", "person_id").values_list(
        "region", "since", "person_id"
    )[people]
    for named, place in (("the first page", START), ("a page in the middle of the list", Place(middle))):
        spent[named] = []
        for turn in range(TIMES):
            clerk = Principal(f"clerk-{turn}", "虚构", (Grant("clerk", REGION),))
            began, worked = time.perf_counter(), time.process_time()
            every = news.untold(clerk, region=REGION)
            counted = every[: newly.MOST + 1].count()
            shown = turned(every.select_related("person"), newly.ORDER, place, size=paging.SIZE)
            rows = news.untold_rows(clerk, shown.rows, now=timezone.now())
            took = (time.perf_counter() - began, time.process_time() - worked)
            assert (len(rows), counted) == (paging.SIZE, newly.MOST + 1)
            spent[named].append((took[0] * 1000, took[1] * 1000))
    return spent


def step(people: int) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "huigong.config.settings"
    import django

    django.setup()
    print(json.dumps(measure(people)))


def section(people: int, lines: list[tuple[str, str]], load: float) -> str:
    """What stands in docs/reference/performance.md."""
    table = "\n".join(f"| {what} | {figure} |" for what, figure in lines)
    return f"""\
Measured on {date.today().isoformat()}, {os.cpu_count()} cores, SQLite, {people:,} people with two things each;
other work kept {load:.1f} processes running, which the clock counts too. Counting, reading, unsealing fifty people and
their looks in the trail; aim: {AIM} ms of processor at the 95th percentile.

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
    slowest = {
        named: statistics.quantiles([worked for _, worked in each], n=20)[-1] for named, each in spent.items()
    }
    lines = [
        (
            named,
            f"{statistics.median(worked for _, worked in each):.0f} ms of processor, p95 {slowest[named]:.0f} ms; "
            f"{statistics.median(wall for wall, _ in each):.0f} ms by the clock",
        )
        for named, each in spent.items()
    ]
    for what, figure in lines:
        print(f"{what} | {figure}")
    if wanted.write:
        page.put("newly", section(wanted.people, lines, load), title=TITLE)
    return 1 if max(slowest.values()) > AIM else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
