"""`huigong erase --as USER (--dry-run | --reason WORDS)`: erases what is over by the periods that the place has said.

    huigong erase --as guan --dry-run
    huigong erase --as guan --reason "保存期限到了，局务会 6月1日同意"

Nothing that belongs to an open case, and nothing of a kind without a period. It works in batches, each whole and in
the trail; broken off, the same command goes on. USER is an administrator for the whole region of the installation.
With `--json`, `{"dry_run": false, "erased": {"messages": 12}}`. Exit code 0, or 2 for wrong input.
"""

from __future__ import annotations

import argparse
import json

from django.utils import timezone

from huigong.kernel.retention import rules
from huigong.oversight import retention
from huigong.portals.cli.officials import acting


def run(argv: list[str]) -> int:
    """Counts or erases, and says how many; raises `DomainError` for wrong input."""
    wanted, now = _parser().parse_args(argv), timezone.now()
    by = acting(wanted.by, now=now)
    if wanted.dry_run:
        numbers = {
            row.rule.id: row.over for row in retention.report(by, now=now, whole=True) if row.over is not None
        }
    else:
        numbers = dict(retention.erase(by=by, now=now, reason=wanted.reason))
    if wanted.json:
        print(json.dumps({"dry_run": wanted.dry_run, "erased": numbers}, ensure_ascii=False))
        return 0
    verb = "会删" if wanted.dry_run else "删了"
    for kind, number in numbers.items():
        print(f"{rules()[kind].title}：{verb} {number} 条。")
    if not numbers:
        print("没有到期的：没有填期限的一条也不删。")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="huigong erase", description=__doc__)
    parser.add_argument("--as", dest="by", required=True, metavar="USER", help="由谁删，工作账号的用户名")
    either = parser.add_mutually_exclusive_group(required=True)
    either.add_argument("--dry-run", action="store_true", help="只数有多少，不删")
    either.add_argument("--reason", default="", metavar="WORDS", help="为什么删，写进记录")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    return parser
