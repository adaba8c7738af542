"""`huigong obligations`: what is owed again and again, as the packs declare it.

`list --region 510421` says what a place has, and which length it has not set yet. `forecast ID --region 510421 --anchor
2026-03-10 --done 2027-03-01 --on 2027-04-01` says what stands of a history that nobody has. `take --as USER --out
SHEET.json` writes what an official's offices have to do, to be taken along without network; `hand-in SHEET.json --as USER`
takes in what was noted there. `prove ID --on DAY --as USER` and `excuse ID --from DAY --until DAY --reason WORD --as USER` note one thing by itself. `raise --people PEOPLE.parquet --region 510421 --out FOLDER` raises everything for everybody
in a file, in which a column `<fact>.起` says since when somebody has what an obligation runs from, and `<obligation>.办了`
when it was done last; run again it changes nothing. Exit code 0; 1 where a line was not taken in; 2 for wrong input.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Collection, Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import polars as pl
from django.utils import timezone
from rich.console import Console
from rich.table import Table

from huigong.catalogue.compiled import setting_of
from huigong.catalogue.screening_many.people import open_people
from huigong.catalogue.services import catalogue
from huigong.directory.principals import Principal
from huigong.kernel import days, regions
from huigong.kernel.errors import DomainError, Invalid, NotFound
from huigong.kernel.packs import nearest_name
from huigong.obligations import queries
from huigong.obligations.actions import entries, photos, sheets
from huigong.obligations.actions.sheets import Line, Taken
from huigong.obligations.declaring.reading import book
from huigong.obligations.forecast.forecasting import forecast
from huigong.obligations.forecast.history import Anchoring, Excuse, History, Proof, Standing
from huigong.obligations.forecast.raising import Duty, raise_into
from huigong.portals.cli import plain
from huigong.portals.cli.officials import acting
from huigong.portals.cli.shell import Parser, require_folder
from huigong.portals.cli.today import today

_NOTED = {"device": str, "number": int, "obligation": str, "base": str, "day": str}


def run(argv: list[str]) -> int:
    """Does what the first word says; raises `DomainError` for wrong input."""
    wanted = _parser().parse_args(argv)
    verbs = {
        "list": _list,
        "forecast": _forecast,
        "take": _take,
        "hand-in": _hand_in,
        "prove": _prove,
        "excuse": _excuse_once,
        "raise": _raise,
    }
    return verbs[wanted.what](wanted)


def _list(wanted: argparse.Namespace) -> int:
    table = Table("编号", "名称", "依据", "还没有定的")
    for declared in book().in_region(regions.find(wanted.region).code, on=today()):
        table.add_row(
            declared.id,
            plain.escape(declared.head.name),
            "、".join(declared.head.clauses),
            "、".join(declared.unset) or "－",
        )
    console = _console()
    console.print(table)
    for error in book().aside:
        console.print(f"没有用：{plain.escape(str(error.place))} {plain.escape(error.words)}")
    return 0


def _forecast(wanted: argparse.Namespace) -> int:
    region = regions.find(wanted.region).code
    on = days.read(wanted.on) if wanted.on else today()
    declared = book().declaration(wanted.id, region, on=on)
    if declared is None:
        nearest = nearest_name(wanted.id, book().shelf.ids)
        do = f"是不是“{nearest}”？" if nearest else "huigong obligations list 列出这里有的"
        raise NotFound("obligation.unknown", what=f"{region}没有叫“{wanted.id[:40]}”的义务", do=do)
    if declared.versions is None:
        raise Invalid(
            "obligation.unset",
            what=f"{region}还没有定：{'、'.join(declared.unset)}",
            do="请在当地的 parameters.yaml 里写上",
        )
    told = forecast(declared.versions, _history(wanted), on)
    table = Table("第几次", "到期", "从哪天起能办", "宽限到", "状态")
    for each in told.occurrences:
        cells = (each.key.ordinal, each.due_on, each.opens_on, each.last_on, each.state.label)
        table.add_row(*map(str, cells))
    console = _console()
    console.print(table)
    for name, why in told.refused.items():
        console.print(f"{name} 不算：{why}", style="dim")
    console.print(f"下一次变化：{told.next_change_on or '没有新情况就不变'}")
    return 0


def _raise(wanted: argparse.Namespace) -> int:
    known, region = catalogue(), regions.find(wanted.region).code
    on, folder = days.read(wanted.on) if wanted.on else today(), Path(wanted.out)
    require_folder(folder)
    folder.mkdir(exist_ok=True)
    people = open_people(Path(wanted.people), known.facts)
    if people.ids != "whole":
        raise Invalid("obligation.ids", what="id 这一列要是整数", do="请给每人一个整数，结果靠它对回去")
    duties = list(_duties(region, people.others, on))
    setting = setting_of(known, region, on, unverified=False, known=frozenset(people.facts))
    made = raise_into(folder, duties, pl.scan_parquet(people.files), people.facts, setting)
    table = Table("义务", "问了（人）", "期次", "和上次不同")
    for name, each in made.items():
        table.add_row(name, f"{each.answers:,}", f"{each.occurrences:,}", f"{each.changed:,}")
    _console().print(table)
    return 0


def _duties(region: str, columns: Collection[str], on: date) -> Iterator[Duty]:
    """The obligations of the region that the columns of a file tell of."""
    for declared in book().in_region(region, on=on):
        since, done = f"{declared.anchor}.起", f"{declared.id}.办了"
        if declared.versions is not None and since in columns:
            yield Duty(declared.id, declared.versions, since, done if done in columns else "", declared.rule)


def _history(wanted: argparse.Namespace) -> History:
    anchor = days.read(wanted.anchor)
    done = [days.read(text) for text in wanted.done]
    ended = [Standing(days.read(wanted.ended), False)] if wanted.ended else []
    return History.of(
        [Anchoring(anchor, "起算", anchor)],
        [Standing(anchor, True), *ended],
        [Proof(day, f"{day}办的") for day in done],
        [_excuse(text) for text in wanted.excused],
    )


def _excuse(text: str) -> Excuse:
    begin, _, end = text.partition(":")
    day = days.read(begin)
    return Excuse(day, f"{day}起免办", days.read(end) if end else day)


def _take(wanted: argparse.Namespace) -> int:
    out = Path(wanted.out)
    require_folder(out)
    whole = queries.to_do(acting(wanted.by, now=timezone.now()), on=today(), at_most=wanted.at_most + 1)
    owed = whole[: wanted.at_most]
    bases = sheets.bases(list(dict.fromkeys(each.obligation for each in owed)))
    rows = [
        {
            "obligation": each.obligation,
            "name": each.name,
            "due_on": each.due_on.isoformat(),
            "state": each.state.label,
            "base": bases[each.obligation],
        }
        for each in owed
    ]
    out.write_text(json.dumps({"lines": rows}, ensure_ascii=False, indent=1), encoding="utf-8")
    _console().print(f"{len(rows)} 项写在“{plain.escape(str(out))}”")
    if len(whole) > len(owed):
        _console().print(f"还有没写上的；--at-most 写大一些，现在最多{wanted.at_most}项")
    return 0


def _excuse_once(wanted: argparse.Namespace) -> int:
    entries.excuse(
        obligation_id=wanted.id,
        day=days.read(wanted.first),
        until=days.read(wanted.until),
        reason=wanted.reason,
        by=acting(wanted.by, now=timezone.now()),
        now=timezone.now(),
    )
    _console().print("免办登记了")
    return 0


def _prove(wanted: argparse.Namespace) -> int:
    entries.prove(
        obligation_id=wanted.id,
        day=days.read(wanted.on),
        refused=wanted.refused,
        text=wanted.note,
        by=acting(wanted.by, now=timezone.now()),
        now=timezone.now(),
    )
    _console().print("登记了")
    return 0


def _hand_in(wanted: argparse.Namespace) -> int:
    file, by, now = Path(wanted.file), acting(wanted.by, now=timezone.now()), timezone.now()
    rows = _rows(file)
    taken = sheets.receive(lines=[_line(row) for row in rows], by=by, now=now)
    _print_taken(taken)
    good = {(each.line.device, each.line.number) for each in taken if not each.trouble}
    left = [
        trouble
        for row in rows
        if (row["device"], row["number"]) in good
        for name in row.get("photos", ())
        if (trouble := _add_photo(row, file.parent / Path(str(name)).name, by=by, now=now))
    ]
    for trouble in left:
        _console().print(plain.escape(trouble))
    return 1 if left or len(good) < len(taken) else 0


def _add_photo(row: dict[str, Any], path: Path, *, by: Principal, now: datetime) -> str:
    """Adds a picture that lies beside the sheet; why it was not taken, or ""."""
    try:
        photos.add(
            obligation_id=row["obligation"],
            device=row["device"],
            number=row["number"],
            data=path.read_bytes(),
            name=path.name,
            by=by,
            now=now,
        )
    except (OSError, DomainError) as error:
        return f"照片“{path.name}”没有收：{error}"
    return ""


def _print_taken(taken: tuple[Taken, ...]) -> None:
    console = _console()
    new = sum(each.new for each in taken)
    console.print(
        f"新登记 {new} 条，已经登记过 {sum(not each.new and not each.trouble for each in taken)} 条"
    )
    for each in taken:
        where = f"{each.line.device} 第{each.line.number}条"
        if each.trouble:
            console.print(f"{where}没有收：{plain.escape(each.trouble)}")
        elif each.afterwards:
            console.print(f"{where}收了；交的时候已经算过期未办，说的是按期办的，记作补登", style="dim")
        elif each.behind:
            console.print(f"{where}收了；带单以后别人也登记过这一项，请核对", style="dim")


def _rows(path: Path) -> list[Any]:
    try:
        loaded = json.loads(path.read_text(encoding="utf-8"))
        rows = loaded["noted"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise Invalid(
            "sheet.not_read", what=f"“{path}”读不成外出单", why=str(error)[:200], do="请交设备写出的那个文件"
        ) from error
    if not isinstance(rows, list):
        raise Invalid("sheet.not_read", what=f"“{path}”读不成外出单", do="noted 应当是一个列表")
    return rows


def _line(row: Any) -> Line:
    if not isinstance(row, dict) or any(not isinstance(row.get(key), kind) for key, kind in _NOTED.items()):
        raise Invalid("sheet.line", what="外出单里有一条写得不对", do=f"每条要有 {'、'.join(_NOTED)}")
    return Line(
        device=row["device"],
        number=row["number"],
        obligation=row["obligation"],
        base=row["base"],
        day=days.read(row["day"]),
        refused=str(row.get("refused", "")),
        note=str(row.get("note", "")),
    )


def _console() -> Console:
    return plain.console()


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="huigong obligations", description=__doc__)
    verbs = parser.add_subparsers(dest="what", required=True, parser_class=Parser)
    listed = verbs.add_parser("list", help="一个地方有哪些，哪些长短还没有定")
    listed.add_argument("--region", required=True, help="行政区划代码")
    told = verbs.add_parser("forecast", help="发生了这些事，到某天是什么样")
    told.add_argument("id", help="义务的编号")
    told.add_argument("--region", required=True, help="行政区划代码")
    told.add_argument("--anchor", required=True, help="从哪一天起算")
    told.add_argument("--done", action="append", default=[], help="哪一天办了，可以写几次")
    told.add_argument(
        "--excused", action="append", default=[], help="哪天到哪天免办，如 2027-03-01:2027-05-20"
    )
    told.add_argument("--ended", default="", help="从哪一天起不再有这项义务")
    told.add_argument("--on", default="", help="看哪一天，不写是今天")
    take = verbs.add_parser("take", help="写出本部门要办的，外出带上")
    take.add_argument("--out", required=True, metavar="SHEET.json", help="写到哪个文件")
    take.add_argument("--at-most", type=int, default=200, help="最多几项")
    hand_in = verbs.add_parser("hand-in", help="交外出时登记的")
    hand_in.add_argument("file", help="设备写出的文件")
    everybody = verbs.add_parser("raise", help="一个文件里的人，逐人排出来")
    everybody.add_argument("--people", required=True, help="人的 Parquet 文件")
    everybody.add_argument("--region", required=True, help="行政区划代码")
    everybody.add_argument("--out", required=True, help="写到哪个文件夹；上次的也在里面")
    everybody.add_argument("--on", default="", help="哪一天，不写是今天")
    prove = verbs.add_parser("prove", help="办了一次，或者那次为什么不算")
    prove.add_argument("--on", required=True, help="哪一天办的")
    prove.add_argument("--refused", default="", help="不算的，写为什么")
    prove.add_argument("--note", default="", help="情况")
    excuse = verbs.add_parser("excuse", help="批准免办一次")
    excuse.add_argument("--from", dest="first", required=True, help="从哪一天起")
    excuse.add_argument("--until", required=True, help="到哪一天")
    excuse.add_argument("--reason", required=True, help="规定里写的一种情况")
    for verb in (prove, excuse):
        verb.add_argument("id", help="外出单里的 obligation")
    for verb in (take, hand_in, prove, excuse):
        verb.add_argument("--as", dest="by", required=True, metavar="USER", help="工作账号的用户名")
    return parser
