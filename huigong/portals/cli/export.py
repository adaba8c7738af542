"""`huigong export people`: what is known of a region's people, to a Parquet file, without their names.

    huigong export people --region 510421 --out people.parquet --purpose 2026年四季度政策找人 --approved-by leading

One row a person: `id`, a keyed number from which nobody is found without the sealing key, and a
column for every fact known of anybody there. Names, resident numbers, phones and addresses are left
out; birth date, sex and places are not, so the file still tells of single people: keep it as one
keeps the register. `--approved-by` is the user name of an official who may export in that region.
Exit code 0, or 2 for wrong input.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from django.utils import timezone

from huigong.directory.principals import SYSTEM
from huigong.kernel import regions
from huigong.portals.cli.officials import acting
from huigong.portals.cli.shell import bar, day
from huigong.registry.actions import population


def run(argv: list[str]) -> int:
    """Writes the file; raises `DomainError` for wrong input."""
    wanted = _parser().parse_args(argv)
    now = timezone.now()
    on = day(wanted.on) if wanted.on else timezone.localdate(now)
    approver = acting(wanted.approved_by, now=now)
    place = regions.find(wanted.region)
    with bar("导出") as progress:
        export = population.export(
            by=SYSTEM,
            approver=approver,
            now=now,
            region=place.code,
            on=on,
            out=Path(wanted.out),
            purpose=wanted.purpose,
            progress=progress,
        )
    print(
        f"{place.name}　{on.isoformat()}　{export.people} 人，{len(export.facts)} 个事实，写在“{wanted.out}”"
    )
    print(f"导出编号 {export.number}，已记入审计。文件里仍是个人信息，请按用途使用，用完删除。")
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="huigong export", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    people = parser.add_subparsers(dest="what", required=True, metavar="people").add_parser(
        "people", help="一个地区的人知道的事实"
    )
    people.add_argument("--region", required=True, help="住在哪里的人，行政区划代码，包括它下面的地区")
    people.add_argument("--out", required=True, help="写到哪个新的 Parquet 文件")
    people.add_argument("--purpose", required=True, help="用途，会记入审计")
    people.add_argument("--approved-by", required=True, help="批准人的用户名")
    people.add_argument("--on", default="", help="哪一天，如 2026-06-01；不写是今天")
    return parser
