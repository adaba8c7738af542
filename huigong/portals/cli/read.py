"""`huigong read FILE…`: what a policy document promises, who must do it, and what is unclear."""

from __future__ import annotations

import argparse
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rich.console import Console

from huigong.kernel.errors import DomainError, Unavailable
from huigong.kernel.writing import shown
from huigong.policy.comparison import Difference, compare_with_pack, find_pack, named_in
from huigong.policy.documents import ROLES
from huigong.policy.packs import library
from huigong.policy.reading import ReadClause, ReadDocument, read_file, to_json
from huigong.policy.reading.document import COUNTED_KINDS
from huigong.policy.reading.recognition import MOST_PAGES
from huigong.portals.cli import plain

KIND_NAMES = {
    "goal": "目标",
    "standard": "标准",
    "deadline": "期限",
    "threshold": "条件",
    "period": "时段",
    "descriptor": "说明",
}
DONE, DIFFERS, BAD_INPUT = 0, 1, 2


@dataclass(frozen=True)
class Outcome:
    """What came of one file. `differences` is None where no check was asked for."""

    path: str
    read: ReadDocument | None = None
    error: DomainError | None = None
    pack_id: str | None = None
    differences: tuple[Difference, ...] | None = None
    saved_as: str | None = None

    @property
    def exit_code(self) -> int:
        if self.error is not None:
            return BAD_INPUT
        unlike = self.differences is not None and (self.differences or self.pack_id is None)
        return DIFFERS if unlike else DONE

    def as_dict(self) -> dict[str, Any]:
        if self.read is None:
            return {"source": self.path, "error": self.error.as_dict() if self.error else {}}
        shown = {"source": self.path, **to_json(self.read)}
        if self.differences is not None:
            shown["pack"] = self.pack_id
            shown["differences"] = [difference.as_dict() for difference in self.differences]
        if self.saved_as is not None:
            shown["saved_as"] = self.saved_as
        if self.error is not None:
            shown["error"] = self.error.as_dict()
        return shown


def run(argv: list[str]) -> int:
    """Exit code 0: read; 1: `--check` found differences; 2: some file could not be read."""
    arguments = _parser().parse_intermixed_args(argv)
    console = plain.console(highlight=False, soft_wrap=True, width=None)
    worst = DONE
    for path in arguments.files:
        outcome = _outcome(path, check=arguments.check, save=arguments.save)
        if arguments.json:
            print(json.dumps(outcome.as_dict(), ensure_ascii=False))
        else:
            _show(console, outcome)
        worst = max(worst, outcome.exit_code)
    return worst


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="huigong read", description="读政策文件：条款、责任单位、目标、存疑之处。"
    )
    parser.add_argument(
        "files",
        nargs="+",
        metavar="文件",
        help="TXT、CSV、DOCX、DOC、WPS、RTF、ODT、PDF、OFD、HTML、XLSX、XLS、ODS；装了识别组件时也读扫描件和照片",
    )
    parser.add_argument("--json", action="store_true", help="每个文件输出一行 JSON")
    parser.add_argument("--check", action="store_true", help="与政策资料包核对，有差异时退出码为 1")
    parser.add_argument("--save", action="store_true", help="存入资料库，供检索")
    return parser


def _outcome(path: str, *, check: bool, save: bool) -> Outcome:
    read = None
    try:
        read = read_file(Path(path), scanned_pages=MOST_PAGES, on_page=_tell_page)
        pack_id, differences = _checked(read) if check else (None, None)
        saved_as = _saved(read, Path(path)) if save else None
    except DomainError as error:
        return Outcome(path, read=read, error=error)
    return Outcome(path, read=read, pack_id=pack_id, differences=differences, saved_as=saved_as)


def _tell_page(number: int, count: int) -> None:
    print(f"正在识别第 {number} 页，共 {count} 页", file=sys.stderr)


def _checked(read: ReadDocument) -> tuple[str | None, tuple[Difference, ...]]:
    pack = find_pack(read, library())
    return (pack.id, compare_with_pack(read, pack)) if pack else (None, ())


def _saved(read: ReadDocument, path: Path) -> str:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "huigong.config.settings")
    django.setup()
    from django.db import DatabaseError
    from django.utils import timezone

    from huigong.directory.principals import SYSTEM
    from huigong.policy.actions import save_reading

    try:
        saved = save_reading(by=SYSTEM, now=timezone.now(), read=read, source=path.read_bytes())
    except DatabaseError as error:
        raise Unavailable(
            "reading.not_saved",
            what="没能存入资料库。",
            why=f"数据库不可用：{error}。",
            do="请先运行 huigong set-up 建库，再试一次。",
        ) from error
    return str(saved.public_id)


def _show(console: Console, outcome: Outcome) -> None:
    if outcome.error is not None:
        print(shown(f"{outcome.path}：{outcome.error}"), file=sys.stderr)
    if outcome.read is None:
        return
    _show_head(console, outcome.read)
    chapter = None
    for clause in outcome.read.clauses:
        if clause.chapter != chapter:
            chapter = clause.chapter
            console.print(f"\n[bold]{plain.escape(chapter or '')}[/]")
        _show_clause(console, clause)
    _show_doubts(console, outcome.read)
    if outcome.differences is not None:
        _show_differences(console, outcome)
    if outcome.saved_as:
        console.print(f"\n已存入资料库，编号 {outcome.saved_as}")


def _show_head(console: Console, read: ReadDocument) -> None:
    console.print(f"[bold]{plain.escape(read.title or '（没有题名）')}[/]")
    rows = {
        "文号": read.document_number,
        "发文机关": read.issuer,
        "日期": read.date.isoformat() if read.date else None,
        "主送": read.recipients,
        "依据": "；".join(str(citation) for citation in read.basis),
        "总体目标": "；".join(target.text for target in read.goals_outside_clauses),
        "通用规则": "；".join(read.rules),
    }
    for name, value in rows.items():
        if value:
            console.print(f"  {name}：{plain.escape(value)}")


def _show_clause(console: Console, clause: ReadClause) -> None:
    console.print(f"  {plain.escape(clause.number)} {plain.escape(clause.heading)}")
    for word, role in ROLES.items():
        if offices := named_in(clause, word):
            console.print(f"      [cyan]{role.label}[/] {plain.escape('、'.join(offices))}")
    for target in clause.targets:
        style = "green" if target.kind in COUNTED_KINDS else "dim"
        console.print(f"      [{style}]{KIND_NAMES[target.kind]}[/] {plain.escape(target.text)}")


def _show_doubts(console: Console, read: ReadDocument) -> None:
    if read.unsure:
        console.print(f"\n[yellow]存疑 {len(read.unsure)} 处[/]")
    for doubt in read.unsure:
        console.print("  " + plain.escape(f"{doubt.place} {doubt.what}{doubt.why}{doubt.do}"))


def _show_differences(console: Console, outcome: Outcome) -> None:
    if outcome.pack_id is None:
        console.print("\n[yellow]资料库里没有这份文件的资料包，无从核对。[/]")
    elif not outcome.differences:
        console.print(f"\n[green]与资料包 {outcome.pack_id} 一致。[/]")
    else:
        console.print(f"\n[yellow]与资料包 {outcome.pack_id} 有 {len(outcome.differences)} 处不同[/]")
        for difference in outcome.differences:
            console.print("  " + plain.escape(str(difference)))
