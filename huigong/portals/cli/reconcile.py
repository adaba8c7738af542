"""`huigong reconcile --month 2026-10 --region 21 --from FOLDER --out FOLDER`: attendance, payroll, bank, roster, accounts.

FOLDER holds roster, attendance, payroll, bank and projects, each as a file (Parquet, XLSX, XLS, ODS, CSV) or a
folder of files. What differs goes to OUT/exceptions.parquet with the lines that show it, lines that cannot be used to
OUT/refused.parquet with the reason, counts and sums to OUT/summary.json. `--as-of` leaves out what was not yet due on
that day. Exit code 0 where nothing differs, 1 where something does, 2 for input that cannot be used.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from huigong.kernel import clusters, days
from huigong.kernel.money import Fen, format_yuan
from huigong.portals.cli import plain
from huigong.portals.cli.shell import Parser
from huigong.wages.reconciling.kinds import KINDS
from huigong.wages.reconciling.months import Month
from huigong.wages.reconciling.outcome import Outcome, as_json
from huigong.wages.reconciling.reconcile import reconcile
from huigong.wages.reconciling.refusals import REASONS
from huigong.wages.reconciling.tables import TABLES

_TOTALS = {
    "net": "工资表实发",
    "credited": "已到账",
    "owed": "还欠",
    "not_due": "没到发薪日",
    "overpaid": "多发",
}


def run(argv: list[str]) -> int:
    """Reconciles, then prints; raises `DomainError` for wrong input."""
    wanted = _parser().parse_args(argv)
    with _session(wanted.master) as session:
        outcome = reconcile(
            Path(wanted.folder),
            Path(wanted.out),
            month=Month.parse(wanted.month),
            region=wanted.region,
            as_of=days.read(wanted.as_of) if wanted.as_of else None,
            session=session,
        )
    if wanted.json:
        print(json.dumps(as_json(outcome), ensure_ascii=False))
    else:
        _print(outcome, Path(wanted.out))
    return 1 if outcome.differs else 0


@contextmanager
def _session(master: str) -> Iterator[Any]:
    """A Spark at `master`; None where none is named."""
    if not master:
        yield None
        return
    with (
        tempfile.TemporaryDirectory(prefix="huigong-spark-") as scratch,
        clusters.spark(master, scratch=Path(scratch)) as session,
    ):
        yield session


def _print(outcome: Outcome, out: Path) -> None:
    console = plain.console()
    table = Table(title=f"差异写在 {plain.escape(str(out / 'exceptions.parquet'))}", title_justify="left")
    table.add_column("差异", overflow="fold")
    table.add_column("几处", justify="right")
    table.add_column("怎么办", overflow="fold")
    for kind in KINDS:
        why = outcome.judged.not_judged.get(kind.code, "")
        count = outcome.judged.kinds[kind.code]
        do = "；".join(filter(None, (kind.do if count else "", f"没有核对：{why}" if why else "")))
        table.add_row(kind.says, f"{count:,}" if count or not why else "－", plain.escape(do))
    console.print(table)
    console.print(
        "，".join(f"{_TOTALS[name]} {format_yuan(Fen(fen))}" for name, fen in outcome.totals.items())
    )
    for each in TABLES:
        _print_table(console, outcome, each.name, each.says)
    if outcome.provisional:
        console.print("这一年的放假安排还没有录入，工作日暂按周末推算。", style="dim")


def _print_table(console: Console, outcome: Outcome, name: str, says: str) -> None:
    control = outcome.control[name]
    if not control["lines"]:
        return
    sums = ""
    if "sum" in control:
        sums = f"；金额 {format_yuan(Fen(control['sum']))}，用上的 {format_yuan(Fen(control['good_sum']))}"
    console.print(
        f"{says}：{control['lines']:,} 行，用上 {control['good']:,}，重复 {control['twice']:,}，退回 {control['refused']:,}{sums}"
    )
    for reason, count in outcome.reasons[name].items():
        console.print(f"  退回 {count:,} 行：{REASONS[reason]}", style="dim")


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="huigong reconcile", description="考勤、工资表、银行流水、花名册、专户，逐人逐月核对"
    )
    parser.add_argument("--month", required=True, help="哪个月，如 2026-10")
    parser.add_argument("--region", required=True, help="行政区划代码，或者它的前几位，如 21")
    parser.add_argument("--from", dest="folder", required=True, metavar="FOLDER", help="五张表放在哪个文件夹")
    parser.add_argument("--out", required=True, metavar="FOLDER", help="结果写到哪个文件夹")
    parser.add_argument("--as-of", default="", help="只看到这一天为止到期的，不写就都算到期")
    parser.add_argument("--json", action="store_true", help="结果写成 JSON")
    parser.add_argument("--master", default="", help="在 Spark 集群上比对，写它的地址；不写就用本机")
    return parser
