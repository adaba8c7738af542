"""What a bank's files look like, as the packs say: `policies/<region>/bank_files.yaml`.

profiles:
  - id: county-bank              # what a place names when it makes a file
    name: 县域银行批量代付
    format: delimited            # delimited, workbook, pain.001.001.03 or pain.001.001.09
    encoding: gbk                # of the file; of workbooks and XML what characters the bank keeps
    separator: "|"               # or tab
    header: false                # whether the first line has the titles
    money: yuan                  # 12.30, or fen: 1230
    columns: [{is: end_to_end, title: 流水号}, {is: account}, {is: holder}, {is: amount}, {is: purpose}]
    totals: {at: first, columns: [{is: batch}, {is: count}, {is: total}]}
    limits: {holder: 60, purpose: 20}     # characters, or bytes where `counts` says so
    counts: bytes
    most: 5000                   # lines of one file
    returns:
      format: delimited          # workbook, or pain.002, which has neither columns nor totals
      encoding: gbk
      separator: "|"
      header: false
      money: yuan
      days: compact              # 20261127, or dashed: 2026-11-27
      columns: [{is: end_to_end}, {is: amount}, {is: code}, {is: day}]
      totals: {at: last, columns: [{is: count}, {is: total}]}
      codes: {"0000": credited, "1001": returned, "9999": unclear}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any

from huigong.funds.terms import Outcome
from huigong.kernel.errors import NotFound
from huigong.kernel.packs import Entry, Kept, Report, Shape, entries, speaks
from huigong.kernel.packs.kinds import choice, flag, mapped, number, one, rows, text
from huigong.kernel.regions import lineage
from huigong.kernel.sentences import say

FILE = "bank_files.yaml"
CREDITED_OR_NOT = (Outcome.CREDITED, Outcome.RETURNED, Outcome.UNCLEAR)


class Format(StrEnum):
    """What kind of file it is."""

    DELIMITED = "delimited"
    WORKBOOK = "workbook"
    PAIN_3 = "pain.001.001.03"
    PAIN_9 = "pain.001.001.09"


class ReturnFormat(StrEnum):
    """What kind of file the answer is."""

    DELIMITED = "delimited"
    WORKBOOK = "workbook"
    PAIN_2 = "pain.002"


class Value(StrEnum):
    """What may stand in a column of an order; the last ones also in a line of totals."""

    END_TO_END = "end_to_end"
    ROW = "row"
    HOLDER = "holder"
    ACCOUNT = "account"
    BANK_NAME = "bank_name"
    BANK_CODE = "bank_code"
    AMOUNT = "amount"
    PURPOSE = "purpose"
    BATCH = "batch"
    DAY = "day"
    CURRENCY = "currency"
    PAYER_NAME = "payer_name"
    PAYER_ACCOUNT = "payer_account"
    PAYER_BANK = "payer_bank"
    FIXED = "fixed"
    COUNT = "count"
    TOTAL = "total"


OF_THE_FILE = frozenset(
    {
        Value.BATCH,
        Value.DAY,
        Value.CURRENCY,
        Value.PAYER_NAME,
        Value.PAYER_ACCOUNT,
        Value.PAYER_BANK,
        Value.FIXED,
    }
)
OF_TOTALS = OF_THE_FILE | {Value.COUNT, Value.TOTAL}
OF_AN_ORDER = frozenset(Value) - {Value.COUNT, Value.TOTAL}


class Back(StrEnum):
    """What may stand in a column of a return file; `other` is not looked at."""

    END_TO_END = "end_to_end"
    AMOUNT = "amount"
    CODE = "code"
    DAY = "day"
    COUNT = "count"
    TOTAL = "total"
    OTHER = "other"


@dataclass(frozen=True)
class Column:
    """What stands in a column, under which title, and the text where it is always the same."""

    holds: str
    title: str
    fixed: str = ""


@dataclass(frozen=True)
class Totals:
    """The line with the sums: the first of the file, before any titles, or the last."""

    first: bool
    columns: tuple[Column, ...]


@dataclass(frozen=True)
class Layout:
    """How lines of text or of a sheet are written. `fen` where amounts are whole fen."""

    workbook: bool
    encoding: str
    separator: str
    header: bool
    fen: bool
    columns: tuple[Column, ...]
    totals: Totals | None


@dataclass(frozen=True)
class Returns:
    """How the bank's answer is read. A code that is not in `codes` says nothing that we understand: unclear."""

    format: ReturnFormat
    layout: Layout
    dashed: bool
    codes: Mapping[str, Outcome]


@dataclass(frozen=True)
class Profile:
    """One kind of bank file. `limits` is by column how many characters, or bytes, the bank takes; `most` lines a file."""

    id: str
    region: str
    name: str
    format: Format
    layout: Layout
    limits: Mapping[str, int]
    in_bytes: bool
    most: int | None
    returns: Returns | None


def _column(known: type[StrEnum]) -> Shape:
    return Shape("列", {"is": choice(known), "title": text(""), "text": text("")})


def _totals(known: type[StrEnum]) -> Shape:
    columns = rows(_column(known), needed="请写出合计行里有什么")
    return Shape("合计行", {"at": choice(("first", "last")), "columns": columns})


_TAB = {"tab": "\t"}
_ENCODINGS = ("utf-8", "gbk", "gb18030")
_LAYOUT: dict[str, Any] = {
    "encoding": choice(_ENCODINGS, "utf-8"),
    "separator": text("|"),
    "header": flag(False),
    "money": choice(("yuan", "fen"), "yuan"),
}
RETURNS = Shape(
    "银行回单",
    {
        **_LAYOUT,
        "format": choice(ReturnFormat),
        "days": choice(("compact", "dashed"), "compact"),
        "columns": rows(_column(Back)),
        "totals": one(_totals(Back), None),
        "codes": mapped(choice([outcome.value for outcome in CREDITED_OR_NOT]).kind),
    },
)
PROFILE = Shape(
    "银行文件格式",
    {
        **_LAYOUT,
        "id": text(),
        "name": text(said=True),
        "format": choice(Format),
        "columns": rows(_column(Value)),
        "totals": one(_totals(Value), None),
        "limits": mapped(number().kind),
        "counts": choice(("characters", "bytes"), "characters"),
        "most": number(None),
        "returns": one(RETURNS, None),
    },
    named="id",
)
SHAPE = Shape("银行文件格式文件", {"profiles": rows(PROFILE, needed="请写出一种格式")})

speaks("funds", after="procedures", packs=(FILE,), shape=SHAPE)


def read_profiles(folder: Path, report: Report) -> Mapping[tuple[str, str], Profile]:
    """(region, id) → every profile below the policies folder."""
    return {
        (file.region, row["id"]): _profile(file.region, row)
        for file, entry in entries(folder, FILE, SHAPE, report)
        for row in entry["profiles"]
    }


def _profile(region: str, row: Entry) -> Profile:
    returns = row["returns"]
    return Profile(
        id=row["id"],
        region=region,
        name=row["name"],
        format=row["format"],
        layout=_layout(row),
        limits=row["limits"],
        in_bytes=row["counts"] == "bytes",
        most=row["most"],
        returns=returns
        and Returns(
            format=returns["format"],
            layout=_layout(returns),
            dashed=returns["days"] == "dashed",
            codes={code: Outcome(outcome) for code, outcome in returns["codes"].items()},
        ),
    )


def _layout(row: Entry) -> Layout:
    totals = row["totals"]
    return Layout(
        workbook=row["format"] == Format.WORKBOOK,
        encoding=row["encoding"],
        separator=_TAB.get(row["separator"], row["separator"]),
        header=row["header"],
        fen=row["money"] == "fen",
        columns=_columns(row["columns"]),
        totals=totals and Totals(totals["at"] == "first", _columns(totals["columns"])),
    )


def _columns(columns: tuple[Entry, ...]) -> tuple[Column, ...]:
    return tuple(Column(str(row["is"]), row["title"], row["text"]) for row in columns)


profiles: Kept[Mapping[tuple[str, str], Profile]] = Kept(read_profiles)


def profile_of(region: str, name: str) -> Profile:
    """The profile of that id in the region or the nearest above it. Raises `DomainError` (`bank_file.no_profile`)."""
    known = profiles()
    for code in lineage(region):
        if (code, name) in known:
            return known[code, name]
    names = "、".join(sorted({each for code, each in known if code in lineage(region)})) or "还没有"
    raise NotFound(
        code="bank_file.no_profile",
        about="profile",
        what=say("这里没有叫“{name}”的银行文件格式", name=name),
        do=say("可以用的有：{names}", names=names),
    )
