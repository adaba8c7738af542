"""`huigong records`: registers that packs declare, from the shell: sheets to fill in, files of old papers, one record.

    huigong records kinds --region 510421
    huigong records sheet ebike-plate 签发 --region 510421 空表.xlsx
    huigong records import ebike-plate 签发 旧牌.xlsx --region 510421 --as li --dry-run
    huigong records undo 表格0123456789abcdef --reason 交错了文件 --as li
    huigong records find ebike-plate 车架号=AB123 --region 510421 --purpose 路面检查 --as li
    huigong records show 记录编号 --purpose 路面检查 --as li
    huigong records add 记录编号 检验 2026-06-01 检验有效期=2027-06-01 --as li
    huigong records correct 事件编号 检验有效期=2027-06-10 --reason 抄错了 --as li
    huigong records annul 事件编号 --reason 发错了人 --as li
    huigong records check

`--as` is the user name of an official; what they may register and see stands in the declaration. A row of a file goes
in whole or not at all. `check` folds every record from its events and compares, and names those with a key that another has too. Exit code 0 when all was done, 1 when
rows were refused or records differ, 2 when nothing could be done.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

from django.utils import timezone

from huigong.directory.principals import Principal
from huigong.kernel import days, regions
from huigong.kernel.errors import Invalid
from huigong.kernel.wholefiles import written_whole
from huigong.portals.cli import plain
from huigong.portals.cli.officials import acting
from huigong.portals.cli.shell import require_folder
from huigong.records import listing, nights, queries, sheets
from huigong.records.actions import importing, recording
from huigong.records.actions.importing import begins_with
from huigong.records.queries import RecordView
from huigong.records.shelf import book

_TOLD = 20


def run(argv: list[str]) -> int:
    """Does what was asked and prints what became of it; raises `DomainError` for wrong input."""
    asked, now = _parser().parse_args(argv), timezone.now()
    match asked.what:
        case "kinds":
            return _kinds(asked.region, now)
        case "sheet":
            return _sheet(asked, now)
        case "check":
            return _check(now)
    return _as_official(asked, _official(asked, now), now)


def _as_official(asked: argparse.Namespace, by: Principal, now: datetime) -> int:
    match asked.what:
        case "import":
            return _import(asked, by, now)
        case "undo":
            count = importing.take_back(by=by, now=now, batch=asked.batch, reason=asked.reason)
            print(f"撤销了 {count} 件。")
        case "find":
            region = regions.find(asked.region).code
            _print(queries.with_key(by, asked.kind, _said(asked.said), region=region, now=now))
        case "show":
            _print([queries.record(by, asked.record, now=now)])
        case "add":
            on = days.read(asked.on)
            row = recording.add(
                by=by, now=now, record_id=asked.record, event=asked.event, on=on, said=_said(asked.said)
            )
            print(f"登记了，现在是：{row.state or '未知'}。")
        case "correct":
            row = recording.correct(
                by=by, now=now, event_id=asked.event, said=_said(asked.said), reason=asked.reason
            )
            print(f"更正了，现在是：{row.state or '未知'}。")
        case "annul":
            row = recording.annul(by=by, now=now, event_id=asked.event, reason=asked.reason)
            print(f"撤销了，现在是：{row.state or '未知'}。")
    return 0


def _kinds(region: str, now: datetime) -> int:
    for kind in book().kinds(on=timezone.localdate(now), region=regions.find(region).code):
        events = "、".join(event.name for event in kind.events.values())
        print(f"  {kind.id}  {kind.head.name}：{events}")
    return 0


def _sheet(asked: argparse.Namespace, now: datetime) -> int:
    kind = book().kind(asked.kind, on=timezone.localdate(now), region=regions.find(asked.region).code)
    event = kind.events.get(asked.event)
    if event is None or not event.of_the_world:
        raise Invalid("record.event", what=f"{kind.head.name}没有“{asked.event}”这件事", about="event")
    out = Path(asked.file)
    require_folder(out)
    with written_whole(out) as part:
        part.write_bytes(sheets.template(kind, event, begins=begins_with(kind, event.name)))
    print(f"空表写在“{out}”。")
    return 0


def _import(asked: argparse.Namespace, by: Principal, now: datetime) -> int:
    try:
        data = Path(asked.file).read_bytes()
    except OSError as error:
        raise Invalid("import.no_file", f"打不开“{asked.file}”这个文件", do="请核对文件名") from error
    imported = importing.take(
        by=by,
        now=now,
        kind=asked.kind,
        event=asked.event,
        region=regions.find(asked.region).code,
        data=data,
        dry_run=asked.dry_run,
    )
    tried = "试算，没有登记：" if asked.dry_run else ""
    print(f"{tried}登记 {imported.taken} 行，退回 {len(imported.problems)} 行。批次 {imported.batch}")
    for problem in imported.problems[:_TOLD]:
        plain.tell(f"第{problem.row}行：{problem.error}")
    if (more := len(imported.problems) - _TOLD) > 0:
        print(f"还有 {more} 行。")
    return 1 if imported.problems else 0


def _check(now: datetime) -> int:
    differing = nights.differing(now=now)
    print(f"和所登记的事对不上的记录 {differing} 条。")
    contesting = listing.contesting()
    print(f"和别的记录写着同一标识的记录 {len(contesting)} 条。")
    for row in contesting[:_TOLD]:
        plain.tell(f"  {row.number} {row.state} {row.id}")
    return 1 if differing or contesting else 0


def _print(views: Iterable[RecordView]) -> None:
    for view in views:
        plain.tell(f"{view.name} {view.number} {view.state} {'、'.join(view.flags)} {view.id}")
        for name, text in view.values:
            plain.tell(f"  {name}：{text}")
        for step in view.steps:
            told = "；".join(f"{name}：{text}" for name, text in step.values)
            counts = "" if step.counts else "（已撤销）"
            plain.tell(f"  {step.on or ''} {step.event}{counts} {told} {step.id}")


def _official(asked: argparse.Namespace, now: datetime) -> Principal:
    viewer = acting(asked.by, now=now)
    return viewer.with_purpose(asked.purpose) if getattr(asked, "purpose", "") else viewer


def _said(words: Iterable[str]) -> dict[str, str]:
    """`字段=值` by field. Raises `Invalid` (`records.said`)."""
    said = {}
    for word in words:
        name, equals, text = word.partition("=")
        if not equals:
            raise Invalid("records.said", f"“{word}”要写成 字段=值", about="said")
        said[name] = text
    return said


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="huigong records", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    verbs = parser.add_subparsers(dest="what", required=True, metavar="kinds|sheet|import|undo|find|show|…")
    _words(verbs.add_parser("kinds", help="一个地区有哪些登记"), region=True)
    _words(verbs.add_parser("sheet", help="写一张空表"), "kind", "event", "file", region=True)
    taking = verbs.add_parser("import", help="登记表格里的每一行")
    _words(taking, "kind", "event", "file", region=True, by=True)
    taking.add_argument("--dry-run", action="store_true", help="只检查，不登记")
    _words(verbs.add_parser("undo", help="撤销一张表格登记的"), "batch", by=True, reason=True)
    finding = verbs.add_parser("find", help="按不能重复的字段找")
    _words(finding, "kind", region=True, by=True, purpose=True)
    _words(verbs.add_parser("show", help="看一条记录"), "record", by=True, purpose=True)
    adding = verbs.add_parser("add", help="登记发生的一件事")
    _words(adding, "record", "event", "on", by=True)
    correcting = verbs.add_parser("correct", help="更正写错的")
    _words(correcting, "event", by=True, reason=True)
    _words(verbs.add_parser("annul", help="撤销不算数的"), "event", by=True, reason=True)
    for verb in (finding, adding, correcting):
        verb.add_argument("said", nargs="*", metavar="字段=值")
    verbs.add_parser("check", help="每条记录和所登记的事对一遍")
    return parser


def _words(
    verb: argparse.ArgumentParser,
    *names: str,
    region: bool = False,
    by: bool = False,
    reason: bool = False,
    purpose: bool = False,
) -> None:
    for name in names:
        verb.add_argument(name)
    if region:
        verb.add_argument("--region", required=True, help="行政区划代码")
    if by:
        verb.add_argument("--as", dest="by", required=True, metavar="USER", help="工作账号的用户名")
    if reason:
        verb.add_argument("--reason", required=True, help="错在哪里、凭什么改")
    if purpose:
        verb.add_argument("--purpose", default="", help="为什么查看")
