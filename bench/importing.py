"""Import of a register from a spreadsheet, beside the bare read of the same file.

`python3 run.py bench importing` makes a workbook of 100,000 invented people × 20 columns (`--rows`) and takes it into an
empty register, then once more, in a folder that is thrown away; on SQLite, or where DATABASE_URL says. The bare read
goes through every cell and keeps nothing; it is taken before and after, because other work may come and go. `--write`
replaces its section of docs/reference/performance.md. Exit code 1 where the import takes more than it may.
"""

from __future__ import annotations

import argparse
import os
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import NamedTuple

from xlsxwriter import Workbook

from bench import page

TITLE = "A file of people taken in"
_SECONDS, _TIMES = 12, 5  # what it may take: seconds, or times the bare read, whichever is more
_HEAD = [
    "序号",
    "姓名",
    "性别",
    "身份证号",
    "出生日期",
    "手机号",
    "户籍地",
    "现居住地",
    "住址",
    "居住起始日",
    "用人单位",
    "工作地区",
    "工程项目",
    "工种",
    "上岗日",
    "离岗日",
    "已签劳动合同",
    "文化程度",
    "民族",
    "备注",
]


def write(path: Path, rows: int) -> None:
    """The file: valid numbers of a county that was never issued."""
    from huigong.kernel.identity import check_character

    book = Workbook(path, {"constant_memory": True})
    page = book.add_worksheet("花名册")
    page.write_row(0, 0, _HEAD)
    names = "甲乙丙丁戊己庚辛壬癸"
    for at in range(rows):
        day, order = at // 900, at % 900
        body = f"510499{1950 + day // 336}{day // 28 % 12 + 1:02d}{day % 28 + 1:02d}{order:03d}"
        name = names[at % 10] + names[at // 10 % 10] + names[at // 100 % 10]
        cells: tuple[object, ...] = (at + 1, name, "男" if order % 2 else "女", body + check_character(body))
        cells += (f"{body[6:10]}-{body[10:12]}-{body[12:14]}", f"139{at:08d}", "四川省攀枝花市米易县")
        cells += (
            "四川省攀枝花市仁和区",
            f"某街道{at % 500}号",
            "2020-03-01",
            f"虚构单位{at % 400}号有限公司",
        )
        cells += ("四川省攀枝花市仁和区", "", "钢筋工", "2024-03-01", "", "是", "初中", "汉", "")
        page.write_row(at + 1, 0, cells)
    book.close()


class Spent(NamedTuple):
    """Seconds by the clock, and of processor time of this process and those it started."""

    wall: float
    processor: float


def spent(work: Callable[[], object]) -> Spent:
    began, worked = time.perf_counter(), _processor()
    work()
    return Spent(time.perf_counter() - began, _processor() - worked)


def _processor() -> float:
    own, others = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + others.ru_utime + others.ru_stime


def measure(folder: Path, rows: int) -> dict[str, Spent]:
    """The bare read twice, the file taken in, and the same file again."""
    os.environ["HUIGONG_DATA"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "huigong.config.settings"
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from huigong.directory.principals import Grant, Principal
    from huigong.kernel.frames import roomy
    from huigong.registry.actions.importing import import_people
    from huigong.sheets import opening

    call_command("migrate", verbosity=0)
    file = folder / "register.xlsx"
    write(file, rows)
    data = file.read_bytes()
    clerk = Principal("bench", "虚构·窗口", (Grant("clerk", "510400"),))

    def read() -> None:
        for sheet in opening.sheets(data):
            for _row in sheet.rows():
                pass

    def take() -> None:
        import_people(by=clerk, now=timezone.now(), region="510400", data=data, name="")

    # As the command is called: how deep the stack is must not say how long a loop takes.
    turns = {"before": read, "first": take, "again": take, "after": read}
    return {turn: spent(roomy(work)) for turn, work in turns.items()}


def section(rows: int, measured: dict[str, Spent], load: float) -> str:
    """What stands in docs/reference/performance.md."""
    bare, first, again = _bare(measured), measured["first"], measured["again"]
    reached = "yes" if _is_reached(measured) else "no"
    database = "PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite"
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6
    return f"""\
Measured on {date.today().isoformat()}: {os.cpu_count()} cores, {database}; other work kept {load:.1f} processes running.
A workbook of {rows:,} people × 20 columns, nobody of whom is on record; {peak:.0f} MB at most. Processor time counts
the process that seals beside the one that reads.

| What | By the clock | Of processor time |
|---|---|---|
| bare read of the file, every cell | {bare.wall:.1f} s | {bare.processor:.1f} s |
| taken in: to reach {_SECONDS} s or {_TIMES} times the bare read, whichever is more | {first.wall:.1f} s, {first.wall / bare.wall:.1f} times, {reached} | {first.processor:.1f} s, {first.processor / bare.processor:.1f} times |
| the same file again, nothing changed | {again.wall:.1f} s, {again.wall / bare.wall:.1f} times | {again.processor:.1f} s, {again.processor / bare.processor:.1f} times |
"""


def _bare(measured: dict[str, Spent]) -> Spent:
    """The mean of the reads before and after."""
    before, after = measured["before"], measured["after"]
    return Spent((before.wall + after.wall) / 2, (before.processor + after.processor) / 2)


def _is_reached(measured: dict[str, Spent]) -> bool:
    return measured["first"].wall <= max(_SECONDS, _TIMES * _bare(measured).wall)


def main(words: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="run.py bench importing")
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--write", action="store_true", help="replace the section of the page of figures")
    wanted = parser.parse_args(words)
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="huigong-bench-") as folder:
        measured = measure(Path(folder), wanted.rows)
    text = section(wanted.rows, measured, load)
    print(text)
    if wanted.write:
        page.put("importing", text, title=TITLE)
    return 0 if _is_reached(measured) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
