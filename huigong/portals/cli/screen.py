"""`huigong screen --people P.parquet --region 220000 --on 2016-06-01 --out OUT.parquet`: policy finds people.

Every service of the region is asked about every person; memory does not grow with people.
The file of people has a column `id` and columns named as facts (docs/reference/facts.md): money
in whole fen, dates as dates, an empty cell for what is not known. `OUT` has a row a person, and
for each service `<service>` (true, false, empty for not known), `<service>.amount` in fen and
`<service>.reason`. With `--newly --since EARLIER` it has only who answers differently than in
an earlier `OUT`: id, service, before, now, amount, reason.

`huigong screen --register --region 510421` asks the people of the register instead, and keeps beside
it what is new for whom, once each: the same again changes nothing. Exit code 0, or 2 for wrong input.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping
from pathlib import Path

from rich.console import Console
from rich.table import Table

from huigong.catalogue.screening_many import duck, polars, results, rowwise
from huigong.catalogue.screening_many.mark import differences, mark_of, read_mark
from huigong.catalogue.screening_many.people import People, open_people
from huigong.catalogue.screening_many.plan import Asked, ask
from huigong.catalogue.screening_many.possible import require_possible
from huigong.catalogue.screening_many.small_cells import hidden, read_small_cells
from huigong.catalogue.screening_many.whole import require_apart, written_whole
from huigong.catalogue.services import catalogue
from huigong.kernel import clusters, packs, regions
from huigong.kernel.errors import Invalid
from huigong.kernel.money import Fen, format_yuan
from huigong.portals.cli import plain
from huigong.portals.cli.main import prepare_django
from huigong.portals.cli.shell import Parser, bar, day, require_folder
from huigong.portals.cli.today import today

ENGINES = ("polars", "duckdb", "spark", "closures")


def run(argv: list[str]) -> int:
    """Screens, then prints a table; raises `DomainError` for wrong input."""
    wanted = _parser().parse_args(argv)
    if wanted.register:
        return screen_register(wanted)
    if not (wanted.people and wanted.out):
        raise Invalid("screen.arguments", what="命令没有写对", do="请写 --people 和 --out，或者写 --register")
    if wanted.newly != bool(wanted.since):
        raise Invalid(
            "screen.since", what="--newly 和 --since 要一起写", do="--since 后面写上一次筛查写出的文件"
        )
    known, place = catalogue(), regions.find(wanted.region)
    on = day(wanted.on) if wanted.on else today()
    people = open_people(Path(wanted.people), known.facts)
    require_possible(people, today=max(on, today()))
    asked = ask(known, place.code, on, people.facts, unverified=wanted.all)
    out = Path(wanted.out)
    require_folder(out)
    require_apart(out, people=people.path)
    notes = differences(read_mark(Path(wanted.since)), mark_of(asked, people)) if wanted.since else ()
    console = plain.console()
    console.print(f"[bold]{place.name}[/]　{on}　{len(asked.offers)} 项服务，用到 {len(people.facts)} 个事实")
    if people.others:
        console.print(f"没有用到的列：{plain.escape('、'.join(people.others))}", style="dim")
    if not wanted.newly:
        _screen(asked, people, out, wanted)
        _print_summary(console, asked, out)
        return 0
    with tempfile.TemporaryDirectory(dir=out.parent, prefix=".huigong-") as folder:
        now = Path(folder) / "now.parquet"
        _screen(asked, people, now, wanted)
        with written_whole(out) as part:
            count = results.changed(asked, Path(wanted.since), now, part)
    for note in notes:
        console.print(plain.escape(note), style="dim")
    console.print(
        f"和“{plain.escape(wanted.since)}”相比，有 {count} 项答案变了，写在“{plain.escape(str(out))}”"
    )
    return 0


def screen_register(wanted: argparse.Namespace) -> int:
    """Screens everybody registered in the region and keeps what is new for whom."""
    if wanted.people or wanted.out or wanted.newly or wanted.since or wanted.all:
        raise Invalid(
            "screen.register",
            what="--register 只和 --region、--on 一起写",
            why="人来自登记，结果记在登记旁边，只用核实过的版本",
            do="要写成文件，请先 huigong export people，再用 --people",
        )
    prepare_django()
    from django.utils import timezone

    from huigong.catalogue import actions
    from huigong.directory.principals import SYSTEM

    now = timezone.now()
    on = day(wanted.on) if wanted.on else timezone.localdate(now)
    with bar("筛查") as progress:
        settled = actions.screen_register(by=SYSTEM, now=now, region=wanted.region, on=on, progress=progress)
    _print_settled(settled.people, settled.opened, settled.ended, f"{regions.find(wanted.region).name}　{on}")
    return 0


def _print_settled(people: int, opened: Mapping[str, int], ended: int, heading: str) -> None:
    console = plain.console()
    console.print(
        f"[bold]{heading}[/]　{people:,} 人；新符合 {sum(opened.values()):,} 项，不再符合 {ended:,} 项"
    )
    services = sorted(opened, key=lambda service: (-opened[service], service))
    away = hidden([opened[service] for service in services], read_small_cells(packs.folder()).smallest)
    table = Table("事项", "新符合（人）")
    for place, service in enumerate(services):
        count = "＊" if place in away else f"{opened[service]:,}"
        table.add_row(plain.escape(catalogue().name_of(service)), count)
    if services:
        console.print(table)


def _screen(asked: Asked, people: People, out: Path, wanted: argparse.Namespace) -> None:
    if wanted.engine == "spark":
        from huigong.catalogue.screening_many import spark

        with (
            tempfile.TemporaryDirectory(prefix="huigong-spark-") as scratch,
            clusters.spark(wanted.master, scratch=Path(scratch)) as session,
        ):
            spark.screen(asked, people, out, session=session)
        return
    with written_whole(out) as part, bar("筛查") as progress:
        if wanted.engine == "closures":
            rowwise.screen(asked, people, part, progress=progress)
        elif wanted.engine == "polars":
            polars.screen(asked, people, part, progress=progress)
        else:
            duck.screen(asked, people, part, memory=wanted.memory, progress=progress)


def _print_summary(console: Console, asked: Asked, out: Path) -> None:
    table = Table(title=f"结果写在 {plain.escape(str(out))}", title_justify="left")
    table.add_column("事项", overflow="fold")
    for heading in ("符合", "已经有了", "不符合", "还不清楚", "符合的金额合计"):
        table.add_column(heading, justify="right")
    for line in results.summary(asked, out):
        money = "" if line.fen is None else format_yuan(Fen(line.fen))
        counts = (f"{count:,}" for count in (line.yes, line.held, line.no, line.unknown))
        table.add_row(plain.escape(line.service.name), *counts, money)
    console.print(table)


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="huigong screen", description="一个地区的全部事项，对一批人逐人逐项筛查")
    parser.add_argument("--register", action="store_true", help="筛查登记在册的人，记下谁新符合了什么")
    parser.add_argument("--people", default="", help="写着人的 Parquet 文件或文件夹，要有 id 列")
    parser.add_argument("--region", required=True, help="六位行政区划代码")
    parser.add_argument("--on", help="哪一天，如 2016-06-01；不写是今天")
    parser.add_argument("--out", default="", help="结果写到哪个 Parquet 文件（spark 写成文件夹）")
    parser.add_argument("--engine", choices=ENGINES, default="polars", help="用什么算，结果都一样")
    parser.add_argument("--master", default="local[*]", help="Spark 集群的地址，不写就用本机")
    parser.add_argument("--memory", default=duck.MEMORY, help="duckdb 最多用多少内存，再多就写到硬盘上")
    parser.add_argument("--newly", action="store_true", help="只列出答案变了的人")
    parser.add_argument("--since", default="", help="上一次筛查写出的文件，和 --newly 一起用")
    parser.add_argument("--all", action="store_true", help="连未核实的版本一起筛查")
    return parser
