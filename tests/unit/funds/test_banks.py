"""Bank files: what is written for a bank can be read by it, and what it cannot take is refused with its line."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime
from importlib.resources import files
from pathlib import Path

import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from huigong.funds.banks.orders import Instruction, Order
from huigong.funds.banks.profiles import Format, Profile, profiles
from huigong.funds.banks.returning import read
from huigong.funds.banks.writing import written
from huigong.funds.terms import Outcome
from huigong.kernel.errors import DomainError, Invalid, RowsRefused
from huigong.sheets import opening
from tests.each import each
from tests.effort import examples
from tests.unit.funds.purse import BOOK, COUNTY, CSV, ISO, folder

MADE_AT = datetime(2026, 11, 27, 2, 0, tzinfo=UTC)
TODAY = date(2026, 11, 27)


def profile(name: str) -> Profile:
    return profiles(folder())[COUNTY, name]


def order(**changed: object) -> Order:
    told = {
        "end_to_end": "510421000000000101",
        "holder": "王某",
        "account": "6222000000000001",
        "amount": 1050,
    }
    return Order(**{**told, "purpose": "技能补贴", **changed})  # type: ignore[arg-type]


def instruction(*orders: Order) -> Instruction:
    return Instruction("5104212611270000101", MADE_AT, "米易县人社局", "510421000001", "", orders)


def test_a_delimited_file_is_as_the_bank_describes_it() -> None:
    name, content = written(instruction(order(), order(end_to_end="2", amount=5)), profile(CSV))
    assert name == "5104212611270000101.txt"
    assert content.decode("gbk").split("\r\n") == [
        "5104212611270000101|2|10.55",
        "1|510421000000000101|6222000000000001|王某|10.50|技能补贴",
        "2|2|6222000000000001|王某|0.05|技能补贴",
        "",
    ]


def test_a_workbook_keeps_every_figure_of_an_account_and_the_fen_of_a_sum() -> None:
    long = "6222001234567890123"
    _, content = written(instruction(order(account=long, amount=99_999_999_99)), profile(BOOK))
    head, row = (each.cells for each in opening.sheets(content)[0].rows())
    assert head == ["流水号", "收款账号", "收款户名", "金额"]
    assert row == ["510421000000000101", long, "王某", 99999999.99]


@each(
    "changed, words",
    [
        ({"holder": "王𫖯"}, "银行收不了的字"),  # not in GBK
        ({"holder": "王|某"}, "分错"),
        ({"holder": "王\n某"}, "分错"),
        ({"holder": "王東"}, "分错"),  # whose second byte in GBK is the separator
        ({"holder": "阿依古丽买买"}, ""),
        ({"holder": "阿依古丽买买提"}, "最多收12"),
        ({"holder": " "}, "没有填完整"),
        ({"account": "6222 01"}, "不是数字"),
        ({"account": ""}, "没有填完整"),
    ],
)
def test_what_the_bank_cannot_take_is_refused_with_its_line(changed: dict[str, str], words: str) -> None:
    orders = instruction(order(), order(**changed))
    if not words:
        written(orders, profile(CSV))
        return
    with pytest.raises(RowsRefused) as refused:
        written(orders, profile(CSV))
    assert list(refused.value.rows) == [2]
    assert words in refused.value.rows[2].what
    assert not any(said.strip() and said in str(refused.value) for said in changed.values()), (
        "nothing sealed in it"
    )


def test_an_own_name_that_would_part_a_line_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        written(replace(instruction(order()), payer_name="米易|县"), profile(CSV))
    assert refused.value.code == "bank_file.payer"


def test_more_than_the_bank_takes_in_one_file_is_refused() -> None:
    with pytest.raises(Invalid) as refused:
        written(instruction(*[order()] * 5001), profile(CSV))
    assert refused.value.code == "bank_file.too_many"


SCHEMAS = ("pain.001.001.03", "pain.001.001.09")


@pytest.mark.parametrize("version", SCHEMAS)
def test_iso_20022_follows_its_schema(version: str) -> None:
    schemas = Path(str(files("sepaxml"))) / "schemas"
    schema = etree.XMLSchema(file=str(schemas / f"{version}.xsd"))
    orders = (order(), order(end_to_end="2", bank_code="102665004017", purpose="", holder="甲" * 70))
    _, content = written(instruction(*orders), replace(profile(ISO), format=Format(version)))
    document = etree.fromstring(content)
    schema.assertValid(document)
    sums = document.xpath("//*[local-name()='CtrlSum']/text()")
    assert sums == ["21.00", "21.00"]
    with pytest.raises(RowsRefused):
        written(instruction(order(holder="甲" * 71)), profile(ISO))


answers = st.lists(
    st.tuples(st.integers(1, 10**12), st.sampled_from(["0000", "1001", "7"])), min_size=1, max_size=8
)


@settings(max_examples=examples(40, release=300))
@given(answers)
def test_a_return_file_says_what_was_written_into_it_and_its_sums_close(lines: list[tuple[int, str]]) -> None:
    rows = [
        f"{number}|{fen // 100}.{fen % 100:02d}|{code}|20261127" for number, (fen, code) in enumerate(lines)
    ]
    total = sum(fen for fen, _ in lines)
    data = "\n".join([*rows, f"{len(rows)}|{total // 100}.{total % 100:02d}"]).encode("gbk")
    returns = profile(CSV).returns
    assert returns is not None
    answer = read(data, returns, on=TODAY)
    known = {"0000": Outcome.CREDITED, "1001": Outcome.RETURNED, "7": Outcome.UNCLEAR}
    assert [(each.amount, each.outcome) for each in answer.lines] == [
        (fen, known[code]) for fen, code in lines
    ]
    assert answer.refused == []


@each(
    "line, code",
    [
        ("1|10.00|0000", "return_file.short"),
        ("|10.00|0000|20261127", "return_file.no_number"),
        ("1|ten|0000|20261127", "money.not_an_amount"),
        ("1|0.001|0000|20261127", "money.finer_than_fen"),
        ("1|10.00|0000|2026-11-27", "return_file.day"),
    ],
)
def test_a_line_that_cannot_be_read_is_refused_with_its_number(line: str, code: str) -> None:
    returns = profile(CSV).returns
    assert returns is not None
    data = f"2|5.00|0000|20261127\n{line}\n2|5.00\n".encode("gbk")
    answer = read(data, returns, on=TODAY)
    assert [(each.row, each.code) for each in answer.refused] == [(2, code)]
    assert len(answer.lines) == 1


def test_another_encoding_and_another_table_are_refused_whole() -> None:
    returns, sheet = profile(CSV).returns, profile(BOOK).returns
    assert returns is not None
    assert sheet is not None
    with pytest.raises(Invalid) as refused:
        read(b"1|1|0000|x\n\xff\xff|", returns, on=TODAY)
    assert refused.value.code == "return_file.encoding"
    assert "第2行" in refused.value.what
    _, other = written(instruction(order()), profile(BOOK))
    with pytest.raises(DomainError) as titles:
        read(other, sheet, on=TODAY)
    assert titles.value.code == "return_file.titles"


def test_a_sheet_that_a_bank_gives_back_is_read_by_its_titles() -> None:
    made = io.BytesIO()
    book = xlsxwriter.Workbook(made)
    page = book.add_worksheet()
    for at, cells in enumerate([["流水号", "金额", "结果", "日期"], ["7", 10.5, "成功", "2026-11-27"]]):
        page.write_row(at, 0, cells)
    book.close()
    returns = profile(BOOK).returns
    assert returns is not None
    (line,) = read(made.getvalue(), returns, on=TODAY).lines
    assert (line.end_to_end, line.amount, line.outcome, line.on) == ("7", 1050, Outcome.CREDITED, TODAY)


def test_a_message_of_the_bank_is_read_by_its_end_to_end_numbers_and_no_entity_of_it() -> None:
    returns = profile(ISO).returns
    assert returns is not None
    order_of = "<TxInfAndSts><OrgnlEndToEndId>{}</OrgnlEndToEndId><TxSts>{}</TxSts>{}</TxInfAndSts>"
    amount = "<OrgnlTxRef><Amt><InstdAmt Ccy='CNY'>10.50</InstdAmt></Amt></OrgnlTxRef>"
    parts = [
        order_of.format("1", "ACCC", f"<AccptncDtTm>2026-11-26T10:00:00</AccptncDtTm>{amount}"),
        order_of.format("2", "RJCT", ""),
        order_of.format("3", "ACSP", ""),
        order_of.format("", "ACCC", ""),
        order_of.format("&own;", "ACCC", ""),
    ]
    head = "<!DOCTYPE Document [<!ENTITY own SYSTEM 'file:///etc/hostname'>]>"
    space = "urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"
    data = f"{head}<Document xmlns='{space}'><CstmrPmtStsRpt>{''.join(parts)}</CstmrPmtStsRpt></Document>".encode()
    answer = read(data, returns, on=TODAY)
    assert [(each.end_to_end, each.amount, each.outcome, each.on) for each in answer.lines] == [
        ("1", 1050, Outcome.CREDITED, date(2026, 11, 26)),
        ("2", None, Outcome.RETURNED, TODAY),
        ("3", None, Outcome.UNCLEAR, TODAY),
    ]
    assert [each.row for each in answer.refused] == [4, 5]
    with pytest.raises(Invalid) as refused:
        read(data[:-30], returns, on=TODAY)
    assert refused.value.code == "return_file.xml"
