"""`huigong reseal`: after a change of the sealing key, seal and index everything anew under the new one.

Set HUIGONG_SEALING_KEY to `NEW,OLD` and start the portals again; people are then found under
either key. Run this while they serve. It may be broken off and run again. When it says that
nothing is left, set HUIGONG_SEALING_KEY to `NEW` alone. Exit code 1 where something could not be opened.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter

from django.utils import timezone
from rich.console import Console
from rich.progress import Progress

from huigong.audit import resealing
from huigong.directory.principals import SYSTEM
from huigong.portals.cli import plain


def run(argv: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="huigong reseal", description=__doc__)
    parser.add_argument("--batch", type=int, default=1000, help="一批多少行，每批一个事务（默认 1000）")
    size = max(1, parser.parse_args(argv).batch)
    waiting = resealing.left_over()
    resealed, broken = _reseal(waiting, size=size)
    left = resealing.left_over()
    for table in sorted(waiting):
        print(
            f"{table}：重新加密 {resealed[table]} 行，打不开 {broken[table]} 行，还剩 {left.get(table, 0)} 行"
        )
    if left:
        print(
            "还有内容在旧密钥下：旧密钥要留着。打不开的，请先把它的密钥加到 HUIGONG_SEALING_KEY 的逗号之后。",
            file=sys.stderr,
        )
        return 1
    print("全部内容都在第一把密钥下，旧密钥可以从 HUIGONG_SEALING_KEY 里去掉。")
    return 0


def _reseal(waiting: dict[str, int], *, size: int) -> tuple[Counter[str], Counter[str]]:
    resealed: Counter[str] = Counter()
    broken: Counter[str] = Counter()
    with Progress(console=Console(file=plain.errors()), transient=True) as progress:
        bar = progress.add_task("重新加密", total=sum(waiting.values()))
        for batch in resealing.reseal(by=SYSTEM, now=timezone.now(), size=size):
            resealed[batch.table] += batch.resealed
            broken[batch.table] += batch.broken
            progress.advance(bar, batch.resealed + batch.broken)
    return resealed, broken
