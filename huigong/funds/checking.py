"""What `huigong pack check` asks of funds and of the files for banks."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from huigong.catalogue.checking import PackCheck
from huigong.catalogue.checking.references import require_clauses
from huigong.catalogue.services import Catalogue
from huigong.declarations import Written, examples_of, locking
from huigong.declarations.durations import PARAMETER
from huigong.directory.permissions import Permission
from huigong.directory.roles import ROLES
from huigong.funds.banks.profiles import (
    FILE,
    OF_AN_ORDER,
    OF_TOTALS,
    SHAPE,
    Back,
    Format,
    ReturnFormat,
    Value,
    read_profiles,
)
from huigong.funds.declaring import SECTION, made, read_shelf, released
from huigong.funds.stories import check as check_story
from huigong.funds.terms import Nature
from huigong.kernel.packs import Entry, Report, entries, place_in
from huigong.kernel.packs.shapes import unknown
from huigong.kernel.regions import lineage
from huigong.rules.values import FEN, Type

_NEEDED = (Value.ACCOUNT, Value.HOLDER, Value.AMOUNT, Value.END_TO_END)
_NEEDED_BACK = (Back.END_TO_END, Back.CODE)


def check(folder: Path, check: PackCheck, report: Report) -> None:
    """Funds are paid by roles that may, from amounts that the law states, once by a rule that can hold; bank files have what a bank needs."""
    read = read_shelf(folder, report)
    _check_one_pays(read.written)
    for written in read.written:
        if not written.inherits:
            _check_fund(written.entry)
        require_clauses(check.library, written.entry, written.clauses, report)
        if check.catalogue is not None:
            _check_parameters(written, check.catalogue)
            _check_stories(written, check.catalogue)
            _check_services(written, check.catalogue)
    locking.check(folder, [SECTION], released(folder), report)
    read_profiles(folder, Report())
    for _, entry in entries(folder, FILE, SHAPE, report):
        _check_profiles(entry)


def _check_fund(entry: Entry) -> None:
    pay = entry["pay"]
    for key, permission in (("maker", Permission.FUND_PREPARE), ("checker", Permission.FUND_APPROVE)):
        role = ROLES.get(pay[key])
        may = [slug for slug, known in ROLES.items() if known.assignable and permission in known.permissions]
        if role is None or pay[key] not in may:
            unknown(pay.spot(key), pay[key], may, kind="能办这一步的角色")
    if entry["nature"] is Nature.TRUST:
        if entry["returns"] is None:
            entry.wrong("nature", "代管的钱要写明什么时候退", "请写 returns: {when: …, within: …}")
        if entry["year_end"]:
            entry.wrong("year_end", "代管的钱不分年度，没有结转和收回", "请去掉这一项")
    elif entry["returns"] is not None:
        entry.wrong("returns", "财政资金不退还", "要收回的按收回办；别人交来的钱写 nature: trust")


def _check_parameters(written: Written, catalogue: Catalogue) -> None:
    entry, declared = written.entry, catalogue.parameters.declarations
    if amount := entry["amount"]:
        name = amount.removeprefix(PARAMETER).strip()
        money = [known for known, each in declared.items() if each.type is Type.INT and each.measure == FEN]
        if not amount.startswith(PARAMETER):
            entry.wrong("amount", "金额要写成“参数:名称”", "数字连同条文写在 parameters.yaml")
        elif name not in money:
            unknown(entry.spot("amount"), name, money, kind="金额参数")
    if entry["returns"] is not None and (why := entry["returns"]["within"].misnamed(declared)):
        entry["returns"].wrong("within", why)


def _check_services(written: Written, catalogue: Catalogue) -> None:
    for number, name in enumerate(written.entry["pays"]):
        if name not in catalogue.ids:
            spot = written.entry.spot("pays").inside(place_in(written.entry.raw["pays"], number))
            unknown(spot, name, catalogue.ids, kind="事项")


def _check_one_pays(funds: Sequence[Written]) -> None:
    """That a service is paid from one fund wherever it is paid: nobody chooses between two."""
    for index, written in enumerate(funds):
        for other in funds[:index]:
            apart = written.id == other.id or not (
                written.in_force(other.since) or other.in_force(written.since)
            )
            regions = (written.file.region, other.file.region)
            beside = regions[0] not in lineage(regions[1]) and regions[1] not in lineage(regions[0])
            both = set(written.entry["pays"]) & set(other.entry["pays"])
            if both and not apart and not beside:
                written.entry.wrong("pays", f"“{other.id}”也付{sorted(both)[0]}", "一个事项只从一项资金付")


def _check_stories(written: Written, catalogue: Catalogue) -> None:
    """That a whole fund is shown at work, and works as it is shown."""
    if written.inherits:
        return
    examples = examples_of(written)
    fund, lookup = made((written,)), catalogue.parameters.lookup(written.file.region)
    for story in examples:
        days = {row["on"] for row in story["given"]}
        values = {on: lookup(fund.amount, on) if fund.amount else None for on in days}
        stated = {on: value if isinstance(value, int) else None for on, value in values.items()}
        check_story(fund, story, stated)


def _check_profiles(entry: Entry) -> None:
    seen: set[str] = set()
    for row in entry["profiles"]:
        if row["id"] in seen:
            row.wrong("id", "这个文件里写了两次", "请换一个名称，或者删掉一处")
        seen.add(row["id"])
        if row["format"] in (Format.DELIMITED, Format.WORKBOOK):
            _check_columns(row, row["columns"], OF_AN_ORDER, _NEEDED)
        elif row["columns"] or row["totals"]:
            row.wrong("format", "ISO 20022 的内容是标准定的", "请去掉 columns 和 totals")
        if row["totals"] is not None:
            _check_columns(row["totals"], row["totals"]["columns"], OF_TOTALS, ())
        for key in row["limits"]:
            if key not in set(Value):
                unknown(row.spot("limits"), key, list(Value), kind="可以限长的内容")
        if row["most"] is not None and row["most"] < 1:
            row.wrong("most", "一个文件至少一笔")
        _check_returns(row)


def _check_returns(row: Entry) -> None:
    returns = row["returns"]
    if returns is None:
        return
    if returns["format"] is not ReturnFormat.PAIN_2:
        _check_columns(returns, returns["columns"], frozenset(Back) - {Back.COUNT, Back.TOTAL}, _NEEDED_BACK)
    elif returns["columns"] or returns["totals"]:
        returns.wrong("format", "ISO 20022 的内容是标准定的", "请去掉 columns 和 totals")
    if not returns["codes"]:
        returns.wrong("codes", "没有写结果代码", "请写哪个代码是 credited，哪个是 returned")
    if returns["totals"] is not None:
        _check_columns(returns["totals"], returns["totals"]["columns"], frozenset(Back), ())
        summed = {column["is"] for column in returns["totals"]["columns"]}
        if Back.TOTAL in summed and Back.AMOUNT not in {column["is"] for column in returns["columns"]}:
            returns.wrong("totals", "有合计就要有每笔的金额", "请在 columns 里写 amount")


def _check_columns(
    entry: Entry, columns: tuple[Entry, ...], known: frozenset[str], needed: tuple[str, ...]
) -> None:
    held = [column["is"] for column in columns]
    for column in columns:
        if column["is"] not in known:
            unknown(column.spot("is"), column["is"], sorted(known), kind="可以写在这里的内容")
        if column["is"] == Value.FIXED and not column["text"]:
            column.wrong("text", "写了 fixed 就要写是什么")
        if column["is"] not in (Value.FIXED, Back.OTHER) and held.count(column["is"]) > 1:
            column.wrong("is", "写了两列")
    for missing in _missing(held, needed):
        entry.wrong("columns", f"少了{missing}", "银行要知道付给谁、付多少、是哪一笔")


def _missing(held: list[str], needed: tuple[str, ...]) -> Iterator[str]:
    return (each for each in needed if each not in held)
