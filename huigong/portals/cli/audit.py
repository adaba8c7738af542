"""`huigong audit`: seal the trail, publish its head, and verify that it is whole.

`seal` does at once what the routine does every few seconds; `publish` adds one line to a
file, best kept where the database's owner cannot write; `verify` (also without a word)
walks the whole trail, exit code 1 where anything is wrong, also when records wait for
more than a minute to be sealed.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from huigong.audit import actions, published
from huigong.audit.verification import Span, TrailReport

_MOST_SHOWN = 20


def run(argv: list[str]) -> int:
    words = _parser().parse_args(argv)
    match words.verb:
        case "seal":
            return _seal()
        case "publish":
            return _publish(words.to)
        case _:
            return _verify(getattr(words, "against", None))


def heads_outside(path: Path | None = None) -> tuple[published.Head, ...]:
    """The published heads in `path`, else those of this installation, none before the first.

    Raises `DomainError` as `published.heads`.
    """
    if path is None and not settings.AUDIT_HEADS.exists():
        return ()
    return published.heads(path or settings.AUDIT_HEADS)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="huigong audit", description=__doc__)
    verbs = parser.add_subparsers(dest="verb")
    verbs.add_parser("seal", help="把还没有封存的记录排好次序、链接并签名")
    publish = verbs.add_parser("publish", help="把最新的链头写到文件末尾")
    publish.add_argument("--to", type=Path, default=settings.AUDIT_HEADS, help="只增不改的文件")
    verify = verbs.add_parser("verify", help="核验全部记录（默认）")
    verify.add_argument("--against", type=Path, help="与这个文件里公布过的链头比对")
    return parser


def _seal() -> int:
    print(f"封存了 {actions.seal(now=timezone.now())} 条审计记录。")
    return 0


def _publish(path: Path) -> int:
    head = published.newest()
    if head is None:
        print("还没有封存过的记录，没有可公布的链头。", file=sys.stderr)
        return 1
    published.append(head, path)
    print(f"已公布：第 {head.batch} 批，到第 {head.sequence} 条，写在 {path}。")
    return 0


def _verify(against: Path | None) -> int:
    heads = heads_outside(against)
    report = actions.verify(now=timezone.now(), published=heads)
    for line in _lines(report):
        print(line)
    return 0 if report.ok else 1


def _lines(report: TrailReport) -> list[str]:
    lines = [
        f"核验了 {report.checked} 条已封存的审计记录，{report.unsealed} 条等待封存。",
        *(f"完整：{_span(span)}" for span in report.spans[-_MOST_SHOWN:]),
        _compared(report),
        *(f"有问题：{finding}。" for finding in report.findings[:_MOST_SHOWN]),
    ]
    if len(report.findings) > _MOST_SHOWN:
        lines.append(f"另有 {len(report.findings) - _MOST_SHOWN} 处。")
    if not report.ok:
        lines.append("请保全数据库和公布的链头，报告负责人；不要删改任何记录。")
    return lines


def _compared(report: TrailReport) -> str:
    if not report.anchored:
        return "没有公布过的链头可比：结尾是否被截，无从知道。请用 huigong audit publish 定期公布。"
    if report.ok:
        return f"与公布过的链头一致，最新到第 {report.anchored} 批。"
    return f"与公布过的链头作了比对，最新的是第 {report.anchored} 批。"


def _span(span: Span) -> str:
    since, until = (timezone.localtime(at).strftime("%Y-%m-%d %H:%M:%S") for at in (span.since, span.until))
    return f"第 {span.first} 条到第 {span.last} 条，{since} 到 {until}"
