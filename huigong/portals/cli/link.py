"""`huigong link A.parquet B.parquet --out PAIRS.parquet`: who is the same person in two files.

Without B, the file is searched for people who stand in it twice. What is certain is written to `--out`; what a person
has to decide, the most likely first, to `--queue` (at most 3 % of the rows of the smaller file). Both have the columns
`id_a`, `id_b`, `rule`, `score` (0 to 1) and `evidence`, and nothing else of anybody. Headings are read in Chinese and
English: 编号, 姓名, 证件号码, 出生日期, 性别, 手机号, 户籍地, 住址, 户主, 曾用名; what is missing is said.
Exit code 0, or 2 for wrong input.
"""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path

import duckdb
import pyarrow as pa
from rich.table import Table

from huigong.kernel.errors import Invalid, Unavailable
from huigong.portals.cli import plain
from huigong.portals.cli.shell import Parser, require_folder
from huigong.registry.linking import joining, rules
from huigong.registry.linking.columns import File, open_file
from huigong.registry.linking.joining import Linked


def run(argv: list[str]) -> int:
    """Links and says how much; raises `DomainError` for wrong input."""
    wanted = _parser().parse_args(argv)
    paths = [Path(wanted.first), *([Path(wanted.second)] if wanted.second else [])]
    out, queue = Path(wanted.out), Path(wanted.queue) if wanted.queue else None
    _require_apart([*paths, out, *([queue] if queue else [])])
    for written in filter(None, (out, queue)):
        require_folder(written)
    files = [open_file(path) for path in paths]
    began = time.monotonic()
    try:
        linked = joining.link(files[0], files[1] if wanted.second else None, out=out, queue=queue)
    except (duckdb.Error, pa.ArrowException, OSError) as error:
        raise Unavailable(
            "link.stopped",
            what="比对到一半停了，结果没有写完",
            why=str(error).splitlines()[0][:200],
            do="文件可能坏了，或者硬盘满了：请核对后再运行一次",
        ) from error
    seconds = time.monotonic() - began
    if wanted.json:
        print(json.dumps(_as_dict(linked, files, seconds), ensure_ascii=False))
    else:
        _print(linked, files, out, queue)
    return 0


def _as_dict(linked: Linked, files: list[File], seconds: float) -> dict[str, object]:
    return {
        "rows": [linked.rows_a, linked.rows_b],
        "compared": linked.compared,
        "merged": sum(linked.merged.values()),
        "rules": dict(linked.merged),
        "queued": linked.queued,
        "left_out": linked.left_out,
        "crowded": linked.crowded,
        "missing": {str(file.path): list(file.missing) for file in files},
        "unread": {str(file.path): list(file.unread) for file in files},
        "seconds": round(seconds, 2),
    }


def _print(linked: Linked, files: list[File], out: Path, queue: Path | None) -> None:
    console = plain.console()
    for file, rows in zip(files, (linked.rows_a, linked.rows_b), strict=False):
        missing = f"；没有这些列：{'、'.join(file.missing)}" if file.missing else ""
        console.print(plain.escape(f"{file.path}　{rows:,} 行{missing}"))
    if linked.crowded:
        console.print(
            f"有 {linked.crowded:,} 行和太多人同名同日出生，只一对一地比过：请核对姓名和出生日期这两列"
        )
    table = Table("凭什么", "对上的（对）", title=f"结果写在 {plain.escape(str(out))}", title_justify="left")
    for rule in rules.RULES:
        if rule.name in linked.merged:
            table.add_row(rule.says, f"{linked.merged[rule.name]:,}")
    console.print(table)
    where = f"，写在“{plain.escape(str(queue))}”" if queue else "；要写出来，请加 --queue"
    console.print(f"要人看的 {linked.queued:,} 对{where}")
    if linked.left_out:
        console.print(f"另有 {linked.left_out:,} 对可能性更小，没有列入")


def _require_apart(paths: list[Path]) -> None:
    """No file stands for two things: a result would take the place of the people."""
    whole = [path.resolve() for path in paths]
    for place, path in enumerate(whole):
        if path in whole[:place]:
            raise Invalid(
                "link.same_file", what=f"“{paths[place]}”写了两次", do="两份文件和两个结果请各写各的"
            )


def _parser() -> argparse.ArgumentParser:
    parser = Parser(
        prog="huigong link", description="两份名册里谁是同一个人；只给一份时，查同一个人登记了两次"
    )
    parser.add_argument("first", metavar="A.parquet", help="一份名册，每人一行，要有 id（编号）列")
    parser.add_argument(
        "second", metavar="B.parquet", nargs="?", default="", help="另一份；不写就在 A 里面查重"
    )
    parser.add_argument("--out", required=True, help="对上的写到哪个 Parquet 文件")
    parser.add_argument("--queue", default="", help="要人看的写到哪个 Parquet 文件")
    parser.add_argument("--json", action="store_true", help="按 JSON 说有多少")
    return parser
