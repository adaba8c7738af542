"""`huigong retention report --as USER`: what is kept how long, from what source, and how much of it is over.

    huigong retention report --as guan
    huigong retention report --as guan --json

A kind without a period of the place's own erases nothing, and the report says so. With `--json`, a list:
`{"kind", "title", "least_days", "fact", "days", "source", "over", "more", "erased"}`; `days` and `over` are null where
nothing is erased, and with `more` there are at least so many: `huigong erase --dry-run` counts to the end. Exit code 0, or 2 for wrong input.
"""

from __future__ import annotations

import argparse
import json

from django.utils import timezone

from huigong.oversight import retention
from huigong.oversight.retention import KindRow
from huigong.portals.cli.officials import acting


def run(argv: list[str]) -> int:
    """Prints the report; raises `DomainError` for wrong input."""
    wanted, now = _parser().parse_args(argv), timezone.now()
    rows = retention.report(acting(wanted.by, now=now), now=now)
    if wanted.json:
        print(json.dumps([_as_json(row) for row in rows], ensure_ascii=False))
    else:
        print("\n".join(map(_line, rows)))
    return 0


def _as_json(row: KindRow) -> dict[str, object]:
    return {
        "kind": row.rule.id,
        "title": row.rule.title,
        "least_days": row.rule.least_days,
        "fact": row.rule.fact,
        "days": row.days,
        "source": row.period.source if row.period else "",
        "over": row.over,
        "more": row.more,
        "erased": row.rule.erased,
    }


def _line(row: KindRow) -> str:
    if not row.rule.erased:
        return f"{row.rule.title}：这里不删。{row.rule.why}"
    over = f"至少 {row.over}" if row.more else str(row.over)
    if row.rule.declared:
        return f"{row.rule.title}：各自写明留多久，已经到期 {over} 条。"
    if row.over is None or row.period is None:
        return f"{row.rule.title}：本地没有填期限，一条也不删（最少{row.rule.least_days}天）。"
    return f"{row.rule.title}：留{row.days}天（{row.period.source}），已经到期 {over} 条。"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="huigong retention", description=__doc__)
    parser.add_argument("what", choices=["report"], help="report：列出来，不删")
    parser.add_argument("--as", dest="by", required=True, metavar="USER", help="由谁看，工作账号的用户名")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    return parser
