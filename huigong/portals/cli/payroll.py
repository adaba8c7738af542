"""`huigong payroll`: a payroll written for the bank, and the bank's answer read back.

    huigong payroll write --from MONTH --project XG-1 --month 2026-10 --profile iso-pain001 --out OUT
    huigong payroll returned 回单.xml --orders OUT/代发明细.csv --region 510421 --profile iso-pain001 --out MONTH/bank.csv

`write` reads projects, roster and payroll from MONTH, as `huigong reconcile` does, and writes 工资表.xlsx, the bank's
file and 代发明细.csv. A line or a sum that does not close refuses all of it, with the file and the line. `returned` makes the
table bank of what the bank says. Exit code 1: some of the bank's lines belong to no payment, or payments have no result.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from django.utils import timezone

from huigong.kernel.errors import Invalid
from huigong.kernel.money import Fen, format_yuan
from huigong.kernel.wholefiles import written_whole
from huigong.portals.cli.shell import Parser, require_folder
from huigong.wages.actions.paying import SHEET, WORKBOOK
from huigong.wages.paying import payroll, returned, writing
from huigong.wages.reconciling.months import Month

_TOLD = 20


def run(argv: list[str]) -> int:
    """Does the one thing; raises `DomainError` for wrong input."""
    words = _parser().parse_args(argv)
    return _write(words) if words.verb == "write" else _returned(words)


def _write(words: argparse.Namespace) -> int:
    out = Path(words.out)
    require_folder(out)
    told = payroll.read(Path(words.folder), project=words.project, month=Month.parse(words.month))
    name, data = writing.bank_file(told, profile=words.profile, made_at=timezone.now())
    out.mkdir(exist_ok=True)
    for called, content in (
        (name, data),
        (WORKBOOK, writing.workbook(told)),
        (SHEET, writing.order_sheet(told)),
    ):
        with written_whole(out / called) as part:
            part.write_bytes(content)
    print(
        f"{told.contractor} {told.month.text}：{len(told.pays)} 人，应发 {_yuan(told.gross)}，"
        f"扣款 {_yuan(told.withheld)}，实发 {_yuan(told.net)}；银行文件 {name}"
    )
    if told.unpaid:
        print(f"实发为零的 {len(told.unpaid)} 人没有列进银行文件。")
    return 0


def _returned(words: argparse.Namespace) -> int:
    out, now = Path(words.out), timezone.now()
    result = returned.returned(
        _bytes(words.orders),
        _bytes(words.file),
        region=words.region,
        profile=words.profile,
        on=timezone.localdate(now),
    )
    with written_whole(out) as part:
        part.write_bytes(returned.bank_table(result))
    print(f"到账 {_yuan(result.credited)}，没有付成 {_yuan(result.failed)}，还没有结果的 {result.open} 笔。")
    for each in result.refused[:_TOLD]:
        print(f"退回第{each.row}行：{each.why}")
    return 1 if result.refused or result.open else 0


def _bytes(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError as error:
        raise Invalid("payroll.file", what=f"“{path}”读不了", do="请核对文件在不在") from error


def _yuan(fen: int) -> str:
    return format_yuan(Fen(fen))


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="huigong payroll", description="工资表做成银行代发文件，读银行的回单")
    verbs = parser.add_subparsers(dest="verb", required=True)
    write = verbs.add_parser("write", help="做工资表、银行文件、代发明细")
    write.add_argument(
        "--from", dest="folder", required=True, metavar="FOLDER", help="项目表、花名册、工资表在哪个文件夹"
    )
    write.add_argument("--project", required=True, help="项目编号")
    write.add_argument("--month", required=True, help="哪个月，如 2026-10")
    write.add_argument("--profile", required=True, help="银行文件格式，如 iso-pain001")
    write.add_argument("--out", required=True, metavar="FOLDER", help="写到哪个文件夹")
    back = verbs.add_parser("returned", help="读银行的回单")
    back.add_argument("file", help="银行给的回单")
    back.add_argument("--orders", required=True, help="做代发文件时得到的代发明细")
    back.add_argument("--region", required=True, help="项目在哪里，六位区划代码")
    back.add_argument("--profile", required=True, help="银行文件格式，如 iso-pain001")
    back.add_argument("--out", required=True, metavar="FILE", help="银行流水写到哪个文件")
    return parser
