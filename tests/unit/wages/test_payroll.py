"""A payroll that is written for the bank: what refuses it, what the files hold, and what becomes of the bank's answer."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from lxml import etree

from huigong.kernel.errors import DomainError
from huigong.portals.cli.main import main
from huigong.sheets import opening
from huigong.wages.paying import returned, writing
from huigong.wages.paying.payroll import Payroll, read
from huigong.wages.reconciling.reconcile import reconcile
from tests.unit.funds.purse import COUNTY, CSV, purse
from tests.unit.wages.worlds import CARDS, MONTH, A, B, C, World, clean, pay, person, write

__all__ = ["purse"]
MADE = datetime(2026, 11, 9, 2, 0, tzinfo=UTC)
PAID_ON = date(2026, 11, 10)
SUM = {"姓名": "合计", "应发工资": "12000.00", "实发工资": "12000.00"}


def month(**changed: list[dict[str, str]]) -> World:
    world = clean() | changed
    for row in world["projects"]:
        row.setdefault("总包单位", "虚构建工")
    return world


def payroll(world: World, folder: Path) -> Payroll:
    return read(write(world, folder), project="P1", month=MONTH)


def refused(world: World, folder: Path) -> DomainError:
    with pytest.raises(DomainError) as refusal:
        payroll(world, folder)
    return refusal.value


def lines(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"))))


def test_everybody_is_paid_to_the_own_card_from_the_special_account(tmp_path: Path) -> None:
    told = payroll(month(), tmp_path)
    assert (told.contractor, told.account, told.net) == ("虚构建工", "9000001", 1200000)
    name, data = writing.bank_file(told, profile="iso-pain001", made_at=MADE)
    message = etree.fromstring(data)
    assert name.endswith(".xml")
    assert message.findtext(".//{*}GrpHdr/{*}CtrlSum") == "12000.00"
    assert message.findtext(".//{*}DbtrAcct//{*}Id/{*}Othr/{*}Id") == "9000001"
    paid = {each.findtext("{*}CdtrAcct//{*}Othr/{*}Id"): each.findtext(".//{*}InstdAmt") for each in message.iterfind(".//{*}CdtTrfTxInf")}  # fmt: skip
    assert paid == {CARDS[A]: "6000.00", CARDS[B]: "6000.00"}


def test_the_same_payroll_has_the_same_numbers_and_another_has_not(tmp_path: Path) -> None:
    same = [writing.batch_of(payroll(month(), tmp_path / name)) for name in ("one", "two")]
    other = payroll(month(payroll=[pay(A), pay(B, net="6000.01")]), tmp_path / "three")
    assert same[0] == same[1] != writing.batch_of(other)


def test_the_workbook_has_every_line_and_closes(tmp_path: Path) -> None:
    told = payroll(month(payroll=[pay(A, 应发工资="6500.10", 扣款="500.10"), pay(B)]), tmp_path)
    [sheet] = opening.sheets(writing.workbook(told))
    rows = [row.cells for row in sheet.rows()]
    assert [row[2] for row in rows[1:3]] == [A, B]
    assert [round(float(str(cell)), 2) for cell in rows[-1][5:8]] == [12500.10, 500.10, 12000.00]
    again = write(month(payroll=[]), tmp_path / "again")
    (again / "payroll.csv").unlink()
    (again / "payroll.xlsx").write_bytes(writing.workbook(told))
    assert read(again, project="P1", month=MONTH).net == told.net  # what we write we read, sums included


@pytest.mark.parametrize(("cells", "closes"), [({"扣款": "99.99"}, False), ({"扣款": "100"}, True)])
def test_a_line_closes_to_the_fen(cells: dict[str, str], closes: bool, tmp_path: Path) -> None:
    world = month(payroll=[pay(A, 应发工资="6100.00", **cells), pay(B)])
    if closes:
        assert payroll(world, tmp_path).withheld == 10000
    else:
        why = refused(world, tmp_path)
        assert why.code == "payroll.lines" and "payroll.csv 第2行" in why.why and "99.99" in why.why


def test_the_own_insurance_share_may_stand_in_a_column_of_its_own(tmp_path: Path) -> None:
    world = month(payroll=[pay(A, 应发工资="6400.00", 扣款="100", 个人社保="300"), pay(B)])
    assert payroll(world, tmp_path).withheld == 40000


def test_a_sum_that_closes_is_no_line(tmp_path: Path) -> None:
    assert payroll(month(payroll=[pay(A), pay(B), SUM]), tmp_path).net == 1200000


def test_a_sum_that_does_not_close_names_the_line_that_breaks_it(tmp_path: Path) -> None:
    why = refused(month(payroll=[pay(A), pay(B, net="5000.00"), SUM | {"实发工资": "6000.00"}]), tmp_path)
    assert why.code == "payroll.sum"
    assert "payroll.csv 第4行" in why.why and "第3行" in why.why  # B's 5000 is what is over


def test_sums_of_parts_close_and_so_does_the_sum_of_all(tmp_path: Path) -> None:
    part = {"姓名": "小计", "实发工资": "6000.00"}
    world = month(payroll=[pay(A), part, pay(B), part, SUM])
    assert payroll(world, tmp_path).net == 1200000
    off = month(payroll=[pay(A), part, pay(B), part | {"实发工资": "6000.01"}, SUM])
    assert "payroll.csv 第5行" in refused(off, tmp_path / "off").why


def test_nobody_is_paid_to_a_card_that_is_not_on_the_roster_in_the_own_name(tmp_path: Path) -> None:
    why = refused(month(payroll=[pay(A, 银行卡号=CARDS[C]), pay(B)]), tmp_path)
    assert "花名册" in why.why and why.clause.endswith("第三十一条")


def test_a_team_leader_is_not_paid_for_the_team(tmp_path: Path) -> None:
    roster = [person(A), person(B) | {"银行卡号": CARDS[A]}]
    assert "同一张卡" in refused(month(roster=roster), tmp_path).why


def test_a_corrected_line_takes_the_place_of_the_first_and_a_second_one_adds(tmp_path: Path) -> None:
    world = month(payroll=[pay(A), pay(A, net="5500.00", 行类型="更正"), pay(B), pay(B, net="100.00")])
    paid = {each.worker: each.net for each in payroll(world, tmp_path).pays}
    assert paid == {A: 550000, B: 610000}


@pytest.mark.parametrize("missing", ["总包单位", "专户账号"])
def test_wages_come_from_the_special_account_of_the_contractor_or_not_at_all(
    missing: str, tmp_path: Path
) -> None:
    world = month()
    world["projects"][0][missing] = ""
    assert refused(world, tmp_path).code == "payroll.account"


def answer(orders: bytes, codes: list[str]) -> bytes:
    """A pain.002 that says a code of each payment in turn."""
    said = "".join(
        f"<TxInfAndSts><OrgnlEndToEndId>{row['端到端编号']}</OrgnlEndToEndId><TxSts>{code}</TxSts>"
        f"<OrgnlTxRef><Amt><InstdAmt Ccy='CNY'>{row['金额']}</InstdAmt></Amt></OrgnlTxRef></TxInfAndSts>"
        for row, code in zip(lines(orders), codes, strict=True)
    )
    return f"<Document xmlns='urn:iso:std:iso:20022:tech:xsd:pain.002.001.03'><CstmrPmtStsRpt>{said}</CstmrPmtStsRpt></Document>".encode()


def back(orders: bytes, data: bytes) -> returned.Returned:
    return returned.returned(orders, data, region="210702", profile="iso-pain001", on=PAID_ON)


def test_what_the_bank_says_is_the_bank_table_of_the_month(tmp_path: Path) -> None:
    orders = writing.order_sheet(payroll(month(), tmp_path))
    result = back(orders, answer(orders, ["ACCC", "RJCT"]))
    assert (result.credited, result.failed, result.open, result.refused) == (600000, 600000, 0, ())
    (tmp_path / "bank.csv").write_bytes(returned.bank_table(result))
    world = month()
    world["projects"][0]["期末余额"] = "94000.00"
    write({name: rows for name, rows in world.items() if name != "bank"}, tmp_path)
    outcome = reconcile(tmp_path, tmp_path / "out", month=MONTH, region="21")
    assert {code for code, count in outcome.judged.kinds.items() if count} == {"not_paid"}
    assert outcome.totals["credited"] == 600000
    assert [row["结果"] for row in result.lines] == ["成功", "失败"] and result.lines[1]["附言"] == "RJCT"


def test_what_the_bank_does_not_know_yet_is_neither_paid_nor_refused(tmp_path: Path) -> None:
    orders = writing.order_sheet(payroll(month(), tmp_path))
    result = back(orders, answer(orders, ["ACCC", "PDNG"]))
    assert (len(result.lines), result.open) == (1, 1)


def test_what_comes_back_after_it_was_credited_is_a_reversal(tmp_path: Path) -> None:
    orders = writing.order_sheet(payroll(month(), tmp_path))
    twice = answer(orders, ["ACCC", "ACCC"]).replace(b"</CstmrPmtStsRpt></Document>", b"")
    both = twice + answer(orders, ["RJCT", "ACCC"]).split(b"<CstmrPmtStsRpt>")[1]
    result = back(orders, both)
    assert result.credited == 600000 and result.open == 0
    [reversal] = [row for row in result.lines if row["金额"].startswith("-")]
    assert reversal["证件号码"] == A and reversal["附言"].startswith("冲正")


def test_lines_of_the_bank_that_belong_to_no_payment_are_named(tmp_path: Path) -> None:
    orders = writing.order_sheet(payroll(month(), tmp_path))
    other = (
        answer(orders, ["ACCC", "ACCC"]).replace(b"6000.00", b"6000.01", 1).replace(b"-00002<", b"-00009<")
    )
    result = back(orders, other)
    assert [each.row for each in result.refused] == [1, 2] and result.open == 2 and result.lines == ()


@pytest.mark.usefixtures("purse")
def test_the_whole_way_at_the_command_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    world = month()
    world["projects"][0]["地区"] = COUNTY
    folder, out, table = write(world, tmp_path / "month"), tmp_path / "out", tmp_path / "bank.csv"
    words = ["--project", "P1", "--month", "2026-10", "--profile", CSV, "--out", str(out)]
    assert main(["payroll", "write", "--from", str(folder), *words]) == 0
    assert "2 人" in capsys.readouterr().out
    [text] = out.glob("*.txt")
    totals, *rows = [row.split("|") for row in text.read_bytes().decode("gbk").splitlines()]
    assert totals[1:] == ["2", "12000.00"] and [row[4] for row in rows] == ["6000.00", "6000.00"]
    told = [f"{row[1]}|6000.00|0000|20261110" for row in rows]
    answered = tmp_path / "back.txt"
    words = ["--orders", str(out / "代发明细.csv"), "--region", COUNTY, "--profile", CSV, "--out", str(table)]
    answered.write_bytes("\r\n".join([*told, "2|12000.01"]).encode("gbk"))
    assert main(["payroll", "returned", str(answered), *words]) == 2  # its own sum does not close
    assert not table.exists()
    answered.write_bytes("\r\n".join([*told, "2|12000.00"]).encode("gbk"))
    assert main(["payroll", "returned", str(answered), *words]) == 0
    assert [(row["证件号码"], row["日期"], row["结果"]) for row in lines(table.read_bytes())] == [
        (A, "2026-11-10", "成功"),
        (B, "2026-11-10", "成功"),
    ]
