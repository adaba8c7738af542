"""What is given once is given once however it is spelt, and a sheet is taken as it stands, all of it or nothing."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from huigong.funds import listing
from huigong.funds.actions import accounts, deposits, lines, payments
from huigong.funds.actions.payments import Wanted
from huigong.funds.models import Deposit, PayeeAccount, Payment
from huigong.funds.payees import Payee
from huigong.kernel.errors import Conflict, DomainError, Invalid, RowsRefused
from tests.unit.funds.purse import (
    CHECKER,
    DEPOSIT,
    MAKER,
    OFFICE,
    TERMLY,
    line,
    payee,
    people,
    purse,
    reserved,
    stands,
)
from tests.unit.registry.someone import NOW

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("purse")]
__all__ = ["purse"]
CODE = "91510421MA6A2B3C46"
HEAD = ("证件号码", "付什么", "金额")


def book(*sheets: tuple[tuple[object, ...], ...], hidden: tuple[int, ...] = ()) -> bytes:
    """A workbook of these sheets; `hidden` rows of the first, from 0."""
    made = io.BytesIO()
    workbook = xlsxwriter.Workbook(made)
    for rows in sheets:
        sheet = workbook.add_worksheet()
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
            if "=NA()" in row:
                sheet.write_formula(at, row.index("=NA()"), "=NA()", None, "#N/A")
        for at in hidden:
            sheet.set_row(at, None, None, {"hidden": True})
    workbook.close()
    return made.getvalue()


def test_an_organisation_is_one_payee_however_its_code_is_typed_and_no_payee_without_one() -> None:
    row = line(TERMLY, yuan=10_000)
    told = {"by": MAKER, "now": NOW, "line_id": row.public_id.hex}
    payments.reserve(**told, wanted=[Wanted(Payee(organisation=CODE), "")])
    for spelt in (CODE.lower(), f"{CODE} ", CODE.replace("A", "Ａ"), f"{CODE[:9]} {CODE[9:]}"):
        with pytest.raises(Conflict) as refused:
            payments.reserve(**told, wanted=[Wanted(Payee(organisation=spelt), "")])
        assert refused.value.code == "payment.once"
    with pytest.raises(Invalid):
        Payee(organisation="不是代码")
    assert Payment.objects.count() == 1


def test_the_same_thing_in_other_letters_is_the_same_thing() -> None:
    row, who = line(yuan=1000), people(1)
    reserved(row, who)
    for spelt in ("焊工 初级", "焊工初级。", "焊　工初级", "焊工初级\u200b", "焊工（初级）"):
        with pytest.raises(Conflict) as refused:
            reserved(row, who, what=spelt)
        assert refused.value.code == "payment.once"
    reserved(row, who, what="焊工中级")
    assert stands(row) == {"free": 98_000, "reserved": 2000}


def test_a_row_that_nobody_sees_or_can_read_refuses_the_sheet_by_its_number() -> None:
    numbers = [person.resident_number for person in people(3)]
    rows = [HEAD, *((number, "焊工初级", 1000) for number in numbers)]
    with pytest.raises(RowsRefused) as refused:
        listing.payments(book(tuple(rows), hidden=(2,)))
    assert {row: error.code for row, error in refused.value.rows.items()} == {3: "list.hidden"}
    broken = (HEAD, (numbers[0], "=NA()", 1000), (510421, "焊工初级", 1000), (CODE[:-1], "焊工初级", 10.5))
    with pytest.raises(RowsRefused) as refused:
        listing.payments(book(broken))
    assert sorted(refused.value.rows) == [2, 3, 4]
    assert [wanted.amount for wanted in listing.payments(book((HEAD, (numbers[0], "焊工初级", 10.5))))] == [
        1050
    ]


def test_a_second_sheet_with_a_list_is_not_left_out_in_silence() -> None:
    numbers = [person.resident_number for person in people(2)]
    first, second = ((HEAD, (number, "焊工初级", 1000)) for number in numbers)
    with pytest.raises(Invalid) as refused:
        listing.payments(book(first, second))
    assert refused.value.code == "list.several"
    assert len(listing.payments(book((("填写说明",),), first))) == 1


def test_a_sheet_of_accounts_or_deposits_is_taken_whole_or_not_at_all_and_a_slip_once() -> None:
    first, second = people(2)
    good = accounts.Given(payee(first), "王某", "62220001")
    with pytest.raises(DomainError):
        accounts.enter(
            by=MAKER, now=NOW, office=OFFICE, given=[good, accounts.Given(payee(second), "王某", "账号")]
        )
    assert not PayeeAccount.objects.exists()
    row = line(DEPOSIT, year=None)
    told = {"by": MAKER, "now": NOW, "line_id": row.public_id.hex}
    one, other = (Wanted(payee(person), "", 20_000, about="回单1") for person in (first, second))
    with pytest.raises(Conflict):
        deposits.receive(**told, wanted=[one, other, one])
    assert not Deposit.objects.exists()
    deposits.receive(**told, wanted=[one, other])
    payments.reserve(**told, wanted=[Wanted(payee(first), "")])
    with pytest.raises(Conflict) as refused:
        deposits.receive(**told, wanted=[one])
    assert refused.value.code == "fund.same_paper"
    assert Deposit.objects.count() == 2


def test_one_budget_document_gives_money_once() -> None:
    row = line(yuan=100)
    with pytest.raises(Conflict) as refused:
        lines.grant(by=CHECKER, now=NOW, line_id=row.public_id.hex, amount=10_000, paper=" 预算1号")
    assert refused.value.code == "fund.same_paper"
    assert stands(row) == {"free": 10_000}
