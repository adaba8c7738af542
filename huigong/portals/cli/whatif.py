"""`huigong whatif CHANGE.yaml --people P.parquet`: who would gain, who would lose, what it would cost.

With `--register` instead of `--people`, the people of the register who live in the region.
The change names other parameters or rules for one region and day (docs/how-to/screen-a-province.md).
Numbers of fewer people than policies/disclosure.yaml allows are hidden. `--json` prints
`{"title", "region", "on", "smallest_cell", "effects": [{"service", "name", "by", "group",
"gain", "lose", "differ", "fen"}]}` with null for what is hidden. Exit code 0, or 2 for wrong input.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import groupby
from pathlib import Path

from rich.table import Table

from huigong.catalogue.screening_many.change import Change, before_and_after, read_change
from huigong.catalogue.screening_many.people import open_people
from huigong.catalogue.screening_many.possible import require_possible
from huigong.catalogue.screening_many.small_cells import SmallCells, read_small_cells
from huigong.catalogue.screening_many.whatif import EVERYBODY, Effect, effects
from huigong.catalogue.screening_many.whole import told_plainly
from huigong.catalogue.services import catalogue
from huigong.kernel import packs, regions
from huigong.kernel.errors import DomainError
from huigong.kernel.money import Fen, format_yuan
from huigong.portals.cli import plain
from huigong.portals.cli.main import prepare_django
from huigong.portals.cli.shell import Parser, bar
from huigong.portals.cli.today import today

PURPOSE_LENGTH = 200  # what the trail takes


def run(argv: list[str]) -> int:
    """Prints the effects; raises `DomainError` for wrong input."""
    parser = Parser(prog="huigong whatif", description="改了参数或规则以后，谁得、谁失、花多少")
    parser.add_argument("change", help="写着改动的 YAML 文件")
    whom = parser.add_mutually_exclusive_group(required=True)
    whom.add_argument("--people", default="", help="写着人的 Parquet 文件或文件夹")
    whom.add_argument("--register", action="store_true", help="登记在册、住在改动的地区的人")
    parser.add_argument("--json", action="store_true", help="输出 JSON")
    wanted = parser.parse_args(argv)
    known = catalogue()
    change = read_change(Path(wanted.change), known)
    small = read_small_cells(packs.folder())
    with _people(wanted, change) as path:
        people = open_people(path, known.facts)
        require_possible(people, today=max(change.on, today()))
        before, after = before_and_after(change, known, people.facts)
        with told_plainly("比较到一半停了，没有结果"), bar("比较") as progress:
            measured = effects(change, before, after, people, smallest=small.smallest, progress=progress)
    if wanted.json:
        print(json.dumps(_as_dict(change, small, measured), ensure_ascii=False, indent=2))
        return 0
    _print(change, small, measured)
    return 0


@contextmanager
def _people(wanted: argparse.Namespace, change: Change) -> Iterator[Path]:
    """The file that was named, or the register's people of the region, drawn for as long as this takes."""
    if not wanted.register:
        yield Path(wanted.people)
        return
    prepare_django()
    from django.utils import timezone

    from huigong.directory.principals import SYSTEM
    from huigong.registry.actions.population import drawn

    purpose = f"试算改动：{change.title}"[:PURPOSE_LENGTH]
    with (
        bar("读取登记") as progress,
        drawn(
            by=SYSTEM,
            now=timezone.now(),
            region=change.region,
            on=change.on,
            purpose=purpose,
            progress=progress,
        ) as folder,
    ):
        yield folder


def _as_dict(change: Change, small: SmallCells, measured: tuple[Effect, ...]) -> dict[str, object]:
    rows = [
        {
            "service": effect.service.id,
            "name": effect.service.name,
            "by": effect.dimension,
            "group": effect.group,
            "gain": effect.gain,
            "lose": effect.lose,
            "differ": effect.differ,
            "fen": effect.fen,
        }
        for effect in measured
    ]
    head = {"title": change.title, "region": change.region, "on": change.on.isoformat()}
    return {**head, "smallest_cell": small.smallest, "effects": rows}


def _print(change: Change, small: SmallCells, measured: tuple[Effect, ...]) -> None:
    console = plain.console()
    place = regions.find(change.region).name
    console.print(f"[bold]{plain.escape(change.title)}[/]　{place}　{change.on.isoformat()}")
    for (name, dimension), rows in groupby(
        measured, key=lambda effect: (effect.service.name, effect.dimension)
    ):
        title = name if dimension == EVERYBODY else f"{name}，按{dimension}"
        table = Table(title=plain.escape(title), title_justify="left")
        table.add_column("合计" if dimension == EVERYBODY else dimension)
        for heading in ("新增符合（人）", "不再符合（人）", "金额变动（人）", "费用增减"):
            table.add_column(heading, justify="right")
        for effect in rows:
            table.add_row(plain.escape(_named(change, effect)), *_cells(effect))
        console.print(table)
    console.print(
        f"“＊”表示人数少于 {small.smallest} 人，或者能由别的数推算出来，不显示：{plain.escape(small.reason)}"
    )


def _cells(effect: Effect) -> tuple[str, str, str, str]:
    if effect.gain is None or effect.lose is None or effect.differ is None or effect.fen is None:
        return ("＊",) * 4
    return f"{effect.gain:,}", f"{effect.lose:,}", f"{effect.differ:,}", format_yuan(Fen(effect.fen))


def _named(change: Change, effect: Effect) -> str:
    if effect.dimension == EVERYBODY:
        return "所有人"
    if effect.dimension != change.place:
        return effect.group or "还不清楚"
    try:
        return regions.find(effect.group).name
    except DomainError:
        return effect.group or "还不清楚"
