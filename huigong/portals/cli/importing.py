"""`huigong import people`: the people of a spreadsheet go into the register; rows that cannot come back with the reason.

    huigong import template 模板.xlsx
    huigong import people 花名册.xlsx --as li --region 510421 --dry-run
    huigong import people 花名册.xlsx --as li --region 510421 --report 退回.xlsx

Reads XLSX, XLS, ODS and CSV (UTF-8, GB18030). A row goes in whole or not at all, a file as one batch:
its people appear together when it is done, and the same file again changes nothing. `--report` writes
the rows that were refused or marked, to be mended there and sent again. `--as` is the user name of
an official who may register people in that region. Exit code 0 when every row was taken, 1 when some
were refused, 2 when nothing could be read.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from django.utils import timezone

from huigong.kernel import regions
from huigong.kernel.errors import Invalid
from huigong.kernel.wholefiles import written_whole
from huigong.portals.cli import plain
from huigong.portals.cli.officials import acting
from huigong.portals.cli.shell import require_folder
from huigong.registry.actions import importing
from huigong.registry.actions.importing import Imported
from huigong.registry.intake.report import template, workbook
from huigong.registry.intake.rows import Problem

_TOLD = 20
_WORDS = {
    "new": "新登记",
    "changed": "补充登记",
    "unchanged": "已经登记",
    "duplicates": "重复",
    "skipped": "跳过",
    "refused": "退回",
}


def run(argv: list[str]) -> int:
    """Takes the file in and prints what became of it; raises `DomainError` for wrong input."""
    wanted = _parser().parse_args(argv)
    if wanted.what == "template":
        return _template(Path(wanted.file))
    now = timezone.now()
    path, report = Path(wanted.file), Path(wanted.report) if wanted.report else None
    if report is not None:
        require_folder(report)
        _require_apart(report, path)
    imported = importing.import_people(
        by=acting(wanted.by, now=now),
        now=now,
        region=regions.find(wanted.region).code,
        data=_bytes(path),
        name=path.stem,
        dry_run=wanted.dry_run,
    )
    if report is not None:
        with written_whole(report) as part:
            part.write_bytes(workbook(imported.file, imported.problems))
    if wanted.json:
        print(json.dumps(_as_json(imported), ensure_ascii=False))
    else:
        _print(imported, dry_run=wanted.dry_run)
    return 1 if imported.counts["refused"] else 0


def _template(out: Path) -> int:
    require_folder(out)
    with written_whole(out) as part:
        part.write_bytes(template())
    print(f"模板写在“{out}”。")
    return 0


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise Invalid(
            "import.no_file", f"打不开“{path}”这个文件", do="请核对文件名，看看是不是没有读的权限"
        ) from error


def _require_apart(report: Path, file: Path) -> None:
    if report.exists() and file.exists() and report.samefile(file):
        raise Invalid("import.same_file", "--report 和要导入的表格是同一个文件", do="请换一个文件名")


def _as_json(imported: Imported) -> dict[str, object]:
    refusals = [_refusal(problem) for problem in imported.refusals]
    return {**imported.counts, "refusals": refusals}


def _refusal(problem: Problem) -> dict[str, object]:
    return {
        "row": problem.at.row,
        "column": problem.column,
        "kind": problem.kind,
        "reason": problem.reason,
        "remedy": problem.remedy,
        "other_row": problem.other.row if problem.other else None,
    }


def _print(imported: Imported, *, dry_run: bool) -> None:
    counts = imported.counts
    each = "，".join(f"{word} {counts[key]}" for key, word in _WORDS.items() if counts[key])
    print(f"{'试算，没有登记：' if dry_run else ''}共 {counts['rows']} 行：{each}。")
    if mended := sum(len(entry.mended) for entry in imported.file.entries):
        print(f"有 {mended} 格写法不一样（全角、空格、小写 x 等），已经统一，内容没有变。")
    for people in imported.file.sheets:
        if people.unread:
            plain.tell(f"“{people.sheet.name}”里没有用到的列：{'、'.join(people.unread)}")
    refused = {problem.at for problem in imported.problems if problem.refuses}
    for problem in imported.problems[:_TOLD]:
        kind = "退回" if problem.at in refused else "已登记，有一格没有收"
        plain.tell(f"第{problem.at.row}行“{problem.column}”（{kind}）：{problem.reason}。{problem.remedy}。")
    if (more := len(imported.problems) - _TOLD) > 0:
        print(f"还有 {more} 处，用 --report 写出全部。")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="huigong import", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    what = parser.add_subparsers(dest="what", required=True, metavar="people|template")
    what.add_parser("template", help="写一个空的模板").add_argument("file", help="写到哪个表格")
    people = what.add_parser("people", help="花名册里的人和他们的用工")
    people.add_argument("file", help="表格：xlsx、xls、ods 或 csv")
    people.add_argument("--as", dest="by", required=True, metavar="USER", help="由谁登记，工作账号的用户名")
    people.add_argument("--region", required=True, help="登记到哪里，行政区划代码，包括它下面的地区")
    people.add_argument("--report", default="", metavar="OUT.xlsx", help="退回的行写到哪个表格")
    people.add_argument("--dry-run", action="store_true", help="只检查，不登记")
    people.add_argument("--json", action="store_true", help="结果写成 JSON")
    return parser
