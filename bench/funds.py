"""A hundred thousand payments in one batch: reserved, written to the bank's file, and settled by its return file.

`python3 run.py bench funds` makes people and accounts in a database that is thrown away (`--payments`, 100,000), on SQLite;
`--postgres` on a throwaway PostgreSQL. Each step is one action in one transaction. `--write` replaces its section of
docs/reference/performance.md. Exit code 1 where the second reckoning of the books finds anything wrong.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import run as house
from bench import page
from bench.steps import run

TITLE = "Payments of a batch"
COUNTY = "510421"
OFFICE = f"{COUNTY}/hrss"
PACK = {
    f"{COUNTY}/invented/document.yaml": "title: 虚构的办法\nnumber: 虚构〔2026〕1号\nlevel: county\nissued_on: 2026-01-01\n"
    "in_force_from: 2026-01-01\nknown_by: facts\nclauses: [{number: 第一条, heading: 虚构, summary: 虚构}]\n",
    f"{COUNTY}/invented/funds.yaml": '- {id: bench, name: 虚构补贴, from: 2026-01-01, clauses: ["#第一条"], nature: appropriation, '
    "once_per: {within: life}, pay: {maker: case-officer, checker: finance-officer}, year_end: carry}\n",
    f"{COUNTY}/bank_files.yaml": 'profiles: [{id: bank, name: 虚构银行, format: delimited, encoding: gbk, separator: "|", '
    "columns: [{is: end_to_end}, {is: account}, {is: holder}, {is: amount}], "
    'totals: {at: last, columns: [{is: count}, {is: total}]}, returns: {format: delimited, encoding: gbk, separator: "|", '
    "columns: [{is: end_to_end}, {is: other}, {is: other}, {is: amount}, {is: code}], codes: {A: credited, B: returned}}}, "
    "{id: iso, name: ISO 20022, format: pain.001.001.09}]\n",
}


def measure(payments: int) -> None:
    """Everything in this process; prints JSON: the seconds of each step, and what the second reckoning said."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "huigong.config.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    call_command("migrate", verbosity=0)
    from huigong.directory.principals import Grant, Principal
    from huigong.funds import queries
    from huigong.funds.actions import batches, lines, returns
    from huigong.funds.actions import payments as wishes
    from huigong.funds.actions.payments import Wanted
    from huigong.funds.payees import Payee

    now = timezone.now()
    maker = Principal("maker", "经办", (Grant("case-officer", COUNTY, OFFICE),))
    checker = Principal("checker", "财务", (Grant("finance-officer", COUNTY, OFFICE),))
    payees = [Payee(person=key) for key in filled(payments, now)]
    told = {"source": "虚构", "purpose": "虚构", "payer_name": "虚构局", "payer_account": "510421000001"}
    line = lines.open_line(by=checker, now=now, fund="bench", office=OFFICE, year=now.year, **told)
    key = line.public_id.hex
    lines.grant(by=checker, now=now, line_id=key, amount=payments * 10_000, paper="虚构")
    wanted = [Wanted(payee, "虚构", amount=9_999) for payee in payees]
    spent: dict[str, tuple[float, float]] = {}

    def step(name: str, act: Callable[[], Any]) -> Any:
        began, worked = time.perf_counter(), time.process_time()
        result = act()
        spent[name] = (time.perf_counter() - began, time.process_time() - worked)
        return result

    step("reserve", lambda: wishes.reserve(by=maker, now=now, line_id=key, wanted=wanted))
    step("approve payments", lambda: wishes.commit(by=checker, now=now, line_id=key))
    batch = step("file", lambda: batches.make(by=maker, now=now, line_id=key, profile="bank")).batch
    given = {"now": now, "batch_id": batch.public_id.hex}
    step("approve file", lambda: batches.approve(by=checker, seen=batch.digest, **given))
    step("send", lambda: batches.send(by=maker, **given))
    _, content = batches.fetch(by=maker, **given)
    rows = content.decode("gbk").splitlines()[:-1]
    back = "\n".join(f"{row}|{'B' if at % 50 == 0 else 'A'}" for at, row in enumerate(rows)).encode("gbk")
    step("return", lambda: returns.take(by=maker, now=now, office=OFFICE, profile="bank", data=back))
    step("the same again", lambda: returns.take(by=maker, now=now, office=OFFICE, profile="bank", data=back))
    wrong = step("reckoned a second time", lambda: queries.what_is_wrong(checker))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    print(json.dumps({"spent": spent, "peak": peak, "wrong": wrong[:5], "file": len(content)}))


def filled(people: int, now: datetime) -> list[str]:
    """So many people with a verified account each; their public ids."""
    from huigong.funds.models import PayeeAccount
    from huigong.registry.models import Person

    rows = [
        Person(
            name=f"虚构{number}",
            resident_number=f"99{number:016d}",
            sex="male",
            born_on=date(1980, 1, 1),
            hukou_place=COUNTY,
            residence=COUNTY,
            registered_at=now,
        )
        for number in range(people)
    ]
    known = Person.objects.bulk_create(rows, batch_size=2000)
    PayeeAccount.objects.bulk_create(
        (
            PayeeAccount(
                payee=f"person:{person.public_id.hex}",
                person=person,
                region=COUNTY,
                office=OFFICE,
                holder=person.name,
                number=f"6222{person.pk:015d}",
                entered_at=now,
                entered_by="x",
                verified_at=now,
                verified_by="y",
            )
            for person in known
        ),
        batch_size=2000,
    )
    return [person.public_id.hex for person in known]


STEPS = ("reserve", "approve payments", "file", "approve file", "send", "return")


def rows(count: int, results: list[tuple[str, dict[str, Any]]]) -> list[tuple[str, str]]:
    told = []
    for database, result in results:
        spent = result["spent"]
        whole, worked = (sum(spent[name][at] for name in STEPS) for at in (0, 1))
        what = f"{count:,} payments on {database}: reserved, approved, in a file, sent, returned"
        told.append((what, f"{whole:.1f} s, of processor {worked:.1f} s; {result['peak'] / 1e6:.0f} MB"))
        steps = ", ".join(f"{name} {seconds:.1f}" for name, (seconds, _) in spent.items())
        told.append((f"of these, in seconds ({database})", steps))
    return told


def section(lines: list[tuple[str, str]], load: float) -> str:
    """What stands in docs/reference/performance.md."""
    table = "\n".join(f"| {what} | {figure} |" for what, figure in lines)
    return f"""\
Measured on {date.today().isoformat()}, {os.cpu_count()} cores; other work kept {load:.1f} processes running. The aim is 30 s. Each
step is one transaction; one payment in fifty comes back from the bank. Memory is the largest resident size of the process.

| What | Measured |
|---|---|
{table}
"""


def packs(folder: Path) -> Path:
    """The packs of the product beside a fund and a bank of this bench."""
    made = folder / "packs"
    made.mkdir()
    for path in (house.ROOT / "policies").iterdir():
        if path.name != COUNTY:
            (made / path.name).symlink_to(path)
    for name, text in PACK.items():
        (made / name).parent.mkdir(parents=True, exist_ok=True)
        (made / name).write_text(text, encoding="utf-8")
    return made


def measured(payments: int, database: str = "") -> dict[str, Any]:
    """The figures of a fresh database in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="huigong-bench-") as name:
        os.environ |= {"HUIGONG_POLICIES": str(packs(Path(name))), "DATABASE_URL": database}
        told: dict[str, Any] = json.loads(
            run(Path(name), "bench.funds", "--payments", str(payments), "--here")
        )
        return told


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py bench funds")
    parser.add_argument("--payments", type=int, default=100_000)
    parser.add_argument("--postgres", action="store_true", help="also on a throwaway PostgreSQL")
    parser.add_argument("--write", action="store_true", help="replace the section of the page of figures")
    parser.add_argument("--here", action="store_true", help=argparse.SUPPRESS)
    wanted = parser.parse_args(words)
    if wanted.here:
        measure(wanted.payments)
        return 0
    load = os.getloadavg()[0]
    results = [("SQLite", measured(wanted.payments))]
    if wanted.postgres:
        with house.throwaway_postgres() as address:
            results.append(("PostgreSQL", measured(wanted.payments, address)))
    lines = rows(wanted.payments, results)
    for what, figure in lines:
        print(f"{what}: {figure}")
    if wanted.write:
        page.put("funds", section(lines, load), title=TITLE)
    return 1 if any(result["wrong"] for _, result in results) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
