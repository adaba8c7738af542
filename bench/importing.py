"""Import of a register from a spreadsheet, beside the bare read of the same file.

    python -m bench.importing [rows]

100,000 invented people × 20 columns by default, into an empty register of the database that the
settings name (SQLite in a folder that is thrown away, unless HUIGONG_DATABASE says otherwise).
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
from pathlib import Path

from xlsxwriter import Workbook

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


def main(rows: int = 100_000) -> None:
    folder = Path(tempfile.mkdtemp(prefix="huigong-bench-"))
    os.environ.setdefault("HUIGONG_DATA", str(folder))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huigong.config.settings")
    import django

    django.setup()
    from django.core.management import call_command
    from django.utils import timezone

    from huigong.directory.principals import Grant, Principal
    from huigong.registry.actions.importing import import_people
    from huigong.sheets import opening

    call_command("migrate", verbosity=0)
    file = folder / "register.xlsx"
    write(file, rows)
    data = file.read_bytes()
    started = time.perf_counter()
    for sheet in opening.sheets(data):
        for _row in sheet.rows():
            pass
    bare = time.perf_counter() - started
    clerk = Principal("bench", "虚构·窗口", (Grant("clerk", "510400"),))
    for label in ("first time", "again"):
        started = time.perf_counter()
        imported = import_people(by=clerk, now=timezone.now(), region="510400", data=data, name="")
        taken = time.perf_counter() - started
        print(f"{label}: {taken:.1f} s, bare read {bare:.1f} s, {taken / bare:.1f} times; {imported.counts}")


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
