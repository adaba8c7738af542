"""An invented purse: funds and bank files of a small pack, officers of one office, people with accounts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest

from huigong.directory.principals import Grant, Principal
from huigong.funds.actions import accounts, batches, lines, payments, returns
from huigong.funds.actions.payments import Wanted
from huigong.funds.journal import Posted, Stands, faults
from huigong.funds.models import Attempt, Balance, Batch, FundLine, PayeeAccount, Payment, Posting
from huigong.funds.payees import Payee
from huigong.funds.terms import Book, Standing
from huigong.registry.models import Person
from tests.shipped import POLICIES
from tests.unit.catalogue.packs import write
from tests.unit.registry.someone import NOW, TODAY

COUNTY, YEAR = "510421", 2016
OFFICE = f"{COUNTY}/hrss"
SUBSIDY, TERMLY, LAST, DEPOSIT = "skill-subsidy", "yearly-aid", "last-aid", "bay-deposit"
CSV, BOOK, ISO = "county-bank", "county-sheet", "county-iso"

FUNDS = """
- id: skill-subsidy
  name: 技能补贴
  from: 2016-01-01
  clauses: ["#第一条"]
  nature: appropriation
  once_per: {who: person, within: life}
  pay: {maker: case-officer, checker: finance-officer}
  year_end: carry
  examples:
    - name: 付一次
      given:
        - {on: 2016-03-01, do: grant, amount: 100元}
        - {on: 2016-03-02, do: reserve, who: 甲, what: 焊工初级, amount: 30元}
      then: {books: {可用: 70元, 预留: 30元}}
- id: yearly-aid
  name: 每年补助
  from: 2016-01-01
  clauses: ["#第一条"]
  nature: appropriation
  amount: 参数:补助
  once_per: {who: either, what: 每年补助, within: year}
  pay: {maker: case-officer, checker: finance-officer}
  year_end: lapse
  examples:
    - name: 付一次
      given:
        - {on: 2016-03-01, do: grant, amount: 1000元}
        - {on: 2016-03-02, do: reserve, who: 甲}
      then: {books: {可用: 634.50元, 预留: 365.50元}}
- id: last-aid
  name: 最后一年的补助
  from: 2016-01-01
  until: 2016-12-31
  clauses: ["#第一条"]
  nature: appropriation
  pay: {maker: case-officer, checker: finance-officer}
  year_end: lapse
  examples:
    - name: 付一次
      given: [{on: 2016-03-01, do: grant, amount: 100元}]
      then: {books: {可用: 100元}}
- id: bay-deposit
  name: 充电位押金
  from: 2016-01-01
  clauses: ["#第一条"]
  nature: trust
  amount: 参数:押金
  once_per: {who: person, what: charging-bay, within: life}
  returns: {when: charging-bay.exit, within: 参数:退还期限}
  pay: {maker: case-officer, checker: finance-officer}
  examples:
    - name: 押金只退给交钱的人
      given:
        - {on: 2016-03-01, do: deposit, who: 甲}
        - {on: 2016-04-01, do: reserve, who: 乙}
        - {on: 2016-04-01, do: reserve, who: 甲}
      then: {books: {预留: 200元}, refused: {2: deposit.not_found}}
"""
PARAMETERS = """
- name: 押金
  type: int
  measure: 分
  values: [{value: 200元, from: 2016-01-01, clause: "#第一条"}]
- name: 补助
  type: int
  measure: 分
  values: [{value: 365.50元, from: 2016-01-01, clause: "#第一条"}]
- name: 退还期限
  type: int
  measure: 工作日
  values: [{value: 7, from: 2016-01-01, clause: "#第一条"}]
"""
BANKS = """
profiles:
  - id: county-bank
    name: 县域银行批量代付
    format: delimited
    encoding: gbk
    separator: "|"
    money: yuan
    columns: [{is: row}, {is: end_to_end}, {is: account}, {is: holder}, {is: amount}, {is: purpose}]
    totals: {at: first, columns: [{is: batch}, {is: count}, {is: total}]}
    limits: {holder: 12, purpose: 40}
    counts: bytes
    most: 5000
    returns:
      format: delimited
      encoding: gbk
      separator: "|"
      columns: [{is: end_to_end}, {is: amount}, {is: code}, {is: day}]
      totals: {at: last, columns: [{is: count}, {is: total}]}
      codes: {"0000": credited, "1001": returned}
  - id: county-sheet
    name: 县域银行表格
    format: workbook
    header: true
    columns:
      - {is: end_to_end, title: 流水号}
      - {is: account, title: 收款账号}
      - {is: holder, title: 收款户名}
      - {is: amount, title: 金额}
    returns:
      format: workbook
      header: true
      days: dashed
      columns: [{is: end_to_end, title: 流水号}, {is: amount, title: 金额}, {is: code, title: 结果}, {is: day, title: 日期}]
      codes: {成功: credited, 失败: returned}
  - id: county-iso
    name: ISO 20022
    format: pain.001.001.09
    encoding: gbk
    limits: {holder: 70}
    returns: {format: pain.002, codes: {ACCC: credited, RJCT: returned}}
"""
DOCUMENT = """
title: 虚构的办法
number: 虚构〔2016〕1号
level: county
issued_on: 2016-01-01
in_force_from: 2016-01-01
known_by: facts
clauses: [{number: 第一条, heading: 虚构, summary: 虚构的一条}]
"""


@cache
def folder() -> Path:
    """A small pack of the county, written once."""
    document = f"{COUNTY}/invented"
    files = {
        f"{document}/document.yaml": DOCUMENT,
        f"{document}/funds.yaml": FUNDS,
        f"{document}/parameters.yaml": PARAMETERS,
        f"{COUNTY}/bank_files.yaml": BANKS,
    }
    packs = write(Path(mkdtemp(prefix="huigong-funds-")), files)
    for name in ("systems.yaml", "100000/offices.yaml", "100000/calendar", "100000/messages"):
        (packs / name).parent.mkdir(exist_ok=True)
        (packs / name).symlink_to(POLICIES / name)
    return packs


@pytest.fixture
def purse(monkeypatch: pytest.MonkeyPatch) -> None:
    """The packs of the test are the small ones."""
    monkeypatch.setenv("HUIGONG_POLICIES", str(folder()))


def official(role: str, name: str) -> Principal:
    return Principal(f"{role}-{name}", name, (Grant(role, COUNTY, OFFICE),))


MAKER, OTHER_MAKER = official("case-officer", "经办甲"), official("case-officer", "经办乙")
CHECKER, SECOND = official("finance-officer", "财务甲"), official("finance-officer", "财务乙")


def line(fund: str = SUBSIDY, *, yuan: int = 0, year: int | None = YEAR, **more: Any) -> FundLine:
    """A line of the fund that has so many yuan."""
    told = {
        "source": "县级财政",
        "purpose": "补贴",
        "payer_name": "米易县人社局",
        "payer_account": "510421000001",
    }
    row = lines.open_line(by=CHECKER, now=NOW, fund=fund, office=OFFICE, year=year, **{**told, **more})
    if yuan:
        lines.grant(by=CHECKER, now=NOW, line_id=row.public_id.hex, amount=yuan * 100, paper="预算1号")
    return row


def people(count: int) -> list[Person]:
    """Invented people on record."""
    known = Person.objects.count()
    rows = [
        Person(
            name=f"虚构{number}",
            resident_number=f"99{number:016d}",
            sex="male",
            born_on=date(1980, 1, 1),
            hukou_place=COUNTY,
            residence=COUNTY,
            registered_at=NOW,
        )
        for number in range(known, known + count)
    ]
    return Person.objects.bulk_create(rows)


def payee(person: Person) -> Payee:
    return Payee(person=person.public_id.hex)


def account(person: Person, number: str = "", *, verified: bool = True, holder: str = "王某") -> PayeeAccount:
    """The person's account, entered and, unless it is not wanted, seen by another official."""
    given = [accounts.Given(payee(person), holder, number or f"6222{person.pk:012d}")]
    (row,) = accounts.enter(by=MAKER, now=NOW, office=OFFICE, given=given)
    return accounts.verify(by=CHECKER, now=NOW, account_id=row.public_id.hex) if verified else row


def reserved(row: FundLine, who: list[Person], *, yuan: int = 10, what: str = "焊工初级") -> tuple[str, ...]:
    wanted = [Wanted(payee(person), what, amount=yuan * 100) for person in who]
    return payments.reserve(by=MAKER, now=NOW, line_id=row.public_id.hex, wanted=wanted).payments


def made(row: FundLine, *, profile: str = CSV) -> Batch:
    """Everything that waits, approved and in one batch."""
    payments.commit(by=CHECKER, now=NOW, line_id=row.public_id.hex)
    return batches.make(by=MAKER, now=NOW, line_id=row.public_id.hex, profile=profile).batch


def sent(row: FundLine, *, profile: str = CSV) -> Batch:
    """A batch of everything that waits, given to the bank."""
    batch = made(row, profile=profile)
    batches.approve(by=CHECKER, now=NOW, batch_id=batch.public_id.hex, seen=batch.digest)
    return batches.send(by=MAKER, now=NOW, batch_id=batch.public_id.hex)


@dataclass(frozen=True)
class Said:
    """What a bank says of one attempt."""

    attempt: Attempt
    code: str = "0000"
    on: date = TODAY
    amount: int | None = None

    def text(self) -> str:
        fen = self.attempt.amount if self.amount is None else self.amount
        return f"{self.attempt.end_to_end}|{fen // 100}.{fen % 100:02d}|{self.code}|{self.on:%Y%m%d}"


def return_file(*said: Said, count: int | None = None, total: int | None = None) -> bytes:
    """A file of the county's bank, with its line of sums."""
    summed = sum(each.attempt.amount if each.amount is None else each.amount for each in said)
    fen = summed if total is None else total
    last = f"{len(said) if count is None else count}|{fen // 100}.{fen % 100:02d}"
    return "\r\n".join([*(each.text() for each in said), last, ""]).encode("gbk")


def taken(data: bytes, *, profile: str = CSV, now: datetime = NOW + timedelta(days=3)) -> Any:
    """A return file, taken in some days after all was sent."""
    return returns.take(by=MAKER, now=now, office=OFFICE, profile=profile, data=data)


def attempts(batch: Batch) -> list[Attempt]:
    return list(Attempt.objects.filter(batch=batch).order_by("row"))


def stands(row: FundLine) -> dict[str, int]:
    """Fen in each book that has any, but what was granted."""
    books = Balance.objects.get(pk=row.pk).books()
    return {book.value: fen for book, fen in books.items() if fen and book is not Book.GRANTED}


def standings(row: FundLine) -> list[str]:
    return list(Payment.objects.filter(line=row).order_by("pk").values_list("standing", flat=True))


def what_is_wrong() -> tuple[str, ...]:
    """What the second reckoning says of all the books; nothing where they are right."""
    postings = [
        Posted(line, Book(out_of), Book(into), amount, payment)
        for line, out_of, into, amount, payment in Posting.objects.order_by("pk").values_list(
            "line_id", "taken_from", "put_into", "amount", "payment_id"
        )
    ]
    kept = {row.pk: row.books() for row in Balance.objects.order_by("pk")}
    rows = {
        row.pk: Stands(row.line_id, row.amount, Standing(row.standing), row.recovered)
        for row in Payment.objects.order_by("pk")
    }
    return faults(postings, kept, rows)
