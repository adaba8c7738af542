"""The payroll of a project and month as it is to be paid: every line closes, every sum closes, every card is the worker's own.

Nothing is left out in silence: one line that cannot be paid as it stands refuses the whole, with the file and the line.
"""

from __future__ import annotations

import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from huigong.kernel.errors import Invalid
from huigong.kernel.money import Fen, format_yuan
from huigong.wages.law import Law
from huigong.wages.parameters import parameters
from huigong.wages.paying.adding import open_sums
from huigong.wages.reconciling import placing
from huigong.wages.reconciling.loading import PAYROLL_LINES, Wanted, load
from huigong.wages.reconciling.months import Month
from huigong.wages.reconciling.reading import FILE, LINE, Reader
from huigong.wages.reconciling.refusals import REASONS
from huigong.wages.reconciling.sources import Sources, sources_of
from huigong.wages.reconciling.tables import PAYROLL, PROJECTS, ROSTER

_MOST_TOLD = 20
_KEPT = {
    **PAYROLL_LINES.kept,
    "name": "name",
    "withheld": "withheld",
    "own": "own_share",
    "card": "card",
    "card_bad": "card_bad",
}
_TABLES = (PROJECTS, ROSTER, PAYROLL)


@dataclass(frozen=True)
class Pay:
    """What one worker is to be paid, fen; several lines of a worker are one. `lines` says where they stand."""

    worker: str
    name: str
    card: str
    bank: str
    days: int | None
    gross: int
    withheld: int
    net: int
    lines: tuple[str, ...]


@dataclass(frozen=True)
class Payroll:
    """`pays` in the order of the file, those with nothing to pay left to `unpaid`; sums are fen."""

    project: str
    region: str
    month: Month
    contractor: str
    account: str
    pays: tuple[Pay, ...]
    unpaid: tuple[Pay, ...]

    @property
    def gross(self) -> int:
        return sum(pay.gross for pay in self.pays)

    @property
    def withheld(self) -> int:
        return sum(pay.withheld for pay in self.pays)

    @property
    def net(self) -> int:
        return sum(pay.net for pay in self.pays)


def read(folder: Path, *, project: str, month: Month) -> Payroll:
    """The payroll of the files in `folder` (see `reconciling.tables`), its roster and its project beside it.

    Raises `DomainError`: `payroll.none`, `payroll.account`, `payroll.sum`, `payroll.lines` with every line that cannot be
    paid, and those of reading the tables.
    """
    if not folder.is_dir():
        raise Invalid(
            "payroll.folder", what=f"没有“{folder}”这个文件夹", do="请写对 --from", about=PAYROLL.name
        )
    with tempfile.TemporaryDirectory(prefix="huigong-payroll-") as scratch, duckdb.connect() as connection:
        sources = {table.name: sources_of(table, folder, Path(scratch)) for table in _TABLES}
        for table in _TABLES:
            if not sources[table.name].parts:
                what, do = f"没有{table.says}", f"文件叫 {table.name}.xlsx 或者 {table.name}.csv"
                raise Invalid("payroll.none", what=what, do=do, about=table.name)
        reader = Reader(connection)
        law = Law(parameters(), month.first)
        placing.place(sources[PROJECTS.name], reader, month, prefix="", law=law)
        load(Wanted(PAYROLL, _KEPT, PAYROLL_LINES.refused), sources[PAYROLL.name], reader, month, placed=True)
        if wrong := list(open_sums(reader, sources[PAYROLL.name])):
            raise Invalid(
                "payroll.sum",
                what="工资表的合计对不上",
                why="；".join(wrong[:_MOST_TOLD]),
                do="请改正以后再做代发文件",
                about=PAYROLL.name,
            )
        return _payroll(reader, sources, project, month)


def _payroll(reader: Reader, sources: Mapping[str, Sources], project: str, month: Month) -> Payroll:
    region, contractor, account = _site(reader, project)
    cards = _cards(reader, sources[ROSTER.name], project)
    rows = list(_rows(reader, project))
    if not rows:
        raise Invalid(
            "payroll.none",
            what=f"工资表里没有“{project}”{month.text}的行",
            do="请核对项目编号和月份",
            about=PAYROLL.name,
        )
    names = sources[PAYROLL.name].names
    wrong: list[str] = []
    by_worker: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for row in rows:
        where = f"{names[row['file']]} 第{row['line']}行"
        why = _unfit(row)
        if why:
            wrong.append(f"{where}：{why}")
        else:
            by_worker[row["worker"]].append({**row, "where": where})
    pays = []
    for worker, lines in by_worker.items():
        pay, why = _pay(worker, lines, cards.get(worker, {}))
        wrong += [f"{pay.lines[0]}：{why}"] if why else []
        pays.append(pay)
    wrong += _shared(pays)
    if wrong:
        told = "；".join(wrong[:_MOST_TOLD]) + (
            f"；还有{len(wrong) - _MOST_TOLD}处" if len(wrong) > _MOST_TOLD else ""
        )
        raise Invalid(
            "payroll.lines",
            what=f"工资表有{len(wrong)}处不能照着付，代发文件没有做",
            why=told,
            do="请改正以后整张表再做一次",
            clause="保障农民工工资支付条例第三十一条",
            about=PAYROLL.name,
        )
    return Payroll(
        project=project,
        region=region,
        month=month,
        contractor=contractor,
        account=account,
        pays=tuple(pay for pay in pays if pay.net > 0),
        unpaid=tuple(pay for pay in pays if pay.net <= 0),
    )


def _site(reader: Reader, project: str) -> tuple[str, str, str]:
    """Region, general contractor and special account. Raises `Invalid` (`payroll.account`)."""
    query = "SELECT region, contractor, account FROM projects_typed JOIN projects_read USING (place) WHERE projects_typed.project = ? AND reason IS NULL AND NOT twice"
    accounts = reader.connection.execute(query, [project]).fetchall()
    if len(accounts) != 1 or not accounts[0][1] or not accounts[0][2]:
        raise Invalid(
            "payroll.account",
            what=f"项目表里“{project}”要正好有一行，写明总包单位和专户账号",
            why="工资由总包单位从农民工工资专用账户直接付给本人",
            do="请补上再做",
            clause="保障农民工工资支付条例第三十一条",
            about=PROJECTS.name,
        )
    [(region, contractor, account)] = accounts
    return f"{region}000000"[:6], str(contractor), str(account)


def _cards(reader: Reader, roster: Sources, project: str) -> dict[str, dict[str, str]]:
    """Worker → card → bank, as the roster has them."""
    rows = reader.rows(ROSTER, roster.parts)
    known: dict[str, dict[str, str]] = defaultdict(dict)
    query = f"SELECT worker, card, coalesce(bank, '') FROM ({rows}) WHERE project = ? AND worker IS NOT NULL AND card IS NOT NULL ORDER BY starts, place"
    for worker, card, bank in reader.connection.execute(query, [project]).fetchall():
        known[worker][card] = bank
    return known


def _rows(reader: Reader, project: str) -> Iterator[dict[str, Any]]:
    """The lines of the project that stand, and those that were refused, whosever they are."""
    query = (
        f"SELECT *, {FILE} AS file, {LINE} AS line FROM payroll_read WHERE NOT twice AND NOT replaced "
        "AND (project = ? OR project IS NULL) ORDER BY place"
    )
    result = reader.connection.execute(query, [project])
    names = [column[0] for column in result.description]
    for values in result.fetchall():
        yield dict(zip(names, values, strict=True))


def _unfit(row: Mapping[str, Any]) -> str:
    """Why a line cannot be paid as it stands; "" where it can."""
    if row["reason"]:
        return REASONS[row["reason"]]
    if row["card_bad"]:
        return "银行卡号看不懂"
    if row["gross"] is None:
        return ""
    plain = row["gross"] - (row["withheld"] or 0)
    if row["net"] in (plain, plain - (row["own"] or 0)):
        return ""
    return f"应发 {_yuan(row['gross'])} 减扣款 {_yuan(row['withheld'] or 0)} 不是实发 {_yuan(row['net'])}"


def _pay(worker: str, lines: Sequence[Mapping[str, Any]], cards: Mapping[str, str]) -> tuple[Pay, str]:
    """What the worker is paid, and why it cannot be paid, or ""."""
    written = {row["card"] for row in lines if row["card"]}
    own = written or set(list(cards)[-1:])  # where the payroll names none, the card of the last interval
    net = sum(row["net"] for row in lines)
    gross = sum(row["net"] if row["gross"] is None else row["gross"] for row in lines)
    days = [row["days"] for row in lines if row["days"] is not None]
    card = next(iter(own), "")
    pay = Pay(
        worker=worker,
        name=next((str(row["name"]) for row in lines if row["name"]), ""),
        card=card,
        bank=cards.get(card, ""),
        days=sum(days) if days else None,
        gross=gross,
        withheld=gross - net,
        net=net,
        lines=tuple(row["where"] for row in lines),
    )
    if net <= 0:
        return pay, "" if net == 0 else "实发是负数"
    if len(own) != 1:
        return pay, "写了两张银行卡" if own else "没有银行卡号，花名册上也没有"
    if card not in cards:
        return pay, "这张卡不在花名册本人名下"
    return pay, "" if pay.name else "没有写姓名"


def _shared(pays: Sequence[Pay]) -> Iterator[str]:
    """Nobody is paid into another's card, whoever asks for it: a team leader is not paid for the team."""
    by_card: dict[str, list[Pay]] = defaultdict(list)
    for pay in pays:
        if pay.net > 0 and pay.card:
            by_card[pay.card].append(pay)
    for alike in by_card.values():
        if len(alike) > 1:
            yield f"{'、'.join(pay.lines[0] for pay in alike)}：{len(alike)}个人用同一张卡"


def _yuan(fen: int) -> str:
    return format_yuan(Fen(fen))
